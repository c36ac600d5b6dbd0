"""From a tree to a pydantic model: every mistake at once, each with its place and a way out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from trustsim.errors import nearest
from trustsim.scenario.saying import homes_of, missing_key, said, unknown_key, unknown_name
from trustsim.scenario.tree import Node, Path, Place, Problem, Step, child_of, plain

M = TypeVar("M", bound=BaseModel)

_KEY_STEP = "[key]"
"""What pydantic puts last where a mapping's key, not its value, is wrong."""


@dataclass(slots=True)
class Spot:
    """Where in tree and model an error belongs.

    Attributes:
        path: the path as a person writes it, with the key that is missing or unknown.
        node: the value there; the mapping around it, if the value is missing.
        owner: the model that the last key was looked for in.
        field: its field of that key, if it has one.
        expected: the type of what belongs there.
    """

    path: Path
    node: Node
    owner: type[BaseModel]
    field: FieldInfo | None
    expected: Any


def validated(tree: Node, model: type[M]) -> tuple[M | None, list[Problem]]:
    """Make a model of a tree, or say everything that is wrong with it.

    The tree goes through pydantic's strict JSON reading: text is never taken for a number, and
    ``yes`` never for true. Keys are sorted first, so that no model depends on their order.
    """
    try:
        text = json.dumps(plain(tree), sort_keys=True)
        return model.model_validate_json(text, strict=True), []
    except ValidationError as error:
        return None, list(dict.fromkeys(_problems(error, tree, model)))


def _problems(error: ValidationError, tree: Node, model: type[BaseModel]) -> Iterator[Problem]:
    """Yield a problem for every error that tells the reader something new."""
    details = error.errors(include_url=False)
    spots = [_spot(detail, tree, model) for detail in details]
    meant: set[Path] = set()
    for detail, spot in zip(details, spots, strict=True):
        meant |= _meant_paths(detail, spot, model)
    for detail, spot in zip(details, spots, strict=True):
        if not (spot.node.tainted or _is_echo(detail, spot, meant)):
            place, message = _place_and_message(detail, spot, model)
            yield Problem(place, spot.path, message)


def _meant_paths(detail: ErrorDetails, spot: Spot, model: type[BaseModel]) -> set[Path]:
    """Return the paths that an unknown key was probably meant to be."""
    if detail["type"] != "extra_forbidden":
        return set()
    key = str(spot.path[-1])
    near = nearest(key, list(spot.owner.model_fields))
    homes: set[Path] = {(*home.split("."), key) for home in homes_of(key, model)}
    return homes or ({(*spot.path[:-1], near)} if near else set())


def _is_echo(detail: ErrorDetails, spot: Spot, meant: set[Path]) -> bool:
    """Return whether the error only follows from another one.

    A key is no news as missing if it is there in another spelling or place, or if a preset would
    have filled it in, had the preset been right. A list is not too short for holding items that
    are wrong.
    """
    if detail["type"] == "missing":
        extra = spot.field.json_schema_extra if spot.field else None
        return spot.path in meant or (isinstance(extra, dict) and "preset" in extra)
    if detail["type"] == "too_short" and isinstance(spot.node.content, list | dict):
        least: int = detail.get("ctx", {}).get("min_length", 0)
        return len(spot.node.content) >= least
    return False


def _place_and_message(
    detail: ErrorDetails, spot: Spot, model: type[BaseModel]
) -> tuple[Place, str]:
    """Return where an error is shown, and what is said of it."""
    key_place = spot.node.key_place or spot.node.place
    match detail["type"]:
        case "missing":
            return spot.node.place, missing_key(spot.field)
        case "union_tag_not_found":
            return spot.node.place, "is missing; it says which kind this is"
        case "extra_forbidden":
            return key_place, unknown_key(str(spot.path[-1]), spot.owner, model)
        case _ if detail["loc"][-1:] == (_KEY_STEP,):
            return key_place, unknown_name(str(spot.path[-1]), detail)
        case _:
            return spot.node.place, said(detail, spot.node, spot.expected)


def _spot(detail: ErrorDetails, tree: Node, model: type[BaseModel]) -> Spot:
    """Follow an error's location through tree and model at once.

    Steps that neither knows are pydantic's own labels (the branches of a union) and left out.
    """
    spot = Spot((), tree, model, None, model)
    for step in detail["loc"]:
        child = child_of(spot.node, step)
        owner = _model_in(spot.expected)
        field, expected = _member(spot.expected, step)
        if child is None and expected is None:
            continue
        spot.owner, spot.field, spot.expected = owner or spot.owner, field, expected
        if isinstance(spot.node.content, dict | list):
            spot.path = (*spot.path, step)
        spot.node = child or spot.node
    return _at_the_tag(spot, detail) if detail["type"].startswith("union_tag") else spot


def _at_the_tag(spot: Spot, detail: ErrorDetails) -> Spot:
    """Go on to the key that says which of several models a mapping is."""
    key = str(detail["ctx"]["discriminator"]).strip("'")
    spot.path = (*spot.path, key)
    spot.node = child_of(spot.node, key) or spot.node
    return spot


def _model_in(expected: Any) -> type[BaseModel] | None:
    """Return the model that a type is or may be."""
    if isinstance(expected, type) and issubclass(expected, BaseModel):
        return expected
    inner = (_model_in(choice) for choice in _choices(expected))
    return next((model for model in inner if model is not None), None)


def _choices(expected: Any) -> tuple[Any, ...]:
    """Return what ``X | Y`` and ``Annotated[X, ...]`` are made of; nothing for another type."""
    if hasattr(expected, "__metadata__"):
        return (expected.__origin__,)
    is_container = isinstance(getattr(expected, "__origin__", None), type)
    return () if is_container else get_args(expected)


def _member(expected: Any, step: Step) -> tuple[FieldInfo | None, Any]:
    """Return field and type of what lies under a key or an index of a type."""
    if isinstance(expected, type) and issubclass(expected, BaseModel):
        field = expected.model_fields.get(str(step))
        return field, field.annotation if field else None
    origin, args = getattr(expected, "__origin__", None), get_args(expected)
    if origin is dict and isinstance(step, str) and step != _KEY_STEP:
        return None, args[1]
    if origin in (tuple, list) and isinstance(step, int):
        return None, args[0] if args[-1] is Ellipsis or origin is list else args[step]
    members = (_member(choice, step) for choice in _choices(expected))
    return next((member for member in members if member[1] is not None), (None, None))
