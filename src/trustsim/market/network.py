"""Networks: circles of like-minded friends, a heavy tail of popularity, clustering.

A user sits in a circle and, inside it, in a pocket (the innermost group: family, band mates, the
running club). A share of the ties joins pocket mates, which makes clustering; of the rest, most
stay in the circle and some bridge circles, drawn in proportion to popularity, which makes the heavy
tail. Users of a pocket and pockets of a circle lie side by side in the arrays, which keeps memory
traffic low. The rows of the result are audiences: who gets what a user shares.

Source: Chung & Lu 2002 (expected degrees), Newman 2003 (overlapping groups make clustering and
assortativity).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, key_for, normal
from trustsim.market.jit import kernel, part
from trustsim.market.prefetch import FAR, NEAR, prefetch
from trustsim.scenario.platforms import Platform

POPULARITY_CAP = 120.0
"""Most that one user's popularity can be, against the least (guess; keeps worlds of different
sizes comparable)."""

MOST_TIES = 0.6
"""Ties that a user has on average at most, as a share of all others (guess: it matters to small
worlds, where a platform's mean would tie everybody to everybody)."""

STRENGTHS = np.array([0.15, 0.35, 0.70])
"""Least strength of a tie between circles, inside one, inside a pocket (guess: strength stands for
embeddedness, and pocket mates have most friends in common)."""

STRENGTH_LUCK = 0.25
"""Most that luck adds to the strength of a tie (guess)."""


class Ties(NamedTuple):
    """Audiences in compressed rows: user u's are ``indices[indptr[u]:indptr[u + 1]]``.

    ``strength``: uint8 beside ``indices``, 255 is 1. Rows are sorted and hold nobody twice.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    strength: NDArray[np.uint8]


class Seats(NamedTuple):
    """Where users sit: ``start`` (circles + 1,) users by main circle, ``pocket`` (users,) ids."""

    start: NDArray[np.int64]
    pocket: NDArray[np.int32]
    pocket_start: NDArray[np.int64]


def seat_users(
    seed: np.uint64, shares: NDArray[np.float64], users: int, mean: float, least: float
) -> Seats:
    """Divide ``users`` over circles by ``shares``, and circles into pockets.

    Args:
        seed: the run's key.
        shares: of the circles, in any unit.
        users: how many.
        mean: size of a pocket on average.
        least: size of the smallest pockets, against the mean.
    """
    start = np.rint(np.concatenate([[0.0], np.cumsum(shares / shares.sum())]) * users)
    bounds = start.astype(np.int64)
    pocket, pocket_start = _pockets(
        key_for(seed, Purpose.POCKET), bounds, float(mean), float(least)
    )
    return Seats(bounds, pocket, pocket_start)


@kernel
def _pockets(
    key: np.uint64, start: NDArray[np.int64], mean: float, least: float
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    users = start[-1]
    pocket = np.empty(users, np.int32)
    first = np.empty(users + 1, np.int64)
    count = 0
    for circle in range(len(start) - 1):
        user = start[circle]
        while user < start[circle + 1]:
            luck = -math.log(1.0 - draw(key, user, 0))
            size = int(mean * (least + (1.0 - least) * luck) + 0.5)
            end = min(start[circle + 1], user + max(1, size))
            first[count] = user
            pocket[user:end] = count
            count += 1
            user = end
    first[count] = users
    return pocket, first[: count + 1].copy()


def popularity(
    seed: np.uint64, seats: Seats, platform: Platform, hermits: float
) -> NDArray[np.float64]:
    """Return how readily each user is tied to, shape (users,), mean 1, heavy-tailed; 0: hermit."""
    weight = _weights(
        key_for(seed, Purpose.POPULARITY), seats.pocket, 1.0 / (platform.tail - 1.0),
        platform.pocket_spread, hermits,
    )  # fmt: skip
    mean = weight.mean()
    return weight / mean if mean > 0 else weight


@kernel
def _weights(
    key: np.uint64, pocket: NDArray[np.int32], power: float, spread: float, hermits: float
) -> NDArray[np.float64]:
    weight = np.empty(len(pocket))
    for user in range(len(pocket)):
        own = min((1.0 - draw(key, user, 0)) ** -power, POPULARITY_CAP)
        weight[user] = own * np.exp(spread * normal(draw(key, int(pocket[user]), 1)))
        if draw(key, user, 2) < hermits:
            weight[user] = 0.0
    return weight


def grow(
    seed: np.uint64,
    seats: Seats,
    weight: NDArray[np.float64],
    platform: Platform,
    *,
    clustered: bool = True,
) -> Ties:
    """Grow the ties of a world.

    Args:
        seed: the run's key.
        seats: circles and pockets.
        weight: popularity, shape (users,), mean 1.
        platform: gives direction, mean number of ties, and where they go.
        clustered: False wires at random (an ablation): no pockets, no circles.
    """
    users = len(weight)
    mean = min(platform.mean_ties, MOST_TIES * max(users - 1, 0))
    inside = platform.pocket_share if clustered else 0.0
    near = platform.circle_share if clustered else 0.0
    sizes = np.diff(seats.pocket_start)
    mates = float((sizes * (sizes - 1)).sum()) / max(users, 1)
    chance = min(1.0, mean * inside / mates) if mates > 0 else 0.0
    rest = max(0.0, mean - chance * mates)
    if not platform.directed:
        rest *= 0.5
    active = _active(key_for(seed, Purpose.ACTIVITY), weight, platform.reach_spread)
    alias = _alias(weight, seats.start)
    rows, columns = _propose(
        key_for(seed, Purpose.TIE), seats.start, seats.pocket_start, active * rest, alias,
        chance, near, platform.directed,
    )  # fmt: skip
    if not platform.directed:
        rows, columns = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    indptr, indices = compress(rows, columns, users)
    strength = _strengths(key_for(seed, Purpose.TIE_STRENGTH), indptr, indices, seats)
    return Ties(indptr, indices, strength)


@kernel
def _active(key: np.uint64, weight: NDArray[np.float64], spread: float) -> NDArray[np.float64]:
    """Return how many others each user seeks out, mean about 1; hermits none."""
    found = np.zeros(len(weight))
    total = 0.0
    for user in range(len(weight)):
        if weight[user] > 0.0:
            found[user] = np.exp(spread * normal(draw(key, user, 0)))
            total += found[user]
    return found * (len(weight) / total) if total > 0.0 else found


class Alias(NamedTuple):
    """Walker's alias tables, one per circle: constant-time weighted choice of a member."""

    keep: NDArray[np.float32]
    other: NDArray[np.int32]
    cumulative: NDArray[np.float64]


@kernel
def _alias_rows(
    weight: NDArray[np.float64], start: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.float64]]:
    users = len(weight)
    keep = np.ones(users, np.float32)
    other = np.arange(users).astype(np.int32)
    totals = np.zeros(len(start))
    stack = np.empty(users, np.int32)
    scaled = np.empty(users)
    for circle in range(len(start) - 1):
        low, high = start[circle], start[circle + 1]
        total = weight[low:high].sum()
        totals[circle + 1] = totals[circle] + total
        if total <= 0.0:
            continue
        small, large = low, high - 1
        for user in range(low, high):
            scaled[user] = weight[user] * (high - low) / total
            if scaled[user] < 1.0:
                stack[small] = user
                small += 1
            else:
                stack[large] = user
                large -= 1
        left, right = small - 1, large + 1
        while left >= low and right < high:
            poor, rich = stack[left], stack[right]
            keep[poor] = scaled[poor]
            other[poor] = rich
            scaled[rich] -= 1.0 - scaled[poor]
            if scaled[rich] < 1.0:
                stack[left] = rich
                right += 1
            else:
                left -= 1
    return keep, other, totals


def _alias(weight: NDArray[np.float64], start: NDArray[np.int64]) -> Alias:
    return Alias(*_alias_rows(weight, start))


@part
def _choose(alias: Alias, low: int, high: int, where: float, side: float) -> int:
    user = low + min(int(where * (high - low)), high - low - 1)
    return user if side < alias.keep[user] else int(alias.other[user])


@kernel
def _propose(
    key: np.uint64,
    start: NDArray[np.int64],
    pocket_start: NDArray[np.int64],
    wishes: NDArray[np.float64],
    alias: Alias,
    chance: float,
    near: float,
    directed: bool,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return pairs (row: who is heard, column: who hears); undirected pairs stand once."""
    users = start[-1]
    most = int(wishes.sum()) + users
    for group in range(len(pocket_start) - 1):
        size = pocket_start[group + 1] - pocket_start[group]
        most += size * (size - 1)
    rows = np.empty(most, np.int32)
    columns = np.empty(most, np.int32)
    count = 0
    for group in range(len(pocket_start) - 1):
        for a in range(pocket_start[group], pocket_start[group + 1]):
            for b in range(a + 1, pocket_start[group + 1]):
                if draw(key, a, b) < chance and wishes[a] > 0.0 and wishes[b] > 0.0:
                    rows[count] = a
                    columns[count] = b
                    count += 1
                    if directed:
                        rows[count] = b
                        columns[count] = a
                        count += 1
    circles = len(start) - 1
    total = alias.cumulative[circles]
    far = key ^ np.uint64(0x5DEECE66D)
    circle = 0
    for user in range(users):
        while user >= start[circle + 1]:
            circle += 1
        times = int(wishes[user] + draw(far, user, 0))
        for i in range(times):
            if count >= most:
                break
            at = circle
            if draw(far, user, 3 * i + 1) >= near:
                goal = draw(key, user, users + i) * total
                at = 0
                while at < circles - 1 and alias.cumulative[at + 1] <= goal:
                    at += 1
            found = _choose(
                alias, start[at], start[at + 1],
                draw(far, user, 3 * i + 2), draw(far, user, 3 * i + 3),
            )  # fmt: skip
            if found != user and start[at + 1] > start[at]:
                rows[count] = found
                columns[count] = user
                count += 1
    return rows[:count], columns[:count]


@kernel
def compress(
    rows: NDArray[np.int32], columns: NDArray[np.int32], users: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return (indptr, indices) of the pairs: rows sorted, nobody twice, nobody with themselves.

    Pairs are put by column first: taken from there column by column, they come into their rows in
    order.
    """
    start, by_column = _starts(columns, users), np.empty(len(rows), np.int32)
    for i in range(len(rows)):
        if i + FAR < len(rows):
            prefetch(start, columns[i + FAR])
            prefetch(by_column, start[columns[i + NEAR]])
        column = columns[i]
        by_column[start[column]] = rows[i]
        start[column] += 1
    room = _starts(rows, users)
    filled = room[:-1].copy()
    indices = np.empty(len(rows), np.int32)
    low = 0
    for column in range(users):
        for i in range(low, start[column]):
            if i + FAR < len(rows):
                prefetch(filled, by_column[i + FAR])
                prefetch(room, by_column[i + FAR])
                prefetch(indices, filled[by_column[i + NEAR]])
            row = by_column[i]
            at = filled[row]
            if row != column and (at == room[row] or indices[at - 1] != column):
                indices[at] = column
                filled[row] += 1
        low = start[column]
    indptr = np.zeros(users + 1, np.int64)
    write = 0
    for user in range(users):
        for i in range(room[user], filled[user]):
            indices[write] = indices[i]
            write += 1
        indptr[user + 1] = write
    return indptr, indices[:write].copy()


@part
def _starts(places: NDArray[np.int32], users: int) -> NDArray[np.int64]:
    """Return where each place begins if things are put in the order of their ``places``."""
    found = np.zeros(users + 1, np.int64)
    for i in range(len(places)):
        if i + FAR < len(places):
            prefetch(found, places[i + FAR] + 1)
        found[places[i] + 1] += 1
    for user in range(users):
        found[user + 1] += found[user]
    return found


@kernel
def _strengths(
    key: np.uint64, indptr: NDArray[np.int64], indices: NDArray[np.int32], seats: Seats
) -> NDArray[np.uint8]:
    found = np.empty(len(indices), np.uint8)
    circle, pocket = 0, 0
    for user in range(len(indptr) - 1):
        while user >= seats.start[circle + 1]:
            circle += 1
        while user >= seats.pocket_start[pocket + 1]:
            pocket += 1
        # A circle's people sit side by side, a pocket's among them: their bounds tell who is close.
        low, high = seats.start[circle], seats.start[circle + 1]
        near, far = seats.pocket_start[pocket], seats.pocket_start[pocket + 1]
        for i in range(indptr[user], indptr[user + 1]):
            other = int(indices[i])
            level = int((low <= other) & (other < high)) + int((near <= other) & (other < far))
            luck = draw(key, min(user, other), max(user, other))
            found[i] = np.uint8((STRENGTHS[level] + STRENGTH_LUCK * luck) * 255.0)
    return found


@kernel
def count_in(indices: NDArray[np.int32], users: int) -> NDArray[np.int32]:
    """Return how many others each user hears, shape (users,)."""
    found = np.zeros(users, np.int32)
    for i in range(len(indices)):
        if i + FAR < len(indices):
            prefetch(found, indices[i + FAR])
        found[indices[i]] += 1
    return found
