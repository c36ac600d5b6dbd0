"""Feeling: what reading a brand's post does to a person, and what they do about it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.jit import lean_part
from trustsim.market.numbers import Numbers
from trustsim.market.people import Tastes
from trustsim.market.standing import FOLLOWER, Bonds, Memory, trust_of
from trustsim.market.touch import (
    ASKED,
    BLOCKS,
    CLICKED,
    COMPLAINED,
    FOLLOWED,
    LIKED,
    MUTES,
    PRAISED,
    READ_IT,
    SAW_THROUGH,
    SUGGESTED,
    UNFOLLOWED,
    PostNumbers,
)

LIKE, COMMENT, FOLLOW, CLICK = (
    int(Purpose.LIKE), int(Purpose.COMMENT), int(Purpose.FOLLOW), int(Purpose.CLICK),
)  # fmt: skip
WITHDRAW, LADDER, DETECT = int(Purpose.WITHDRAW), int(Purpose.LADDER), int(Purpose.DETECT)
PROFILE_CLICK = 0.15
"""Clicks on a brand's name under a post without a link, against a link (guess)."""
DEAL_VALUE = 0.5
"""Good that a deal does to a bargain hunter, against a gift (guess)."""
FITTING_TONE = 0.5
"""Fit of a tone to a circle below which it is off key (guess: half)."""
FAKE_ANNOYANCE = 0.8
"""How annoyed at least whoever sees through a fake is, against a full ask at no credence
(guess)."""
IDLE_QUESTIONS = 0.2
"""Questions of those whom the topic does not interest at all, against the keenest (guess)."""
COLD_FOLLOWING = 0.4
"""Readiness to follow at no credence, against full credence (guess)."""


@lean_part
def feel(
    seed: np.uint64,
    post: PostNumbers,
    circle: NDArray[np.int16],
    interests: NDArray[np.float32],
    scepticism: NDArray[np.float32],
    line: NDArray[np.float32],
    need: NDArray[np.float32],
    tastes: Tastes,
    bonds: Bonds,
    memory: Memory,
    k: Numbers,
    rows: NDArray[np.void],
    count: int,
) -> None:
    """Let everybody who read ``post`` feel and respond, all as of this morning.

    Args:
        seed: the run's key.
        post: the post.
        circle, interests, scepticism, line, need, tastes: of the people and the circles.
        bonds, memory: of the brand.
        k: the constants.
        rows: of TOUCH, the first ``count`` of them; evidence and flags are filled in.
    """
    good, harm, stance = bonds.good, bonds.harm, bonds.stance
    day, number = post.day, post.post
    like_key, comment_key = subkey(seed, LIKE, day, number), subkey(seed, COMMENT, day, number)
    follow_key, click_key = subkey(seed, FOLLOW, day, number), subkey(seed, CLICK, day, number)
    shut_key, ladder_key = subkey(seed, WITHDRAW, day, number), subkey(seed, LADDER, day, number)
    detect_key = subkey(seed, DETECT, day, number)
    value = k.kind_value[post.kind] * post.quality
    talk = k.kind_comment[post.kind]
    liking = interests[post.topic]
    for at in range(count):
        row = rows[at]
        flags = int(row["flags"])
        if not flags & READ_IT:
            continue
        user = int(row["user"])
        home = circle[user]
        credence = row["credence"]
        trust = trust_of(good[user], harm[user], k.prior_good, k.prior_harm)
        relevance = float(liking[user])
        wants = float(need[user])
        interest = relevance
        if post.ask > 0.0:
            interest += post.ask * (wants - relevance)
        tone = tastes.tones[home, post.tone]
        hunts = tastes.hunts_deals[home]
        urgent = tastes.urgent[home]
        welcome = max(hunts, wants * (k.wanted + (1.0 - k.wanted) * urgent))
        patience = tastes.patience[home]
        met = float(memory.asks_met[user])
        useful = value * relevance * tone * (1.0 - post.ask)
        sting = (
            k.gain * float(scepticism[user]) * post.ask
            * (1.0 - k.forgiveness * credence) * (1.0 - welcome) / patience
        )  # fmt: skip
        row["gift"] = k.gain * useful
        row["deal"] = k.gain * post.ask * hunts * post.quality * DEAL_VALUE
        row["ask"] = sting
        row["repeat"] = sting * k.repeat * met
        row["off_key"] = k.gain * k.off_key * max(0.0, FITTING_TONE - tone) / FITTING_TONE
        annoyed = post.ask * (1.0 - credence) * (1.0 - welcome)
        if post.automated:
            guess = k.detection * (1.0 + float(memory.fakes_met[user]))
            if draw(detect_key, user, 0) < guess:
                row["fake"] = k.gain * k.fakery
                flags |= SAW_THROUGH
                annoyed = max(annoyed, FAKE_ANNOYANCE)
        if draw(like_key, user, 0) < k.like * useful:
            flags |= LIKED
        flags |= _comment(
            draw(comment_key, user, 0), k.praise * talk * useful,
            k.question * talk * (IDLE_QUESTIONS + (1.0 - IDLE_QUESTIONS) * relevance),
            k.suggestion * talk * relevance, k.complaint * annoyed,
        )  # fmt: skip
        follows = stance[user] == FOLLOWER
        warmth = COLD_FOLLOWING + (1.0 - COLD_FOLLOWING) * credence
        if not follows and draw(follow_key, user, 0) < k.follow * useful * warmth:
            flags |= FOLLOWED
        click = k.click * (1.0 if post.link else PROFILE_CLICK) * interest
        click *= k.cold_credence + (1.0 - k.cold_credence) * credence
        if draw(click_key, user, 0) < click:
            flags |= CLICKED
        short = max(0.0, float(line[user]) - trust)
        fed_up = k.mute * post.ask * short * short * (1.0 + k.repeat * met)
        fed_up *= (1.0 - welcome) / patience
        over = max(0.0, float(memory.reads_met[user]) - k.tolerated)
        bored = k.boredom * over * (1.0 - useful) / patience
        row["flags"] = flags | _withdraw(
            draw(shut_key, user, 0), draw(ladder_key, user, 0), fed_up, bored, follows,
            k.unfollow, k.block,
        )  # fmt: skip


@lean_part
def _comment(x: float, praise: float, question: float, suggestion: float, complaint: float) -> int:
    """Return the flag of the comment that draw ``x`` picks, 0 for none."""
    if x < praise:
        return PRAISED
    if x < praise + question:
        return ASKED
    if x < praise + question + suggestion:
        return SUGGESTED
    return COMPLAINED if x < praise + question + suggestion + complaint else 0


@lean_part
def _withdraw(
    x: float, ladder: float, fed_up: float, bored: float, follows: bool, unfollow: float,
    block: float,
) -> int:  # fmt: skip
    """Return the flags of the ladder: nothing, unfollow, mute or block."""
    shut = min(1.0, fed_up + bored)
    if x < shut:
        blocks = ladder < block * fed_up / max(1e-12, fed_up + bored)
        return (BLOCKS if blocks else MUTES) | (UNFOLLOWED if follows else 0)
    return UNFOLLOWED if follows and x < shut + unfollow * (fed_up + bored) else 0
