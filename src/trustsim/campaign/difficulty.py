"""Difficulty: memory, noise, hours, rivals and what is revealed; never the equations.

The machine itself applies a difficulty's patience (``PATIENCE`` in ``trustsim.market.numbers``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

from trustsim.campaign.terms import TERMS, Terms
from trustsim.scenario.schema import BrandSpec, Difficulty, Rival, Scenario

MOST_HOURS: Final = 120.0
Brand = TypeVar("Brand", BrandSpec, Rival)


@dataclass(frozen=True, slots=True)
class Handicap:
    """What one difficulty multiplies.

    Attributes:
        forgetting: how fast asks are forgotten, and harm.
        noise: how far a post's quality strays from what its hours gave.
        hours: the player's hours; ``rival_hours``: the rivals'.
        blur: how far off the first idea of a circle's taste is.
    """

    forgetting: float
    noise: float
    hours: float
    rival_hours: float
    blur: float


HANDICAPS: Final[dict[Difficulty, Handicap]] = {
    "gentle": Handicap(1.3, 0.7, 1.2, 0.8, 0.6),
    "normal": Handicap(1.0, 1.0, 1.0, 1.0, 1.0),
    "hard": Handicap(0.75, 1.4, 0.85, 1.25, 1.5),
}
"""By difficulty (guesses; normal changes nothing)."""


def adjusted(scenario: Scenario) -> Scenario:
    """Return the scenario as its difficulty has it; its file's own numbers at ``normal``."""
    if scenario.difficulty == "normal":
        return scenario
    handicap = HANDICAPS[scenario.difficulty]
    weekly, work = scenario.rules.weekly, scenario.rules.work
    rules = scenario.rules.model_copy(
        update={
            "weekly": weekly.model_copy(
                update={
                    "memory_fade": min(1.0, weekly.memory_fade * handicap.forgetting),
                    "harm_fade": min(1.0, weekly.harm_fade * handicap.forgetting),
                }
            ),
            "work": work.model_copy(update={"quality_noise": work.quality_noise * handicap.noise}),
        }
    )
    return scenario.model_copy(
        update={
            "rules": rules,
            "brand": _with_hours(scenario.brand, handicap.hours),
            "rivals": tuple(_with_hours(rival, handicap.rival_hours) for rival in scenario.rivals),
        }
    )


def terms_of(difficulty: Difficulty) -> Terms:
    """Return the table's terms at one difficulty: how much listening reveals."""
    blur = min(1.0, TERMS.blur * HANDICAPS[difficulty].blur)
    return TERMS.model_copy(update={"blur": blur})


def _with_hours(brand: Brand, factor: float) -> Brand:
    """Return a brand with its hours changed."""
    return brand.model_copy(update={"hours": min(MOST_HOURS, brand.hours * factor)})
