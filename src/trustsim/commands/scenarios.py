"""``trustsim scenarios``: the scenarios that ship with TrustSim, and what each teaches."""

from __future__ import annotations

import json
from typing import Any

import click

from trustsim.scenario.load import load_scenario
from trustsim.scenario.shipped import shipped_names


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def scenarios(as_json: bool) -> None:
    """List the scenarios that ship with TrustSim, in the order of their lessons.

    Play one with `trustsim play NAME`; a file of your own works as well.
    """
    listed = [_entry(name) for name in shipped_names()]
    if as_json:
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))
    else:
        click.echo(_table(listed))


def _entry(name: str) -> dict[str, Any]:
    """Return what a list shows of a scenario."""
    scenario = load_scenario(name)
    return {
        "name": name,
        "title": scenario.title,
        "summary": scenario.summary,
        "teaches": list(scenario.teaches),
        "weeks": scenario.weeks,
        "users": scenario.population.users,
        "platform": scenario.platform.preset,
    }


def _table(listed: list[dict[str, Any]]) -> str:
    """Return the list in columns, the summary last because it is long."""
    heads = ("name", "weeks", "users", "teaches", "title")
    rows = [heads, *(_cells(entry) for entry in listed)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(_line(row, widths) for row in rows)


def _cells(entry: dict[str, Any]) -> tuple[str, ...]:
    """Return one scenario's row."""
    title = f"{entry['title']}: {entry['summary']}" if entry["summary"] else entry["title"]
    teaches = " ".join(entry["teaches"]) or "-"
    return entry["name"], f"{entry['weeks']:,}", f"{entry['users']:,}", teaches, title


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    """Return one row, its numbers flush right."""
    name, weeks, users, teaches, title = row
    numbers = f"{weeks:>{widths[1]}}  {users:>{widths[2]}}"
    return f"{name:<{widths[0]}}  {numbers}  {teaches:<{widths[3]}}  {title}".rstrip()
