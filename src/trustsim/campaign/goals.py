"""Goals: what a medal takes, how far one has come, and how a campaign ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from trustsim.scenario.schema import Goal, Measure, Medal

MEDALS: Final[tuple[Medal, ...]] = ("bronze", "silver", "gold")

_PHRASES: Final[dict[Measure, str]] = {
    "followers": "{} followers",
    "aware": "{} people who know you",
    "reach": "{} people reached, counted once a week",
    "sales": "{} sales",
    "visits": "{} unique visits, counted once a week",
    "money": "{} in the till",
    "shares": "{} shares",
    "customers": "{} customers",
    "trusting": "{} people who would share an excellent post",
    "organic_sharers": "{} people who share something you didn't ask them to",
    "deepest_cascade": "a post that travels {} hops",
    "open_doors": "{} open doors",
    "ostracism_rate": "{} of those who know you shut out",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one goal has come.

    Attributes:
        goal: the goal.
        text: how it is said.
        value: what is counted, as it stands now.
        is_reached: whether that is enough.
    """

    goal: Goal
    text: str
    value: float
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """How a campaign ended.

    Attributes:
        kind: ``won`` (with a medal), ``time_up`` (without one) or ``ghosted``.
        medal: the best medal won, or None.
        week: the week it ended in.
    """

    kind: Literal["won", "time_up", "ghosted"]
    medal: Medal | None
    week: int


def standings(goals: Iterable[Goal], measures: Mapping[str, float]) -> tuple[Standing, ...]:
    """Set every goal beside what was measured (the totals of the campaign so far)."""
    return tuple(_standing(goal, float(measures[goal.measure])) for goal in goals)


def medal_of(reached: Iterable[Standing]) -> Medal | None:
    """Return the best medal whose goals, and those of the medals below it, are all reached."""
    best: Medal | None = None
    by_medal = list(reached)
    for medal in MEDALS:
        own = [standing for standing in by_medal if standing.goal.medal == medal]
        if not all(standing.is_reached for standing in own):
            break
        best = medal if own else best
    return best


def _standing(goal: Goal, value: float) -> Standing:
    """Judge one goal."""
    if goal.at_least is not None:
        return Standing(goal, _text(goal, "at least", goal.at_least), value, value >= goal.at_least)
    assert goal.at_most is not None
    return Standing(goal, _text(goal, "at most", goal.at_most), value, value <= goal.at_most)


def _text(goal: Goal, bound: str, amount: float) -> str:
    """Say a goal, in its own words if it has some."""
    if goal.text is not None:
        return goal.text
    shown = f"{amount:.0%}" if goal.measure == "ostracism_rate" else f"{amount:,.10g}"
    return _PHRASES[goal.measure].format(f"{bound} {shown}")
