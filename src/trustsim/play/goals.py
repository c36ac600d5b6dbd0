"""Goals as they are said to the player, in their own words or in numbers."""

from __future__ import annotations

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.goals import Standing
from trustsim.play.numbers import amount, percent
from trustsim.play.strings import say
from trustsim.play.tales import told


def goal_texts(campaign: Campaign) -> list[str]:
    """Return what each goal asks for, in the order of the scenario."""
    goals = told(campaign.scenario).goals
    return [
        goal.text or _in_numbers(standing)
        for standing, goal in zip(campaign.goals, goals, strict=True)
    ]


def _in_numbers(standing: Standing) -> str:
    """Say a goal that has no words of its own."""
    goal = standing.goal
    key = "at_most" if goal.at_least is None else "at_least"
    bound = say(f"text.goal.{key}", value=measured(goal.measure, getattr(goal, key)))
    return say(f"text.phrase.{goal.measure}", bound=bound)


def measured(measure: str, value: float) -> str:
    """Return what a measure came to."""
    return percent(value) if measure == "ostracism_rate" else amount(value)
