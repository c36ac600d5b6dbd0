"""What if: the same luck, one week decided otherwise."""

import numpy as np
import pytest

from tests.campaign.towns import gift, town
from tests.explain.games import SEED, game, played
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, Reply
from trustsim.errors import PlanRefused, UsageError
from trustsim.explain.whatif import differs, what_if, without
from trustsim.market.outcome import EXPOSURE, LEDGER


def test_a_week_decided_as_it_was_changes_nothing():
    found = what_if(game(), 3, game().plans[2])
    assert found.would_be.digest() == game().digest()
    assert found.people == []
    assert found.left_out == ()


def test_everything_before_the_changed_week_is_identical():
    found = what_if(game(), 3, Plan(), record="full")
    for table in ("ledger", "exposures", "posts"):
        before, now = (side.record.table(table) for side in (found.was, found.would_be))
        assert np.array_equal(before[before["day"] < 14], now[now["day"] < 14]), table
    assert found.was.record.weeks[:2] == found.would_be.record.weeks[:2]
    assert found.was.record.weeks[2] != found.would_be.record.weeks[2]


def touched_by_anything(campaign, first_day):
    """Return everybody whom a brand's post, a talk, an answer or a warning reached since a day."""
    exposures, ledger = (campaign.record.table(name) for name in ("exposures", "ledger"))
    assert exposures.dtype == EXPOSURE
    assert ledger.dtype == LEDGER
    met = exposures[(exposures["day"] >= first_day) & (exposures["brand"] == 0)]
    met = met[met["draw"] < met["see_probability"]]
    moved = ledger[(ledger["day"] >= first_day) & (ledger["cause"] != 16)]
    return set(met["user"].tolist()) | set(moved["user"].tolist())


def test_who_was_never_reached_is_identical():
    found = what_if(game(), 4, Plan(), record="full")
    reached = touched_by_anything(found.was, 21) | touched_by_anything(found.would_be, 21)
    everybody = set(range(game().market.world.users))
    assert set(found.touched.tolist()) <= reached
    assert 0 < len(found.touched) < len(everybody)
    assert everybody - reached, "in a town where everybody is reached this would prove nothing"


def test_a_change_shows_by_week_by_circle_and_by_person():
    found = what_if(game(), 3, without(game().plans[2], posts=[1]))
    assert [pair.week for pair in found.weeks] == [3, 4, 5]
    assert found.weeks[0].was["asks"] - found.weeks[0].would_be["asks"] == 1
    assert {pair.circle for pair in found.circles} == {"keepers", "tasters", "flyers"}
    for pair in found.circles:
        assert sum(pair.was.values()) == sum(pair.would_be.values())
    assert len(found.people) == len(found.touched)
    gains = [abs(person.gain) for person in found.people]
    assert gains == sorted(gains, reverse=True)
    best = found.people[0]
    trusts = [side.market.world.trust(0)[best.user] for side in (found.was, found.would_be)]
    assert best.trust == pytest.approx(tuple(trusts))


def test_had_the_pitch_been_a_gift_the_keepers_would_think_better_of_the_brand():
    plan = game().plans[2]
    given = plan.posts[0].model_copy(update={"kind": "useful", "tone": "helpful", "care": 2.0})
    found = what_if(game(), 3, plan.model_copy(update={"posts": (given, plan.posts[1])}))
    keepers = found.was.market.world.people.circle == 0
    then, now = (side.market.world.trust(0)[keepers].mean() for side in (found.was, found.would_be))
    assert now > then


def test_looking_changes_nothing():
    before = game().digest()
    what_if(game(), 2, Plan())
    assert game().digest() == before


def test_answers_follow_their_comments_into_the_other_future():
    campaign = played(weeks=5)
    week = next(w for w, plan in enumerate(campaign.plans, 1) if plan.replies)
    found = what_if(campaign, 1, Plan())
    for number, (plan, report) in enumerate(
        zip(found.would_be.plans, found.would_be.reports, strict=False), 1
    ):
        wrote = {c.id: (c.week, c.user, c.post, c.kind) for c in report.inbox}
        answered = [wrote[reply.comment] for reply in plan.replies]
        there = {c.id: (c.week, c.user, c.post, c.kind) for c in campaign.reports[number - 1].inbox}
        wanted = [there[reply.comment] for reply in campaign.plans[number - 1].replies]
        assert set(answered) <= set(wanted)
    lost = {left.week: left.replies for left in found.left_out}
    assert all(count >= 0 for count in lost.values())
    assert week > 1


def test_what_cannot_be_done_there_is_left_out_and_said():
    campaign = Campaign(town(), SEED, record="weeks")
    listen = {"kind": "listen", "circle": "keepers", "hours": 4.0}
    campaign.play_week(Plan(work=[listen]))
    connector = campaign.report.circle("keepers").connector
    assert connector >= 0
    campaign.play_week(Plan(posts=(gift(collaborator=connector),)))
    campaign.play_week(
        Plan(
            posts=(gift(collaborator=connector),),
            work=[{"kind": "collaborate", "hours": 1.0}],
        )
    )
    found = what_if(campaign, 1, Plan())
    assert found.would_be.plans[1].posts[0].collaborator is None
    assert [(left.week, left.work) for left in found.left_out] == [(3, 1)]


def test_a_plan_that_cannot_be_played_is_refused_with_its_reason():
    with pytest.raises(PlanRefused, match=r"that can't be decided: week 2: the plan takes 40\.5 h"):
        what_if(game(), 2, Plan(posts=(gift(care=40.0),)))
    with pytest.raises(PlanRefused, match="there is no comment 999"):
        what_if(game(), 1, Plan(replies=(Reply(comment=999, manner="joke"),)))


@pytest.mark.parametrize("week", [0, 6, -1])
def test_a_week_that_was_not_played_is_refused(week):
    with pytest.raises(UsageError, match=f"week {week} wasn't played; choose from 1 to 5"):
        what_if(game(), week, Plan())


def test_before_the_first_week_there_is_nothing_to_change():
    with pytest.raises(UsageError, match="no week has been played yet"):
        what_if(Campaign(town(), 1), 1, Plan())


def test_a_run_without_rows_of_weeks_cannot_be_compared():
    with pytest.raises(UsageError, match="record at level 'weeks' or above"):
        what_if(played(weeks=1, record="none"), 1, Plan())


def test_without_drops_posts_and_work_by_their_number():
    plan = game().plans[0]
    assert without(plan, posts=[2]).posts == plan.posts[:1]
    assert without(plan, work=[1]).work == ()
    assert without(plan) == plan


def test_the_posts_that_stay_keep_their_place_and_so_their_luck():
    three = Plan(posts=tuple(gift(day=day) for day in (0, 2, 4)))
    assert [post.day for post in without(three, posts=[1]).posts] == [4, 2]
    assert [post.day for post in without(three, posts=[2]).posts] == [0, 4]
    assert [post.day for post in without(three, posts=[1, 3]).posts] == [2]


def test_without_refuses_numbers_that_the_plan_has_not():
    with pytest.raises(UsageError, match="that week's plan has no post 3; it has 2"):
        without(game().plans[0], posts=[3])
    with pytest.raises(UsageError, match="that week's plan has no work 1; it has none"):
        without(game().plans[3], work=[1])


def test_two_equal_worlds_differ_in_nobody():
    assert not differs(game().market.world, played().market.world).any()
