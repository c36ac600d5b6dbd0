"""Advice: what would have made more of a week in which little happened."""

from __future__ import annotations

from typing import Final, Literal

from trustsim.campaign.campaign import Campaign

Advice = Literal["door", "post", "talk", "give", "listen"]
_ASKS: Final = 0.25


def is_quiet(campaign: Campaign, week: int) -> bool:
    """Tell whether nobody shared, followed or turned away in a week."""
    report = campaign.reports[week]
    moved = (
        report.follows + report.mutes + report.blocks + sum(post.shares for post in report.posts)
    )
    return moved == 0


def advice_of(campaign: Campaign, week: int) -> Advice:
    """Return what would have made more of a quiet week."""
    report, plan = campaign.reports[week], campaign.plans[week - 1]
    if not all(view.door_open for view in report.circles):
        return "door"
    if not report.posts:
        return "talk" if plan.work else "post"
    return "give" if any(post.ask >= _ASKS for post in report.posts) else "listen"
