import dataclasses

import numpy as np
import pytest

from tests.campaign.towns import GOOD_WEEK, LOUD_WEEK, gift, pitch, town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, Reply, Work
from trustsim.errors import BadFile, PlanRefused, UnknownName, UsageError
from trustsim.market.outcome import RECORD_LEVELS

QUIET = Plan()
PLANS = [GOOD_WEEK, LOUD_WEEK, GOOD_WEEK, QUIET, GOOD_WEEK, GOOD_WEEK, LOUD_WEEK, GOOD_WEEK]


def played(plans=PLANS, **choices) -> Campaign:
    campaign = Campaign(town(), seed=3, **choices)
    campaign.play_weeks(plans)
    return campaign


def test_the_same_plans_give_the_same_digest():
    assert played().digest() == played().digest()


def test_another_seed_gives_another_digest():
    other = Campaign(town(), seed=4)
    other.play_weeks(PLANS)
    assert other.digest() != played().digest()


@pytest.mark.parametrize("level", RECORD_LEVELS)
def test_recording_changes_nothing(level):
    recorded = played(record=level)
    assert recorded.digest() == played(record="none").digest()
    assert recorded.reports == played(record="none").reports


def test_the_number_of_threads_changes_nothing():
    assert played(threads=2).digest() == played().digest()


def test_undone_and_redone_is_as_if_nothing_had_happened():
    campaign = played()
    before = campaign.digest()
    last = campaign.undo()
    assert last == PLANS[-1]
    assert campaign.digest() == played(PLANS[:-1]).digest()
    assert campaign.reports == played(PLANS[:-1]).reports
    campaign.play_week(last)
    assert campaign.digest() == before
    assert campaign.record.weeks == played().record.weeks


def test_every_week_can_be_undone_down_to_the_first():
    campaign = played(PLANS[:3])
    for _ in range(3):
        campaign.undo()
    assert campaign.digest() == Campaign(town(), seed=3).digest()
    with pytest.raises(UsageError, match="no week has been played"):
        campaign.undo()


def test_looking_changes_nothing():
    campaign = played()
    before = campaign.digest()
    assert campaign.report is campaign.reports[-1]
    for look in (campaign.goals, campaign.ending, campaign.is_over, campaign.record.totals):
        assert look is not None or campaign.ending is None
    campaign.preview(gift())
    campaign.market.world.trust(0)
    campaign.record.table("posts")
    assert campaign.digest() == before


def test_a_bet_and_a_note_change_nothing():
    plans = [plan.model_copy(update={"bet": (1.0, 5.0), "note": "hm"}) for plan in PLANS]
    assert played(plans).digest() == played().digest()


KIND_WEEKS = [GOOD_WEEK] * 8
ONE_PITCH_IN_WEEK_6 = [*KIND_WEEKS[:5], Plan(posts=(pitch(),)), *KIND_WEEKS[6:]]


def test_one_changed_plan_in_week_6_leaves_everything_before_identical():
    one = played(KIND_WEEKS, record="full")
    other = played(ONE_PITCH_IN_WEEK_6, record="full")
    assert one.reports[:6] == other.reports[:6]
    assert one.record.weeks[:5] == other.record.weeks[:5]
    assert one.reports[6] != other.reports[6]
    day = 5 * 7
    for name in ("posts", "ledger", "exposures"):
        before = [c.record.table(name) for c in (one, other)]
        before = [rows[rows["day"] < day] for rows in before]
        assert np.array_equal(*before), name


def test_people_whom_a_changed_plan_never_reached_are_identical_after_it():
    one = played(KIND_WEEKS, record="full")
    other = played(ONE_PITCH_IN_WEEK_6, record="full")
    touched = set()
    for campaign in (one, other):
        for name in ("ledger", "exposures"):
            rows = campaign.record.table(name)
            touched |= set(rows["user"][rows["day"] >= 35].tolist())
    worlds = one.market.world, other.market.world
    untouched = [user for user in range(worlds[0].users) if user not in touched]
    assert untouched
    for field in ("good", "harm", "stance"):
        values = [getattr(world, field)[0][untouched] for world in worlds]
        assert np.array_equal(*values), field


def test_followers_balance_every_week():
    campaign = Campaign(town(), seed=3)
    for plan in PLANS:
        before = campaign.report.followers
        report = campaign.play_week(plan)
        assert report.followers == before + report.follows - report.unfollows


def test_money_balances_every_week():
    campaign = Campaign(town(), seed=3)
    boosted = Plan(posts=(pitch(boost=20.0),))
    for plan in (boosted, GOOD_WEEK, LOUD_WEEK, boosted):
        before = campaign.report.money
        report = campaign.play_week(plan)
        spent = sum(post.boost for post in plan.posts)
        assert report.money == pytest.approx(before - spent + report.sales * 10.0 * 0.5)


def test_a_money_event_and_an_hours_event_are_known_when_the_week_is_planned():
    events = [
        {"week": 2, "kind": "money", "amount": -30, "text": "A fine."},
        {"week": 2, "kind": "hours", "amount": 5, "text": "A helping hand."},
        {"week": 1, "kind": "news", "text": "It rains."},
    ]
    campaign = Campaign(town(events=events), seed=3)
    assert campaign.report.events == ("It rains.",)
    report = campaign.play_week(QUIET)
    assert set(report.events) == {"A fine.", "A helping hand."}
    assert (report.money, report.hours) == (70.0, 15.0)
    assert campaign.record.weeks[0]["money"] == 100.0
    report = campaign.play_week(QUIET)
    assert (report.money, report.hours, report.events) == (70.0, 10.0, ())


def test_an_event_of_the_world_happens_in_its_week():
    event = {"week": 3, "kind": "need", "circle": "tasters", "amount": 0.5, "text": "Thirst."}
    calm, thirsty = Campaign(town(), seed=3), Campaign(town(events=[event]), seed=3)
    for campaign in (calm, thirsty):
        campaign.play_weeks([QUIET, QUIET])
    assert calm.digest() == thirsty.digest()
    for campaign in (calm, thirsty):
        campaign.play_week(QUIET)
    need = [campaign.market.world.people.need.sum() for campaign in (calm, thirsty)]
    assert need[1] > need[0]


def test_three_full_weeks_leave_fewer_hours_for_the_fourth():
    campaign = Campaign(town(), seed=3)
    full = Plan(work=(Work(kind="listen", hours=10.0, circle="keepers"),))
    assert [campaign.play_week(full).hours for _ in range(3)] == [10.0, 10.0, pytest.approx(7.0)]


def test_silence_is_an_answer_after_two_weeks():
    campaign = Campaign(town(weeks=30), seed=3, record="full")
    asking = Plan(posts=(gift(kind="question"),) * 3)
    while not any(comment.kind != "praise" for comment in campaign.report.inbox):
        campaign.play_week(asking)
    campaign.play_weeks([QUIET, QUIET])
    causes = campaign.record.table("ledger")["cause"]
    from trustsim.market.outcome import Cause

    assert (causes == int(Cause.IGNORED)).any()


def test_an_answer_reaches_the_one_who_wrote():
    campaign = Campaign(town(weeks=30), seed=3)
    asking = Plan(posts=(gift(kind="question"),) * 3)
    while not (found := [c for c in campaign.report.inbox if c.kind == "question"]):
        campaign.play_week(asking)
    user = found[0].user
    before = campaign.market.world.trust(0)[user]
    campaign.play_week(Plan(replies=(Reply(comment=found[0].id, manner="explain"),)))
    assert campaign.market.world.trust(0)[user] > before


def test_a_preview_is_a_range_that_holds_what_happens_most_weeks():
    campaign = Campaign(town(weeks=40), seed=3)
    hits = 0
    for week in range(40):
        post = gift(audience="keepers") if week % 2 else gift()
        low, high, hours = campaign.preview(post)
        assert 0 <= low <= high
        assert hours == 2.5
        result = campaign.play_week(Plan(posts=(post,))).posts[0]
        hits += low <= result.reach <= high
    assert hits >= 24


def test_a_preview_of_a_post_in_a_circle_that_is_not_there_says_so():
    with pytest.raises(PlanRefused, match="did you mean 'keepers'"):
        Campaign(town(), seed=3).preview(gift(audience="keeper"))


def test_a_boost_widens_the_preview():
    campaign = Campaign(town(), seed=3)
    assert campaign.preview(gift(boost=10.0)).high > campaign.preview(gift()).high


def test_a_preview_never_promises_more_people_than_there_are():
    low, high, _ = Campaign(town(), seed=3).preview(gift(boost=5000.0))
    assert low == high == 150


def test_a_plan_without_one_of_its_posts_leaves_the_luck_of_the_others_alone():
    posts = (gift(), gift(audience="keepers"), gift(kind="story", day=3))
    whole = played([Plan(posts=posts)]).report.posts
    rest = played([Plan(posts=posts[1:])]).report.posts
    assert [(post.post, post.quality) for post in whole[1:]] == [
        (post.post, post.quality) for post in rest
    ]


def rival(**changes) -> dict:
    return {"id": "rival", "name": "Rival", "strategy": "pitch-only", "followers": 10} | changes


def test_a_rival_plays_by_its_strategy_and_is_seen_by_the_world_alone():
    campaign = Campaign(town(rivals=[rival()]), seed=3)
    campaign.play_weeks([QUIET] * 4)
    assert campaign.outcome.counts[1]["impressions"] > 0
    assert campaign.outcome.counts[0]["impressions"] == 0
    assert campaign.report.posts == ()


def test_a_rival_changes_nothing_that_is_undone():
    scenario = town(rivals=[rival(strategy="random"), rival(id="other", strategy="thoughtful")])
    campaign = Campaign(scenario, seed=3)
    campaign.play_weeks([GOOD_WEEK] * 5)
    before = campaign.digest()
    campaign.play_week(campaign.undo())
    assert campaign.digest() == before


def test_a_rival_with_an_unknown_strategy_is_refused():
    with pytest.raises(UnknownName, match="did you mean 'pitch-only'"):
        Campaign(town(rivals=[rival(strategy="pitch-onli")]), seed=3)


def test_a_rival_never_runs_code_from_a_file(tmp_path):
    file = tmp_path / "evil.py"
    file.write_text("raise SystemExit('it ran')", encoding="utf-8")
    with pytest.raises(UnknownName):
        Campaign(town(rivals=[rival(strategy=f"{file}:Evil")]), seed=3)


GOALS = [
    {"medal": "bronze", "measure": "followers", "at_least": 1},
    {"medal": "gold", "measure": "followers", "at_least": 100000},
]


def test_a_campaign_ends_with_its_last_week_and_the_best_medal():
    campaign = Campaign(town(weeks=2, goals=GOALS), seed=3)
    campaign.play_week(GOOD_WEEK)
    assert (campaign.is_over, campaign.ending) == (False, None)
    campaign.play_week(GOOD_WEEK)
    assert campaign.is_over
    assert dataclasses.astuple(campaign.ending) == ("won", "bronze", 2)


def test_a_campaign_without_a_reached_goal_ends_because_time_is_up():
    campaign = Campaign(town(weeks=1, goals=GOALS[1:]), seed=3)
    campaign.play_week(GOOD_WEEK)
    assert dataclasses.astuple(campaign.ending) == ("time_up", None, 1)


def ghosted() -> Campaign:
    campaign = Campaign(town(weeks=60), seed=3)
    while not campaign.is_over:
        view = [v.id for v in campaign.report.circles if v.door_open]
        places = [*view, "home"][:3]
        campaign.play_week(Plan(posts=tuple(pitch(audience=place, care=0.5) for place in places)))
    return campaign


def test_pitching_alone_ends_ghosted_after_four_weeks_behind_shut_doors():
    campaign = ghosted()
    assert campaign.ending.kind == "ghosted"
    assert campaign.ending.week == campaign.week
    last = campaign.record.weeks[-4:]
    assert all(row["open_doors"] == 0 or row["ostracism_rate"] == 1.0 for row in last)
    fifth = campaign.record.weeks[-5]
    assert fifth["open_doors"] > 0
    assert fifth["ostracism_rate"] < 1.0


def test_a_ghosted_campaign_can_be_undone_and_goes_on_as_not_over():
    campaign = ghosted()
    campaign.undo()
    assert not campaign.is_over


def test_a_ghosted_campaign_can_be_played_on_and_stays_ghosted():
    campaign = ghosted()
    week = campaign.ending.week
    campaign.play_weeks([QUIET] * 6)
    assert dataclasses.astuple(campaign.ending) == ("ghosted", None, week)


def test_a_medal_of_open_doors_is_not_won_by_the_ghosted():
    campaign = ghosted()
    assert campaign.ending.medal is None


@pytest.mark.parametrize("seed", [-1, 2**63, 1.5, True, "7"])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(UsageError, match="is not a whole number from 0 to 9223372036854775807"):
        Campaign(town(), seed=seed)


@pytest.mark.parametrize("seed", [0, 2**63 - 1])
def test_the_first_and_the_last_seed_are_taken(seed):
    assert Campaign(town(), seed=seed).week == 0


def test_an_unknown_record_level_is_refused():
    with pytest.raises(UnknownName, match="did you mean 'weeks'"):
        Campaign(town(), seed=1, record="week")


def test_no_threads_are_refused():
    with pytest.raises(UsageError, match="0 threads"):
        Campaign(town(), seed=1, threads=0)


def test_a_report_holds_nothing_of_what_people_feel():
    """Trust, evidence and hidden flaws stay behind the wall."""
    campaign = played()
    shown = repr(campaign.report)
    hidden = campaign.market.world.trust(0)
    assert not any(f"{value:.6f}" in shown for value in hidden.tolist())
    assert not any(word in shown for word in ("trust", "harm", "need", "propensity"))


def test_reports_count_what_the_market_counts():
    campaign = played(PLANS[:2])
    counts, report = campaign.outcome.counts[0], campaign.report
    for name in ("reach", "impressions", "shares", "likes", "comments", "visits", "sales"):
        assert getattr(report, name) == counts[name]
    assert sum(post.reach for post in report.posts) >= report.reach
    assert [post.audience for post in report.posts] == ["home", "keepers", "tasters"]
    assert [post.day for post in report.posts] == [0, 1, 2]


def test_the_share_of_asks_looks_back_eight_weeks():
    campaign = Campaign(town(weeks=20), seed=3)
    one_gift = Plan(posts=(gift(),))
    campaign.play_week(Plan(posts=(pitch(),)))
    assert campaign.report.ask_share == 1.0
    campaign.play_weeks([one_gift] * 7)
    assert campaign.report.ask_share == pytest.approx(1 / 8)
    campaign.play_week(one_gift)
    assert campaign.report.ask_share == 0.0


def test_a_network_that_nobody_has_read_is_never_taken_for_a_grown_one():
    people = town().population.model_dump() | {"network": {"file": "friends.txt"}}
    with pytest.raises(BadFile, match=r"the network is the file 'friends.txt', and nobody knows"):
        Campaign(town(population=people), seed=1)
