"""How the cost of an exposure grows with the world: ordinary posts, the full model, one thread.

    python benchmarks/growth.py
    python benchmarks/growth.py --users 10000 1000000 --repeats 7

Prints nanoseconds of the processor's time per exposure (one sharer offering to one who hears them,
with attention, reading, sharing and delays) and by what factor it grew from the smallest world to
the largest.
"""

from __future__ import annotations

import argparse
import statistics
import sys

import numpy as np
from measure import busy_seconds, machine, town, verdict

from trustsim.market import ordinary
from trustsim.market.market import Market

MUST, AIM = 4.0, 2.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_args()
    print(machine())
    print(f"{'users':>9} {'exposures a week':>17} {'ns per exposure':>16}")
    costs = []
    for users in args.users:
        exposures, cost = measure(users, args.repeats)
        costs.append(cost)
        print(f"{users:>9} {exposures:>17,} {cost:>16.1f}")
    growth = costs[-1] / costs[0]
    print(
        f"from {args.users[0]:,} to {args.users[-1]:,} users it costs {growth:.2f} times as much: "
        f"{verdict(growth, MUST, AIM, high=False)}"
    )
    return 0 if growth <= MUST else 1


def measure(users: int, repeats: int) -> tuple[int, float]:
    """Return the exposures of a week of ordinary posts, and the median ns of one."""
    market = Market(town(users), 1, record="none")
    world, engine = market.world, market._engine
    folk, audience = world.people, np.diff(world.ties.indptr)
    posts = ordinary.listen(
        market.key, 0, 7, folk, world.seen, engine.constants, engine.glance, False
    )
    found = np.empty((len(posts.authors), ordinary.CHATTER_COLUMNS), np.int64)
    rows = ordinary.sharers(64)

    def spread(counting: bool = False) -> int:
        return int(
            ordinary.spread_ordinary(
                market.key, 0, posts, folk.interests, engine.glance, world.ties,
                engine.constants, engine.rooms[0], found, rows, counting,
            )
        )  # fmt: skip

    while (count := spread(counting=True)) > len(rows.user):
        rows = ordinary.sharers(2 * count)
    exposures = int(audience[posts.authors].sum() + audience[rows.user[:count]].sum())
    weeks = [busy_seconds(spread) for _ in range(repeats)]
    return exposures, statistics.median(weeks) / exposures * 1e9


if __name__ == "__main__":
    sys.exit(main())
