"""Keyed chance: as good as independent dice, wherever two events are neighbours."""

from __future__ import annotations

import itertools
import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from scipy import stats

from trustsim.market.chance import (
    Purpose,
    draw,
    draws,
    key_for,
    mix,
    normal,
    normals,
    seed_key,
    subkey,
    uniform,
)

AXES = ("purpose", "day", "post", "receiver", "sender")
UNLIKELY = 1e-4
"""The draws are the same in every run: a fair hash stays above this p-value for good."""


@njit
def walk(seed, start, step, count):
    """Return the draws met on a walk from ``start`` (purpose, day, post, receiver, sender)."""
    found = np.empty(count)
    at = start.copy()
    for i in range(count):
        found[i] = draw(subkey(seed, at[0], at[1], at[2]), at[3], at[4])
        at += step
    return found


@njit
def flipped_share(key, bit, count):
    """Return, for each of 64 bits of the hash, how often flipping one bit of its input flips it."""
    found = np.zeros(64)
    for i in range(count):
        x = mix(key + np.uint64(i))
        change = mix(x) ^ mix(x ^ (np.uint64(1) << np.uint64(bit)))
        for j in range(64):
            found[j] += float((change >> np.uint64(j)) & np.uint64(1))
    return found / count


def along(axis: int, start: tuple[int, ...], count: int, seed: int = 1) -> np.ndarray:
    step = np.zeros(5, np.int64)
    step[axis] = 1
    with np.errstate(over="ignore"):
        return walk(seed_key(seed), np.array(start, np.int64), step, count)


def is_plausible(observed: np.ndarray) -> bool:
    """Return whether counts could be those of equally likely cells."""
    return UNLIKELY < stats.chisquare(observed).pvalue < 1 - UNLIKELY


@pytest.mark.parametrize("axis", range(5), ids=AXES)
@pytest.mark.parametrize("start", [(25, 3, 700, 5, 9), (1, 0, 0, 0, 0), (30, 400, 10**9, 10**6, 7)])
def test_draws_are_uniform_along_every_key(axis, start):
    found = along(axis, start, 200_000)
    assert 0.0 <= found.min() < found.max() < 1.0
    assert is_plausible(np.histogram(found, 256, (0, 1))[0])
    low_bits = (found * 2**53).astype(np.int64) % 64
    assert is_plausible(np.bincount(low_bits, minlength=64))


@pytest.mark.parametrize("axis", range(5), ids=AXES)
@pytest.mark.parametrize("apart", [1, 2, 7])
def test_draws_of_neighbouring_keys_are_independent(axis, apart):
    found = along(axis, (25, 3, 700, 5, 9), 200_000)
    here, there = found[:-apart], found[apart:]
    correlation = np.corrcoef(here, there)[0, 1]
    assert abs(correlation) < 4.0 / math.sqrt(len(here))
    joint = np.histogram2d(here, there, 16, ((0, 1), (0, 1)))[0]
    assert is_plausible(joint.ravel())


@pytest.mark.parametrize(
    ("one", "other"), list(itertools.combinations(range(5), 2)),
    ids=[f"{a}-{b}" for a, b in itertools.combinations(AXES, 2)],
)  # fmt: skip
def test_a_step_along_one_key_is_no_step_along_another(one, other):
    base = (25, 3, 700, 5, 9)
    first = along(one, base, 100_000)
    second = along(other, base, 100_000)
    assert first[0] == second[0], "both walks start at the same event"
    assert not np.intersect1d(first[1:], second[1:]).size
    assert abs(np.corrcoef(first[1:], second[1:])[0, 1]) < 4.0 / math.sqrt(100_000)


def test_what_one_does_to_another_is_not_what_the_other_does_to_one():
    key = key_for(seed_key(3), Purpose.SHOW, 2, 5)
    with np.errstate(over="ignore"):
        pairs = [
            (draw(key, a, b), draw(key, b, a)) for a in range(150) for b in range(a)
        ]  # 150 * 149 / 2 pairs
    here, there = np.array(pairs).T
    assert abs(np.corrcoef(here, there)[0, 1]) < 4.0 / math.sqrt(len(here))
    assert len(np.unique(np.array(pairs))) == 150 * 149


def test_one_flipped_bit_of_the_input_flips_every_bit_of_the_hash_half_of_the_time():
    with np.errstate(over="ignore"):
        shares = np.array([flipped_share(seed_key(1), bit, 4000) for bit in range(64)])
    assert abs(shares.mean() - 0.5) < 0.002
    assert shares.min() > 0.45
    assert shares.max() < 0.55


def test_no_two_events_of_a_run_share_a_draw():
    # 49 purposes, 40 days, 40 posts, 12 receivers: 940,800 draws of 53 bits; the chance that an
    # honest die repeats one is n * n / 2 / 2**53 = 5e-5.
    key = seed_key(11)
    found = [
        draws(key_for(key, purpose, day, post), 12)
        for purpose in Purpose
        for day in range(40)
        for post in range(40)
    ]
    assert len(np.unique(np.concatenate(found))) == len(Purpose) * 40 * 40 * 12


def test_no_two_pairs_of_people_share_a_draw_in_a_world_of_five_million():
    # receiver * A + sender * B repeats (mod 2**64) on the points of a lattice; its shortest vector,
    # by Gauss's reduction, is longer than the largest world is wide.
    a, b, whole = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 2**64
    slope = (-a * pow(b, -1, whole)) % whole  # sender = slope * receiver
    short, long = (1, slope), (0, whole)
    if norm(short) > norm(long):
        short, long = long, short
    while True:
        times = round_div(short[0] * long[0] + short[1] * long[1], norm(short))
        long = (long[0] - times * short[0], long[1] - times * short[1])
        if norm(long) >= norm(short):
            break
        short, long = long, short
    receivers, senders = short
    assert (receivers * a + senders * b) % whole == 0
    assert max(abs(receivers), abs(senders)) > 2 * 5_000_000


def norm(vector: tuple[int, int]) -> int:
    return vector[0] ** 2 + vector[1] ** 2


def round_div(top: int, low: int) -> int:
    return (2 * top + low) // (2 * low)


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_every_seed_has_luck_of_its_own(one, other):
    assert (int(seed_key(one)) == int(seed_key(other))) is (one == other)


def test_neighbouring_seeds_have_independent_luck():
    found = np.array([uniform(seed_key(s), Purpose.SHOW, 1, 2, 3, 4) for s in range(20_000)])
    assert is_plausible(np.histogram(found, 64, (0, 1))[0])
    assert abs(np.corrcoef(found[:-1], found[1:])[0, 1]) < 4.0 / math.sqrt(20_000)


def test_the_same_event_has_the_same_draw_whoever_asks_and_however_often():
    key = seed_key(5)
    once = [uniform(key, Purpose.LIKE, 3, 4, receiver) for receiver in range(9)]
    again = [uniform(key, Purpose.LIKE, 3, 4, receiver) for receiver in reversed(range(9))]
    assert once == again[::-1] == draws(key_for(key, Purpose.LIKE, 3, 4), 9).tolist()


def test_the_normal_quantile_is_right_to_nine_digits():
    for u in np.concatenate([np.geomspace(1e-11, 0.5, 200), 1 - np.geomspace(1e-11, 0.5, 200)]):
        assert normal(u) == pytest.approx(NormalDist().inv_cdf(u), rel=1.2e-9, abs=1e-9)


def test_the_normal_quantile_of_the_ends_is_finite():
    assert -7.1 < normal(0.0) < -7.0 < 7.0 < normal(1.0) < 7.1


def test_normal_draws_are_normal():
    z = normals(key_for(seed_key(2), Purpose.NEED), 200_000)
    assert stats.kstest(z, "norm").pvalue > UNLIKELY
    assert len(z) == 200_000
