"""The composer: from the parser's events to a tree, within limits.

It takes libyaml's event stream and never a constructor: no tag can make an object, nesting is
bounded before it can hurt, aliases are shared instead of copied, and what they would come to when
written out is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import yaml

from trustsim.scenario.scalar import meaning
from trustsim.scenario.tree import Node, Path, Place, Problem, Scalar

DEEPEST = 20
"""Lists and mappings inside one another."""

MOST_VALUES = 50_000
"""Values a file may hold, every alias written out."""

MOST_PROBLEMS = 100
"""Problems after which the reading ends."""

LONGEST_TEXT = 20_000
"""Characters one text may have."""

LONGEST_KEY = 100
"""Characters one key may have."""

YamlLoader = Any
FASTEST: YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where PyYAML was built with it; it gives the same events many times faster."""

_CORE = "tag:yaml.org,2002:"
_KIND: dict[str, type] = {
    "int": int,
    "float": float,
    "bool": bool,
    "null": type(None),
    "map": dict,
    "seq": list,
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class UnreadableError(Exception):
    """Ends the reading of a file; its problem says why."""

    def __init__(self, place: Place, message: str, path: Path = ()) -> None:
        self.problem = Problem(place, path, message)
        super().__init__(message)


class Composer:
    """Builds the tree of one document and collects what is wrong with single values."""

    def __init__(self, name: str, *, located: bool = True) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._located = located
        self._anchors: dict[str, Node | None] = {}
        self._values = 0
        self._events: Iterator[Any] = iter(())

    def compose(self, text: str, loader: YamlLoader = FASTEST) -> Node:
        """Return the tree of the one document in ``text``."""
        self._events = iter(yaml.parse(text, Loader=loader))
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise UnreadableError(Place(self._name), "is empty")
        tree = self._node(next(self._events), ())
        next(self._events)
        following = next(self._events)
        if not isinstance(following, yaml.StreamEndEvent):
            place = self.place(following.start_mark)
            raise UnreadableError(place, "a second document starts here; a file holds one")
        return tree

    def place(self, mark: Any) -> Place:
        """Return the place of one of the parser's marks."""
        if not self._located or mark is None:
            return Place(self._name)
        return Place(self._name, mark.line + 1, mark.column + 1)

    def _note(self, place: Place, path: Path, message: str) -> None:
        """Collect a problem, unless there are too many to be of use."""
        if len(self.problems) >= MOST_PROBLEMS:
            message = f"more than {MOST_PROBLEMS} things are wrong above; mend those first"
            raise UnreadableError(place, message)
        self.problems.append(Problem(place, path, message))

    def _node(self, event: Any, path: Path) -> Node:
        """Build the value that ``event`` begins."""
        place = self.place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(str(event.anchor), place, path)
        self._count(1, place, path)
        if event.anchor:
            self._anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event, place, path)
        else:
            node = self._collection(event, place, path)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _count(self, values: int, place: Place, path: Path) -> None:
        """Add to the number of values, up to the limit."""
        self._values += values
        if self._values > MOST_VALUES:
            message = (
                f"here the file passes {MOST_VALUES:,} values, aliases written out; shorten it"
            )
            raise UnreadableError(place, message, path)

    def _alias(self, anchor: str, place: Place, path: Path) -> Node:
        """Return the value that ``*anchor`` stands for."""
        if anchor not in self._anchors:
            raise UnreadableError(
                place, f"*{anchor} stands for nothing; no &{anchor} is above", path
            )
        node = self._anchors[anchor]
        if node is None:
            raise UnreadableError(place, f"*{anchor} stands inside the very value it names", path)
        self._count(node.size, place, path)
        _check_depth(len(path) + node.height, place, path)
        return node

    def _collection(self, event: Any, place: Place, path: Path) -> Node:
        """Build a list or a mapping."""
        _check_depth(len(path) + 1, place, path)
        before = self._values
        content: list[Node] | dict[str, Node]
        if isinstance(event, yaml.MappingStartEvent):
            content = self._mapping(path)
        else:
            content = self._list(path)
        inside = content.values() if isinstance(content, dict) else content
        height = 1 + max((child.height for child in inside), default=0)
        fits = self._tag_fits(event.tag, content, place, path)
        return Node(content, place, None, 1 + self._values - before, height, tainted=not fits)

    def _list(self, path: Path) -> list[Node]:
        """Build the items up to the end of the list."""
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Node]:
        """Build the keys and values up to the end of the mapping; of equal keys, take the first."""
        content: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            place = self.place(event.start_mark)
            if not isinstance(event, yaml.ScalarEvent):
                raise UnreadableError(place, "a key must be a plain word", path)
            key: str = event.value
            fault = self._fault_of_key(event, content)
            if fault:
                self._note(place, (*path, key), fault)
            child = self._node(next(self._events), (*path, key))
            if not fault:
                content[key] = replace(child, key_place=place)
        return content

    def _fault_of_key(self, event: Any, known: dict[str, Node]) -> str:
        """Say what is wrong with a key, or nothing."""
        key: str = event.value
        if event.tag:
            return "a key takes no tag; remove the word that starts with !"
        if not key:
            return "there is no key before the colon"
        if len(key) > LONGEST_KEY or _CONTROL.search(key):
            return f"a key is one line of at most {LONGEST_KEY} characters"
        if key == "<<" and event.implicit[0]:
            return "merging with << is not known here; use 'extends', or write the keys out"
        if key in known:
            first = known[key].key_place
            where = f" on line {first.line}" if first and first.line else ""
            return f"is written twice; the first one{where} is enough"
        return ""

    def _scalar(self, event: Any, place: Place, path: Path) -> Node:
        """Build a single value."""
        value: Scalar = event.value
        quoted = event.tag in (None, "!") and not event.implicit[0]
        try:
            if not quoted and event.tag != f"{_CORE}str":
                value = meaning(event.value)
            if isinstance(value, str):
                _check_text(value)
        except ValueError as error:
            self._note(place, path, str(error))
            return Node(None, place, tainted=True)
        return Node(value, place, tainted=not self._tag_fits(event.tag, value, place, path))

    def _tag_fits(self, tag: str | None, value: object, place: Place, path: Path) -> bool:
        """Return whether a value may carry its tag; collect the problem if it may not."""
        if tag in (None, "!") or (tag == f"{_CORE}str" and isinstance(value, str)):
            return True
        kind = str(tag).removeprefix(_CORE)
        if kind in _KIND and type(value) is _KIND[kind]:
            return True
        shown = f"!!{kind}" if str(tag).startswith(_CORE) else str(tag)
        message = f"the tag {shown[:60]} has no meaning here; remove it"
        self._note(place, path, message)
        return False


def _check_depth(depth: int, place: Place, path: Path) -> None:
    """End the reading where lists and mappings nest too deep."""
    if depth > DEEPEST:
        message = f"lists and mappings lie more than {DEEPEST} deep in one another here"
        raise UnreadableError(place, message, path)


def _check_text(text: str) -> None:
    """Refuse text that is too long or that would steer a terminal."""
    if len(text) > LONGEST_TEXT:
        raise ValueError(
            f"this text has {len(text):,} characters; a text has at most {LONGEST_TEXT:,}"
        )
    if odd := _CONTROL.search(text):
        raise ValueError(f"this text holds the control character U+{ord(odd[0]):04X}; remove it")
