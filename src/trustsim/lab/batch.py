"""The batch: plays what an experiment still lacks, and keeps all of it, whatever happens."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trustsim.errors import TrustSimError
from trustsim.lab.chunk import Chunker
from trustsim.lab.columns import table_of, table_of_arrays
from trustsim.lab.durable import append_line
from trustsim.lab.engine import engine_format
from trustsim.lab.manifest import prepare, refuse_foreign, tables_of, write_down
from trustsim.lab.progress import Silence, Watcher
from trustsim.lab.runner import Died, Ended, Finished, Job, Raised, Runner, TimedOut
from trustsim.lab.schedule import Run, Schedule
from trustsim.lab.store import Batch, Store
from trustsim.lab.task import Call, Chunk, Played, failure, overtime, play_chunk

SLACK = 5.0
"""A chunk may take so many times what its runs took so far, before each is tried alone."""

FIRST_GUESS = 30.0
"""Seconds that a run is thought to take, before one has been played."""

DEATHS = 2
"""Times a run's process may end while it plays that run alone, until the run is to blame."""


@dataclass(slots=True)
class Tally:
    """What a batch has come to.

    Attributes:
        planned: how many runs there are.
        statuses: how many ended how.
        played: how many were played by this call.
        seconds: how long this call took.
    """

    planned: int
    statuses: Counter[str] = field(default_factory=Counter)
    played: int = 0
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Runs that got through."""
        return self.statuses["done"]

    @property
    def failed(self) -> int:
        """Runs that ended as a row without a result."""
        return self.statuses.total() - self.done


def carry_out(
    schedule: Schedule,
    folder: Path,
    runner: Runner,
    *,
    source: str | None = None,
    watcher: Watcher | None = None,
    retry_failed: bool = False,
) -> Tally:
    """Play every run of a schedule that ``folder`` doesn't have yet, and keep it there.

    Killed at any moment, the same call goes on with what is missing, and the tables it ends with
    are the same, byte for byte.

    Args:
        schedule: what is to be played.
        folder: where results are kept; made if it is not there.
        runner: where runs are played.
        source: the experiment's file as it was written, to be kept beside its results.
        watcher: who is told of progress.
        retry_failed: whether runs that failed before are played again.

    Raises:
        UsageError: if the folder holds something else.
        WriteFailed: if it can't be written to.
    """
    started = time.monotonic()
    refuse_foreign(folder)
    with Store(folder, tables_of(schedule)) as store:
        schedule = prepare(folder, schedule, source)
        carrier = _Carrier(schedule, store, runner, watcher or Silence())
        carrier.log("begin", runs=len(schedule), engine=engine_format(), workers=runner.workers)
        carrier.play_missing(retry_failed)
        if schedule.experiment.until is not None:
            carrier.play_until_sure()
        store.compact()
        tally = carrier.tally
        tally.statuses = Counter(store.statuses().values())
        tally.planned = len(carrier.schedule)
        tally.seconds = time.monotonic() - started
        carrier.log("end", played=tally.played, seconds=round(tally.seconds, 3))
        return tally


class _Carrier:
    """Carries the runs of one schedule to the runner and what came of them to the store."""

    def __init__(self, schedule: Schedule, store: Store, runner: Runner, watcher: Watcher) -> None:
        self.schedule = schedule
        self.tally = Tally(len(schedule))
        self._columns = tables_of(schedule)
        self._store = store
        self._runner = runner
        self._watcher = watcher
        self._alone: list[Run] = []
        self._deaths: Counter[int] = Counter()

    def play_missing(self, retry_failed: bool = False) -> None:
        """Play every run that the store lacks: in chunks, then those that need it one by one."""
        there = self._store.statuses()
        missing = [run for run in self.schedule
                   if run.number not in there
                   or (retry_failed and there[run.number] != "done")]  # fmt: skip
        self._watcher.begin(len(self.schedule), len(self.schedule) - len(missing))
        chunker = Chunker(missing, self._runner.workers)
        for ended in self._runner.play(play_chunk, self._chunks(chunker)):
            if isinstance(ended.answer, Finished):
                chunker.learn(len(ended.job.payload.calls), ended.seconds)
            self._take(ended)
        while self._alone:
            alone, self._alone = self._alone, []
            limit = self.schedule.experiment.limit + self._runner.grace
            jobs = (Job(self._chunk([run]), limit) for run in alone)
            for ended in self._runner.play(play_chunk, jobs):
                self._take(ended)

    def play_until_sure(self) -> None:
        """Play more seeds until what the experiment wants to know is known well enough."""
        from trustsim.lab.until import seeds_wanted

        while (count := seeds_wanted(self.schedule, self._store)) > len(self.schedule.seeds):
            self.schedule = self.schedule.with_seeds(count)
            write_down(self._store.folder, self.schedule)
            self.play_missing()

    def log(self, event: str, **details: Any) -> None:
        """Add a line to the folder's log."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        line = json.dumps({"time": moment, "event": event, **details})
        append_line(self._store.folder / "log.jsonl", line)

    def _chunks(self, chunker: Chunker[Run]) -> Iterator[Job[Chunk]]:
        for runs in chunker:
            pace = chunker.pace or FIRST_GUESS
            limit = self.schedule.experiment.limit + SLACK * pace * len(runs)
            yield Job(self._chunk(runs), limit + self._runner.grace)

    def _chunk(self, runs: Sequence[Run]) -> Chunk:
        experiment = self.schedule.experiment
        needed = {run.cell.resolved for run in runs}
        return Chunk(
            tuple(
                Call(r.number, r.cell.resolved, r.cell.spec, r.seed, r.cell.weeks, experiment.world)
                for r in runs
            ),
            {key: self.schedule.scenarios[key] for key in needed},
            experiment.record,
            experiment.limit,
        )

    def _take(self, ended: Ended[Chunk, Played]) -> None:
        """Keep what came of a chunk, or have its runs played one by one."""
        numbers = [call.number for call in ended.job.payload.calls]
        match ended.answer:
            case Finished(played):
                self._keep(played, ended.seconds)
            case _ if len(numbers) > 1:
                self.log("alone", runs=numbers, why=_why(ended.answer))
                self._alone += [self.schedule[number] for number in numbers]
            case Died():
                self._bury(numbers[0], ended)
            case TimedOut():
                error = overtime(self.schedule.experiment.limit)
                self._keep_failure(failure(numbers[0], "timed out", error), ended.seconds)
            case Raised(text):
                self._keep_failure(failure(numbers[0], "failed", text), ended.seconds)

    def _bury(self, number: int, ended: Ended[Chunk, Played]) -> None:
        """Try a run again whose process ended, unless that has happened before."""
        self._deaths[number] += 1
        self.log("alone", runs=[number], why=_why(ended.answer))
        if self._deaths[number] < DEATHS:
            self._alone.append(self.schedule[number])
        else:
            error = f"{_why(ended.answer)} while it was played alone, {DEATHS} times"
            self._keep_failure(failure(number, "crashed", error), ended.seconds)

    def _keep_failure(self, row: dict[str, Any], seconds: float) -> None:
        self._keep(Played(engine_format(), [row], {}, []), seconds)

    def _keep(self, played: Played, seconds: float) -> None:
        """Commit rows, completed by what was known before."""
        if played.engine != engine_format():
            raise TrustSimError(
                f"a worker has TrustSim {played.engine}, and this is {engine_format()}; "
                "install the same on every machine"
            )
        rows = [self._completed(row) for row in played.rows]
        series = {
            name: table_of_arrays(arrays, self._columns[name])
            for name, arrays in played.series.items()
        }
        self._store.commit(Batch(table_of(rows, self._columns["runs"]), series))
        self.tally.played += len(rows)
        numbers = [row["run"] for row in rows]
        self.log("kept", runs=numbers, seconds=round(seconds, 3), notes=played.notes)
        self._watcher.advance(rows)

    def _completed(self, row: dict[str, Any]) -> dict[str, Any]:
        run = self.schedule[row["run"]]
        return {**self.schedule.identity(run), **row, "command": self.schedule.command(run)}


def _why(answer: object) -> str:
    """Say why there is no result."""
    match answer:
        case Died(None):
            return "its worker was lost"
        case Died(code) if code is not None and code < 0:
            return f"its process was ended by signal {-code}"
        case Died(code):
            return f"its process ended with exit code {code}"
        case TimedOut(limit):
            return f"it took longer than {limit:.0f} s"
        case Raised(text):
            return text
    return "it ended"
