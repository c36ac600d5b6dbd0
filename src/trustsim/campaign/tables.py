"""Tables: what a run recorded as tidy columns, in memory and as Parquet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.record import COLUMNS, GATHERED, Record
from trustsim.campaign.writing import make_folder, write_whole
from trustsim.market.outcome import Cause, Source
from trustsim.scenario.rules import KINDS, TONES
from trustsim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pyarrow

Column = NDArray[Any]
Table = dict[str, Column]
"""Columns by name, all of one length."""

LEVELS: Final = {
    "none": (),
    "weeks": ("weeks",),
    "posts": ("weeks", "posts"),
    "cascades": ("weeks", "posts", "cascades"),
    "full": ("weeks", "posts", "cascades", "ledger", "exposures"),
}
"""The tables that each record level has."""

POST_COLUMNS: Final = (
    "post", "day", "author", "brand", "kind", "tone", "topic", "quality", "ask", "reach",
    "impressions", "shares", "likes", "comments", "clicks", "size", "depth", "structural_virality",
    "circle", "automated", "slot", "organic_reach", "shared_reach", "paid_reach", "reads",
    "follows", "mutes",
)  # fmt: skip


def tables(record: Record, scenario: Scenario) -> dict[str, Table]:
    """Return the tables of a record by name, words in place of the machine's numbers.

    Missing things are -1 (an author, a parent, a brand); a post on a home page has the circle
    ``home``.
    """
    words = _words(scenario)
    found: dict[str, Table] = {}
    for name in LEVELS[record.level]:
        if name == "weeks":
            found[name] = _weeks(record)
        else:
            rows = record.table(name)
            columns = POST_COLUMNS if name == "posts" else GATHERED[name].names or ()
            found[name] = {
                column: _column(rows[column], words[name].get(column)) for column in columns
            }
    return found


def write_tables(found: dict[str, Table], folder: Path) -> list[Path]:
    """Write tables as Parquet files into a folder, each whole or not at all.

    Returns:
        The files, in the order of the tables.

    Raises:
        WriteFailed: the folder can't be written to, or the disk is full.
    """
    from pyarrow import parquet

    return _write(
        found, folder, "parquet", lambda table: partial(parquet.write_table, to_arrow(table))
    )


def write_csv(found: dict[str, Table], folder: Path) -> list[Path]:
    """Write tables as CSV files into a folder, each whole or not at all.

    Returns:
        The files, in the order of the tables.

    Raises:
        WriteFailed: the folder can't be written to, or the disk is full.
    """
    from pyarrow import csv

    return _write(
        found, folder, "csv", lambda table: partial(csv.write_csv, to_arrow(table, encoded=False))
    )


def _write(
    found: dict[str, Table],
    folder: Path,
    ending: str,
    writer: Callable[[Table], Callable[..., object]],
) -> list[Path]:
    """Write every table by what ``writer`` makes of it, whole or not at all."""
    make_folder(folder)
    files = []
    for name, table in found.items():
        file = folder / f"{name}.{ending}"
        write_whole(file, writer(table))
        files.append(file)
    return files


def to_arrow(table: Table, *, encoded: bool = True) -> pyarrow.Table:
    """Return a table as Arrow; words ``encoded`` are dictionaries, categories in pandas."""
    import pyarrow

    columns = {}
    for name, column in table.items():
        array, is_words = pyarrow.array(column), column.dtype.kind in "OU"
        columns[name] = array.dictionary_encode() if encoded and is_words else array
    return pyarrow.table(columns)


def _weeks(record: Record) -> Table:
    """Return the weeks as columns."""
    return {name: np.array([row[name] for row in record.weeks]) for name in COLUMNS}


def _words(scenario: Scenario) -> dict[str, dict[str, Sequence[str]]]:
    """Return, by table and column, the words that its numbers stand for; -1 is the last."""
    return {
        "posts": {
            "kind": KINDS,
            "tone": TONES,
            "topic": scenario.topics,
            "circle": (*scenario.circle_ids, "home"),
        },
        "cascades": {},
        "ledger": {"cause": [cause.name.lower() for cause in Cause]},
        "exposures": {"source": [source.name.lower() for source in Source]},
    }


def _column(numbers: Column, words: Sequence[str] | None) -> Column:
    """Return one column of its own, as words where it has some."""
    if words is None:
        return np.ascontiguousarray(numbers)
    return np.array(words, object)[numbers]
