"""The plain cascade against CyNetDiff, the fastest other simulator: exposures per second.

    pip install "trustsim[benchmark]"
    python benchmarks/cascades.py
    python benchmarks/cascades.py --users 10000 --repeats 50

The same ties, the same first ten sharers and the same share probability for both; the dice are each
one's own. An exposure is one sharer offering to one who hears them. The ratio is of nanoseconds per
exposure, of the processor's time, pair by pair, and its median is printed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from array import array

import numpy as np
from measure import busy_seconds, machine, town, verdict
from numpy.typing import NDArray

from trustsim.market.cascade import cascade, reached
from trustsim.market.market import Market
from trustsim.market.network import Ties

MUST, AIM = 8.0, 16.0
FEWEST = 1000
"""Reached users under which a pair of cascades tells nothing about speed."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--probability", type=float, default=0.05)
    parser.add_argument("--repeats", type=int, default=20)
    args = parser.parse_args()
    print(machine())
    print(f"{'users':>9} {'exposures':>12} {'trustsim ns':>12} {'CyNetDiff ns':>13} {'ratio':>7}")
    ratio = 0.0
    for users in args.users:
        ties = Market(town(users), 1, record="none").world.ties
        exposures, ours, theirs, ratio = compare(ties, args.probability, args.repeats)
        print(f"{users:>9} {exposures:>12,.0f} {ours:>12.2f} {theirs:>13.2f} {ratio:>7.1f}")
    print(f"at {args.users[-1]:,} users: {ratio:.1f}x, {verdict(ratio, MUST, AIM, high=True)}")
    return 0 if ratio >= MUST else 1


def compare(ties: Ties, probability: float, repeats: int) -> tuple[float, float, float, float]:
    """Return exposures of a cascade, ns per exposure of both, and the median ratio."""
    from cynetdiff.models import IndependentCascadeModel

    users = len(ties.indptr) - 1
    audience = np.diff(ties.indptr)
    peer = IndependentCascadeModel(
        array("I", ties.indptr[:-1].tolist()), array("I", ties.indices.tobytes()),
        activation_prob=probability,
    )  # fmt: skip
    room = reached(users)
    cascade(np.uint64(0), ties, np.zeros(1, np.int32), probability, room)  # compile
    pairs: list[tuple[float, float, float]] = []
    luck = np.random.default_rng(1)
    while len(pairs) < repeats:
        first = np.unique(luck.integers(0, users, 10)).astype(np.int32)
        pair = one_pair(ties, audience, peer, first, probability, np.uint64(len(pairs) + 1), room)
        if pair is not None:
            pairs.append(pair)
    exposures, ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    return exposures, ours, theirs, statistics.median(b / a for _, a, b in pairs)


def one_pair(
    ties: Ties, audience: NDArray[np.int64], peer: object, first: NDArray[np.int32],
    probability: float, key: np.uint64, room: object,
) -> tuple[float, float, float] | None:  # fmt: skip
    """Run one cascade of each; return exposures and both ns per exposure, None if they fizzled."""
    found: list[int] = []
    mine = busy_seconds(lambda: found.append(cascade(key, ties, first, probability, room)))
    exposures = float(audience[room.users[: found[0]]].sum())
    peer.reset_model()
    peer.set_seeds({int(user) for user in first})
    other = busy_seconds(peer.advance_until_completion)
    active = np.fromiter(peer.get_activated_nodes(), np.int64)
    if min(found[0], len(active)) < min(FEWEST, len(audience) // 50):
        return None
    return exposures, mine / exposures * 1e9, other / float(audience[active].sum()) * 1e9


if __name__ == "__main__":
    sys.exit(main())
