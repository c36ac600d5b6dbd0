"""Commit: what a post did to the people it reached becomes the world's state, in order."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from trustsim.market.brandpost import (
    ASKED,
    BLOCKED as BLOCKED_FLAG,
    CLICKED,
    COMPLAINED,
    FOLLOWED,
    LIKED,
    MUTED as MUTED_FLAG,
    PRAISED,
    READ_IT,
    SAW_THROUGH,
    SHARED,
    SUGGESTED,
    UNFOLLOWED,
    PostNumbers,
)
from trustsim.market.outcome import Cause, LEDGER, Reason
from trustsim.market.standing import (
    AWARE,
    BLOCKED,
    FOLLOWER,
    MUTED,
    REACHED,
    SHARED_FREELY,
    STRANGER,
    Standing,
    take_stance,
)

COMMENTED = PRAISED | ASKED | SUGGESTED | COMPLAINED

POST_COUNTS = (
    "reach", "organic_reach", "shared_reach", "paid_reach", "impressions", "reads", "shares",
    "likes", "comments", "clicks", "follows", "mutes", "depth", "unfollows", "blocks",
    "organic_sharers", "new_reach",
)  # fmt: skip
"""What is counted per post by :func:`commit_post`, in the order of its ``counts``."""


@njit(cache=True, nogil=True)
def commit_post(
    rows: NDArray[np.void],
    post: PostNumbers,
    standing: Standing,
    circle: NDArray[np.int16],
    counts: NDArray[np.int64],
    shut: NDArray[np.int32],
) -> int:
    """Apply one post's rows to one brand's standing; return how many users shut the brand out.

    Args:
        rows: of TOUCH, in the order of reaching.
        post: the post.
        standing: changed.
        circle: everybody's main circle.
        counts: filled, see POST_COUNTS.
        shut: filled with those who muted or blocked, shape (users,) at least.
    """
    shut_count = 0
    for i in range(len(rows)):
        row = rows[i]
        user = int(row["user"])
        flags = int(row["flags"])
        source = int(row["source"])
        counts[0] += 1
        counts[1 if source < 2 else (3 if source == 2 else 2)] += 1
        counts[4] += row["showings"]
        if not standing.week_flags[user] & REACHED:
            standing.week_flags[user] |= REACHED
            counts[16] += 1
        if standing.stance[user] == STRANGER:
            take_stance(standing, circle, user, AWARE, post.day)
        if not flags & READ_IT:
            continue
        counts[5] += 1
        standing.good[user] += row["gift"]
        standing.good[user] += row["deal"]
        standing.harm[user] += row["ask"]
        standing.harm[user] += row["repeat"]
        standing.harm[user] += row["off_key"]
        standing.harm[user] += row["fake"]
        standing.reads_met[user] += np.float32(1.0)
        standing.asks_met[user] += np.float32(post.ask)
        if post.automated and standing.fakes_met[user] < 255:
            standing.fakes_met[user] += 1
        if flags & SHARED:
            counts[6] += 1
            counts[12] = max(counts[12], int(row["hop"]) + 1)
            if post.ask < 0.1 and not standing.week_flags[user] & SHARED_FREELY:
                standing.week_flags[user] |= SHARED_FREELY
                counts[15] += 1
        counts[7] += 1 if flags & LIKED else 0
        counts[8] += 1 if flags & COMMENTED else 0
        counts[9] += 1 if flags & CLICKED else 0
        shut_count = _move(standing, circle, user, flags, post.day, counts, shut, shut_count)
    return shut_count


@njit(cache=True, nogil=True, inline="always")
def _move(
    standing: Standing, circle: NDArray[np.int16], user: int, flags: int, day: int,
    counts: NDArray[np.int64], shut: NDArray[np.int32], shut_count: int,
) -> int:  # fmt: skip
    """Take the step on the ladder that ``flags`` name, unless a harder one is taken already."""
    stance = standing.stance[user]
    if stance >= MUTED:
        return shut_count
    if flags & (MUTED_FLAG | BLOCKED_FLAG):
        if stance == FOLLOWER:
            counts[13] += 1
        blocks = flags & BLOCKED_FLAG
        take_stance(standing, circle, user, BLOCKED if blocks else MUTED, day)
        counts[14 if blocks else 11] += 1
        shut[shut_count] = user
        return shut_count + 1
    if flags & UNFOLLOWED:
        if stance == FOLLOWER:
            take_stance(standing, circle, user, AWARE, day)
            counts[13] += 1
    elif flags & FOLLOWED and stance < FOLLOWER:
        take_stance(standing, circle, user, FOLLOWER, day)
        counts[10] += 1
    return shut_count


CAUSES = (
    ("gift", Cause.GIFT, True), ("deal", Cause.DEAL, True), ("ask", Cause.ASK, False),
    ("repeat", Cause.REPEATED_ASK, False), ("off_key", Cause.OFF_KEY, False),
    ("fake", Cause.FAKE, False),
)  # fmt: skip
"""Columns of TOUCH in the order :func:`commit_post` adds them: name, cause, whether it is good."""


def ledger_rows(rows: NDArray[np.void], post: PostNumbers) -> NDArray[np.void]:
    """Return the LEDGER rows of one post's ``rows``, one per change, in the order of the adding."""
    amounts = np.stack([rows[name] for name, _, _ in CAUSES], axis=1)
    amounts[(rows["flags"] & READ_IT) == 0] = 0.0
    at, column = np.nonzero(amounts)
    found = np.zeros(len(at), LEDGER)
    found["day"] = post.day
    found["user"] = rows["user"][at]
    found["brand"] = post.brand
    found["cause"] = np.array([int(cause) for _, cause, _ in CAUSES])[column]
    found["post"] = post.post
    good = np.array([is_good for _, _, is_good in CAUSES])[column]
    found["good"] = np.where(good, amounts[at, column], 0.0)
    found["harm"] = np.where(good, 0.0, amounts[at, column])
    return found


def comment_reasons(
    rows: NDArray[np.void], ask: float
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return (kind, reason) of the rows that hold a comment; see COMMENT_KINDS and Reason."""
    flags = rows["flags"]
    kind = np.select([flags & bit > 0 for bit in (PRAISED, ASKED, COMPLAINED)], [0, 1, 2], 3)
    complaint = np.select(
        [flags & SAW_THROUGH > 0, rows["repeat"] > 0.25 * np.maximum(rows["ask"], 1e-12),
         rows["off_key"] > rows["ask"]],
        [int(Reason.SOUNDS_FAKE), int(Reason.REPEATED_PITCH), int(Reason.OFF_KEY)],
        int(Reason.FIRST_PITCH if ask >= 0.1 else Reason.OFF_KEY),
    )  # fmt: skip
    plain = np.array([int(Reason.LIKED_IT), int(Reason.WANTS_TO_KNOW), 0, int(Reason.HAS_AN_IDEA)])
    reason = np.where(kind == 2, complaint, plain[kind])
    return kind.astype(np.int8), reason.astype(np.int8)
