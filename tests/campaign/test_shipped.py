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
    for seed in range(10):
        loud, kind = (run(party, name, seed).totals for name in ("pitch-only", "contribute-only"))
        assert loud["followers"] == 0
        assert loud["ostracism_rate"] > 0.5
        assert kind["followers"] >= 3
        assert kind["ostracism_rate"] == 0.0
