"""Overrides: single values of a scenario that a command line or a program sets anew.

``population.users=1000000`` and ``population.circles[0].share=0.3`` name the place with dots and
brackets; the value is read as in a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from trustsim.scenario.source import read_text
from trustsim.scenario.tree import Node, Path, Place, Problem, opened, path_text, planted

PLACE = Place("--set")
"""Where an override is written."""

_STEP = re.compile(r"(?:^|\.)([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,6})\]|\[\"([^\"]+)\"\]", re.ASCII)


def apply_overrides(tree: Node, overrides: Mapping[str, object]) -> tuple[Node, list[Problem]]:
    """Set values of a scenario anew.

    Args:
        tree: the scenario's tree.
        overrides: the new value by path. Text is read like a value in a file; everything else
            is taken as it is.

    Returns:
        The new tree, and what is wrong with paths or values. A key that the format doesn't know
        is no problem yet: it is found with those of the file.
    """
    problems: list[Problem] = []
    for written, value in overrides.items():
        try:
            path = parsed_path(written)
            node, found = _node_of(value, path)
            problems += found
            if node is not None:
                tree = _with(tree, path, node, ())
        except _RefusedError as refusal:
            problems.append(refusal.problem)
    return tree, problems


class _RefusedError(Exception):
    """Ends one override; the problem says why."""

    def __init__(self, path: Path, message: str) -> None:
        self.problem = Problem(PLACE, path, message)
        super().__init__(message)


def parsed_path(written: str) -> Path:
    """Return the path that is written with dots and brackets.

    Example:
        >>> parsed_path('population.circles[0].topics["home-brew"]')
        ('population', 'circles', 0, 'topics', 'home-brew')
    """
    steps: list[str | int] = []
    end = 0
    while end < len(written) and (match := _STEP.match(written, end)):
        key, index, quoted = match.groups()
        steps.append(int(index) if index else key or quoted)
        end = match.end()
    if not steps or end < len(written) or written[0] in ".[":
        raise _RefusedError(
            (), f"'{written}' is no path; write it like population.circles[0].share"
        )
    return tuple(steps)


def _node_of(value: object, path: Path) -> tuple[Node | None, list[Problem]]:
    """Return the tree of an override's value, and what is wrong with it."""
    if not isinstance(value, str):
        return planted(value, PLACE), []
    if not value.strip():
        return Node(None, PLACE), []
    reading = read_text(value, PLACE.file, located=False)
    problems = [replace(found, path=(*path, *found.path)) for found in reading.problems]
    return reading.tree, problems


def _with(tree: Node, path: Path, value: Node, done: Path) -> Node:
    """Return ``tree`` with ``value`` at ``path``; mappings on the way are made if need be."""
    if not path:
        return replace(value, key_place=PLACE)
    step, rest, here = path[0], path[1:], (*done, path[0])
    content = tree.content
    if isinstance(step, int):
        items = _items(content, step, path, done)
        items[step] = _with(items[step], rest, value, here)
        return replace(tree, content=items)
    if not isinstance(content, dict):
        message = f"{path_text(done)} is a single value, without keys of its own"
        raise _RefusedError((*done, *path), message)
    child = opened(content[step], step) if step in content and rest else Node({}, PLACE)
    return replace(tree, content={**content, step: _with(child, rest, value, here)})


def _items(content: object, index: int, path: Path, done: Path) -> list[Node]:
    """Return a copy of the list that an override's ``[index]`` counts in."""
    if not isinstance(content, list):
        message = f"{path_text(done)} has no items that this file lists"
        raise _RefusedError((*done, *path), message)
    if index >= len(content):
        message = f"{path_text(done)} has {len(content)} items, from [0] on"
        raise _RefusedError((*done, *path), message)
    return list(content)
