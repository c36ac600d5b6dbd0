"""What the table asks of the machine for one week: every brand's decisions as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

HOME = -1
"""The ``circle`` of a post on the brand's own page."""
MOST_POSTS = 21
"""Posts that one brand makes in a week at most."""


@dataclass(frozen=True, slots=True)
class BrandPost:
    """One post of one brand.

    Attributes:
        brand: index of the brand, 0 is the player's.
        slot: its place in that brand's plan of the week, from 0; its luck does not go by it.
        weekday: 0 (Monday) to 6.
        kind, tone, topic: indices into KINDS, TONES and the scenario's topics.
        circle: index of the circle it is made in, or HOME.
        quality: 0..1 as the hours gave it (before chance).
        ask: 0..1, how much it sells.
        paid: boosted impressions.
        collaborator: user it is made with, or -1.
    """

    brand: int
    slot: int
    weekday: int
    kind: int
    tone: int
    topic: int
    circle: int = HOME
    quality: float = 0.5
    ask: float = 0.0
    link: bool = False
    automated: bool = False
    paid: int = 0
    collaborator: int = -1


@dataclass(frozen=True, slots=True)
class TakePart:
    """Hours of talking under other people's posts in one circle."""

    brand: int
    circle: int
    hours: float


@dataclass(frozen=True, slots=True)
class Apology:
    """A public apology in one circle."""

    brand: int
    circle: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one comment.

    Attributes:
        brand: whose inbox it was in.
        user: who wrote the comment; ``post``: under which post (-1: about the product).
        comment_kind: index into COMMENT_KINDS.
        manner: index into MANNERS.
    """

    brand: int
    user: int
    post: int
    comment_kind: int
    manner: int


@dataclass(frozen=True, slots=True)
class Improvement:
    """Hours put into one facet of a brand's product."""

    brand: int
    facet: int
    hours: float


@dataclass(frozen=True, slots=True)
class Orders:
    """Everything all brands do in one week; answers and work happen on its first day."""

    posts: tuple[BrandPost, ...] = ()
    take_part: tuple[TakePart, ...] = ()
    apologies: tuple[Apology, ...] = ()
    answers: tuple[Answer, ...] = ()
    improvements: tuple[Improvement, ...] = ()
