from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lab.small import small
from trustsim.campaign.players import player
from trustsim.campaign.run import run
from trustsim.campaign.save import load_save, replay, save_text, write_save
from trustsim.errors import ReplayDiffers, UsageError
from trustsim.lab.almanac import Almanac, Phase, Slot, almanac, phase_of, source_of
from trustsim.lab.batch import carry_out
from trustsim.lab.local import LocalRunner
from trustsim.lab.rehearsed import source_of as strategy_of
from trustsim.lab.reopen import reopened
from trustsim.lab.results import Results
from trustsim.lab.runner import SerialRunner
from trustsim.lab.schedule import schedule_of
from trustsim.lab.search import Aim, search
from trustsim.scenario.load import load_scenario
from trustsim.scenario.schema import Scenario

GIFTS = Phase(3, (Slot("useful", "helpful", "circle", 1),), listen=0.1, take_part=0.2, answer=0.1)
OFFERS = Phase(2, (Slot("offer", "candid", "home", 2),), listen=0.0, take_part=0.1, answer=0.2)


@pytest.fixture(scope="module")
def town() -> Scenario:
    values = {"population.users": 120, "brand.followers": 20, "weeks": 6}
    return load_scenario("garage-band", values)


def test_an_almanac_does_what_its_phases_say(town: Scenario) -> None:
    result = run(town, almanac((GIFTS, OFFERS), 0.88), 1, record="posts")
    posts = result.tables["posts"]
    own = posts["brand"] == 0
    kinds = list(zip(posts["day"][own] // 7, posts["kind"][own], strict=True))
    # weeks 0, 1, 2 give; then every second week is an offer's, and the first of them is week 4
    assert [kind for week, kind in kinds if week < 3] == ["useful"] * 3
    assert {(week, kind) for week, kind in kinds if week >= 3} == {(4, "offer")}


def test_an_almanac_can_be_followed_on_any_luck_to_the_last_week(town: Scenario) -> None:
    for seed in range(8):
        result = run(town, almanac((GIFTS, OFFERS), 1.0), seed)
        assert len(result.weeks) == 6
        assert all(week["hours"] <= 15.0 for week in result.weeks)


def test_the_last_phase_goes_on() -> None:
    assert [phase_of((GIFTS, OFFERS), week) for week in (2, 3, 50)] == [GIFTS, OFFERS, OFFERS]


def test_a_calendar_goes_through_its_strategy_file_unchanged(
    tmp_path: Path, town: Scenario
) -> None:
    file = tmp_path / "found.py"
    file.write_text(source_of((GIFTS, OFFERS), 0.88, "Found by a test."))
    found = player(str(file))
    assert isinstance(found, Almanac)
    assert (found.phases, found.effort) == ((GIFTS, OFFERS), 0.88)
    again = run(town, found, 3)
    assert again.digest == run(town, almanac((GIFTS, OFFERS), 0.88), 3).digest


def test_the_search_gets_better_and_judges_its_best_on_unseen_luck(town: Scenario) -> None:
    pytest.importorskip("optuna")
    told: list[float] = []

    def watch(rows: list[dict[str, Any]]) -> None:
        told.append(rows[0]["goal"])

    aim = Aim("reach", trials=30, seeds=2, phases=2, finalists=3, final_seeds=4)
    found = search(town, aim, SerialRunner(), watch)
    assert told == sorted(told)
    assert len(told) == 30
    assert told[-1] > told[0]
    assert sum(phase.weeks for phase in found.phases) == town.weeks
    assert 0.0 <= found.ask_share <= 1.0
    assert found.judged.count == 4
    assert {"pitch-only", "give-then-ask", "thoughtful"} <= set(found.rivals)
    assert f"{found.ask_share:.0%} ask for something" in found.sentences()
    assert search(town, aim, SerialRunner()) == found


def test_a_goal_that_nobody_counts_is_refused(town: Scenario) -> None:
    with pytest.raises(UsageError, match="'fame' can't be counted; choose from followers"):
        search(town, Aim("fame"), SerialRunner())


def test_a_games_plans_become_a_strategy_for_any_luck(tmp_path: Path, town: Scenario) -> None:
    game = run(town, "thoughtful", 1)
    write_save(game.campaign, tmp_path / "game.json")
    file = tmp_path / "mine.py"
    file.write_text(strategy_of(load_save(tmp_path / "game.json"), "my-game"))
    again = run(town, str(file), 1)
    assert [len(plan.posts) for plan in again.campaign.plans] == [
        len(plan.posts) for plan in game.campaign.plans
    ]
    for seed in range(2, 10):
        assert len(run(town, str(file), seed).weeks) == 6
    other = load_scenario("free-play", {"population.users": 120, "weeks": 8})
    assert len(run(other, str(file), 1).weeks) == 8


def test_any_swept_run_opens_at_any_week_and_is_the_same_run(tmp_path: Path) -> None:
    experiment = small(seeds=2, weeks=4, vary={"over": {"brand.money": [0, 70]}})
    carry_out(schedule_of(experiment), tmp_path / "out", SerialRunner())
    results = Results.load(tmp_path / "out")
    for number in (0, 3, 7):
        whole = reopened(results, number)
        assert replay(whole).digest() == results.runs.loc[number, "digest"]
        part = reopened(results, number, week=2)
        (tmp_path / "part.json").write_text(save_text(part))
        campaign = replay(load_save(tmp_path / "part.json"))
        assert campaign.week == 2
        weeks = results.weeks[results.weeks["run"] == number]
        assert campaign.report.followers == weeks["followers"].iloc[1]
        assert campaign.scenario.brand.money == results.plan.loc[number, "brand.money"]


def test_a_run_or_week_that_is_not_there_is_refused(tmp_path: Path) -> None:
    carry_out(schedule_of(small(seeds=1)), tmp_path / "out", SerialRunner())
    results = Results.load(tmp_path / "out")
    with pytest.raises(UsageError, match=r"there is no run 2; .* has runs 0 to 1"):
        reopened(results, 2)
    with pytest.raises(UsageError, match="the run has no week 3; it goes from 0 to 2"):
        reopened(results, 0, week=3)


def test_a_run_that_would_end_otherwise_now_is_not_opened(tmp_path: Path) -> None:
    carry_out(schedule_of(small(seeds=1)), tmp_path / "out", SerialRunner())
    results = Results.load(tmp_path / "out")
    results.runs.loc[0, "digest"] = "0" * 32
    with pytest.raises(ReplayDiffers, match=r"run 0 ends in .* now, and in 0000"):
        reopened(results, 0)


def test_the_same_aim_finds_the_same_calendar_on_any_number_of_workers(town: Scenario) -> None:
    pytest.importorskip("optuna")
    aim = Aim("reach", trials=20, seeds=1, phases=2, finalists=2, final_seeds=2)
    with LocalRunner(2) as workers:
        assert search(town, aim, workers) == search(town, aim, SerialRunner())
