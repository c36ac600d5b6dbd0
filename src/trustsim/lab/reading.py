"""Reading experiment files: every mistake at once, each with its place and a way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from trustsim.errors import ScenarioFileError, TrustSimError, UnknownName
from trustsim.lab.design import values_of
from trustsim.lab.experiment import Experiment
from trustsim.lab.schedule import located_scenario, located_strategy
from trustsim.lab.vary import Axis
from trustsim.scenario.load import examine
from trustsim.scenario.shipped import shipped_folder
from trustsim.scenario.source import read_file
from trustsim.scenario.tree import Node, Place, Problem, child_of
from trustsim.scenario.validation import validated

_NUMBER = re.compile(r"^\d+[-_]")
MOST_TRIED = 40
"""Values of one parameter that are tried before anything is played."""


def shipped_experiments() -> dict[str, Path]:
    """Return the files of the shipped experiments by name; a leading number is not part of it."""
    files = sorted((shipped_folder("scenarios") / "experiments").glob("*.yaml"))
    return {_NUMBER.sub("", file.stem): file for file in files}


def experiment_file(source: str | Path) -> Path:
    """Return the file of a shipped experiment's name, or of a path.

    Raises:
        UnknownName: if it is neither.
    """
    path = Path(source)
    if path.suffix.lower() in (".yaml", ".yml", ".json") or path.parent != Path() or path.is_file():
        return path
    shipped = shipped_experiments()
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
    for path, name in _names(tree, "strategies"):
        try:
            located_strategy(name, home)
        except TrustSimError as error:
            yield _at(tree, path, str(error))
    for path, name in _names(tree, "scenarios"):
        try:
            source = located_scenario(name, home)
            if examine(source).problems:
                message = f"has problems of its own; see 'trustsim check {source}'"
                yield _at(tree, path, message)
        except UnknownName as error:
            yield _at(tree, path, str(error))


def _names(tree: Node, key: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the names that a list of the file gives, each with its path."""
    listed = child_of(tree, key)
    items = listed.content if listed is not None and isinstance(listed.content, list) else []
    for index, item in enumerate(items):
        if isinstance(item.content, str):
            yield (key, index), item.content


def _value_problems(experiment: Experiment, tree: Node, home: Path) -> Iterator[Problem]:
    """Yield what is wrong with the values that are set anew in any of the scenarios."""
    for name in experiment.scenarios:
        yield from _setting_problems(experiment, tree, located_scenario(name, home))


def _setting_problems(experiment: Experiment, tree: Node, source: str) -> Iterator[Problem]:
    """Yield what is wrong with the values that are set anew in a scenario."""
    bad = False
    for path in experiment.settings:
        for problem in examine(source, {path: experiment.settings[path]}).problems:
            bad = True
            yield _at(tree, ("settings", path), problem.message)
    if bad or experiment.vary is None:
        return
    for path, axis in experiment.vary.over.items():
        for value in _tried(axis):
            found = examine(source, {**experiment.settings, path: value}).problems
            if found:
                yield _at(tree, ("vary", "over", path), found[0].message)
                break


def _tried(axis: Axis) -> tuple[object, ...]:
    """Return values of an axis to try: all of a list, the ends of a range."""
    if axis.values:
        return axis.values[:MOST_TRIED]
    found = values_of(axis)
    return (found[0], found[-1])


def _at(tree: Node, path: tuple[str | int, ...], message: str) -> Problem:
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
