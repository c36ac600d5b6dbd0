"""The marketer's other work: taking part, answering, apologising."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.outcome import Cause
from trustsim.market.people import People, Tastes
from trustsim.market.standing import (
    AWARE,
    FOLLOWER,
    MUTED,
    STRANGER,
    Standing,
    note,
    take_stance,
)

TALK_WITH, TALK_FOLLOW = int(Purpose.TALK_WITH), int(Purpose.TALK_FOLLOW)
ANSWER = int(Purpose.ANSWER)
TALK, ANSWERED, ONLOOKER = int(Cause.TALK), int(Cause.ANSWER), int(Cause.ONLOOKER)
DELETED, IGNORED, APOLOGY = int(Cause.DELETED), int(Cause.IGNORED), int(Cause.APOLOGY)
DELETE_MANNER, IGNORE_MANNER, AUTOMATE_MANNER = 3, 4, 5
HELPFUL = 0
BOT_FOUND = 0.5
"""Chance that the one who wrote sees that a bot answered (guess)."""
APOLOGY_GOOD = 0.25
"""Good of an apology for a member who shut the brand out, times gain (guess)."""
SAME_APOLOGY_DAYS = 56
"""Days within which a second apology counts for nothing (guess: eight weeks)."""


@njit(cache=True, nogil=True)
def take_part(
    seed: np.uint64,
    day: int,
    brand: int,
    circle: int,
    hours: float,
    start: NDArray[np.int64],
    people: People,
    tastes: Tastes,
    standing: Standing,
    k: Numbers,
    ledger: NDArray[np.void],
    met: NDArray[np.int32],
) -> tuple[int, int, int]:
    """Talk under other people's posts in one circle.

    Args:
        met: filled with whom it talked with, as far as it reaches.

    Returns: (people talked with, of which new followers, ledger rows needed).
    """
    low, high = start[circle], start[circle + 1]
    if high <= low:
        return 0, 0, 0
    talks = int(k.talks_per_hour * hours + 0.5)
    key = subkey(seed, TALK_WITH, day, brand * 64 + circle)
    follow_key = subkey(seed, TALK_FOLLOW, day, brand * 64 + circle)
    talked = 0
    follows = 0
    rows = 0
    fit = tastes.tones[circle, HELPFUL]
    for i in range(talks):
        user = low + min(int(draw(key, i, 0) * (high - low)), high - low - 1)
        if standing.stance[user] >= MUTED:
            continue
        good = k.gain * k.talk_good * fit
        standing.good[user] += good
        rows = note(ledger, rows, day, user, TALK, -1, good, 0.0)
        if talked < len(met):
            met[talked] = user
        talked += 1
        if standing.stance[user] == STRANGER:
            take_stance(standing, people.circle, user, AWARE, day)
        if standing.stance[user] < FOLLOWER and draw(follow_key, user, i) < k.talk_follow * fit:
            take_stance(standing, people.circle, user, FOLLOWER, day)
            follows += 1
    standing.amends[circle] += k.amends_per_hour * hours
    return talked, follows, rows


@njit(cache=True, nogil=True)
def answer(
    seed: np.uint64,
    day: int,
    user: int,
    post: int,
    comment_kind: int,
    manner: int,
    ties: Ties,
    standing: Standing,
    k: Numbers,
    ledger: NDArray[np.void],
) -> int:
    """Answer one comment, before the eyes of the writer's friends; return ledger rows needed."""
    effect = k.answers[manner, comment_kind]
    if manner == AUTOMATE_MANNER and draw(subkey(seed, ANSWER, day, post + 2), user, 0) < BOT_FOUND:
        effect = min(effect, 0.0) - 0.5
    if effect == 0.0 or standing.stance[user] > MUTED:
        return 0
    amount = k.gain * k.reply_good * abs(effect)
    cause = ANSWERED
    if manner == DELETE_MANNER:
        cause = DELETED
    elif manner == IGNORE_MANNER:
        cause = IGNORED
    rows = _move(standing, ledger, 0, day, user, cause, post, amount, effect > 0.0)
    if manner == IGNORE_MANNER:
        return rows
    for j in range(ties.indptr[user], ties.indptr[user + 1]):
        other = int(ties.indices[j])
        if standing.stance[other] == STRANGER or standing.stance[other] >= MUTED:
            continue
        part = amount * k.onlooker * (ties.strength[j] / 255.0)
        rows = _move(standing, ledger, rows, day, other, ONLOOKER, post, part, effect > 0.0)
    return rows


@njit(cache=True, nogil=True, inline="always")
def _move(
    standing: Standing, ledger: NDArray[np.void], rows: int, day: int, user: int, cause: int,
    post: int, amount: float, is_good: bool,
) -> int:  # fmt: skip
    if is_good:
        standing.good[user] += amount
        return note(ledger, rows, day, user, cause, post, amount, 0.0)
    standing.harm[user] += amount
    return note(ledger, rows, day, user, cause, post, 0.0, amount)


@njit(cache=True, nogil=True)
def apologise(
    day: int,
    circle: int,
    start: NDArray[np.int64],
    standing: Standing,
    k: Numbers,
    ledger: NDArray[np.void],
) -> int:
    """Apologise in one circle: amends once in eight weeks; return ledger rows needed."""
    again = day - standing.apologised[circle] < SAME_APOLOGY_DAYS
    standing.apologised[circle] = day
    if again:
        return 0
    standing.amends[circle] += k.apology
    rows = 0
    for user in range(start[circle], start[circle + 1]):
        if standing.stance[user] == MUTED:
            good = k.gain * APOLOGY_GOOD
            standing.good[user] += good
            rows = note(ledger, rows, day, user, APOLOGY, -1, good, 0.0)
    return rows
