"""The schedule: every run of an experiment with its number, before any is played.

Runs are numbered seed by seed: all strategies and points on the first seed, then all on the
second. So however far an experiment has come, what it compares has been played equally often, and
more seeds only ever add numbers at the end.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from trustsim.campaign.players import RECORDED, player
from trustsim.errors import UsageError
from trustsim.lab.design import Point, points_of
from trustsim.lab.engine import engine_format
from trustsim.lab.experiment import Experiment
from trustsim.lab.variants import Variants
from trustsim.lab.vary import Value
from trustsim.scenario.resolved import fingerprint, resolved_json


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination of scenario, point and strategy, to be played on every seed.

    Attributes:
        scenario: as the experiment names it.
        point: the design's point by number; ``values``: its parameters.
        strategy: the arm's name; ``spec``: who plays, with its file's place in full.
        mark: what tells the strategy from another of that name: its file's content.
        resolved: fingerprint of the scenario with everything set, and key to its text.
        weeks: how many are played; the scenario's own if None.
        identity: what all its runs have in common, for their fingerprints.
        row: what the tables say of all its runs.
    """

    scenario: str
    point: int
    values: Point
    strategy: str
    spec: str
    mark: str
    resolved: str
    weeks: int | None
    identity: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its number, the cell it belongs to, and its luck."""

    number: int
    cell: Cell
    seed: int

    @property
    def run_id(self) -> str:
        """The fingerprint of all that decides the run."""
        return _hash(f"{self.cell.identity} {self.seed}")


@dataclass(frozen=True, slots=True)
class Schedule:
    """All runs of an experiment.

    Attributes:
        experiment: what they are for.
        cells: what is played on every seed, in order.
        scenarios: resolved scenarios as text, by fingerprint.
        seeds: the luck, in order.
    """

    experiment: Experiment
    cells: tuple[Cell, ...]
    scenarios: dict[str, str] = field(repr=False)
    seeds: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.cells) * len(self.seeds)

    def __getitem__(self, number: int) -> Run:
        luck, cell = divmod(number, len(self.cells))
        return Run(number, self.cells[cell], self.seeds[luck])

    def __iter__(self) -> Iterator[Run]:
        return (self[number] for number in range(len(self)))

    @property
    def parameters(self) -> dict[str, Sequence[Value]]:
        """What varies, by path, with the value at every cell."""
        paths = self.experiment.vary.over if self.experiment.vary else {}
        return {path: [cell.values[path] for cell in self.cells] for path in paths}

    def with_seeds(self, count: int) -> Schedule:
        """Return the schedule with ``count`` seeds, of which those there are come first."""
        seeds = self.experiment.seeds.take(count)
        return Schedule(self.experiment, self.cells, self.scenarios, seeds)

    def identity(self, run: Run) -> dict[str, Any]:
        """Return what the tables say of a run before it is played."""
        known = {"run": run.number, "run_id": run.run_id, "seed": run.seed}
        return {**run.cell.row, **known}

    def command(self, run: Run) -> str:
        """Return the command that plays one run again, from the experiment's own folder."""
        arm = self.experiment.arm(run.cell.strategy)
        words = ["trustsim", "run", arm.scenario or run.cell.scenario, "--strategy", arm.plays]
        words += ["--seed", str(run.seed)]
        if run.cell.weeks is not None:
            words += ["--weeks", str(run.cell.weeks)]
        changes = {**self.experiment.settings, **run.cell.values, **arm.settings}
        for path, value in changes.items():
            written = value if isinstance(value, str) else json.dumps(value)
            words += ["--set", f"{path}={written}"]
        return shlex.join(words)


def schedule_of(experiment: Experiment, home: Path | None = None) -> Schedule:
    """Return the schedule of an experiment.

    Args:
        experiment: what to schedule.
        home: the folder that its scenarios' and strategies' files are named from; the current one
            if left out.

    Raises:
        UnknownName: for a scenario or strategy that is not there.
        ScenarioFileError: if a scenario, or a value set in it, is wrong.
        UsageError: if the design or a strategy can't be used.
    """
    home = home or Path()
    points = points_of(experiment.vary)
    written = _for_tables(points)
    specs = {arm.name: located_strategy(arm.plays, home) for arm in experiment.strategies}
    marks = {name: _mark_of(spec) for name, spec in specs.items()}
    shelf = _Shelf(home)
    cells: list[Cell] = []
    for name in experiment.scenarios:
        for number, values in enumerate(points):
            for arm in experiment.strategies:
                resolved = shelf.resolved(
                    arm.scenario or name, {**experiment.settings, **values, **arm.settings}
                )
                weeks = arm.weeks or experiment.weeks
                decisive = [engine_format(), resolved, marks[arm.name], weeks]
                identity = json.dumps([*decisive, *experiment.world])
                row = {"scenario": name, "point": number, "strategy": arm.name, **written[number]}
                cells.append(
                    Cell(
                        name, number, values, arm.name, specs[arm.name], marks[arm.name], resolved,
                        weeks, identity, row,
                    )
                )  # fmt: skip
    return Schedule(experiment, tuple(cells), shelf.texts, experiment.seeds.take())


class _Shelf:
    """Scenarios with values set anew, each file read and each variant made only once.

    Attributes:
        texts: what was made, as resolved text by fingerprint.
    """

    def __init__(self, home: Path) -> None:
        self.texts: dict[str, str] = {}
        self._home = home
        self._sources: dict[str, Variants] = {}
        self._made: dict[str, str] = {}

    def resolved(self, name: str, values: Mapping[str, Any]) -> str:
        """Return the fingerprint of a scenario with these values."""
        key = json.dumps([name, values], sort_keys=True, default=str)
        if key not in self._made:
            if name not in self._sources:
                self._sources[name] = Variants(located_scenario(name, self._home))
            scenario = self._sources[name].with_values(values)
            self._made[key] = fingerprint(scenario)
            self.texts.setdefault(self._made[key], resolved_json(scenario))
        return self._made[key]


def located_scenario(name: str, home: Path) -> str:
    """Return a scenario's name, or the place of its file as seen from here."""
    looks_like_a_path = "/" in name or name.lower().endswith((".yaml", ".yml", ".json"))
    return str(home / name) if looks_like_a_path else name


def located_strategy(name: str, home: Path) -> str:
    """Return what `player` takes for a strategy whose file is named from ``home``; try it once.

    Raises:
        UnknownName: if there is no such strategy.
        UsageError: if its file can't be used.
        BrokenSave: if its plans can't be read.
    """
    kind, colon, rest = name.partition(":")
    if kind == RECORDED and rest:
        name = f"{kind}:{(home / rest).resolve()}"
    elif kind.endswith(".py"):
        name = f"{(home / kind).resolve()}{colon}{rest}"
    player(name)
    return name


def _mark_of(spec: str) -> str:
    """Return what tells two strategies apart: the name, or the content of the file."""
    kind, _, rest = spec.partition(":")
    file, argument = (rest, "") if kind == RECORDED else (kind, rest)
    if kind != RECORDED and not kind.endswith(".py"):
        return spec
    try:
        return f"{argument} {_hash(Path(file).read_bytes().hex())}"
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}; check the file") from error


def _for_tables(points: list[Point]) -> list[Point]:
    """Return the points with values as tables have them: as text, where not all are numbers."""
    words = {
        path
        for path in points[0]
        if not all(isinstance(point[path], int | float) for point in points)
    }
    return [
        {path: _as_word(value) if path in words else value for path, value in point.items()}
        for point in points
    ]


def _as_word(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
