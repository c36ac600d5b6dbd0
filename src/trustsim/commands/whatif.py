"""``trustsim whatif``: one decision of a saved game changed, and both futures compared."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trustsim.errors import BrokenSave, UsageError

if TYPE_CHECKING:
    from trustsim.campaign.plan import Plan
    from trustsim.campaign.save import Save
    from trustsim.explain.whatif import WhatIf

SHOWN = {
    "followers": "followers", "reach": "reach", "shares": "shares", "sales": "sales",
    "ostracism_rate": "shut out", "doors_closed": "doors",
}  # fmt: skip
"""Columns of a week that are printed, and their heads."""

MOST_PEOPLE = 10


@click.command()
@click.argument("save", type=click.Path(path_type=Path))
@click.option("--week", type=int, required=True, help="The week that is decided otherwise, from 1.")
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What is decided instead: a plan as JSON, or a save whose plan of that week is taken.",
)
@click.option("--drop", "drops", type=int, multiple=True, metavar="N", help="Without post N.")
@click.option("--drop-work", "works", type=int, multiple=True, metavar="N", help="Without work N.")
@click.option("--nothing", is_flag=True, help="With no work at all in that week.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Save the other future, to be replayed or opened in the game.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def whatif(
    save: Path,
    week: int,
    plan_file: Path | None,
    drops: tuple[int, ...],
    works: tuple[int, ...],
    nothing: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Decide one week of the saved game SAVE otherwise, on the same luck; compare both futures.

    The weeks after it are played as they were decided, as far as that can be done there.
    """
    from trustsim.campaign.save import load_save, resume, write_save
    from trustsim.commands.ready import say_if_cold
    from trustsim.explain.whatif import decided_in, what_if

    kept = load_save(save)
    say_if_cold(quiet=as_json)
    campaign = resume(kept)
    decided = decided_in(campaign, week)
    plan = _other(decided, week, plan_file, drops, works, nothing=nothing)
    found = what_if(campaign, week, plan)
    if out is not None:
        write_save(found.would_be, out, f"whatif: {kept.strategy}")
    if as_json:
        click.echo(json.dumps(as_object(found, kept), ensure_ascii=False, allow_nan=False))
    else:
        show(found)


def _other(
    decided: Plan,
    week: int,
    file: Path | None,
    drops: tuple[int, ...],
    works: tuple[int, ...],
    *,
    nothing: bool,
) -> Plan:
    """Return what is decided instead.

    Raises:
        UsageError: not exactly one change is asked for, or it doesn't fit.
        BrokenSave: the file holds no plan.
    """
    from trustsim.campaign.plan import Plan
    from trustsim.explain.whatif import without

    if sum((file is not None, bool(drops or works), nothing)) != 1:
        raise UsageError("say what is decided instead: --plan FILE, --drop N, or --nothing")
    if nothing:
        return Plan()
    return plan_in(file, week) if file is not None else without(decided, drops, works)


def plan_in(file: Path, week: int) -> Plan:
    """Return the plan in a file: the only one there is, or a save's of that week.

    Raises:
        BrokenSave: it holds none.
    """
    from pydantic import ValidationError

    from trustsim.campaign.plan import Plan
    from trustsim.campaign.save import load_plans

    try:
        return Plan.model_validate_json(file.read_bytes(), strict=True)
    except (OSError, ValidationError):
        plans = load_plans(file)
    if len(plans) == 1:
        return plans[0]
    if week > len(plans):
        raise BrokenSave(f"{file} has plans for {len(plans)} weeks, and none for week {week}")
    return plans[week - 1]


def as_object(found: WhatIf, kept: Save) -> dict[str, Any]:
    """Return both futures as one object for programs."""
    return {
        "scenario": kept.scenario.name,
        "seed": kept.seed,
        "version": kept.version,
        "week": found.week,
        "plan": found.plan.model_dump(mode="json", exclude_defaults=True),
        "changed": found.changed.model_dump(mode="json", exclude_defaults=True),
        "weeks": [{"week": p.week, "was": p.was, "would_be": p.would_be} for p in found.weeks],
        "totals": {"was": found.was.record.totals, "would_be": found.would_be.record.totals},
        "circles": [asdict(circle) for circle in found.circles],
        "people": [asdict(person) for person in found.people],
        "identical_people": found.was.market.world.users - len(found.touched),
        "left_out": [asdict(lost) for lost in found.left_out],
        "digests": {"was": found.was.digest(), "would_be": found.would_be.digest()},
    }


def show(found: WhatIf) -> None:
    """Print both futures for people."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    title = f"{found.was.scenario.title}, seed {found.was.seed}: week {found.week} otherwise"
    table = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for head in ("week", *SHOWN.values()):
        table.add_column(head, justify="right", no_wrap=True)
    for pair in found.weeks:
        table.add_row(f"{pair.week}", *(cell(name, pair.was, pair.would_be) for name in SHOWN))
    console.print(table)
    people, users = found.people, found.was.market.world.users
    console.print(Text(
        f"{len(people)} of {users} people end otherwise; for {users - len(people)} nothing differs."
    ))  # fmt: skip
    for person in people[:MOST_PEOPLE]:
        was, would = person.stance
        console.print(Text(
            f"  person {person.user}: {was} -> {would}, "
            f"trust {person.trust[0]:.2f} -> {person.trust[1]:.2f}"
        ))  # fmt: skip
    for lost in found.left_out:
        console.print(Text(
            f"Week {lost.week} could not be played whole there: without {lost.posts} posts, "
            f"{lost.replies} answers, {lost.work} works."
        ))  # fmt: skip


def cell(name: str, was: dict[str, int | float], would_be: dict[str, int | float]) -> str:
    """Return one number in both futures."""
    a, b = (_written(name, row[name]) for row in (was, would_be))
    return a if a == b else f"{a} -> {b}"


def _written(name: str, value: float) -> str:
    return f"{value:.0%}" if name == "ostracism_rate" else f"{value:,.0f}"
