"""Measures of cascades, of unequal shares and of tails."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special, stats

from tests.market.towns import play, town
from trustsim.market.market import Market
from trustsim.market.measures import (
    cascades,
    gini,
    rank_correlation,
    share_of_stars,
    shares_at_first_hop,
    tail,
    top_share,
    virality_and_size,
    zeta,
)
from trustsim.market.outcome import CASCADE


def table_of(*trees: list[tuple[int, int]]) -> np.ndarray:
    """Return CASCADE rows of trees written as (who, from whom), each with its root first."""
    rows = []
    for post, tree in enumerate(trees):
        depth = {tree[0][0]: 0}
        rows.append((post, tree[0][0], -1, 0, 0.0))
        for number, (who, whom) in enumerate(tree[1:], start=1):
            depth[who] = depth[whom] + 1
            rows.append((post, who, whom, depth[who], float(number)))
    return np.array(rows, CASCADE)


LONE = [(5, -1)]
STAR = [(0, -1), (1, 0), (2, 0), (3, 0)]
PATH = [(0, -1), (1, 0), (2, 1), (3, 2)]
TREE = [(9, -1), (4, 9), (1, 9), (7, 4), (8, 4), (2, 7)]


def test_the_shape_of_a_cascade_is_counted_along_its_tree():
    found = cascades(table_of(LONE, STAR, PATH, TREE))
    assert found.size.tolist() == [1, 4, 4, 6]
    assert found.depth.tolist() == [0, 1, 3, 3]
    assert found.breadth.tolist() == [1, 3, 1, 2]
    assert found.first_hop.tolist() == [0, 3, 1, 2]
    # Star: 3 pairs at distance 1 and 3 at 2: 9 / 6. Path: (3 * 1 + 2 * 2 + 1 * 3) / 6.
    # Tree 9-(4-(7-2, 8), 1): 5 ties; distances sum to 5*1 + 5*2 + 4*3 + 1*4 = 31, over 15 pairs.
    assert found.virality.tolist() == pytest.approx([0.0, 9 / 6, 10 / 6, 31 / 15])


def test_the_root_of_a_brand_s_cascade_is_nobody():
    found = cascades(table_of([(-1, -2), (3, -1), (4, -1), (5, 3)]))
    assert (found.size[0], found.depth[0], found.first_hop[0]) == (4, 2, 2)
    # A path 5-3-root-4: 10 over 6 pairs.
    assert found.virality[0] == pytest.approx(10 / 6)


@given(st.lists(st.integers(0, 30), max_size=30))
def test_virality_is_the_mean_distance_in_networkx(parents):
    tree = [(0, -1), *((who, parent % who) for who, parent in enumerate(parents, start=1))]
    graph = nx.Graph(tree[1:]) if len(tree) > 1 else None
    expected = nx.average_shortest_path_length(graph) if graph else 0.0
    assert cascades(table_of(tree)).virality[0] == pytest.approx(expected)


def test_what_is_measured_on_cascades_is_what_the_posts_table_says():
    outcomes = play(Market(town(400, "twitter"), 5, record="cascades"), weeks=2)
    posts = np.concatenate([outcome.posts for outcome in outcomes])
    found = cascades(np.concatenate([outcome.cascades for outcome in outcomes]))
    posts = posts[np.argsort(posts["post"])]
    assert found.post.tolist() == posts["post"].tolist()
    assert found.size.tolist() == posts["size"].tolist()
    assert found.depth.tolist() == posts["depth"].tolist()
    np.testing.assert_allclose(found.virality, posts["structural_virality"], atol=1e-12)
    assert found.depth.max() > 1


def test_stars_are_counted_among_shared_posts():
    # Of the three that were shared, one is a star.
    assert share_of_stars(cascades(table_of(LONE, STAR, PATH, TREE))) == 1 / 3
    assert share_of_stars(cascades(table_of(LONE))) == 0.0


def test_shares_at_the_first_hop_are_counted_among_all_shares():
    # 3 of 3, 1 of 3 and 2 of 5 shares.
    assert shares_at_first_hop(cascades(table_of(LONE, STAR, PATH, TREE))) == 6 / 11
    assert shares_at_first_hop(cascades(table_of(LONE))) == 0.0


def test_virality_and_size_correlate_among_those_with_a_shape():
    found = cascades(table_of(LONE, STAR[:3], STAR, PATH, TREE))
    expected = stats.spearmanr(found.virality[1:], found.size[1:]).statistic
    assert virality_and_size(found) == pytest.approx(expected)
    assert virality_and_size(cascades(table_of(STAR))) == 0.0


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=40))
def test_the_rank_correlation_is_spearman_s_with_shared_ranks(pairs):
    one, other = np.array(pairs).T
    if one.std() == 0 or other.std() == 0:
        assert rank_correlation(one, other) == 0.0
    else:
        expected = stats.spearmanr(one, other).statistic
        assert rank_correlation(one, other) == pytest.approx(expected)


def test_the_gini_coefficient_of_known_shares():
    assert gini([1, 1, 1, 1]) == 0.0
    # Mean difference over all ordered pairs, over twice the mean: 2 * (3 * 4) / 16 / (2 * 1).
    assert gini([0, 0, 0, 4]) == 0.75
    # |1-2| + |1-3| + |2-3| = 4, twice over 9 pairs, over 2 * 2.
    assert gini([3, 1, 2]) == pytest.approx(2 * 4 / 9 / 4)
    assert gini([]) == gini([0, 0]) == 0.0


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_the_gini_coefficient_is_the_mean_difference_over_twice_the_mean(values):
    x = np.array(values, float)
    expected = np.abs(x[:, None] - x).mean() / (2 * x.mean()) if x.sum() else 0.0
    assert gini(values) == pytest.approx(expected, abs=1e-12)


def test_the_top_tenth_is_rounded_up():
    assert top_share([10, 1, 1, 1, 1, 1, 1, 1, 1, 2]) == 0.5  # 1 of 10: 10 of 20
    assert top_share([5, 4, 1]) == 0.5  # 0.3 people are one: 5 of 10
    assert top_share(range(1, 101), 0.2) == sum(range(81, 101)) / 5050
    assert top_share([]) == top_share([0, 0]) == 0.0


@pytest.mark.parametrize("power", [1.01, 1.5, 2.0, 2.7, 6.0, 25.0])
@pytest.mark.parametrize("start", [1.0, 2.0, 17.0, 900.0])
def test_zeta_is_hurwitz_s(power, start):
    assert zeta(power, start) == pytest.approx(special.zeta(power, start), rel=1e-11)


def zipf_sample(power: float, count: int, start: int = 1) -> np.ndarray:
    """Draw whole numbers with P(x) in proportion to x ** -power, x >= start, by inversion."""
    x = np.arange(start, 2_000_000)
    share = np.cumsum(x**-power) / special.zeta(power, start)
    return x[np.searchsorted(share, np.random.default_rng(7).random(count) * share[-1])]


@pytest.mark.parametrize("power", [1.8, 2.5, 3.5])
def test_the_exponent_of_a_known_tail_is_found_within_its_error(power):
    found = tail(zipf_sample(power, 20_000), start=1)
    assert found is not None
    assert abs(found.exponent - power) < 3 * found.error
    assert found.error < 0.05
    assert found.distance < 0.02
    assert found.is_heavy


def test_the_exponent_is_where_the_likelihood_is_highest():
    values = zipf_sample(2.2, 3000)
    found = tail(values, start=3)
    assert found is not None
    tail_values = values[values >= 3]

    def loss(power: float) -> float:
        return (
            len(tail_values) * math.log(special.zeta(power, 3)) + power * np.log(tail_values).sum()
        )

    best = optimize.minimize_scalar(loss, bounds=(1.01, 10), options={"xatol": 1e-9})
    assert found.count == len(tail_values)
    assert found.exponent == pytest.approx(best.x, abs=1e-5)
    step = 1e-3
    bend = (loss(best.x + step) - 2 * loss(best.x) + loss(best.x - step)) / step**2
    assert found.error == pytest.approx(bend**-0.5, rel=1e-3)


def test_the_best_lognormal_is_where_its_likelihood_is_highest():
    values = np.random.default_rng(3).lognormal(1.5, 0.8, 5000).round().astype(int)
    found = tail(values, start=2)
    assert found is not None
    x = values[values >= 2].astype(float)

    def loss(law: np.ndarray) -> float:
        bell = stats.norm(law[0], abs(law[1]))
        log_share = np.log(bell.sf(np.log(x - 0.5)) - bell.sf(np.log(x + 0.5)))
        return float(len(x) * bell.logsf(math.log(1.5)) - log_share.sum())

    best = optimize.minimize(loss, [1.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-8})
    assert loss(np.array(found.lognormal)) == pytest.approx(best.fun, abs=1e-4)
    assert found.lognormal == pytest.approx((1.5, 0.8), abs=0.05)


def test_a_lognormal_is_told_from_an_exponent_and_both_are_heavy():
    found = tail(np.random.default_rng(3).lognormal(1.5, 1.2, 20_000).round(), start=1)
    assert found is not None
    assert found.over_lognormal < 0
    assert found.p_lognormal < 0.01
    assert found.is_heavy


def test_an_exponential_tail_is_not_called_heavy():
    values = np.random.default_rng(3).geometric(0.2, 20_000)
    found = tail(values, start=1)
    assert found is not None
    assert found.rate == pytest.approx(-math.log(0.8), rel=0.02)
    assert found.over_exponential < 0
    assert found.p_exponential < 0.01
    assert not found.is_heavy


def test_the_ratio_of_two_laws_is_the_difference_of_their_likelihoods():
    values = zipf_sample(2.5, 2000)
    found = tail(values, start=1)
    assert found is not None
    power = stats.zipf.logpmf(values, found.exponent)
    exponential = stats.geom.logpmf(values, -math.expm1(-found.rate))
    gap = power - exponential
    assert found.over_exponential == pytest.approx(gap.sum(), rel=1e-6)
    z = gap.sum() / (gap.std() * math.sqrt(len(gap)))
    assert found.p_exponential == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-5, abs=1e-12)


def test_the_tail_begins_where_it_fits_best():
    # From 8 on a clean tail; below it, a heap that no exponent describes.
    heap = np.repeat(np.arange(1, 8), 3000)
    found = tail(np.concatenate([heap, zipf_sample(2.4, 8000, start=8)]))
    assert found is not None
    assert 8 <= found.start <= 12
    assert found.exponent == pytest.approx(2.4, abs=0.1)


def test_a_tail_of_too_few_values_is_not_fitted():
    assert tail([]) is None
    assert tail([3] * 500) is None
    assert tail([1, 2, 3, 5, 8]) is None
    assert tail(zipf_sample(2.0, 500), start=10**6) is None
