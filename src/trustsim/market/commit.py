"""Commit: what a post did to the people it reached becomes the world's state, in order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market.jit import inner_leaf, kernel
from trustsim.market.outcome import LEDGER, Cause, Reason
from trustsim.market.standing import (
    AWARE,
    BLOCKED,
    FOLLOWER,
    MUTED,
    REACHED,
    SHARED_FREELY,
    STRANGER,
    Bonds,
    Memory,
    take_stance,
)
from trustsim.market.touch import (
    ASKED,
    BLOCKS,
    CLICKED,
    COMMENTED,
    COMPLAINED,
    FOLLOWED,
    LIKED,
    MUTES,
    PRAISED,
    READ_IT,
    SAW_THROUGH,
    SHARED,
    UNFOLLOWED,
    PostNumbers,
)

POST_COUNTS = (
    "reach", "organic_reach", "shared_reach", "paid_reach", "impressions", "reads", "shares",
    "likes", "comments", "clicks", "follows", "mutes", "depth", "unfollows", "blocks",
    "organic_sharers", "new_reach",
)  # fmt: skip
"""What is counted per post by :func:`commit_post`, in the order of its ``counts``."""


@kernel
def commit_post(
    rows: NDArray[np.void],
    post: PostNumbers,
    bonds: Bonds,
    memory: Memory,
    knows: NDArray[np.int64],
    circle: NDArray[np.int16],
    counts: NDArray[np.int64],
    shut: NDArray[np.int32],
) -> int:
    """Apply one post's rows to one brand's standing; return how many users shut the brand out.

    Args:
        rows: of TOUCH, in the order of reaching.
        post: the post.
        bonds, memory, knows: of the brand; changed.
        circle: everybody's main circle.
        counts: filled, see POST_COUNTS.
        shut: filled with those who muted or blocked, shape (users,) at least.
    """
    good, harm, stance, stance_day = bonds.good, bonds.harm, bonds.stance, bonds.stance_day
    asks_met, reads_met, fakes_met = memory.asks_met, memory.reads_met, memory.fakes_met
    week_flags = memory.week_flags
    shut_count = 0
    for i in range(len(rows)):
        row = rows[i]
        user = int(row["user"])
        flags = int(row["flags"])
        source = int(row["source"])
        counts[0] += 1
        counts[1 if source < 2 else (3 if source == 2 else 2)] += 1
        counts[4] += row["showings"]
        if not week_flags[user] & REACHED:
            week_flags[user] |= REACHED
            counts[16] += 1
        if stance[user] == STRANGER:
            take_stance(stance, stance_day, knows, circle, user, AWARE, post.day)
        if not flags & READ_IT:
            continue
        counts[5] += 1
        good[user] += row["gift"]
        good[user] += row["deal"]
        harm[user] += row["ask"]
        harm[user] += row["repeat"]
        harm[user] += row["off_key"]
        harm[user] += row["fake"]
        reads_met[user] += np.float32(1.0)
        asks_met[user] += np.float32(post.ask)
        if post.automated and fakes_met[user] < 255:
            fakes_met[user] += 1
        if flags & SHARED:
            counts[6] += 1
            counts[12] = max(counts[12], int(row["hop"]) + 1)
            if post.ask < 0.1 and not week_flags[user] & SHARED_FREELY:
                week_flags[user] |= SHARED_FREELY
                counts[15] += 1
        counts[7] += 1 if flags & LIKED else 0
        counts[8] += 1 if flags & COMMENTED else 0
        counts[9] += 1 if flags & CLICKED else 0
        # The step on the ladder, unless a harder one is taken already.
        before = int(stance[user])
        step = _step(before, flags)
        if step == before:
            continue
        take_stance(stance, stance_day, knows, circle, user, step, post.day)
        if step == FOLLOWER:
            counts[10] += 1
            continue
        counts[13] += 1 if before == FOLLOWER else 0
        if step >= MUTED:
            counts[14 if step == BLOCKED else 11] += 1
            shut[shut_count] = user
            shut_count += 1
    return shut_count


@inner_leaf("int64(int64, int64)")
def _step(stance: int, flags: int) -> int:
    """Return the step of the ladder that ``flags`` lead to from ``stance``."""
    if stance >= MUTED:
        return stance
    if flags & (MUTES | BLOCKS):
        return BLOCKED if flags & BLOCKS else MUTED
    if flags & UNFOLLOWED:
        return AWARE if stance == FOLLOWER else stance
    return FOLLOWER if flags & FOLLOWED and stance < FOLLOWER else stance


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
