"""What is measured, what is expected of it, and how sure one wants to be."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from trustsim.errors import nearest
from trustsim.lab.columns import MEASURES, WORLD
from trustsim.lab.vary import MOST_SEEDS, Path, Value, with_tuples
from trustsim.scenario.parts import Line, Name, NonNegative, Part, Positive

Column = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Take = Literal["total", "first", "last", "sum", "mean", "least", "most", "change"]
Direction = Literal["more", "less", "different", "rising", "falling"]


class Outcome(Part):
    """One number per run. Written as a column's name (``sales``) for the campaign's total."""

    name: Column = Field(description="What tables call it.")
    column: Column = Field(
        description="The column of a week that it is taken from, or a measure of the world."
    )
    take: Take = Field(
        "total",
        description="total: what the run's totals say; first, last: that week's value; sum, mean, "
        "least, most: over the weeks; change: the last week's value less the first's.",
    )
    weeks: tuple[int, int] | None = Field(
        None, description="Only weeks from and to, such as [40, 52]; `take` must not be total."
    )
    unit: str = Field("", max_length=40, description="What it is counted in.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"name": given, "column": given}
        if isinstance(given, dict) and "column" not in given and "name" in given:
            given = {**given, "column": given["name"]}
        return with_tuples(given)

    @field_validator("column")
    @classmethod
    def _known_column(cls, column: str) -> str:
        known = [measure.name for measure in (*MEASURES, *WORLD)]
        if column not in known:
            near = nearest(column, known)
            hint = f"did you mean '{near}'?" if near else f"there are: {', '.join(known)}"
            raise ValueError(f"'{column}' is not measured; {hint}")
        return column

    @model_validator(mode="after")
    def _weeks_fit(self) -> Self:
        if self.is_of_world and self.take != "total":
            raise ValueError(f"'{self.column}' is of the world and has no weeks; leave out take")
        if self.weeks is not None and self.take == "total":
            raise ValueError("weeks needs a take, such as sum or last")
        if self.weeks is not None and not 1 <= self.weeks[0] <= self.weeks[1]:
            raise ValueError(f"weeks {list(self.weeks)} must go upwards from 1, such as [40, 52]")
        return self

    @property
    def is_of_world(self) -> bool:
        """Whether it is measured of the world by itself, whoever plays."""
        return any(measure.name == self.column for measure in WORLD)


class Hypothesis(Part):
    """A statement that the runs may refute, said before they are made."""

    id: Name = Field(description="Short name.")
    says: Line = Field(description="The statement as people say it.")
    outcome: Column = Field(description="The outcome it is about.")
    strategy: Line = Field(description="The arm it is about: an entry of `strategies` by name.")
    direction: Direction = Field(
        "more",
        description="more, less, different: than `than`; rising, falling: with the parameter "
        "`along`.",
    )
    than: Line | float | tuple[Line, ...] | None = Field(
        None, description="Another arm, a number, or a list of arms: the best of them on each seed."
    )
    times: Positive = Field(1.0, description="More (or less) than so many times the other's.")
    by: NonNegative = Field(0.0, description="More (or less) than the other's by so much.")
    along: Path | None = Field(None, description="The parameter that it rises or falls with.")
    scenario: Line | None = Field(None, description="Only in this scenario; the first if left out.")
    where: dict[Path, Value] = Field(
        default_factory=dict, description="Only where parameters have these values."
    )

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        follows = self.direction in ("rising", "falling")
        if follows and self.along is None:
            raise ValueError(
                f"{self.direction} needs along, the parameter it is {self.direction} with"
            )
        if not follows and self.than is None:
            raise ValueError(f"{self.direction} needs than, a strategy or a number")
        if isinstance(self.than, tuple) and (len(self.than) < 2 or self.direction == "different"):
            raise ValueError("than lists two arms or more, for more or less than the best of them")
        if self.direction == "different" and (self.times != 1.0 or self.by):
            raise ValueError("different goes without times and by; say more or less")
        return self

    @property
    def others(self) -> tuple[str, ...]:
        """The arms that it compares with; none where it is a number or a slope."""
        if isinstance(self.than, tuple):
            return self.than
        return (self.than,) if isinstance(self.than, str) else ()

    @property
    def arms(self) -> tuple[str, ...]:
        """All arms that it is about."""
        return (self.strategy, *self.others)

    @property
    def bound(self) -> float:
        """What the effect has to be above, or below for ``less`` and ``falling``."""
        if self.along is not None:
            return 0.0
        margin = -self.by if self.direction == "less" else self.by
        is_number = isinstance(self.than, int | float)
        return margin + (self.times * float(self.than) if is_number else 0.0)  # type: ignore[arg-type]

    @property
    def formula(self) -> str:
        """What is measured and what it has to be, in a line."""
        place = f"in {FilePath(self.scenario).stem}: " if self.scenario else ""
        own = f"{place}{self.outcome} of {self.strategy}"
        if self.along is not None:
            return f"{own}, {self.direction} along {self.along}"
        sign = {"more": ">", "less": "<", "different": "!="}[self.direction]
        if not self.others:
            return f"{own} {sign} {self.bound:g}"
        times = "" if self.times == 1.0 else f"{self.times:g} times "
        best = "the best of " if len(self.others) > 1 else ""
        return f"{own} less {times}{best}{', '.join(self.others)} {sign} {self.bound:g}"


class Until(Part):
    """Go on with more seeds until an interval is narrow enough."""

    outcome: Column = Field(description="The outcome.")
    strategy: Line | None = Field(None, description="This strategy's; every one's if left out.")
    than: Line | None = Field(None, description="Its paired difference from this strategy.")
    half_width: Positive = Field(description="Half the width that the interval may have.")
    at_most: int = Field(400, ge=2, le=MOST_SEEDS, description="Seeds after which it is enough.")
