"""The tree of a file's values, in which every value and every key knows where it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Scalar = str | int | float | bool | None
Step = str | int
Path = tuple[Step, ...]

SHORT_FORMS = {"platform": "preset"}
"""Keys whose value may be a plain word, and the key of their mapping that the word stands for."""

LONGEST_SHOWN = 40
"""Characters of a key or a value that a message shows."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is written: a file with line and column, counted from 1.

    A value given on the command line has no line: ``Place("--set")``.

    Example:
        >>> str(Place("band.yaml", 13, 12)), str(Place("--set"))
        ('band.yaml:13:12', '--set')
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file with the place where it is written.

    Attributes:
        content: a scalar, a list of nodes, or a mapping from key to node.
        place: where the value starts.
        key_place: where its key starts, for the values of a mapping.
        size: how many values it holds with everything below, aliases written out; as read.
        height: how many lists and mappings lie in one another here; as read.
        tainted: it stands in for a value that was refused, so what else is said of it is noise.
    """

    content: Scalar | list[Node] | dict[str, Node]
    place: Place
    key_place: Place | None = None
    size: int = 1
    height: int = 0
    tainted: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file: where, with which value, and the way out.

    Example:
        >>> print(Problem(Place("band.yaml", 13, 12), ("circles", 2, "share"), "1.4 must be ..."))
        band.yaml:13:12 circles[2].share: 1.4 must be ...
    """

    place: Place
    path: Path
    message: str

    def __str__(self) -> str:
        if self.path:
            return f"{self.place} {path_text(self.path)}: {self.message}"
        return f"{self.place}{'' if self.place.line else ':'} {self.message}"


def path_text(path: Path) -> str:
    """Write a path the way people do.

    Example:
        >>> path_text(("circles", 2, "topics", "home brewing"))
        'circles[2].topics["home brewing"]'
    """
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step}]"
            continue
        key = step if len(step) <= LONGEST_SHOWN else f"{step[: LONGEST_SHOWN - 1]}…"
        if _PLAIN_KEY.fullmatch(step):
            written += f".{key}" if written else key
        else:
            written += '["' + key.replace('"', "'") + '"]'
    return written


def plain(node: Node) -> Any:
    """Return the node's value as ordinary Python lists, dicts and scalars."""
    if isinstance(node.content, dict):
        return {key: plain(child) for key, child in node.content.items()}
    if isinstance(node.content, list):
        return [plain(child) for child in node.content]
    return node.content


def planted(value: Any, place: Place) -> Node:
    """Return the tree of an ordinary Python value, all of it at one ``place``."""
    if isinstance(value, Mapping):
        children = {str(key): planted(child, place) for key, child in value.items()}
        return Node({key: replace(c, key_place=place) for key, c in children.items()}, place)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return Node([planted(child, place) for child in value], place)
    return Node(value, place)


def child_of(node: Node, step: Step) -> Node | None:
    """Return what ``node`` holds under a key or an index, or None."""
    content = node.content
    if isinstance(content, dict):
        return content.get(step) if isinstance(step, str) else None
    if isinstance(content, list) and isinstance(step, int) and 0 <= step < len(content):
        return content[step]
    return None


def merged(below: Node, above: Node) -> Node:
    """Lay ``above`` over ``below``: mappings join key by key, everything else is replaced."""
    if not (isinstance(below.content, dict) and isinstance(above.content, dict)):
        return above
    content = dict(below.content)
    for key, child in above.content.items():
        known = content.get(key)
        content[key] = child if known is None else merged(opened(known, key), child)
    return replace(above, content=content)


def opened(node: Node, key: str) -> Node:
    """Write out a short form: ``platform: twitter`` is ``platform: {preset: twitter}``."""
    if key not in SHORT_FORMS or not isinstance(node.content, str):
        return node
    return replace(node, content={SHORT_FORMS[key]: replace(node, key_place=node.place)})


def positions(node: Node, path: Path = ()) -> dict[Path, tuple[Place, Place | None]]:
    """Return, for every path in the tree, the place of its value and that of its key."""
    found = {path: (node.place, node.key_place)}
    if isinstance(node.content, dict):
        for key, child in node.content.items():
            found |= positions(child, (*path, key))
    elif isinstance(node.content, list):
        for index, child in enumerate(node.content):
            found |= positions(child, (*path, index))
    return found
