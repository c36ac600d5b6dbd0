"""The turn: a parameter, and values at which a hypothesis may no longer hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, field_validator
from pydantic_core.core_schema import ValidationInfo

from trustsim.lab.arm import NamedArm
from trustsim.scenario.parts import Line, Name, Part
from trustsim.strategies.registry import takes, with_argument

if TYPE_CHECKING:
    from trustsim.lab.experiment import Experiment

WEEKS = "weeks"
PLAYS = "plays."
"""What a strategy's parameter begins with, as ``plays.ask``."""


class Turn(Part):
    """Where a hypothesis turns: it is tried at one value after the other."""

    along: Line = Field(
        description="A path of the scenario; `weeks`, the campaign's length; or a parameter of the "
        "strategies, such as `plays.ask`."
    )
    values: tuple[float, ...] = Field(
        min_length=2, max_length=40, description="Values, from where it holds to where it may not."
    )
    hypothesis: Name | None = Field(None, description="Its id; the first if left out.")

    @field_validator("values")
    @classmethod
    def _fitting(cls, values: tuple[float, ...], info: ValidationInfo) -> tuple[float, ...]:
        odd = [value for value in values if value < 1 or value != int(value)]
        if info.data.get("along") == WEEKS and odd:
            raise ValueError(f"{odd[0]:g} is no number of weeks; take whole numbers from 1 on")
        return values


def at_value(experiment: Experiment, value: float) -> Experiment:
    """Return an experiment with its turn's parameter set, and only the hypothesis that may turn.

    Args:
        experiment: one that has a turn.
        value: the parameter's.
    """
    turn = experiment.turn
    assert turn is not None
    stated = experiment.turning
    arms = tuple(
        turned(arm, turn.along, value) for arm in experiment.strategies if arm.name in stated.arms
    )
    towns = (stated.scenario,) if stated.scenario else experiment.scenarios
    changed = experiment.model_copy(
        update={"scenarios": towns, "strategies": arms, "hypotheses": (stated,), "turn": None}
    )
    changed._home = experiment._home
    return changed


def movable(arm: NamedArm, along: str) -> bool:
    """Return whether the parameter means something for an arm."""
    return not along.startswith(PLAYS) or takes(arm.plays, along.removeprefix(PLAYS))


def turned(arm: NamedArm, along: str, value: float) -> NamedArm:
    """Return an arm with a parameter set; as it is where that means nothing for it."""
    number = int(value) if value == int(value) else value
    if along == WEEKS:
        return arm.model_copy(update={"weeks": number})
    if not along.startswith(PLAYS):
        return arm.model_copy(update={"settings": {**arm.settings, along: number}})
    if not movable(arm, along):
        return arm
    return arm.model_copy(
        update={"plays": with_argument(arm.plays, along.removeprefix(PLAYS), number)}
    )
