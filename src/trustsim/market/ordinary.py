"""Ordinary users' posts: the thousands of small cascades a community is made of."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, normal, subkey
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.people import People

SHOW, SHARE, DELAY = int(Purpose.SHOW), int(Purpose.SHARE), int(Purpose.DELAY)
PUBLISH, TOPIC, QUALITY = int(Purpose.PUBLISH), int(Purpose.TOPIC), int(Purpose.QUALITY)
APPEAL, HOUR = int(Purpose.APPEAL), int(Purpose.HOUR)

CHATTER_COLUMNS = 7
REACH, IMPRESSIONS, READS, SHARES, DEPTH, TOPIC_OF, FIRST_ROW = range(CHATTER_COLUMNS)


class Scratch(NamedTuple):
    """Working room of one thread; its content between two posts means nothing.

    ``stamp``: (users,) serial of the post that last touched a user, times two, plus one once read.
    ``row``: (users,) where that post's row of the user is. ``serial``: (1,) the last one given out.
    """

    stamp: NDArray[np.int32]
    row: NDArray[np.int32]
    serial: NDArray[np.int64]


def scratch(users: int) -> Scratch:
    """Make working room for a world of ``users``."""
    return Scratch(np.zeros(users, np.int32), np.zeros(users, np.int32), np.zeros(1, np.int64))


class Sharers(NamedTuple):
    """Sharers of a batch of posts, roots left out: which post (index in the batch), who, the row
    of the parent in this table (-1: the root), hops, hours since the post."""

    post: NDArray[np.int32]
    user: NDArray[np.int32]
    parent: NDArray[np.int32]
    depth: NDArray[np.int32]
    hours: NDArray[np.float64]


def sharers(room: int) -> Sharers:
    """Make an empty table with ``room`` rows."""
    return Sharers(
        np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32),
        np.empty(room, np.int32), np.empty(room),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def publish(seed: np.uint64, day: int, posting: NDArray[np.float32]) -> NDArray[np.int32]:
    """Return who posts on ``day``: user indices, ascending."""
    key = subkey(seed, PUBLISH, day, 0)
    found = np.empty(len(posting), np.int32)
    count = 0
    for user in range(len(posting)):
        if draw(key, user, 0) < posting[user]:
            found[count] = user
            count += 1
    return found[:count].copy()


@njit(cache=True, nogil=True)
def post_id(users: int, day: int, place: int) -> int:
    """Return the number of a post: the same in every run of a seed, whatever else is posted.

    ``place``: the author's index, or users + 21 * brand + slot for a brand.
    """
    return day * (users + 128) + place


@njit(cache=True, nogil=True)
def appeal_of(seed: np.uint64, day: int, post: int, spread: float, cap: float) -> float:
    """Return a post's luck of the draw: log-normal of mean 1, cut off at ``cap``."""
    z = normal(draw(subkey(seed, APPEAL, day, post), 0, 0))
    return min(cap, math.exp(spread * z - 0.5 * spread * spread))


@njit(cache=True, nogil=True)
def topic_of(
    seed: np.uint64, day: int, post: int, author: int, interests: NDArray[np.float32]
) -> int:
    """Return what an ordinary post is about: a topic in proportion to its author's squared liking."""
    goal = draw(subkey(seed, TOPIC, day, post), 0, 0)
    topic = 0
    so_far = 0.0
    while topic < len(interests) - 1:
        liking = float(interests[topic, author])
        so_far += liking * liking
        if goal < so_far:
            return topic
        topic += 1
    return topic


@njit(cache=True, nogil=True, inline="always")
def delay_of(key: np.uint64, user: int, sender: int, median: float, cap: float) -> float:
    """Return the hours until ``user`` meets what ``sender`` passed on: log-logistic, shape 1."""
    u = draw(key, user, sender)
    return min(cap, median * u / max(1e-9, 1.0 - u))


@njit(cache=True, nogil=True, inline="always")
def rank_of_friend(strength: float, ranked: float, friend_rank: float) -> float:
    """Return the rank of a friend's post: 1 in a chronological feed, by closeness in a ranked one."""
    return 1.0 + ranked * (friend_rank * strength - 0.5)


@njit(cache=True, nogil=True, inline="always")
def see_probability(seen: float, online: float, rank: float, limited: float) -> float:
    """Return the chance that a feed shows a post of ``rank`` to a user on a day."""
    return min(online, seen * rank) if limited > 0.0 else online


@njit(cache=True, nogil=True)
def spread_ordinary(
    seed: np.uint64,
    day: int,
    authors: NDArray[np.int32],
    people: People,
    seen: NDArray[np.float32],
    ties: Ties,
    k: Numbers,
    room: Scratch,
    found: NDArray[np.int64],
    rows: Sharers,
) -> int:
    """Let the posts of ``authors`` travel; return how many sharers there were.

    Args:
        seed: the run's key.
        day: the day they are published on.
        authors: user indices, shape (posts,).
        people, seen, ties, k: the world as it was this morning.
        room: working room.
        found: filled, (posts, CHATTER_COLUMNS).
        rows: filled as far as it reaches; if more are needed than fit, call again with more room.
    """
    users = len(seen)
    count = 0
    for i in range(len(authors)):
        author = int(authors[i])
        post = post_id(users, day, author)
        topic = topic_of(seed, day, post, author, people.interests)
        quality = k.quality_low + (k.quality_high - k.quality_low) * draw(
            subkey(seed, QUALITY, day, post), 0, 0
        )
        pull = (
            k.share_scale * quality * quality
            * appeal_of(seed, day, post, k.appeal_spread, k.appeal_cap)
        )  # fmt: skip
        show_key = subkey(seed, SHOW, day, post)
        share_key = subkey(seed, SHARE, day, post)
        delay_key = subkey(seed, DELAY, day, post)
        room.serial[0] += 1
        mark = np.int32(room.serial[0] * 2)
        room.stamp[author] = mark + 1
        first = count
        reach = 0
        impressions = 0
        reads = 0
        deepest = 0
        sender = author
        depth = 0
        hours = 0.0
        parent = -1
        done = first
        while True:
            fade = k.hop_fade**depth
            for j in range(ties.indptr[sender], ties.indptr[sender + 1]):
                user = int(ties.indices[j])
                strength = ties.strength[j] / 255.0
                rank = rank_of_friend(strength, k.ranked, k.friend_rank)
                shows = see_probability(
                    float(seen[user]), float(people.online[user]), rank, k.limited
                )
                x = draw(show_key, user, sender)
                if x >= shows:
                    continue
                impressions += 1
                if room.stamp[user] < mark:
                    room.stamp[user] = mark
                    reach += 1
                if room.stamp[user] > mark:
                    continue
                relevance = float(people.interests[topic, user])
                credence = k.peer_credence + (1.0 - k.peer_credence) * (
                    k.friend_weight * strength * k.peer_credence
                )
                read = k.base + (1.0 - k.base) * relevance * (
                    k.cold_credence + (1.0 - k.cold_credence) * credence
                )
                if x >= shows * read:
                    continue
                room.stamp[user] = mark + 1
                reads += 1
                chance = (
                    pull * fade * float(people.propensity[user]) * relevance
                    * credence**k.credence_power
                )  # fmt: skip
                if draw(share_key, user, 0) < chance:
                    if count < len(rows.user):
                        rows.post[count] = i
                        rows.user[count] = user
                        rows.parent[count] = parent
                        rows.depth[count] = depth + 1
                        rows.hours[count] = hours + delay_of(
                            delay_key, user, sender, k.delay_median, k.delay_cap
                        )
                    count += 1
                    deepest = max(deepest, depth + 1)
            if done >= count or count > len(rows.user):
                break
            sender = int(rows.user[done])
            depth = int(rows.depth[done])
            hours = rows.hours[done]
            parent = done
            done += 1
        found[i, REACH] = reach
        found[i, IMPRESSIONS] = impressions
        found[i, READS] = reads
        found[i, SHARES] = count - first
        found[i, DEPTH] = deepest
        found[i, TOPIC_OF] = topic
        found[i, FIRST_ROW] = first
        if count > len(rows.user):
            return 2 * count + len(authors)
    return count


@njit(cache=True, nogil=True)
def structural_virality(parents: NDArray[np.int32], first: int) -> float:
    """Return the mean distance over all pairs of a cascade tree incl. its root.

    Args:
        parents: row of each sharer's parent, -1 for the root; parents stand before children.
        first: the row number of ``parents[0]``.

    Returns: 0 for a lone root.

    Source: Goel et al. 2016; summed over ties as (below) * (rest), Wiener 1947.
    """
    count = len(parents)
    if count == 0:
        return 0.0
    below = np.ones(count)
    total = 0.0
    for row in range(count - 1, -1, -1):
        total += below[row] * (count + 1.0 - below[row])
        if parents[row] >= 0:
            below[parents[row] - first] += below[row]
    return total / (0.5 * count * (count + 1.0))


@njit(cache=True, nogil=True)
def mean_pull(
    people: People,
    seen: NDArray[np.float32],
    ties: Ties,
    ties_in: NDArray[np.int32],
    k: Numbers,
) -> float:
    """Return the shares that one share of an average ordinary post causes at share_scale 1.

    Sharers are weighted by how likely each is to become one. Used to set share_scale, so that
    the same constants serve networks of any size and platform.
    """
    total = 0.0
    caused = 0.0
    for user in range(len(seen)):
        weight = float(people.propensity[user]) * float(seen[user]) * ties_in[user]
        total += weight
        if weight <= 0.0:
            continue
        heard = 0.0
        for j in range(ties.indptr[user], ties.indptr[user + 1]):
            other = int(ties.indices[j])
            shows = see_probability(float(seen[other]), float(people.online[other]), 1.0, k.limited)
            heard += shows * float(people.propensity[other])
        caused += weight * heard
    if total <= 0.0:
        return 0.0
    low, high = k.quality_low, k.quality_high
    quality = (low * low + low * high + high * high) / 3.0
    credence = k.peer_credence + (1.0 - k.peer_credence) * 0.4 * k.friend_weight * k.peer_credence
    reading = k.base + (1.0 - k.base) * 0.5 * (k.cold_credence + (1.0 - k.cold_credence) * credence)
    return caused / total * reading * quality * 0.5 * credence**k.credence_power
