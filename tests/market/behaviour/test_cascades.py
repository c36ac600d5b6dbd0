"""The model against theory: cascades on networks so simple that the answer is known."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from scipy import stats

from tests.market.towns import one_circle, ties_of
from trustsim.market.market import Market
from trustsim.market.orders import HOME, BrandPost, Orders
from trustsim.market.outcome import Stance
from trustsim.scenario.schema import Scenario

UNLIKELY = 1e-4


def bare() -> Scenario:
    """Return a scenario of one topic and one circle in which whoever is shown a post reads it."""
    return Scenario.model_validate(
        {
            "name": "bare", "title": "Bare", "platform": "facebook", "topics": ["all"],
            "population": {
                "users": 5, "second_circle": 0, "circles": [
                    {"id": "all", "name": "All", "topics": {"all": 1},
                     "tones": {"helpful": 1.0}}
                ],
            },
            "rules": {
                "reading": {"base": 1.0},
                "sharing": {"hop_fade": 1.0, "appeal_spread": 0.0},
                "weekly": {"new_ties": 0, "drift": 0},
                "response": {"mute": 0, "boredom": 0, "follow": 0},
                "work": {"quality_noise": 0},
            },
            "without": ["attention", "quality"],
        }
    )  # fmt: skip


def laboratory(graph: nx.Graph, *, share: float, record: str = "cascades", seed: int = 1) -> Market:
    """Return a world on ``graph`` where all are online, all read, and ``share`` pass it on.

    User 0 posts every day, nobody else does.
    """
    users = len(graph)
    net = ties_of(users, list(graph.edges))
    market = Market(bare(), seed, record=record, ties=(one_circle(users), net))
    world = market.world
    world.people.online[:] = 1.0
    world.seen[:] = 1.0
    world.people.interests[:] = 1.0
    world.people.posting[:] = 0.0
    world.people.posting[0] = 1.0
    world.people.propensity[:] = share * willing(market)
    return market


def willing(market: Market) -> float:
    """Return the propensity at which a reader surely shares an ordinary post of these worlds."""
    k = market._engine.k
    credence = k.peer_credence * (1 + (1 - k.peer_credence) * k.friend_weight * 204 / 255)
    return float(1.0 / (k.share_scale * k.quality_low**2 * credence**k.credence_power))


def cascade_of(market: Market) -> tuple[int, int, int, float]:
    """Play a week and return (reach, size, depth, structural virality) of the first post in it."""
    row = market.play_week(Orders()).posts[0]
    assert row["author"] == 0
    return (int(row["reach"]), int(row["size"]), int(row["depth"]),
            float(row["structural_virality"]))  # fmt: skip


@pytest.mark.parametrize("users", [5, 8, 30])
def test_on_a_path_where_all_share_a_post_goes_from_one_end_to_the_other(users):
    reach, size, depth, virality = cascade_of(laboratory(nx.path_graph(users), share=1.01))
    assert (reach, size, depth) == (users - 1, users, users - 1)
    # The mean distance of two points of a path of n is (n + 1) / 3.
    assert virality == pytest.approx((users + 1) / 3)


@pytest.mark.parametrize("users", [5, 8, 30])
def test_on_a_star_where_all_share_a_post_is_one_wave_deep(users):
    reach, size, depth, virality = cascade_of(laboratory(nx.star_graph(users - 1), share=1.01))
    assert (reach, size, depth) == (users - 1, users, 1)
    # n - 1 pairs at distance 1, the other (n - 1)(n - 2) / 2 at 2: on average 2 (n - 1) / n.
    assert virality == pytest.approx(2 * (users - 1) / users)


@pytest.mark.parametrize(
    "graph",
    [nx.cycle_graph(9), nx.balanced_tree(2, 3), nx.grid_2d_graph(4, 4), nx.karate_club_graph()],
    ids=["ring", "tree", "grid", "karate club"],
)
def test_where_all_share_a_post_reaches_everybody_by_the_shortest_way(graph):
    graph = nx.convert_node_labels_to_integers(graph)
    market = laboratory(graph, share=1.01)
    outcome = market.play_week(Orders())
    post = outcome.posts["post"][0]
    rows = outcome.cascades[outcome.cascades["post"] == post]
    steps = nx.single_source_shortest_path_length(graph, 0)
    assert dict(zip(rows["user"].tolist(), rows["depth"].tolist(), strict=True)) == steps


def test_where_nobody_shares_a_post_reaches_those_who_hear_its_author_and_nobody_else():
    graph = nx.karate_club_graph()
    reach, size, depth, virality = cascade_of(laboratory(graph, share=0.0))
    assert (reach, size, depth, virality) == (graph.degree(0), 1, 0, 0.0)


def sizes(graph: nx.Graph, share: float, posts: int = 3000) -> np.ndarray:
    """Return the shares of ``posts`` posts of user 0, one a day."""
    market = laboratory(graph, share=share, record="posts", seed=3)
    found: list[int] = []
    while len(found) < posts:
        found += market.play_week(Orders()).posts["shares"].tolist()
    return np.array(found[:posts])


def agrees(found: np.ndarray, chance: Callable[[np.ndarray], np.ndarray], most: int) -> bool:
    """Tell whether counts of 0, 1, ... ``most`` are as a law says; rare ones are put together."""
    met = np.bincount(found, minlength=most + 1).astype(float)
    expected = chance(np.arange(most + 1)) * len(found)
    rare = expected < 5
    met = np.append(met[~rare], met[rare].sum())
    expected = np.append(expected[~rare], expected[rare].sum())
    kept = expected > 0
    return stats.chisquare(met[kept], expected[kept]).pvalue > UNLIKELY


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_on_a_path_the_number_of_shares_is_geometric(share):
    # Each next one shares with the same chance, and the first who doesn't ends it: s**k (1 - s),
    # until the path is out.
    most = 11

    def chance(k: np.ndarray) -> np.ndarray:
        return np.where(k < most, share**k * (1 - share), share**most)

    assert agrees(sizes(nx.path_graph(most + 1), share), chance, most)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_on_a_star_the_number_of_shares_is_binomial(share):
    found = sizes(nx.star_graph(12), share)
    assert agrees(found, lambda k: stats.binom.pmf(k, 12, share), 12)


@pytest.mark.parametrize("share", [0.1, 0.25])
def test_on_a_tree_a_share_causes_as_many_as_branching_says(share):
    # Three children each, six levels: the mean number of shares is the sum of (3 s)**level.
    found = sizes(nx.balanced_tree(3, 6), share, posts=2000)
    expected = sum((3 * share) ** level for level in range(1, 7))
    assert found.mean() == pytest.approx(expected, abs=4 * found.std() / len(found) ** 0.5)


# --- brands


def with_followers(graph: nx.Graph, followers: list[int], *, share: float) -> Market:
    """Return a laboratory in which some follow the brand and trust it fully."""
    market = laboratory(graph, share=share, record="full")
    world = market.world
    world.stance[0] = Stance.STRANGER
    world.stance[0, followers] = Stance.FOLLOWER
    world.good[0] = 1e12
    world.knows[0, 0] = np.bincount(world.stance[0], minlength=5)
    k = market._engine.k
    world.people.propensity[:] = share / (k.share_scale * k.quality_low**2 * k.kind_share[0])
    return market


GIFT = Orders(posts=(BrandPost(0, 0, 2, kind=0, tone=0, topic=0, circle=HOME, quality=0.5),))


def test_where_nobody_shares_a_brand_reaches_its_followers_and_nobody_else():
    market = with_followers(nx.path_graph(20), [3, 7, 19], share=0.0)
    row = market.play_week(GIFT).posts
    row = row[row["brand"] == 0][0]
    assert (row["reach"], row["organic_reach"], row["shared_reach"]) == (3, 3, 0)
    assert (row["impressions"], row["reads"], row["size"], row["depth"]) == (3, 3, 1, 0)


def test_where_all_share_a_brand_s_post_reaches_everybody_along_the_path():
    market = with_followers(nx.path_graph(20), [0], share=1.01)
    outcome = market.play_week(GIFT)
    row = outcome.posts[outcome.posts["brand"] == 0][0]
    assert (row["reach"], row["organic_reach"], row["shared_reach"]) == (20, 1, 19)
    # The brand is the root; its follower is the first sharer.
    assert (row["size"], row["depth"]) == (21, 20)
    assert row["structural_virality"] == pytest.approx((21 + 1) / 3)
    assert (market.world.stance[0] != Stance.STRANGER).all(), "everybody knows it now"


def test_a_post_does_not_pass_those_who_have_shut_the_brand_out():
    market = with_followers(nx.path_graph(20), [0], share=1.01)
    market.world.stance[0, 8] = Stance.BLOCKED
    row = market.play_week(GIFT).posts
    assert row[row["brand"] == 0]["reach"][0] == 8


def test_what_friends_pass_on_stops_at_a_closed_door():
    market = with_followers(nx.path_graph(20), [0], share=1.01)
    market.world.door_open[0, 0] = False
    market.world.last_ask[0] = 0
    row = market.play_week(GIFT).posts
    row = row[row["brand"] == 0][0]
    # Whoever follows still gets the home page; friends' shares end at the door.
    assert (row["reach"], row["shared_reach"]) == (1, 0)
