"""A ledger: what a number is made of, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.report import PostResult
from trustsim.play.strings import say
from trustsim.play.tales import told

Side = Literal["better", "worse", "neither"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ledger.

    Attributes:
        text: what it is, such as what was posted. ``shown``: its number as it is written.
        value: the number itself. ``side``: whether it is for the better.
        is_sum: whether the lines above add up to it.
    """

    text: str
    shown: str
    value: float = 0.0
    side: Side = "neither"
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a number is what it is.

    Attributes:
        number: its key. ``title``: what it is called, with its value.
        meaning: what it counts, in a sentence.
        lines: its ledger. ``note``: what else there is to say; may be empty.
    """

    number: str
    title: str
    meaning: str
    lines: tuple[Line, ...]
    note: str = ""


def post_name(campaign: Campaign, post: PostResult) -> str:
    """Return how a ledger calls a post."""
    return say("because.post", day=say(f"day_short.{post.day}"), kind=say(f"kind.{post.kind}"),
               place=place_name(campaign, post.audience))  # fmt: skip


def place_name(campaign: Campaign, audience: str) -> str:
    """Return where a post was made."""
    found = (c.name for c in told(campaign.scenario).population.circles if c.id == audience)
    return next(found, say("home"))


def summed(lines: Sequence[Line]) -> float:
    """Return what the lines before the sum add up to."""
    return sum(line.value for line in lines if not line.is_sum)
