"""One brand's standing with everybody, and the moves that keep its counts true."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.jit import inner_leaf, leaf, lean_part
from trustsim.market.network import Ties

STRANGER, AWARE, FOLLOWER, MUTED, BLOCKED = range(5)

REACHED, VISITED, SHARED_FREELY, CUSTOMER_THIS_WEEK = 1, 2, 4, 8
"""Bits of ``week_flags``: saw a post, visited, shared one that asked nothing, bought."""


class Bonds(NamedTuple):
    """What everybody feels for a brand: evidence, and the step of the ladder; shape (users,)."""

    good: NDArray[np.float64]
    harm: NDArray[np.float64]
    stance: NDArray[np.uint8]
    stance_day: NDArray[np.int32]


class Memory(NamedTuple):
    """What everybody remembers of a brand; shape (users,)."""

    asks_met: NDArray[np.float32]
    reads_met: NDArray[np.float32]
    fakes_met: NDArray[np.uint8]
    week_flags: NDArray[np.uint8]


class Doors(NamedTuple):
    """How the circles stand to a brand: who knows it, and the door; shape (circles, ...)."""

    knows: NDArray[np.int64]
    door_open: NDArray[np.bool_]
    door_day: NDArray[np.int32]
    amends: NDArray[np.float64]
    apologised: NDArray[np.int32]


class Standing(NamedTuple):
    """Views of one brand's rows of the world; the names are those of World."""

    bonds: Bonds
    memory: Memory
    doors: Doors
    shut_friends: NDArray[np.uint16]
    visited: NDArray[np.bool_]
    customer: NDArray[np.bool_]
    facets: NDArray[np.float64]


class Brands(NamedTuple):
    """Every brand's standing, as World keeps it: a row per brand."""

    good: NDArray[np.float64]
    harm: NDArray[np.float64]
    stance: NDArray[np.uint8]
    stance_day: NDArray[np.int32]
    asks_met: NDArray[np.float32]
    reads_met: NDArray[np.float32]
    fakes_met: NDArray[np.uint8]
    week_flags: NDArray[np.uint8]
    knows: NDArray[np.int64]
    door_open: NDArray[np.bool_]
    door_day: NDArray[np.int32]
    amends: NDArray[np.float64]
    apologised: NDArray[np.int32]
    shut_friends: NDArray[np.uint16]
    visited: NDArray[np.bool_]
    customer: NDArray[np.bool_]
    facets: NDArray[np.float64]
    last_ask: NDArray[np.int32]


def rows_of(brands: Brands, brand: int) -> Standing:
    """Return views of everything that is between ``brand`` and the users."""
    b = brands
    return Standing(
        Bonds(b.good[brand], b.harm[brand], b.stance[brand], b.stance_day[brand]),
        Memory(b.asks_met[brand], b.reads_met[brand], b.fakes_met[brand], b.week_flags[brand]),
        Doors(
            b.knows[brand], b.door_open[brand], b.door_day[brand], b.amends[brand],
            b.apologised[brand],
        ),
        b.shut_friends[brand], b.visited[brand], b.customer[brand], b.facets[brand],
    )  # fmt: skip


standing_of = lean_part(rows_of)
""":func:`rows_of` for kernels, and only for what is lean: nobody counts these views, so who counts
would let go of one too many."""


@inner_leaf("float64(float64, float64, float64, float64)")
def trust_of(good: float, harm: float, prior_good: float, prior_harm: float) -> float:
    """Return the trust that evidence makes, 0..1 (Josang & Ismail 2002)."""
    return (prior_good + good) / (prior_good + prior_harm + good + harm)


@leaf("void(uint8[::1], int32[::1], int64[:, ::1], int16[::1], int64, int64, int64)")
def take_stance(
    stance: NDArray[np.uint8], stance_day: NDArray[np.int32], knows: NDArray[np.int64],
    circle: NDArray[np.int16], user: int, new: int, day: int,
) -> None:  # fmt: skip
    """Move one user to another step of the ladder and keep the circle's counts."""
    home = circle[user]
    knows[home, stance[user]] -= 1
    knows[home, new] += 1
    stance[user] = new
    stance_day[user] = day


@lean_part
def lift_mute(
    bonds: Bonds, knows: NDArray[np.int64], shut_friends: NDArray[np.uint16],
    circle: NDArray[np.int16], ties: Ties, user: int, day: int,
) -> None:  # fmt: skip
    """Let a user who muted the brand hear it again, and their friends know."""
    take_stance(bonds.stance, bonds.stance_day, knows, circle, user, AWARE, day)
    for j in range(ties.indptr[user], ties.indptr[user + 1]):
        other = ties.indices[j]
        if shut_friends[other] > 0:
            shut_friends[other] -= 1
