"""``trustsim run``: a strategy plays a scenario, and the result is printed or kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trustsim.commands.threads import threads_for, threads_option
from trustsim.errors import UsageError

if TYPE_CHECKING:
    from trustsim.campaign.campaign import Campaign
    from trustsim.campaign.run import RunResult
    from trustsim.scenario.schema import Scenario

LEVELS = ("none", "weeks", "posts", "cascades", "full")
ABLATIONS = ("asymmetry", "clustering", "quality", "attention")
SHORT_RUN = 2_000_000
"""Users times weeks up to which a run is over before a progress bar could be read."""


@click.command()
@click.argument("scenario")
@click.option(
    "--strategy",
    default="thoughtful",
    show_default=True,
    metavar="NAME",
    help="Who decides: a name of `trustsim strategies`, FILE.py:Class, recorded:FILE.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="0 to 2**63 - 1.")
@click.option("--weeks", type=int, help="Weeks to play; the scenario's own number if left out.")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="PATH=VALUE",
    help="Set one value of the scenario anew, such as population.users=1000.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="MECHANISM",
    type=click.Choice(ABLATIONS),
    help=f"Switch a mechanism off: {', '.join(ABLATIONS)}.",
)
@click.option(
    "--record",
    type=click.Choice(LEVELS),
    default="weeks",
    show_default=True,
    help="What is kept of the run.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the recorded tables there as Parquet.",
)
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Save the run, to be replayed or opened in the game.",
)
@threads_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def run(
    scenario: str,
    strategy: str,
    seed: int,
    weeks: int | None,
    values: tuple[str, ...],
    without: tuple[str, ...],
    record: str,
    out: Path | None,
    save: Path | None,
    threads: int | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Let a strategy play SCENARIO: a shipped name, or the path of a file."""
    from trustsim.campaign.run import run as play
    from trustsim.commands.ready import say_if_cold

    chosen = scenario_for(scenario, values, without)
    count = chosen.weeks if weeks is None else weeks
    if out is not None:
        from trustsim.campaign.writing import make_folder

        make_folder(out)
    say_if_cold(quiet=as_json)
    with progress(
        count, chosen.population.users * count, keeps_digests=save is not None
    ) as on_week:
        result = play(
            chosen, strategy, seed,
            weeks=weeks, record=record, threads=threads_for(chosen.population.users, threads),
            on_week=on_week,
        )  # fmt: skip
    if out is not None:
        result.write(out)
    if save is not None:
        from trustsim.campaign.save import write_save

        write_save(result.campaign, save, strategy)
    if as_json:
        click.echo(json.dumps(result.as_dict(), ensure_ascii=False, allow_nan=False))
    else:
        show(result, chosen)


def scenario_for(source: str, values: tuple[str, ...], without: tuple[str, ...]) -> Scenario:
    """Load a scenario with what the command line sets anew.

    Raises:
        UsageError: a value is not written as PATH=VALUE.
        ScenarioFileError: the scenario has problems.
    """
    from trustsim.scenario.load import load_scenario

    overrides: dict[str, object] = {}
    for written in values:
        path, equals, value = written.partition("=")
        if not equals or not path.strip():
            raise UsageError(f"--set {written}: write it as PATH=VALUE, like population.users=1000")
        overrides[path.strip()] = value
    scenario = load_scenario(source, overrides)
    if without:
        every = tuple(dict.fromkeys((*scenario.without, *without)))
        scenario = scenario.model_copy(update={"without": every})
    return scenario


@contextmanager
def progress(
    weeks: int, size: int, *, keeps_digests: bool
) -> Iterator[Callable[[Campaign], object]]:
    """Yield what is to be called after each week: it moves a bar, if there is one to move.

    Args:
        weeks: how many there will be.
        size: users times weeks; a short run shows no bar.
        keeps_digests: whether every week's digest is wanted for a save.
    """

    def take(campaign: Campaign) -> None:
        if keeps_digests:
            campaign.digest()

    if size < SHORT_RUN or not sys.stderr.isatty():
        yield take
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("playing", total=weeks)

        def step(campaign: Campaign) -> None:
            take(campaign)
            bar.advance(task)

        yield step


def show(result: RunResult, scenario: Scenario) -> None:
    """Print a result for people: a table of weeks, and how it ended."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    title = f"{scenario.title}: {result.strategy}, seed {result.seed}"
    table = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    columns = {
        "week": "week", "followers": "followers", "aware": "aware", "reach": "reach",
        "shares": "shares", "deepest_cascade": "hops", "visits": "visits", "sales": "sales",
        "ostracism_rate": "shut out", "doors_closed": "doors", "money": "money",
    }  # fmt: skip
    for heading in columns.values():
        table.add_column(heading, justify="right", no_wrap=True)
    for row in result.weeks:
        table.add_row(*(cell(name, row[name]) for name in columns))
    totals = [cell(name, result.totals[name]) for name in columns]
    table.add_section()
    table.add_row("all", *totals[1:], style="bold")
    console.print(table)
    console.print(Text(f"{ending(result)} Digest {result.digest}."))


def cell(name: str, value: float) -> str:
    """Write one number as its column has it."""
    if name == "ostracism_rate":
        return f"{value:.0%}"
    return f"{value:,.0f}"


def ending(result: RunResult) -> str:
    """Say how a run ended."""
    how = result.ending
    if how is None:
        return "It stopped before the end."
    if how.kind == "ghosted":
        return f"Ghosted in week {how.week}: nobody was left who would listen."
    return f"Won: {how.medal}." if how.medal else "Time is up, and no medal is won."
