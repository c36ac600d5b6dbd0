"""``trustsim diff``: the first week and day on which two runs differ, and in what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trustsim.errors import BadFile

if TYPE_CHECKING:
    from trustsim.campaign.tables import Table
    from trustsim.explain.difference import Change, Difference, Run

DIFFERS = 1
"""Exit code where two runs differ."""

TABLES = ("weeks", "posts", "cascades", "ledger", "exposures")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST = 12
"""Changes that are printed of one kind."""


@click.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def diff(first: Path, second: Path, as_json: bool) -> int:
    """Find the first week and day on which two runs differ, and in what.

    FIRST and SECOND are saves, which are played again, or folders that `trustsim run --out` or
    `trustsim export tables` wrote. The exit code is 0 if they are the same and 1 if they differ.
    """
    from trustsim.explain.difference import first_difference

    found = first_difference(read_run(first), read_run(second))
    if as_json:
        click.echo(json.dumps(as_object(found), ensure_ascii=False, allow_nan=False))
    else:
        show(found, (first, second))
    return DIFFERS if found.differs else 0


def read_run(path: Path) -> Run:
    """Read one of the two runs: a save, or a folder of tables.

    Raises:
        BadFile: it is neither.
    """
    return run_in_folder(path) if path.is_dir() else run_of_save(path)


def run_of_save(path: Path) -> Run:
    """Play a save again and return its run."""
    from trustsim.campaign.save import load_save, replay
    from trustsim.campaign.tables import tables
    from trustsim.explain.difference import Run, flat
    from trustsim.scenario.resolved import resolve

    save = load_save(path)
    campaign = replay(save, record="full")
    facts = {"seed": save.seed, "version": save.version}
    facts |= dict(flat(resolve(save.scenario), "scenario"))
    return Run(str(path), tables(campaign.record, campaign.scenario), facts, save.plans)


def run_in_folder(folder: Path) -> Run:
    """Read the tables that a run left in a folder.

    Raises:
        BadFile: there are none, or one can't be read.
    """
    import pyarrow
    from pyarrow import parquet

    from trustsim.explain.difference import Run

    found: dict[str, Table] = {}
    for name in TABLES:
        file = folder / f"{name}.parquet"
        if not file.is_file():
            continue
        try:
            table = parquet.read_table(file)
        except (OSError, pyarrow.ArrowException) as error:
            reason = str(error).partition("\n")[0]
            raise BadFile(f"{file} is no table that can be read: {reason}") from error
        found[name] = {c: table[c].to_numpy(zero_copy_only=False) for c in table.column_names}
    if "weeks" not in found:
        raise BadFile(
            f"{folder} holds no weeks.parquet, so it is no run; give a save, or the folder that "
            "`trustsim run --out` wrote"
        )
    return Run(str(folder), found)


def as_object(found: Difference) -> dict[str, Any]:
    """Return a difference as one object for programs."""
    return {"same": not found.differs, **asdict(found)}


def show(found: Difference, names: tuple[Path, Path]) -> None:
    """Print a difference for people."""
    if not found.differs:
        click.echo(f"The two runs are the same: {found.weeks[0]} weeks, every table alike.")
        return
    for line in sentences(found, names):
        click.echo(line)


def sentences(found: Difference, names: tuple[Path, Path]) -> Iterator[str]:
    """Yield what differs, the causes first."""
    yield f"first: {names[0]}; second: {names[1]}"
    if found.weeks[0] != found.weeks[1]:
        yield f"They have {found.weeks[0]} and {found.weeks[1]} weeks; what both have is compared."
    if found.facts:
        yield "They don't follow from the same things:"
        yield from _lines(found.facts)
    if found.plan_week is not None:
        yield f"The first week that was decided otherwise is week {found.plan_week}:"
        yield from _lines(found.plan)
    if found.day is not None:
        week, weekday = found.day // 7 + 1, WEEKDAYS[found.day % 7]
        yield f"The first day that differs is day {found.day + 1} ({weekday} of week {week}):"
        for change in found.events:
            yield f"  {change.where}: {_row(change)}"
    if found.week is not None:
        yield f"The first week that ended otherwise is week {found.week}:"
        yield from _lines(found.counts)
    elif found.day is None:
        yield "Nothing that was recorded differs."


def _lines(changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes[:MOST]:
        yield f"  {change.where}: {_written(change.first)} / {_written(change.second)}"
    if len(changes) > MOST:
        yield f"  ... and {len(changes) - MOST} more"


def _row(change: Change) -> str:
    """Say in which columns one row differs, or that it is in one run only."""
    first, second = change.first, change.second
    if isinstance(first, dict) and isinstance(second, dict):
        return ", ".join(
            f"{name} {_written(first[name])} / {_written(second[name])}"
            for name in first
            if first[name] != second[name]
        )
    row, which = (first, "first") if isinstance(first, dict) else (second, "second")
    assert isinstance(row, dict)
    shown = ", ".join(f"{name} {_written(row[name])}" for name in list(row)[:6])
    return f"only in the {which}: {shown}"


def _written(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, float) else str(value)
