"""Reading experiment files: every mistake at once, each with its place and a way out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from trustsim.errors import ScenarioFileError, TrustSimError, UnknownName
from trustsim.lab.arm import NamedArm
from trustsim.lab.design import values_of
from trustsim.lab.experiment import Experiment
from trustsim.lab.schedule import located_scenario, located_strategy
from trustsim.lab.turn import PLAYS, WEEKS, Turn, movable, turned
from trustsim.lab.vary import Axis
from trustsim.scenario.load import examine
from trustsim.scenario.shipped import shipped_folder
from trustsim.scenario.source import read_file
from trustsim.scenario.tree import Node, Place, Problem, child_of
from trustsim.scenario.validation import validated
from trustsim.strategies.registry import named

Steps = tuple[str | int, ...]
"""A path through a file: keys and places in lists."""

_NUMBER = re.compile(r"^\d+[-_]")
_CLAIM = re.compile(r"[A-Z]\d+")
MOST_TRIED = 40
"""Values of one parameter that are tried before anything is played."""


def shipped_experiments() -> dict[str, Path]:
    """Return the files of the shipped experiments by name; a leading number is not part of it."""
    files = sorted((shipped_folder("scenarios") / "experiments").glob("*.yaml"))
    return {_NUMBER.sub("", file.stem): file for file in files}


def shipped_claims() -> dict[str, Path]:
    """Return the files of the claims that ship with TrustSim by id, A1 first."""
    files = (shipped_folder("scenarios") / "experiments" / "claims").glob("*.yaml")
    found = {file.stem: file for file in files if _CLAIM.fullmatch(file.stem)}
    return dict(sorted(found.items(), key=lambda item: (item[0][0], int(item[0][1:]))))


def experiment_file(source: str | Path) -> Path:
    """Return the file of a shipped experiment's name or claim's id, or of a path.

    Raises:
        UnknownName: if it is neither.
    """
    path = Path(source)
    if path.suffix.lower() in (".yaml", ".yml", ".json") or path.parent != Path() or path.is_file():
        return path
    shipped = shipped_experiments() | shipped_claims()
    if str(source) not in shipped:
        raise UnknownName("experiment", str(source), shipped)
    return shipped[str(source)]


def load_experiment(source: str | Path) -> Experiment:
    """Load an experiment from its file, and see that all it names is there.

    Args:
        source: the name of a shipped experiment, or the path of a file. Scenarios and strategies
            that are files are looked for from the file's own folder.

    Raises:
        ScenarioFileError: with every problem of the file.
        UnknownName: if no shipped experiment has that name.
    """
    file = experiment_file(source)
    reading = read_file(file, str(file))
    problems = list(reading.problems)
    experiment = None
    if reading.tree is not None and not isinstance(reading.tree.content, dict):
        message = "an experiment is made of keys and values, such as 'seeds: 50'"
        problems.append(Problem(reading.tree.place, (), message))
    elif reading.tree is not None:
        experiment, found = validated(reading.tree, Experiment)
        problems += [*found, *_name_problems(reading.tree, file.parent)]
        if experiment is not None and not problems:
            problems += _value_problems(experiment, reading.tree, file.parent)
    problems.sort(key=lambda problem: problem.place)
    if experiment is None or problems:
        raise ScenarioFileError([str(problem) for problem in problems])
    experiment._home = file.parent
    return experiment


def _name_problems(tree: Node, home: Path) -> Iterator[Problem]:
    """Yield the scenarios and strategies that an experiment names and that are not there."""
    for path, name in _names(tree, "strategies", "plays"):
        try:
            located_strategy(name, home)
        except TrustSimError as error:
            yield _at(tree, path, str(error))
    for path, name in (
        *_names(tree, "scenarios"),
        *_names(tree, "strategies", "scenario", plain=False),
    ):
        try:
            source = located_scenario(name, home)
            if examine(source).problems:
                message = f"has problems of its own; see 'trustsim check {source}'"
                yield _at(tree, path, message)
        except UnknownName as error:
            yield _at(tree, path, str(error))


def _names(
    tree: Node, key: str, inner: str = "", *, plain: bool = True
) -> Iterator[tuple[Steps, str]]:
    """Yield the names that a list of the file gives, each with its path.

    Args:
        tree: the file.
        key: the list's.
        inner: where an item is a mapping, its key that holds the name.
        plain: whether an item that is a plain word is a name, too.
    """
    listed = child_of(tree, key)
    items = listed.content if listed is not None and isinstance(listed.content, list) else []
    for index, item in enumerate(items):
        within = child_of(item, inner)
        if within is not None and isinstance(within.content, str):
            yield (key, index, inner), within.content
        elif plain and isinstance(item.content, str):
            yield (key, index), item.content


def _value_problems(experiment: Experiment, tree: Node, home: Path) -> Iterator[Problem]:
    """Yield what is wrong with the values that are set anew in any of the scenarios."""
    for name in experiment.scenarios:
        source = located_scenario(name, home)
        found = list(_set_problems(tree, ("settings",), source, {}, experiment.settings))
        if not found and experiment.vary is not None:
            found = [
                problem
                for path, axis in experiment.vary.over.items()
                for problem in _tried_problems(
                    tree, ("vary", "over", path), source, experiment.settings, path, _tried(axis)
                )
            ]
        yield from found
        if not found:
            yield from _arm_problems(experiment, tree, home, source)


def _arm_problems(experiment: Experiment, tree: Node, home: Path, source: str) -> Iterator[Problem]:
    """Yield what is wrong with the values that arms set, and with those of the turn."""
    for index, arm in enumerate(experiment.strategies):
        own = located_scenario(arm.scenario, home) if arm.scenario else source
        path: Steps = ("strategies", index, "settings")
        found = list(_set_problems(tree, path, own, experiment.settings, arm.settings))
        if found:
            yield from found
            return
    turn = experiment.turn
    if turn is None:
        return
    for arm in experiment.strategies:
        if arm.name not in experiment.turning.arms or not movable(arm, turn.along):
            continue
        own = located_scenario(arm.scenario, home) if arm.scenario else source
        found = list(_turn_problems(turn, arm, tree, own, experiment.settings))
        if found:
            yield from found
            return


def _turn_problems(
    turn: Turn, arm: NamedArm, tree: Node, source: str, settings: Mapping[str, object]
) -> Iterator[Problem]:
    """Yield what is wrong with a turn's values for one arm."""
    path: Steps = ("turn", "values")
    if turn.along == WEEKS:
        return
    if not turn.along.startswith(PLAYS):
        before = {**settings, **arm.settings}
        yield from _tried_problems(tree, path, source, before, turn.along, turn.values)
        return
    for value in turn.values:
        try:
            named(turned(arm, turn.along, value).plays)
        except TrustSimError as error:
            yield _at(tree, path, str(error))
            return


def _set_problems(
    tree: Node, path: Steps, source: str, before: Mapping[str, object],
    settings: Mapping[str, object],
) -> Iterator[Problem]:  # fmt: skip
    """Yield what is wrong with values set anew in a scenario, each at its own line."""
    for key, value in settings.items():
        for problem in examine(source, {**before, key: value}).problems:
            yield _at(tree, (*path, key), problem.message)


def _tried_problems(
    tree: Node, path: Steps, source: str, before: Mapping[str, object], key: str,
    values: Iterable[object],
) -> Iterator[Problem]:  # fmt: skip
    """Yield the first thing that is wrong with any of a parameter's values."""
    for value in values:
        found = examine(source, {**before, key: value}).problems
        if found:
            yield _at(tree, path, found[0].message)
            return


def _tried(axis: Axis) -> tuple[object, ...]:
    """Return values of an axis to try: all of a list, the ends of a range."""
    if axis.values:
        return axis.values[:MOST_TRIED]
    found = values_of(axis)
    return (found[0], found[-1])


def _at(tree: Node, path: Steps, message: str) -> Problem:
    """Return a problem at a path of the file; at the nearest value above that is written there."""
    node = tree
    place: Place = tree.place
    for step in path:
        child = child_of(node, step)
        if child is None:
            break
        node = child
        place = child.key_place or child.place
    return Problem(place, path, message)
