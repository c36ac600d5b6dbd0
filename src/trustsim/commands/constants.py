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
    """Return every constant of the model: rules, platform presets, and the machine's own."""
    from trustsim.campaign.terms import TERMS
    from trustsim.scenario.platforms import PRESETS, Platform
    from trustsim.scenario.rules import Rules

    rows = [*_fields(Rules(), "rules"), *_fields(TERMS, "terms")]
    for name in PRESETS:
        rows += _fields(Platform.model_validate(name), f"platform.{name}")
    return [*rows, *_machine()]


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


def _machine() -> Iterator[dict[str, Any]]:
    """Yield the constants of the machine's modules whose docstring carries a label."""
    spec = find_spec("trustsim.market")
    assert spec is not None
    for folder in spec.submodule_search_locations or ():
        for file in sorted(Path(folder).glob("*.py")):
            yield from _of_module(file)


def _of_module(file: Path) -> Iterator[dict[str, Any]]:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    for node, words in pairwise(body):
        if not (isinstance(node, ast.Assign) and isinstance(words, ast.Expr)):
            continue
        target, text = node.targets[0], words.value
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
            continue
        found = _LABELLED.search(text.value)
        if found is None:
            continue
        description = " ".join(text.value[: found.start()].split())
        yield {
            "name": f"market.{file.stem}.{ast.unparse(target)}",
            "value": ast.unparse(node.value),
            "unit": "",
            "label": found.group(1),
            "source": " ".join(found.group(2).split()),
            "description": description,
        }
