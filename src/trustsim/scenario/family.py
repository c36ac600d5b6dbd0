"""A scenario file together with those it extends, laid over one another into one tree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath

from trustsim.errors import UnknownName
from trustsim.scenario.folder import file_inside
from trustsim.scenario.shipped import shipped_folder, shipped_path
from trustsim.scenario.source import read_file
from trustsim.scenario.tree import Node, Problem, merged
from trustsim.scenario.versions import VersionError, migrated

LONGEST_LINE = 10
"""Scenarios that may extend one another in a row."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A scenario file to read.

    Attributes:
        file: where it lies.
        name: what messages call it.
        home: the folder that nothing it names may lead out of.
    """

    file: FilePath
    name: str
    home: FilePath


@dataclass(slots=True)
class Family:
    """What came of reading a scenario and its ancestors.

    Attributes:
        tree: the one tree; None if a file could not be read.
        problems: what is wrong so far.
        origins: the files by the name that messages and places give them.
    """

    tree: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)


def origin_of(source: str | FilePath) -> Origin:
    """Return the file of a shipped scenario's name or of a path.

    Raises:
        UnknownName: if it is neither a path nor a shipped name.
    """
    text = str(source)
    if isinstance(source, str) and not _looks_like_a_path(text):
        try:
            return _shipped_origin(text)
        except UnknownName:
            if not FilePath(text).is_file():
                raise
    return Origin(FilePath(source), text, FilePath(source).parent)


def read_family(origin: Origin) -> Family:
    """Read a scenario and everything it extends."""
    family = Family()
    family.tree = _read(origin, family, ())
    return family


def _read(origin: Origin, family: Family, line: tuple[FilePath, ...]) -> Node | None:
    """Read one file over its ancestors; ``line`` holds the files that led here."""
    family.origins[origin.name] = origin
    reading = read_file(origin.file, origin.name)
    family.problems += reading.problems
    if reading.tree is None:
        return None
    if not isinstance(reading.tree.content, dict):
        message = "a scenario is made of keys and values, such as 'weeks: 12'"
        family.problems.append(Problem(reading.tree.place, (), message))
        return None
    try:
        tree = migrated(reading.tree)
    except VersionError as error:
        family.problems.append(error.problem)
        return None
    return _over_its_base(tree, origin, family, (*line, origin.file.resolve()))


def _over_its_base(
    tree: Node, origin: Origin, family: Family, line: tuple[FilePath, ...]
) -> Node | None:
    """Lay a file's tree over the scenario it extends, if it extends one."""
    assert isinstance(tree.content, dict)
    named = tree.content.get("extends")
    tree = replace(tree, content={k: v for k, v in tree.content.items() if k != "extends"})
    if named is None or (named.content is None and not named.tainted):
        return tree
    if named.tainted:
        return None
    try:
        base = _base(named.content, origin, line)
    except (ValueError, UnknownName) as error:
        family.problems.append(Problem(named.place, ("extends",), str(error)))
        return None
    below = _read(base, family, line)
    return None if below is None else merged(below, tree)


def _base(named: object, origin: Origin, line: tuple[FilePath, ...]) -> Origin:
    """Return the file that ``extends: named`` means."""
    if not isinstance(named, str) or not named:
        raise ValueError("must be the name of a shipped scenario, or a file in this folder")
    if _looks_like_a_path(named):
        file = file_inside(origin.home, origin.file.parent, named)
        base = Origin(file, str(FilePath(origin.name).parent / named), origin.home)
    else:
        base = _shipped_origin(named)
    if base.file.resolve() in line:
        circle = [*(file.name for file in line), base.file.name]
        raise ValueError(f"goes round in a circle: {' > '.join(circle)}; take one 'extends' out")
    if len(line) >= LONGEST_LINE:
        raise ValueError(f"more than {LONGEST_LINE} scenarios extend one another; join some")
    return base


def _looks_like_a_path(text: str) -> bool:
    """Return whether ``text`` names a file rather than a shipped scenario."""
    return "/" in text or "\\" in text or text.lower().endswith((".yaml", ".yml", ".json"))


def _shipped_origin(name: str) -> Origin:
    """Return the file of a shipped scenario."""
    file = shipped_path(name)
    return Origin(file, file.name, shipped_folder("scenarios"))
