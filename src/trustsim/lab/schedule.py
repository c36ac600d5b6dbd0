"""The schedule: every run of an experiment with its number, before any is played.

Runs are numbered seed by seed: all strategies and points on the first seed, then all on the
second. So however far an experiment has come, what it compares has been played equally often, and
more seeds only ever add numbers at the end.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
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
        strategy: as the experiment names it; ``spec``: with its file's place in full.
        mark: what tells the strategy from another of that name: its file's content.
        resolved: fingerprint of the scenario with everything set, and key to its text.
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
        words = ["trustsim", "run", run.cell.scenario, "--strategy", run.cell.strategy]
        words += ["--seed", str(run.seed)]
        if self.experiment.weeks is not None:
            words += ["--weeks", str(self.experiment.weeks)]
        for path, value in {**self.experiment.settings, **run.cell.values}.items():
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
    strategies = {name: located_strategy(name, home) for name in experiment.strategies}
    marks = {name: _mark_of(spec) for name, spec in strategies.items()}
    cells: list[Cell] = []
    scenarios: dict[str, str] = {}
    for name in experiment.scenarios:
        variants = Variants(located_scenario(name, home))
        for number, values in enumerate(points):
            scenario = variants.with_values({**experiment.settings, **values})
            resolved = fingerprint(scenario)
            scenarios.setdefault(resolved, resolved_json(scenario))
            for strategy, spec in strategies.items():
                mark = marks[strategy]
                identity = json.dumps([engine_format(), resolved, mark, experiment.weeks])
                row = {"scenario": name, "point": number, "strategy": strategy, **written[number]}
                cells.append(
                    Cell(name, number, values, strategy, spec, mark, resolved, identity, row)
                )
    return Schedule(experiment, tuple(cells), scenarios, experiment.seeds.take())


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
