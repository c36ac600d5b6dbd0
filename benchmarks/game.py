"""A run the size of the game: 2,000 users, 52 weeks, from the plan to the report, weeks recorded.

    python benchmarks/game.py
    python benchmarks/game.py --repeats 20

Everything that `trustsim run` does but reading the file and writing tables, in a warm process. The
strategy's own thinking is part of it. What was there before the first run is frozen for the garbage
collector, as in the lab's workers and in the window.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys

from measure import both, machine, town, verdict

from trustsim.campaign.run import run

MUST, AIM = 100.0, 30.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=2_000)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--strategy", default="give-then-ask")
    parser.add_argument("--repeats", type=int, default=9)
    args = parser.parse_args()
    print(machine())
    scenario = town(args.users)
    for seed in range(2):
        run(scenario, args.strategy, seed, weeks=args.weeks)
    gc.collect()
    gc.freeze()
    pairs = [
        both(lambda s=s: run(scenario, args.strategy, s, weeks=args.weeks))
        for s in range(1, 1 + args.repeats)
    ]
    times, busy = ([1000.0 * value for value in column] for column in zip(*pairs, strict=True))
    median = statistics.median(times)
    print(
        f"{args.weeks} weeks of {args.users:,} users, {args.strategy}: median {median:.0f} ms, "
        f"fastest {min(times):.0f} ms; of the processor's time {statistics.median(busy):.0f} ms"
    )
    print(verdict(median, MUST, AIM, high=False))
    return 0 if median <= MUST else 1


if __name__ == "__main__":
    sys.exit(main())
