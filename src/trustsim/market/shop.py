"""Shop: visits, sales, what customers think of the product, and what they tell their friends."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from trustsim.market.brandpost import trust_of
from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.outcome import Cause, Reason
from trustsim.market.people import People, Tastes
from trustsim.market.standing import (
    AWARE,
    CUSTOMER_THIS_WEEK,
    MUTED,
    STRANGER,
    VISITED,
    Standing,
    note,
    take_stance,
)

BUY, FACET, VOUCH = int(Purpose.BUY), int(Purpose.FACET), int(Purpose.VOUCH)
ORGANIC = int(Purpose.ORGANIC)
PLEASED, FLAW, VOUCHED = int(Cause.PLEASED), int(Cause.FLAW), int(Cause.VOUCH)
PRODUCT_FLAW, PRODUCT_GOOD = int(Reason.PRODUCT_FLAW), int(Reason.PRODUCT_GOOD)
VISITS, SALES, VOUCHES, COMMENTS = range(4)
"""Columns of the counts that :func:`shop` adds to."""

PRAISE_SHARE = 0.1
"""Share of pleased customers who praise the product in writing (guess)."""


@njit(cache=True, nogil=True)
def shop(
    seed: np.uint64,
    day: int,
    post: int,
    ask: float,
    visitors: NDArray[np.int32],
    people: People,
    tastes: Tastes,
    ties: Ties,
    standing: Standing,
    k: Numbers,
    ledger: NDArray[np.void],
    comments: NDArray[np.int32],
    buyers: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> int:
    """Let ``visitors`` look around the brand's page and perhaps buy; return ledger rows needed.

    Args:
        seed, day: the run and today.
        post: what brought them, -1 for a search.
        ask: how much that asked, 0..1.
        visitors: user indices.
        people, tastes, ties, k: the world.
        standing: changed; ``people.need`` too.
        ledger: filled as far as it reaches.
        comments: (rows, 3) filled with user, facet and reason, as far as it reaches.
        buyers: filled with who bought, shape (visitors,) at least.
        counts: VISITS, SALES, VOUCHES and COMMENTS are added.
    """
    rows = 0
    key = subkey(seed, BUY, day, post + 1)
    for i in range(len(visitors)):
        user = int(visitors[i])
        if standing.stance[user] >= MUTED:
            continue
        standing.visited[user] = True
        if not standing.week_flags[user] & VISITED:
            standing.week_flags[user] |= VISITED
            counts[VISITS] += 1
        if standing.stance[user] == STRANGER:
            take_stance(standing, people.circle, user, AWARE, day)
        urgent = tastes.urgent[people.circle[user]]
        trust = trust_of(standing.good[user], standing.harm[user], k.prior_good, k.prior_harm)
        asked = k.unasked + (1.0 - k.unasked) * ask
        chance = (
            k.purchase * float(people.need[user]) * asked
            * (urgent + (1.0 - urgent) * trust**k.trust_power)
        )  # fmt: skip
        if draw(key, user, 0) >= chance:
            continue
        people.need[user] = np.float32(0.0)
        standing.customer[user] = True
        standing.week_flags[user] |= CUSTOMER_THIS_WEEK
        buyers[counts[SALES]] = user
        counts[SALES] += 1
        rows = _judge(seed, day, user, people, ties, standing, k, ledger, rows, comments, counts)
    return rows


@njit(cache=True, nogil=True)
def _judge(
    seed: np.uint64, day: int, user: int, people: People, ties: Ties, standing: Standing,
    k: Numbers, ledger: NDArray[np.void], rows: int, comments: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> int:  # fmt: skip
    """Let a customer judge the product facet by facet; return the ledger rows used so far."""
    key = subkey(seed, FACET, day, 0)
    flawed = 0
    for facet in range(len(standing.facets)):
        if draw(key, user, facet) < standing.facets[facet]:
            continue
        flawed += 1
        harm = k.gain * k.displeased
        standing.harm[user] += harm
        rows = note(ledger, rows, day, user, FLAW, -1, 0.0, harm)
        if draw(key, user, 100 + facet) < k.speak_up:
            _write(comments, counts, user, facet, PRODUCT_FLAW)
    if flawed > 0:
        return rows
    good = k.gain * k.pleased
    standing.good[user] += good
    rows = note(ledger, rows, day, user, PLEASED, -1, good, 0.0)
    if draw(key, user, 200) < PRAISE_SHARE:
        _write(comments, counts, user, -1, PRODUCT_GOOD)
    if draw(subkey(seed, VOUCH, day, 0), user, 0) >= k.vouch:
        return rows
    counts[VOUCHES] += 1
    for j in range(ties.indptr[user], ties.indptr[user + 1]):
        other = int(ties.indices[j])
        if standing.stance[other] >= MUTED:
            continue
        if standing.stance[other] == STRANGER:
            take_stance(standing, people.circle, other, AWARE, day)
        good = k.gain * k.vouch_good * (ties.strength[j] / 255.0)
        standing.good[other] += good
        rows = note(ledger, rows, day, other, VOUCHED, -1, good, 0.0)
    return rows


@njit(cache=True, nogil=True, inline="always")
def _write(
    comments: NDArray[np.int32], counts: NDArray[np.int64], user: int, facet: int, reason: int
) -> None:
    at = counts[COMMENTS]
    if at < len(comments):
        comments[at, 0] = user
        comments[at, 1] = facet
        comments[at, 2] = reason
        counts[COMMENTS] += 1


@njit(cache=True, nogil=True)
def search_visitors(
    seed: np.uint64, day: int, brand: int, authority: float, people: People, standing: Standing,
    k: Numbers,
) -> NDArray[np.int32]:  # fmt: skip
    """Return who finds the brand by searching this week: the needy, as authority allows."""
    found = np.empty(len(people.need), np.int32)
    count = 0
    key = subkey(seed, ORGANIC, day, brand)
    most = k.organic * authority
    if most <= 0.0:
        return found[:0]
    for user in range(len(people.need)):
        x = draw(key, user, 0)
        if x < most and x < most * people.need[user] and standing.stance[user] < MUTED:
            found[count] = user
            count += 1
    return found[:count].copy()
