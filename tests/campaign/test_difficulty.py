import pytest

from tests.campaign.towns import town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.difficulty import adjusted, terms_of
from trustsim.campaign.terms import TERMS


def test_normal_changes_nothing():
    assert adjusted(town()) == town()
    assert terms_of("normal") == TERMS


def test_gentle_gives_more_hours_and_hard_fewer():
    hours = {
        level: Campaign(town(difficulty=level), seed=1).report.hours
        for level in ("gentle", "normal", "hard")
    }
    assert hours == {"gentle": 12.0, "normal": 10.0, "hard": 8.5}


def test_hours_never_pass_what_a_week_can_hold():
    scenario = town(difficulty="gentle", brand={"hours": 115})
    assert adjusted(scenario).brand.hours == 120.0


def test_rivals_have_more_hours_when_the_game_is_hard():
    rival = {"id": "rival", "hours": 10}
    assert adjusted(town(difficulty="hard", rivals=[rival])).rivals[0].hours == 12.5


@pytest.mark.parametrize("level", ["gentle", "hard"])
def test_only_constants_change_and_stay_within_their_bounds(level):
    scenario = town(difficulty=level)
    changed = adjusted(scenario)
    assert type(changed).model_validate(changed.model_dump()) == changed
    same = ("topics", "population", "goals", "events", "weeks", "platform")
    assert all(getattr(changed, name) == getattr(scenario, name) for name in same)


def test_the_saved_scenario_is_the_file_s_own():
    campaign = Campaign(town(difficulty="hard"), seed=1)
    assert campaign.scenario.brand.hours == 10.0
    assert campaign.played.brand.hours == 8.5
