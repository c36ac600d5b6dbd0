"""`trustsim diff`: the first week and day on which two runs differ."""

import json

import pytest

from tests.campaign.towns import town
from tests.explain.games import SEED, played
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.run import result_of
from trustsim.campaign.save import write_save
from trustsim.cli import run
from trustsim.explain.whatif import without


@pytest.fixture
def diff(capsys):
    """Return ``diff(*words)``: run the command; (exit code, stdout, stderr)."""

    def call(*words):
        code = run(["diff", *(str(word) for word in words)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def save(tmp_path):
    """Return ``save(campaign, name)``: save it and return the file."""

    def keep(campaign, name):
        write_save(campaign, tmp_path / name)
        return tmp_path / name

    return keep


def changed_in_week_4():
    """Return the game with one post more on the Thursday of its fourth week."""
    campaign, other = played(record="weeks"), Campaign(town(), SEED, record="weeks")
    other.play_weeks(campaign.plans[:3])
    plan = campaign.plans[3]
    late = plan.posts[0].model_copy(update={"day": 3, "care": 0.5})
    other.play_week(without(plan, posts=[2]).model_copy(update={"posts": (plan.posts[0], late)}))
    return campaign, other


def test_a_run_is_the_same_as_itself(diff, save):
    one = save(played(record="weeks"), "one.json")
    code, out, err = diff(one, one)
    assert (code, err) == (0, "")
    assert out == "The two runs are the same: 5 weeks, every table alike.\n"


def test_the_first_week_and_day_are_found_and_the_plan_that_made_them(diff, save):
    one, other = changed_in_week_4()
    code, out, _ = diff(save(one, "one.json"), save(other, "other.json"))
    assert code == 1
    assert "The first week that was decided otherwise is week 4:" in out
    assert "posts[1].kind: pitch / useful" in out
    assert "The first day that differs is day 25 (Thursday of week 4):" in out
    assert "The first week that ended otherwise is week 4:" in out
    assert "They have 5 and 4 weeks; what both have is compared." in out


def test_the_same_comes_as_json(diff, save):
    one, other = changed_in_week_4()
    code, out, _ = diff(save(one, "one.json"), save(other, "other.json"), "--json")
    found = json.loads(out)
    assert code == 1
    assert found["same"] is False
    assert (found["plan_week"], found["day"], found["week"]) == (4, 24, 4)
    assert {event["where"] for event in found["events"]} >= {"posts", "exposures"}


def test_other_seeds_and_scenarios_are_named_as_the_cause(diff, save):
    one, other = played(weeks=1), played(weeks=1, seed=6, title="Another town")
    code, out, _ = diff(save(one, "one.json"), save(other, "other.json"))
    assert code == 1
    assert "  seed: 5 / 6\n" in out
    assert "  scenario.title: Town / Another town\n" in out


def test_a_save_can_be_compared_with_the_tables_of_its_run(diff, save, tmp_path):
    campaign = played()
    result_of(campaign, "player").write(tmp_path / "tables")
    code, out, _ = diff(save(campaign, "one.json"), tmp_path / "tables")
    assert code == 0
    assert "the same: 5 weeks" in out


def test_two_folders_of_other_levels_are_compared_in_what_both_have(diff, tmp_path):
    one, other = changed_in_week_4()
    result_of(one, "player").write(tmp_path / "one")
    result_of(other, "player").write(tmp_path / "other")
    code, out, _ = diff(tmp_path / "one", tmp_path / "other")
    assert code == 1
    assert "The first week that ended otherwise is week 4:" in out
    assert "day that differs" not in out


def test_a_folder_without_a_run_is_a_bad_file(diff, tmp_path):
    code, _, err = diff(tmp_path, tmp_path)
    assert code == 3
    assert "holds no weeks.parquet, so it is no run" in err


def test_a_table_that_is_none_is_a_bad_file(diff, tmp_path):
    (tmp_path / "weeks.parquet").write_bytes(b"nothing")
    code, _, err = diff(tmp_path, tmp_path)
    assert code == 3
    assert "weeks.parquet is no table that can be read" in err


def test_a_file_that_is_not_there_is_a_bad_file(diff, save, tmp_path):
    code, _, err = diff(tmp_path / "none.json", save(played(weeks=1), "one.json"))
    assert code == 3
    assert "there is no save" in err
