"""A million users: seconds until the world is ready, seconds of a week, and the memory it takes.

    python benchmarks/million.py
    python benchmarks/million.py --users 100000 --threads 1

The network is grown as well. A small world is built and played first, so that the kernels are
compiled. The memory is the peak of the whole process, libraries included.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys

from measure import both, machine, town, verdict, week_of

from trustsim.market.market import Market

READY, WEEK, MEMORY = (3.0, 1.5), (1.0, 0.25), (1.0, 0.5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--builds", type=int, default=3)
    parser.add_argument("--weeks", type=int, default=5)
    args = parser.parse_args()
    print(machine())
    warm = Market(town(500), 1, record="none", threads=args.threads)
    for week in range(3):
        warm.play_week(week_of(week))
    kept: list[Market] = []

    def build() -> None:
        kept.clear()
        kept.append(Market(town(args.users), 1, record="none", threads=args.threads))

    ready, ready_busy = medians([both(build) for _ in range(args.builds)])
    market = kept[0]
    week, week_busy = medians(
        [both(lambda w=w: market.play_week(week_of(w))) for w in range(args.weeks)]
    )
    memory = peak_memory()
    print(f"{args.users:,} users, {len(market.world.ties.indices):,} ties, {args.threads} threads")
    print("               clock  processor")
    print(f"ready to run {ready:7.2f} {ready_busy:8.2f} s   {verdict(ready, *READY, high=False)}")
    print(f"a week       {week:7.2f} {week_busy:8.2f} s   {verdict(week, *WEEK, high=False)}")
    print(f"peak memory  {memory:7.2f}          GB  {verdict(memory, *MEMORY, high=False)}")
    return 0 if ready <= READY[0] and week <= WEEK[0] and memory <= MEMORY[0] else 1


def medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the medians of the clock's and of the processor's seconds."""
    clock, busy = zip(*pairs, strict=True)
    return statistics.median(clock), statistics.median(busy)


def peak_memory() -> float:
    """Return the most memory this process has held, in GB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e9 if sys.platform == "darwin" else peak * 1024 / 1e9


if __name__ == "__main__":
    sys.exit(main())
