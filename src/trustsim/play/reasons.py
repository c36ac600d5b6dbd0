"""Reasons: what a number on the screen is made of, and what changed it, by whom.

Every number that both doors show can be asked why. An answer is a sentence on what the number
means and a ledger whose lines add up to it; looking changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from trustsim.errors import UsageError
from trustsim.play import means, reactions
from trustsim.play.ledger import Answer
from trustsim.play.session import Session
from trustsim.play.strings import say

Ask = Callable[[Session, int], Answer]

_ANSWERS: Final[Mapping[str, Ask]] = {
    "week": means.week,
    "hours": means.hours,
    "money": means.money,
    "followers": reactions.followers,
    "aware": reactions.aware,
    "trusting": reactions.trusting,
    "muted": reactions.muted,
    "reach": reactions.reach,
    "visits": reactions.visits,
    "sales": reactions.sales,
    "crowd": reactions.crowd,
    "asks": means.asks,
    "search": means.search,
}
NUMBERS: Final = tuple(_ANSWERS)
"""What can be asked why."""

_OF_A_WEEK: Final = ("aware", "muted", "reach", "visits", "sales")
"""Numbers that there are only once a week was played."""


def why(session: Session, number: str, week: int | None = None) -> Answer:
    """Return what one number is made of.

    Args:
        session: the game, recorded at level ``full``.
        number: one of `NUMBERS`.
        week: after which week, 0 up to the last one played; the last one if left out.

    Raises:
        UsageError: there is no such number yet.
    """
    after = session.campaign.week if week is None else week
    if not after and number in _OF_A_WEEK:
        raise UsageError(say("text.error.no_week"))
    return _ANSWERS[number](session, after)


def why_circle(session: Session, circle: int) -> Answer:
    """Return what one circle's four counts are made of, and what moved its people."""
    return reactions.circle(session, circle)


def why_preview(session: Session, index: int) -> Answer:
    """Return where the range of a planned post's likely reach comes from.

    Raises:
        UsageError: no post of that index is planned.
    """
    count = len(session.draft.plan.posts)
    if not 0 <= index < count:
        raise UsageError(say("text.error.no_post", word=index + 1, count=count))
    return means.preview(session, index)
