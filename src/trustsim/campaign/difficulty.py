"""Difficulty: memory, noise, hours, rivals and what is revealed; never the equations.

The machine itself applies a difficulty's patience (``PATIENCE`` in ``trustsim.market.numbers``).
"""

from __future__ import annotations

from typing import Final, TypeVar

from trustsim.campaign.terms import TERMS, Terms
from trustsim.scenario.parts import NonNegative, Part, Positive, constant
from trustsim.scenario.schema import BrandSpec, Difficulty, Rival, Scenario

MOST_HOURS: Final = 120.0
Brand = TypeVar("Brand", BrandSpec, Rival)


class Handicap(Part):
    """What one difficulty multiplies."""

    forgetting: Positive = constant(
        1.0, "Times as fast as at normal difficulty asks are forgotten, and harm.", "guess", ""
    )
    noise: NonNegative = constant(
        1.0, "Times as far a post's quality strays from what its hours gave.", "guess", ""
    )
    hours: Positive = constant(1.0, "Times as many hours the player has.", "guess", "")
    rival_hours: Positive = constant(1.0, "Times as many hours rivals have.", "guess", "")
    blur: NonNegative = constant(
        1.0, "Times as far off the first idea of a circle's taste is.", "guess", ""
    )


HANDICAPS: Final[dict[Difficulty, Handicap]] = {
    "gentle": Handicap(forgetting=1.3, noise=0.7, hours=1.2, rival_hours=0.8, blur=0.6),
    "normal": Handicap(),
    "hard": Handicap(forgetting=0.75, noise=1.4, hours=0.85, rival_hours=1.25, blur=1.5),
}
"""By difficulty; normal changes nothing."""


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
