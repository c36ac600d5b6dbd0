"""The manifest: what a folder of results is, and whether it may go on."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from trustsim.errors import BadFile, UsageError
from trustsim.lab.columns import (
    SERIES,
    Column,
    dictionary,
    kept_series,
    plan_columns,
    run_columns,
    schema_of,
    table_of,
)
from trustsim.lab.durable import make_folder, whole_file, write_whole
from trustsim.lab.engine import engine_format
from trustsim.lab.experiment import Experiment
from trustsim.lab.schedule import Schedule

MARK = "trustsim_experiment"
FORMAT = 1
LIBRARIES = ("numpy", "numba", "mesa", "scipy", "pydantic", "pyarrow")

MANIFEST = "manifest.json"
PLAN = "plan.parquet"
SOURCE = "experiment.yaml"
COLUMNS = "columns.csv"
SCENARIOS = "scenarios"
OUTPUT = ("figures", "report.html", "log.jsonl")
OURS = (MANIFEST, PLAN, SOURCE, COLUMNS, SCENARIOS, "runs", *SERIES, *OUTPUT)
"""What a folder of results may hold."""

ROWS_TOGETHER = 20_000
"""Rows of the plan that are in memory at a time, however many runs there are."""

FREE = (
    "name",
    "title",
    "question",
    "outcomes",
    "hypotheses",
    "turn",
    "until",
    "limit",
    "notes",
    "seeds",
)
"""What may change between two calls: it says how runs are read, or how many there are."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder of results holds.

    Attributes:
        engine: what its runs were made with.
        experiment: what was asked, as it stands now.
        scenarios: fingerprint of each resolved scenario, by name and point (``name#3``), and by
            arm where that changes it (``name#3 arm``).
        strategies: what tells each strategy from another of that name: its file's content.
        seeds: how many seeds have been planned.
    """

    engine: str
    experiment: Experiment
    scenarios: dict[str, str]
    strategies: dict[str, str]
    seeds: int


def tables_of(schedule: Schedule) -> dict[str, tuple[Column, ...]]:
    """Return the columns of every table that an experiment keeps, by name."""
    kept = {name: SERIES[name] for name in kept_series(schedule.experiment.record)}
    return {"runs": run_columns(schedule.parameters, schedule.experiment.world), **kept}


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder in which something else lies than an experiment.

    Raises:
        UsageError: if there is anything that an experiment would not have put there.
    """
    if not folder.is_dir() or (folder / MANIFEST).exists():
        return
    foreign = [f.name for f in folder.iterdir() if f.name not in OURS and f.name[:1] != "."]
    if foreign:
        raise UsageError(
            f"{folder} is not empty (it has {sorted(foreign)[0]}) and holds no experiment; "
            "choose a new folder"
        )


def prepare(folder: Path, schedule: Schedule, source: str | None = None) -> Schedule:
    """Make a folder ready for an experiment, or see that it is the folder of this very one.

    Args:
        folder: locked by this process.
        schedule: what is to be played.
        source: the experiment's file as it was written, to be kept beside its results.

    Returns:
        The schedule, with as many seeds as the folder has been planned for.

    Raises:
        UsageError: if the folder holds something else.
        WriteFailed: if it can't be written to.
    """
    if (folder / MANIFEST).exists():
        found = read_manifest(folder)
        _refuse_changes(folder, found, schedule)
        if found.seeds > len(schedule.seeds):
            schedule = schedule.with_seeds(found.seeds)
    if source is not None:
        _write_if_new(folder / SOURCE, source.encode())
    write_down(folder, schedule)
    return schedule


def write_down(folder: Path, schedule: Schedule) -> None:
    """Write all that is known before the first run; the manifest last, as the mark of it."""
    make_folder(folder / SCENARIOS)
    for key, text in schedule.scenarios.items():
        _write_if_new(folder / SCENARIOS / f"{key}.json", text.encode())
    plan = plan_columns(schedule.parameters)
    words = dictionary({"plan": plan, **tables_of(schedule)})
    _write_if_new(folder / COLUMNS, words.encode())
    with (
        whole_file(folder / PLAN) as stream,
        pq.ParquetWriter(stream, schema_of(plan), compression="zstd") as writer,
    ):
        for first in range(0, len(schedule), ROWS_TOGETHER):
            numbers = range(first, min(first + ROWS_TOGETHER, len(schedule)))
            rows = [schedule.identity(schedule[number]) for number in numbers]
            writer.write_table(table_of(rows, plan))
    text = json.dumps(_content(schedule), indent=1, ensure_ascii=False) + "\n"
    _write_if_new(folder / MANIFEST, text.encode())


def read_manifest(folder: Path) -> Manifest:
    """Read a folder's manifest.

    Raises:
        BadFile: if there is none, or it can't be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise BadFile(f"{folder} holds no experiment; give the folder of 'trustsim batch --out'")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content[MARK] != FORMAT:
            raise BadFile(
                f"{path} has the format {content[MARK]}, and this TrustSim reads {FORMAT}"
            )
        return Manifest(
            content["engine"],
            Experiment.model_validate_json(json.dumps(content["experiment"]), strict=True),
            content["scenarios"],
            content["strategies"],
            content["seeds"],
        )
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise BadFile(f"{path} can't be read: {error}; the folder is of another program") from error


def read_plan(folder: Path) -> pa.Table:
    """Return the plan: a row for every run, whether it has been played or not."""
    try:
        return pq.read_table(folder / PLAN)
    except (OSError, pa.ArrowException) as error:
        raise BadFile(f"{folder / PLAN} can't be read: {error}") from error


def _content(schedule: Schedule) -> dict[str, Any]:
    return {
        MARK: FORMAT,
        "engine": engine_format(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "seeds": len(schedule.seeds),
        "runs": len(schedule),
        "scenarios": _fingerprints(schedule),
        "strategies": _marks(schedule),
        "experiment": schedule.experiment.model_dump(mode="json"),
    }


def _fingerprints(schedule: Schedule) -> dict[str, str]:
    return {
        scenario_key(schedule.experiment, cell.scenario, cell.point, cell.strategy): cell.resolved
        for cell in schedule.cells
    }


def scenario_key(experiment: Experiment, scenario: str, point: int, strategy: str) -> str:
    """Return what a manifest calls the scenario of a run."""
    own = "" if experiment.arm(strategy).is_plain else f" {strategy}"
    return f"{scenario}#{point}{own}"


def _marks(schedule: Schedule) -> dict[str, str]:
    return {cell.strategy: cell.mark for cell in schedule.cells}


def _refuse_changes(folder: Path, found: Manifest, schedule: Schedule) -> None:
    """Refuse to mix runs that would not be the same if they were played again."""
    change = _change(found, schedule)
    if change:
        raise UsageError(
            f"{folder} holds runs of another experiment: {change}; choose another --out, "
            "or go back to what it was made with"
        )


def _change(found: Manifest, schedule: Schedule) -> str:
    """Return what has changed since the folder was made; empty if nothing that matters."""
    if found.engine != engine_format():
        return f"they were made by TrustSim {found.engine}, and this is {engine_format()}"
    before, now = found.experiment, schedule.experiment
    for name in Experiment.model_fields:
        if name not in FREE and getattr(before, name) != getattr(now, name):
            return f"its {name} {_were(name)} {_short(getattr(before, name))}"
    if before.world != now.world:
        return f"of its worlds it measures {', '.join(before.world) or 'nothing'}"
    fingerprints = _fingerprints(schedule)
    for name, fingerprint in found.scenarios.items():
        if fingerprints.get(name) != fingerprint:
            return f"the scenario '{name.rpartition('#')[0]}' has changed since"
    marks = _marks(schedule)
    for name, mark in found.strategies.items():
        if marks.get(name) != mark:
            return f"the file of the strategy '{name}' has changed since"
    planned = before.seeds.take(found.seeds)
    ours = schedule.seeds
    if now.until is not None and len(ours) < len(planned):
        ours = now.seeds.take(len(planned))
    if ours[: len(planned)] != planned:
        return f"it has {len(planned)} seeds, and these are not the first of the ones asked for now"
    return ""


def _were(name: str) -> str:
    return "were" if name.endswith("s") else "was"


def _short(value: object) -> str:
    text = str(value.model_dump(exclude_defaults=True) if hasattr(value, "model_dump") else value)
    return text if len(text) <= 100 else f"{text[:99]}…"


def _write_if_new(path: Path, content: bytes) -> None:
    """Write a file unless it says exactly that already."""
    if not path.is_file() or path.read_bytes() != content:
        write_whole(path, content)
