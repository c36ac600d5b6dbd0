"""``trustsim demo``: the same twelve people, the same luck, pitched to and talked with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from trustsim.campaign.campaign import Campaign

SCENARIO = "the-party"
EVENINGS = {"pitched to": "pitch-only", "talked with": "contribute-only"}
NAMES = ("Ana", "Ben", "Chi", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jo", "Kai", "Lea")

WHY = {
    "gift": "a gift",
    "ask": "sold to",
    "repeated_ask": "sold to again",
    "off_key": "off key",
    "fake": "faked",
    "warning": "warned",
    "talk": "a real talk",
    "answer": "an answer",
    "vouch": "a friend's word",
}
"""What moved somebody most, by the ledger's cause."""


@dataclass(frozen=True, slots=True)
class Guest:
    """How one of the twelve left: name, face, how they stand to you, what moved them, trust."""

    name: str
    face: str
    stands: str
    why: str
    trust: float


@click.command()
@click.option("--seed", type=int, default=1, show_default=True, help="The evening's luck.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def demo(seed: int, as_json: bool) -> None:
    """Pitch to twelve people, or talk with them: the same evening, the same luck, side by side."""
    from trustsim.campaign.run import run
    from trustsim.commands.ready import say_if_cold
    from trustsim.scenario.load import load_scenario

    scenario = load_scenario(SCENARIO)
    say_if_cold(quiet=as_json)
    evenings = {
        title: run(scenario, strategy, seed, record="full").campaign
        for title, strategy in EVENINGS.items()
    }
    if as_json:
        click.echo(json.dumps(as_object(seed, evenings), indent=2, ensure_ascii=False))
    else:
        show(seed, evenings)


def guests(campaign: Campaign) -> list[Guest]:
    """Return how each of the people left."""
    world = campaign.market.world
    stance, customer = world.stance[0].tolist(), world.customer[0].tolist()
    trust = world.trust(0).tolist()
    why = reasons(campaign)
    rules = campaign.scenario.rules.trust
    wary = rules.prior_good / (rules.prior_good + rules.prior_harm)
    return [
        Guest(
            NAMES[user % len(NAMES)],
            *face(stance[user], customer[user], trust[user] - wary),
            why.get(user, ""),
            round(trust[user], 3),
        )
        for user in range(world.users)
    ]


def face(stance: int, is_customer: bool, change: float) -> tuple[str, str]:
    """Return a face and the words for it.

    Args:
        stance: how somebody stands to the brand; see Stance.
        is_customer: whether they bought.
        change: trust gained since the start.
    """
    from trustsim.market.outcome import Stance

    if stance == Stance.BLOCKED:
        return "X(", "left the room"
    if stance == Stance.MUTED:
        return ":x", "stopped listening"
    if is_customer:
        return ":D", "bought the CD"
    if stance == Stance.FOLLOWER:
        return ":)", "wants to hear you again"
    if stance == Stance.STRANGER:
        return " .", "did not notice you"
    return (":]", "is warming to you") if change > 0.02 else (":/", "keeps a distance")


def reasons(campaign: Campaign) -> dict[int, str]:
    """Return, by person, what moved their evidence most, from the ledger."""
    from trustsim.market.outcome import Cause

    moved: dict[int, dict[str, float]] = {}
    ledger = campaign.record.table("ledger")
    for row in ledger[ledger["brand"] == 0]:
        cause = Cause(int(row["cause"])).name.lower()
        of_user = moved.setdefault(int(row["user"]), {})
        of_user[cause] = of_user.get(cause, 0.0) + abs(float(row["good"])) + abs(float(row["harm"]))
    return {
        user: next(
            (WHY[cause] for cause in sorted(by, key=by.__getitem__)[::-1] if cause in WHY), ""
        )
        for user, by in moved.items()
    }


def show(seed: int, evenings: dict[str, Campaign]) -> None:
    """Print both evenings side by side."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("")
    for title in evenings:
        table.add_column(f"  {title}")
    columns = [guests(campaign) for campaign in evenings.values()]
    for row in zip(*columns, strict=True):
        table.add_row(Text(row[0].name, style="bold"), *(_said(guest) for guest in row))
    console.print(Text(f"Twelve people, one evening, the same luck (seed {seed}).\n", style="dim"))
    console.print(table)
    console.print(Text(f"\n{closing(columns)}"))


def _said(guest: Guest) -> Any:
    """Return one person's face and words, coloured."""
    from rich.text import Text

    colours = {"X(": "red", ":x": "red", ":/": "yellow", " .": "dim", ":]": "cyan"}
    text = Text(f"{guest.face} ", style=colours.get(guest.face, "bright_green"))
    text.append(guest.stands)
    if guest.why:
        text.append(f" ({guest.why})", style="dim")
    return text


def closing(columns: list[list[Guest]]) -> str:
    """Return the line that sums both evenings up."""
    lost = sum(guest.face in ("X(", ":x") for guest in columns[0])
    won = sum(guest.face in (":)", ":D") for guest in columns[1])
    return (
        f"Pitched to, {lost} of {len(columns[0])} stopped listening. "
        f"Talked with, {won} want to hear you again.\n"
        "Nobody was rude. They just stopped hearing you.\nPlay it: trustsim play the-party"
    )


def as_object(seed: int, evenings: dict[str, Campaign]) -> dict[str, Any]:
    """Return both evenings as one object for programs."""
    return {
        "seed": seed,
        "evenings": [
            {
                "title": title,
                "strategy": EVENINGS[title],
                "digest": campaign.digest(),
                "totals": campaign.record.totals,
                "people": [asdict(guest) for guest in guests(campaign)],
            }
            for title, campaign in evenings.items()
        ],
    }
