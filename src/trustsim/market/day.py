"""The day of the brands, in order, in one piece.

    from trustsim.market.day import DAY
    for process in DAY: print(process.__name__, "-", process.__doc__)

A small world's day takes less time than to call a kernel with all that it needs, so as many days
as nobody reaches into are played by one call, and :func:`play_days` is that call. In travelling,
every exposure goes through show, read and share, and the readers feel and respond, since what
happens to one person depends on nothing but the morning's world.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.brandpost import travel, try_luck
from trustsim.market.commit import Tree, commit_post, tree
from trustsim.market.glance import Glance
from trustsim.market.jit import lean_kernel, lean_part
from trustsim.market.ledger import Log
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.ordinary import Scratch
from trustsim.market.outcome import COMMENT, COUNTS, EXPOSURE, POST
from trustsim.market.people import People, Tastes
from trustsim.market.shop import COMMENTS, SALES, VISITS, VOUCHES, Till, shop
from trustsim.market.standing import Brands, standing_of
from trustsim.market.talk import close_doors, open_doors, warn
from trustsim.market.touch import CLICKED, COMMENTED, TOUCH, numbers_of

ASK_THAT_COUNTS = 0.25
"""Ask from which a post ends a brand's quiet time (guess: an announcement is no pitch)."""
PLAYER, RIVAL = 0, 1
"""Rows of the tables that keep the player's brand apart from all others."""
CLOSED, OPENED = 0, 1
MARKS = 5
TOUCHED, SHUT_IT, CAME, BOUGHT, SPOKE = range(MARKS)
"""Where a post's part of what a day leaves behind ends: rows of TOUCH, those who shut the brand
out, visitors, buyers, and comments in ``said`` when its customers have spoken."""
ROOMS = 4
TOUCHES, EXPOSURES, SAID, LOGGED = range(ROOMS)
"""What there may be too little room for."""
TALLIES = {name: column for column, name in enumerate(COUNTS)}
T_SALES, T_VISITS, T_VOUCHES = TALLIES["sales"], TALLIES["visits"], TALLIES["vouches"]
T_COMMENTS, T_MUTES, T_UNFOLLOWS = TALLIES["comments"], TALLIES["mutes"], TALLIES["unfollows"]
T_CLOSED, T_OPENED = TALLIES["doors_closed"], TALLIES["doors_opened"]


class Desk(NamedTuple):
    """Room for what some days leave behind. U users, C circles, P posts, R rows of TOUCH.

    Attributes:
        touches: rows of TOUCH of the last day's posts, one post after the other.
        exposures: rows of EXPOSURE of the last day, if asked for.
        lines: (P,) rows of POST.
        said: rows of COMMENT of all days.
        visitors, buyers: (R,) of the last day.
        shut: (R,) those who shut a brand out on the last day.
        out: (2, U) the same with those who followed suit: of the player's brand, of another.
        marks: (P + 1, MARKS) where each post's part of these ends, one row ahead.
        doors: (2, 2, C) which doors closed and opened on the last day, likewise.
        counts: (5,) exposures, comments in ``said``; in ``out`` of the player's brand those who
            began, and all; posts played.
        till: (4,) counts of one post's shop.
        tree: working room.
    """

    touches: NDArray[np.void]
    exposures: NDArray[np.void]
    lines: NDArray[np.void]
    said: NDArray[np.void]
    visitors: NDArray[np.int32]
    buyers: NDArray[np.int32]
    shut: NDArray[np.int32]
    out: NDArray[np.int32]
    marks: NDArray[np.int64]
    doors: NDArray[np.bool_]
    counts: NDArray[np.int64]
    till: NDArray[np.int64]
    tree: Tree


N_EXPOSURES, N_SAID, N_BEGAN, N_OUT = range(4)


def desk(
    users: int, circles: int, *, touches: int = 1024, exposures: int = 0, said: int = 256,
    posts: int = 32,
) -> Desk:  # fmt: skip
    """Return room for so many rows of each."""
    return Desk(
        np.zeros(touches, TOUCH), np.zeros(exposures, EXPOSURE), np.zeros(posts, POST),
        np.zeros(said, COMMENT), np.empty(touches, np.int32), np.empty(touches, np.int32),
        np.empty(touches, np.int32), np.empty((2, users), np.int32),
        np.zeros((posts + 1, MARKS), np.int64), np.zeros((2, 2, circles), np.bool_),
        np.zeros(N_OUT + 1, np.int64), np.zeros(4, np.int64), tree(touches),
    )  # fmt: skip


@lean_kernel
def play_days(
    seed: np.uint64,
    first: int,
    days: int,
    plans: NDArray[np.void],
    people: People,
    ties: Ties,
    ties_in: NDArray[np.int32],
    tastes: Tastes,
    start: NDArray[np.int64],
    glance: Glance,
    brands: Brands,
    constants: NDArray[np.void],
    room: Scratch,
    desk: Desk,
    tallies: NDArray[np.int64],
    log: Log,
    detailed: bool,
    needed: NDArray[np.int64],
) -> int:
    """Play what the brands do on ``days`` days from ``first`` on; return the day it came to.

    If there is too little room for a day, it ends before anything of that day has happened, and
    ``needed`` says how much it takes: call again from that day on.

    Args:
        seed: the run's key.
        first, days: when.
        plans: rows of PLANNED, by day, brand and place in the plan; those of other days are left
            alone.
        people, ties, ties_in, tastes, start: of the world; needs change.
        glance: of ordinary posts, as of the first day.
        brands: what is between the brands and the users; changed.
        constants: Numbers as a table.
        room: working room of a thread.
        desk: filled; comments are added to those that are there.
        tallies: (brands, COUNTS) counts of the week; added to.
        log: filled if ``detailed``.
        detailed: whether exposures and the ledger are wanted.
        needed: (ROOMS,) filled.
    """
    k: Numbers = constants[0]
    low = 0
    for day in range(first, first + days):
        while low < len(plans) and plans[low]["day"] < day:
            low += 1
        high = low
        while high < len(plans) and plans[high]["day"] == day:
            high += 1
        publishing(seed, low, high, plans, brands, k)
        for i in range(low, high):
            travelling(seed, plans[i], i, i == low, people, ties, tastes, glance, brands, k, room,
                    desk, detailed, needed)  # fmt: skip
        _claim_room(low, high, ties, tastes, brands, desk, detailed, needed)
        if (
            needed[TOUCHES] > len(desk.touches) or needed[EXPOSURES] > len(desk.exposures)
            or needed[SAID] > len(desk.said) or needed[LOGGED] > len(log.rows)
        ):  # fmt: skip
            return day
        for i in range(low, high):
            settling(plans[i], i, i == low, people, brands, desk, tallies)
        talking(day, low, high, plans, people, ties, ties_in, brands, constants, desk, tallies, log)
        reopening(seed, day, people, ties, start, brands, constants, desk, tallies)
        for i in range(low, high):
            selling(seed, plans[i], i, i == low, people, ties, tastes, brands, constants, desk,
                  tallies, log)  # fmt: skip
        low = high
    return first + days


@lean_part
def publishing(
    seed: np.uint64, low: int, high: int, plans: NDArray[np.void], brands: Brands, k: Numbers
) -> None:
    """The day's posts of brands go up, as planned."""
    for i in range(low, high):
        plan = plans[i]
        try_luck(seed, plan, k)
        if plan["ask"] >= ASK_THAT_COUNTS:
            brands.last_ask[plan["brand"]] = plan["day"]


@lean_part
def travelling(
    seed: np.uint64, plan: np.void, at: int, is_first: bool, people: People, ties: Ties,
    tastes: Tastes, glance: Glance, brands: Brands, k: Numbers, room: Scratch,
    desk: Desk, detailed: bool, needed: NDArray[np.int64],
) -> None:  # fmt: skip
    """A post is shown, read, felt, answered and shared, all as of this morning."""
    begin, written = (0, 0) if is_first else (desk.marks[at, TOUCHED], desk.counts[N_EXPOSURES])
    standing = standing_of(brands, plan["brand"])
    left, seen = max(0, len(desk.touches) - begin), max(0, len(desk.exposures) - written)
    count, exposed = travel(
        seed, numbers_of(plan), people.circle, people.second, people.interests, people.need,
        people.scepticism, people.line, glance, ties, tastes, standing.bonds, standing.memory,
        standing.doors.door_open, k, room, desk.touches[len(desk.touches) - left :],
        desk.exposures[len(desk.exposures) - seen :], detailed,
    )  # fmt: skip
    desk.marks[at + 1, TOUCHED] = begin + count
    desk.counts[N_EXPOSURES] = written + exposed


@lean_part
def _claim_room(
    low: int, high: int, ties: Ties, tastes: Tastes, brands: Brands, desk: Desk, detailed: bool,
    needed: NDArray[np.int64],
) -> None:  # fmt: skip
    """Write down how much room the day takes at most, now that its posts have travelled."""
    needed[:] = 0
    if low == high:
        return
    facets = brands.facets.shape[1]
    needed[TOUCHES] = desk.marks[high, TOUCHED]
    needed[EXPOSURES] = desk.counts[N_EXPOSURES]
    needed[SAID] = desk.counts[N_SAID]
    if needed[TOUCHES] > len(desk.touches):
        return
    if detailed:  # warnings: nobody shuts a brand out twice a day
        needed[LOGGED] = len(brands.good) * len(ties.indices)
    for at in range(needed[TOUCHES]):
        row = desk.touches[at]
        needed[SAID] += row["flags"] & COMMENTED != 0
        if row["flags"] & CLICKED:
            user = row["user"]
            needed[SAID] += 1 + facets
            if detailed:
                needed[LOGGED] += 1 + facets + ties.indptr[user + 1] - ties.indptr[user]


@lean_part
def settling(
    plan: np.void, at: int, is_first: bool, people: People, brands: Brands, desk: Desk,
    tallies: NDArray[np.int64],
) -> None:  # fmt: skip
    """What a post did to people becomes the world's state."""
    if is_first:
        desk.marks[at] = 0
    marks, ends = desk.marks[at], desk.marks[at + 1]
    standing = standing_of(brands, plan["brand"])
    shut, came, said = commit_post(
        desk.touches[marks[TOUCHED] : ends[TOUCHED]], numbers_of(plan), plan["slot"],
        standing.bonds, standing.memory, standing.doors.knows, people.circle,
        tallies[plan["brand"]], desk.lines[at], desk.shut[marks[SHUT_IT] :],
        desk.visitors[marks[CAME] :], desk.said[desk.counts[N_SAID] :], desk.tree,
    )  # fmt: skip
    ends[SHUT_IT], ends[CAME] = marks[SHUT_IT] + shut, marks[CAME] + came
    desk.counts[N_SAID] += said


@lean_part
def talking(
    day: int, low: int, high: int, plans: NDArray[np.void], people: People, ties: Ties,
    ties_in: NDArray[np.int32], brands: Brands, constants: NDArray[np.void], desk: Desk,
    tallies: NDArray[np.int64], log: Log,
) -> None:  # fmt: skip
    """Those who shut a brand out warn their friends; enough warnings, and one does the same."""
    desk.doors[CLOSED] = False
    desk.counts[N_BEGAN], desk.counts[N_OUT] = 0, 0
    post = low
    while post < high:
        brand, begin = plans[post]["brand"], desk.marks[post, SHUT_IT]
        while post < high and plans[post]["brand"] == brand:
            post += 1
        count = desk.marks[post, SHUT_IT] - begin
        if count == 0:
            continue
        row = min(brand, RIVAL)
        out = desk.out[row]
        for i in range(count):
            out[i] = desk.shut[begin + i]
        standing, logged = standing_of(brands, brand), log.used[0]
        total, mutes, unfollows = warn(
            out, count, day, people.circle, people.threshold, ties, ties_in, standing.bonds,
            standing.doors.knows, standing.shut_friends, constants, log,
        )  # fmt: skip
        _sign(log, logged, brand)
        tallies[brand, T_MUTES] += mutes
        tallies[brand, T_UNFOLLOWS] += unfollows
        tallies[brand, T_CLOSED] += close_doors(
            out[:total], day, people.circle, standing.doors, constants, desk.doors[CLOSED, row]
        )
        if brand == PLAYER:
            desk.counts[N_BEGAN], desk.counts[N_OUT] = count, total


@lean_part
def reopening(
    seed: np.uint64, day: int, people: People, ties: Ties, start: NDArray[np.int64],
    brands: Brands, constants: NDArray[np.void], desk: Desk, tallies: NDArray[np.int64],
) -> None:  # fmt: skip
    """Doors reopen after quiet weeks and amends."""
    desk.doors[OPENED] = False
    for brand in range(len(brands.good)):
        if brands.door_open[brand].all():
            continue
        standing = standing_of(brands, brand)
        tallies[brand, T_OPENED] += open_doors(
            seed, day, brand, brands.last_ask[brand], start, people.circle, ties, standing.bonds,
            standing.doors, standing.shut_friends, constants,
            desk.doors[OPENED, min(brand, RIVAL)],
        )  # fmt: skip


@lean_part
def selling(
    seed: np.uint64, plan: np.void, at: int, is_first: bool, people: People, ties: Ties,
    tastes: Tastes, brands: Brands, constants: NDArray[np.void], desk: Desk,
    tallies: NDArray[np.int64], log: Log,
) -> None:  # fmt: skip
    """Clicks become visits, visits become sales, customers judge and tell."""
    if is_first:
        desk.marks[at, SPOKE] = desk.counts[N_SAID]
    marks, ends, brand = desk.marks[at], desk.marks[at + 1], plan["brand"]
    ends[BOUGHT], ends[SPOKE] = marks[BOUGHT], marks[SPOKE]
    if ends[CAME] == marks[CAME]:
        return
    desk.till[:] = 0
    standing, logged = standing_of(brands, brand), log.used[0]
    till = Till(desk.said[marks[SPOKE] :], desk.buyers[marks[BOUGHT] :], desk.till)
    shop(
        seed, plan["day"], brand, plan["post"], plan["ask"],
        desk.visitors[marks[CAME] : ends[CAME]], people.circle, people.need, tastes.urgent, ties,
        standing.bonds, standing.memory.week_flags, standing.doors.knows, standing.visited,
        standing.customer, standing.facets, constants, log, till,
    )  # fmt: skip
    _sign(log, logged, brand)
    tallies[brand, T_VISITS] += desk.till[VISITS]
    tallies[brand, T_SALES] += desk.till[SALES]
    tallies[brand, T_VOUCHES] += desk.till[VOUCHES]
    tallies[brand, T_COMMENTS] += desk.till[COMMENTS]
    ends[BOUGHT] += desk.till[SALES]
    ends[SPOKE] += desk.till[COMMENTS]
    desk.counts[N_SAID] = ends[SPOKE]


@lean_part
def _sign(log: Log, begin: int, brand: int) -> None:
    """Write down whom the rows of the ledger since ``begin`` are about."""
    for at in range(begin, min(log.used[0], len(log.rows))):
        log.rows[at]["brand"] = brand


DAY = (publishing, travelling, settling, talking, reopening, selling)
"""What :func:`play_days` does on every day, in this order (a test holds it to it)."""
