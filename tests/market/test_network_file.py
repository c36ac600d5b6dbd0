"""Networks from outside: files become seats and ties, and nothing of them is lost."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.market.towns import play, ties_of, town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan
from trustsim.errors import BadFile, TooLarge, UsageError
from trustsim.market import network_file
from trustsim.market.market import Market
from trustsim.market.model import MarketModel
from trustsim.market.network import Ties
from trustsim.market.network_file import embeddedness, read_network
from trustsim.market.network_measures import likeness, shape
from trustsim.market.seating import GivenNetwork
from trustsim.scenario.load import examine

FACEBOOK = Path(__file__).parents[3] / "shared" / "data" / "facebook_combined.txt"

PAIRS = [("ann", "bob"), ("bob", "cem"), ("ann", "cem"), ("cem", "dan"), ("dan", "eve")]
LINES = "".join(f"{a} {b}\n" for a, b in PAIRS)


def write(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def named_pairs(found: GivenNetwork) -> set[tuple[str, str]]:
    """Return (who is heard, who hears) by the names of the file."""
    ties = found[1]
    heard = np.repeat(np.arange(len(found.ids)), np.diff(ties.indptr))
    return {(found.ids[a], found.ids[b]) for a, b in zip(heard, ties.indices, strict=True)}


def strengths(found: GivenNetwork) -> dict[tuple[str, str], float]:
    ties = found[1]
    heard = np.repeat(np.arange(len(found.ids)), np.diff(ties.indptr))
    rows = zip(heard, ties.indices, ties.strength, strict=True)
    return {(found.ids[a], found.ids[b]): int(s) / 255 for a, b, s in rows}


def both(pairs: list[tuple[str, str]]) -> set[tuple[str, str]]:
    return {*pairs, *((b, a) for a, b in pairs)}


FILES = {
    "net.txt": "# SNAP\n% or so\n\n" + LINES,
    "net.edges": LINES.replace(" ", "\t").replace("\n", "\r\n"),
    "net": LINES,
    "plain.csv": LINES.replace(" ", ","),
    "head.csv": "source,target\n" + LINES.replace(" ", ","),
    "marked.csv": "\ufefffrom,to,since\n" + "".join(f"{a},{b},2009\n" for a, b in PAIRS),
    "turned.csv": "since,follower,followed\n" + "".join(f"9,{b},{a}\n" for a, b in PAIRS),
    "times.txt": "".join(f"{a} {b} 1082008561\n" for a, b in PAIRS),
}


@pytest.mark.parametrize("name", FILES)
def test_a_tie_goes_from_whoever_shares_to_whoever_gets_it(name, tmp_path):
    found = read_network(write(tmp_path, name, FILES[name]), town(platform="twitter"))
    assert sorted(found.ids) == ["ann", "bob", "cem", "dan", "eve"]
    assert named_pairs(found) == set(PAIRS)


@pytest.mark.parametrize("name", FILES)
def test_on_a_platform_of_friends_every_tie_goes_both_ways(name, tmp_path):
    found = read_network(write(tmp_path, name, FILES[name]), town(platform="facebook"))
    assert named_pairs(found) == both(PAIRS)


def test_words_above_columns_of_numbers_are_their_head(tmp_path):
    lines = "person;friend\n1;2\n2;3\n3;4\n4;5\n"
    found = read_network(write(tmp_path, "net.csv", lines), town(platform="twitter"))
    assert named_pairs(found) == {("1", "2"), ("2", "3"), ("3", "4"), ("4", "5")}


@pytest.mark.parametrize("name", ["net.txt", "head.csv"])
def test_a_packed_file_is_read_like_the_file_itself(name, tmp_path):
    packed = write(tmp_path, name + ".gz", gzip.compress(FILES[name].encode(), mtime=0))
    plain = write(tmp_path, name, FILES[name])
    one, other = (read_network(path, town()) for path in (packed, plain))
    assert one.ids == other.ids
    assert named_pairs(one) == named_pairs(other)


def graph(**given: Any) -> nx.Graph:
    made = nx.Graph(**given)
    made.add_edges_from(PAIRS)
    return made


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "graphml.gz"])
def test_graphs_of_other_tools_are_read(suffix, tmp_path):
    path = tmp_path / f"net.{suffix}"
    (nx.write_gexf if suffix == "gexf" else nx.write_graphml)(graph(), path)
    found = read_network(path, town(platform="facebook"))
    assert named_pairs(found) == both(PAIRS)


def test_a_graph_without_directions_goes_both_ways_on_any_platform(tmp_path):
    for kind, expected in ((nx.Graph, both(PAIRS)), (nx.DiGraph, set(PAIRS))):
        made = kind()
        made.add_edges_from(PAIRS)
        nx.write_graphml(made, tmp_path / "net.graphml")
        found = read_network(tmp_path / "net.graphml", town(platform="twitter"))
        assert named_pairs(found) == expected


def test_nobody_is_tied_twice_nor_to_themselves(tmp_path):
    path = write(tmp_path, "net.txt", LINES + LINES + "ann ann\nbob ann\n")
    found = read_network(path, town(platform="twitter"))
    assert named_pairs(found) == {*PAIRS, ("bob", "ann")}


def test_somebody_tied_only_to_themselves_is_a_hermit(tmp_path):
    found = read_network(write(tmp_path, "net.txt", LINES + "zoe zoe\n"), town())
    assert "zoe" in found.ids
    assert not any("zoe" in pair for pair in named_pairs(found))


# --- circles


def circled() -> nx.Graph:
    made = graph()
    for name, circle in zip(["ann", "bob", "cem", "dan", "eve"], (1, 0, 1, 0, 0), strict=True):
        made.nodes[name]["circle"] = ("fans", "Cooks")[circle]  # by id, by name
    return made


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
def test_people_sit_in_the_circle_their_node_names(suffix, tmp_path):
    path = tmp_path / f"net.{suffix}"
    (nx.write_graphml if suffix == "graphml" else nx.write_gexf)(circled(), path)
    found = read_network(path, town(platform="facebook"))
    assert found[0].start.tolist() == [0, 3, 5, 5]
    assert set(found.ids[:3]) == {"bob", "dan", "eve"}
    assert named_pairs(found) == both(PAIRS)
    world = Market(town(platform="facebook"), 1, ties=found).world
    assert world.people.circle.tolist() == [0, 0, 0, 1, 1]
    assert world.people.circle[found.user("ann")] == 1


def test_a_name_leads_to_its_user_and_an_unknown_one_to_a_sentence(tmp_path):
    found = read_network(write(tmp_path, "net.txt", LINES), town())
    assert [found.ids[found.user(name)] for name in ("ann", "eve")] == ["ann", "eve"]
    with pytest.raises(UsageError, match="the network has no node 'tom'; ids are as the file"):
        found.user("tom")


def test_a_circle_the_scenario_has_not_is_refused(tmp_path):
    made = circled()
    made.nodes["dan"]["circle"] = "cook"
    nx.write_graphml(made, tmp_path / "net.graphml")
    with pytest.raises(BadFile, match="node 'dan' is in the circle 'cook', which the scenario does "
                       "not have; did you mean 'cooks'"):  # fmt: skip
        read_network(tmp_path / "net.graphml", town())


def test_a_node_without_a_circle_among_others_with_one_is_refused(tmp_path):
    made = circled()
    del made.nodes["eve"]["circle"]
    nx.write_graphml(made, tmp_path / "net.graphml")
    with pytest.raises(BadFile, match="node 'eve' has no circle, though others have"):
        read_network(tmp_path / "net.graphml", town())


def caves(count: int = 6, size: int = 20) -> nx.Graph:
    """Return groups of friends in a ring, each tied to the next by one tie."""
    return nx.connected_caveman_graph(count, size)


def test_without_circles_in_the_file_communities_are_kept_together(tmp_path):
    made = caves()
    lines = "".join(f"{a} {b}\n" for a, b in made.edges)
    found = read_network(write(tmp_path, "net.txt", lines), town(platform="facebook"))
    seats, ties = found
    # Six groups of 20 over circles of shares 3, 2 and 1.
    assert seats.start.tolist() == [0, 60, 100, 120]
    circle = np.repeat([0, 1, 2], np.diff(seats.start))
    for cave in range(6):
        members = {found.user(str(node)) for node in range(20 * cave, 20 * cave + 20)}
        assert len({int(circle[user]) for user in members}) == 1
    heard = np.repeat(np.arange(120), np.diff(ties.indptr))
    assert (circle[heard] != circle[ties.indices]).sum() <= 2 * 4, "a few bridges, both ways"
    assert seats.pocket_start.tolist()[:3] == [0, 12, 24]
    assert set(seats.start.tolist()) <= set(seats.pocket_start.tolist())


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=1, max_size=60))
def test_whatever_the_order_of_seats_the_ties_are_the_file_s(pairs):
    import tempfile

    pairs = [*pairs, *((i, i + 1) for i in range(5))]
    with tempfile.TemporaryDirectory() as folder:
        lines = "".join(f"n{a} n{b}\n" for a, b in pairs)
        path = write(Path(folder), "net.txt", lines)
        found = read_network(path, town(platform="twitter"))
    assert named_pairs(found) == {(f"n{a}", f"n{b}") for a, b in pairs if a != b}
    assert len(set(found.ids)) == len(found.ids) == found[0].start[-1]
    rows = found[1]
    for user in range(len(found.ids)):
        assert (np.diff(rows.indices[rows.indptr[user] : rows.indptr[user + 1]]) > 0).all()


# --- strength


def test_a_third_column_of_shares_is_the_strength(tmp_path):
    weights = (0.0, 0.2, 1.0, 0.5, 0.8)
    lines = "".join(f"{a} {b} {w}\n" for (a, b), w in zip(PAIRS, weights, strict=True))
    for name, text in (("net.txt", lines), ("net.csv", lines.replace(" ", ",")),
                       ("head.csv", "to,from,strength\n"
                        + "".join(f"{b},{a},{w}\n" for (a, b), w in
                                  zip(PAIRS, weights, strict=True)))):  # fmt: skip
        found = read_network(write(tmp_path, name, text), town(platform="twitter"))
        expected = dict(zip(PAIRS, weights, strict=True))
        assert strengths(found) == pytest.approx(expected, abs=1 / 255)


def test_of_two_strengths_of_one_friendship_the_larger_counts(tmp_path):
    lines = LINES.replace("\n", " 0.4\n") + "bob ann 0.9\n"
    found = strengths(read_network(write(tmp_path, "net.txt", lines), town(platform="facebook")))
    assert found["ann", "bob"] == found["bob", "ann"] == pytest.approx(0.9, abs=1 / 255)
    assert found["dan", "eve"] == pytest.approx(0.4, abs=1 / 255)


def test_strengths_of_a_graph_are_taken(tmp_path):
    made = graph()
    for number, pair in enumerate(PAIRS):
        made.edges[pair]["strength"] = 0.2 * number
    nx.write_graphml(made, tmp_path / "net.graphml")
    found = strengths(read_network(tmp_path / "net.graphml", town(platform="facebook")))
    assert found["eve", "dan"] == pytest.approx(0.8, abs=1 / 255)


def test_embeddedness_is_the_share_of_friends_in_common():
    # 0-1-2 is a triangle with a tail 2-3: 0 and 1 have 2 in common and nobody else: 1 of 1;
    # 0 and 2 have 1 in common, and 2 has 3 besides: 1 of 2; 2 and 3 have nobody in common.
    ties = ties_of(4, [(0, 1), (1, 2), (0, 2), (2, 3)])
    heard = np.repeat(np.arange(4), np.diff(ties.indptr))
    found = dict(zip(zip(heard.tolist(), ties.indices.tolist(), strict=True),
                     embeddedness(ties).tolist(), strict=True))  # fmt: skip
    assert found[0, 1] == found[1, 0] == 1.0
    assert found[0, 2] == found[2, 1] == 0.5
    assert found[2, 3] == 0.0


def test_without_strengths_in_the_file_friends_with_friends_in_common_are_closer(tmp_path):
    found = strengths(read_network(write(tmp_path, "net.txt", LINES), town(platform="facebook")))
    assert found["ann", "bob"] == pytest.approx(0.95, abs=1 / 255)  # all in common
    assert found["dan", "eve"] == pytest.approx(0.15, abs=1 / 255)  # nobody


# --- interests


@pytest.mark.parametrize("prefix", ["", "likes_"])
def test_interests_of_nodes_are_those_of_the_people(prefix, tmp_path):
    made = graph()
    nx.set_node_attributes(made, {"ann": {f"{prefix}music": 3.0, f"{prefix}travel": 4.0}})
    nx.write_graphml(made, tmp_path / "net.graphml")
    scenario = town(platform="facebook", brand={"followers": 1})
    found = read_network(tmp_path / "net.graphml", scenario)
    folk = Market(scenario, 1, ties=found).world.people
    drawn = Market(scenario, 1, ties=(found[0], found[1])).world.people
    ann = found.user("ann")
    assert folk.interests[:, ann] == pytest.approx([0.6, 0.0, 0.8], abs=0.001)
    others = np.arange(5) != ann
    assert (folk.interests[:, others] == drawn.interests[:, others]).all(), "the rest is drawn"
    np.testing.assert_allclose((folk.interests**2).sum(axis=0), 1.0, atol=1e-5)


@pytest.mark.parametrize("told", ["much", -1.0, float("nan"), float("inf")])
def test_a_liking_that_is_no_amount_is_refused(told, tmp_path):
    made = graph()
    made.nodes["bob"]["food"] = told
    nx.write_graphml(made, tmp_path / "net.graphml")
    with pytest.raises(BadFile, match=r"a node likes 'food' by '.*'; write a number"):
        read_network(tmp_path / "net.graphml", town())


# --- what can't be read


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("net.txt", LINES + "frank\n", "net.txt:6: 'frank' names no two ids; write one tie a line"),
        ("net.csv", "a,b\nc,d\ne\n", "net.csv:3: 'e' names no two ids"),
        ("net.csv", "source,target\nc,\n", "net.csv:2: 'c ' names no two ids"),
        ("net.txt", "", "net.txt has 0 users and 0 ties; a network needs 5 users and a tie"),
        ("net.txt", "a b\nb c\n", "net.txt has 3 users and 2 ties"),
        ("net.txt", b"a \xff\xfe\n", "net.txt is no text at byte"),
        ("net.txt.gz", gzip.compress(LINES.encode(), mtime=0)[:-12], "net.txt.gz can't be read: "),
        ("net.graphml", "<graphml><nonsense", "net.graphml is no graphml that can be read"),
        ("net.gexf", "nothing", "net.gexf is no gexf that can be read"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_network_is_refused_with_a_sentence(name, content, message, tmp_path):
    with pytest.raises(BadFile) as refused:
        read_network(write(tmp_path, name, content), town())
    assert message in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadFile, match=r"none.txt can't be read: no such file"):
        read_network(tmp_path / "none.txt", town())


def test_a_network_larger_than_any_world_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(network_file, "MAX_USERS", 4)
    with pytest.raises(TooLarge, match=r"net\.txt has 5 users; a world has at most 4"):
        read_network(write(tmp_path, "net.txt", LINES), town())


def test_without_networkx_graphml_is_refused_with_what_to_install(tmp_path, monkeypatch):
    path = tmp_path / "net.graphml"
    nx.write_graphml(graph(), path)
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(UsageError, match=r"takes networkx, .* install 'trustsim\[networks\]'"):
        read_network(path, town())


# --- a market on it


def test_a_market_plays_on_the_network_of_a_file(tmp_path):
    lines = "".join(f"{a} {b}\n" for a, b in caves().edges)
    scenario = town(platform="facebook")
    found = read_network(write(tmp_path, "net.txt", lines), scenario)
    one, two = (Market(scenario, 3, ties=found) for _ in range(2))
    assert one.world.users == 120
    assert (one.world.ties.indices == found[1].indices).all()
    outcomes = [play(market, weeks=2) for market in (one, two)]
    assert one.digest() == two.digest()
    assert outcomes[0][-1].counts == outcomes[1][-1].counts
    assert likeness(found[1], one.world.people.interests).is_ordered


@pytest.mark.skipif(not FACEBOOK.is_file(), reason="the network of ego-Facebook is not here")
def test_the_figures_of_ego_facebook_come_out_exactly():
    # McAuley & Leskovec 2012; 4,039 nodes, 88,234 edges.
    ties: Ties
    _, ties = found = read_network(FACEBOOK, town(platform="facebook"))
    measured = shape(ties, sources=4039)
    assert (measured.users, measured.ties) == (4039, 88_234)
    assert round(measured.clustering, 4) == 0.6055
    assert round(measured.transitivity, 3) == 0.519
    assert round(measured.assortativity, 3) == 0.064
    assert round(measured.mean_path, 2) == 3.69
    assert measured.longest_path == 8
    assert np.median(np.diff(ties.indptr)) == 25
    assert measured.most_ties == 1045
    assert len(set(found.ids)) == 4039


SCENARIO = """
name: mine
title: Mine
topics: [music]
platform: facebook
weeks: 2
population:
  network: {file: nets/friends.txt}
  circles:
    - {id: everybody, name: Everybody, topics: {music: 1}}
"""


def test_the_network_that_a_scenario_names_is_read_from_its_own_folder(tmp_path):
    (tmp_path / "nets").mkdir()
    write(tmp_path, "nets/friends.txt", LINES)
    examined = examine(write(tmp_path, "mine.yaml", SCENARIO))
    assert examined.problems == []
    found = read_network(examined.network_file, examined.scenario)
    campaign = Campaign(examined.scenario, 1, ties=found)
    assert campaign.market.world.users == 5
    assert campaign.play_week(Plan()).week == 1


@pytest.mark.parametrize("door", [Market, MarketModel])
def test_a_market_refuses_a_network_that_nobody_has_read(door):
    scenario = town(population={"network": {"file": "ties.txt"}})
    with pytest.raises(UsageError) as refused:
        door(scenario, 1)
    assert str(refused.value) == (
        f"the network of '{scenario.name}' is the file 'ties.txt', and a market reads no files: "
        "pass ties=read_network(file, scenario) of trustsim.market.network_file, "
        "or play a Campaign, which reads it"
    )


def test_a_market_takes_a_network_that_was_read(tmp_path):
    (tmp_path / "ties.txt").write_text("".join(f"{a} {(a + 1) % 120}\n" for a in range(120)))
    scenario = town(120, population={"network": {"file": "ties.txt"}})
    market = Market(scenario, 1, ties=read_network(tmp_path / "ties.txt", scenario))
    assert np.diff(market.world.ties.indptr).tolist() == [2] * 120
