"""The luck meter: the same plans in other worlds."""

import pytest

from tests.campaign.towns import GOOD_WEEK, LOUD_WEEK, town
from tests.explain.games import game
from trustsim.campaign.campaign import Campaign
from trustsim.errors import UsageError
from trustsim.explain.luck import Luck, World, luck, worlds


def of(own, *values, measure="followers"):
    return Luck(measure, own, None, tuple(World(i, v, None) for i, v in enumerate(values)))


def test_the_percentile_is_the_share_of_worlds_below_and_half_of_the_equals():
    assert of(5, 1, 2, 5, 9).percentile == pytest.approx((2 + 0.5) / 4)
    assert of(9, 1, 2, 3, 4).percentile == 1.0
    assert of(0, 1, 2, 3, 4).percentile == 0.0


def test_where_less_is_better_the_percentile_counts_the_other_way():
    assert of(0.1, 0.2, 0.3, measure="ostracism_rate").percentile == 1.0


def test_the_verdict_is_by_quarters():
    assert of(9, 1, 2, 3, 4).verdict == "lucky"
    assert of(2.5, 1, 2, 3, 4).verdict == "fair"
    assert of(0, 1, 2, 3, 4).verdict == "unlucky"


def test_the_band_is_the_quartiles():
    assert of(0, 1, 2, 3, 4, 5).band == (2.0, 3.0, 4.0)


def test_a_better_medal_counts_for_the_lesser_ones():
    found = Luck("followers", 1, None, (
        World(1, 1, None), World(2, 1, "bronze"), World(3, 1, "gold"), World(4, 1, "silver"),
    ))  # fmt: skip
    assert found.wins("bronze") == 0.75
    assert found.wins("gold") == 0.25


def test_other_worlds_have_other_seeds_and_other_ends_and_the_same_again():
    found = list(worlds(game(), 4))
    assert len({world.seed for world in found} | {game().seed}) == 5
    assert len({world.value for world in found}) > 1
    assert list(worlds(game(), 4)) == found


def test_plans_without_answers_are_played_whole_in_another_world():
    campaign = Campaign(town(), 3)
    campaign.play_weeks([GOOD_WEEK, GOOD_WEEK])
    [world] = worlds(campaign, 1, "followers")
    other = Campaign(town(), world.seed)
    other.play_weeks([GOOD_WEEK, GOOD_WEEK])
    assert world.value == other.report.followers


def test_a_good_plan_is_good_in_most_worlds():
    good, loud = Campaign(town(), 3), Campaign(town(), 3)
    for _ in range(4):
        good.play_week(GOOD_WEEK)
        if loud.report.circle("keepers").door_open and loud.report.circle("tasters").door_open:
            loud.play_week(LOUD_WEEK)
    assert luck(good, 12).band[0] > luck(loud, 12).band[2]


def test_progress_is_told_and_false_stops_the_work():
    told = []

    def on_world(done, count):
        told.append((done, count))
        return done < 3

    assert len(luck(game(), 50, on_world=on_world).worlds) == 3
    assert told == [(1, 50), (2, 50), (3, 50)]


@pytest.mark.parametrize("count", [0, -1, 10_001])
def test_a_number_of_worlds_that_makes_no_sense_is_refused(count):
    with pytest.raises(UsageError, match=f"{count} worlds can't be compared"):
        luck(game(), count)


def test_before_the_first_week_there_is_nothing_to_compare():
    with pytest.raises(UsageError, match="nothing to compare"):
        luck(Campaign(town(), 1))
