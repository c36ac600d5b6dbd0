"""The glance: what decides, offer by offer, whether a friend's post is seen and read.

It is worked out once for all days on which nothing of it changes, and laid out so that an offer
touches as little as can be.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.jit import lean_part, part
from trustsim.market.numbers import Numbers

SEEN, ONLINE, READINESS, GLANCE_COLUMNS = 0, 1, 2, 4
LITTLE_MORE = 1.0 + 1e-6
"""What makes a bound in single precision one that holds in double."""


class Glance(NamedTuple):
    """What people look at, close together in memory. U users, K topics.

    Attributes:
        shown: (U,) the greatest chance of being shown any post by a friend on a day, in 256ths,
            rounded down.
        reads: (K, U) the greatest chance of reading one about the topic, likewise.
        reader: (U, GLANCE_COLUMNS) the chance to be shown what has rank 1, the chance to be online,
            the readiness to share.
    """

    shown: NDArray[np.uint8]
    reads: NDArray[np.uint8]
    reader: NDArray[np.float32]


def glance(topics: int, users: int) -> Glance:
    """Make room for the glance of ``users``."""
    return Glance(
        np.zeros(users, np.uint8), np.zeros((topics, users), np.uint8),
        np.zeros((users, GLANCE_COLUMNS), np.float32),
    )  # fmt: skip


@part
def take_a_glance(
    online: NDArray[np.float32],
    propensity: NDArray[np.float32],
    seen: NDArray[np.float32],
    interests: NDArray[np.float32],
    k: Numbers,
    glance: Glance,
) -> None:
    """Fill ``glance`` with how things are this morning."""
    reader, shown = glance.reader, glance.shown
    limited, best_rank = k.limited > 0.0, k.best_rank
    base, hearing = k.base, greatest(k.hearing)
    chance = np.empty(len(online))
    for user in range(len(online)):
        chance[user] = float(online[user])
        if limited:
            chance[user] = min(chance[user], float(seen[user]) * best_rank)
        shown[user] = min(255, int(256.0 * chance[user]))
    for topic in range(len(interests)):
        liking, reads = interests[topic], glance.reads[topic]
        for user in range(len(online)):
            relevance = float(liking[user])
            read = base + (1.0 - base) * relevance * hearing
            reads[user] = min(255, int(256.0 * LITTLE_MORE * chance[user] * read))
    for user in range(len(online)):
        reader[user, SEEN] = seen[user]
        reader[user, ONLINE] = online[user]
        reader[user, READINESS] = propensity[user]


@lean_part
def greatest(values: NDArray[np.float64]) -> float:
    """Return the greatest of ``values``; the constants' own arrays know no ``max`` in a kernel."""
    most = values[0]
    for i in range(1, len(values)):
        most = max(most, values[i])
    return float(most)
