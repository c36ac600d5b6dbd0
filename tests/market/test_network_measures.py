"""Measures of networks, against networkx and against sums done by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.market.towns import ties_of, town
from trustsim.market.market import Market
from trustsim.market.network import Ties
from trustsim.market.network_measures import (
    assortativity,
    count_triangles,
    friends,
    friendship_paradox,
    likeness,
    local_clustering,
    path_lengths,
    shape,
)


def graph_of(ties: Ties) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(ties.indptr) - 1))
    heard = np.repeat(np.arange(len(ties.indptr) - 1), np.diff(ties.indptr))
    graph.add_edges_from(zip(heard.tolist(), ties.indices.tolist(), strict=True))
    return graph


GRAPHS = {
    "karate club": nx.karate_club_graph(),
    "les miserables": nx.convert_node_labels_to_integers(nx.les_miserables_graph()),
    "small world": nx.connected_watts_strogatz_graph(60, 6, 0.2, seed=1),
    "heavy tail": nx.powerlaw_cluster_graph(200, 3, 0.4, seed=2),
    "scattered": nx.gnp_random_graph(40, 0.05, seed=3),
    "complete": nx.complete_graph(6),
    "star": nx.star_graph(7),
    "nobody tied": nx.empty_graph(4),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_every_figure_of_a_graph_is_networkx_s(name):
    graph = GRAPHS[name]
    found = shape(ties_of(len(graph), list(graph.edges)))
    assert found.users == len(graph)
    assert found.ties == graph.number_of_edges()
    assert found.clustering == pytest.approx(nx.average_clustering(graph), abs=1e-12)
    assert found.transitivity == pytest.approx(nx.transitivity(graph), abs=1e-12)
    steps = [
        length
        for _, row in nx.all_pairs_shortest_path_length(graph)
        for length in row.values()
        if length > 0
    ]
    assert found.mean_path == pytest.approx(np.mean(steps) if steps else 0.0, abs=1e-12)
    assert found.longest_path == max(steps, default=0)


@pytest.mark.parametrize("name", ["karate club", "les miserables", "small world", "heavy tail"])
def test_assortativity_is_networkx_s(name):
    graph = GRAPHS[name]
    net = ties_of(len(graph), list(graph.edges))
    expected = nx.degree_assortativity_coefficient(graph)
    assert assortativity(net) == pytest.approx(expected, abs=1e-9)


def test_assortativity_is_zero_where_everybody_has_equally_many_friends():
    assert assortativity(ties_of(6, list(GRAPHS["complete"].edges))) == 0.0
    assert assortativity(ties_of(4, [])) == 0.0


@given(st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40))
def test_local_clustering_is_networkx_s_on_any_small_graph(pairs):
    pairs = [(a, b) for a, b in pairs if a != b]
    ties = ties_of(12, pairs)
    graph = graph_of(ties)
    assert local_clustering(ties).tolist() == pytest.approx(list(nx.clustering(graph).values()))
    assert count_triangles(friends(ties)).tolist() == list(nx.triangles(graph).values())


def test_a_one_way_follow_counts_as_a_tie():
    ties = ties_of(3, [(0, 1), (1, 2), (2, 0)], directed=True)
    assert shape(ties).ties == 3
    assert local_clustering(ties).tolist() == [1.0, 1.0, 1.0]


def test_on_a_star_everybody_but_the_middle_has_fewer_friends_than_their_friends():
    # 7 leaves have 1 friend, who has 7; the middle has 7 friends, who have 1 each: 7 of 8.
    star = ties_of(8, list(GRAPHS["star"].edges))
    assert friendship_paradox(star) == 7 / 8
    assert friendship_paradox(star, median=True) == 7 / 8


def test_the_typical_friend_may_be_the_mean_or_the_median_one():
    # 0 has friends 1, 2, 3 with 1, 1 and 8 friends: mean 10/3 > 3, median 1 < 3.
    pairs = [(0, 1), (0, 2), (0, 3), *((3, leaf) for leaf in range(4, 11))]
    net = ties_of(11, pairs)
    # By the mean: 0 and the nine leaves, not 3: 10 of 11. By the median 0 is out: 9 of 11.
    assert friendship_paradox(net) == 10 / 11
    assert friendship_paradox(net, median=True) == 9 / 11


def test_nobody_without_friends_counts_in_the_paradox():
    assert friendship_paradox(ties_of(4, [])) == 0.0
    assert friendship_paradox(ties_of(4, [(0, 1)])) == 0.0  # both have one: neither is behind


def test_path_lengths_are_counted_from_the_sources_only():
    path = ties_of(5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    assert path_lengths(path, np.array([0])).tolist() == [1, 1, 1, 1, 1]
    assert path_lengths(path, np.array([2])).tolist() == [1, 2, 2]
    assert path_lengths(path, np.array([0, 2])).tolist() == [2, 3, 3, 1, 1]


def test_a_sample_of_sources_comes_close_to_all_of_them():
    ties = Market(town(1500, "facebook"), 1).world.ties
    everybody, some = shape(ties, sources=1500), shape(ties, sources=100)
    assert some.mean_path == pytest.approx(everybody.mean_path, rel=0.03)
    assert some.longest_path <= everybody.longest_path
    assert (some.clustering, some.assortativity) == (everybody.clustering, everybody.assortativity)


def test_likeness_tells_circles_of_like_minded_friends():
    # Two circles of 30, all tied inside, one tie across; what one circle likes the other doesn't.
    inside = [(a, b) for low in (0, 30) for a in range(low, low + 30) for b in range(low, a)]
    ties = ties_of(60, [*inside, (0, 59)])
    interests = np.zeros((2, 60), np.float32)
    interests[0, :30] = interests[1, 30:] = 1.0
    found = likeness(ties, interests, pairs=20_000)
    # 870 ties inside and one across: friends are alike but for 1 in 871.
    assert found.friends == pytest.approx(870 / 871, abs=0.005)
    # Two steps away are the 2 * 29 pairs over the bridge, and nobody of one's own circle.
    assert found.friends_of_friends == 0.0
    assert found.strangers == 0.0
    assert found.p_friends == 0.0
    assert found.p_friends_of_friends == 1.0
    assert not found.is_ordered


def test_likeness_is_ordered_only_if_both_leads_are_beyond_luck():
    luck = np.random.default_rng(1)
    pairs = [tuple(pair) for pair in luck.integers(0, 400, (2000, 2))]
    interests = luck.random((3, 400)).astype(np.float32)
    interests /= np.sqrt((interests**2).sum(axis=0))
    found = likeness(ties_of(400, pairs), interests)
    assert not found.is_ordered, "ties that know nothing of interests"
    assert found.friends == pytest.approx(found.strangers, abs=0.02)


def test_the_seed_of_a_sample_decides_it():
    ties, interests = (w := Market(town(300), 1).world).ties, w.people.interests
    assert likeness(ties, interests, seed=4) == likeness(ties, interests, seed=4)
    assert likeness(ties, interests, seed=4) != likeness(ties, interests, seed=5)
