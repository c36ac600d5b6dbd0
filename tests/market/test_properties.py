"""What holds in every world, whatever is done in it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.market.towns import TOUCHY, busy_orders, town
from trustsim.market.market import Market
from trustsim.market.measures import cascades
from trustsim.market.orders import Orders
from trustsim.market.outcome import Cause, Film, Source, Stance, WeekOutcome

OPEN_EARS = (Stance.STRANGER, Stance.AWARE, Stance.FOLLOWER)


@dataclass
class Played:
    """A week of a random run.

    ``stances``: (days, brands, users) every morning; ``doors``: (days + 1, brands, circles) every
    morning and after the week; ``after``: stances after the week.
    """

    market: Market
    orders: Orders
    outcome: WeekOutcome
    stances: np.ndarray
    doors: np.ndarray
    after: np.ndarray

    @property
    def before(self) -> np.ndarray:
        """How everybody stood to every brand when the week began."""
        return self.stances[0]


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """Draw constants: the shipped ones, or some in which more happens, or extreme ones."""
    if draw(st.booleans()):
        return TOUCHY if draw(st.booleans()) else {}
    share = st.floats(0, 1)
    return {
        "trust": {"gain": draw(st.floats(0.1, 5)), "scepticism": draw(st.floats(0.1, 9)),
                  "forgiveness": draw(share), "detection": draw(share),
                  "repeat": draw(st.floats(0, 4)), "fakery": draw(st.floats(0, 9))},
        "reading": {"base": draw(share)},
        "response": {"mute": draw(st.floats(0, 60)), "block": draw(share), "click": 1.0},
        "sharing": {"strength": draw(st.floats(0.1, 8)), "credence_power": draw(st.floats(0, 3))},
        "talk": {"threshold": draw(share), "door_line": draw(share), "door_quorum": 1.0,
                 "quiet_days": draw(st.floats(1, 30)), "mute_days": draw(st.floats(1, 30)),
                 "unmute": draw(share)},
        "shop": {"unasked": draw(share), "organic": draw(share), "vouch": draw(share)},
        "weekly": {"good_fade": draw(share), "harm_fade": draw(share),
                   "new_ties": draw(share), "drift": draw(share)},
        "posting": {"rate": draw(st.floats(0, 0.2))},
    }  # fmt: skip


@st.composite
def runs(draw: st.DrawFn) -> list[Played]:
    """Play a few busy weeks of a random small scenario and keep what each left behind."""
    scenario = town(
        draw(st.integers(5, 90)),
        draw(st.sampled_from(["myspace", "facebook", "twitter"])),
        rules=draw(rules()),
        rivals=draw(st.integers(0, 2)),
        without=draw(st.sets(st.sampled_from(["asymmetry", "clustering", "quality", "attention"]))),
        population={"second_circle": draw(st.floats(0, 1)),
                    "network": {"hermits": draw(st.floats(0, 1))}},
    )  # fmt: skip
    market = Market(scenario, draw(st.integers(0, 2**63 - 1)), record="full")
    luck, gentle = Random(draw(st.integers(0, 10**6))), draw(st.floats(0, 1))
    weeks: list[Played] = []
    for _ in range(draw(st.integers(1, 3))):
        orders = busy_orders(luck, market, weeks[-1].outcome if weeks else None, gentle)
        weeks.append(played_week(market, orders))
    return weeks


def played_week(market: Market, orders: Orders) -> Played:
    """Play a week and keep how things stood every morning."""
    world = market.world
    stances, doors = [], []
    for _ in range(7):
        stances.append(world.stance.copy())
        doors.append(world.door_open.copy())
        market.play_day(orders)
    doors.append(world.door_open.copy())
    outcome = market.finish_week()
    return Played(market, orders, outcome, np.array(stances), np.array(doors), world.stance.copy())


every_run = settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@every_run
@given(runs())
def test_trust_is_a_share_and_evidence_is_never_negative(weeks):
    world = weeks[-1].market.world
    for brand in range(world.brands):
        trust = world.trust(brand)
        assert (trust > 0).all()
        assert (trust < 1).all()
    assert (world.good >= 0).all()
    assert (world.harm >= 0).all()
    assert np.isfinite(world.good).all()
    assert np.isfinite(world.harm).all()


@every_run
@given(runs())
def test_traits_stay_in_their_ranges(weeks):
    world = weeks[-1].market.world
    folk = world.people
    assert (folk.need >= 0).all()
    assert (folk.need <= folk.need_full).all()
    np.testing.assert_allclose((folk.interests**2).sum(axis=0), 1.0, atol=1e-5)
    assert (world.facets >= 0).all()
    assert (world.facets <= 1).all()
    assert (world.authority >= 0).all()
    assert (world.authority <= 1).all()
    assert set(np.unique(world.stance).tolist()) <= set(Stance)


@every_run
@given(runs())
def test_the_ledger_sums_to_the_state(weeks):
    world = weeks[-1].market.world
    good, harm = (np.zeros_like(world.good) for _ in range(2))
    for rows in [weeks[0].market.first_ledger, *(week.outcome.ledger for week in weeks)]:
        np.add.at(good, (rows["brand"], rows["user"]), rows["good"])
        np.add.at(harm, (rows["brand"], rows["user"]), rows["harm"])
    np.testing.assert_allclose(good, world.good, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(harm, world.harm, rtol=1e-9, atol=1e-9)


@every_run
@given(runs())
def test_every_change_of_evidence_is_dated_and_named(weeks):
    for week in weeks:
        rows = week.outcome.ledger
        first = (week.outcome.week - 1) * 7
        assert ((first <= rows["day"]) & (rows["day"] < first + 7)).all()
        fading = rows["cause"] == Cause.FADE
        assert (rows["good"][~fading] >= 0).all()
        assert (rows["harm"][~fading] >= 0).all()
        assert (rows["good"][fading] <= 0).all()
        assert (rows["harm"][fading] <= 0).all()


@every_run
@given(runs())
def test_reach_is_never_more_than_impressions_nor_than_there_are_people(weeks):
    for week in weeks:
        posts, users = week.outcome.posts, week.market.world.users
        assert (posts["reach"] <= posts["impressions"]).all()
        assert (posts["reads"] <= posts["reach"]).all()
        assert (posts["shares"] <= posts["reads"]).all()
        assert (posts["reach"] <= users).all()
        parts = posts["organic_reach"] + posts["shared_reach"] + posts["paid_reach"]
        assert (parts == posts["reach"]).all()
        assert (posts["size"] == posts["shares"] + 1).all()
        assert (posts["depth"] <= posts["shares"]).all()
        for counts in week.outcome.counts:
            assert counts["reach"] <= min(counts["impressions"], users)
            assert counts["sales"] <= counts["visits"] * 7
            assert counts["vouches"] <= counts["sales"]


@every_run
@given(runs())
def test_what_is_counted_for_a_brand_is_the_sum_over_its_posts(weeks):
    for week in weeks:
        for brand, counts in enumerate(week.outcome.counts):
            posts = week.outcome.posts[week.outcome.posts["brand"] == brand]
            for name in ("impressions", "shares", "likes", "clicks"):
                assert counts[name] == posts[name].sum()
            assert counts["deepest_cascade"] == posts["depth"].max(initial=0)
            comments = week.outcome.comments
            assert counts["comments"] == (comments["brand"] == brand).sum()
            assert len(posts) == sum(post.brand == brand for post in week.orders.posts)


@every_run
@given(runs())
def test_followers_tonight_are_this_morning_s_and_those_who_came_less_those_who_left(weeks):
    for week in weeks:
        for brand, counts in enumerate(week.outcome.counts):
            morning, night = (
                int((stance[brand] == Stance.FOLLOWER).sum())
                for stance in (week.before, week.after)
            )
            assert morning + counts["follows"] - counts["unfollows"] == night


@every_run
@given(runs())
def test_nobody_who_has_shut_a_brand_out_is_shown_it(weeks):
    for week in weeks:
        rows = week.outcome.exposures
        stance = week.stances[rows["day"] % 7, rows["brand"], rows["user"]]
        assert np.isin(stance, OPEN_EARS).all()


@every_run
@given(runs())
def test_a_closed_door_shows_nothing(weeks):
    for week in weeks:
        rows = week.outcome.exposures
        day, brand, source = rows["day"] % 7, rows["brand"], rows["source"]
        at = {int(post["post"]): int(post["circle"]) for post in week.outcome.posts}
        made_in = np.array([at[int(post)] for post in rows["post"]], int)
        there = source == Source.CIRCLE
        assert week.doors[day[there], brand[there], made_in[there]].all()
        # What friends pass on and what is paid for stops at the door of whoever would see it.
        outside = (source == Source.FRIEND) | (source == Source.PAID)
        home = week.market.world.people.circle[rows["user"]]
        assert week.doors[day[outside], brand[outside], home[outside]].all()


@every_run
@given(runs())
def test_doors_close_and_open_as_often_as_is_counted(weeks):
    for week in weeks:
        for brand, counts in enumerate(week.outcome.counts):
            shut_before, shut_after = (~week.doors[day, brand] for day in (0, 7))
            moved = counts["doors_closed"] - counts["doors_opened"]
            assert shut_before.sum() + moved == shut_after.sum()


@every_run
@given(runs())
def test_no_door_opens_in_less_than_a_week(weeks):
    for week in weeks:
        opened = ~week.doors[:-1] & week.doors[1:]
        world = week.market.world
        for day, brand, circle in np.argwhere(opened):
            today = 7 * (week.outcome.week - 1) + int(day)
            if world.door_open[brand, circle]:  # else it has closed again, on another day
                assert today - world.door_day[brand, circle] >= 7


@every_run
@given(runs())
def test_what_is_kept_in_counts_equals_a_recount(weeks):
    world = weeks[-1].market.world
    heard = np.repeat(np.arange(world.users), np.diff(world.ties.indptr))
    for brand in range(world.brands):
        knows = np.zeros((world.circles, 5), int)
        np.add.at(knows, (world.people.circle, world.stance[brand]), 1)
        assert (world.knows[brand] == knows).all()
        shut = np.zeros(world.users, int)
        out = world.stance[brand][heard] >= Stance.MUTED
        np.add.at(shut, world.ties.indices[out], 1)
        assert (world.shut_friends[brand] == shut).all()
    assert (world.ties_in == np.bincount(world.ties.indices, minlength=world.users)).all()
    crowd = np.full(world.users, 14.0)
    np.add.at(crowd, world.ties.indices, world.people.posting[heard])
    np.testing.assert_allclose(world.crowd, crowd, rtol=1e-4)
    assert (world.week_flags == 0).all()
    assert (world.reads_met == 0).all()


@every_run
@given(runs())
def test_every_exposure_holds_the_factors_it_was_decided_by(weeks):
    for week in weeks:
        rows = week.outcome.exposures
        for name in ("see_probability", "read_probability", "relevance", "credence", "trust"):
            assert (rows[name] >= 0).all()
            assert (rows[name] <= 1 + 1e-6).all()
        read = rows[rows["reads"]]
        assert (read["draw"] < read["see_probability"] * read["read_probability"]).all()
        lent = rows["draw"] < 0  # what was made with somebody needs no luck to be passed on
        willing = rows["share_draw"] < rows["share_probability"]
        assert (rows["shares"] == (rows["reads"] & (willing | lent))).all()
        assert (rows["credence"] >= rows["trust"] - 1e-12).all()
        pairs = np.stack([read["post"], read["user"]])
        assert len(np.unique(pairs, axis=1).T) == len(read), "nobody reads a post twice"


@every_run
@given(runs())
def test_exposures_and_posts_tell_the_same_story(weeks):
    for week in weeks:
        rows = week.outcome.exposures
        shown = rows[rows["draw"] < rows["see_probability"]]
        for post in week.outcome.posts[week.outcome.posts["brand"] >= 0]:
            mine = shown[shown["post"] == post["post"]]
            assert len(mine) == post["impressions"]
            assert len(np.unique(mine["user"])) == post["reach"]
            assert mine["reads"].sum() == post["reads"]


@every_run
@given(runs())
def test_the_film_shows_the_week_in_order(weeks):
    for week in weeks:
        film = week.outcome.film
        assert (np.diff(film["hour"]) >= 0).all()
        assert (film["hour"] >= 0).all()
        assert (film["hour"] < 168).all()
        bought = (film["kind"] == Film.BUY).sum()
        assert bought == week.outcome.counts[0]["sales"]
        shared = (film["kind"] == Film.SHARE).sum()
        assert shared == week.outcome.counts[0]["shares"]


@every_run
@given(runs())
def test_a_tree_of_sharers_grows_from_its_root(weeks):
    for week in weeks:
        table = week.outcome.cascades
        found = cascades(table)
        posts = week.outcome.posts[np.argsort(week.outcome.posts["post"])]
        assert (found.size == posts["size"]).all()
        assert (found.depth == posts["depth"]).all()
        shares = table[table["depth"] > 0]
        assert (shares["hours"] > 0).all()
        pairs = np.stack([table["post"], table["user"].astype(np.int64)])
        assert len(np.unique(pairs, axis=1).T) == len(table), "nobody shares a post twice"
