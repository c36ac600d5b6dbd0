"""Shop: visits, sales, what customers think of the product, and what they tell their friends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.jit import kernel, lean_kernel, lean_part
from trustsim.market.ledger import Log, note
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.outcome import COMMENT_KINDS, Cause, Reason
from trustsim.market.standing import (
    AWARE,
    CUSTOMER_THIS_WEEK,
    MUTED,
    STRANGER,
    VISITED,
    Bonds,
    take_stance,
    trust_of,
)

BUY, FACET, VOUCH = int(Purpose.BUY), int(Purpose.FACET), int(Purpose.VOUCH)
ORGANIC = int(Purpose.ORGANIC)
PLEASED, FLAW, VOUCHED = int(Cause.PLEASED), int(Cause.FLAW), int(Cause.VOUCH)
PRAISE, COMPLAINT = COMMENT_KINDS.index("praise"), COMMENT_KINDS.index("complaint")
PRODUCT_FLAW, PRODUCT_GOOD = int(Reason.PRODUCT_FLAW), int(Reason.PRODUCT_GOOD)
VISITS, SALES, VOUCHES, COMMENTS = range(4)
"""Columns of the counts that :func:`shop` adds to."""

PRAISE_SHARE = 0.1
"""Share of pleased customers who praise the product in writing (guess)."""


class Till(NamedTuple):
    """What a visit may lead to.

    ``comments``: filled with rows of COMMENT; a visitor may write one per facet. ``buyers``:
    filled with who bought, shape (visitors,) at least. ``counts``: VISITS, SALES, VOUCHES and
    COMMENTS are added.
    """

    comments: NDArray[np.void]
    buyers: NDArray[np.int32]
    counts: NDArray[np.int64]


@lean_kernel
def shop(
    seed: np.uint64,
    day: int,
    brand: int,
    post: int,
    ask: float,
    visitors: NDArray[np.int32],
    circle: NDArray[np.int16],
    need: NDArray[np.float32],
    urgent: NDArray[np.float64],
    ties: Ties,
    bonds: Bonds,
    week_flags: NDArray[np.uint8],
    knows: NDArray[np.int64],
    visited: NDArray[np.bool_],
    customer: NDArray[np.bool_],
    facets: NDArray[np.float64],
    constants: NDArray[np.void],
    log: Log,
    till: Till,
) -> None:
    """Let ``visitors`` look around the brand's page and perhaps buy.

    Args:
        seed, day, brand: the run, today, and whose page it is.
        post: what brought them, -1 for a search.
        ask: how much that asked, 0..1.
        visitors: user indices.
        circle, need, urgent, ties: of the people and the circles; ``need`` is changed.
        bonds, week_flags, knows, visited, customer: of the brand; changed.
        facets: the chance that each pleases.
        constants: Numbers as a table.
        log: filled as far as it reaches.
        till: filled.
    """
    k: Numbers = constants[0]
    good, harm, stance, stance_day = bonds.good, bonds.harm, bonds.stance, bonds.stance_day
    counts = till.counts
    key = subkey(seed, BUY, day, post + 1)
    judge_key, vouch_key = subkey(seed, FACET, day, brand), subkey(seed, VOUCH, day, brand)
    for i in range(len(visitors)):
        user = int(visitors[i])
        if stance[user] >= MUTED:
            continue
        visited[user] = True
        if not week_flags[user] & VISITED:
            week_flags[user] |= VISITED
            counts[VISITS] += 1
        if stance[user] == STRANGER:
            take_stance(stance, stance_day, knows, circle, user, AWARE, day)
        hurry = urgent[circle[user]]
        trust = trust_of(good[user], harm[user], k.prior_good, k.prior_harm)
        asked = k.unasked + (1.0 - k.unasked) * ask
        chance = (
            k.purchase * float(need[user]) * asked
            * (hurry + (1.0 - hurry) * trust**k.trust_power)
        )  # fmt: skip
        if draw(key, user, brand) >= chance:
            continue
        need[user] = np.float32(0.0)
        customer[user] = True
        week_flags[user] |= CUSTOMER_THIS_WEEK
        till.buyers[counts[SALES]] = user
        counts[SALES] += 1
        if not _is_pleased(judge_key, day, brand, user, facets, bonds, k.gain, k.pleased,
                           k.displeased, k.speak_up, log, till):  # fmt: skip
            continue
        if draw(vouch_key, user, 0) < k.vouch:
            counts[VOUCHES] += 1
            _vouch(day, user, circle, ties, bonds, knows, k.gain * k.vouch_good, log)


@lean_part
def _is_pleased(
    key: np.uint64, day: int, brand: int, user: int, facets: NDArray[np.float64], bonds: Bonds,
    gain: float, pleased: float, displeased: float, speak_up: float, log: Log, till: Till,
) -> bool:  # fmt: skip
    """Let a customer judge the product facet by facet, and tell whether all of it pleases."""
    flawed = 0
    for facet in range(len(facets)):
        if draw(key, user, facet) < facets[facet]:
            continue
        flawed += 1
        hurt = gain * displeased
        bonds.harm[user] += hurt
        note(log, day, user, FLAW, -1, 0.0, hurt)
        if draw(key, user, 100 + facet) < speak_up:
            _write(till, day, brand, user, facet, PRODUCT_FLAW)
    if flawed > 0:
        return False
    won = gain * pleased
    bonds.good[user] += won
    note(log, day, user, PLEASED, -1, won, 0.0)
    if draw(key, user, 200) < PRAISE_SHARE:
        _write(till, day, brand, user, -1, PRODUCT_GOOD)
    return True


@lean_part
def _vouch(
    day: int, user: int, circle: NDArray[np.int16], ties: Ties, bonds: Bonds,
    knows: NDArray[np.int64], most: float, log: Log,
) -> None:  # fmt: skip
    """Let a customer tell friends; ``most``: the good of it at full tie."""
    good, stance = bonds.good, bonds.stance
    for j in range(ties.indptr[user], ties.indptr[user + 1]):
        other = int(ties.indices[j])
        if stance[other] >= MUTED:
            continue
        if stance[other] == STRANGER:
            take_stance(stance, bonds.stance_day, knows, circle, other, AWARE, day)
        won = most * (ties.strength[j] / 255.0)
        good[other] += won
        note(log, day, other, VOUCHED, -1, won, 0.0)


@lean_part
def _write(till: Till, day: int, brand: int, user: int, facet: int, reason: int) -> None:
    at = till.comments[till.counts[COMMENTS]]
    at["day"], at["brand"], at["user"], at["post"] = day, brand, user, -1
    at["kind"] = COMPLAINT if reason == PRODUCT_FLAW else PRAISE
    at["facet"], at["reason"] = facet, reason
    till.counts[COMMENTS] += 1


@kernel
def search_visitors(
    seed: np.uint64, day: int, brand: int, most: float, need: NDArray[np.float32],
    stance: NDArray[np.uint8],
) -> NDArray[np.int32]:  # fmt: skip
    """Return who finds the brand by searching this week: ``most`` of those in full need."""
    found = np.empty(len(need), np.int32)
    count = 0
    key = subkey(seed, ORGANIC, day, brand)
    for user in range(len(need)):
        x = draw(key, user, 0)
        if x < most and x < most * need[user] and stance[user] < MUTED:
            found[count] = user
            count += 1
    return found[:count].copy()
