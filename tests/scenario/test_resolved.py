"""The resolved form: explicit, canonical, and the same again when it is read."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.errors import BadFile
from trustsim.scenario.load import load_scenario
from trustsim.scenario.resolved import fingerprint, from_resolved, resolve, resolved_json
from trustsim.scenario.schema import Scenario

CASES = Path(__file__).parent / "cases" / "valid"
CIRCLES = CASES / "circles.yaml"


def test_every_default_is_written_out():
    resolved = resolve(load_scenario(CASES / "short.yaml"))
    assert set(resolved) == set(Scenario.model_fields)
    assert resolved["platform"]["mean_ties"] == 18.0
    assert resolved["rules"]["trust"]["prior_harm"] == 2.0
    assert resolved["extends"] is None


def test_the_text_is_canonical():
    text = resolved_json(load_scenario(CIRCLES))
    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def test_the_fingerprint_is_that_of_the_content_not_of_the_writing(tmp_path: Path):
    file = tmp_path / "town.yaml"
    file.write_text(
        """\
# The same in another order, in other words, with defaults spelt out.
weeks: 12
population:
  circles: [{topics: {"music": 1.0}, name: 'Fans', share: 1e0, id: fans}]
  users: 2e3
topics: ["music"]
title: "A town"
platform: {preset: myspace}
name: town
"""
    )
    assert load_scenario(file) == load_scenario(CASES / "short.yaml")
    assert fingerprint(load_scenario(file)) == fingerprint(load_scenario(CASES / "short.yaml"))


def test_every_change_changes_the_fingerprint():
    changes = {"weeks": 13, "rules.weekly.drift": 0.0041, "platform": "twitter", "title": "B"}
    prints = {fingerprint(load_scenario(CIRCLES, {path: v})) for path, v in changes.items()}
    assert len(prints | {fingerprint(load_scenario(CIRCLES))}) == 5


def test_a_fingerprint_is_32_hexadecimal_digits():
    digits = fingerprint(load_scenario(CIRCLES))
    assert len(digits) == 32
    assert int(digits, 16) >= 0


def test_a_resolved_form_is_a_scenario_file_as_well(tmp_path: Path):
    scenario = load_scenario(CIRCLES, {"summary": "So that there is one."})
    (tmp_path / "resolved.yaml").write_text(resolved_json(scenario), encoding="utf-8")
    assert load_scenario(tmp_path / "resolved.yaml") == scenario


def test_a_mapping_and_bytes_are_read_like_the_text():
    scenario = load_scenario(CIRCLES, {"summary": "So that there is one."})
    assert from_resolved(resolve(scenario)) == scenario
    assert from_resolved(resolved_json(scenario).encode()) == scenario


@pytest.mark.parametrize(
    ("resolved", "message"),
    [
        ("{", "this is no resolved scenario: at its beginning, "),
        ("[]", "this is no resolved scenario: at its beginning, "),
        ({"name": "a"}, "this is no resolved scenario: at title, "),
        ('{"population": {"users": "5"}}', "this is no resolved scenario: at "),
    ],
)
def test_what_is_no_resolved_form_is_refused(resolved: str | dict[str, object], message: str):
    with pytest.raises(BadFile) as refusal:
        from_resolved(resolved)
    assert str(refusal.value).startswith(message)


@given(
    users=st.integers(5, 5_000_000),
    weeks=st.integers(1, 520),
    weights=st.dictionaries(
        st.sampled_from(["a", "b", "c", "d", "e"]), st.floats(0, 1e6), min_size=1
    ),
    need=st.floats(0, 1),
    summary=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120),
    amount=st.floats(-1e6, 1e6),
)
def test_any_scenario_is_the_same_again(users, weeks, weights, need, summary, amount):
    scenario = Scenario.model_validate(
        {
            "name": "town",
            "title": "A town",
            "summary": summary,
            "weeks": weeks,
            "topics": ["a", "b", "c", "d", "e"],
            "population": {
                "users": users,
                "circles": [{"id": "x", "name": "X", "topics": weights, "need": need}],
            },
            "events": [{"week": 1, "kind": "money", "text": "!", "amount": amount}],
        }
    )
    again = from_resolved(resolved_json(scenario))
    assert again == scenario
    assert resolved_json(again) == resolved_json(scenario)
