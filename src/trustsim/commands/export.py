"""``trustsim export``: networks, tables and the scenario format, for other tools."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trustsim.errors import TrustSimError

if TYPE_CHECKING:
    import networkx

    from trustsim.market.world import World
    from trustsim.scenario.schema import Scenario

FORMATS = ("graphml", "gexf", "edges")
SUFFIXES = {".graphml": "graphml", ".gexf": "gexf"}


@click.group()
def export() -> None:
    """Write networks, tables or the scenario format."""


@export.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it; printed if left out.",
)
def schema(out: Path | None) -> None:  # fmt: skip
    """Write the JSON Schema of scenario files."""
    from trustsim.scenario.json_schema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        from trustsim.campaign.writing import write_text

        write_text(out, text)


@export.command()
@click.argument("save", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder for the tables.",
)
@click.option(
    "--record",
    type=click.Choice(("weeks", "posts", "cascades", "full")),
    default="full",
    show_default=True,
    help="Which tables.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(("parquet", "csv")),
    default="parquet",
    show_default=True,
    help="Their format.",
)
def tables(save: Path, out: Path, record: str, kind: str) -> None:  # fmt: skip
    """Replay the save SAVE and write its tables."""
    from trustsim.campaign.save import load_save, replay
    from trustsim.campaign.tables import tables as tables_of
    from trustsim.campaign.tables import write_csv, write_tables
    from trustsim.campaign.writing import make_folder

    make_folder(out)
    campaign = replay(load_save(save), record)
    found = tables_of(campaign.record, campaign.scenario)
    write = write_tables if kind == "parquet" else write_csv
    for file in write(found, out):
        click.echo(str(file))


@export.command()
@click.argument("scenario")
@click.option("--seed", type=int, default=1, show_default=True, help="The world's seed.")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="PATH=VALUE",
    help="Set one value of the scenario anew.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="Where to write it.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    help="By the file's ending if left out; else an edge list.",
)
def network(
    scenario: str, seed: int, values: tuple[str, ...], out: Path, kind: str | None
) -> None:  # fmt: skip
    """Write who knows whom in SCENARIO before the first week.

    An edge list has a line per tie: two user numbers and the strength; who hears comes second.
    GraphML and GEXF carry circles, age bands and interests as well, and need networkx.
    """
    from trustsim.campaign.campaign import check_seed
    from trustsim.campaign.network import network_of, peopled
    from trustsim.campaign.writing import write_text, write_whole
    from trustsim.commands.run import scenario_for
    from trustsim.market.market import Market

    check_seed(seed)
    chosen = scenario_for(scenario, values, ())
    kind = kind or SUFFIXES.get(out.suffix.lower(), "edges")
    # Before the world is built: nobody should wait for a sentence.
    library = _networkx() if kind != "edges" else None
    ties = network_of(chosen)
    world = Market(peopled(chosen, ties), seed, ties=ties).world
    if library is None:
        write_text(out, edge_list(world, chosen))
        return
    graph = graph_of(world, chosen, library, ties.ids if ties is not None else ())
    write = library.write_graphml if kind == "graphml" else library.write_gexf
    write_whole(out, lambda stream: write(graph, stream))


def edge_list(world: World, scenario: Scenario) -> str:
    """Return the ties as lines of text; a friendship both ways stands once."""
    directed = scenario.platform.directed
    head = f"# {scenario.name}: {world.users} users; from, to, strength"
    ties = (f"{a} {b} {strength:.3f}" for a, b, strength in ties_of(world, directed=directed))
    return "\n".join([head, *ties, ""])


def ties_of(world: World, *, directed: bool) -> Iterator[tuple[int, int, float]]:
    """Yield every tie: who is heard, who hears, and the strength."""
    import numpy as np

    heard = np.repeat(np.arange(world.users), np.diff(world.ties.indptr))
    hears = world.ties.indices
    strength = world.ties.strength / 255.0
    kept = slice(None) if directed else heard < hears
    yield from zip(heard[kept].tolist(), hears[kept].tolist(), strength[kept].tolist(), strict=True)


def graph_of(
    world: World, scenario: Scenario, library: Any, names: Sequence[str] = ()
) -> networkx.Graph:
    """Return the world as a networkx graph whose attributes every writer can take.

    Args:
        world: the people and their ties.
        scenario: what it was made from.
        library: networkx.
        names: what the file calls the users that their network was read from, if it was.
    """
    from trustsim.scenario.rules import AGE_BANDS

    directed = scenario.platform.directed
    graph = library.DiGraph() if directed else library.Graph()
    circles = (*scenario.circle_ids, "")
    people = world.people
    rows = zip(people.circle, people.second, people.age, people.interests.T, strict=True)
    for user, (circle, second, age, interests) in enumerate(rows):
        liked = {
            f"likes_{topic}": round(float(liking), 4)
            for topic, liking in zip(scenario.topics, interests, strict=True)
        }
        graph.add_node(
            user, circle=circles[circle], second_circle=circles[second], age=AGE_BANDS[age], **liked
        )
        if names:
            graph.nodes[user]["name"] = names[user]
    for heard, hears, strength in ties_of(world, directed=directed):
        graph.add_edge(heard, hears, strength=round(strength, 4))
    return graph


def _networkx() -> Any:
    """Return networkx, or say how to get it."""
    try:
        import networkx
    except ImportError as error:
        raise TrustSimError(
            "GraphML and GEXF need networkx, which is not installed; "
            "install 'trustsim[networks]', or write an edge list with --format edges"
        ) from error
    return networkx
