"""Ordinary users' posts: the thousands of small cascades a community is made of.

What an offer of a post touches decides how fast a large world is: a byte per user tells most
offers that they are passed by (``Glance.most``), the few that remain find what they need side by
side, and all of it was asked for while the sharer before was being dealt with.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import (
    Purpose,
    day_key,
    draw,
    draw_bits,
    normal,
    post_key,
    sender_key,
    subkey,
    unit,
)
from trustsim.market.jit import inner_leaf, kernel, leaf, part
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.prefetch import prefetch

SHOW, SHARE, DELAY = int(Purpose.SHOW), int(Purpose.SHARE), int(Purpose.DELAY)
PUBLISH, TOPIC, QUALITY = int(Purpose.PUBLISH), int(Purpose.TOPIC), int(Purpose.QUALITY)
APPEAL, HOUR = int(Purpose.APPEAL), int(Purpose.HOUR)

CHATTER_COLUMNS = 7
REACH, IMPRESSIONS, READS, SHARES, DEPTH, TOPIC_OF, FIRST_ROW = range(CHATTER_COLUMNS)
SEEN, ONLINE, READINESS, GLANCE_COLUMNS = 0, 1, 2, 4

AT_ONCE = 512
"""Ties of one sharer that are dealt with at a time."""
LINE = 16
"""Ties in a line of memory."""
TOGETHER = 8
"""Draws that a processor makes side by side."""
TOP_BYTE = np.uint64(56)


class Glance(NamedTuple):
    """What decides whether a friend's post is seen, close together in memory.

    ``most``: (users,) the greatest chance of seeing any, in 256ths, rounded down. ``reader``:
    (users, GLANCE_COLUMNS) the chance at rank 1, the chance to be online, the readiness to share.
    """

    most: NDArray[np.uint8]
    reader: NDArray[np.float32]


def glance(users: int) -> Glance:
    """Make room for the glance of ``users``."""
    return Glance(np.zeros(users, np.uint8), np.zeros((users, GLANCE_COLUMNS), np.float32))


@kernel
def take_a_glance(
    online: NDArray[np.float32],
    propensity: NDArray[np.float32],
    seen: NDArray[np.float32],
    constants: NDArray[np.void],
    glance: Glance,
) -> None:
    """Fill ``glance`` with how things are this morning."""
    k: Numbers = constants[0]
    most, reader = glance.most, glance.reader
    limited, best_rank = k.limited > 0.0, k.best_rank
    for user in range(len(online)):
        reader[user, SEEN] = seen[user]
        reader[user, ONLINE] = online[user]
        reader[user, READINESS] = propensity[user]
        chance = float(online[user])
        if limited:
            chance = min(chance, float(seen[user]) * best_rank)
        most[user] = min(255, int(256.0 * chance))


class Scratch(NamedTuple):
    """Working room of one thread; its content between two posts means nothing.

    ``stamp``: (users,) serial of the post that last touched a user, times two, plus one once read.
    ``row``: (users,) where that post's row of the user is. ``serial``: (1,) the last one given out.
    ``bits``, ``place``: (2 * AT_ONCE,) the draws of two sharers' ties, and which of them may see
    the post. ``fresh``, ``chance``: (AT_ONCE,) who reads it now, and how likely each is to share.
    """

    stamp: NDArray[np.int32]
    row: NDArray[np.int32]
    serial: NDArray[np.int64]
    bits: NDArray[np.uint64]
    place: NDArray[np.int32]
    fresh: NDArray[np.int32]
    chance: NDArray[np.float64]


def scratch(users: int) -> Scratch:
    """Make working room for a world of ``users``."""
    return Scratch(
        np.zeros(users, np.int32), np.zeros(users, np.int32), np.zeros(1, np.int64),
        np.zeros(2 * AT_ONCE, np.uint64), np.zeros(2 * AT_ONCE, np.int32),
        np.zeros(AT_ONCE, np.int32), np.zeros(AT_ONCE),
    )  # fmt: skip


class Sharers(NamedTuple):
    """Sharers of a batch of posts, roots left out.

    ``post``: its index in the batch. ``user``: who. ``parent``: the parent's row in this table, -1
    for the root. ``depth``: hops. ``hours``: since the post.
    """

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


@kernel
def publish(
    seed: np.uint64, first: int, days: int, posting: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return who posts on the ``days`` from ``first`` on, and when: users ascend day by day."""
    authors = np.empty(days * len(posting), np.int32)
    published = np.empty(days * len(posting), np.int32)
    posts = np.empty(len(posting), np.bool_)
    count = 0
    for day in range(first, first + days):
        key = subkey(seed, PUBLISH, day, 0)
        for user in range(len(posting)):
            posts[user] = draw(key, user, 0) < posting[user]
        for user in range(len(posting)):
            if posts[user]:
                authors[count] = user
                published[count] = day
                count += 1
    return authors[:count].copy(), published[:count].copy()


@leaf("int64(int64, int64, int64)")
def post_id(users: int, day: int, place: int) -> int:
    """Return the number of a post: the same in every run of a seed, whatever else is posted.

    ``place``: the author's index; for a brand users + MOST_POSTS * brand + its place that day.
    """
    return day * (users + 128) + place


@leaf("float64(uint64, float64, float64)")
def appeal_of(key: np.uint64, spread: float, cap: float) -> float:
    """Return a post's luck of the draw: log-normal of mean 1, cut off at ``cap``."""
    z = normal(draw(key, 0, 0))
    return min(cap, math.exp(spread * z - 0.5 * spread * spread))


@inner_leaf("int64(uint64, int64, float32[:, ::1])")
def topic_of(key: np.uint64, author: int, interests: NDArray[np.float32]) -> int:
    """Return what a post is about: topics in proportion to its author's squared liking."""
    goal = draw(key, 0, 0)
    topic = 0
    so_far = 0.0
    while topic < len(interests) - 1:
        liking = float(interests[topic, author])
        so_far += liking * liking
        if goal < so_far:
            return topic
        topic += 1
    return topic


@inner_leaf("float64(uint64, int64, int64, float64, float64)")
def delay_of(key: np.uint64, user: int, sender: int, median: float, cap: float) -> float:
    """Return the hours until ``user`` meets what ``sender`` passed on: log-logistic, shape 1."""
    u = draw(key, user, sender)
    return min(cap, median * u / max(1e-9, 1.0 - u))


@inner_leaf("float64(float64, float64, float64, float64)")
def see_probability(seen: float, online: float, rank: float, limited: float) -> float:
    """Return the chance that a feed shows a post of ``rank`` to a user on a day."""
    return min(online, seen * rank) if limited > 0.0 else online


@part
def _ask_for_ties(first: int, indices: NDArray[np.int32], strength: NDArray[np.uint8]) -> None:
    prefetch(indices, first)
    prefetch(indices, first + LINE)
    prefetch(strength, first)


@part
def _look_ahead(
    key: np.uint64, sender: int, low: int, high: int, at: int, topic: int,
    interests: NDArray[np.float32], most: NDArray[np.uint8], reader: NDArray[np.float32],
    indices: NDArray[np.int32], stamp: NDArray[np.int32], bits: NDArray[np.uint64],
    place: NDArray[np.int32],
) -> int:  # fmt: skip
    """Draw for the ties ``low`` to ``high`` of ``sender``; return how many may see the post.

    Fills ``bits`` and ``place`` from ``at`` on, and asks the memory for what will be wanted of
    those who may see it.
    """
    start = sender_key(key, sender)
    whole = (high - low) // TOGETHER * TOGETHER
    for first in range(0, whole, TOGETHER):
        for i in range(first, first + TOGETHER):
            bits[at + i] = draw_bits(start, indices[low + i])
    for i in range(whole, high - low):
        bits[at + i] = draw_bits(start, indices[low + i])
    found = 0
    for i in range(high - low):
        place[at + found] = i
        found += (bits[at + i] >> TOP_BYTE) <= np.uint64(most[indices[low + i]])
    for i in range(at, at + found):
        user = int(indices[low + place[i]])
        prefetch(reader, user * GLANCE_COLUMNS)
        prefetch(interests, topic * interests.shape[1] + user)
        prefetch(stamp, user)
    return found


@kernel
def spread_ordinary(
    seed: np.uint64,
    authors: NDArray[np.int32],
    days: NDArray[np.int32],
    interests: NDArray[np.float32],
    glance: Glance,
    ties: Ties,
    constants: NDArray[np.void],
    room: Scratch,
    found: NDArray[np.int64],
    rows: Sharers,
) -> int:
    """Let the posts of ``authors`` travel; return how many sharers there were.

    Args:
        seed: the run's key.
        authors: user indices, shape (posts,).
        days: the day each is published on, shape (posts,).
        interests, glance, ties: the world as it is on all of these days.
        constants: Numbers as a table.
        room: working room.
        found: filled, (posts, CHATTER_COLUMNS).
        rows: filled as far as it reaches; if more are needed than fit, call again with more room.
    """
    k: Numbers = constants[0]
    indptr, indices, strength = ties.indptr, ties.indices, ties.strength
    stamp, bits, place, fresh, chance = room.stamp, room.bits, room.place, room.fresh, room.chance
    reader, most_rows = glance.reader, len(rows.user)
    ranks, hearing, lending = k.ranks, k.hearing, k.lending
    base, limited = k.base, k.limited > 0.0
    topic_day, quality_day, appeal_day, show_day, share_day, delay_day = (
        seed, seed, seed, seed, seed, seed,
    )  # fmt: skip
    day = -1
    count = 0
    for i in range(len(authors)):
        author = int(authors[i])
        if days[i] != day:
            day = int(days[i])
            topic_day, quality_day = day_key(seed, TOPIC, day), day_key(seed, QUALITY, day)
            appeal_day, show_day = day_key(seed, APPEAL, day), day_key(seed, SHOW, day)
            share_day, delay_day = day_key(seed, SHARE, day), day_key(seed, DELAY, day)
        if i + 2 < len(authors):
            _ask_for_ties(indptr[authors[i + 2]], indices, strength)
        post = post_id(interests.shape[1], day, author)
        topic = topic_of(post_key(topic_day, post), author, interests)
        quality = k.quality_low + (k.quality_high - k.quality_low) * draw(
            post_key(quality_day, post), 0, 0
        )
        pull = (
            k.share_scale * quality * quality
            * appeal_of(post_key(appeal_day, post), k.appeal_spread, k.appeal_cap)
        )  # fmt: skip
        show_key, share_key = post_key(show_day, post), post_key(share_day, post)
        delay_key = post_key(delay_day, post)
        room.serial[0] += 1
        mark = np.int32(room.serial[0] * 2)
        stamp[author] = mark + 1
        first = count
        reach = 0
        impressions = 0
        reads = 0
        deepest = 0
        sender, depth, hours, parent, warm = author, 0, 0.0, -1, pull
        low, high, end = indptr[author], indptr[author], indptr[author + 1]
        next_sender, next_low, next_high, next_end = sender, low, high, end
        may_see, may_see_next = 0, 0
        slot = 0
        done = first
        while True:
            # What comes next is looked at before this is dealt with, so that memory has time.
            has_more = high < end
            has_next = has_more or done < count
            if has_next:
                if has_more:
                    next_sender, next_low, next_end = sender, high, end
                else:
                    next_sender = int(rows.user[done])
                    next_low, next_end = indptr[next_sender], indptr[next_sender + 1]
                    if done + 1 < count:
                        _ask_for_ties(indptr[rows.user[done + 1]], indices, strength)
                next_high = min(next_end, next_low + AT_ONCE)
                may_see_next = _look_ahead(
                    show_key, next_sender, next_low, next_high, (1 - slot) * AT_ONCE, topic,
                    interests, glance.most, reader, indices, stamp, bits, place,
                )  # fmt: skip
            reading = 0
            for at in range(slot * AT_ONCE, slot * AT_ONCE + may_see):
                j = low + place[at]
                user = indices[j]
                x = unit(bits[slot * AT_ONCE + place[at]])
                online = float(reader[user, ONLINE])
                shows = online
                if limited:
                    shows = min(online, float(reader[user, SEEN]) * ranks[strength[j]])
                relevance = float(interests[topic, user])
                read = base + (1.0 - base) * relevance * hearing[strength[j]]
                before = stamp[user]
                is_shown = x < shows
                is_read = is_shown & (before <= mark) & (x < shows * read)
                impressions += is_shown
                reach += is_shown & (before < mark)
                stamp[user] = max(before, mark + is_read) if is_shown else before
                fresh[reading] = user
                chance[reading] = (
                    warm * float(reader[user, READINESS]) * relevance * lending[strength[j]]
                )
                reading += is_read
            reads += reading
            for at in range(reading):
                user = fresh[at]
                if draw(share_key, user, 0) < chance[at]:
                    if count < most_rows:
                        rows.post[count] = i
                        rows.user[count] = user
                        rows.parent[count] = parent
                        rows.depth[count] = depth + 1
                        rows.hours[count] = hours + delay_of(
                            delay_key, user, sender, k.delay_median, k.delay_cap
                        )
                        prefetch(indptr, user)
                    count += 1
                    deepest = max(deepest, depth + 1)
            may_see = 0
            if count > most_rows or (not has_next and done >= count):
                break
            if has_next:
                if not has_more:
                    depth, hours, parent = int(rows.depth[done]), rows.hours[done], done
                    warm = pull * k.hop_fade**depth
                    done += 1
                sender, low, high, end = next_sender, next_low, next_high, next_end
                may_see = may_see_next
                slot = 1 - slot
        found[i, REACH] = reach
        found[i, IMPRESSIONS] = impressions
        found[i, READS] = reads
        found[i, SHARES] = count - first
        found[i, DEPTH] = deepest
        found[i, TOPIC_OF] = topic
        found[i, FIRST_ROW] = first
        if count > most_rows:
            return 2 * count + len(authors)
    return count


@kernel
def count_talk(
    first: int, authors: NDArray[np.int32], days: NDArray[np.int32], found: NDArray[np.int64],
    circle: NDArray[np.int16], talk: NDArray[np.int64],
) -> None:  # fmt: skip
    """Add posts and shares to ``talk``, by day from ``first`` on, circle and topic."""
    for i in range(len(authors)):
        talk[days[i] - first, circle[authors[i]], found[i, TOPIC_OF]] += found[i, SHARES] + 1


@kernel
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


@kernel
def mean_pull(
    online: NDArray[np.float32],
    propensity: NDArray[np.float32],
    seen: NDArray[np.float32],
    ties: Ties,
    ties_in: NDArray[np.int32],
    constants: NDArray[np.void],
) -> float:
    """Return the shares that one share of an average ordinary post causes at share_scale 1.

    Sharers are weighted by how likely each is to become one. Used to set share_scale, so that
    the same constants serve networks of any size and platform.
    """
    k: Numbers = constants[0]
    indptr, indices = ties.indptr, ties.indices
    hears = np.empty(len(seen))
    for user in range(len(seen)):
        shows = see_probability(float(seen[user]), float(online[user]), 1.0, k.limited)
        hears[user] = shows * float(propensity[user])
    total = 0.0
    caused = 0.0
    for user in range(len(seen)):
        weight = float(propensity[user]) * float(seen[user]) * ties_in[user]
        total += weight
        if weight <= 0.0:
            continue
        heard = 0.0
        for j in range(indptr[user], indptr[user + 1]):
            heard += hears[indices[j]]
        caused += weight * heard
    if total <= 0.0:
        return 0.0
    low, high = k.quality_low, k.quality_high
    quality = (low * low + low * high + high * high) / 3.0
    credence = k.peer_credence + (1.0 - k.peer_credence) * 0.4 * k.friend_weight * k.peer_credence
    reading = k.base + (1.0 - k.base) * 0.5 * (k.cold_credence + (1.0 - k.cold_credence) * credence)
    return caused / total * reading * quality * 0.5 * credence**k.credence_power
