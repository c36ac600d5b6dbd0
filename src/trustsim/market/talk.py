"""Talk: warnings among friends, thresholds, and the doors of circles. Ostracism, and its end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.jit import leaf, lean_kernel, lean_part
from trustsim.market.ledger import Log, note
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.outcome import Cause
from trustsim.market.standing import (
    AWARE,
    BLOCKED,
    FOLLOWER,
    MUTED,
    STRANGER,
    Bonds,
    Doors,
    lift_mute,
    take_stance,
)

REOPEN = int(Purpose.REOPEN)
WARNING = int(Cause.WARNING)
SHORTEST_CLOSURE = 7.0
"""Days for which a door stays closed at least (guess: a week)."""
FEWEST_FRIENDS = 2
"""Friends who must have shut a brand out before a threshold can be met (guess: one is a whim)."""


@lean_kernel
def warn(
    shut: NDArray[np.int32],
    count: int,
    day: int,
    circle: NDArray[np.int16],
    threshold: NDArray[np.float32],
    ties: Ties,
    ties_in: NDArray[np.int32],
    bonds: Bonds,
    knows: NDArray[np.int64],
    shut_friends: NDArray[np.uint16],
    constants: NDArray[np.void],
    log: Log,
) -> tuple[int, int, int]:
    """Let those who shut the brand out warn their friends, until nobody new follows suit.

    Args:
        shut: who shut the brand out today, first ``count`` entries; those who follow suit are
            appended. Shape (users,) at least.
        count: how many.
        day: today.
        circle, threshold, ties, ties_in: of the people.
        bonds, knows, shut_friends: of the brand; changed.
        constants: Numbers as a table.
        log: filled as far as it reaches.

    Returns: how many are in ``shut`` at the end, and the mutes and unfollows among them.

    Source: Granovetter 1978; Centola & Macy 2007 (a threshold on the share of friends).
    """
    k: Numbers = constants[0]
    harm, stance, stance_day = bonds.harm, bonds.stance, bonds.stance_day
    indptr, indices, strength = ties.indptr, ties.indices, ties.strength
    first = count
    unfollows = 0
    done = 0
    while done < count:
        user = int(shut[done])
        done += 1
        for j in range(indptr[user], indptr[user + 1]):
            other = int(indices[j])
            if shut_friends[other] < 65535:
                shut_friends[other] += 1
            if stance[other] >= MUTED:
                continue
            hurt = k.gain * k.warning * (strength[j] / 255.0)
            harm[other] += hurt
            note(log, day, other, WARNING, -1, 0.0, hurt)
            if stance[other] == STRANGER:
                continue
            friends = int(shut_friends[other])
            if friends < FEWEST_FRIENDS or friends < threshold[other] * ties_in[other]:
                continue
            if stance[other] == FOLLOWER:
                unfollows += 1
            take_stance(stance, stance_day, knows, circle, other, MUTED, day)
            shut[count] = other
            count += 1
    return count, count - first, unfollows


@lean_kernel
def close_doors(
    shut: NDArray[np.int32], day: int, circle: NDArray[np.int16], doors: Doors,
    constants: NDArray[np.void], closed: NDArray[np.bool_],
) -> int:  # fmt: skip
    """Close the door of every circle that has had enough today; return how many did.

    Only a circle in which somebody of ``shut`` shut the brand out today can close. ``closed``,
    (circles,), is filled.
    """
    k: Numbers = constants[0]
    closed[:] = False
    for i in range(len(shut)):
        closed[circle[shut[i]]] = True
    count = 0
    for c in range(len(closed)):
        if not closed[c]:
            continue
        row = doors.knows[c]
        out = row[MUTED] + row[BLOCKED]
        aware = out + row[AWARE] + row[FOLLOWER]
        quorum = max(k.door_quorum, k.door_quorum_share * (aware + row[STRANGER]))
        closed[c] = doors.door_open[c] and out >= k.door_line * aware and out >= quorum
        if closed[c]:
            doors.door_open[c] = False
            doors.door_day[c] = day
            doors.amends[c] = 0.0
            count += 1
    return count


@leaf("float64(int64, int64, float64, float64, float64)")
def opens_on(
    door_day: int, last_ask: int, amends: float, quiet_days: float, amends_days: float
) -> float:
    """Return the day on which a closed door reopens if the brand asks for nothing till then."""
    return max(door_day, last_ask) + max(SHORTEST_CLOSURE, quiet_days - amends_days * amends)


@lean_kernel
def open_doors(
    seed: np.uint64, day: int, brand: int, last_ask: int, start: NDArray[np.int64],
    circle: NDArray[np.int16], ties: Ties, bonds: Bonds, doors: Doors,
    shut_friends: NDArray[np.uint16], constants: NDArray[np.void], opened: NDArray[np.bool_],
) -> int:  # fmt: skip
    """Reopen doors after quiet days and amends; return how many.

    ``opened``, (circles,), is filled.
    """
    k: Numbers = constants[0]
    count = 0
    for c in range(len(opened)):
        opened[c] = not doors.door_open[c] and day >= opens_on(
            doors.door_day[c], last_ask, doors.amends[c], k.quiet_days, k.amends_days
        )
        count += opened[c]
    for c in range(len(opened)):
        if opened[c]:
            doors.door_open[c] = True
            _forgive(
                subkey(seed, REOPEN, day, c), day, brand, start[c], start[c + 1], circle, ties,
                bonds, doors.knows, shut_friends, k.forgiven,
            )  # fmt: skip
    return count


@lean_part
def _forgive(
    key: np.uint64, day: int, brand: int, low: int, high: int, circle: NDArray[np.int16],
    ties: Ties, bonds: Bonds, knows: NDArray[np.int64], shut_friends: NDArray[np.uint16],
    forgiven: float,
) -> None:  # fmt: skip
    """Let some of the users ``low`` to ``high`` who muted the brand hear it again."""
    for user in range(low, high):
        if bonds.stance[user] == MUTED and draw(key, user, brand) < forgiven:
            lift_mute(bonds, knows, shut_friends, circle, ties, user, day)
