"""What every part of a scenario is built from: the frozen base, and numbers with bounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Label = Literal["text", "literature", "fitted", "guess"]


class Part(BaseModel):
    """A frozen piece of a blueprint; a key it doesn't know is a mistake, never ignored."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=False
    )


Probability = Annotated[float, Field(ge=0, le=1)]
"""A number from 0 to 1."""

Positive = Annotated[float, Field(gt=0, le=1e6)]
"""A number above 0."""

NonNegative = Annotated[float, Field(ge=0, le=1e6)]
"""A number of 0 or more."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
"""A short name for use in files and commands: small letters, digits, ``-`` and ``_``."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=120)]
"""One line of text that people read."""

Text = Annotated[str, StringConstraints(max_length=4000)]
"""A paragraph or more of text that people read."""


def constant(
    default: float, description: str, label: Label, source: str = "", unit: str = ""
) -> Any:  # the type is the annotation's beside it, as with pydantic's own Field
    """Declare a constant of the model that says where it comes from.

    Args:
        default: the shipped value.
        description: what it does, in a sentence.
        label: ``text`` (the source texts), ``literature``, ``fitted`` (to a row of the evidence
            table) or ``guess``.
        source: the citation, the row it is fitted to, or the reason for the guess.
        unit: what it is counted in; empty for a pure number.
    """
    return Field(
        default,
        description=description,
        json_schema_extra={"label": label, "source": source, "unit": unit},
    )
