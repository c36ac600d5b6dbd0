import pytest

from tests.campaign.towns import GOOD_WEEK, LOUD_WEEK, gift, pitch, town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, Reply, Work
from trustsim.errors import PlanRefused


@pytest.fixture
def campaign() -> Campaign:
    return Campaign(town(), seed=3)


def refusal(campaign: Campaign, plan: Plan) -> str:
    before = campaign.digest()
    with pytest.raises(PlanRefused) as refused:
        campaign.play_week(plan)
    assert campaign.digest() == before, "a refused plan must change nothing"
    assert campaign.plans == campaign.plans[: campaign.week]
    return str(refused.value)


def test_too_many_hours(campaign):
    plan = Plan(posts=(gift(care=5.0), gift(care=6.0)))  # 0.5 + 5 + 0.5 + 6 = 12
    assert refusal(campaign, plan) == (
        "week 1: the plan takes 12 h and you have 10 h; drop a post or give one less care"
    )


def test_too_many_hours_for_one_post(campaign):
    assert refusal(campaign, Plan(posts=(gift(care=12.0),))) == (
        "week 1: the plan takes 12.5 h and you have 10 h; give the post less care"
    )


def test_too_many_hours_of_other_work(campaign):
    plan = Plan(work=(Work(kind="listen", hours=11.0, circle="keepers"),))
    assert refusal(campaign, plan) == ("week 1: the plan takes 11 h and you have 10 h; do less")


def test_too_many_posts(campaign):
    assert refusal(campaign, Plan(posts=(gift(care=0.0),) * 5)) == (
        "week 1: the plan has 5 posts and a week takes 3; drop 2"
    )


def test_a_boost_that_nobody_can_pay(campaign):
    assert refusal(campaign, Plan(posts=(gift(boost=80.0), gift(boost=40.0)))) == (
        "week 1: the boosts cost £120.00 and you have £100.00; boost less"
    )


def test_an_unknown_topic(campaign):
    assert refusal(campaign, Plan(posts=(gift(topic="bee"),))) == (
        "week 1: post 1 is about the topic 'bee', which is not there; did you mean 'bees'?"
    )


def test_an_unknown_circle(campaign):
    assert refusal(campaign, Plan(posts=(gift(), gift(audience="keeper")))) == (
        "week 1: post 2 is for the circle 'keeper', which is not there; did you mean 'keepers'?"
    )
    assert refusal(campaign, Plan(posts=(gift(audience="zoo"),))) == (
        "week 1: post 1 is for the circle 'zoo', which is not there; "
        "there are: home, keepers, tasters, flyers"
    )


@pytest.mark.parametrize("kind", ["listen", "take_part", "apologise"])
def test_work_in_an_unknown_circle_or_in_none(campaign, kind):
    assert refusal(campaign, Plan(work=(Work(kind=kind, circle="flyer"),))) == (
        f"week 1: the work '{kind}' names the circle 'flyer', which is not there; "
        "did you mean 'flyers'?"
    )
    assert refusal(campaign, Plan(work=(Work(kind=kind),))) == (
        f"week 1: the work '{kind}' needs a circle; there are: keepers, tasters, flyers"
    )


def test_improving_nothing_or_what_is_not_there(campaign):
    assert refusal(campaign, Plan(work=(Work(kind="improve"),))) == (
        "week 1: to improve the product, name a facet; there are: jar, taste"
    )
    assert refusal(campaign, Plan(work=(Work(kind="improve", facet="tast"),))) == (
        "week 1: the work 'improve' names the facet 'tast', which is not there; "
        "did you mean 'taste'?"
    )


def test_an_apology_in_passing(campaign):
    plan = Plan(work=(Work(kind="apologise", hours=0.1, circle="keepers"),))
    assert refusal(campaign, plan) == (
        "week 1: an apology takes at least 0.5 h and this one gets 0.1 h; mean it, or leave it"
    )


def test_collaborating_with_nobody(campaign):
    assert refusal(campaign, Plan(posts=(gift(),), work=(Work(kind="collaborate"),))) == (
        "week 1: to collaborate, name a connector as the collaborator of a post, or drop that work"
    )


def test_a_collaborator_one_does_not_know(campaign):
    assert refusal(campaign, Plan(posts=(gift(collaborator=7),))) == (
        "week 1: post 1 is to be made with user 7, whom you know of no circle; "
        "you know: nobody yet; listen in a circle to find its connector"
    )


def test_a_collaborator_whom_listening_has_shown_is_taken(campaign):
    campaign.play_week(Plan(work=(Work(kind="listen", hours=4.0, circle="keepers"),)))
    connector = campaign.report.circle("keepers").connector
    assert connector >= 0
    campaign.play_week(Plan(posts=(gift(collaborator=connector),)))
    assert campaign.record.weeks[-1]["hours"] == 3.5  # 0.5 + care 2 + collaborating 1


def test_an_answer_to_a_comment_that_is_not_there(campaign):
    assert refusal(campaign, Plan(replies=(Reply(comment=4, manner="joke"),))) == (
        "week 1: there is no comment 4 in the inbox; it holds: nothing"
    )


def with_comments() -> Campaign:
    """Return a campaign that has at least two comments in its inbox."""
    campaign = Campaign(town(), seed=3)
    talkative = Plan(posts=(gift(kind="question"), gift(kind="question", audience="keepers")))
    while len(campaign.report.inbox) < 2:
        campaign.play_week(talkative)
    return campaign


def test_one_comment_answered_twice():
    campaign = with_comments()
    number = campaign.report.inbox[0].id
    week = campaign.week + 1
    reply = Reply(comment=number, manner="joke")
    assert refusal(campaign, Plan(replies=(reply, reply))) == (
        f"week {week}: comment {number} is answered twice; once is enough"
    )
    campaign.play_week(Plan(replies=(reply,)))
    assert refusal(campaign, Plan(replies=(reply,))) == (
        f"week {week + 1}: comment {number} was answered in week {week} already"
    )


def test_a_comment_that_has_waited_too_long():
    campaign = with_comments()
    oldest = campaign.report.inbox[0]
    while campaign.week < oldest.week + 2:
        assert oldest in campaign.report.inbox
        campaign.play_week(Plan())
    assert refusal(campaign, Plan(replies=(Reply(comment=oldest.id, manner="explain"),))) == (
        f"week {campaign.week + 1}: comment {oldest.id} is too old to be answered; "
        "answer what is in the inbox"
    )


def with_a_shut_door() -> Campaign:
    """Return a campaign in which pitching has shut the door of the keepers."""
    campaign = Campaign(town(weeks=50), seed=3)
    while campaign.report.circle("keepers").door_open:
        campaign.play_week(Plan(posts=(pitch(audience="keepers"),) * 3))
    return campaign


def test_a_post_behind_a_shut_door():
    campaign = with_a_shut_door()
    days = campaign.report.circle("keepers").opens_in
    assert days > 1
    assert refusal(campaign, Plan(posts=(gift(audience="keepers"),))) == (
        f"week {campaign.week + 1}: post 1 is for the circle 'keepers', whose door is shut; "
        f"it opens in about {days} days if you ask for nothing; take part, or apologise once"
    )


def test_a_shut_door_opens_in_the_week_it_was_said_to():
    campaign = with_a_shut_door()
    weeks = 0
    days = campaign.report.circle("keepers").opens_in
    while not campaign.report.circle("keepers").door_open:
        campaign.play_week(Plan())
        weeks += 1
    assert weeks == -(-days // 7)  # whole weeks: the last one holds that day


def test_amends_bring_the_day_nearer():
    silent, sorry = with_a_shut_door(), with_a_shut_door()
    silent.play_week(Plan())
    sorry.play_week(Plan(work=(Work(kind="apologise", hours=1.0, circle="keepers"),)))
    assert sorry.report.circle("keepers").opens_in < silent.report.circle("keepers").opens_in


def test_a_bet_that_runs_backwards(campaign):
    assert refusal(campaign, Plan(bet=(60.0, 20.0))) == (
        "week 1: the bet runs from 60 to 20; put the smaller number first"
    )


def test_every_mistake_is_said_a_line_each(campaign):
    plan = Plan(posts=(gift(topic="honey", audience="zoo", care=20.0),), bet=(2.0, 1.0))
    lines = refusal(campaign, plan).splitlines()
    assert len(lines) == 4
    assert all(line.startswith("week 1: ") for line in lines)


def test_a_plan_after_the_last_week():
    campaign = Campaign(town(weeks=1), seed=3)
    campaign.play_week(GOOD_WEEK)
    assert refusal(campaign, GOOD_WEEK) == (
        "the campaign ended after week 1; undo a week, or start anew"
    )


def test_a_refused_plan_of_a_later_week_names_that_week(campaign):
    campaign.play_weeks([GOOD_WEEK, LOUD_WEEK, GOOD_WEEK])
    assert refusal(campaign, Plan(posts=(gift(care=12.0),))).startswith("week 4: the plan takes")


def test_checking_alone_plays_nothing(campaign):
    campaign.check(GOOD_WEEK)
    assert campaign.week == 0


def test_a_plan_may_use_every_hour_and_all_the_money(campaign):
    posts = (gift(care=3.1, boost=33.3), gift(care=3.2, boost=33.3), gift(care=2.2, boost=33.4))
    campaign.play_week(Plan(posts=posts))  # 3.6 + 3.7 + 2.7 = 10 h
    assert campaign.record.weeks[0]["hours"] == pytest.approx(10.0)
    assert campaign.report.money == pytest.approx(0.0, abs=1e-9)
