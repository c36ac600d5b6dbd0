"""From the bytes of a YAML file to a tree of located values, trusting none of them.

The text goes through libyaml's event stream (PyYAML's C parser), never through a constructor: no
tag can make an object, nesting is bounded before it can hurt, and every value keeps the line and
column where it is written. What is wrong with a single value is collected, so that a reader hears
of everything at once; only what makes the rest unreadable ends the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath

import yaml

from trustsim.scenario.scalar import meaning
from trustsim.scenario.tree import Node, Path, Place, Problem, Scalar

LARGEST_FILE = 1_000_000
"""Bytes a file may have."""

DEEPEST = 20
"""Lists and mappings inside one another."""

MOST_VALUES = 50_000
"""Values a file may hold, every alias written out."""

LONGEST_TEXT = 20_000
"""Characters one text may have."""

LONGEST_KEY = 100
"""Characters one key may have."""

# The C parser is many times faster; both give the same events.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
_KINDS = {"str": str, "int": int, "float": float, "bool": bool, "null": type(None)}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_ODD_INDENT = re.compile(r"^ *([\u00a0\u1680\u2000-\u200b\u202f\u3000\ufeff])", re.MULTILINE)

_REMEDIES = {
    "mapping values are not allowed": (
        "a colon can't stand here; check the indentation and that the line above is complete, "
        "or put text with a colon in quotes"
    ),
    "cannot start any token": "text can't begin with this character; put it in quotes",
    "could not find expected ':'": "a key needs a colon and a space after it; check the line above",
    "did not find expected key": (
        "this does not line up with the keys above it; check the indentation and the quotes"
    ),
    "did not find expected '-' indicator": (
        "this does not line up with the list above it; check the indentation and the dashes"
    ),
    "did not find expected ',' or ']'": "a list that opens with [ needs commas and a closing ]",
    "did not find expected ',' or '}'": "a mapping that opens with { needs commas and a closing }",
    "unexpected end of stream": "the quotes that open here or above never close",
    "unknown escape character": (
        "a backslash in double quotes starts an escape; write \\\\ or use single quotes"
    ),
    "incompatible YAML document": "this version of YAML is not read; remove the %YAML line",
}


@dataclass(slots=True)
class Reading:
    """What came of reading a file: its tree, if it could be read at all, and its problems."""

    tree: Node | None = None
    problems: list[Problem] = field(default_factory=list)


class _Unreadable(Exception):
    """Ends the reading; the problem explains why."""

    def __init__(self, place: Place, message: str, path: Path = ()) -> None:
        self.problem = Problem(place, path, message)
        super().__init__(message)


def read_file(file: FilePath, name: str | None = None) -> Reading:
    """Read a YAML file into a tree.

    Args:
        file: where it lies.
        name: what messages call it; the path as given if left out.
    """
    name = name or str(file)
    try:
        return read_text(_decoded(_bytes_of(file, name), name), name)
    except _Unreadable as end:
        return Reading(problems=[end.problem])


def read_text(text: str, name: str, *, shift: bool = True) -> Reading:
    """Read YAML text into a tree.

    Args:
        text: the YAML.
        name: what messages call it.
        shift: whether places have lines and columns (a value from the command line has none).
    """
    tabs = list(_tabs(text, name))
    if any(problem.message.startswith("a tab in the indentation") for problem in tabs):
        return Reading(problems=tabs)
    builder = _Builder(name, located=shift, problems=tabs)
    try:
        return Reading(builder.document(text), builder.problems)
    except _Unreadable as end:
        return Reading(problems=[*builder.problems, end.problem])
    except yaml.MarkedYAMLError as error:
        return Reading(problems=[*builder.problems, _explained(error, builder)])
