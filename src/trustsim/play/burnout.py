"""Burn-out: how close too many full weeks in a row are."""

from __future__ import annotations

from dataclasses import dataclass

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.difficulty import terms_of


@dataclass(frozen=True, slots=True)
class Tiredness:
    """How tired the player is.

    Attributes:
        full_weeks: full weeks in a row so far; ``limit``: as many as wear one out.
        is_worn_out: whether this week has fewer hours for it.
        lost: the hours that being worn out costs.
        spare: the hours to leave free this week so that it is no full one.
    """

    full_weeks: int
    limit: int
    is_worn_out: bool
    lost: float
    spare: float

    @property
    def is_near(self) -> bool:
        """Whether one more full week wears the player out."""
        return not self.is_worn_out and self.full_weeks == self.limit - 1


def tiredness(campaign: Campaign) -> Tiredness:
    """Return how tired the player is, by the hours that the weeks so far have taken."""
    terms, played = terms_of(campaign.played.difficulty), campaign.played
    full_weeks, limit = 0, int(terms.full_weeks)
    for plan, report in zip(campaign.plans, campaign.reports, strict=False):
        used = report.prices.of_plan(plan)
        is_full = used >= terms.full_week * report.hours and used > 0.0
        full_weeks = full_weeks + 1 if is_full and full_weeks < limit else 0
    lost = played.brand.hours * played.rules.work.burnout
    spare = (1.0 - terms.full_week) * campaign.report.hours
    return Tiredness(full_weeks, limit, full_weeks >= limit, lost, spare)
