"""The store: a folder that keeps what runs gave, and loses nothing of it.

Each table is a folder of Parquet parts. What belongs together is written series first and the
part of ``runs`` last: a part of ``runs`` is the mark that all of it is there, and without it the
rest counts for nothing. When everything is there, one compact file takes the place of the parts.

A part's name tells its generation and its turn, ``000-000017.parquet``; a compact file is named
after the generation it begins, ``001-compact.parquet``, and everything older is history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from trustsim.errors import BadFile, TrustSimError
from trustsim.lab.columns import Column, schema_of
from trustsim.lab.durable import TEMPORARY, make_folder, remove, whole_file, writing

RUNS = "runs"
ROWS_TOGETHER = 500_000
"""Rows of one group in a compact file, whatever parts they come from."""


@dataclass(frozen=True, slots=True)
class Part:
    """A committed part: its name in every table's folder, and the runs it has."""

    name: str
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is committed together: rows of ``runs``, and of the other tables for those runs."""

    runs: pa.Table
    series: Mapping[str, pa.Table]


class Store:
    """The tables of one experiment in one folder. Only one process may write to it at a time.

    Example:
        with Store(folder, columns) as store:
            store.commit(batch)
            store.compact()
    """

    def __init__(self, folder: Path, columns: Mapping[str, Sequence[Column]]) -> None:
        """Open the folder for writing and clear away what a crash has left half-done.

        Args:
            folder: made if it is not there.
            columns: of every table by name, ``runs`` among them; each has the column ``run``.

        Raises:
            WriteFailed: if the folder can't be written to.
            TrustSimError: if another process is writing to it.
        """
        self.folder = folder
        self._columns = columns
        make_folder(folder)
        self._lock = _locked(folder)
        for table in columns:
            make_folder(folder / table)
        self.parts = committed_parts(folder)
        self._clear_away()
        self._generation = _generation_of(self.parts)
        self._turn = 1 + max((_turn_of(part.name) for part in self.parts), default=-1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let others write to the folder."""
        self._lock.close()

    def commit(self, batch: Batch) -> None:
        """Write runs and their series, all or nothing.

        A run that is there already is replaced.

        Raises:
            WriteFailed: if the disk is full or the folder gone; nothing of the batch counts then.
        """
        name = f"{self._generation:03d}-{self._turn:06d}.parquet"
        self._turn += 1
        for table, rows in batch.series.items():
            if rows.num_rows:
                with whole_file(self.folder / table / name) as stream:
                    pq.write_table(rows.sort_by("run"), stream, compression="zstd")
        with whole_file(self.folder / RUNS / name) as stream:
            pq.write_table(batch.runs.sort_by("run"), stream, compression="zstd")
        self.parts.append(Part(name, tuple(batch.runs["run"].to_pylist())))

    def compact(self) -> None:
        """Put one file in the place of a table's parts, its rows in the order of the plan.

        The file depends on what the runs gave and on nothing else: not on who computed which, in
        what order, or how often it was interrupted.

        Raises:
            WriteFailed: if the disk is full; the parts are still there then.
        """
        if len(self.parts) == 1 and _turn_of(self.parts[0].name) < 0:
            return
        name = f"{self._generation + 1:03d}-compact.parquet"
        for table in [*(self._columns.keys() - {RUNS}), RUNS]:
            self._write_compact(table, name)
        self.parts = committed_parts(self.folder)
        self._clear_away()
        self._generation, self._turn = _generation_of(self.parts), 0

    def statuses(self) -> dict[int, str]:
        """Return how each run that is there ended, by its number."""
        if not self.parts:
            return {}
        found = read_table(self.folder, RUNS, self.parts, ["run", "status"])
        return dict(zip(found["run"].to_pylist(), found["status"].to_pylist(), strict=True))

    def _write_compact(self, table: str, name: str) -> None:
        schema = schema_of(self._columns[table])
        with (
            whole_file(self.folder / table / name) as stream,
            pq.ParquetWriter(stream, schema, compression="zstd") as writer,
        ):
            for group in _groups(_by_run(self.folder, table, self.parts)):
                # Cast, so that notes on columns are those of this version.
                writer.write_table(group.cast(schema), row_group_size=ROWS_TOGETHER)

    def _clear_away(self) -> None:
        """Remove temporary files, series whose runs never came, and parts that are compacted."""
        kept = {part.name for part in self.parts}
        for table in self._columns:
            for file in _files(self.folder / table):
                if file.name not in kept:
                    remove(file)


def committed_parts(folder: Path) -> list[Part]:
    """Return the parts that count, in the order they were written.

    Raises:
        BadFile: if one can't be read.
    """
    names = [file.name for file in _files(folder / RUNS) if not file.name.startswith(TEMPORARY)]
    newest = max((_generation(name) for name in names if _turn_of(name) < 0), default=0)
    current = sorted(name for name in names if _generation(name) == newest)
    current.sort(key=_turn_of)
    return [Part(name, _runs_in(folder / RUNS / name)) for name in current]


def read_table(
    folder: Path, table: str, parts: Sequence[Part], columns: list[str] | None = None
) -> pa.Table:
    """Return the rows of a table in the order of the plan; columns may be chosen.

    Where no run has any rows, the table has no columns either.

    Raises:
        BadFile: if a part can't be read.
    """
    slices = list(_by_run(folder, table, parts, columns))
    return pa.concat_tables(slices) if slices else pa.table({})


def _by_run(
    folder: Path, table: str, parts: Sequence[Part], columns: list[str] | None = None
) -> Iterator[pa.Table]:
    """Yield the rows of all runs, in the order of the plan.

    A part is in memory only from its first run to its last.
    """
    owner = {run: part for part in parts for run in part.runs}
    stretches = [list(runs) for _, runs in groupby(sorted(owner), lambda run: owner[run].name)]
    last = {owner[runs[0]].name: index for index, runs in enumerate(stretches)}
    loaded: dict[str, pa.Table | None] = {}
    for index, runs in enumerate(stretches):
        name = owner[runs[0]].name
        if name not in loaded:
            loaded[name] = _loaded(folder / table / name, columns)
        rows = loaded[name]
        if rows is not None:
            low, high = np.searchsorted(rows["run"].to_numpy(), [runs[0], runs[-1] + 1])
            if high > low:
                yield rows.slice(low, high - low)
        if last[name] == index:
            del loaded[name]


def _groups(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Join tables and cut them anew, so that each but the last has as many rows."""
    waiting: list[pa.Table] = []
    count = 0
    for table in tables:
        waiting.append(table)
        count += table.num_rows
        while count >= ROWS_TOGETHER:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, ROWS_TOGETHER).combine_chunks()
            waiting, count = [joined.slice(ROWS_TOGETHER)], count - ROWS_TOGETHER
    if count:
        yield pa.concat_tables(waiting).combine_chunks()


def _loaded(file: Path, columns: list[str] | None = None) -> pa.Table | None:
    """Return a part's table; None where no run of it had rows."""
    if not file.exists():
        return None
    try:
        return pq.read_table(file, columns=columns).combine_chunks()
    except (OSError, pa.ArrowException) as error:
        raise BadFile(
            f"{file} can't be read ({error}); remove it and run the same command again"
        ) from error


def _runs_in(file: Path) -> tuple[int, ...]:
    table = _loaded(file, ["run"])
    return tuple(table["run"].to_pylist()) if table is not None else ()


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        file
        for file in folder.iterdir()
        if file.name.startswith(TEMPORARY) or file.suffix == ".parquet"
    )


def _generation(name: str) -> int:
    return int(name.partition("-")[0])


def _turn_of(name: str) -> int:
    """Return a part's turn; -1 for a compact file, which comes before all of its generation."""
    turn = name.removesuffix(".parquet").partition("-")[2]
    return -1 if turn == "compact" else int(turn)


def _generation_of(parts: Sequence[Part]) -> int:
    return _generation(parts[0].name) if parts else 0


def _locked(folder: Path) -> Any:
    """Return the open lock of a folder; it opens by itself when its process ends, however."""
    path = folder / ".lock"
    with writing(path):
        lock = path.open("a")
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; there, nothing keeps two writers apart.
        return lock
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise TrustSimError(
            f"another process is writing to {folder}; wait for it, or choose another folder"
        ) from error
    return lock
