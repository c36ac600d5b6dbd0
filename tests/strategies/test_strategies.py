"""What every strategy must do, and what each stands for."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.campaign.towns import town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import Report
from trustsim.campaign.run import run
from trustsim.errors import UnknownName
from trustsim.scenario.rules import KINDS
from trustsim.scenario.schema import Scenario
from trustsim.strategies.protocol import Strategy, decision, prepared
from trustsim.strategies.registry import SHIPPED, named
from trustsim.testing import check_strategy

EVERY = [*SHIPPED, *(f"one-note:{kind}" for kind in KINDS)]


def plans_of(spec: str, weeks: int = 20, **changes: object) -> list[Plan]:
    return run(town(weeks=weeks, **changes), spec, seed=3).campaign.plans


def reports_of(spec: str, weeks: int = 20) -> list[Report]:
    return run(town(weeks=weeks), spec, seed=3).campaign.reports


@pytest.mark.parametrize("spec", EVERY)
def test_a_shipped_strategy_keeps_the_rules(spec):
    check_strategy(lambda: named(spec))


hours = st.one_of(st.sampled_from([0.01, 0.25, 0.5, 120.0]), st.floats(0.01, 40.0))


@st.composite
def scenarios(draw: Callable) -> Scenario:
    """Draw a scenario of any number of circles and topics, with hours and money of any size."""
    topics = [f"t{i}" for i in range(draw(st.integers(1, 5)))]
    circles = [
        {
            "id": f"c{i}",
            "name": f"C {i}",
            "topics": {draw(st.sampled_from(topics)): 1},
            "patience": draw(st.sampled_from([0.2, 1.0, 3.0])),
        }
        for i in range(draw(st.integers(1, 6)))
    ]
    users = draw(st.integers(5, 60))
    product = {"topics": draw(st.sampled_from([{}, {topics[-1]: 1}]))}
    events = [
        {"week": 2, "kind": "hours", "amount": draw(st.sampled_from([-50, 0, 7])), "text": "h"},
        {"week": 3, "kind": "money", "amount": draw(st.sampled_from([-999, 50])), "text": "m"},
    ]
    return Scenario.model_validate(
        {
            "name": "drawn",
            "title": "Drawn",
            "weeks": 6,
            "difficulty": draw(st.sampled_from(["gentle", "normal", "hard"])),
            "platform": draw(st.sampled_from(["myspace", "facebook", "twitter"])),
            "topics": topics,
            "population": {"users": users, "circles": circles},
            "events": events,
            "brand": {
                "followers": draw(st.integers(0, users)),
                "hours": draw(hours),
                "money": draw(st.sampled_from([0, 1, 300])),
                "max_posts": draw(st.integers(1, 21)),
                "product": product,
            },
        }
    )


@pytest.mark.parametrize("spec", EVERY)
@settings(max_examples=12)
@given(scenario=scenarios(), seed=st.integers(0, 2**63 - 1))
def test_every_plan_can_be_played_in_every_scenario(spec, scenario, seed):
    campaign = Campaign(scenario, seed)
    strategy = prepared(named(spec), seed, campaign.report)
    for _ in range(scenario.weeks):
        campaign.play_week(decision(strategy, campaign.report))
    assert campaign.week == scenario.weeks


def asks(plan: Plan) -> list[bool]:
    return [post.kind in ("announce", "offer", "pitch") for post in plan.posts]


def test_pitch_only_does_nothing_but_pitch():
    for plan in plans_of("pitch-only"):
        assert {post.kind for post in plan.posts} <= {"pitch"}
        assert (plan.replies, plan.work) == ((), ())


def test_pitch_only_comes_round_to_every_open_circle():
    places = {post.audience for plan in plans_of("pitch-only", 4) for post in plan.posts}
    assert places == {HOME, "keepers", "tasters", "flyers"}


def test_contribute_only_never_asks_and_takes_part():
    plans = plans_of("contribute-only")
    assert not any(ask for plan in plans for ask in asks(plan))
    assert all(any(work.kind == "take_part" for work in plan.work) for plan in plans)


def test_give_then_ask_asks_for_nothing_for_eight_weeks_and_then_one_time_in_five():
    plans = plans_of("give-then-ask", 48)
    assert not any(ask for plan in plans[:8] for ask in asks(plan))
    later = [ask for plan in plans[8:] for ask in asks(plan)]
    assert 0.12 <= sum(later) / len(later) <= 0.25


def test_give_then_ask_can_ask_sooner_and_more_often():
    plans = plans_of("give-then-ask:quiet_weeks=2,ask_share=0.4", 30)
    assert not any(ask for plan in plans[:2] for ask in asks(plan))
    later = [ask for plan in plans[2:] for ask in asks(plan)]
    assert sum(later) / len(later) == pytest.approx(0.4, abs=0.06)


def test_give_then_ask_asks_at_home_alone():
    for plan in plans_of("give-then-ask", 30):
        for post, sells in zip(plan.posts, asks(plan), strict=True):
            assert not sells or post.audience == HOME


def test_give_then_ask_is_contribute_only_until_it_asks():
    assert plans_of("give-then-ask", 8) == plans_of("contribute-only", 8)


def test_half_half_sells_with_every_second_post():
    sold = [ask for plan in plans_of("half-half", 6) for ask in asks(plan)]
    assert abs(sum(sold) / len(sold) - 0.5) <= 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_one_note_has_one_note(kind):
    assert {p.kind for plan in plans_of(f"one-note:{kind}", 4) for p in plan.posts} == {kind}


def test_one_note_refuses_a_note_that_is_none():
    with pytest.raises(UnknownName, match="there is no kind of post 'fan'; did you mean 'fun'"):
        named("one-note:fan")


def test_random_draws_the_same_lots_for_the_same_seed_and_others_for_another():
    one, other = (run(town(), "random", seed).campaign.plans for seed in (1, 2))
    assert one == run(town(), "random", 1).campaign.plans
    assert one != other


def test_the_bot_works_no_hours_and_answers_with_canned_lines():
    result = run(town(weeks=20), "bot-scheduler", seed=3)
    assert result.totals["hours"] == 0.0
    plans = result.campaign.plans
    assert all(post.automated for plan in plans for post in plan.posts)
    assert {reply.manner for plan in plans for reply in plan.replies} <= {"automate"}


def test_the_bot_asks_as_often_as_give_then_ask_does():
    sold = [ask for plan in plans_of("bot-scheduler", 30) for ask in asks(plan)]
    assert sum(sold) / len(sold) == pytest.approx(0.2, abs=0.05)


def test_thoughtful_listens_before_it_speaks_and_answers_what_is_said():
    plans, reports = plans_of("thoughtful", 20), reports_of("thoughtful", 20)
    assert any(work.kind == "listen" for work in plans[0].work)
    waiting = sum(len(report.inbox) > 0 for report in reports[:-1])
    answered = sum(len(plan.replies) > 0 for plan in plans)
    assert answered >= 0.8 * waiting


def test_thoughtful_asks_for_nothing_while_nobody_likes_it():
    ignored = town(weeks=10, rules={"response": {"like": 0}, "sharing": {"strength": 1e-6}})
    plans = run(ignored, "thoughtful", seed=3).campaign.plans
    assert not any(ask for plan in plans[:8] for ask in asks(plan))


def test_thoughtful_mends_what_is_complained_of():
    broken = {"topics": {"bees": 1}, "facets": [{"id": "jar", "name": "the jar", "quality": 0.0}]}
    rules = {"shop": {"purchase": 1, "unasked": 1, "trust_power": 0}, "response": {"click": 1}}
    brand = {"followers": 150, "hours": 10, "product": broken}
    plans = plans_of("thoughtful", 20, brand=brand, rules=rules)
    assert any(work.kind == "improve" for plan in plans for work in plan.work)


class Pushy:
    """Shuts every door in five weeks, then behaves."""

    def __init__(self) -> None:
        self.loud, self.kind = named("pitch-only"), named("thoughtful")

    def decide(self, report: Report) -> Plan:
        shut = any(not view.door_open for view in report.circles)
        self.has_shut = getattr(self, "has_shut", False) or shut
        return (self.kind if self.has_shut else self.loud).decide(report)


def test_thoughtful_apologises_once_where_a_door_is_shut():
    campaign = Campaign(town(weeks=30), seed=3)
    pushy: Strategy = Pushy()
    while campaign.week < 30 and not campaign.is_over:
        campaign.play_week(pushy.decide(campaign.report))
    sorry = [w.circle for plan in campaign.plans for w in plan.work if w.kind == "apologise"]
    assert sorry
    assert len(sorry) <= 3 * len(set(sorry))  # once in nine weeks, in thirty


@pytest.mark.parametrize("spec", ["thoughtful", "contribute-only", "give-then-ask"])
def test_those_who_plan_well_do_not_burn_out(spec):
    assert min(report.hours for report in reports_of(spec, 20)) == 10.0


def test_idle_does_nothing():
    assert set(plans_of("idle", 5)) == {Plan()}


def test_a_home_page_never_leaves_home():
    posts = [post for plan in plans_of("home-page:care=2", 5) for post in plan.posts]
    assert {(post.audience, post.kind, post.care) for post in posts} == {(HOME, "useful", 2.0)}


def test_everywhere_differs_in_what_it_is_told_and_in_nothing_else():
    plain, selling = plans_of("everywhere:care=2", 1), plans_of("everywhere:care=2,ask=0.5", 1)
    assert {post.ask for post in selling[0].posts} == {0.5}
    assert [post.model_copy(update={"ask": 0.0}) for post in selling[0].posts] == [*plain[0].posts]
    sent = plans_of("everywhere:automated=true", 1)[0].posts
    assert all(post.automated and post.care == 0.0 for post in sent)


def test_one_place_keeps_to_its_circle_and_home():
    posts = [p for plan in plans_of("one-place:circle=tasters,kind=fun", 6) for p in plan.posts]
    assert {post.audience for post in posts} == {"tasters", HOME}
    assert {post.kind for post in posts} == {"fun"}
    with pytest.raises(UnknownName, match="there is no kind of post 'fan'"):
        named("one-place:kind=fan")


@pytest.mark.parametrize(("pitches", "share"), [(0.0, 0.0), (0.25, 0.25), (1.0, 1.0)])
def test_a_mix_pitches_as_often_as_it_says(pitches, share):
    sold = [ask for plan in plans_of(f"mix:{pitches}", 8) for ask in asks(plan)]
    assert sum(sold) / len(sold) == pytest.approx(share, abs=0.06)


def test_who_pitches_first_gives_and_asks_afterwards():
    plans = plans_of("pitch-first:3", 8)
    assert all(all(asks(plan)) for plan in plans[:3])
    assert not any(any(asks(plan)) for plan in plans[3:])


@pytest.mark.parametrize("manner", ["thank_fix", "delete"])
def test_complaints_are_answered_in_one_manner_and_mended_by_who_thanks(manner):
    broken = {"topics": {"bees": 1}, "facets": [{"id": "jar", "name": "the jar", "quality": 0.0}]}
    rules = {"shop": {"purchase": 1, "unasked": 1, "trust_power": 0}, "response": {"click": 1}}
    brand = {"followers": 150, "hours": 10, "product": broken}
    plans = plans_of(f"answering:{manner}", 20, brand=brand, rules=rules)
    assert {reply.manner for plan in plans for reply in plan.replies} == {manner}
    mends = any(work.kind == "improve" for plan in plans for work in plan.work)
    assert mends == (manner == "thank_fix")
