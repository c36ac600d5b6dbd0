"""What a week leaves behind: counts, posts, comments, and the tables a run may record."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

COMMENT_KINDS = ("praise", "question", "complaint", "suggestion")
MANNERS = ("thank_fix", "explain", "joke", "delete", "ignore", "automate")
RECORD_LEVELS = ("none", "weeks", "posts", "cascades", "full")


class Stance(IntEnum):
    """How a user stands to a brand: the ladder."""

    STRANGER = 0
    AWARE = 1
    FOLLOWER = 2
    MUTED = 3
    BLOCKED = 4


class Cause(IntEnum):
    """Why a person's evidence moved; every row of the ledger names one."""

    GIFT = 0
    ASK = 1
    REPEATED_ASK = 2
    OFF_KEY = 3
    FAKE = 4
    WARNING = 5
    TALK = 6
    ANSWER = 7
    ONLOOKER = 8
    DELETED = 9
    IGNORED = 10
    PLEASED = 11
    FLAW = 12
    VOUCH = 13
    APOLOGY = 14
    DEAL = 15
    FADE = 16
    FIRST_FOLLOWER = 17


class Film(IntEnum):
    """Kinds of event in a week's film (``other``: whom it came from, -1 the brand)."""

    PUBLISH = 0
    SEE = 1
    READ = 2
    LIKE = 3
    COMMENT = 4
    SHARE = 5
    FOLLOW = 6
    CLICK = 7
    BUY = 8
    UNFOLLOW = 9
    MUTE = 10
    BLOCK = 11
    WARN = 12
    DOOR_CLOSES = 13
    DOOR_OPENS = 14
    VOUCH = 15
    COMPLAIN = 16
    TALK = 17


class Source(IntEnum):
    """Where an exposure came from."""

    HOME = 0
    CIRCLE = 1
    PAID = 2
    FRIEND = 3


class Reason(IntEnum):
    """Why a comment was written; the words for it are the front doors' business."""

    LIKED_IT = 0
    WANTS_TO_KNOW = 1
    HAS_AN_IDEA = 2
    FIRST_PITCH = 3
    REPEATED_PITCH = 4
    OFF_KEY = 5
    SOUNDS_FAKE = 6
    PRODUCT_FLAW = 7
    PRODUCT_GOOD = 8


POST = np.dtype(
    [
        ("post", "i8"), ("day", "i4"), ("author", "i4"), ("brand", "i2"), ("slot", "i2"),
        ("kind", "i1"), ("tone", "i1"), ("topic", "i2"), ("circle", "i2"), ("quality", "f8"),
        ("ask", "f8"), ("automated", "?"), ("reach", "i4"), ("organic_reach", "i4"),
        ("shared_reach", "i4"), ("paid_reach", "i4"), ("impressions", "i4"), ("reads", "i4"),
        ("shares", "i4"), ("likes", "i4"), ("comments", "i4"), ("clicks", "i4"), ("follows", "i4"),
        ("mutes", "i4"), ("size", "i4"), ("depth", "i4"), ("structural_virality", "f8"),
    ]
)  # fmt: skip
"""One row per post. ``author``: user index, -1 for a brand; ``brand``: index, -1 for a user's post;
``slot``: place in the brand's plan of the week; ``circle``: -1 is the home page; ``size``: sharers
incl. the root; ``post`` is unique in a run and the same in every run of the seed."""

CASCADE = np.dtype(
    [("post", "i8"), ("user", "i4"), ("parent", "i4"), ("depth", "i4"), ("hours", "f8")]
)
"""One row per sharer incl. the root (``user`` -1 for a brand); ``parent``: the sharer it came from,
-1 for the root itself and for those who had it from a brand's post; hours since the post."""

LEDGER = np.dtype(
    [("day", "i4"), ("user", "i4"), ("brand", "i2"), ("cause", "i1"), ("post", "i8"),
     ("good", "f8"), ("harm", "f8")]
)  # fmt: skip
"""One row per change of one person's evidence about one brand; they sum to the state."""

EXPOSURE = np.dtype(
    [("post", "i8"), ("day", "i4"), ("brand", "i2"), ("user", "i4"), ("sender", "i4"),
     ("source", "i1"), ("hop", "i4"), ("hours", "f8"), ("see_probability", "f8"),
     ("read_probability", "f8"), ("share_probability", "f8"), ("draw", "f8"),
     ("share_draw", "f8"), ("relevance", "f8"), ("credence", "f8"), ("trust", "f8"),
     ("reads", "?"), ("shares", "?")]
)  # fmt: skip
"""One row per time a feed could have shown a brand's post to a user, with every factor."""

COMMENT = np.dtype(
    [("day", "i4"), ("brand", "i2"), ("user", "i4"), ("post", "i8"), ("kind", "i1"),
     ("facet", "i2"), ("reason", "i1")]
)  # fmt: skip
"""One row per comment; ``kind`` indexes COMMENT_KINDS, ``facet`` -1 if none."""

FILM = np.dtype([("hour", "f4"), ("kind", "u1"), ("user", "i4"), ("other", "i4"), ("post", "i4")])
"""One row per thing that can be seen; hour of the week; ``post``: index into the week's posts of
brand 0 or -1; ``user`` is the circle's index for doors."""

COUNTS = (
    "reach", "impressions", "shares", "likes", "comments", "clicks", "visits", "sales", "follows",
    "unfollows", "mutes", "blocks", "organic_sharers", "deepest_cascade", "doors_closed",
    "doors_opened", "talks", "vouches", "inbound_links",
)  # fmt: skip
"""What is counted for every brand and week."""


@dataclass(frozen=True, slots=True)
class WeekOutcome:
    """One simulated week.

    Attributes:
        week: 1 for the first.
        counts: for every brand, name of the count -> value (see COUNTS); reach: distinct users
            who saw any of the brand's posts this week; visits: unique visitors this week.
        posts: rows of POST, brands' posts (all posts from record level ``posts`` on).
        comments: rows of COMMENT.
        feed: the most shared ordinary posts, as (user, circle, topic, shares).
        cascades, ledger, exposures, film: rows as the record level asks, else empty.
    """

    week: int
    counts: tuple[dict[str, int], ...]
    posts: NDArray[np.void]
    comments: NDArray[np.void]
    feed: tuple[tuple[int, int, int, int], ...] = ()
    cascades: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, CASCADE))
    ledger: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, LEDGER))
    exposures: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, EXPOSURE))
    film: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, FILM))
