"""The generated page and JSON Schema: current, complete, and closed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from pydantic import BaseModel

from trustsim.scenario.json_schema import json_schema, json_schema_text
from trustsim.scenario.reference import files, main, reference_text, stale
from trustsim.scenario.schema import Scenario


def test_the_committed_files_are_current():
    assert stale() == [], "run: python -m trustsim.scenario.reference --write"


def test_they_are_the_page_and_the_schema():
    assert [path.name for path in files()] == ["scenario-reference.md", "scenario.schema.json"]


def test_the_command_says_whether_they_are_current(capsys: pytest.CaptureFixture[str]):
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "trustsim.scenario.reference"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_a_file_that_is_not_current_is_named_and_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("trustsim.scenario.reference._ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["reference"])
    assert main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "docs/scenario-reference.md: not current",
        "scenarios/scenario.schema.json: not current",
    ]
    monkeypatch.setattr(sys, "argv", ["reference", "--write"])
    assert main() == 0
    assert (tmp_path / "docs" / "scenario-reference.md").read_text() == reference_text()
    assert (tmp_path / "scenarios" / "scenario.schema.json").read_text() == json_schema_text()
    monkeypatch.setattr(sys, "argv", ["reference"])
    assert main() == 0


def every_model(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Return ``model`` and every model that its fields hold."""
    found = {model}
    for field in model.model_fields.values():
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= every_model(part)
    return found


def test_the_page_has_every_part_and_every_key():
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", reference_text(), re.M | re.S))
    assert set(sections) == {model.__name__ for model in every_model(Scenario)}
    for model in every_model(Scenario):
        keys = re.findall(r"^\| `(\w+)` \|", sections[model.__name__], re.M)
        assert keys[: len(model.model_fields)] == list(model.model_fields)


def test_every_key_on_the_page_is_described():
    rows = [line.split("|") for line in reference_text().splitlines() if line.startswith("| `")]
    assert len(rows) > 100
    assert [cells[1] for cells in rows if not cells[2].strip()] == []


def test_every_link_on_the_page_leads_to_a_part():
    text = reference_text()
    headings = {heading.lower() for heading in re.findall(r"^## (\w+)$", text, re.M)}
    assert set(re.findall(r"\]\(#(\w+)\)", text)) <= headings


def test_the_schema_is_a_json_schema_of_draft_7():
    schema = json_schema()
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)
    assert json.loads(json_schema_text()) == schema


def test_the_schema_has_no_word_that_draft_7_does_not_know():
    text = json_schema_text()
    for word in ("$defs", "prefixItems", '"label"', '"unit"', '"source"', '"discriminator"'):
        assert word not in text


def test_no_reference_of_the_schema_has_neighbours():
    def references(schema: object):
        if isinstance(schema, dict):
            if isinstance(schema.get("$ref"), str):
                yield schema
            for value in schema.values():
                yield from references(value)
        elif isinstance(schema, list):
            for value in schema:
                yield from references(value)

    found = list(references(json_schema()))
    assert len(found) > 10
    assert all(set(schema) == {"$ref"} for schema in found)


def test_what_a_base_may_have_need_not_be_in_a_file_that_extends():
    validator = jsonschema.Draft7Validator(json_schema())
    assert list(validator.iter_errors({"extends": "x", "population": {"users": 50}})) == []
    errors = validator.iter_errors({"population": {"users": 50}})
    assert sorted(error.message for error in errors) == [
        "'circles' is a required property",
        "'name' is a required property",
        "'title' is a required property",
        "'topics' is a required property",
    ]
