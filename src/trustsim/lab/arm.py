"""The arm: who plays in an experiment, and what is different for it."""

from __future__ import annotations

from typing import Any

from pydantic import Field, field_validator, model_validator

from trustsim.lab.vary import Path
from trustsim.scenario.parts import Line, Part


class NamedArm(Part):
    """One arm of an experiment. Written as a strategy's name where nothing else is different.

    The same strategy may play in several arms, so that it is compared with itself under other
    conditions on the same luck.
    """

    name: Line = Field(description="What tables and hypotheses call it; as `plays` if left out.")
    plays: Line = Field(
        description="The strategy: a name of `trustsim strategies`, with its settings after a "
        "colon if it has any; `file.py:Class`; or `recorded:FILE`."
    )
    settings: dict[Path, Any] = Field(
        default_factory=dict, description="Values of the scenario set anew in this arm, by path."
    )
    scenario: Line | None = Field(
        None, description="What this arm plays instead of the experiment's one scenario."
    )
    weeks: int | None = Field(None, ge=1, le=520, description="Instead of the experiment's.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"name": given, "plays": given}
        if isinstance(given, dict) and "name" not in given and "plays" in given:
            return {**given, "name": given["plays"]}
        return given

    @field_validator("settings")
    @classmethod
    def _in_order(cls, settings: dict[str, Any]) -> dict[str, Any]:
        return dict(sorted(settings.items()))

    @property
    def is_plain(self) -> bool:
        """Whether it plays the experiment's scenario as it is."""
        return self.scenario is None and not self.settings
