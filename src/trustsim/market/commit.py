"""Commit: what a post did to the people it reached becomes the world's state, in order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.brandpost import FRIEND_SOURCE, PAID_SOURCE
from trustsim.market.jit import inner_leaf, lean_part
from trustsim.market.ordinary import virality_of
from trustsim.market.outcome import COMMENT_KINDS, COUNTS, LEDGER, Cause, Reason
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

PRAISE, QUESTION, COMPLAINT, SUGGESTION = range(len(COMMENT_KINDS))
LIKED_IT, WANTS_TO_KNOW, HAS_AN_IDEA, FIRST_PITCH, REPEATED_PITCH, OFF_KEY, SOUNDS_FAKE = (
    int(reason) for reason in list(Reason)[:7]
)
REACH, IMPRESSIONS, SHARES, LIKES, SAID, CLICKS, FOLLOWS, UNFOLLOWS, MUTED_IT, BLOCKED_IT = (
    COUNTS.index(name)
    for name in ("reach", "impressions", "shares", "likes", "comments", "clicks", "follows",
                 "unfollows", "mutes", "blocks")
)  # fmt: skip
ORGANIC_SHARERS, DEEPEST, LINKS = (
    COUNTS.index(name) for name in ("organic_sharers", "deepest_cascade", "inbound_links")
)

ASKS_NOTHING = 0.1
"""Ask under which a post counts as one that asks for nothing (guess)."""
REPEATED = 0.25
"""Share of an ask's harm from which its repetition is what a complaint is about (guess)."""


class Tree(NamedTuple):
    """Working room for the tree of a post's sharers, with a place for every row of TOUCH."""

    place: NDArray[np.int32]
    parents: NDArray[np.int32]
    below: NDArray[np.float64]


def tree(room: int) -> Tree:
    """Return room for posts of ``room`` rows."""
    return Tree(np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room))


@lean_part
def commit_post(
    rows: NDArray[np.void],
    post: PostNumbers,
    slot: int,
    bonds: Bonds,
    memory: Memory,
    knows: NDArray[np.int64],
    circle: NDArray[np.int16],
    tally: NDArray[np.int64],
    line: np.void,
    shut: NDArray[np.int32],
    visitors: NDArray[np.int32],
    said: NDArray[np.void],
    tree: Tree,
) -> tuple[int, int, int]:
    """Apply one post's rows to one brand's standing, and write its row of POST.

    Args:
        rows: of TOUCH, in the order of reaching.
        post: the post. ``slot``: its place in the plan.
        bonds, memory, knows: of the brand; changed.
        circle: everybody's main circle.
        tally: the brand's counts of the week, see COUNTS; added to.
        line: row of POST, written.
        shut: filled with who muted or blocked. ``visitors``: with who clicked. ``said``: with rows
            of COMMENT. Each needs as much room as ``rows`` has of them.
        tree: working room.

    Returns: how many are in ``shut``, ``visitors`` and ``said``.
    """
    good, harm, stance, stance_day = bonds.good, bonds.harm, bonds.stance, bonds.stance_day
    asks_met, reads_met, fakes_met = memory.asks_met, memory.reads_met, memory.fakes_met
    week_flags = memory.week_flags
    _begin(line, post, slot)
    shut_count, came, written, shares, depth = 0, 0, 0, 0, 0
    for i in range(len(rows)):
        row = rows[i]
        user = int(row["user"])
        flags = int(row["flags"])
        source = int(row["source"])
        line["reach"] += 1
        if source == PAID_SOURCE:
            line["paid_reach"] += 1
        elif source == FRIEND_SOURCE:
            line["shared_reach"] += 1
        else:
            line["organic_reach"] += 1
        line["impressions"] += row["showings"]
        if not week_flags[user] & REACHED:
            week_flags[user] |= REACHED
            tally[REACH] += 1
        if stance[user] == STRANGER:
            take_stance(stance, stance_day, knows, circle, user, AWARE, post.day)
        if not flags & READ_IT:
            continue
        line["reads"] += 1
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
            shares += 1
            depth = max(depth, int(row["hop"]) + 1)
            if post.ask < ASKS_NOTHING and not week_flags[user] & SHARED_FREELY:
                week_flags[user] |= SHARED_FREELY
                tally[ORGANIC_SHARERS] += 1
        if flags & LIKED:
            line["likes"] += 1
        if flags & COMMENTED:
            _write_comment(said[written], row, post)
            written += 1
        if flags & CLICKED:
            visitors[came] = user
            came += 1
        # The step on the ladder, unless a harder one is taken already.
        before = int(stance[user])
        step = _step(before, flags)
        if step == before:
            continue
        take_stance(stance, stance_day, knows, circle, user, step, post.day)
        if step == FOLLOWER:
            line["follows"] += 1
            continue
        if before == FOLLOWER:
            tally[UNFOLLOWS] += 1
        if step >= MUTED:
            tally[BLOCKED_IT if step == BLOCKED else MUTED_IT] += 1
            shut[shut_count] = user
            shut_count += 1
    line["shares"], line["size"], line["depth"] = shares, shares + 1, depth
    line["comments"], line["clicks"], line["mutes"] = written, came, shut_count
    _find_parents(rows, shares, tree)
    line["structural_virality"] = virality_of(tree.parents[:shares], 0, tree.below)
    _count(tally, line, post)
    return shut_count, came, written


@lean_part
def _begin(line: np.void, post: PostNumbers, slot: int) -> None:
    """Write what is known of a post before anybody sees it, and set its counts to 0."""
    line["post"], line["day"], line["author"], line["brand"] = post.post, post.day, -1, post.brand
    line["slot"], line["kind"], line["tone"] = slot, post.kind, post.tone
    line["topic"], line["circle"], line["quality"] = post.topic, post.circle, post.quality
    line["ask"], line["automated"] = post.ask, post.automated
    line["reach"], line["organic_reach"], line["shared_reach"] = 0, 0, 0
    line["paid_reach"], line["impressions"], line["reads"] = 0, 0, 0
    line["likes"], line["follows"] = 0, 0


@lean_part
def _count(tally: NDArray[np.int64], line: np.void, post: PostNumbers) -> None:
    """Add a post's counts to its brand's week."""
    tally[IMPRESSIONS] += line["impressions"]
    tally[SHARES] += line["shares"]
    tally[LIKES] += line["likes"]
    tally[SAID] += line["comments"]
    tally[CLICKS] += line["clicks"]
    tally[FOLLOWS] += line["follows"]
    tally[DEEPEST] = max(tally[DEEPEST], line["depth"])
    if post.link or post.circle < 0:
        tally[LINKS] += line["shares"]


@lean_part
def _write_comment(at: np.void, row: np.void, post: PostNumbers) -> None:
    """Write down the comment that a row of TOUCH holds, with the reason for it."""
    flags = int(row["flags"])
    kind, reason = SUGGESTION, HAS_AN_IDEA
    if flags & PRAISED:
        kind, reason = PRAISE, LIKED_IT
    elif flags & ASKED:
        kind, reason = QUESTION, WANTS_TO_KNOW
    elif flags & COMPLAINED:
        kind = COMPLAINT
        if flags & SAW_THROUGH:
            reason = SOUNDS_FAKE
        elif row["repeat"] > REPEATED * max(row["ask"], 1e-12):
            reason = REPEATED_PITCH
        elif row["off_key"] > row["ask"] or post.ask < ASKS_NOTHING:
            reason = OFF_KEY
        else:
            reason = FIRST_PITCH
    at["day"], at["brand"], at["user"], at["post"] = post.day, post.brand, row["user"], post.post
    at["kind"], at["facet"], at["reason"] = kind, -1, reason


@lean_part
def _find_parents(rows: NDArray[np.void], shares: int, tree: Tree) -> None:
    """Fill in, for every sharer in order, the place of its parent among them (-1: the root)."""
    place, found = tree.place, tree.parents
    for i in range(shares):
        at = int(rows[i]["queue"])
        place[at] = i
        parent = int(rows[at]["parent"])
        found[i] = place[parent] if parent >= 0 else -1


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


def ledger_rows(rows: NDArray[np.void], plan: np.void) -> NDArray[np.void]:
    """Return the LEDGER rows of one post's ``rows``, one per change, in the order of the adding.

    ``plan``: its row of PLANNED.
    """
    amounts = np.stack([rows[name] for name, _, _ in CAUSES], axis=1)
    amounts[(rows["flags"] & READ_IT) == 0] = 0.0
    at, column = np.nonzero(amounts)
    found = np.zeros(len(at), LEDGER)
    found["day"] = plan["day"]
    found["user"] = rows["user"][at]
    found["brand"] = plan["brand"]
    found["cause"] = np.array([int(cause) for _, cause, _ in CAUSES])[column]
    found["post"] = plan["post"]
    good = np.array([is_good for _, _, is_good in CAUSES])[column]
    found["good"] = np.where(good, amounts[at, column], 0.0)
    found["harm"] = np.where(good, 0.0, amounts[at, column])
    return found
