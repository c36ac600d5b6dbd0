"""The first difference of two runs: in which week, on which day, and in what."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.plan import Plan
from trustsim.campaign.tables import Table

MOST: Final = 10
"""Changes that are named of one kind."""

BY_DAY: Final = ("posts", "ledger", "exposures", "cascades")
ABSENT: Final = "absent"


@dataclass(frozen=True, slots=True)
class Run:
    """One of two runs to compare.

    Attributes:
        name: what the player calls it.
        facts: what it follows from, flat: seed, version, and the scenario's keys; as far as known.
        tables: what was recorded. ``plans``: what was decided, where that is known.
    """

    name: str
    tables: Mapping[str, Table]
    facts: Mapping[str, object] = field(default_factory=dict)
    plans: Sequence[Plan] = ()

    @property
    def weeks(self) -> int:
        """How many weeks it has."""
        return len(self.tables["weeks"]["week"]) if "weeks" in self.tables else len(self.plans)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: where it stands, and what it is in both."""

    where: str
    first: object
    second: object


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two runs; nothing, if they are the same.

    Attributes:
        weeks: how many weeks each has.
        facts: what they follow from and don't share.
        plan_week: the first week that was decided otherwise, with the changes of its plan.
        day: the first day, 0 is the first, on which something happened otherwise.
        events: what happened otherwise on that day, table by table.
        week: the first week that ended otherwise, with its counts.
    """

    weeks: tuple[int, int]
    facts: tuple[Change, ...] = ()
    plan_week: int | None = None
    plan: tuple[Change, ...] = ()
    day: int | None = None
    events: tuple[Change, ...] = ()
    week: int | None = None
    counts: tuple[Change, ...] = ()

    @property
    def differs(self) -> bool:
        """Tell whether there is any difference at all."""
        found = (self.plan_week, self.day, self.week)
        return bool(self.facts) or self.weeks[0] != self.weeks[1] or found != (None, None, None)


def first_difference(one: Run, other: Run) -> Difference:
    """Compare two runs over the weeks and the tables that both have."""
    weeks = min(one.weeks, other.weeks)
    plan_week, plan = _plans(one, other, weeks)
    day, events = _days(one, other, weeks)
    week, counts = _weeks(one, other, weeks)
    return Difference((one.weeks, other.weeks), tuple(_facts(one, other)), plan_week, plan, day,
                      events, week, counts)  # fmt: skip


def flat(value: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Yield the leaves of nested mappings and lists with their places, like ``goals[1].medal``."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from flat(part, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from flat(part, f"{place}[{index}]")
    else:
        yield place, value


def _facts(one: Run, other: Run) -> Iterator[Change]:
    """Yield what the runs follow from and don't share, as far as both know it."""
    if one.facts and other.facts:
        yield from _changes(one.facts, other.facts)


def _changes(first: Mapping[str, object], second: Mapping[str, object]) -> Iterator[Change]:
    """Yield the keys whose values differ."""
    for key in dict.fromkeys((*first, *second)):
        a, b = first.get(key, ABSENT), second.get(key, ABSENT)
        if a != b:
            yield Change(key, a, b)


def _plans(one: Run, other: Run, weeks: int) -> tuple[int | None, tuple[Change, ...]]:
    """Return the first week that was decided otherwise, and how."""
    pairs = zip(one.plans[:weeks], other.plans[:weeks], strict=False)
    for week, (a, b) in enumerate(pairs, 1):
        first, second = (dict(flat(_decided(plan))) for plan in (a, b))
        if first != second:
            return week, tuple(_changes(first, second))[:MOST]
    return None, ()


def _decided(plan: Plan) -> dict[str, Any]:
    """Return what a plan does; a bet and a note do nothing."""
    return plan.model_dump(mode="json", exclude={"bet", "note"})


def _weeks(one: Run, other: Run, weeks: int) -> tuple[int | None, tuple[Change, ...]]:
    """Return the first week that ended otherwise, and in which counts."""
    first, second = one.tables.get("weeks", {}), other.tables.get("weeks", {})
    shared = [name for name in first if name in second]
    for at in range(weeks):
        changes = _changes({name: plain(first[name][at]) for name in shared},
                           {name: plain(second[name][at]) for name in shared})  # fmt: skip
        if found := tuple(changes):
            return at + 1, found
    return None, ()


def _days(one: Run, other: Run, weeks: int) -> tuple[int | None, tuple[Change, ...]]:
    """Return the first day on which a table differs, and what differs in each on that day."""
    found: dict[str, tuple[int, Change]] = {}
    for name in BY_DAY:
        if name in one.tables and name in other.tables:
            first = _first_row(name, one, other, weeks)
            if first is not None:
                found[name] = first
    if not found:
        return None, ()
    day = min(of_table for of_table, _ in found.values())
    return day, tuple(change for of_table, change in found.values() if of_table == day)


def _first_row(name: str, one: Run, other: Run, weeks: int) -> tuple[int, Change] | None:
    """Return the day of the first row of a table that differs, and what it is in both."""
    days = [_days_of(name, run) for run in (one, other)]
    tables = [run.tables[name] for run in (one, other)]
    shared = [column for column in tables[0] if column in tables[1]]
    for day in range(7 * weeks):
        rows = [np.flatnonzero(column == day) for column in days]
        if (at := _first_unequal(tables, shared, rows)) is not None:
            first, second = (
                {column: plain(table[column][of_table[at]]) for column in shared}
                if at < len(of_table)
                else ABSENT
                for table, of_table in zip(tables, rows, strict=True)
            )
            return day, Change(name, first, second)
    return None


def _first_unequal(
    tables: Sequence[Table], columns: Sequence[str], rows: Sequence[NDArray[np.int64]]
) -> int | None:
    """Return the place of the first row that differs among some rows of each table, or None."""
    common = min(len(of_table) for of_table in rows)
    unequal = np.zeros(common, np.bool_)
    for column in columns:
        a, b = (table[column][at[:common]] for table, at in zip(tables, rows, strict=True))
        unequal |= np.asarray(a != b, np.bool_)
    if unequal.any():
        return int(np.argmax(unequal))
    return None if len(rows[0]) == len(rows[1]) else common


def _days_of(name: str, run: Run) -> NDArray[Any]:
    """Return the day of every row; a cascade's is that of its post."""
    table = run.tables[name]
    if "day" in table:
        return table["day"]
    posts = run.tables.get("posts")
    if posts is None:
        return np.full(len(table["post"]), -1)
    day_of = dict(zip(posts["post"].tolist(), posts["day"].tolist(), strict=True))
    return np.array([day_of.get(post, -1) for post in table["post"].tolist()])


def plain(value: Any) -> object:
    """Return a value as Python has it; what is no number as a word."""
    found = value.item() if isinstance(value, np.generic) else value
    return "nan" if isinstance(found, float) and math.isnan(found) else found
