"""The shipped scenarios are good ones, and free play shows what it is there to show."""

import pytest

from trustsim.campaign.run import run
from trustsim.scenario.load import load_scenario
from trustsim.scenario.shipped import shipped_names
from trustsim.testing import check_scenario


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_scenario_can_be_played_and_kept(name):
    check_scenario(name)


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_scenario_has_words_and_goals_for_every_medal(name):
    scenario = load_scenario(name)
    assert scenario.summary
    assert scenario.story.briefing
    assert scenario.story.lesson
    assert scenario.story.questions
    assert {goal.medal for goal in scenario.goals} == {"bronze", "silver", "gold"}


def test_at_the_party_pitching_empties_the_room_and_talking_fills_it():
    party = load_scenario("the-party")
    shut_out = []
    for seed in range(10):
        loud, kind = (run(party, name, seed).totals for name in ("pitch-only", "contribute-only"))
        assert loud["followers"] == 0
        shut_out.append(loud["ostracism_rate"])
        assert kind["followers"] >= 3
        assert kind["ostracism_rate"] == 0.0
    assert min(shut_out) >= 0.5
    assert sum(shut_out) > 8.0


@pytest.mark.slow
def test_in_a_year_of_free_play_giving_grows_asking_rarely_sells_and_pitching_loses_everybody():
    scenario = load_scenario("free-play")
    results = {
        name: [run(scenario, name, seed) for seed in range(1, 5)]
        for name in ("pitch-only", "contribute-only", "give-then-ask")
    }

    def mean(name: str, column: str) -> float:
        return sum(result.totals[column] for result in results[name]) / len(results[name])

    def early_sales(name: str) -> float:
        return sum(week["sales"] for result in results[name] for week in result.weeks[:4])

    assert all(result.totals["followers"] < 50 for result in results["pitch-only"])
    assert mean("pitch-only", "ostracism_rate") > 0.5
    assert all(result.totals["followers"] > 150 for result in results["contribute-only"])
    assert mean("contribute-only", "deepest_cascade") >= 4
    assert mean("give-then-ask", "sales") >= 3 * mean("pitch-only", "sales")
    assert early_sales("pitch-only") > early_sales("give-then-ask")
    assert early_sales("pitch-only") > early_sales("contribute-only")
