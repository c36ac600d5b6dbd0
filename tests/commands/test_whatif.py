"""`trustsim whatif`: one decision of a saved game changed, both futures compared."""

import json

import pytest

from tests.explain.games import played
from trustsim.campaign.save import load_save, replay, write_save
from trustsim.cli import run


@pytest.fixture
def trustsim(capsys, monkeypatch):
    """Return ``trustsim(*words)``: run a command line; (exit code, stdout, stderr)."""

    def call(*words):
        monkeypatch.setenv("COLUMNS", "100")
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def save(tmp_path):
    """Return a saved game of five weeks."""
    path = tmp_path / "game.json"
    write_save(played(record="weeks"), path)
    return path


def test_both_futures_come_as_one_json_object(trustsim, save):
    code, out, err = trustsim("whatif", save, "--week", 3, "--drop", 1, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert [pair["week"] for pair in found["weeks"]] == [3, 4, 5]
    assert found["weeks"][0]["was"]["asks"] - found["weeks"][0]["would_be"]["asks"] == 1
    assert len(found["people"]) + found["identical_people"] == 150
    assert found["digests"]["was"] == load_save(save).digests[5]
    assert found["digests"]["would_be"] != found["digests"]["was"]
    assert len(found["plan"]["posts"]) - len(found["changed"]["posts"]) == 1


def test_both_futures_are_printed_week_by_week(trustsim, save):
    code, out, _ = trustsim("whatif", save, "--week", 3, "--nothing")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("Town, seed 5: week 3 otherwise")
    assert lines[1].split()[:3] == ["week", "followers", "reach"]
    assert "->" in lines[2]
    assert any("people end otherwise" in line for line in lines)


def test_a_plan_from_a_file_is_played_instead(trustsim, save, tmp_path):
    plan = tmp_path / "plan.json"
    plan.write_text('{"posts": [{"kind": "fun", "topic": "tea"}]}', encoding="utf-8")
    code, out, _ = trustsim("whatif", save, "--week", 2, "--plan", plan, "--json")
    assert code == 0
    assert json.loads(out)["changed"]["posts"][0]["kind"] == "fun"


def test_of_a_save_its_own_plan_of_that_week_is_taken(trustsim, save):
    code, out, _ = trustsim("whatif", save, "--week", 4, "--plan", save, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["digests"]["was"] == found["digests"]["would_be"]
    assert found["people"] == []


def test_the_other_future_can_be_saved_and_replayed(trustsim, save, tmp_path):
    other = tmp_path / "other.json"
    _, out, _ = trustsim("whatif", save, "--week", 3, "--nothing", "--out", other, "--json")
    assert replay(load_save(other)).digest() == json.loads(out)["digests"]["would_be"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--week", 9, "--nothing"), 2, "week 9 wasn't played; choose from 1 to 5"),
        (("--week", 2), 2, "say what is decided instead: --plan FILE, --drop N, or --nothing"),
        (("--week", 2, "--nothing", "--drop", 1), 2, "say what is decided instead"),
        (("--week", 2, "--drop", 7), 2, "that week's plan has no post 7; it has 1"),
        (("--week", 2, "--drop-work", 2), 2, "that week's plan has no work 2; it has 1"),
        (("--week", 2, "--plan", "none.json"), 3, "there is no save none.json"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(trustsim, save, words, code, said):
    assert trustsim("whatif", save, *words)[0] == code
    assert said in trustsim("whatif", save, *words)[2]


def test_a_plan_with_too_many_hours_is_refused(trustsim, save, tmp_path):
    plan = tmp_path / "plan.json"
    post = '{"kind": "fun", "topic": "tea", "care": 30}'
    plan.write_text(f'{{"posts": [{post}]}}', encoding="utf-8")
    code, _, err = trustsim("whatif", save, "--week", 2, "--plan", plan)
    assert code == 2
    assert "that can't be decided: week 2: the plan takes" in err


def test_a_list_of_too_few_plans_names_the_week(trustsim, save, tmp_path):
    plans = tmp_path / "plans.json"
    plans.write_text("[{}, {}]", encoding="utf-8")
    code, _, err = trustsim("whatif", save, "--week", 4, "--plan", plans)
    assert code == 3
    assert "has plans for 2 weeks, and none for week 4" in err


def test_a_broken_save_is_a_bad_file(trustsim, save):
    save.write_text(save.read_text(encoding="utf-8")[:200], encoding="utf-8")
    code, _, err = trustsim("whatif", save, "--week", 2, "--nothing")
    assert code == 3
    assert "is cut or damaged" in err
