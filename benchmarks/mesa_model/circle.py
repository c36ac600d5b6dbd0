"""A circle: like-minded users, and what they like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .user import UserAgent


@dataclass(eq=False)
class Circle:
    """A community.

    ``members`` have it as their main circle, ``everybody`` as their main or second one.
    ``chatter``: the week's ordinary posts and shares by topic.
    """

    number: int
    topics: list[float]
    tones: list[float]
    urgent: float
    hunts_deals: float
    patience: float
    chatter: list[int]
    members: list[UserAgent] = field(default_factory=list)
    everybody: list[UserAgent] = field(default_factory=list)
