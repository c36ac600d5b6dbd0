"""What is said of a mistake: the value, what is allowed, and the way out, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from trustsim.errors import nearest
from trustsim.scenario.tree import LONGEST_SHOWN, Node

_RULES = {
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "finite_number": "must be a number",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "set_type": "must be a list",
    "dict_type": "must be a mapping (key: value)",
    "model_type": "must be a mapping (key: value)",
    "model_attributes_type": "must be a mapping (key: value)",
    "string_pattern_mismatch": "{pattern_rule}",
}

_PATTERN_RULES = {
    r"^[a-z][a-z0-9_-]{0,39}$": (
        "must be a short name: small letters, digits, - and _, a letter first, at most 40"
    ),
    r"^[ABC][0-9]{1,2}$": "must be a claim's number, such as A4",
}

_AMOUNTS = {
    "too_short": ("item", "needs at least", "min_length"),
    "too_long": ("item", "takes at most", "max_length"),
    "string_too_short": ("character", "needs at least", "min_length"),
    "string_too_long": ("character", "takes at most", "max_length"),
}

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}([,_ '’.]\d{3})+", re.ASCII)
_DECIMAL_COMMA = re.compile(r"-?\d*,\d+", re.ASCII)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%", re.ASCII)
_QUOTED = re.compile(r"'([^']*)'")


def said(detail: ErrorDetails, node: Node, expected: Any) -> str:
    """Say what is wrong with a value that is there."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("value_error", "assertion_error"):
        return str(context.get("error", detail["msg"]))
    if kind in _AMOUNTS:
        return _amount(kind, context, node)
    choices = _choices_of(detail)
    if choices:
        rule = f"must be {_one_of(choices)}"
    else:
        rule = _rule(kind, context) or detail["msg"][:1].lower() + detail["msg"][1:]
    return _subject(node) + rule + _way_out(kind, node, choices, expected)


def missing_key(field: FieldInfo | None) -> str:
    """Say that a key is missing, and what it is for."""
    purpose = (field.description or "").strip().rstrip(".") if field else ""
    if purpose[1:2].islower() or purpose[1:2] == " ":
        purpose = purpose[0].lower() + purpose[1:]
    return f"is missing; {purpose}" if purpose else "is missing; add it"


def unknown_key(key: str, owner: type[BaseModel], root: type[BaseModel]) -> str:
    """Say that a key is not known, and which one was probably meant."""
    homes = homes_of(key, root)
    if homes:
        return f"is not a known key here; it belongs under {' or '.join(map(repr, homes))}"
    return f"is not a known key; {_meant(key, list(owner.model_fields))}"


def homes_of(key: str, model: type[BaseModel]) -> list[str]:
    """Return where in the format a key of that name belongs; nothing if in too many places."""
    homes = sorted(set(_homes(key, model)) - {""})
    return homes if len(homes) <= 3 else []


def unknown_name(key: str, detail: ErrorDetails) -> str:
    """Say what is wrong with a key that the writer chooses, such as the name of a tone."""
    choices = _choices_of(detail)
    if choices:
        return f"is not a known key; {_meant(key, choices)}"
    return f"the key '{_cut(key)}' {_rule(detail['type'], detail.get('ctx', {}))}"


def shown(value: object) -> str:
    """Write a value the way it stands in a file.

    Example:
        >>> shown("many"), shown(1.4), shown(True), shown(["a"])
        ("'many'", '1.4', 'true', 'a list')
    """
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{_cut(value)}'"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return f"{value!r}"


def _subject(node: Node) -> str:
    """Return the beginning of a sentence about a value."""
    if node.content is None:
        return "is empty; it "
    if isinstance(node.content, list | dict):
        return f"is {shown(node.content)}; it "
    return f"{shown(node.content)} "


def _rule(kind: str, context: Mapping[str, Any]) -> str:
    """Return what is allowed, or nothing where pydantic's own words have to do."""
    pattern = context.get("pattern", "")
    values = {name: _number(value) for name, value in context.items()}
    values["pattern_rule"] = _PATTERN_RULES.get(pattern, f"must look like {pattern}")
    return _RULES[kind].format(**values) if kind in _RULES else ""


def _amount(kind: str, context: Mapping[str, Any], node: Node) -> str:
    """Say that something is too short or too long."""
    unit, verb, bound = _AMOUNTS[kind]
    limit = context[bound]
    there = len(node.content) if isinstance(node.content, str | list | dict) else 0
    if there == 0:
        return f"is empty; it {verb} {limit} {unit}{'s' * (limit != 1)}"
    return f"has {there:,} {unit}{'s' * (there != 1)}; it {verb} {limit:,}"


def _way_out(kind: str, node: Node, choices: list[str], expected: Any) -> str:
    """Return what to do about it, where that can be guessed."""
    value = node.content
    if kind == "string_type" and isinstance(value, int | float):
        return "; put it in quotes"
    if kind == "model_type" and (presets := _presets(expected)):
        return f" or {_one_of(presets)}"
    if not isinstance(value, str):
        return ""
    if choices:
        near = nearest(value, choices)
        return f"; did you mean '{near}'?" if near else ""
    if kind in ("list_type", "tuple_type", "set_type"):
        return f"; write [{_cut(value)}]"
    if kind in ("int_type", "float_type"):
        return _as_number(value, whole=kind == "int_type")
    return ""


def _as_number(text: str, *, whole: bool) -> str:
    """Return how a number that is written as people write it is written in a file."""
    if _NUMBER.fullmatch(text):
        return "; take the quotes off"
    if _GROUPED.fullmatch(text):
        return f"; write {re.sub('[^0-9-]', '', text)}"
    if whole:
        return ""
    if _DECIMAL_COMMA.fullmatch(text):
        return f"; write {text.replace(',', '.')}"
    if percent := _PERCENT.fullmatch(text):
        return f"; write {float(percent[1]) / 100:g}"
    return ""


def _choices_of(detail: ErrorDetails) -> list[str]:
    """Return the words that are allowed, where only some are."""
    context = detail.get("ctx", {})
    listed = context.get("expected") or context.get("expected_tags") or ""
    if detail["type"] not in ("literal_error", "enum", "union_tag_invalid"):
        return []
    return _QUOTED.findall(listed) or [listed]


def _presets(expected: Any) -> list[str]:
    """Return the presets that a model may be written as."""
    field = getattr(expected, "model_fields", {}).get("preset")
    return [str(name) for name in get_args(field.annotation)] if field else []


def _homes(key: str, model: type[BaseModel], below: str = "") -> Iterator[str]:
    """Yield every place in the format that has a key of that name, but for inside lists."""
    for name, field in model.model_fields.items():
        if name == key:
            yield below
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _homes(key, inner, f"{below}.{name}" if below else name)


def _meant(word: str, known: list[str]) -> str:
    """Return the known word that was probably meant, else all of them."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}"


def _one_of(choices: list[str]) -> str:
    """Return a list of allowed words as a phrase."""
    return choices[0] if len(choices) == 1 else f"one of {', '.join(choices)}"


def _number(value: object) -> object:
    """Write a bound without needless digits."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,}" if isinstance(value, int) else value


def _cut(text: str) -> str:
    """Return the beginning of a text that may be long, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"
