"""The task: what a worker does with a chunk of runs. It has to be fast, and to survive its runs."""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import FrameType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.run import RunResult, run
from trustsim.lab.columns import MEASURES, kept_series
from trustsim.lab.engine import engine_format
from trustsim.market.outcome import Stance
from trustsim.scenario.load import load_scenario
from trustsim.scenario.resolved import from_resolved
from trustsim.scenario.schema import Scenario

STEPS = 20
"""Steps of trust from 0 to 1 that the table of trust tells apart."""

Columns = dict[str, NDArray[Any]]
"""A table as plain arrays by column. Workers make no Arrow of it: that would import pandas."""


@dataclass(frozen=True, slots=True)
class Call:
    """What it takes to play one run.

    Attributes:
        number: the run's; ``scenario``: its scenario's key; ``strategy``: who decides; ``seed``:
            the luck.
        weeks: weeks to play; the scenario's own if None.
        world: what is measured of the world by itself.
    """

    number: int
    scenario: str
    strategy: str
    seed: int
    weeks: int | None = None
    world: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Runs that are played together.

    Attributes:
        calls: the runs.
        scenarios: their scenarios as resolved text, by key.
        record: the record level.
        limit: seconds that each run may take.
    """

    calls: tuple[Call, ...]
    scenarios: Mapping[str, str]
    record: str
    limit: float


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a chunk.

    Attributes:
        engine: what played it.
        rows: a row of the table of runs for every run, without what is known beforehand.
        series: rows of the other tables, with the run's number.
        notes: what belongs in the log, such as where a run hung.
    """

    engine: str
    rows: list[dict[str, Any]]
    series: dict[str, Columns]
    notes: list[str]


class _TookTooLong(BaseException):
    """Ends a run that hangs; no plain ``except Exception`` in a strategy stops it."""


def play_chunk(chunk: Chunk) -> Played:
    """Play every run of a chunk; one that fails is a row like any other."""
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    series: dict[str, list[Columns]] = {name: [] for name in kept_series(chunk.record)}
    for call in chunk.calls:
        try:
            with _time_limit(chunk.limit):
                result, tables = _played(call, chunk)
                looks = _looks(call, chunk)
        except _TookTooLong:
            notes.append(f"run {call.number} was stopped here:\n{traceback.format_exc()}")
            rows.append(failure(call.number, "timed out", overtime(chunk.limit)))
        except (Exception, SystemExit):
            rows.append(failure(call.number, "failed", traceback.format_exc()))
        else:
            rows.append(_row(call.number, result) | looks)
            for name, found in series.items():
                found.append(_with_run(call.number, tables[name]))
    joined = {name: _joined(found) for name, found in series.items() if found}
    return Played(engine_format(), rows, joined, notes)


def warm_up() -> None:
    """Play a week in a hamlet, which has the machine's kernels compiled or loaded."""
    run(load_scenario("garage-band", {"population.users": 60}), "thoughtful", 0, weeks=2)


def failure(number: int, status: str, error: str) -> dict[str, Any]:
    """Return the row of a run that did not get through."""
    return {"run": number, "status": status, "error": error}


def overtime(limit: float) -> str:
    """Say that a run took too long."""
    return f"it took longer than {limit:g} s and was stopped"


def _played(call: Call, chunk: Chunk) -> tuple[RunResult, dict[str, Columns]]:
    """Play one run; return its result and its tables."""
    scenario = _scenario(chunk.scenarios[call.scenario])
    steps: list[NDArray[np.int32]] = []

    def note_trust(campaign: Campaign) -> None:
        steps.append(trust_steps(campaign))

    result = run(
        scenario,
        call.strategy,
        call.seed,
        weeks=call.weeks,
        record=chunk.record,
        on_week=note_trust if kept_series(chunk.record) else None,
    )
    if not kept_series(chunk.record):
        return result, {}
    return result, {**result.tables, "trust": _trust_table(steps)}


def trust_steps(campaign: Campaign) -> NDArray[np.int32]:
    """Return how many of those who know the brand trust it how much, in twenty steps."""
    world = campaign.market.world
    known = world.trust(0)[world.stance[0] != Stance.STRANGER]
    places = np.minimum((known * STEPS).astype(np.int64), STEPS - 1)
    return np.bincount(places, minlength=STEPS).astype(np.int32)


def _trust_table(steps: list[NDArray[np.int32]]) -> Columns:
    """Return the steps of all weeks as a table, without those that nobody is on."""
    counts = np.array(steps)
    week, step = np.nonzero(counts)
    return {
        "week": (week + 1).astype(np.int32),
        "trust": step / STEPS,
        "users": counts[week, step],
    }


@lru_cache(maxsize=16)
def _scenario(resolved: str) -> Scenario:
    return from_resolved(resolved)


def _looks(call: Call, chunk: Chunk) -> dict[str, float]:
    """Return what a run is to tell of its world, whoever played."""
    if not call.world:
        return {}
    from trustsim.lab.looks import look

    scenario = _scenario(chunk.scenarios[call.scenario])
    return {name: look(name, scenario, call.seed) for name in call.world}


def _row(number: int, result: RunResult) -> dict[str, Any]:
    totals = {measure.name: result.totals[measure.name] for measure in MEASURES}
    return {
        "run": number,
        "status": "done",
        "weeks_played": result.totals["week"],
        "ending": result.ending.kind if result.ending else None,
        "medal": result.ending.medal if result.ending else None,
        **totals,
        "digest": result.digest,
    }


def _with_run(number: int, table: Columns) -> Columns:
    """Return a table of one run with the run's number as a column."""
    count = len(next(iter(table.values()), ()))
    return {"run": np.full(count, number, np.int32), **table}


def _joined(tables: list[Columns]) -> Columns:
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """End what runs inside after so many seconds, where the system and the thread allow it.

    It saves the other runs of the chunk. What it can't stop, the runner stops with the process.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TookTooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
