"""A week of the full model: the engine against the same model written as Mesa agents.

    python benchmarks/mesa_week.py
    python benchmarks/mesa_week.py --users 1000 10000 --weeks 9
    python benchmarks/mesa_week.py --only-check

First it proves that both are the same model: with the engine's keyed draws the Mesa model
(benchmarks/mesa_model) ends every week in the same digest, on every platform. Then it is timed
twice: with those same draws, which is what the bar is about, and with luck of its own from
`model.random`, as a modeller would write it, which is faster: keyed draws in plain Python are slow.
All start from one world and play the same orders, week by week in turn, each on one thread and
after weeks to warm up. The ratios are of the processor's time, of the medians over the weeks. The
last is Mesa with the same draws, on the clock, against the engine on all cores, where the town is
large enough for the engine to take them by itself. The verdict is on one core.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys

from measure import both, machine, town, verdict, week_of
from mesa_model.model import MesaMarket
from mesa_model.state import as_world

from trustsim.commands.threads import LARGE
from trustsim.market.market import Market

BARS = {1_000: (30.0, 100.0), 10_000: (100.0, 250.0), 100_000: (200.0, 400.0)}
"""Users: the ratio that must be reached, and the one that is aimed for."""
CHECKED = ((60, 8), (300, 6), (1_000, 4))
"""Users and weeks of the worlds on which the digests are compared."""
PLATFORMS = ("myspace", "facebook", "twitter")
WARM_UP = 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, nargs="+", default=list(BARS))
    parser.add_argument("--weeks", type=int, help="by itself: 52 of small worlds, 7 of large ones")
    parser.add_argument("--only-check", action="store_true", help="compare digests, time nothing")
    args = parser.parse_args()
    print(machine())
    weeks = sum(compare(users, weeks, name) for users, weeks in CHECKED for name in PLATFORMS)
    print(f"the same digest after each of {weeks} weeks on {len(CHECKED) * 3} worlds")
    if args.only_check:
        return 0
    print("milliseconds of a week: the processor's, medians")
    print(f"{'users':>9} {'same draws':>12} {'own luck':>10} {'engine':>9}"
          f" {'same draws':>12} {'own luck':>10} {'all cores':>11}")  # fmt: skip
    is_met = True
    for users in args.users:
        is_met &= report(users, args.weeks or max(7, min(52, 200_000 // users)))
    print(f"load {os.getloadavg()[0]:.1f} as it ended")
    return 0 if is_met else 1


def compare(users: int, weeks: int, platform: str) -> int:
    """Play the same weeks on both, on the same luck; return how many, if all digests are equal."""
    say(f"comparing {users:,} users on {platform}")
    market = Market(town(users, platform), users, record="none")
    peer = MesaMarket(market, draws="keyed")
    for week in range(weeks):
        market.play_week(week_of(week))
        peer.play_week(week_of(week))
        mine = as_world(peer, market.world).digest()
        if mine != market.digest():
            sys.exit(f"{platform}, {users} users, week {week + 1}: {mine} != {market.digest()}")
    return weeks


def report(users: int, weeks: int) -> bool:
    """Time both, print a line, and tell whether it meets the bar."""
    keyed, luck, engine, theirs, ours = (1000.0 * seconds for seconds in measure(users, weeks))
    must, aim = BARS.get(users, (0.0, 0.0))
    word = verdict(keyed / engine, must, aim, high=True) if must else ""
    spread = f"{theirs / ours:>10.1f}x" if ours else ""
    print(
        f"{users:>9} {keyed:>12.1f} {luck:>10.1f} {engine:>9.3f} {keyed / engine:>11.1f}x "
        f"{luck / engine:>9.1f}x {spread:>11}  {word}",
        flush=True,
    )
    return keyed / engine >= must


def measure(users: int, weeks: int) -> tuple[float, float, float, float, float]:
    """Return a week's seconds: Mesa with the same draws, with its own luck; the engine.

    Then, on the clock, Mesa with the same draws and the engine on all cores; 0 where the town is
    too small to gain by them.
    """
    say(f"building {users:,} users")
    market = Market(town(users), 1, record="none")
    cores = (os.cpu_count() or 1) if users >= LARGE else 1
    players = [MesaMarket(market, draws="keyed"), MesaMarket(market), market]
    players += [Market(town(users), 1, record="none", threads=cores)] if cores > 1 else []
    # Nobody pays for a collector that walks over another's objects, or over one's own people.
    gc.collect()
    gc.freeze()
    times: list[list[tuple[float, float]]] = [[] for _ in players]
    for week in range(WARM_UP + weeks):
        say(f"{users:,} users, week {week + 1} of {WARM_UP + weeks}")
        orders = week_of(week)
        for player, found in zip(players, times, strict=True):
            found.append(both(lambda player=player, orders=orders: player.play_week(orders)))
    gc.unfreeze()
    found = [medians(each[WARM_UP:]) for each in times]
    spread = found[3][0] if cores > 1 else 0.0
    return found[0][1], found[1][1], found[2][1], found[0][0], spread


def medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the medians of the clock's and of the processor's seconds."""
    clock, busy = zip(*pairs, strict=True)
    return statistics.median(clock), statistics.median(busy)


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
