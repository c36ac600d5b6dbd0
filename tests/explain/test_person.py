"""The person ledger: every change with its cause, and they sum to today's trust."""

import pytest

from tests.explain.games import game, played
from trustsim.errors import UsageError
from trustsim.explain.person import person_ledger, starting_trust


def test_every_ledger_sums_to_todays_trust():
    campaign = game()
    trust = campaign.market.world.trust(0)
    for user in range(campaign.market.world.users):
        entries = person_ledger(campaign, user)
        today = entries[-1].trust if entries else starting_trust(campaign)
        assert today == pytest.approx(trust[user], abs=1e-9)


def test_changes_stand_in_the_order_of_days_and_name_their_week():
    campaign = game()
    entries = max((person_ledger(campaign, user) for user in range(40)), key=len)
    days = [entry.day for entry in entries]
    assert days == sorted(days)
    assert all(entry.week == entry.day // 7 + 1 for entry in entries)
    assert len(entries) > 2


def test_nobody_has_a_number_beyond_the_last():
    with pytest.raises(UsageError, match="there is no person 150; people are 0 to 149"):
        person_ledger(game(), 150)


def test_a_run_recorded_with_less_has_no_ledger():
    with pytest.raises(UsageError, match="record at level 'full'"):
        person_ledger(played(weeks=1, record="weeks"), 0)
