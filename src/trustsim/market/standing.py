"""One brand's standing with everybody, and the moves that keep its counts true."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from trustsim.market.network import Ties

STRANGER, AWARE, FOLLOWER, MUTED, BLOCKED = range(5)

REACHED, VISITED, SHARED_FREELY, CUSTOMER_THIS_WEEK = 1, 2, 4, 8
"""Bits of ``week_flags``: saw a post, visited, shared one that asked nothing, bought."""


class Standing(NamedTuple):
    """Views of one brand's rows of the world; the attributes are those of World."""

    good: NDArray[np.float64]
    harm: NDArray[np.float64]
    stance: NDArray[np.uint8]
    stance_day: NDArray[np.int32]
    asks_met: NDArray[np.float32]
    reads_met: NDArray[np.float32]
    fakes_met: NDArray[np.uint8]
    shut_friends: NDArray[np.uint16]
    visited: NDArray[np.bool_]
    customer: NDArray[np.bool_]
    week_flags: NDArray[np.uint8]
    knows: NDArray[np.int64]
    door_open: NDArray[np.bool_]
    door_day: NDArray[np.int32]
    amends: NDArray[np.float64]
    apologised: NDArray[np.int32]
    facets: NDArray[np.float64]


@njit(cache=True, nogil=True, inline="always")
def take_stance(
    standing: Standing, circle: NDArray[np.int16], user: int, stance: int, day: int
) -> None:
    """Move one user to another step of the ladder and keep the circle's counts."""
    standing.knows[circle[user], standing.stance[user]] -= 1
    standing.knows[circle[user], stance] += 1
    standing.stance[user] = stance
    standing.stance_day[user] = day


@njit(cache=True, nogil=True)
def lift_mute(
    standing: Standing, circle: NDArray[np.int16], ties: Ties, user: int, day: int
) -> None:
    """Let a user who muted the brand hear it again, and their friends know."""
    take_stance(standing, circle, user, AWARE, day)
    for j in range(ties.indptr[user], ties.indptr[user + 1]):
        other = ties.indices[j]
        if standing.shut_friends[other] > 0:
            standing.shut_friends[other] -= 1


@njit(cache=True, nogil=True, inline="always")
def note(
    ledger: NDArray[np.void], rows: int, day: int, user: int, cause: int, post: int,
    good: float, harm: float,
) -> int:  # fmt: skip
    """Write one change of evidence into ``ledger`` if it has room; return the rows used."""
    if rows < len(ledger):
        row = ledger[rows]
        row["day"] = day
        row["user"] = user
        row["cause"] = cause
        row["post"] = post
        row["good"] = good
        row["harm"] = harm
    return rows + 1
