"""The doctor: what bots saw of a scenario is what it says."""

import json
from pathlib import Path

import pytest

from tests.commands.test_check import checked
from trustsim.commands.doctor import BOTS, Diagnosis, diagnosis, seeds_for
from trustsim.scenario.load import load_scenario

TOWN = """
name: town
title: The town
weeks: 4
topics: [music]
population:
  users: 60
  circles: [{id: all, name: Everybody, topics: {music: 1}}]
brand: {followers: 5}
"""


def seen(tmp_path: Path, more: str) -> Diagnosis:
    (tmp_path / "town.yaml").write_text(TOWN + more)
    return diagnosis(load_scenario(tmp_path / "town.yaml"), seeds=2)


def test_every_bot_plays_every_seed_to_its_end(tmp_path: Path):
    found = seen(tmp_path, "")
    assert {(run.bot, run.seed) for run in found.runs} == {(b, s) for b in BOTS for s in (1, 2)}
    assert all(len(found.of(bot)) == 2 for bot in BOTS)


def test_a_scenario_without_goals_can_not_be_won(tmp_path: Path):
    assert seen(tmp_path, "").findings()[0].startswith("It has no goals")


def test_what_the_idle_win_is_too_easy(tmp_path: Path):
    goals = "goals: [{medal: bronze, measure: aware, at_least: 1}]\n"
    findings = seen(tmp_path, goals).findings()
    assert "Bronze can be won: 'thoughtful' does so on 2 of 2 seeds." in findings
    assert any("does nothing at all wins bronze on 2 of 2 seeds: too easy" in f for f in findings)


def test_what_nobody_can_reach_is_named_with_who_came_closest(tmp_path: Path):
    goals = "goals: [{medal: gold, measure: followers, at_least: 61, text: Everybody.}]\n"
    found = seen(tmp_path, goals)
    most = max(run.goals[0].value for run in found.runs)
    assert "No bot wins gold, on 2 seeds." in found.findings()
    hopeless = next(f for f in found.findings() if f.startswith("No bot reaches the goal"))
    assert "'Everybody.': the closest is " in hopeless
    assert f"ends at {most:,.10g}." in hopeless


def test_a_recipe_that_wins_the_best_medal_is_told(tmp_path: Path):
    goals = "goals: [{medal: bronze, measure: reach, at_least: 1}]\n"
    findings = seen(tmp_path, goals).findings()
    told = "nothing but 'useful' posts wins bronze on 2 of 2 seeds. Players can win by repeating"
    assert any(told in finding for finding in findings)


def test_a_medal_that_is_safe_in_the_first_week_makes_a_long_game(tmp_path: Path):
    goals = "goals: [{medal: bronze, measure: aware, at_least: 1}]\n"
    long = [f for f in seen(tmp_path, goals).findings() if f.startswith("It may be too long")]
    assert long == [
        "It may be too long: where 'thoughtful' wins bronze, it mostly has it from week 1 of 4 on, "
        "and nothing is left to win after that."
    ]


def test_an_event_after_the_last_week_never_happens(tmp_path: Path):
    events = "events: [{week: 3, kind: news, text: Snow}, {week: 9, kind: news, text: Thaw}]\n"
    findings = seen(tmp_path, events).findings()
    assert "The event 'Thaw' never happens: it is set for week 9, and there are 4." in findings
    assert not any("Snow" in finding for finding in findings)


def test_the_same_scenario_gets_the_same_diagnosis(tmp_path: Path):
    assert seen(tmp_path, "") == seen(tmp_path, "")


@pytest.mark.parametrize(("users", "seeds"), [(60, 10), (5_000, 10), (100_000, 1), (5_000_000, 1)])
def test_a_large_world_is_played_on_fewer_seeds(users: int, seeds: int):
    assert seeds_for(load_scenario("garage-band"), users) == seeds


def test_the_command_says_good_first_and_then_what_the_bots_saw(tmp_path: Path):
    file = tmp_path / "town.yaml"
    file.write_text(TOWN + "goals: [{medal: bronze, measure: aware, at_least: 1}]\n")
    result = checked(str(file), "--doctor", "--seeds", "1")
    lines = result.output.splitlines()
    assert result.return_value == 0
    assert lines[0] == f"{file}: good (60 users, 4 weeks, 1 circle)"
    assert lines[2] == "The town: 15 bots played it on 1 seed each."
    assert ["thoughtful", "1", "-"] in [line.split() for line in lines]


def test_the_command_tells_programs_the_same(tmp_path: Path):
    file = tmp_path / "town.yaml"
    file.write_text(TOWN)
    (found,) = json.loads(checked(str(file), "--doctor", "--seeds", "1", "--json").output)["files"]
    assert found["doctor"]["seeds"] == 1
    assert list(found["doctor"]["bots"]) == list(BOTS)


def test_the_doctor_does_not_see_a_file_with_mistakes(tmp_path: Path):
    file = tmp_path / "town.yaml"
    file.write_text(TOWN + "goal: []\n")
    result = checked(str(file), "--doctor")
    assert result.return_value == 3
    assert "bots" not in result.output
