"""The engine equals its slow twin, draw for draw."""

from __future__ import annotations

from random import Random
from statistics import NormalDist

import numpy as np
import pytest

from tests.market.towns import TOUCHY, busy_orders, town
from tests.market.twin import Twin, Week
from tests.market.twin_chance import Chance, quantile
from tests.market.twin_town import Change
from trustsim.market import chance
from trustsim.market.market import Market
from trustsim.market.outcome import COUNTS, Cause, Reason, Source, Stance, WeekOutcome
from trustsim.scenario.schema import Event, Scenario

CLOSE = {"rtol": 1e-12, "atol": 1e-12}


def compare_state(market: Market, twin: Twin) -> None:
    """Compare everything there is: whole numbers exactly, the others to the twelfth digit."""
    world, people = market.world, twin.town.people
    assert world.day == twin.town.day
    rows = [sorted(person.audience.items()) for person in people]
    assert np.diff(world.ties.indptr).tolist() == [len(row) for row in rows]
    assert world.ties.indices.tolist() == [other for row in rows for other, _ in row]
    assert world.ties.strength.tolist() == [close for row in rows for _, close in row]
    assert world.ties_in.tolist() == [person.hears for person in people]
    assert world.chatter.tolist() == twin.town.chatter
    assert world.people.need.tolist() == [person.need for person in people]
    assert world.people.need_full.tolist() == [person.need_full for person in people]
    assert world.crowd.tolist() == [person.crowd for person in people]
    assert world.seen.tolist() == [person.seen for person in people]
    interests = np.array([person.interests for person in people])
    np.testing.assert_allclose(world.people.interests.T, interests, rtol=0, atol=1e-7)
    for brand in twin.town.brands:
        compare_brand(market, twin, brand.number)


def compare_brand(market: Market, twin: Twin, number: int) -> None:
    """Compare one brand, and what is between it and everybody."""
    world, brand = market.world, twin.town.brands[number]
    for name, other in (("stance", "stance"), ("stance_day", "since"), ("fakes_met", "fakes_met"),
                        ("shut_friends", "shut_friends"), ("visited", "visited"),
                        ("customer", "customer"), ("asks_met", "asks_met"),
                        ("reads_met", "reads_met")):  # fmt: skip
        assert getattr(world, name)[number].tolist() == [getattr(b, other) for b in brand.bonds]
    for name in ("good", "harm"):
        mine = [getattr(bond, name) for bond in brand.bonds]
        np.testing.assert_allclose(getattr(world, name)[number], mine, **CLOSE)
    flags = [
        bond.reached_this_week + 2 * bond.visited_this_week + 4 * bond.shared_freely_this_week
        + 8 * bond.bought_this_week
        for bond in brand.bonds
    ]  # fmt: skip
    assert world.week_flags[number].tolist() == flags
    circles = range(world.circles)
    assert world.knows[number].tolist() == [twin.town.knows(brand, c) for c in circles]
    assert world.door_open[number].tolist() == brand.door_open
    assert world.door_day[number].tolist() == brand.door_day
    assert world.apologised[number].tolist() == brand.apologised
    assert world.last_ask[number] == brand.last_ask
    np.testing.assert_allclose(world.amends[number], brand.amends, **CLOSE)
    np.testing.assert_allclose(world.facets[number], brand.facets, **CLOSE)
    np.testing.assert_allclose(world.authority[number], brand.authority, **CLOSE)


def compare_week(outcome: WeekOutcome, week: Week) -> None:
    """Compare what a week leaves behind, table by table."""
    assert list(outcome.counts) == week.counts
    assert list(outcome.feed) == week.feed
    assert [tuple(row) for row in outcome.comments.tolist()] == week.comments
    compare_posts(outcome, week)
    compare_cascades(outcome, week)
    compare_ledger(outcome, week)


def compare_posts(outcome: WeekOutcome, week: Week) -> None:
    table = {int(row["post"]): row for row in outcome.posts}
    assert len(table) == len(outcome.posts) == len(week.posts)
    for post in week.posts:
        row = table[post["post"]]
        for name, value in post.items():
            assert row[name] == pytest.approx(value, rel=1e-12, abs=1e-12), name
        assert row["size"] == post["shares"] + 1


def compare_cascades(outcome: WeekOutcome, week: Week) -> None:
    mine = sorted(week.cascades)
    found = sorted(tuple(row) for row in outcome.cascades.tolist())
    assert [row[:4] for row in found] == [row[:4] for row in mine]
    np.testing.assert_allclose([row[4] for row in found], [row[4] for row in mine], **CLOSE)


def compare_ledger(outcome: WeekOutcome, week: Week) -> None:
    table = outcome.ledger[(outcome.ledger["good"] != 0) | (outcome.ledger["harm"] != 0)]
    # The engine writes one row for a fading of both; the twin two.
    found = sorted(part for row in table.tolist() for part in split(row))
    mine = sorted(as_row(change) for change in week.ledger)
    assert [row[:6] for row in found] == [row[:6] for row in mine]
    np.testing.assert_allclose([row[6] for row in found], [row[6] for row in mine], **CLOSE)


def split(row: tuple[float, ...]) -> list[tuple[float, ...]]:
    day, user, brand, cause, post, good, harm = row
    amounts = [(0, good), (1, harm)]
    return [(day, user, brand, cause, post, kind, x) for kind, x in amounts if x != 0]


def as_row(change: Change) -> tuple[float, ...]:
    kind = 1 if change.harm else 0
    return (change.day, change.user, change.brand, int(change.cause), change.post, kind,
            change.harm or change.good)  # fmt: skip


def side_by_side(
    scenario: Scenario, seed: int, weeks: int, events: dict[int, tuple[Event, ...]] | None = None,
    gentle: float = 0.5,
) -> list[WeekOutcome]:  # fmt: skip
    """Play the same weeks on both and compare them every day."""
    market = Market(scenario, seed, record="full")
    twin = Twin(scenario, market)
    compare_state(market, twin)
    luck = Random(seed)
    outcomes: list[WeekOutcome] = []
    for number in range(weeks):
        for event in (events or {}).get(number, ()):
            market.apply_event(event)
            twin.apply_event(event)
            compare_state(market, twin)
        orders = busy_orders(luck, market, outcomes[-1] if outcomes else None, gentle)
        for _ in range(7):
            market.play_day(orders)
            twin.play_day(orders)
            compare_state(market, twin)
        outcomes.append(market.finish_week())
        compare_week(outcomes[-1], twin.finish_week())
        compare_state(market, twin)
    return outcomes


@pytest.mark.parametrize("users", [5, 6, 12, 40, 120])
@pytest.mark.parametrize("platform", ["myspace", "facebook", "twitter"])
def test_the_engine_equals_its_twin_on_small_worlds(platform, users):
    side_by_side(town(users, platform, rules=TOUCHY, rivals=1), seed=users, weeks=3)


@pytest.mark.parametrize(("platform", "rivals"), [("facebook", 2), ("twitter", 5)])
def test_the_engine_equals_its_twin_on_a_world_of_four_hundred(platform, rivals):
    side_by_side(town(400, platform, rules=TOUCHY, rivals=rivals), seed=9, weeks=3)


@pytest.mark.parametrize("platform", ["myspace", "twitter"])
def test_the_engine_equals_its_twin_with_the_shipped_constants(platform):
    side_by_side(town(150, platform, rivals=1), seed=4, weeks=6)


@pytest.mark.parametrize("without", ["asymmetry", "clustering", "quality", "attention"])
def test_the_engine_equals_its_twin_under_every_ablation(without):
    side_by_side(town(60, "facebook", rules=TOUCHY, without=[without]), seed=2, weeks=2)


def test_the_engine_equals_its_twin_under_every_kind_of_event():
    kinds = (
        {"kind": "need", "circle": "cooks", "amount": 0.4}, {"kind": "need", "amount": -0.1},
        {"kind": "interest", "topic": "music", "circle": "cooks", "amount": 0.5},
        {"kind": "interest", "topic": "food", "amount": -0.3},
        {"kind": "flaw", "facet": "sound", "amount": 0.2}, {"kind": "flaw", "amount": 0.1},
        {"kind": "newcomers", "amount": 0.5}, {"kind": "news"},
    )  # fmt: skip
    events = {
        week: tuple(Event.model_validate({"week": week + 1, "text": "x", **kind}) for kind in kinds)
        for week in (0, 2)
    }
    for platform in ("myspace", "twitter"):
        side_by_side(town(80, platform, rules=TOUCHY, rivals=1), seed=5, weeks=3, events=events)


def test_everything_that_can_happen_happens_while_the_two_are_compared():
    # What never happened was never compared.
    counted = dict.fromkeys(COUNTS, 0)
    causes, reasons, sources = set(), set(), set()
    lifted = 0
    patient = {**TOUCHY, "response": {**TOUCHY["response"], "mute": 1.0}}
    for platform, gentle, rules in (
        ("facebook", 0.3, TOUCHY), ("twitter", 0.7, TOUCHY), ("twitter", 0.2, patient)
    ):  # fmt: skip
        scenario = town(120, platform, rules=rules, rivals=2)
        outcomes = side_by_side(scenario, seed=124, weeks=4, gentle=gentle)
        for outcome in outcomes:
            for counts in outcome.counts:
                for name, count in counts.items():
                    counted[name] += count
            causes |= set(outcome.ledger["cause"].tolist())
            reasons |= set(outcome.comments["reason"].tolist())
            sources |= set(outcome.exposures["source"].tolist())
        lifted += unmuted(scenario, gentle)
    assert [name for name, count in counted.items() if not count] == []
    assert causes == set(Cause) - {Cause.FIRST_FOLLOWER}
    assert reasons == set(Reason)
    assert sources == set(Source)
    assert lifted > 0


def unmuted(scenario: Scenario, gentle: float) -> int:
    """Count the mutes that a few busy weeks lift without a door reopening."""
    market = Market(scenario, 124)
    luck = Random(124)
    count = 0
    for _ in range(4):
        orders = busy_orders(luck, market, None, gentle)
        for _ in range(7):
            market.play_day(orders)
        before = market.world.stance == Stance.MUTED
        market.finish_week()
        count += int((before & (market.world.stance == Stance.AWARE)).sum())
    return count


def test_the_twin_has_the_same_luck_as_the_engine_by_its_own_arithmetic():
    twin = Chance(2**62 + 5)
    key = chance.seed_key(2**62 + 5)
    for purpose in chance.Purpose:
        args = (17 * purpose, 2**40 + purpose, 12_345, purpose % 5)
        assert twin.draw(purpose.name.lower(), *args) == chance.uniform(key, purpose, *args)


def test_the_bell_curve_of_both_is_the_bell_curve():
    for u in (1e-9, 0.001, 0.02, 0.025, 0.3, 0.5, 0.77, 0.975, 0.98, 0.999_999):
        assert quantile(u) == pytest.approx(NormalDist().inv_cdf(u), rel=2e-9, abs=1e-12)
        assert quantile(u) == pytest.approx(chance.normal(u), rel=1e-14, abs=1e-15)
