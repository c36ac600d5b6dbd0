"""The market: the same run gives the same world, whoever looks and however it is computed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.market.towns import TOUCHY, audience, busy_orders, play, town
from trustsim.errors import UsageError
from trustsim.market.day import desk
from trustsim.market.market import Market
from trustsim.market.orders import BrandPost, Orders
from trustsim.market.outcome import COUNTS, RECORD_LEVELS, Cause, WeekOutcome
from trustsim.market.postings import place_of
from trustsim.scenario.schema import Event, Scenario

SOURCE = Path(__file__).parents[2] / "src"
ROOT = Path(__file__).parents[2]


def digests(market: Market, weeks: int = 3) -> list[str]:
    """Play busy weeks that don't depend on what happens, and return the digest after each."""
    luck, found = Random(5), [market.digest()]
    for _ in range(weeks):
        market.play_week(busy_orders(luck, market, None))
        found.append(market.digest())
    return found


@pytest.mark.parametrize("platform", ["myspace", "twitter"])
def test_the_record_level_does_not_change_the_run(platform):
    scenario = town(300, platform, rules=TOUCHY, rivals=1)
    runs = [digests(Market(scenario, 2, record=level)) for level in RECORD_LEVELS]
    assert all(run == runs[0] for run in runs)
    assert len(set(runs[0])) == 4, "every week changes the world"


def test_the_record_level_does_not_change_what_is_counted():
    scenario = town(300, "twitter", rules=TOUCHY, rivals=1)
    runs = [play(Market(scenario, 2, record=level), weeks=2) for level in RECORD_LEVELS]
    for run in runs[1:]:
        for ours, first in zip(run, runs[0], strict=True):
            assert (ours.counts, ours.feed) == (first.counts, first.feed)
            assert (ours.comments == first.comments).all()
            brands = ours.posts[ours.posts["brand"] >= 0]
            assert (brands == first.posts[first.posts["brand"] >= 0]).all()


def test_each_record_level_adds_its_tables():
    scenario = town(200, "twitter", rules=TOUCHY)
    found = {level: play(Market(scenario, 2, record=level), 1)[0] for level in RECORD_LEVELS}
    full = found["full"]
    for level, outcome in found.items():
        rank = RECORD_LEVELS.index(level)
        for name, first in (("cascades", 3), ("ledger", 4), ("exposures", 4), ("film", 4)):
            rows = getattr(outcome, name)
            assert len(rows) == (len(getattr(full, name)) if rank >= first else 0)
            assert len(getattr(full, name)) > 0
        everybody = (outcome.posts["brand"] < 0).any()
        assert everybody == (rank >= RECORD_LEVELS.index("posts"))


@pytest.mark.parametrize("record", ["weeks", "full"])
def test_the_number_of_threads_does_not_change_the_run(record):
    scenario = town(800, "twitter", rules=TOUCHY, rivals=2)
    markets = [Market(scenario, 3, record=record, threads=threads) for threads in (1, 2, 3)]
    outcomes = [play(market, weeks=2) for market in markets]
    assert len({market.digest() for market in markets}) == 1
    for run in outcomes[1:]:
        for ours, first in zip(run, outcomes[0], strict=True):
            assert same(ours, first)


@pytest.mark.parametrize("record", ["weeks", "full"])
def test_too_little_room_to_begin_with_changes_nothing(record):
    scenario = town(300, "twitter", rules=TOUCHY, rivals=1)
    roomy, narrow = (Market(scenario, 2, record=record) for _ in range(2))
    world = narrow.world
    narrow._engine.desk = desk(world.users, world.circles, touches=1, exposures=0, said=1, posts=1)
    for ours, first in zip(play(narrow, weeks=3), play(roomy, weeks=3), strict=True):
        assert len(first.comments) > 1
        assert same(ours, first)
    assert narrow.digest() == roomy.digest()
    assert len(narrow._engine.desk.touches) > 1


def same(one: WeekOutcome, other: WeekOutcome) -> bool:
    """Tell whether two outcomes hold the same, to the bit."""
    tables = ("posts", "comments", "cascades", "ledger", "exposures", "film")
    return (one.week, one.counts, one.feed) == (other.week, other.counts, other.feed) and all(
        getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in tables
    )


IN_ANOTHER_PROCESS = """
import json, sys
from tests.market.test_market import digests
from tests.market.towns import TOUCHY, town
from trustsim.market.market import Market
print(json.dumps([digests(Market(town(60, name, rules=TOUCHY, rivals=1), 4), 2)
                  for name in ("myspace", "twitter")]))
"""


def test_without_compilation_the_run_is_the_same():
    here = [
        digests(Market(town(60, name, rules=TOUCHY, rivals=1), 4), 2)
        for name in ("myspace", "twitter")
    ]
    path = os.pathsep.join([str(ROOT), str(SOURCE)])
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == here


def test_looking_changes_nothing():
    scenario = town(200, "facebook", rules=TOUCHY, rivals=1)
    plain = digests(Market(scenario, 5))
    market = Market(scenario, 5)
    luck, watched = Random(5), [market.digest()]
    for _ in range(3):
        look(market)
        market.play_week(busy_orders(luck, market, None))
        watched.append(market.digest())
    assert watched == plain


def look(market: Market) -> None:
    """Look at everything there is to see."""
    world = market.world
    _ = (world.trust(0), world.trust(1), world.members, world.memory(), world.digest())
    _ = (market.share_line, market.week, market.day, market.first_ledger.copy())
    for brand in range(world.brands):
        assert all(market.opens_in(brand, circle) >= 0 for circle in range(world.circles))


def test_days_played_one_by_one_are_the_week():
    scenario, orders = town(100), Orders(posts=(BrandPost(0, 0, 3, 1, 0, 0),))
    whole, by_days = Market(scenario, 6), Market(scenario, 6)
    outcome = whole.play_week(orders)
    for day in range(7):
        assert by_days.day == day
        by_days.play_day(orders)
    assert same(by_days.finish_week(), outcome)
    assert by_days.digest() == whole.digest()
    assert (whole.week, whole.day) == (1, 7)


def test_another_seed_is_another_world():
    assert Market(town(100), 1).digest() != Market(town(100), 2).digest()


def test_an_unknown_record_level_is_refused():
    with pytest.raises(UsageError, match="record: 'all' is none of none, weeks, posts"):
        Market(town(20), 1, record="all")


def test_every_count_is_there_for_every_brand():
    outcome = play(Market(town(50, rivals=2), 1), 1)[0]
    assert [tuple(counts) for counts in outcome.counts] == [COUNTS] * 3


def test_the_feed_names_the_most_shared_posts_of_people():
    outcome = play(Market(town(400, "twitter"), 3, record="posts"), 1)[0]
    chat = outcome.posts[outcome.posts["brand"] < 0]
    shares = [line[3] for line in outcome.feed]
    assert shares == sorted(chat["shares"].tolist(), reverse=True)[: len(shares)]
    assert len(outcome.feed) == 8


def test_a_closed_door_opens_after_as_many_days_as_was_said():
    market = Market(town(300, rules=TOUCHY), 7)
    play(market, weeks=3, gentle=0.2)
    waits = {circle: market.opens_in(0, circle) for circle in range(3)}
    closed = {circle for circle, days in waits.items() if days}
    assert closed
    for day in range(1, 30):
        market.play_day(Orders())
        for circle in sorted(closed):
            assert market.world.door_open[0, circle] == (day >= waits[circle])
        if day % 7 == 0:
            market.finish_week()


# --- one changed decision


def changed(orders: Orders) -> Orders:
    """Return the week's orders with one post a little better."""
    first, *rest = orders.posts
    return replace(orders, posts=(replace(first, quality=first.quality + 0.01), *rest))


def test_one_changed_plan_in_week_6_changes_nothing_before_and_nobody_it_never_reached():
    scenario = town(600, "myspace", rivals=1, population={"network": {"hermits": 0.5}})
    run, other = (Market(scenario, 8, record="full") for _ in range(2))
    plan = Orders(posts=(BrandPost(0, 0, 2, 0, 0, 1, circle=1, quality=0.7),))
    reached: set[int] = set()
    for week in range(1, 10):
        ours = run.play_week(plan)
        theirs = other.play_week(changed(plan) if week == 6 else plan)
        if week < 6:
            assert same(ours, theirs)
            assert run.digest() == other.digest()
        else:
            for outcome in (ours, theirs):
                reached |= set(outcome.exposures["user"][shown(outcome)].tolist())
                reached |= set(
                    outcome.ledger["user"][outcome.ledger["cause"] != Cause.FADE].tolist()
                )
    changed_users = different(run, other)
    reached |= near(run, reached) | near(other, reached)
    assert changed_users, "those it reached are changed"
    assert len(reached) < 500, "some were never reached"
    assert changed_users <= reached


def shown(outcome: WeekOutcome) -> np.ndarray:
    return outcome.exposures["draw"] < outcome.exposures["see_probability"]


def near(market: Market, users: set[int]) -> set[int]:
    """Return everybody who hears any of ``users``."""
    return {int(friend) for user in users for friend in audience(market, user)}


def different(one: Market, other: Market) -> set[int]:
    """Return the users of whom anything differs between two worlds."""
    found = np.zeros(one.world.users, np.bool_)
    for name in ("good", "harm", "stance", "stance_day", "asks_met", "reads_met", "fakes_met",
                 "shut_friends", "visited", "customer"):  # fmt: skip
        found |= (getattr(one.world, name) != getattr(other.world, name)).any(axis=0)
    for mine, theirs in zip(one.world.people, other.world.people, strict=True):
        found |= (mine != theirs).any(axis=0) if mine.ndim == 2 else mine != theirs
    return set(np.flatnonzero(found).tolist())


def test_a_post_to_one_circle_never_changes_people_nobody_of_it_is_tied_to():
    # No ties at all: what is posted among cooks can't reach fans.
    scenario = town(300, population={"network": {"hermits": 1.0}, "second_circle": 0.0})
    quiet, loud = Market(scenario, 9), Market(scenario, 9)
    quiet.play_week(Orders())
    loud.play_week(Orders(posts=(BrandPost(0, 0, 1, 0, 0, 1, circle=1, quality=1.0),)))
    cooks = set(np.flatnonzero(quiet.world.people.circle == 1).tolist())
    changed_users = different(quiet, loud)
    assert changed_users
    assert changed_users <= cooks


def test_dropping_a_post_leaves_the_luck_of_the_others_alone():
    first = BrandPost(0, 0, 0, 0, 0, 0, quality=0.9)
    later = (
        BrandPost(0, 1, 0, 1, 0, 1, circle=1, quality=0.8),
        BrandPost(0, 2, 2, 0, 0, 0, quality=0.7),
    )
    outcomes = [
        Market(town(300), 3, record="full").play_week(Orders(posts=posts))
        for posts in ((first, *later), tuple(replace(p, slot=p.slot - 1) for p in later))
    ]
    whole, rest = (outcome.posts[outcome.posts["brand"] == 0] for outcome in outcomes)
    for name in ("post", "quality"):
        assert whole[name][1:].tolist() == rest[name].tolist()
    same_day = [o.exposures[o.exposures["post"] == rest["post"][0]] for o in outcomes]
    assert len(same_day[0]) > 0
    assert (same_day[0] == same_day[1]).all()


def test_every_post_of_a_day_has_a_place_of_its_own():
    assert [place_of(i, [-1, 0, 5, -1, 0, -1]) for i in range(6)] == [0, 1, 6, 20, 19, 18]
    assert [place_of(i, range(-1, 20)) for i in range(21)] == list(range(21))
    # Circles 20 and 41 come to the page's place, 0, as well; circle 19 has 20.
    assert [place_of(i, [20, -1, 41, 19]) for i in range(4)] == [0, 19, 18, 20]


def test_two_brands_that_are_found_by_searching_have_their_own_luck_in_selling():
    # Half of all visits end in a sale; were the draws shared, whoever buys nothing from the first
    # brand would buy nothing from the second either.
    rules = {"shop": {"organic": 1.0, "unasked": 1.0, "purchase": 0.5, "trust_power": 1e-9}}
    market = Market(town(400, rivals=1, rules=rules), 1)
    market.world.authority[:] = 1.0
    market.world.people.need[:] = 1.0
    first, second = (counts["sales"] for counts in market.play_week(Orders()).counts)
    assert first == pytest.approx(200, abs=40)
    assert second == pytest.approx(0.5 * (400 - first), abs=30)


def test_what_circles_talk_about_is_counted_week_by_week():
    market = Market(town(300, "twitter"), 1, record="posts")
    for outcome in play(market, weeks=2):
        chat = outcome.posts[outcome.posts["brand"] < 0]
    assert len(chat) > 0
    assert market.world.chatter.sum() == len(chat) + chat["shares"].sum()


# --- events


def happened(kind: str, **given: object) -> tuple[Market, Market]:
    """Return a market to which an event has happened, and one to which it hasn't."""
    scenario = town(200, "facebook")
    event = Event.model_validate({"week": 1, "kind": kind, "text": "x", **given})
    market, before = Market(scenario, 1), Market(scenario, 1)
    market.apply_event(event)
    return market, before


def test_need_rises_in_the_circle_that_an_event_names():
    market, before = happened("need", circle="cooks", amount=0.25)
    cooks = market.world.people.circle == 1
    after, first = market.world.people.need, before.world.people.need
    np.testing.assert_allclose(after[cooks], np.minimum(1, first[cooks] + 0.25), atol=1e-6)
    assert (after[~cooks] == first[~cooks]).all()


def test_an_interest_rises_and_lengths_stay_one():
    market, before = happened("interest", topic="travel", circle="fans", amount=0.5)
    fans = market.world.people.circle == 0
    after, first = market.world.people.interests, before.world.people.interests
    assert (after[2, fans] > first[2, fans]).all()
    np.testing.assert_allclose((after**2).sum(axis=0), 1.0, atol=1e-5)
    assert (after[:, ~fans] == first[:, ~fans]).all()


def test_a_flaw_spoils_the_facet_it_names():
    market, before = happened("flaw", facet="songs", amount=0.3)
    assert before.world.facets[0].tolist() == [0.9, 0.5]
    assert market.world.facets[0].tolist() == pytest.approx([0.6, 0.5])


def test_newcomers_bring_new_ties():
    market, before = happened("newcomers", amount=0.5)
    assert len(market.world.ties.indices) > len(before.world.ties.indices)
    assert market.world.ties_in.sum() == len(market.world.ties.indices)


def test_newcomers_of_one_circle_meet_its_people_alone():
    market, before = happened("newcomers", circle="cooks", amount=0.5)
    is_cook = before.world.people.circle == 1
    old, new = (ties_of(happening) for happening in (before, market))
    assert len(new - old) > 0
    assert all(is_cook[one] or is_cook[other] for one, other in new - old)


def ties_of(market: Market) -> set[tuple[int, int]]:
    return {(u, int(v)) for u in range(market.world.users) for v in audience(market, u)}


@pytest.mark.parametrize("kind", ["news", "money", "hours"])
def test_what_is_the_table_s_business_leaves_the_world_alone(kind):
    market, before = happened(kind, amount=5.0)
    assert market.digest() == before.digest()


def without(*names: str) -> Scenario:
    return town(300, "twitter", without=list(names), rivals=1)


def test_without_attention_every_online_follower_is_shown_every_post():
    market = Market(without("attention"), 1, record="full")
    outcome = play(market, weeks=1)[0]
    exposures = outcome.exposures
    online = market.world.people.online[exposures["user"]]
    assert (exposures["see_probability"] == online).all()


def test_without_quality_every_post_is_alike():
    outcome = play(Market(without("quality"), 1, record="posts"), weeks=1)[0]
    assert set(outcome.posts["quality"].tolist()) == {0.55}


# --- forks


@pytest.mark.parametrize("threads", [1, 2])
def test_a_fork_goes_on_as_the_market_does_and_leaves_it_alone(threads):
    market = Market(town(300, "twitter", rules=TOUCHY, rivals=1), 4, threads=threads)
    play(market, weeks=2)
    before = market.digest()
    fork = market.fork(record="full")
    assert fork.digest() == before
    ahead = play(fork, weeks=2, seed=9)
    assert market.digest() == before
    outcomes = play(market, weeks=2, seed=9)
    assert market.digest() == fork.digest() != before
    assert [outcome.counts for outcome in outcomes] == [outcome.counts for outcome in ahead]
    assert len(ahead[0].exposures) > 0
    assert len(outcomes[0].exposures) == 0


def test_a_fork_in_the_middle_of_a_week_keeps_what_was_counted_so_far():
    orders = Orders(posts=tuple(BrandPost(0, day, day, 0, 0, 0) for day in range(7)))
    market = Market(town(200), 4)
    for _ in range(3):
        market.play_day(orders)
    fork = market.fork()
    for world in (market, fork):
        for _ in range(4):
            world.play_day(orders)
    assert market.finish_week().counts == fork.finish_week().counts
    assert market.digest() == fork.digest()
