"""Trial: every arm that claims need, played once on the same luck, and what came of each claim."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from trustsim.errors import TrustSimError
from trustsim.lab.analysis import tested
from trustsim.lab.claims.book import Claim
from trustsim.lab.columns import SERIES, table_of_arrays
from trustsim.lab.experiment import Experiment
from trustsim.lab.outcome import Hypothesis
from trustsim.lab.outcomes import outcome_frame
from trustsim.lab.runner import Died, Finished, Job, Raised, Runner
from trustsim.lab.schedule import Schedule, schedule_of
from trustsim.lab.task import Call, Chunk, Played, play_chunk
from trustsim.lab.turn import at_value

CHUNK = 5
"""Seeds that a worker plays at a time."""

Tell = Callable[[str], None]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is played on every seed, for whoever needs it.

    Attributes:
        call: all but number and seed. ``text``: the resolved scenario. ``limit``: seconds.
        record: ``weeks`` where an outcome is taken from them.
        weight: how much work it is, in weeks of a thousand users.
    """

    call: Call
    text: str
    limit: float
    record: str
    weight: float


@dataclass(slots=True)
class _Kept:
    """What was played of a cell: a row per seed, and the weeks of each where they are kept."""

    rows: dict[int, Row] = field(default_factory=dict)
    weeks: dict[int, pd.DataFrame] = field(default_factory=dict)


class Bench:
    """Plays what experiments need, each run only once however many of them need it."""

    def __init__(self, seeds: Sequence[int], runner: Runner, tell: Tell) -> None:
        """Take the luck, who computes, and whom to tell how far it is."""
        self.seeds, self._runner, self._tell = tuple(seeds), runner, tell
        self._cells: dict[str, _Cell] = {}
        self._kept: dict[str, _Kept] = {}

    def frames(self, groups: Sequence[Sequence[Experiment]]) -> Iterator[tuple[pd.DataFrame, ...]]:
        """Yield the outcomes of every group of experiments, as soon as all of it is played.

        Yields:
            For each experiment of the group, what `outcome_frame` gives.
        """
        schedules = [[schedule_of(one, one._home) for one in group] for group in groups]
        for schedule in (schedule for group in schedules for schedule in group):
            self._enter(schedule)
        waiting = list(schedules)
        for _ in self._played():
            while waiting and all(self._is_played(schedule) for schedule in waiting[0]):
                yield tuple(self._frame(schedule) for schedule in waiting.pop(0))

    def _enter(self, schedule: Schedule) -> None:
        """Take note of what an experiment needs."""
        experiment = schedule.experiment
        record = "weeks" if any(o.take != "total" for o in experiment.outcomes) else "none"
        for cell in schedule.cells:
            before = self._cells.get(cell.identity)
            if before is not None and (before.record == "weeks" or record == "none"):
                continue
            text = schedule.scenarios[cell.resolved]
            town = json.loads(text)
            self._cells[cell.identity] = _Cell(
                Call(0, cell.resolved, cell.spec, 0, cell.weeks, experiment.world),
                text,
                experiment.limit,
                record,
                (cell.weeks or town["weeks"]) * town["population"]["users"] / 1000,
            )
            self._kept[cell.identity] = _Kept()

    def _played(self) -> Iterator[None]:
        """Play everything that is missing; yield after each piece."""
        jobs = [
            Job((key, self._chunk(self._cells[key], self.seeds[at : at + CHUNK])))
            for key in self._cells
            for at in range(0, len(self.seeds), CHUNK)
        ]
        clock = _Clock(self._tell, sum(self._weight(job) for job in jobs), self._runs(jobs))
        again: list[Job[tuple[str, Chunk]]] = []
        for batch in (jobs, again):
            for ended in self._runner.play(_play, batch):
                answer = ended.answer
                if isinstance(answer, Died) and batch is jobs:
                    # Whoever killed the worker, the runs can be played again, once.
                    again.append(ended.job)
                    continue
                if not isinstance(answer, Finished):
                    why = answer.traceback if isinstance(answer, Raised) else str(answer)
                    raise TrustSimError(f"a run failed:\n{why}")
                self._keep(*answer.value)
                clock.advance(self._weight(ended.job), self._runs([ended.job]))
                yield

    def _chunk(self, cell: _Cell, seeds: Sequence[int]) -> Chunk:
        calls = tuple(replace(cell.call, number=seed, seed=seed) for seed in seeds)
        return Chunk(calls, {cell.call.scenario: cell.text}, cell.record, cell.limit)

    def _weight(self, job: Job[tuple[str, Chunk]]) -> float:
        key, chunk = job.payload
        return self._cells[key].weight * len(chunk.calls)

    @staticmethod
    def _runs(jobs: Sequence[Job[tuple[str, Chunk]]]) -> int:
        return sum(len(job.payload[1].calls) for job in jobs)

    def _keep(self, key: str, played: Played) -> None:
        """Keep what was played; the runs' numbers are their seeds."""
        kept = self._kept[key]
        for row in played.rows:
            if row["status"] != "done":
                spec = self._cells[key].call.strategy
                raise TrustSimError(f"'{spec}' failed on seed {row['run']}:\n{row['error']}")
            kept.rows[row["run"]] = row
        if "weeks" in played.series:
            table = table_of_arrays(played.series["weeks"], SERIES["weeks"]).to_pandas()
            kept.weeks |= {int(seed): part for seed, part in table.groupby("run")}

    def _is_played(self, schedule: Schedule) -> bool:
        return all(len(self._kept[c.identity].rows) == len(self.seeds) for c in schedule.cells)

    def _frame(self, schedule: Schedule) -> pd.DataFrame:
        """Return the outcomes of an experiment's runs."""
        rows: list[Row] = []
        weeks: list[pd.DataFrame] = []
        for cell in schedule.cells:
            kept = self._kept[cell.identity]
            for seed in self.seeds:
                if seed in kept.weeks:
                    weeks.append(kept.weeks[seed].assign(run=len(rows)))
                rows.append({**kept.rows[seed], **cell.row, "seed": seed, "run": len(rows)})
        by_week = pd.concat(weeks) if weeks else pd.DataFrame(columns=["run", "week"])
        return outcome_frame(schedule.experiment, pd.DataFrame(rows).set_index("run"), by_week)


class _Clock:
    """Says how far it is, and how long it still takes at the pace so far."""

    def __init__(self, tell: Tell, work: float, runs: int) -> None:
        self._tell, self._work, self._runs = tell, work, runs
        self._done, self._played = 0.0, 0
        self._started = time.monotonic()

    def advance(self, work: float, runs: int) -> None:
        """So much more has been done."""
        self._done += work
        self._played += runs
        passed = time.monotonic() - self._started
        left = passed / self._done * (self._work - self._done)
        self._tell(f"{self._played:,} of {self._runs:,} runs, {_lasting(left)} left")


def _lasting(seconds: float) -> str:
    """Return a time as people say it.

    Example:
        >>> _lasting(42.4), _lasting(200.0)
        ('42 s', '3 min 20 s')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def judged(
    book: Sequence[Claim], seeds: Sequence[int], runner: Runner, tell: Tell
) -> Iterator[Row]:
    """Test claims, all arms on the same luck; yield a row for each as soon as it is known.

    A claim holds if every hypothesis of it does: if the whole interval of its mean effect lies on
    the right side of its bound. The row is of the one that is nearest to failing.
    """
    bench = Bench(seeds, runner, tell)
    groups = [[claim.experiment] for claim in book]
    for claim, (frame,) in zip(book, bench.frames(groups), strict=True):
        experiment = claim.experiment
        parts = [_part(experiment, frame, stated) for stated in experiment.hypotheses]
        margins = [
            _slack(part, stated) / max(part["high"] - part["low"], 1e-12)
            for part, stated in zip(parts, experiment.hypotheses, strict=True)
        ]
        nearest = parts[margins.index(min(margins))]
        row = {"id": claim.id, "claim": claim.says, **nearest}
        yield row | ({"parts": parts} if len(parts) > 1 else {})


def turning_points(
    book: Sequence[Claim], seeds: Sequence[int], runner: Runner, tell: Tell
) -> Iterator[Row]:
    """Look for the first value of a claim's parameter at which it no longer holds."""
    bench = Bench(seeds, runner, tell)
    turns = [claim.experiment.turn for claim in book]
    groups = [
        [at_value(claim.experiment, value) for value in turn.values]
        for claim, turn in zip(book, turns, strict=True)
        if turn is not None
    ]
    for claim, group, frames in zip(book, groups, bench.frames(groups), strict=True):
        turn = claim.experiment.turn
        assert turn is not None
        points = [
            {"value": value, **_part(one, frame, one.hypotheses[0])}
            for value, one, frame in zip(turn.values, group, frames, strict=True)
        ]
        fallen = (point["value"] for point in points if point["verdict"] == "fails")
        yield {
            "id": claim.id,
            "claim": claim.says,
            "hypothesis": points[0]["says"],
            "parameter": turn.along,
            "turns_at": next(fallen, None),
            "points": points,
            "seeds": len(bench.seeds),
        }


def _part(experiment: Experiment, frame: pd.DataFrame, stated: Hypothesis) -> Row:
    """Return what came of one hypothesis."""
    found: Row = tested(experiment, frame, stated)
    slack = _slack(found, stated)
    return {
        "says": stated.says,
        "measured": stated.formula,
        **{key: found[key] for key in ("effect", "low", "high", "bound")},
        "verdict": "holds" if slack > 0 else "fails",
        "seeds": found["seeds"],
    }


def _slack(part: Row, stated: Hypothesis) -> float:
    """Return how far the interval's nearer end lies beyond the bound; not above 0 if it fails."""
    above, below = float(part["low"] - part["bound"]), float(part["bound"] - part["high"])
    match stated.direction:
        case "more" | "rising":
            return above
        case "less" | "falling":
            return below
        case _:
            return max(above, below)


def _play(payload: tuple[str, Chunk]) -> tuple[str, Played]:
    """Play one cell on some seeds. Workers call this."""
    key, chunk = payload
    return key, play_chunk(chunk)
