"""What a brand's post does to those it reaches: one row per person, written by the kernels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trustsim.market.jit import lean_part

READ_IT, LIKED, PRAISED, ASKED, SUGGESTED, COMPLAINED, SHARED, FOLLOWED, CLICKED = (
    1, 2, 4, 8, 16, 32, 64, 128, 256,
)  # fmt: skip
UNFOLLOWED, MUTES, BLOCKS, SAW_THROUGH = 512, 1024, 2048, 4096
"""What a touched person did, as bits of ``flags``."""

COMMENTED = PRAISED | ASKED | SUGGESTED | COMPLAINED

TOUCH = np.dtype(
    [
        ("user", "i4"), ("sender", "i4"), ("source", "i4"), ("hop", "i4"), ("flags", "i4"),
        ("parent", "i4"), ("showings", "i4"), ("queue", "i4"), ("hours", "f8"), ("credence", "f8"),
        ("gift", "f8"), ("deal", "f8"), ("ask", "f8"), ("repeat", "f8"), ("off_key", "f8"),
        ("fake", "f8"),
    ]
)  # fmt: skip
"""One row per user reached by a post, in the order of reaching: from whom (-1 the brand), first
source, hops, what they did, the row of the sharer it came from, the credence it was read with, and
the six changes of evidence. ``queue`` of row n holds the row of the n-th sharer: people share in
the order of reading, and one who scrolls past at first may read it, and share, when a friend
brings it."""


PLANNED = np.dtype(
    [
        ("post", "i8"), ("day", "i8"), ("slot", "i8"), ("brand", "i8"), ("kind", "i8"),
        ("tone", "i8"), ("topic", "i8"), ("circle", "i8"), ("planned", "f8"), ("ask", "f8"),
        ("link", "?"), ("automated", "?"), ("paid", "i8"), ("collaborator", "i8"),
        ("siblings", "i8"), ("quality", "f8"), ("appeal", "f8"), ("hour", "f8"),
    ]
)  # fmt: skip
"""A brand's post, see market.orders.BrandPost; ``planned`` is its quality before chance,
``siblings`` how many the brand makes in the same place that day. Chance fills the last three:
quality, appeal, and the hour of the day."""


class PostNumbers(NamedTuple):
    """A brand's post as the kernels take it: a row of PLANNED."""

    post: int
    day: int
    brand: int
    kind: int
    tone: int
    topic: int
    circle: int
    quality: float
    appeal: float
    ask: float
    link: bool
    automated: bool
    paid: int
    collaborator: int
    siblings: int


@lean_part
def numbers_of(row: np.void) -> PostNumbers:
    """Return a row of PLANNED as plain numbers."""
    return PostNumbers(
        row["post"], row["day"], row["brand"], row["kind"], row["tone"], row["topic"],
        row["circle"], row["quality"], row["appeal"], row["ask"], row["link"], row["automated"],
        row["paid"], row["collaborator"], row["siblings"],
    )  # fmt: skip


@lean_part
def first_seen(
    row: np.void, user: int, sender: int, source: int, hop: int, parent: int, hours: float
) -> None:
    """Begin the row of a user who is shown the post for the first time."""
    row["user"] = user
    row["sender"] = sender
    row["source"] = source
    row["hop"] = hop
    row["flags"] = 0
    row["parent"] = parent
    row["showings"] = 0
    row["queue"] = 0
    row["hours"] = hours
    row["credence"] = 0.0
    row["gift"] = 0.0
    row["deal"] = 0.0
    row["ask"] = 0.0
    row["repeat"] = 0.0
    row["off_key"] = 0.0
    row["fake"] = 0.0
