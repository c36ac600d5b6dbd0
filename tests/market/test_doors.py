"""Doors: when a circle has had enough, and when it forgives."""

from __future__ import annotations

import numpy as np
import pytest

from tests.market.towns import ties_of, town
from trustsim.market.chance import seed_key
from trustsim.market.ledger import log
from trustsim.market.market import Market
from trustsim.market.numbers import numbers
from trustsim.market.orders import Apology, Orders, TakePart
from trustsim.market.outcome import Stance
from trustsim.market.talk import close_doors, open_doors, opens_on, warn
from trustsim.scenario.schema import Scenario

FANS = 0


def someone_shuts(market: Market, stances: list[int], day: int = 3) -> list[int]:
    """Give the fans ``stances``, let the last of them have shut the brand out; say who closed."""
    world = market.world
    fans = np.flatnonzero(world.people.circle == FANS)
    world.stance[0] = Stance.STRANGER
    world.stance[0, fans[: len(stances)]] = stances
    for circle in range(world.circles):
        of_circle = world.stance[0][world.people.circle == circle]
        world.knows[0, circle] = np.bincount(of_circle, minlength=5)
    last = np.array([fans[len(stances) - 1]], np.int32)
    closed, doors = np.zeros(world.circles, np.bool_), world.standing(0).doors
    count = close_doors(last, day, world.people.circle, doors, k_of(market).table(), closed)
    assert count == closed.sum()
    return np.flatnonzero(closed).tolist()


def k_of(market: Market):
    return numbers(market.scenario)


def doors(line: float = 0.5, quorum: float = 4.0, share: float = 0.02) -> Scenario:
    talk = {"door_line": line, "door_quorum": quorum, "door_quorum_share": share,
            "quiet_days": 28.0, "amends_days": 7.0, "forgiven": 1.0}  # fmt: skip
    return town(240, rules={"talk": talk})  # 120 fans


@pytest.mark.parametrize(
    ("knowing", "out", "closes"),
    [
        (8, 4, True),  # half of those who know it, and four
        (9, 4, False),  # fewer than half
        (6, 3, False),  # half, but three are no quorum
        (4, 4, True),
        (60, 30, True),
    ],
)
def test_a_door_closes_when_most_who_know_the_brand_have_shut_it_out(knowing, out, closes):
    market = Market(doors(), 1)
    stances = [Stance.AWARE] * (knowing - out) + [Stance.MUTED] * out
    assert someone_shuts(market, stances) == ([FANS] if closes else [])
    assert market.world.door_open[0].tolist() == [not closes, True, True]
    if closes:
        assert market.world.door_day[0, FANS] == 3


def test_a_large_circle_takes_more_than_a_few_to_close_its_door():
    # 5 % of 120 fans are six.
    market = Market(doors(share=0.05), 1)
    assert someone_shuts(market, [Stance.BLOCKED] * 5) == []
    assert someone_shuts(market, [Stance.BLOCKED] * 6) == [FANS]


def test_a_door_closes_only_where_somebody_shut_the_brand_out_today():
    market = Market(doors(), 1)
    cooks = np.flatnonzero(market.world.people.circle == 1)
    market.world.knows[0, 1] = [0, 0, 0, len(cooks), 0]
    assert someone_shuts(market, [Stance.MUTED] * 2) == []
    assert market.world.door_open[0].all()


def shut_door(closed: int = 3, asked: int = 3) -> Market:
    market = Market(doors(), 1)
    someone_shuts(market, [Stance.MUTED] * 10, day=closed)
    market.world.last_ask[0] = asked
    return market


def opening_day(market: Market) -> float:
    world = market.world
    k, amends = k_of(market), world.amends[0, FANS]
    return opens_on(world.door_day[0, FANS], world.last_ask[0], amends, k.quiet_days, k.amends_days)


def test_a_door_reopens_28_quiet_days_after_it_closed_or_after_the_last_ask():
    assert opening_day(shut_door(closed=3, asked=3)) == 3 + 28
    assert opening_day(shut_door(closed=3, asked=12)) == 12 + 28


def test_amends_take_days_off_but_never_leave_less_than_a_week():
    market = shut_door()
    market.world.amends[0, FANS] = 1.5
    assert opening_day(market) == 3 + 28 - 1.5 * 7
    market.world.amends[0, FANS] = 50.0
    assert opening_day(market) == 3 + 7


def test_taking_part_and_a_first_apology_make_amends_and_a_second_apology_none():
    market = shut_door()
    once = Orders(apologies=(Apology(0, FANS),), take_part=(TakePart(0, FANS, 2.0),))
    market.play_week(once)
    # 2 h at 0.25 an hour, and 1 for the apology.
    assert market.world.amends[0, FANS] == pytest.approx(1.5)
    market.play_week(Orders(apologies=(Apology(0, FANS),)))
    assert market.world.amends[0, FANS] == pytest.approx(1.5)


def test_an_apology_is_heard_by_those_who_muted_and_by_nobody_else():
    market = shut_door()
    before = market.world.good[0].copy()
    market.play_day(Orders(apologies=(Apology(0, FANS),)))
    gained = market.world.good[0] - before
    muted = market.world.stance[0] == Stance.MUTED
    rules = market.scenario.rules
    assert gained[muted] == pytest.approx(rules.trust.gain * 0.25)
    assert (gained[~muted] == 0).all()


def test_an_open_door_lifts_the_circle_s_mutes_and_no_block():
    market = shut_door()
    world = market.world
    fans = np.flatnonzero(world.people.circle == FANS)
    world.stance[0, fans[0]] = Stance.BLOCKED
    world.knows[0, FANS] = np.bincount(world.stance[0, fans], minlength=5)
    standing, opened = world.standing(0), np.zeros(world.circles, np.bool_)
    counts = []
    with np.errstate(over="ignore"):
        for day in (30, 31):
            counts.append(
                open_doors(
                    seed_key(1), day, 0, 3, world.seats.start, world.people.circle, world.ties,
                    standing.bonds, standing.doors, standing.shut_friends, k_of(market).table(),
                    opened,
                )
            )  # fmt: skip
    assert counts == [0, 1]
    assert np.flatnonzero(opened).tolist() == [FANS]
    assert world.stance[0, fans[:10]].tolist() == [Stance.BLOCKED] + [Stance.AWARE] * 9


def warned(threshold: float, out: list[int]) -> tuple[Market, int]:
    """Let ``out`` shut the brand out on a ring of 5 with chords; return who did in the end."""
    net = ties_of(5, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (0, 2)])
    market = Market(town(5), 1)
    world = market.world
    world.ties = net
    ties_in = np.bincount(net.indices, minlength=5).astype(np.int32)
    world.stance[0] = Stance.AWARE
    world.stance[0, out] = Stance.MUTED
    world.people.threshold[:] = threshold
    shut = np.zeros(5, np.int32)
    shut[: len(out)] = out
    standing = world.standing(0)
    total, mutes, _ = warn(
        shut, len(out), 0, world.people.circle, world.people.threshold, net, ties_in,
        standing.bonds, standing.doors.knows, standing.shut_friends, k_of(market).table(),
        log(0),
    )  # fmt: skip
    assert mutes == total - len(out)
    return market, total


def test_one_friend_s_warning_is_a_whim_and_two_may_be_enough():
    # 0 hears 1, 2 and 4; 2 hears 0, 1, 3.
    market, total = warned(0.6, [1])
    assert total == 1
    market, total = warned(0.6, [1, 4])
    # 0 has two of three friends out (0.67); then 2 has 0 and 1 of three; then 3 has 2 and 4 of two.
    assert total == 5
    assert (market.world.stance[0] == Stance.MUTED).all()


def test_a_higher_threshold_holds_out():
    _, total = warned(0.7, [1, 4])
    assert total == 2


def test_every_warning_does_harm_as_strong_as_the_tie():
    market, _ = warned(0.9, [1])
    rules = market.scenario.rules
    harm = rules.trust.gain * rules.talk.warning * 204 / 255
    assert market.world.harm[0].tolist() == pytest.approx([harm, 0, harm, 0, 0])
    assert market.world.shut_friends[0].tolist() == [1, 0, 1, 0, 0]
