"""What varies: the luck, and the parameters with the design that says which values meet."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from trustsim.scenario.parts import Part

Value = str | int | float | bool | None
Path = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Design = Literal["grid", "list", "latin-hypercube", "sobol", "saltelli", "morris"]

LARGEST_SEED = 2**63 - 1
MOST_POINTS = 65_536
MOST_SEEDS = 100_000


class Seeds(Part):
    """Which luck: a number of seeds, or the seeds themselves.

    Written as a number (``seeds: 50``), a list (``seeds: [7, 8]``) or a mapping.
    """

    first: int = Field(1, ge=0, le=LARGEST_SEED, description="The first seed; the rest follow.")
    count: int = Field(20, ge=1, le=MOST_SEEDS, description="How many seeds.")
    listed: tuple[Annotated[int, Field(ge=0, le=LARGEST_SEED)], ...] = Field(
        (), max_length=MOST_SEEDS, description="Instead: exactly these."
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        if isinstance(given, int) and not isinstance(given, bool):
            return {"count": given}
        if isinstance(given, list | tuple):
            return {"listed": tuple(given), "count": max(1, len(given))}
        return with_tuples(given)

    @field_validator("listed")
    @classmethod
    def _distinct(cls, seeds: tuple[int, ...]) -> tuple[int, ...]:
        twice = sorted({seed for seed in seeds if seeds.count(seed) > 1})
        if twice:
            raise ValueError(f"the seed {twice[0]} is there twice; a run counts once")
        return seeds

    def take(self, count: int | None = None) -> tuple[int, ...]:
        """Return the seeds, in order; as many as ``count`` says where they are only counted."""
        if self.listed:
            return self.listed
        return tuple(range(self.first, self.first + (count or self.count)))


class Axis(Part):
    """What one parameter goes through: values, or a range to cut in steps or to sample.

    Written as a list of values (``brand.followers: [10, 80]``) or as a range
    (``rules.trust.scepticism: {low: 1, high: 8}``).
    """

    values: tuple[Value, ...] = Field((), max_length=MOST_POINTS, description="These values.")
    low: float | None = Field(None, description="Lower end of a range.")
    high: float | None = Field(None, description="Upper end of a range.")
    steps: int = Field(5, ge=2, le=10_000, description="Values of a range in a grid or a list.")
    scale: Literal["linear", "log"] = Field("linear", description="How the range is spread.")
    whole: bool = Field(False, description="Whether only whole numbers make sense.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        return with_tuples({"values": given} if isinstance(given, list | tuple) else given)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if bool(self.values) == (self.low is not None or self.high is not None):
            raise ValueError("needs either values, such as [10, 80], or low and high")
        if not self.values and (self.low is None or self.high is None or self.low >= self.high):
            raise ValueError("a range needs a low and a high that is above it")
        if self.scale == "log" and self.low is not None and self.low <= 0:
            raise ValueError(f"a log scale needs a low above 0, and it is {self.low:g}")
        return self


class Vary(Part):
    """What varies besides strategy and seed, and by which design."""

    design: Design = Field(
        "grid",
        description="grid: every combination; list: the first values together, the second "
        "together, and so on; latin-hypercube, sobol: `points` points that fill the ranges; "
        "saltelli, morris: the points that Sobol's and Morris's sensitivity analysis need.",
    )
    over: dict[Path, Axis] = Field(
        min_length=1, max_length=40, description="Paths of the scenario, and what they go through."
    )
    points: int = Field(
        64, ge=2, le=MOST_POINTS,
        description="Points of a sampled design; for saltelli and morris, its base sample.",
    )  # fmt: skip
    seed: int = Field(1, ge=0, le=2**32 - 1, description="Luck of the design, not of the runs.")

    @field_validator("over")
    @classmethod
    def _in_order(cls, over: dict[str, Axis]) -> dict[str, Axis]:
        # So that the numbers of points don't depend on the order in which a file names things.
        return dict(sorted(over.items()))

    @model_validator(mode="after")
    def _fits_design(self) -> Self:
        if self.design == "list" and len({len(axis.values) for axis in self.over.values()}) > 1:
            raise ValueError("in a list, every parameter needs equally many values")
        power = self.points & (self.points - 1)
        if self.design in ("sobol", "saltelli") and power:
            below = 1 << (self.points.bit_length() - 1)
            raise ValueError(
                f"points is {self.points}; Sobol points keep their balance only in powers of two: "
                f"write {below} or {2 * below}"
            )
        return self


def with_tuples(given: Any) -> Any:
    """Return a mapping with its lists as tuples, which strict validation asks for in Python."""
    if not isinstance(given, dict):
        return given
    return {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}
