"""A doctor's visit: the bots play, with a bar to watch, and what they saw is written down."""

from __future__ import annotations

import sys
from typing import Any

from trustsim.campaign.network import network_of
from trustsim.commands.doctor import BOTS, Diagnosis, diagnosis, seeds_for
from trustsim.scenario.schema import Scenario

CAVEAT = (
    "Bots are no people: what none of them wins, somebody with an idea may; and a share of few "
    "seeds is a rough one."
)


def visit(scenario: Scenario, seeds: int) -> Diagnosis:
    """Let the bots play; show a bar where there is a terminal.

    Raises:
        BadFile: if the scenario's network is a file that can't be read.
    """
    from rich.console import Console
    from rich.progress import Progress

    given = network_of(scenario)
    users = scenario.population.users if given is None else len(given.ids)
    seeds = seeds_for(scenario, users, seeds)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("the bots play", total=seeds * len(BOTS))
        return diagnosis(scenario, seeds, lambda: bar.advance(task))


def as_text(found: Diagnosis) -> str:
    """Return what was found for people: who won how often, and what that means."""
    heads = [*found.medals, "ghosted"]
    width = max(len(bot) for bot in BOTS)
    seeds = f"{found.seeds} seed{'' if found.seeds == 1 else 's'}"
    lines = [
        f"{found.scenario.title}: {len(BOTS)} bots played it on {seeds} each.",
        "How often each won a medal or a better one, and was ghosted:",
        "",
        f"  {'bot':{width}}" + "".join(f"{head:>9}" for head in heads),
    ]
    for bot, row in found.rows():
        lines.append(f"  {bot:{width}}" + "".join(f"{row[head] or '-':>9}" for head in heads))
    return "\n".join([*lines, "", *(f"- {finding}" for finding in found.findings()), "", CAVEAT])


def as_dict(found: Diagnosis) -> dict[str, Any]:
    """Return what was found for programs."""
    return {"seeds": found.seeds, "bots": dict(found.rows()), "findings": found.findings()}
