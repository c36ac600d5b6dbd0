"""The format's own test: files that are right, and files that are wrong and say how.

An invalid file begins with the messages it gets, a comment line each: all of them, in order, and
no others. A ``…`` in a message stands for anything.
"""

import re
from pathlib import Path

import jsonschema
import pytest

from trustsim.scenario.json_schema import json_schema
from trustsim.scenario.load import examine
from trustsim.scenario.resolved import fingerprint, from_resolved, resolved_json
from trustsim.scenario.schema import Scenario
from trustsim.scenario.source import read_file
from trustsim.scenario.tree import plain
from trustsim.scenario.validation import validated

CASES = Path(__file__).parent / "cases"
VALID = sorted((CASES / "valid").glob("*.yaml"))
INVALID = sorted((CASES / "invalid").glob("*.yaml"))


def name_of(path: Path) -> str:
    return path.stem


def expected_messages(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = lines[: next(i for i, line in enumerate([*lines, ""]) if not line.startswith("# "))]
    return [comment.removeprefix("# ") for comment in comments]


def test_there_are_enough_cases_of_both_sorts():
    assert len(VALID) >= 15
    assert len(INVALID) >= 60


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_an_invalid_file_gets_these_messages_and_no_others(path: Path):
    found = examine(path)
    expected = expected_messages(path)
    said = [str(problem).removeprefix(f"{path}:").strip() for problem in found.problems]
    assert expected, "the first line of an invalid file says what is expected"
    assert found.scenario is None
    assert len(said) == len(expected), said
    for actual, message in zip(said, expected, strict=True):
        pattern = ".*".join(re.escape(part) for part in message.split("…"))
        assert re.fullmatch(pattern, actual), f"{actual!r} is not {message!r}"


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_a_valid_file_has_no_problem(path: Path):
    found = examine(path)
    assert [str(problem) for problem in found.problems] == []
    assert found.scenario is not None


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_a_valid_file_survives_its_resolved_form(path: Path):
    scenario = examine(path).scenario
    assert scenario is not None
    again = from_resolved(resolved_json(scenario))
    assert again == scenario
    assert fingerprint(again) == fingerprint(scenario)


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_the_json_schema_accepts_a_valid_file(path: Path):
    tree = read_file(path).tree
    assert tree is not None
    assert [error.message for error in schema_errors(plain(tree))] == []


BEYOND_A_SCHEMA = {
    "circle-of-unknown-topic",
    "event-in-unknown-circle",
    "event-of-unknown-facet",
    "event-of-unknown-topic",
    "first-circle-unknown",
    "goal-with-two-bounds",
    "goal-without-bound",
    "more-followers-than-users",
    "product-of-unknown-topic",
    "rival-of-unknown-topic",
    "rival-without-id",
    "two-brands-alike",
    "two-circles-alike",
    "two-facets-alike",
}
"""Cases about names and numbers that must fit one another."""


def is_for_a_schema(path: Path) -> bool:
    reading = read_file(path)
    if reading.tree is None or reading.problems or path.stem in BEYOND_A_SCHEMA:
        return False
    return not path.stem.startswith("extends") and bool(validated(reading.tree, Scenario)[1])


@pytest.mark.parametrize("path", list(filter(is_for_a_schema, INVALID)), ids=name_of)
def test_the_json_schema_refuses_what_a_schema_can_tell(path: Path):
    tree = read_file(path).tree
    assert tree is not None
    assert schema_errors(plain(tree))


def schema_errors(value: object) -> list[jsonschema.ValidationError]:
    return list(jsonschema.Draft7Validator(json_schema()).iter_errors(value))
