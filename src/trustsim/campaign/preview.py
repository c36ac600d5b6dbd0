"""The preview: who is likely to see a post, as a range, from what the marketer knows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from trustsim.campaign.plan import HOME, PostPlan
from trustsim.campaign.report import Report

LOOKS_BACK: Final = 8
"""Weeks of own results that a preview goes by."""

FIRST_GUESS: Final = {"home": (0.35, 0.95), "circle": (0.3, 0.8)}
"""Share of an audience that a post reaches, before there are results to go by (guess)."""


class Preview(NamedTuple):
    """The likely reach of a post, from ``low`` to ``high`` people, and the hours it takes."""

    low: int
    high: int
    hours: float


def preview(post: PostPlan, reports: Sequence[Report]) -> Preview:
    """Return who is likely to see ``post``; neither chance nor anything hidden enters.

    Args:
        post: the post, with an audience that is there.
        reports: every report so far, from week 0 on.
    """
    now = reports[-1]
    ratios = _past_ratios(post.audience, reports)
    low, high = _spread(post.audience, ratios)
    crowd = _crowd(post.audience, now)
    paid = post.boost / now.prices.impression
    hours = now.prices.of_post(post)
    everybody = sum(view.members - view.shut_out for view in now.circles)
    return Preview(
        min(everybody, int(low * crowd + 0.4 * paid)),
        min(everybody, round(high * crowd + paid)),
        hours,
    )


def _crowd(audience: str, report: Report) -> int:
    """Return how many people a post is in front of by itself."""
    if audience == HOME:
        return report.followers
    view = report.circle(audience)
    return view.members - view.shut_out if view.door_open else 0


def _past_ratios(audience: str, reports: Sequence[Report]) -> list[float]:
    """Return what part of its audience each recent post of the kind has reached."""
    recent = list(pairwise(reports))[-LOOKS_BACK:]
    return [
        (post.reach - post.paid_reach) / crowd
        for before, after in recent
        for post in after.posts
        if post.audience == audience and (crowd := _crowd(audience, before)) > 0
    ]


def _spread(audience: str, ratios: list[float]) -> tuple[float, float]:
    """Return the range of the part that will be reached: the past's, or a first guess."""
    low, high = FIRST_GUESS[HOME if audience == HOME else "circle"]
    if not ratios:
        return low, high
    if len(ratios) < 3:
        return min(low, *ratios), max(high, *ratios)
    ordered = sorted(ratios)
    trimmed = ordered[1:-1] if len(ordered) > 5 else ordered
    return 0.9 * trimmed[0], 1.1 * trimmed[-1]
