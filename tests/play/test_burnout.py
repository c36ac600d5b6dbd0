"""Burn-out as the player is told of it is burn-out as the table has it."""

import pytest

from tests.campaign.towns import town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, Work
from trustsim.play.burnout import tiredness


def worked(hours):
    return Plan(work=(Work(kind="take_part", circle="keepers", hours=hours),))


@pytest.mark.parametrize("difficulty", ["gentle", "normal", "hard"])
def test_tiredness_follows_the_hours_of_the_table(difficulty):
    campaign = Campaign(town(difficulty=difficulty, weeks=20), 1)
    seen = set()
    for share in (1.0, 0.95, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.92, 0.3):
        campaign.play_week(worked(share * campaign.report.hours))
        told = tiredness(campaign)
        hours = campaign._desks[0].hours
        assert told.full_weeks == hours.full_weeks
        assert told.is_worn_out == hours.is_burnt_out
        if told.is_worn_out:
            assert campaign.report.hours == pytest.approx(campaign.played.brand.hours - told.lost)
        seen.add((told.is_near, told.is_worn_out))
    assert seen == {(False, False), (True, False), (False, True)}


def test_hours_that_an_event_gives_count_for_the_week_they_are_given_in():
    event = {"week": 2, "kind": "hours", "amount": -4, "text": "Exams."}
    campaign = Campaign(town(events=[event]), 1)
    for hours in (10.0, 6.0, 9.5):
        campaign.play_week(worked(hours))
    assert tiredness(campaign).is_worn_out
    assert campaign._desks[0].hours.is_burnt_out
