"""What the lab costs: overhead over a bare loop of the same runs, and what a second worker brings.

    python benchmarks/lab.py
    python benchmarks/lab.py --runs 1000 --users 2000 --weeks 52 --rounds 3

Every round plays the same runs three ways, in turns: a bare loop over `run()` in a
process that is warm, `trustsim.lab` with one worker, and with two, from the first run to the
compact tables; workers are warm as well. The ratios are the bars of the project: overhead at most
15 % (better 5 %), two workers against one at least 1.8 times (better 1.95). Other programs on the
machine spoil both on the clock, so overhead is told in processor time as well (parent and workers
together against the bare loop), and the load average stands beside it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

STRATEGIES = ("pitch-only", "contribute-only", "give-then-ask", "thoughtful")
MOST_OVERHEAD, LEAST_SPEED_UP = 0.15, 1.8


def main() -> int:
    args = _arguments()
    print(f"{args.runs} runs of {args.users:,} users for {args.weeks} weeks, {_load()}")
    print(
        f"{'bare s':>8} {'1 worker':>9} {'2 workers':>9} {'overhead':>9} {'of CPU':>9} "
        f"{'speed-up':>9}  load"
    )
    overheads, cpu_overheads, speed_ups = [], [], []
    for turn in range(args.rounds):
        # A machine that slows down or speeds up meanwhile must not favour one of them.
        if turn % 2:
            one, one_cpu = through_the_lab(args, 1)
            bare, bare_cpu = bare_loop(args)
        else:
            bare, bare_cpu = bare_loop(args)
            one, one_cpu = through_the_lab(args, 1)
        two, _ = through_the_lab(args, 2)
        overheads.append(one / bare - 1.0)
        cpu_overheads.append(one_cpu / bare_cpu - 1.0)
        speed_ups.append(one / two)
        print(
            f"{bare:>8.2f} {one:>9.2f} {two:>9.2f} {overheads[-1]:>8.1%} {cpu_overheads[-1]:>8.1%}"
            f" {speed_ups[-1]:>9.2f}  {_load()}",
            flush=True,
        )
    overhead, speed_up = statistics.median(overheads), statistics.median(speed_ups)
    print(
        f"median: overhead {overhead:.1%}, of processor time "
        f"{statistics.median(cpu_overheads):.1%}, two workers against one {speed_up:.2f}"
    )
    return 0 if overhead <= MOST_OVERHEAD and speed_up >= LEAST_SPEED_UP else 1


def experiment(args: argparse.Namespace):  # type: ignore[no-untyped-def]
    from trustsim.lab import Experiment

    return Experiment(
        name="overhead",
        title="Overhead",
        scenarios=("garage-band",),
        strategies=STRATEGIES,
        seeds=-(-args.runs // len(STRATEGIES)),
        weeks=args.weeks,
        settings={"population.users": args.users},
        outcomes=("followers",),
    )


def bare_loop(args: argparse.Namespace) -> tuple[float, float]:
    """Return the seconds, on the clock and of work, of the runs one after the other."""
    from trustsim.campaign.run import run
    from trustsim.lab.task import warm_up
    from trustsim.scenario.load import load_scenario

    warm_up()
    scenario = load_scenario("garage-band", {"population.users": args.users})
    started, worked = time.perf_counter(), time.process_time()
    for seed in range(1, -(-args.runs // len(STRATEGIES)) + 1):
        for strategy in STRATEGIES:
            run(scenario, strategy, seed, weeks=args.weeks)
    return time.perf_counter() - started, time.process_time() - worked


def through_the_lab(args: argparse.Namespace, workers: int) -> tuple[float, float]:
    """Return the seconds, on the clock and of work, from the first run to the compact tables."""
    from trustsim.lab.batch import carry_out
    from trustsim.lab.local import LocalRunner
    from trustsim.lab.runner import Job
    from trustsim.lab.schedule import schedule_of
    from trustsim.lab.task import warm_up

    schedule = schedule_of(experiment(args))
    with tempfile.TemporaryDirectory() as name, LocalRunner(workers, warm_up) as runner:
        # As many short naps as workers, so that each has begun.
        list(runner.play(time.sleep, [Job(0.5)] * workers))
        pids = [seat.process.pid for seat in runner._seats]
        started, worked = time.perf_counter(), time.process_time() + _worked(pids)
        tally = carry_out(schedule, Path(name, "out"), runner)
        seconds = time.perf_counter() - started
        work = time.process_time() + _worked(pids) - worked
    assert tally.done == len(schedule), tally
    return seconds, work


def _worked(pids: list[int | None]) -> float:
    """Return the processor seconds of processes so far (Linux tells)."""
    total = 0
    for pid in pids:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(words[11]) + int(words[12])
    return total / os.sysconf("SC_CLK_TCK")


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--users", type=int, default=2000)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
