"""Seats for people of a network that was not grown: communities side by side, cut into circles."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from trustsim.errors import UsageError
from trustsim.market.chance import draw
from trustsim.market.jit import kernel
from trustsim.market.network import Seats, Ties
from trustsim.scenario.schema import Scenario

MOST_SWEEPS = 30
"""Rounds after which communities are taken as they are (they settle after about ten)."""


class GivenNetwork(tuple[Seats, Ties]):
    """Seats and ties that were not grown, and what their source calls the people.

    Attributes:
        ids: the source's name of each user, in the order of the world.
        interests: (topics, users), of unit length; not a number for those of whom the source tells
            none. None if it tells nobody's.
    """

    ids: tuple[str, ...]
    interests: NDArray[np.float32] | None

    def __new__(
        cls,
        seats: Seats,
        ties: Ties,
        ids: tuple[str, ...],
        interests: NDArray[np.float32] | None = None,
    ) -> GivenNetwork:
        """Make a pair of seats and ties that also knows ``ids`` and ``interests``."""
        made = super().__new__(cls, (seats, ties))
        made.ids = ids
        made.interests = interests
        return made

    def user(self, name: str) -> int:
        """Return the index of the user that the source calls ``name``.

        Raises:
            UsageError: if it calls nobody so.
        """
        if name not in self.ids:
            raise UsageError(f"the network has no node '{name}'; ids are as the file writes them")
        return self.ids.index(name)


def seated(
    net: Ties, circle: NDArray[np.int64] | None, scenario: Scenario
) -> tuple[NDArray[np.int64], Seats]:
    """Return the order in which people sit, and the seats: friends beside friends.

    Args:
        net: friendships.
        circle: everybody's circle; None if they are to be cut from the network.
        scenario: gives the circles' shares and the size of pockets.

    Returns: (users,) old numbers in the new order, and the seats in that order.
    """
    users, circles = len(net.indptr) - 1, len(scenario.population.circles)
    with np.errstate(over="ignore"):
        side_by_side = walk(net, communities(net))
    if circle is None:
        shares = np.array([part.share for part in scenario.population.circles])
        ends = np.rint(np.cumsum(shares / shares.sum()) * users).astype(np.int64)
        order, start = side_by_side, np.concatenate([[0], ends])
    else:
        order = side_by_side[np.argsort(circle[side_by_side], kind="stable")]
        start = np.concatenate([[0], np.cumsum(np.bincount(circle, minlength=circles))])
    return order, _pocketed(start.astype(np.int64), scenario.platform.pocket)


def _pocketed(start: NDArray[np.int64], mean: float) -> Seats:
    """Divide circles into pockets of ``mean`` people who sit side by side."""
    size = max(1, round(mean))
    first = np.unique(
        np.concatenate([np.arange(low, high, size) for low, high in _spans(start)] + [start])
    ).astype(np.int64)
    pocket = np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))
    return Seats(start, pocket, first)


def _spans(start: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    return zip(start[:-1].tolist(), start[1:].tolist(), strict=True)


@kernel
def communities(net: Ties) -> NDArray[np.int64]:
    """Return everybody's community: the one most of their friends are in, until that settles.

    Source: Raghavan, Albert & Kumara 2007, with a keyed draw for ties and for the order.
    """
    users = len(net.indptr) - 1
    label = np.arange(users)
    votes = np.zeros(users, np.int64)
    for sweep in range(MOST_SWEEPS):
        key = np.uint64(sweep + 1)
        order = np.argsort(np.array([draw(key, user, 0) for user in range(users)]))
        moved = 0
        for user in order:
            low, high = net.indptr[user], net.indptr[user + 1]
            for i in range(low, high):
                votes[label[net.indices[i]]] += 1
            best = label[user]
            for i in range(low, high):
                other = label[net.indices[i]]
                more = votes[other] - votes[best]
                if more > 0 or (more == 0 and best != label[user]
                                and draw(key, user, other) > draw(key, user, best)):  # fmt: skip
                    best = other
            for i in range(low, high):
                votes[label[net.indices[i]]] = 0
            if best != label[user]:
                label[user] = best
                moved += 1
        if moved == 0:
            break
    return label


@kernel
def walk(net: Ties, label: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return everybody in an order in which communities, and friends in them, are neighbours."""
    users = len(label)
    order = np.empty(users, np.int64)
    seen = np.zeros(users, np.bool_)
    waiting = np.empty(users, np.int64)
    asked = np.zeros(users, np.bool_)
    low, high, count = 0, 0, 0
    for person in range(users):
        if seen[person]:
            continue
        if not asked[person]:
            waiting[high] = person
            asked[person] = True
            high += 1
        while low < high:
            start = waiting[low]
            low += 1
            if seen[start]:
                continue
            begin = count
            order[count] = start
            seen[start] = True
            count += 1
            while begin < count:
                for i in range(net.indptr[order[begin]], net.indptr[order[begin] + 1]):
                    other = net.indices[i]
                    if seen[other]:
                        continue
                    if label[other] == label[start]:
                        order[count] = other
                        seen[other] = True
                        count += 1
                    elif not asked[other]:
                        waiting[high] = other
                        asked[other] = True
                        high += 1
                begin += 1
    return order
