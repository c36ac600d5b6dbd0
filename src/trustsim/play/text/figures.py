"""Figures: how the text door writes numbers, names and places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import Final

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import HOME
from trustsim.play import numbers
from trustsim.play.people import name_of
from trustsim.play.strings import say
from trustsim.play.tales import told

amount, fixed, percent = numbers.amount, numbers.fixed, numbers.percent

WIDTH: Final = 78
BAR: Final = 40
MOST_NAMES: Final = 4
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
"""By which other work is called, as posts are by numbers."""


def signed(value: float, digits: int = 2) -> str:
    """Return a change with its sign."""
    return ("+" if value >= 0 else "-") + amount(abs(value), digits)


def money(campaign: Campaign, value: float) -> str:
    """Return an amount of money."""
    return f"{campaign.scenario.currency}{amount(value)}"


def wrapped(text: str) -> str:
    """Return paragraphs wrapped to the width of a terminal."""
    return "\n\n".join(fill(part.strip(), WIDTH) for part in text.split("\n\n") if part.strip())


def listing(names: Iterable[str]) -> str:
    """Return names with commas between them."""
    return ", ".join(names)


def people(users: Sequence[int], most: int = MOST_NAMES) -> str:
    """Return the names of some people, and how many more there are."""
    names = listing(name_of(user) for user in users[:most])
    if len(users) <= most:
        return names
    return say("text.watch.more", names=names, count=len(users) - most)


def circle_name(campaign: Campaign, circle: str | int) -> str:
    """Return the name of a circle, by its short name or its index."""
    circles = told(campaign.scenario).population.circles
    if isinstance(circle, int):
        return circles[circle].name
    return next((found.name for found in circles if found.id == circle), circle)


def circle_of(campaign: Campaign, user: int) -> str:
    """Return the name of somebody's main circle."""
    return circle_name(campaign, int(campaign.market.world.people.circle[user]))


def place(campaign: Campaign, audience: str) -> str:
    """Return where a post is made."""
    return say("home") if audience == HOME else circle_name(campaign, audience)


def facet_name(campaign: Campaign, facet: str) -> str:
    """Return the name of a side of the product."""
    facets = told(campaign.scenario).brand.product.facets
    return next((found.name for found in facets if found.id == facet), facet)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table as lines, every column flush right."""
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    return [
        "  " + "  ".join(f"{cell:>{wide}}" for cell, wide in zip(row, widths, strict=True))
        for row in (heads, *rows)
    ]


def heads(key: str) -> list[str]:
    """Return the heads of a table's columns, which stand in one sentence."""
    return [head.strip() for head in say(key).split("|")]
