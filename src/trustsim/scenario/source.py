"""From the bytes of a YAML file to a tree of located values, trusting none of them.

What is wrong with a single value is collected, so that a reader hears of everything at once; only
what makes the rest unreadable ends the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

import yaml

from trustsim.scenario.composer import FASTEST, MOST_PROBLEMS, Composer, UnreadableError, YamlLoader
from trustsim.scenario.tree import Node, Place, Problem

LARGEST_FILE = 1_000_000
"""Bytes a file may have."""

_BREAK = re.compile(r"\r\n|\r|\n")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ODD_INDENT = re.compile(r"^ *([\u00a0\u1680\u2000-\u200b\u202f\u3000\ufeff])", re.MULTILINE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

_REMEDIES = {
    "mapping values are not allowed": (
        "a colon can't stand here; check the indentation and the line above, "
        "or put text that has a colon in quotes"
    ),
    "cannot start any token": "text can't begin with this character; put the text in quotes",
    "could not find expected ':'": "a key needs a colon and a space after it",
    "expected key": "this does not line up with the keys above; check the indentation and quotes",
    "expected '-' indicator": "this does not line up with the list above; check the indentation",
    "expected <block end>": "this does not line up with what is above; check the indentation",
    "expected ',' or ']'": "a list that opens with [ needs commas between items and a ] at last",
    "expected ',' or '}'": "a mapping that opens with { needs commas and a } at last",
    "unexpected end of stream": "the quotes that open here never close",
    "unknown escape character": "a backslash in double quotes is special; use single quotes",
    "invalid Unicode character": "this escape stands for no character; write the character itself",
    "expected node content": "a value is missing here, or a bracket is one too many",
    "expected the node content": "a value is missing here, or a bracket is one too many",
    "incompatible YAML document": "this version of YAML is not known; remove the %YAML line",
}


@dataclass(slots=True)
class Reading:
    """What came of reading a file: its tree, if it could be read at all, and its problems."""

    tree: Node | None = None
    problems: list[Problem] = field(default_factory=list)


def read_file(file: FilePath, name: str | None = None) -> Reading:
    """Read a YAML file into a tree.

    Args:
        file: where it lies.
        name: what messages call it; the path as given if left out.
    """
    name = name or str(file)
    try:
        return read_text(_decoded(_bytes_of(file, name), name), name)
    except UnreadableError as end:
        return Reading(problems=[end.problem])


def read_text(
    text: str, name: str, *, located: bool = True, loader: YamlLoader = FASTEST
) -> Reading:
    """Read YAML text into a tree.

    Args:
        text: the YAML.
        name: what messages call it.
        located: whether places have lines and columns; a value of the command line has none.
        loader: PyYAML's parser; the C one where there is one.
    """
    composer = Composer(name, located=located)
    try:
        _refuse_odd_characters(text, name, located)
        composer.problems.extend(islice(_tabs(text, name, located), MOST_PROBLEMS))
        return Reading(composer.compose(text, loader), composer.problems)
    except UnreadableError as end:
        return Reading(problems=[*composer.problems, end.problem])
    except yaml.YAMLError as error:
        return Reading(problems=_without_echo(composer, error))


def _bytes_of(file: FilePath, name: str) -> bytes:
    """Read the whole file, unless it is none or too large."""
    try:
        if not file.exists():
            raise UnreadableError(Place(name), "there is no such file")
        if not file.is_file():
            raise UnreadableError(Place(name), "is not a file")
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(Place(name), f"can't be read: {reason}") from error
    if len(content) > LARGEST_FILE:
        raise UnreadableError(
            Place(name), f"is too large; a scenario file has at most {LARGEST_FILE:,} bytes"
        )
    return content


def _decoded(content: bytes, name: str) -> str:
    """Return the text of UTF-8 bytes, without the mark that some editors put in front."""
    if content.startswith(_UTF16):
        raise UnreadableError(Place(name, 1, 1), "is written in UTF-16; save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        raise UnreadableError(
            _place_at(before, name),
            f"byte {error.start} (0x{content[error.start]:02x}) is not UTF-8; save it as UTF-8",
        ) from error


def _place_at(before: str, name: str, located: bool = True) -> Place:
    """Return the place that follows the text ``before``."""
    if not located:
        return Place(name)
    lines = _BREAK.split(before)
    return Place(name, len(lines), len(lines[-1]) + 1)


def _refuse_odd_characters(text: str, name: str, located: bool) -> None:
    """End the reading at a character that no text holds, or that only looks like indentation."""
    if odd := _UNWRITABLE.search(text):
        place = _place_at(text[: odd.start()], name, located)
        raise UnreadableError(place, f"the character U+{ord(odd[0]):04X} can't be read; remove it")
    if odd := _ODD_INDENT.search(text):
        place = _place_at(text[: odd.start(1)], name, located)
        raise UnreadableError(
            place, f"the space U+{ord(odd[1]):04X} looks ordinary and is not; type it anew"
        )


def _tabs(text: str, name: str, located: bool) -> Iterator[Problem]:
    """Yield a problem for every line with a tab."""
    for number, line in enumerate(_BREAK.split(text), start=1):
        if "\t" in line:
            place = Place(name, number, line.index("\t") + 1) if located else Place(name)
            yield Problem(place, (), "there is a tab here; use spaces instead")


def _without_echo(composer: Composer, error: yaml.YAMLError) -> list[Problem]:
    """Return the problems with the parser's own, unless a tab on that line has caused it."""
    own = _explained(error, composer)
    if any(own.place.line == known.place.line for known in composer.problems):
        return composer.problems
    return [*composer.problems, own]


def _explained(error: yaml.YAMLError, composer: Composer) -> Problem:
    """Say in plain words what stopped the parser, at the place where it is to be mended."""
    said = str(getattr(error, "problem", None) or error)
    message = next((way for sign, way in _REMEDIES.items() if sign in said), said)
    mark: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None)
    doing = getattr(error, "context", None) or ""
    # What was never closed is shown where it opens, not where the file ends.
    never_closed = "quoted" in doing and "end of stream" in said
    opens_above = any(word in doing for word in ("flow", "quoted", "simple key"))
    if context is not None and (never_closed or (opens_above and context.line < mark.line)):
        mark = context
    return Problem(composer.place(mark), (), message)
