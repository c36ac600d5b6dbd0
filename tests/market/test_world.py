"""The world: its state, its fingerprint, and what it starts as."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.market.towns import play, town
from trustsim.errors import TooLarge
from trustsim.market import build
from trustsim.market.build import FOLLOWER_GOOD, memory_estimate
from trustsim.market.market import Market
from trustsim.market.outcome import Cause, Stance


@pytest.fixture(scope="module")
def market() -> Market:
    market = Market(town(60, rivals=1), 1)
    play(market, weeks=1)
    return market


@given(st.data())
def test_one_changed_bit_anywhere_changes_the_digest(market, data):
    world = market.world
    before = world.digest()
    arrays = [array for array in world.arrays() if array.size]
    array = arrays[data.draw(st.integers(0, len(arrays) - 1))]
    bits = array.view(np.uint8) if array.flags.c_contiguous else None
    assert bits is not None, "state is kept in plain arrays"
    at = np.unravel_index(data.draw(st.integers(0, bits.size - 1)), bits.shape)
    bit = np.uint8(1 << data.draw(st.integers(0, 7)))
    bits[at] ^= bit
    after = world.digest()
    bits[at] ^= bit
    assert after != before
    assert world.digest() == before


def test_the_day_is_part_of_the_digest(market):
    before = market.digest()
    market.world.day += 1
    after = market.digest()
    market.world.day -= 1
    assert after != before
    assert market.digest() == before


def test_the_digest_is_32_hex_digits(market):
    assert len(market.digest()) == 32
    assert set(market.digest()) <= set("0123456789abcdef")


def test_every_array_of_the_state_is_in_the_digest(market):
    world = market.world
    named = {id(value) for value in (getattr(world, name) for name in world.__slots__)
             if isinstance(value, np.ndarray)}  # fmt: skip
    parts = (world.people, world.ties, world.seats, world.tastes)
    named |= {id(array) for part in parts for array in part}
    assert {id(array) for array in world.arrays()} == named


def test_trust_is_the_mean_of_a_beta_reputation():
    world = Market(town(20), 1).world
    world.good[0, 3], world.harm[0, 3] = 2.0, 5.0
    assert world.trust()[3] == (1.0 + 2.0) / (1.0 + 2.0 + 2.0 + 5.0)
    stranger = int(np.flatnonzero(world.stance[0] == Stance.STRANGER)[0])
    assert world.trust()[stranger] == 1.0 / 3.0


def test_brands_start_with_the_followers_they_have():
    scenario = town(200, rivals=2, brand={"followers": 30, "first_circle": "cooks"})
    market = Market(scenario, 1)
    world = market.world
    follows = world.stance == Stance.FOLLOWER
    assert follows.sum(axis=1).tolist() == [30, 3, 3]
    assert (world.people.circle[follows[0]] == 1).all()
    assert (world.good[follows] == FOLLOWER_GOOD).all()
    assert (world.good[~follows] == 0).all()
    assert (world.harm == 0).all()
    rows = market.first_ledger
    assert len(rows) == 36
    assert set(rows["cause"].tolist()) == {Cause.FIRST_FOLLOWER}
    felt = np.zeros_like(world.good)
    np.add.at(felt, (rows["brand"], rows["user"]), rows["good"])
    assert (felt == world.good).all()


def test_first_followers_are_those_it_interests():
    world = Market(town(1000, brand={"followers": 100}), 1).world
    liking = world.people.interests[0]  # the band is about music
    assert liking[world.stance[0] == 2].mean() > liking.mean() + 0.15


def test_views_of_a_brand_s_standing_are_the_world_s_own_rows():
    world = Market(town(20, rivals=1), 1).world
    standing = world.standing(1)
    standing.bonds.good[4] = 9.0
    assert world.good[1, 4] == 9.0
    parts = (standing.bonds, standing.memory, standing.doors, standing)
    views = [(name, view) for part in parts for name, view in part._asdict().items()
             if isinstance(view, np.ndarray)]  # fmt: skip
    assert len(views) == 17
    assert all(np.shares_memory(view, getattr(world, name)) for name, view in views)


def test_a_world_that_does_not_fit_is_refused_with_what_would(monkeypatch):
    scenario = town(1_000_000)
    monkeypatch.setattr(build, "_free_memory", lambda: 100_000_000)
    with pytest.raises(TooLarge, match=r"1,000,000 users need about 0\.\d GB and 0\.1 GB are free"):
        Market(scenario, 1)
    with pytest.raises(TooLarge, match=r"try --set population\.users=\d+000$"):
        Market(scenario, 1)


def test_the_estimate_of_memory_is_above_what_the_world_keeps():
    scenario = town(20_000, rivals=2)
    world = Market(scenario, 1).world
    assert world.memory() < memory_estimate(scenario) < 5 * world.memory()
