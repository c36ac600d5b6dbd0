import csv
import json
import subprocess
import sys
from pathlib import Path

import networkx
import pytest
from pyarrow import parquet

from trustsim.cli import run
from trustsim.market.market import Market
from trustsim.scenario.load import load_scenario

SMALL = ["--set", "population.users=60"]


@pytest.fixture
def world():
    return Market(load_scenario("the-regular", {"population.users": 60}), 1).world


def network(*words: str) -> int:
    return run(["export", "network", "the-regular", *SMALL, *words])


def ties(world) -> set[tuple[int, int]]:
    indptr, indices = world.ties.indptr, world.ties.indices
    return {
        (user, int(other))
        for user in range(world.users)
        for other in indices[indptr[user] : indptr[user + 1]]
    }


@pytest.mark.parametrize(
    ("suffix", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)]
)
def test_a_graph_has_everybody_and_every_tie(tmp_path, world, suffix, read):
    file = tmp_path / f"town.{suffix}"
    assert network("--out", str(file)) == 0
    graph = read(file, node_type=int)
    assert set(graph) == set(range(60))
    assert {tuple(sorted(edge)) for edge in graph.edges()} == {
        tuple(sorted(tie)) for tie in ties(world)
    }
    first = graph.nodes[0]
    assert first["circle"] == "neighbours"
    assert first["age"] in ("13-17", "18-34", "35-54", "55+")
    assert 0 <= first["likes_coffee"] <= 1


def test_a_directed_network_keeps_its_directions(tmp_path):
    file = tmp_path / "town.graphml"
    assert network("--set", "platform=twitter", "--out", str(file)) == 0
    graph = networkx.read_graphml(file, node_type=int)
    assert graph.is_directed()
    scenario = load_scenario("the-regular", {"population.users": 60, "platform": "twitter"})
    assert set(graph.edges()) == ties(Market(scenario, 1).world)


def test_an_edge_list_has_a_line_per_friendship(tmp_path, world):
    file = tmp_path / "town.txt"
    assert network("--out", str(file)) == 0
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    assert head.startswith("# the-regular: 60 users")
    found = {tuple(map(int, line.split()[:2])) for line in lines}
    assert found == {tie for tie in ties(world) if tie[0] < tie[1]}


def test_without_networkx_there_is_a_sentence_and_still_an_edge_list(tmp_path):
    code = (
        "import sys; sys.modules['networkx'] = None\n"
        "from trustsim.cli import run\n"
        "words = ['export', 'network', 'the-party', '--out']\n"
        "print(run([*words, 'x.graphml']), run([*words, 'x.txt']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1 0\n"
    assert "install 'trustsim[networks]', or write an edge list with --format edges" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


def test_the_schema_is_json_schema(capsys, tmp_path):
    assert run(["export", "schema"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert run(["export", "schema", "--out", str(tmp_path / "s.json")]) == 0
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == printed


def test_the_tables_of_a_save_are_those_of_its_run(tmp_path):
    save, out = tmp_path / "save.json", tmp_path / "run"
    words = ["run", "the-party", "--record", "full", "--save", str(save), "--out", str(out)]
    assert run(words) == 0
    assert run(["export", "tables", str(save), "--out", str(tmp_path / "again")]) == 0
    for file in out.iterdir():
        again = parquet.read_table(tmp_path / "again" / file.name)
        assert again.equals(parquet.read_table(file))


def test_tables_can_be_csv(tmp_path):
    save = tmp_path / "save.json"
    assert run(["run", "the-party", "--save", str(save)]) == 0
    words = ["--record", "weeks", "--format", "csv", "--out", str(tmp_path / "csv")]
    assert run(["export", "tables", str(save), *words]) == 0
    with (tmp_path / "csv" / "weeks.csv").open(newline="", encoding="utf-8") as stream:
        assert [row["week"] for row in csv.DictReader(stream)] == ["1", "2", "3", "4"]


def test_a_place_that_cannot_be_written_to_is_said(capsys, tmp_path):
    (tmp_path / "f").write_text("in the way", encoding="utf-8")
    assert network("--out", str(tmp_path / "f" / "town.graphml")) == 1
    assert "can't be written" in capsys.readouterr().err


def test_people_of_a_network_from_a_file_keep_their_names(tmp_path: Path):
    club = Path(__file__).parents[2] / "docs" / "examples" / "09-network.yaml"
    assert run(["export", "network", str(club), "--out", str(tmp_path / "club.graphml")]) == 0
    graph = networkx.read_graphml(tmp_path / "club.graphml")
    names = {name: user for user, name in graph.nodes(data="name")}
    assert set(names) == {str(member) for member in range(1, 35)}
    assert graph.has_edge(names["1"], names["32"])
    assert graph.number_of_edges() == 78
