from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from trustsim.lab.estimate import (
    Estimate,
    compare_paired,
    estimate_mean,
    holm,
    seeds_for,
    sign_flip,
)

SKEWED = np.random.default_rng(3).exponential(size=40)


def test_an_interval_is_the_one_that_scipy_gives() -> None:
    ours = estimate_mean(SKEWED)
    theirs = stats.bootstrap(
        (SKEWED,), np.mean, n_resamples=20_000, method="BCa", rng=np.random.default_rng(1)
    ).confidence_interval
    assert ours.value == pytest.approx(SKEWED.mean())
    assert ours.low == pytest.approx(theirs.low, rel=0.02)
    assert ours.high == pytest.approx(theirs.high, rel=0.02)


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    found = [estimate_mean(rng.exponential(size=50)) for _ in range(400)]
    # 95 % of 400 is 380; a skewed truth costs a few, and 3 standard errors are 13.
    assert 355 <= sum(e.low <= 1.0 <= e.high for e in found) <= 393


def test_the_same_sample_gives_the_same_interval_digit_for_digit() -> None:
    assert estimate_mean(SKEWED) == estimate_mean(SKEWED.copy())


def test_values_that_are_all_alike_have_an_interval_without_width() -> None:
    assert estimate_mean([0.1] * 7) == Estimate(pytest.approx(0.1), *[pytest.approx(0.1)] * 2, 7)


def test_one_seed_tells_nothing_of_luck() -> None:
    assert estimate_mean([4.0]).half_width == math.inf


def test_many_values_get_the_normal_interval() -> None:
    sample = np.random.default_rng(1).normal(10, 2, 6000)
    # 1.96 * 2 / sqrt(6000) = 0.0506
    assert estimate_mean(sample).half_width == pytest.approx(0.0506, rel=0.03)


def test_pairing_takes_the_common_luck_out() -> None:
    luck = np.random.default_rng(2).normal(0, 10, 30)
    own = np.random.default_rng(4).normal(0, 0.5, 30)
    paired = compare_paired(luck + 1.0 + own, luck)
    assert paired.estimate.half_width < estimate_mean(luck).half_width / 5
    assert paired.estimate.low < 1.0 < paired.estimate.high


def test_a_difference_says_how_large_it_is_in_four_ways() -> None:
    found = compare_paired([3.0, 5.0, 7.0, 2.0], [1.0, 4.0, 4.0, 2.0])
    # differences 2, 1, 3, 0: mean 1.5, standard deviation 1.29
    assert found.estimate.value == 1.5
    assert found.standardised == pytest.approx(1.5 / np.std([2, 1, 3, 0], ddof=1))
    assert found.superiority == (3 + 0.5) / 4
    assert found.ratio == pytest.approx(17 / 11)
    # Of 16 patterns of signs, |sum| >= 6 in ++++, +++-, and their opposites: the 0 has no sign.
    assert found.p == 4 / 16


def test_the_same_difference_on_every_seed_is_infinitely_large_in_units_of_luck() -> None:
    assert compare_paired([2.0, 3.0], [1.0, 2.0]).standardised == math.inf
    assert compare_paired([1.0, 2.0], [1.0, 2.0]).standardised == 0.0


def test_there_is_no_ratio_to_nothing() -> None:
    assert compare_paired([2.0, 3.0], [0.0, 0.0]).ratio is None


@pytest.mark.parametrize(("alternative", "p"), [("greater", 1 / 8), ("less", 1.0)])
def test_a_sign_test_has_a_direction(alternative: str, p: float) -> None:
    assert sign_flip([1.0, 2.0, 3.0], alternative) == p  # type: ignore[arg-type]


def test_many_pairs_are_tested_by_sampling_and_never_give_zero() -> None:
    assert sign_flip(np.ones(60)) == 1 / 10_000
    even = np.random.default_rng(8).normal(0, 1, 60)
    # scipy's own, by the same idea
    theirs = stats.permutation_test(
        (even,), np.mean, permutation_type="samples", n_resamples=9999,
        rng=np.random.default_rng(0),
    ).pvalue  # fmt: skip
    assert sign_flip(even) == pytest.approx(theirs, abs=0.02)


def test_holm_corrects_the_smallest_most_and_keeps_their_order() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_the_seeds_it_takes_are_those_that_give_that_half_width() -> None:
    rng = np.random.default_rng(6)
    needed = seeds_for(rng.normal(0, 3, 400), 0.5)
    # (1.96 * 3 / 0.5)^2 = 138
    assert 115 <= needed <= 165
    assert estimate_mean(rng.normal(0, 3, needed)).half_width == pytest.approx(0.5, rel=0.2)


def test_values_that_are_all_alike_need_no_more_seeds() -> None:
    assert seeds_for([2.0, 2.0, 2.0], 0.1) == 3


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no numbers"):
        estimate_mean([1.0, math.nan])
    with pytest.raises(ValueError, match="at least one value"):
        estimate_mean([])
