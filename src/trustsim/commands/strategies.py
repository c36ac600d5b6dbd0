"""``trustsim strategies``: who can decide, and what each stands for."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def strategies(as_json: bool) -> None:
    """List the strategies that are installed.

    Besides these, `--strategy` takes FILE.py:Class for one of your own, recorded:FILE for the plans
    of a save, and one-note:KIND for any kind of post. What follows a colon are a strategy's
    settings: `mix:0.3`, `everywhere:care=3,ask=0.2`.
    """
    from trustsim.strategies.registry import listings

    found = [{"name": one.name, "summary": one.summary, "origin": one.origin} for one in listings()]
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    width = max(len(one["name"]) for one in found)
    for one in found:
        origin = "" if one["origin"] == "trustsim" else f" ({one['origin']})"
        click.echo(f"{one['name']:<{width}}  {one['summary']}{origin}".rstrip())
