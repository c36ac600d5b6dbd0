"""Loading a scenario: from a name or a file to a checked model, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from trustsim.errors import ScenarioFileError
from trustsim.scenario.family import Family, origin_of, read_family
from trustsim.scenario.folder import file_inside
from trustsim.scenario.network_place import note_place
from trustsim.scenario.overrides import apply_overrides
from trustsim.scenario.references import reference_problems
from trustsim.scenario.schema import Scenario
from trustsim.scenario.tree import Node, Place, Problem, child_of
from trustsim.scenario.validation import validated


@dataclass(slots=True)
class Examination:
    """What came of examining a scenario file.

    Attributes:
        name: what messages call the file.
        scenario: the scenario, if nothing is wrong.
        problems: what is wrong, in the order of the file.
        network_file: the file its network is read from, if it names one.
    """

    name: str
    scenario: Scenario | None = None
    problems: list[Problem] = field(default_factory=list)
    network_file: FilePath | None = None


def load_scenario(
    source: str | FilePath, overrides: Mapping[str, object] | None = None
) -> Scenario:
    """Load a scenario.

    Args:
        source: the name of a shipped scenario, or the path of a file.
        overrides: values to set anew, by path: ``{"population.users": "1000"}``. Text is read
            like a value in a file; other values are taken as they are.

    Raises:
        ScenarioFileError: with every problem of the file and its overrides.
        UnknownName: if no shipped scenario has that name.
    """
    found = examine(source, overrides)
    if found.scenario is None:
        raise ScenarioFileError([str(problem) for problem in found.problems])
    return found.scenario


def examine(
    source: str | FilePath,
    overrides: Mapping[str, object] | None = None,
    strategies: Collection[str] = (),
) -> Examination:
    """Check a scenario and say everything that is wrong, instead of raising an error.

    Args:
        source: as for `load_scenario`.
        overrides: as for `load_scenario`.
        strategies: the names of strategies that rivals may have; any, if none are given.

    Raises:
        UnknownName: if no shipped scenario has that name.
    """
    origin = origin_of(source)
    family = read_family(origin)
    found = Examination(origin.name, problems=family.problems)
    if family.tree is not None:
        tree, refused = apply_overrides(family.tree, overrides or {})
        found.problems += refused
        _check(tree, family, strategies, found)
    files = list(family.origins)
    found.problems.sort(key=lambda problem: _order(problem, files))
    return found


def _check(tree: Node, family: Family, strategies: Collection[str], found: Examination) -> None:
    """Put a whole tree to the test."""
    scenario, problems = validated(tree, Scenario)
    found.problems += _joined(problems, reference_problems(tree, strategies))
    _find_network(tree, family, found)
    if scenario is not None and not found.problems:
        found.scenario = _with_content(scenario, tree, found)


def _with_content(scenario: Scenario, tree: Node, found: Examination) -> Scenario | None:
    """Return the scenario with the SHA-256 of its network's file, by which it is found again."""
    network = scenario.population.network
    if found.network_file is None:
        return scenario
    path = ("population", "network", "file")
    try:
        content = note_place(found.network_file)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        found.problems.append(Problem(_place(tree, path), path, f"can't be read: {why}"))
        return None
    if network.sha256 not in (None, content):
        path = ("population", "network", "sha256")
        message = f"the file's is {content}; take the file that was meant, or this line out"
        found.problems.append(Problem(_place(tree, path), path, message))
        return None
    network = network.model_copy(update={"sha256": content})
    population = scenario.population.model_copy(update={"network": network})
    return scenario.model_copy(update={"population": population})


def _place(tree: Node, path: tuple[str, ...]) -> Place:
    """Return where a value stands, or the last of what leads to it."""
    node = tree
    for step in path:
        node = child_of(node, step) or node
    return node.place


def _joined(problems: list[Problem], names: list[Problem]) -> list[Problem]:
    """Join the model's problems with those of names, each mistake once.

    The model checks some names too, but without their places.
    """
    if names:
        said = {name.message for name in names}
        problems = [p for p in problems if p.path and p.message not in said]
    known = {problem.path for problem in problems}
    return [*problems, *(name for name in names if name.path not in known)]


def _find_network(tree: Node, family: Family, found: Examination) -> None:
    """Find the file of the network beside the file that names it."""
    node: Node | None = tree
    path = ("population", "network", "file")
    for step in path:
        node = child_of(node, step) if node else None
    if node is None or not isinstance(node.content, str):
        return
    first = next(iter(family.origins.values()))
    origin = family.origins.get(node.place.file, first)
    try:
        found.network_file = file_inside(origin.home, origin.file.parent, node.content)
    except ValueError as error:
        found.problems.append(Problem(node.place, path, str(error)))


def _order(problem: Problem, files: list[str]) -> tuple[int, int, int]:
    """Return where a problem stands in a list: by file, line and column; overrides last."""
    place = problem.place
    rank = files.index(place.file) if place.file in files else len(files)
    return rank, place.line, place.column
