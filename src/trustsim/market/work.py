"""The marketer's other work: taking part, answering, apologising."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.jit import kernel, part
from trustsim.market.ledger import Log, note
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.outcome import Cause
from trustsim.market.standing import AWARE, FOLLOWER, MUTED, STRANGER, Bonds, take_stance

TALK_WITH, TALK_FOLLOW = int(Purpose.TALK_WITH), int(Purpose.TALK_FOLLOW)
ANSWER = int(Purpose.ANSWER)
TALK, ANSWERED, ONLOOKER = int(Cause.TALK), int(Cause.ANSWER), int(Cause.ONLOOKER)
DELETED, IGNORED, APOLOGY = int(Cause.DELETED), int(Cause.IGNORED), int(Cause.APOLOGY)
DELETE_MANNER, IGNORE_MANNER, AUTOMATE_MANNER = 3, 4, 5
HELPFUL = 0
BOT_FOUND = 0.5
"""Chance that the one who wrote sees that a bot answered (guess)."""
BOT_HARM = 0.5
"""Harm of seeing that a bot answered, times gain and ``work.reply_good``, besides what the bot's
answer does (guess)."""
APOLOGY_GOOD = 0.25
"""Good of an apology for a member who shut the brand out, times gain (guess)."""
SAME_APOLOGY_DAYS = 56
"""Days within which a second apology counts for nothing (guess: eight weeks)."""


@kernel
def take_part(
    seed: np.uint64,
    day: int,
    brand: int,
    where: int,
    hours: float,
    start: NDArray[np.int64],
    circle: NDArray[np.int16],
    fit: float,
    bonds: Bonds,
    knows: NDArray[np.int64],
    constants: NDArray[np.void],
    log: Log,
    met: NDArray[np.int32],
) -> tuple[int, int]:
    """Talk under other people's posts in one circle.

    Args:
        seed, day, brand, hours: the run, today, who talks, and for how long.
        where: the circle.
        start, circle: where users sit.
        fit: how well a helpful tone fits there.
        bonds, knows: of the brand; changed.
        constants: Numbers as a table.
        log: filled as far as it reaches.
        met: filled with whom it talked with, as far as it reaches.

    Returns: (people talked with, of which new followers).
    """
    k: Numbers = constants[0]
    good, stance, stance_day = bonds.good, bonds.stance, bonds.stance_day
    low, high = start[where], start[where + 1]
    if high <= low:
        return 0, 0
    talks = int(k.talks_per_hour * hours + 0.5)
    key = subkey(seed, TALK_WITH, day, brand * 64 + where)
    follow_key = subkey(seed, TALK_FOLLOW, day, brand * 64 + where)
    talked = 0
    follows = 0
    for i in range(talks):
        user = low + min(int(draw(key, i, 0) * (high - low)), high - low - 1)
        if stance[user] >= MUTED:
            continue
        won = k.gain * k.talk_good * fit
        good[user] += won
        note(log, day, user, TALK, -1, won, 0.0)
        if talked < len(met):
            met[talked] = user
        talked += 1
        if stance[user] == STRANGER:
            take_stance(stance, stance_day, knows, circle, user, AWARE, day)
        if stance[user] < FOLLOWER and draw(follow_key, user, i) < k.talk_follow * fit:
            take_stance(stance, stance_day, knows, circle, user, FOLLOWER, day)
            follows += 1
    return talked, follows


@kernel
def answer(
    seed: np.uint64,
    day: int,
    brand: int,
    replies: NDArray[np.int64],
    ties: Ties,
    bonds: Bonds,
    constants: NDArray[np.void],
    log: Log,
) -> None:
    """Answer comments one after the other; a row holds user, post, comment kind and manner."""
    k: Numbers = constants[0]
    for i in range(len(replies)):
        user, post, kind, manner = replies[i, 0], replies[i, 1], replies[i, 2], replies[i, 3]
        _answer(seed, day, brand, user, post, kind, manner, ties, bonds, k, log)


@part
def _answer(
    seed: np.uint64, day: int, brand: int, user: int, post: int, comment_kind: int, manner: int,
    ties: Ties, bonds: Bonds, k: Numbers, log: Log,
) -> None:  # fmt: skip
    """Answer one comment, before the eyes of the writer's friends."""
    stance = bonds.stance
    effect = k.answers[manner, comment_kind]
    if manner == AUTOMATE_MANNER:
        sees_a_bot = draw(subkey(seed, ANSWER, day, post + 2), user, brand) < BOT_FOUND
        effect = min(effect, 0.0) - BOT_HARM if sees_a_bot else effect
    if effect == 0.0 or stance[user] > MUTED:
        return
    amount = k.gain * k.reply_good * abs(effect)
    cause = ANSWERED
    if manner == DELETE_MANNER:
        cause = DELETED
    elif manner == IGNORE_MANNER:
        cause = IGNORED
    _move(bonds, log, day, user, cause, post, amount, effect > 0.0)
    if manner == IGNORE_MANNER:
        return
    for j in range(ties.indptr[user], ties.indptr[user + 1]):
        other = int(ties.indices[j])
        if stance[other] == STRANGER or stance[other] >= MUTED:
            continue
        share = amount * k.onlooker * (ties.strength[j] / 255.0)
        _move(bonds, log, day, other, int(ONLOOKER), post, share, effect > 0.0)


@part
def _move(
    bonds: Bonds, log: Log, day: int, user: int, cause: int, post: int, amount: float,
    is_good: bool,
) -> None:  # fmt: skip
    if is_good:
        bonds.good[user] += amount
        note(log, day, user, cause, post, amount, 0.0)
    else:
        bonds.harm[user] += amount
        note(log, day, user, cause, post, 0.0, amount)


def forgiving_good(gain: float) -> float:
    """Return the good that an apology does to a member who shut the brand out."""
    return gain * APOLOGY_GOOD
