"""What a week does by itself: forgetting, recovering needs, drifting interests, new ties."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.jit import kernel, lean_part
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.people import People
from trustsim.market.standing import MUTED, Bonds, Brands, Memory, lift_mute, standing_of, trust_of

UNMUTE, DRIFT, NEW_TIE = int(Purpose.UNMUTE), int(Purpose.DRIFT), int(Purpose.NEW_TIE)
DRIFTING = 4
"""Each week one user in this many drifts, by as many steps (spares work, changes nothing else)."""
LIKENESS = 0.75
"""Likeness of interests (cosine) at which friends of friends surely take to each other (guess)."""
LEAST_LIKING = 0.001
"""Liking of a topic that always remains, before interests are made of unit length (guess)."""
NEW_STRENGTH = 90
"""Strength of a new tie, of 255 (guess)."""


@kernel
def sleep(
    seed: np.uint64, day: int, people: People, ties: Ties, topics: NDArray[np.float64],
    brands: Brands, constants: NDArray[np.void],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:  # fmt: skip
    """Let a week do what it does by itself; return new ties as :func:`meet` does.

    Evidence, memories of asks and old mutes fade, needs come back, interests wander, and friends
    of friends meet, in this order.

    Args:
        seed, day: the run's key, and the week's last day.
        people, ties: of the world; needs and interests change.
        topics: (circles, topics) what the circles like.
        brands: what is between the brands and the users; changed.
        constants: Numbers as a table.
    """
    k: Numbers = constants[0]
    _forget_all(seed, day, people.circle, ties, brands, k)
    _recover_need(people.need, people.need_full, np.float32(k.recovery_weeks))
    _drift(seed, day, people.circle, people.interests, topics, k.drift)
    return meet(seed, day, people.interests, ties, k.new_ties, 0, len(people.circle))


@lean_part
def _forget_all(
    seed: np.uint64, day: int, circle: NDArray[np.int16], ties: Ties, brands: Brands, k: Numbers
) -> None:
    for brand in range(len(brands.good)):
        standing = standing_of(brands, brand)
        _forget(
            seed, day, brand, circle, ties, standing.bonds, standing.memory,
            standing.doors.knows, standing.shut_friends, k,
        )  # fmt: skip


@lean_part
def _forget(
    seed: np.uint64, day: int, brand: int, circle: NDArray[np.int16], ties: Ties, bonds: Bonds,
    memory: Memory, knows: NDArray[np.int64], shut_friends: NDArray[np.uint16], k: Numbers,
) -> None:  # fmt: skip
    """Let evidence, memories of asks and old mutes fade by one week."""
    good, harm, stance, stance_day = bonds.good, bonds.harm, bonds.stance, bonds.stance_day
    asks_met, reads_met, week_flags = memory.asks_met, memory.reads_met, memory.week_flags
    keep_good = 1.0 - k.good_fade
    keep_harm = 1.0 - k.harm_fade
    keep_asks = np.float32(1.0 - k.memory_fade)
    key = subkey(seed, UNMUTE, day, brand)
    for user in range(len(good)):
        good[user] *= keep_good
        harm[user] *= keep_harm
        asks_met[user] *= keep_asks
        reads_met[user] = np.float32(0.0)
        week_flags[user] = 0
    for user in range(len(good)):
        if stance[user] == MUTED and day - stance_day[user] >= k.mute_days:
            trust = trust_of(good[user], harm[user], k.prior_good, k.prior_harm)
            if draw(key, user, 0) < k.unmute * trust:
                lift_mute(bonds, knows, shut_friends, circle, ties, user, day)


@lean_part
def _recover_need(
    need: NDArray[np.float32], need_full: NDArray[np.float32], recovery_weeks: np.float32
) -> None:
    """Let needs come back, linearly over ``recovery_weeks``."""
    for user in range(len(need)):
        full = need_full[user]
        if need[user] < full:
            need[user] = min(full, need[user] + full / recovery_weeks)


@lean_part
def _drift(
    seed: np.uint64, day: int, circle: NDArray[np.int16], interests: NDArray[np.float32],
    topics: NDArray[np.float64], step: float,
) -> None:  # fmt: skip
    """Let interests wander a little towards the circle's ``topics``, and by chance."""
    key = subkey(seed, DRIFT, day, 0)
    count = len(interests)
    for user in range((day // 7) % DRIFTING, len(circle), DRIFTING):
        home = circle[user]
        length = 0.0
        for topic in range(count):
            liking = float(interests[topic, user])
            pull = topics[home, topic] - liking
            luck = 2.0 * (draw(key, user, topic) - 0.5)
            liking = max(LEAST_LIKING, liking + DRIFTING * step * (pull + luck))
            interests[topic, user] = np.float32(liking)
            length += liking * liking
        length = math.sqrt(length)
        for topic in range(count):
            interests[topic, user] = np.float32(float(interests[topic, user]) / length)


@kernel
def meet(
    seed: np.uint64, day: int, interests: NDArray[np.float32], ties: Ties, chance: float,
    low: int, high: int,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:  # fmt: skip
    """Return new ties between friends of friends who like alike: (who is heard, who hears).

    The users ``low`` to ``high`` look for somebody to hear.
    """
    key = subkey(seed, NEW_TIE, day, 0)
    hearer = np.empty(high - low, np.int32)
    count = 0
    for user in range(low, high):
        hearer[count] = user
        count += draw(key, user, 0) < chance
    hearer = hearer[:count].copy()
    heard = np.empty(count, np.int32)
    count = 0
    for at in range(len(hearer)):
        user = int(hearer[at])
        friend = _one_of(ties, user, draw(key, user, 1))
        if friend < 0:
            continue
        other = _one_of(ties, friend, draw(key, user, 2))
        if other < 0 or other == user or _tied(ties, other, user):
            continue
        like = 0.0
        for topic in range(len(interests)):
            like += float(interests[topic, user]) * float(interests[topic, other])
        if draw(key, user, 3) >= like / LIKENESS:
            continue
        heard[count] = other
        hearer[count] = user
        count += 1
    return heard[:count].copy(), hearer[:count].copy()


@lean_part
def _one_of(ties: Ties, user: int, where: float) -> int:
    low, high = ties.indptr[user], ties.indptr[user + 1]
    if high == low:
        return -1
    return int(ties.indices[low + int(where * (high - low))])


@lean_part
def _place(ties: Ties, heard: int, hearer: int) -> int:
    """Return where in the row of ``heard`` the tie to ``hearer`` is, or belongs."""
    low, high = ties.indptr[heard], ties.indptr[heard + 1]
    while low < high:
        middle = (low + high) // 2
        if ties.indices[middle] < hearer:
            low = middle + 1
        else:
            high = middle
    return low


@lean_part
def _tied(ties: Ties, heard: int, hearer: int) -> bool:
    place = _place(ties, heard, hearer)
    return place < ties.indptr[heard + 1] and ties.indices[place] == hearer


@kernel
def tie_up(
    pairs: NDArray[np.int64], ties: Ties, online: NDArray[np.float32],
    attention: NDArray[np.float32], posting: NDArray[np.float32], ties_in: NDArray[np.int32],
    crowd: NDArray[np.float32], seen: NDArray[np.float32], stance: NDArray[np.uint8],
    shut_friends: NDArray[np.uint16],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:  # fmt: skip
    """Add new ties, and keep what depends on them true; return the ties as they are then.

    Args:
        pairs: heard * users + hearer of each, ascending; equal ones count once.
        ties, online, attention, posting: as they are.
        ties_in, crowd, seen, stance, shut_friends: of the World; changed, but for ``stance``.
    """
    users = len(online)
    rows, columns = np.empty(len(pairs), np.int32), np.empty(len(pairs), np.int32)
    count = 0
    for i in range(len(pairs)):
        if i > 0 and pairs[i] == pairs[i - 1]:
            continue
        heard, hearer = pairs[i] // users, pairs[i] % users
        rows[count], columns[count] = heard, hearer
        count += 1
        ties_in[hearer] += 1
        crowd[hearer] += posting[heard]
        for brand in range(len(stance)):
            shut_friends[brand, hearer] += stance[brand, heard] >= MUTED
    for i in range(count):
        user = columns[i]
        seen[user] = online[user] * attention[user] / crowd[user]
    return insert(ties, rows[:count], columns[:count], NEW_STRENGTH)


@lean_part
def _copy(before: NDArray[np.generic], after: NDArray[np.generic]) -> None:
    for i in range(len(before)):
        after[i] = before[i]


@kernel
def insert(
    ties: Ties, rows: NDArray[np.int32], columns: NDArray[np.int32], strength: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    """Return the ties with the pairs added.

    ``rows`` are ascending, ``columns`` within each; the pairs are new and distinct.
    """
    before, old, close = ties.indptr, ties.indices, ties.strength
    more = len(old) + len(rows)
    indptr = np.empty(len(before), np.int64)
    indices, strengths = np.empty(more, np.int32), np.empty(more, np.uint8)
    read = 0
    for at in range(len(rows)):
        place = _place(ties, rows[at], columns[at])
        _copy(old[read:place], indices[read + at : place + at])
        _copy(close[read:place], strengths[read + at : place + at])
        indices[place + at], strengths[place + at] = columns[at], strength
        read = place
    _copy(old[read:], indices[read + len(rows) :])
    _copy(close[read:], strengths[read + len(rows) :])
    added = 0
    for user in range(len(before)):
        while added < len(rows) and rows[added] < user:
            added += 1
        indptr[user] = before[user] + added
    return indptr, indices, strengths
