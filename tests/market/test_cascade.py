"""The plain cascade against theory."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.market.towns import ties_of
from trustsim.market.cascade import BUCKETS, _strides, cascade, reached
from trustsim.market.network import Ties

START = np.zeros(1, np.int32)


def path(users: int) -> Ties:
    return ties_of(users, [(i, i + 1) for i in range(users - 1)])


def star(leaves: int) -> Ties:
    return ties_of(leaves + 1, [(0, i + 1) for i in range(leaves)])


def sizes(ties: Ties, probability: float, runs: int) -> np.ndarray:
    room = reached(len(ties.indptr) - 1)
    return np.array(
        [cascade(np.uint64(key), ties, START, probability, room) for key in range(runs)]
    )


def test_at_probability_0_only_those_who_start_are_reached():
    assert (sizes(star(30), 0.0, 5) == 1).all()


def test_at_probability_1_everybody_tied_is_reached():
    assert (sizes(path(40), 1.0, 5) == 40).all()


@pytest.mark.parametrize("probability", [0.02, 0.3, 0.9])
def test_a_hub_reaches_each_of_its_friends_with_the_share_probability(probability):
    # 200 friends: 200 p on average, with a standard error of sqrt(200 p (1 - p) / runs).
    runs = 400
    found = sizes(star(200), probability, runs) - 1
    error = math.sqrt(200 * probability * (1 - probability) / runs)
    assert found.mean() == pytest.approx(200 * probability, abs=4 * error)


def test_on_a_path_every_step_takes_the_share_probability_anew():
    # Reaching n steps or more has probability 0.5^n: 1 + 0.5 + 0.25 + ... = 2 on a long path.
    found = sizes(path(60), 0.5, 3000)
    assert found.mean() == pytest.approx(2.0, abs=4 * math.sqrt(2.0 / 3000))


def test_nobody_is_reached_twice_and_one_key_gives_one_cascade():
    ties = ties_of(50, [(i, j) for i in range(50) for j in range(i + 1, 50) if (i + j) % 3])
    room = reached(50)
    first = cascade(np.uint64(7), ties, START, 0.08, room)
    users = room.users[:first].copy()
    assert len(np.unique(users)) == first
    assert cascade(np.uint64(7), ties, START, 0.08, room) == first
    assert (room.users[:first] == users).all()


def test_rounds_stay_apart_beyond_the_255_that_a_byte_counts():
    ties, room = star(20), reached(21)
    found = [cascade(np.uint64(3), ties, START, 0.4, room) for _ in range(600)]
    assert len(set(found)) == 1


def test_a_bucket_of_draws_tells_the_ties_skipped_or_leaves_them_to_the_logarithm():
    strides = _strides(0.05)
    known = np.flatnonzero(strides >= 0)
    assert len(known) > 0.9 * BUCKETS
    for inside in (0.001, 0.5, 0.999):
        skipped = np.log1p(-(known + inside) / BUCKETS) / math.log(0.95)
        assert (np.floor(skipped) == strides[known]).all()
