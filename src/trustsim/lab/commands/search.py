"""``trustsim search``: what does best, found by trying."""

from __future__ import annotations

from pathlib import Path

import click

from trustsim.lab.commands.shared import as_json as to_json
from trustsim.lab.commands.shared import say_if_cold, settings_of


@click.command()
@click.argument("scenario")
@click.option("--goal", default="sales", show_default=True, help="What is to be large.")
@click.option("--trials", type=click.IntRange(10), default=200, show_default=True)
@click.option("--seeds", type=click.IntRange(1), default=6, show_default=True, help="Per trial.")
@click.option("--phases", type=click.IntRange(1, 12), default=3, show_default=True)
@click.option("--set", "values", multiple=True, metavar="PATH=VALUE", help="Change the scenario.")
@click.option("--workers", type=int, help="Processes; all cores if left out.")
@click.option("--out", type=click.Path(path_type=Path), default="found.py", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def search(
    scenario: str,
    goal: str,
    trials: int,
    seeds: int,
    phases: int,
    values: tuple[str, ...],
    workers: int | None,
    out: Path,
    as_json: bool,
) -> int:
    """Look for what does best.

    Tries calendars of plans on SCENARIO, saves the best as a strategy file, and says how good it is
    on luck it has not seen, and what share of its posts asks for something.
    """
    from trustsim.lab.durable import write_whole
    from trustsim.lab.progress import Screen
    from trustsim.lab.search import Aim
    from trustsim.lab.search import search as look
    from trustsim.lab.start import local_runner
    from trustsim.scenario.load import load_scenario

    played = load_scenario(scenario, settings_of(values))
    say_if_cold(quiet=as_json)
    aim = Aim(goal, trials, seeds, min(phases, played.weeks))
    with local_runner(workers) as runner, Screen("goal", unit="trials") as screen:
        screen.begin(trials, 0)
        found = look(played, aim, runner, screen.advance)
    write_whole(out, found.source(scenario).encode())
    if as_json:
        click.echo(to_json(found.told() | {"file": str(out)}))
    else:
        click.echo(f"{found.sentences()}\nsaved as {out}; play it with --strategy {out}")
    return 0
