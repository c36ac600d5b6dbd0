"""Turning points: which week mattered, on the same luck."""

import pytest

from tests.campaign.towns import GOOD_WEEK, LOUD_WEEK, town
from tests.explain.games import game
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, Work
from trustsim.errors import UnknownName, UsageError
from trustsim.explain.turning import Swap, Turning, alternatives, turning_points
from trustsim.explain.whatif import what_if


def test_a_week_of_gifts_is_swapped_for_nothing_for_asking_and_for_talk():
    found = alternatives(GOOD_WEEK, Campaign(town(), 1).report)
    assert set(found) == {"nothing", "ask", "talk"}
    assert [post.kind for post in found["ask"].posts] == ["offer", "offer"]
    assert found["nothing"] == Plan()
    assert not found["talk"].posts


def test_a_week_of_pitches_is_swapped_for_gifts():
    found = alternatives(LOUD_WEEK, Campaign(town(), 1).report)
    assert set(found) == {"nothing", "give", "talk"}
    assert {post.kind for post in found["give"].posts} == {"useful"}


def test_a_week_without_posts_is_swapped_for_nothing_only():
    listening = Plan(work=(Work(kind="listen", circle="keepers", hours=2.0),))
    report = Campaign(town(), 1).report
    assert set(alternatives(listening, report)) == {"nothing"}
    assert alternatives(Plan(), report) == {}


def test_every_alternative_can_be_played():
    campaign = Campaign(town(), 1)
    for plan in (GOOD_WEEK, LOUD_WEEK):
        for other in alternatives(plan, campaign.report).values():
            campaign.check(other)


def test_a_swap_is_the_same_run_as_the_what_if_of_that_plan():
    found = turning_points(game())
    swap = next(s for s in found.swaps if s.week == 3 and s.instead == "nothing")
    other = what_if(game(), 3, Plan()).would_be
    assert swap.value == other.record.totals[found.measure]
    assert swap.difference == swap.value - game().record.totals[found.measure]


def test_the_weeks_that_mattered_are_three_at_most_and_all_different():
    found = turning_points(game(), "trusting")
    weeks = [swap.week for swap in found.weeks]
    assert len(set(weeks)) == len(weeks) <= 3
    sizes = [abs(swap.difference) for swap in found.weeks]
    assert sizes == sorted(sizes, reverse=True)


def test_the_largest_difference_of_a_week_speaks_for_it():
    swaps = (Swap(1, "nothing", 9, -1), Swap(1, "talk", 14, 4), Swap(2, "ask", 10, 0),
             Swap(3, "ask", 3, -7), Swap(4, "give", 12, 2), Swap(5, "talk", 11, 1))  # fmt: skip
    found = Turning("followers", 10, swaps)
    assert [(swap.week, swap.instead) for swap in found.weeks] == [
        (3, "ask"), (1, "talk"), (4, "give"),
    ]  # fmt: skip
    assert not found.would_be_better(found.weeks[0])
    assert found.would_be_better(found.weeks[1])


def test_less_ostracism_is_better():
    found = Turning("ostracism_rate", 0.5, (Swap(1, "give", 0.1, -0.4),))
    assert found.would_be_better(found.weeks[0])


def test_progress_is_told_and_false_stops_the_work():
    told = []

    def on_swap(done, count):
        told.append((done, count))
        return done < 2

    found = turning_points(game(), on_swap=on_swap)
    assert len(found.swaps) == 2
    assert [done for done, _ in told] == [1, 2]
    assert told[0][1] > 2


def test_looking_for_turning_points_changes_nothing():
    before = game().digest()
    turning_points(game(), on_swap=lambda done, _: done < 1)
    assert game().digest() == before


def test_an_unknown_measure_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="no measure 'folowers'; did you mean 'followers'"):
        turning_points(game(), "folowers")


def test_before_the_first_week_there_is_nothing_to_swap():
    with pytest.raises(UsageError, match="nothing to swap"):
        turning_points(Campaign(town(), 1))
