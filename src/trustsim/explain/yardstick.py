"""The yardstick: the one number by which two runs of a scenario are compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trustsim.campaign.campaign import Campaign
from trustsim.errors import UnknownName
from trustsim.scenario.schema import Scenario

MEASURES: Final = (
    "followers", "aware", "reach", "sales", "visits", "money", "shares", "customers", "trusting",
    "organic_sharers", "deepest_cascade", "open_doors", "ostracism_rate",
)  # fmt: skip
"""What a run can be measured by; the names are those of a scenario's goals."""


def yardstick(scenario: Scenario, wanted: str | None = None) -> str:
    """Return the measure that runs of ``scenario`` are compared by.

    It is the one of the scenario's first goal that asks for much of something, or the followers.

    Raises:
        UnknownName: ``wanted`` is no measure.
    """
    if wanted is not None:
        if wanted not in MEASURES:
            raise UnknownName("measure", wanted, MEASURES)
        return wanted
    aims = [goal.measure for goal in scenario.goals if goal.at_least is not None]
    return aims[0] if aims else "followers"


def reading(campaign: Campaign, measure: str) -> float:
    """Return what a campaign has reached so far by one measure."""
    totals: Mapping[str, float] = campaign.record.totals
    return float(totals[measure])


def is_better(measure: str, difference: float) -> bool:
    """Tell whether more by ``difference`` is better."""
    return difference < 0 if measure == "ostracism_rate" else difference > 0
