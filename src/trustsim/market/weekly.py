"""What a week does by itself: forgetting, recovering needs, drifting interests, new ties."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from trustsim.market.brandpost import trust_of
from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.people import People, Tastes
from trustsim.market.standing import MUTED, Standing, lift_mute

UNMUTE, DRIFT, NEW_TIE = int(Purpose.UNMUTE), int(Purpose.DRIFT), int(Purpose.NEW_TIE)
DRIFTING = 4
"""Each week one user in this many drifts, by as many steps (spares work, changes nothing else)."""
LIKENESS = 0.75
"""Likeness of interests (cosine) at which friends of friends surely take to each other (guess)."""
NEW_STRENGTH = 90
"""Strength of a new tie, of 255 (guess)."""


@njit(cache=True, nogil=True)
def forget(
    seed: np.uint64, day: int, brand: int, people: People, ties: Ties, standing: Standing,
    k: Numbers,
) -> None:  # fmt: skip
    """Let evidence, memories of asks and old mutes fade by one week."""
    keep_good = 1.0 - k.good_fade
    keep_harm = 1.0 - k.harm_fade
    keep_asks = np.float32(1.0 - k.memory_fade)
    key = subkey(seed, UNMUTE, day, brand)
    for user in range(len(standing.good)):
        standing.good[user] *= keep_good
        standing.harm[user] *= keep_harm
        standing.asks_met[user] *= keep_asks
        standing.reads_met[user] = np.float32(0.0)
        standing.week_flags[user] = 0
        if standing.stance[user] == MUTED and day - standing.stance_day[user] >= k.mute_days:
            trust = trust_of(standing.good[user], standing.harm[user], k.prior_good, k.prior_harm)
            if draw(key, user, 0) < k.unmute * trust:
                lift_mute(standing, people.circle, ties, user, day)


@njit(cache=True, nogil=True)
def recover_need(people: People, recovery_weeks: float) -> None:
    """Let needs come back, linearly over ``recovery_weeks``."""
    for user in range(len(people.need)):
        full = people.need_full[user]
        if people.need[user] < full:
            people.need[user] = min(full, people.need[user] + full / np.float32(recovery_weeks))


@njit(cache=True, nogil=True)
def drift(seed: np.uint64, day: int, people: People, tastes: Tastes, step: float) -> None:
    """Let interests wander a little towards the circle's, and by chance."""
    key = subkey(seed, DRIFT, day, 0)
    topics = len(people.interests)
    for user in range((day // 7) % DRIFTING, len(people.circle), DRIFTING):
        circle = people.circle[user]
        length = 0.0
        for topic in range(topics):
            liking = float(people.interests[topic, user])
            pull = tastes.topics[circle, topic] - liking
            luck = 2.0 * (draw(key, user, topic) - 0.5)
            liking = max(0.001, liking + DRIFTING * step * (pull + luck))
            people.interests[topic, user] = np.float32(liking)
            length += liking * liking
        length = math.sqrt(length)
        for topic in range(topics):
            people.interests[topic, user] = np.float32(
                float(people.interests[topic, user]) / length
            )


@njit(cache=True, nogil=True)
def meet(
    seed: np.uint64, day: int, people: People, ties: Ties, chance: float
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return new ties between friends of friends who like alike: (who is heard, who hears)."""
    key = subkey(seed, NEW_TIE, day, 0)
    heard = np.empty(64, np.int32)
    hearer = np.empty(64, np.int32)
    count = 0
    for user in range(len(people.circle)):
        if draw(key, user, 0) >= chance:
            continue
        friend = _one_of(ties, user, draw(key, user, 1))
        if friend < 0:
            continue
        other = _one_of(ties, friend, draw(key, user, 2))
        if other < 0 or other == user or _tied(ties, other, user):
            continue
        like = 0.0
        for topic in range(len(people.interests)):
            like += float(people.interests[topic, user]) * float(people.interests[topic, other])
        if draw(key, user, 3) >= like / LIKENESS:
            continue
        if count == len(heard):
            heard = np.concatenate((heard, np.empty_like(heard)))
            hearer = np.concatenate((hearer, np.empty_like(hearer)))
        heard[count] = other
        hearer[count] = user
        count += 1
    return heard[:count].copy(), hearer[:count].copy()


@njit(cache=True, nogil=True, inline="always")
def _one_of(ties: Ties, user: int, where: float) -> int:
    low, high = ties.indptr[user], ties.indptr[user + 1]
    if high == low:
        return -1
    return int(ties.indices[low + int(where * (high - low))])


@njit(cache=True, nogil=True)
def _tied(ties: Ties, heard: int, hearer: int) -> bool:
    low, high = ties.indptr[heard], ties.indptr[heard + 1]
    while low < high:
        middle = (low + high) // 2
        if ties.indices[middle] < hearer:
            low = middle + 1
        else:
            high = middle
    return low < ties.indptr[heard + 1] and ties.indices[low] == hearer


@njit(cache=True, nogil=True)
def insert(
    ties: Ties, rows: NDArray[np.int32], columns: NDArray[np.int32], strength: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    """Return the ties with the pairs added; ``rows`` ascending, pairs new and distinct."""
    users = len(ties.indptr) - 1
    indptr = np.empty(users + 1, np.int64)
    indices = np.empty(len(ties.indices) + len(rows), np.int32)
    strengths = np.empty(len(indices), np.uint8)
    indptr[0] = 0
    write = 0
    at = 0
    for user in range(users):
        low, high = ties.indptr[user], ties.indptr[user + 1]
        if at == len(rows) or rows[at] != user:
            indices[write : write + high - low] = ties.indices[low:high]
            strengths[write : write + high - low] = ties.strength[low:high]
            write += high - low
        else:
            read = low
            while read < high or (at < len(rows) and rows[at] == user):
                fresh = at < len(rows) and rows[at] == user
                if fresh and (read >= high or columns[at] < ties.indices[read]):
                    indices[write] = columns[at]
                    strengths[write] = strength
                    at += 1
                else:
                    indices[write] = ties.indices[read]
                    strengths[write] = ties.strength[read]
                    read += 1
                write += 1
        indptr[user + 1] = write
    return indptr, indices, strengths
