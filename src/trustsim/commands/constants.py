"""The command ``constants``: every constant of the model, and where it comes from."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

LABELS = ("text", "literature", "fitted", "guess")
ROOMS = ("market", "campaign")
"""Rooms whose modules have constants of their own."""

UNITS = {
    "market.brandpost.FIRST_HOUR": "hours",
    "market.brandpost.LAST_HOUR": "hours",
    "market.people.SOCIAL_HOURS": "hours a day",
    "market.people.OTHER_HOURS": "hours a day",
    "market.people.HOURS_HALF_ONLINE": "hours a day",
    "market.people.MOST_POSTING": "posts a day",
    "market.talk.SHORTEST_CLOSURE": "days",
    "market.talk.FEWEST_FRIENDS": "users",
    "market.work.SAME_APOLOGY_DAYS": "days",
    "market.measures.FEWEST_IN_TAIL": "values",
}
"""What constants of a module are counted in; the others are pure numbers."""

_LABELLED = re.compile(r"\((text|literature|fitted|guess)\b[:,;]?\s*([^)]*)\)", re.DOTALL)


@click.command()
@click.option("--label", type=click.Choice(LABELS), help="Only those with this label.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def constants(label: str | None, as_json: bool) -> None:
    """List the model's constants.

    Each with its value, unit, and where it comes from: text (the source texts), literature (with
    the citation), fitted (to a row of the evidence) or guess.
    """
    rows = [row for row in all_constants() if label in (None, row["label"])]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        value = f"{row['value']} {row['unit']}".strip()
        source = f": {row['source']}" if row["source"] else ""
        click.echo(f"{row['name']} = {value}  [{row['label']}{source}]  {row['description']}")
    click.echo(f"{len(rows)} constants")


def all_constants() -> list[dict[str, Any]]:
    """Return every constant of the model.

    The rules, the table's terms, what difficulties change, the platform presets, and what stands in
    modules of the machine and the table.
    """
    from trustsim.campaign.difficulty import HANDICAPS
    from trustsim.campaign.terms import TERMS
    from trustsim.scenario.platforms import PRESETS
    from trustsim.scenario.rules import Rules

    rows = [*_fields(Rules(), "rules"), *_fields(TERMS, "terms")]
    for level, handicap in HANDICAPS.items():
        rows += _fields(handicap, f"difficulty.{level}")
    for name in PRESETS:
        rows += _preset(name)
    return [*rows, *_modules()]


def _preset(name: str) -> Iterator[dict[str, Any]]:
    """Yield the numbers of a platform preset; which are fitted is told preset by preset."""
    from trustsim.scenario.platforms import FITTED, GUESSED, Platform

    for row in _fields(Platform.model_validate(name), f"platform.{name}"):
        key = row["name"].rpartition(".")[2]
        rows = FITTED.get(name, {}).get(key)
        source = rows or GUESSED.get(key, "")
        yield {**row, "label": "fitted" if rows else "guess", "source": source}


def _fields(part: BaseModel, path: str) -> Iterator[dict[str, Any]]:
    """Yield the numbers of a part, and of the parts in it."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from _fields(value, f"{path}.{name}")
        elif isinstance(value, int | float):
            extra = field.json_schema_extra
            told: dict[str, Any] = dict(extra) if isinstance(extra, dict) else {}
            yield {
                "name": f"{path}.{name}",
                "value": value,
                "unit": str(told.get("unit", "")),
                # Tables of guesses (kinds, answers) say so once, in their own docstring.
                "label": str(told.get("label", "guess")),
                "source": str(told.get("source", "")),
                "description": field.description or "",
            }


def _modules() -> Iterator[dict[str, Any]]:
    """Yield the constants of modules whose docstring carries a label."""
    for room in ROOMS:
        spec = find_spec(f"trustsim.{room}")
        assert spec is not None
        for folder in spec.submodule_search_locations or ():
            for file in sorted(Path(folder).glob("*.py")):
                yield from _of_module(file, room)


def _of_module(file: Path, room: str) -> Iterator[dict[str, Any]]:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    for node, words in pairwise(body):
        if not (isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(words, ast.Expr)):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        text = words.value
        if node.value is None or not isinstance(text, ast.Constant):
            continue
        found = _LABELLED.search(str(text.value))
        if found is None:
            continue
        for key, value in _named(target, node.value):
            name = f"{room}.{file.stem}.{key}"
            yield {
                "name": name,
                "value": _number(value),
                "unit": UNITS.get(name, ""),
                "label": found.group(1),
                "source": " ".join(found.group(2).split()),
                "description": " ".join(str(text.value)[: found.start()].split()),
            }


def _named(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield what is given to each name: ``A, B = 1, 2`` gives two numbers one docstring."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(map(ast.unparse, target.elts), value.elts, strict=True)
    else:
        yield ast.unparse(target), value


def _number(value: ast.expr) -> Any:
    """Return a number as it is, or numbers; what has to be computed, as it is written."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "np.array":
        value = value.args[0]
    try:
        return ast.literal_eval(value)
    except ValueError:
        return ast.unparse(value)
