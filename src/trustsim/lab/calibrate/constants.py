"""The constants that are fitted: read from their labels, with the range of each."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from trustsim.scenario.platforms import FITTED, Platform
from trustsim.scenario.rules import Rules

GRID = 50
"""Steps that a range has at least: finer than that, the rows don't tell values apart."""


class Range(NamedTuple):
    """Where a constant is looked for: from a first guess, between two ends."""

    guess: float
    low: float
    high: float


RANGES: Final[dict[str, Range]] = {
    "platform.facebook.pocket": Range(12.0, 6.0, 20.0),
    "platform.facebook.pocket_share": Range(0.42, 0.2, 0.6),
    "platform.facebook.circle_share": Range(0.7, 0.5, 0.8),
    "platform.facebook.tail": Range(3.5, 2.2, 5.0),
    "platform.twitter.tail": Range(2.0, 1.8, 3.0),
    "platform.twitter.reproduction": Range(0.09, 0.03, 0.3),
    "rules.sharing.propensity_spread": Range(1.05, 0.5, 2.0),
    "rules.sharing.appeal_spread": Range(1.5, 0.75, 2.25),
    "rules.sharing.hop_fade": Range(0.55, 0.2, 0.6),
    "rules.posting.popular": Range(0.8, 0.0, 1.5),
    "rules.sharing.delay_median": Range(0.42, 0.1, 1.5),
    "rules.trust.forgiveness": Range(0.65, 0.3, 1.0),
    "rules.trust.scepticism": Range(5.0, 2.0, 9.0),
    "rules.sharing.credence_power": Range(1.0, 0.25, 2.0),
    "rules.feed.same_author": Range(1.2, 0.2, 2.5),
}
"""By name, as ``trustsim constants`` has it. The first guesses are what plain trials came to; the
search never starts from the shipped values, so that running it again comes to the same. Facebook's
circle_share ends at MySpace's, whose life was in fan groups."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A constant labelled ``fitted``.

    Attributes:
        name: as ``trustsim constants`` has it.
        rows: ids of the evidence table that it is fitted to.
        shipped: the value it has.
        range: where it is looked for.
    """

    name: str
    rows: tuple[str, ...]
    shipped: float
    range: Range

    @property
    def preset(self) -> str | None:
        """The platform preset it belongs to; None for a rule, which holds everywhere."""
        _, preset, *rest = self.name.split(".")
        return preset if self.name.startswith("platform.") and rest else None

    @property
    def path(self) -> str:
        """Where a scenario has it."""
        return f"platform.{self.name.split('.')[-1]}" if self.preset else self.name

    @property
    def decimals(self) -> int:
        """Places after the point that it is told with."""
        return max(0, math.ceil(-math.log10((self.range.high - self.range.low) / GRID)))

    @property
    def step(self) -> float:
        """The distance between two values that are tried."""
        return float(10.0**-self.decimals)

    def rounded(self, value: float) -> float:
        """Return the value on the grid, inside the range."""
        return round(min(self.range.high, max(self.range.low, value)), self.decimals)


def fitted_constants() -> list[Fitted]:
    """Return every constant labelled ``fitted``, in the order of their declaration."""
    found = list(_rules(Rules(), "rules"))
    for preset, constants in FITTED.items():
        platform = Platform.model_validate(preset)
        for key, rows in constants.items():
            field = Platform.model_fields[key]
            name = f"platform.{preset}.{key}"
            found.append(_fitted(name, rows, getattr(platform, key), field))
    return found


def _rules(part: BaseModel, path: str) -> Iterator[Fitted]:
    """Yield the fitted numbers of a part, and of the parts in it."""
    for key, field in type(part).model_fields.items():
        value = getattr(part, key)
        name = f"{path}.{key}"
        if isinstance(value, BaseModel):
            yield from _rules(value, name)
        elif (told := _told(field)).get("label") == "fitted":
            yield _fitted(name, str(told["source"]), value, field)


def _told(field: FieldInfo) -> dict[str, Any]:
    extra = field.json_schema_extra
    return dict(extra) if isinstance(extra, dict) else {}


def _fitted(name: str, source: str, value: float, field: FieldInfo) -> Fitted:
    rows = tuple(dict.fromkeys(re.findall(r"SF\d+", source)))
    return Fitted(name, rows, float(value), RANGES.get(name) or _usual(float(value), field))


def _usual(value: float, field: FieldInfo) -> Range:
    """Return the range of a constant that RANGES doesn't have: from half as much to twice."""
    low, high = min(value / 2, value * 2), max(value / 2, value * 2)
    for bound in field.metadata:
        if isinstance(bound, Ge | Gt):
            low = max(low, float(bound.ge if isinstance(bound, Ge) else bound.gt))  # type: ignore[arg-type]
        elif isinstance(bound, Le | Lt):
            high = min(high, float(bound.le if isinstance(bound, Le) else bound.lt))  # type: ignore[arg-type]
    return Range(value, low, high)
