"""Networks: circles of like-minded friends, a heavy tail of popularity, clustering."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.market.towns import audience, ties_of, town
from trustsim.market import weekly
from trustsim.market.chance import Purpose, key_for, seed_key
from trustsim.market.market import Market
from trustsim.market.measures import tail
from trustsim.market.network import Seats, Ties, compress, count_in, grow, popularity, seat_users
from trustsim.market.network_measures import shape
from trustsim.scenario.platforms import Platform

PLATFORMS = ("myspace", "facebook", "twitter")


def platform(name: str, **given: float) -> Platform:
    return Platform.model_validate({"preset": name, **given})


def grown(
    name: str = "facebook", users: int = 3000, seed: int = 1, *, clustered: bool = True,
    hermits: float = 0.0, **given: float,
) -> tuple[Seats, Ties]:  # fmt: skip
    """Grow a network of three circles with shares 3, 2 and 1."""
    at, key = platform(name, **given), seed_key(seed)
    with np.errstate(over="ignore"):
        seats = seat_users(key, np.array([3.0, 2.0, 1.0]), users, at.pocket, at.least_pocket)
        weight = popularity(key, seats, at, hermits)
        return seats, grow(key, seats, weight, at, clustered=clustered)


def pairs_of(ties: Ties) -> set[tuple[int, int]]:
    heard = np.repeat(np.arange(len(ties.indptr) - 1), np.diff(ties.indptr))
    return set(zip(heard.tolist(), ties.indices.tolist(), strict=True))


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("users", [5, 12, 300, 3000])
def test_rows_are_sorted_and_hold_nobody_twice_nor_oneself(name, users):
    _, ties = grown(name, users)
    assert ties.indptr[0] == 0
    assert ties.indptr[-1] == len(ties.indices) == len(ties.strength)
    for user in range(users):
        row = ties.indices[ties.indptr[user] : ties.indptr[user + 1]]
        assert (np.diff(row) > 0).all()
        assert user not in row
    assert len(ties.indices) == 0 or 0 <= ties.indices.min() <= ties.indices.max() < users


@pytest.mark.parametrize("name", ["myspace", "facebook"])
def test_friendships_go_both_ways_and_are_as_strong_both_ways(name):
    _, ties = grown(name)
    pairs = pairs_of(ties)
    assert pairs == {(b, a) for a, b in pairs}
    heard = np.repeat(np.arange(3000), np.diff(ties.indptr))
    strength = dict(zip(zip(heard.tolist(), ties.indices.tolist(), strict=True),
                        ties.strength.tolist(), strict=True))  # fmt: skip
    assert all(strength[b, a] == byte for (a, b), byte in strength.items())


def test_a_follow_may_go_one_way():
    _, ties = grown("twitter")
    pairs = pairs_of(ties)
    one_way = sum((b, a) not in pairs for a, b in pairs) / len(pairs)
    assert one_way > 0.5


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("mean", [8.0, None])
def test_people_have_as_many_ties_as_the_platform_says_on_average(name, mean):
    wanted = {} if mean is None else {"mean_ties": mean}
    _, ties = grown(name, 6000, **wanted)
    expected = mean or platform(name).mean_ties
    assert len(ties.indices) / 6000 == pytest.approx(expected, rel=0.12)


@pytest.mark.parametrize("name", PLATFORMS)
def test_most_ties_stay_in_the_circle_and_some_bridge(name):
    seats, ties = grown(name)
    circle = np.repeat([0, 1, 2], np.diff(seats.start))
    heard = np.repeat(np.arange(3000), np.diff(ties.indptr))
    inside = (circle[heard] == circle[ties.indices]).mean()
    by_luck = (np.diff(seats.start) / 3000) @ (np.diff(seats.start) / 3000)  # 14 / 36
    assert 0.7 < inside < 0.95
    assert inside > by_luck + 0.25


def test_ties_are_closer_inside_a_pocket_than_inside_a_circle_than_between_circles():
    seats, ties = grown("facebook")
    heard = np.repeat(np.arange(3000), np.diff(ties.indptr))
    circle = np.repeat([0, 1, 2], np.diff(seats.start))
    same_pocket = seats.pocket[heard] == seats.pocket[ties.indices]
    same_circle = circle[heard] == circle[ties.indices]
    least = [ties.strength[which].min() for which in
             (~same_circle, same_circle & ~same_pocket, same_pocket)]  # fmt: skip
    most = [ties.strength[which].max() for which in
            (~same_circle, same_circle & ~same_pocket, same_pocket)]  # fmt: skip
    # 0.15, 0.35 and 0.70 of 255, and up to 0.25 on top.
    assert least == [int(0.15 * 255), int(0.35 * 255), int(0.70 * 255)]
    assert all(top <= low + 64 for low, top in zip(least, most, strict=True))


@pytest.mark.parametrize("name", PLATFORMS)
def test_popularity_is_heavy_tailed(name):
    # Facebook's tail is the lightest: it takes more people to tell it from an exponential.
    _, ties = grown(name, 20_000)
    followed = np.diff(ties.indptr)
    found = tail(followed)
    assert found is not None
    assert found.is_heavy
    assert followed.max() > 6 * followed.mean()


@pytest.mark.parametrize("name", ["myspace", "facebook"])
def test_friends_of_friends_are_friends_far_more_often_than_by_random_wiring(name):
    close_knit = shape(grown(name)[1])
    random = shape(grown(name, clustered=False)[1])
    assert close_knit.clustering > 0.1
    assert close_knit.transitivity > 0.08
    assert close_knit.clustering > 3 * random.clustering
    assert close_knit.ties == pytest.approx(random.ties, rel=0.15)


def test_random_wiring_knows_no_circles():
    seats, ties = grown("facebook", clustered=False)
    circle = np.repeat([0, 1, 2], np.diff(seats.start))
    heard = np.repeat(np.arange(3000), np.diff(ties.indptr))
    assert (circle[heard] == circle[ties.indices]).mean() == pytest.approx(14 / 36, abs=0.05)


def test_hermits_have_no_ties():
    seats, ties = grown("myspace", hermits=0.3)
    hears = count_in(ties.indices, 3000)
    alone = (hears == 0) & (np.diff(ties.indptr) == 0)
    assert alone.mean() == pytest.approx(0.3, abs=0.04)
    everybody = grown("myspace", hermits=1.0)[1]
    assert len(everybody.indices) == 0
    assert seats.start[-1] == 3000


def test_the_seed_decides_the_network():
    same = [grown(seed=4)[1], grown(seed=4)[1]]
    other = grown(seed=5)[1]
    assert all((a == b).all() for a, b in zip(*same, strict=True))
    assert pairs_of(same[0]) != pairs_of(other)


@given(st.lists(st.floats(0.01, 50), min_size=1, max_size=20), st.integers(5, 400))
def test_circles_are_as_large_as_their_shares(shares, users):
    seats = seat_users(seed_key(1), np.array(shares), users, 9.0, 0.5)
    exact = np.array(shares) / sum(shares) * users
    assert seats.start[0] == 0
    assert seats.start[-1] == users
    assert (np.abs(np.diff(seats.start) - exact) <= 1.0).all()


@given(st.integers(5, 300), st.floats(1, 20))
def test_pockets_divide_circles_without_gaps(users, mean):
    seats = seat_users(seed_key(2), np.array([2.0, 1.0]), users, mean, 0.5)
    assert seats.pocket_start[0] == 0
    assert seats.pocket_start[-1] == users
    sizes = np.diff(seats.pocket_start)
    assert (sizes >= 1).all()
    assert (sizes <= 19 * mean + 1).all(), "half the mean, and half of it times a luck under 37"
    assert np.repeat(np.arange(len(sizes)), sizes).tolist() == seats.pocket.tolist()
    assert set(seats.start.tolist()) <= set(seats.pocket_start.tolist()), "no pocket in two circles"


PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=60)


@given(PAIRS)
def test_compressed_rows_hold_exactly_the_pairs(pairs):
    table = np.array(pairs, np.int32).reshape(-1, 2)
    indptr, indices = compress(table[:, 0].copy(), table[:, 1].copy(), 10)
    found = Ties(indptr, indices, np.zeros(len(indices), np.uint8))
    assert pairs_of(found) == {(a, b) for a, b in pairs if a != b}
    assert len(indices) == len(pairs_of(found))


@given(PAIRS, PAIRS)
def test_new_ties_are_inserted_and_old_ones_kept(old, new):
    ties = ties_of(10, old, directed=True)
    before = pairs_of(ties)
    fresh = sorted({(a, b) for a, b in new if a != b} - before)
    rows, columns = np.array(fresh, np.int32).reshape(-1, 2).T
    after = Ties(*weekly.insert(ties, rows.copy(), columns.copy(), 90))
    assert pairs_of(after) == before | set(fresh)
    heard = np.repeat(np.arange(10), np.diff(after.indptr))
    for a, b, strength in zip(heard, after.indices, after.strength, strict=True):
        assert strength == (90 if (int(a), int(b)) in set(fresh) else 204)
    assert all((np.diff(after.indices[after.indptr[u] : after.indptr[u + 1]]) > 0).all()
               for u in range(10))  # fmt: skip


def test_people_meet_friends_of_friends_who_are_no_friends_yet():
    market = Market(town(300, "facebook"), 2)
    world = market.world
    with np.errstate(over="ignore"):
        heard, hearers = weekly.meet(
            market.key, 6, world.people.interests, world.ties, 1.0, 0, world.users
        )
    assert len(heard) > 100
    for one, other in zip(heard.tolist(), hearers.tolist(), strict=True):
        friends = set(audience(market, other).tolist())
        assert one != other
        assert one not in friends
        assert any(one in audience(market, friend) for friend in friends)


def test_nobody_meets_anybody_where_ties_do_not_form():
    market = Market(town(300, rules={"weekly": {"new_ties": 0}}), 2)
    before = pairs_of(market.world.ties)
    with np.errstate(over="ignore"):
        heard, _ = weekly.meet(
            market.key, 6, market.world.people.interests, market.world.ties, 0.0, 0, 300
        )
    assert len(heard) == 0
    assert pairs_of(market.world.ties) == before


def test_a_weighted_choice_picks_by_weight():
    # Ten users of one circle, no pockets: whoever weighs w is heard w times as often.
    users, key = 10, seed_key(3)
    at = platform("twitter", pocket_share=0, circle_share=1, reach_spread=0, mean_ties=4)
    seats = Seats(np.array([0, users]), np.arange(users, dtype=np.int32), np.arange(users + 1))
    weight = np.arange(1.0, 11.0)
    weight /= weight.mean()
    heard = np.zeros(users)
    for seed in range(3000):
        with np.errstate(over="ignore"):
            ties = grow(key_for(key, Purpose.TIE, seed), seats, weight, at)
        heard += np.diff(ties.indptr)
    # Of 4 choices some fall on oneself or on the same one twice: light users gain a little.
    assert np.corrcoef(heard, weight)[0, 1] > 0.99
    assert heard[9] / heard[0] == pytest.approx(10.0, rel=0.25)
