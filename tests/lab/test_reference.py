"""The experiment reference and JSON Schema say what the format says."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from trustsim.lab.arm import NamedArm
from trustsim.lab.columns import MEASURES, WORLD
from trustsim.lab.experiment import Experiment
from trustsim.lab.outcome import Hypothesis, Outcome
from trustsim.lab.reading import shipped_claims, shipped_experiments
from trustsim.lab.reference import json_schema, json_schema_text, reference_text, stale
from trustsim.lab.turn import Turn
from trustsim.scenario.shipped import shipped_folder

jsonschema = pytest.importorskip("jsonschema")

SHIPPED = {**shipped_experiments(), **shipped_claims()}


def errors(content: dict[str, Any]) -> list[str]:
    return [
        error.message for error in jsonschema.Draft7Validator(json_schema()).iter_errors(content)
    ]


def test_the_committed_files_are_current() -> None:
    assert stale() == [], "run: python -m trustsim.lab.reference --write"


def test_the_schema_is_a_json_schema_of_draft_7() -> None:
    jsonschema.Draft7Validator.check_schema(json_schema())
    for word in ("$defs", "prefixItems"):
        assert word not in json_schema_text()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_experiment_fits_the_schema(name: str) -> None:
    file = SHIPPED[name]
    text = file.read_text(encoding="utf-8")
    assert errors(yaml.safe_load(text)) == []
    first = text.partition("\n")[0]
    schema = (file.parent / first.rpartition("=")[2]).resolve()
    assert schema == (shipped_folder("scenarios") / "experiments/experiment.schema.json").resolve()


def test_the_schema_finds_what_the_format_refuses() -> None:
    good = yaml.safe_load(SHIPPED["A4"].read_text(encoding="utf-8"))
    assert errors({**good, "seeds": [1, 2]}) == errors({**good, "seeds": {"count": 5}}) == []
    assert errors({**good, "sedes": 5})
    assert errors({**good, "strategies": [{"name": "a"}]})
    assert errors({**good, "turn": {"along": "weeks", "values": [1]}})


def test_the_page_has_every_key_and_every_measure() -> None:
    text = reference_text()
    for model in (Experiment, NamedArm, Outcome, Hypothesis, Turn):
        assert all(f"| `{key}` |" in text for key in model.model_fields)
    assert all(f"| `{column.name}` | {column.meaning}" in text for column in (*MEASURES, *WORLD))
