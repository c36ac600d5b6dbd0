"""Talk: warnings among friends, thresholds, and the doors of circles. Ostracism, and its end."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.outcome import Cause
from trustsim.market.people import People
from trustsim.market.standing import (
    AWARE,
    BLOCKED,
    FOLLOWER,
    MUTED,
    STRANGER,
    Standing,
    lift_mute,
    note,
    take_stance,
)

WARNING = int(Cause.WARNING)
REOPEN = int(Purpose.REOPEN)
FEWEST_FRIENDS = 2
"""Friends who must have shut a brand out before a threshold can be met (guess: one is a whim)."""


@njit(cache=True, nogil=True)
def warn(
    shut: NDArray[np.int32],
    count: int,
    day: int,
    people: People,
    ties: Ties,
    ties_in: NDArray[np.int32],
    standing: Standing,
    k: Numbers,
    ledger: NDArray[np.void],
    counts: NDArray[np.int64],
) -> tuple[int, int]:
    """Let those who shut the brand out warn their friends, until nobody new follows suit.

    Args:
        shut: who shut the brand out today, first ``count`` entries; those who follow suit are
            appended. Shape (users,) at least.
        count: how many.
        day: today.
        people, ties, ties_in, k: the world.
        standing: changed.
        ledger: filled as far as it reaches.
        counts: (mutes, unfollows) are added.

    Returns: (how many are in ``shut`` at the end, ledger rows needed).

    Source: Granovetter 1978; Centola & Macy 2007 (a threshold on the share of friends).
    """
    rows = 0
    done = 0
    while done < count:
        user = int(shut[done])
        done += 1
        for j in range(ties.indptr[user], ties.indptr[user + 1]):
            other = int(ties.indices[j])
            if standing.shut_friends[other] < 65535:
                standing.shut_friends[other] += 1
            if standing.stance[other] >= MUTED:
                continue
            harm = k.gain * k.warning * (ties.strength[j] / 255.0)
            standing.harm[other] += harm
            rows = note(ledger, rows, day, other, WARNING, -1, 0.0, harm)
            if standing.stance[other] == STRANGER:
                continue
            friends = int(standing.shut_friends[other])
            if friends < FEWEST_FRIENDS or friends < people.threshold[other] * ties_in[other]:
                continue
            if standing.stance[other] == FOLLOWER:
                counts[1] += 1
            take_stance(standing, people.circle, other, MUTED, day)
            counts[0] += 1
            shut[count] = other
            count += 1
    return count, rows


@njit(cache=True, nogil=True)
def close_doors(
    shut: NDArray[np.int32],
    count: int,
    day: int,
    circle: NDArray[np.int16],
    standing: Standing,
    k: Numbers,
    moved: NDArray[np.int8],
) -> int:
    """Close the door of every circle that has had enough today; return how many closed.

    Only a circle in which somebody shut the brand out today can close. ``moved`` (circles,) gets 1.
    """
    hurt = np.zeros(len(standing.door_open), np.bool_)
    for i in range(count):
        hurt[circle[shut[i]]] = True
    closed = 0
    for c in range(len(hurt)):
        if not hurt[c] or not standing.door_open[c]:
            continue
        row = standing.knows[c]
        out = row[MUTED] + row[BLOCKED]
        aware = out + row[AWARE] + row[FOLLOWER]
        quorum = max(k.door_quorum, k.door_quorum_share * (aware + row[STRANGER]))
        if out >= k.door_line * aware and out >= quorum:
            standing.door_open[c] = False
            standing.door_day[c] = day
            standing.amends[c] = 0.0
            moved[c] = 1
            closed += 1
    return closed


@njit(cache=True, nogil=True)
def open_doors(
    seed: np.uint64,
    day: int,
    last_ask: int,
    start: NDArray[np.int64],
    circle: NDArray[np.int16],
    ties: Ties,
    standing: Standing,
    k: Numbers,
    moved: NDArray[np.int8],
) -> int:
    """Reopen doors after quiet days and amends; return how many. ``moved`` (circles,) gets -1."""
    opened = 0
    for c in range(len(standing.door_open)):
        if standing.door_open[c] or day < opens_on(standing, c, last_ask, k):
            continue
        standing.door_open[c] = True
        moved[c] = -1
        opened += 1
        key = subkey(seed, REOPEN, day, c)
        for user in range(start[c], start[c + 1]):
            if standing.stance[user] == MUTED and draw(key, user, 0) < k.forgiven:
                lift_mute(standing, circle, ties, user, day)
    return opened


@njit(cache=True, nogil=True)
def opens_on(standing: Standing, circle: int, last_ask: int, k: Numbers) -> float:
    """Return the day on which a closed door reopens if the brand asks for nothing till then."""
    since = max(standing.door_day[circle], last_ask)
    return since + max(7.0, k.quiet_days - k.amends_days * standing.amends[circle])
