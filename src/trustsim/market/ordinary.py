"""Ordinary users' posts: the thousands of small cascades a community is made of.

What an offer of a post touches decides how fast a large world is. A byte per user tells most
offers that they come to nothing (see market.glance), and only what remains is looked at in full;
what that needs was asked of the memory while the sharer before was being dealt with. Where somebody
wants to know how many were shown and read each post, nothing that was shown may be passed over.
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
from trustsim.market.glance import (
    GLANCE_COLUMNS,
    ONLINE,
    READINESS,
    SEEN,
    Glance,
    take_a_glance,
)
from trustsim.market.jit import inner_leaf, kernel, leaf, lean_inset, lean_kernel, lean_part, part
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.people import People
from trustsim.market.prefetch import FAR, prefetch

SHOW, SHARE, DELAY = int(Purpose.SHOW), int(Purpose.SHARE), int(Purpose.DELAY)
PUBLISH, TOPIC, QUALITY = int(Purpose.PUBLISH), int(Purpose.TOPIC), int(Purpose.QUALITY)
APPEAL = int(Purpose.APPEAL)

PURPOSES = (QUALITY, APPEAL, SHOW, SHARE, DELAY)
CHATTER_COLUMNS, TOP_COLUMNS = 7, 5
REACH, IMPRESSIONS, READS, SHARES, DEPTH, TOPIC_OF, FIRST_ROW = range(CHATTER_COLUMNS)

AT_ONCE = 512
"""Ties of one sharer that are dealt with at a time."""
LINE = 16
"""Ties in a line of memory."""
USUAL_STRENGTH, USUAL_RELEVANCE = 0.4, 0.5
"""Strength of a tie and relevance of a post that share_scale is measured at (guess: they only set
its unit, the fit does the rest)."""
TOP_BYTE = np.uint64(56)


class Scratch(NamedTuple):
    """Working room of one thread; its content between two posts means nothing.

    ``stamp``: (users,) serial of the post that last touched a user, times two, plus one once read.
    ``row``: (users,) where that post's row of the user is. ``serial``: (1,) the last one given out.
    ``bits``, ``place``: (2 * AT_ONCE,) the draws of two sharers' ties, and which of them are
    worth a look. ``keys``: (7, PURPOSES) of a week's days. ``fresh``, ``chance``: (AT_ONCE,) who
    reads it now, and how likely each is to share.
    """

    stamp: NDArray[np.int32]
    row: NDArray[np.int32]
    serial: NDArray[np.int64]
    bits: NDArray[np.uint64]
    place: NDArray[np.int32]
    keys: NDArray[np.uint64]
    fresh: NDArray[np.int32]
    chance: NDArray[np.float64]


def scratch(users: int) -> Scratch:
    """Make working room for a world of ``users``."""
    return Scratch(
        np.zeros(users, np.int32), np.zeros(users, np.int32), np.zeros(1, np.int64),
        np.zeros(2 * AT_ONCE, np.uint64), np.zeros(2 * AT_ONCE, np.int32),
        np.zeros((7, len(PURPOSES)), np.uint64),
        np.zeros(AT_ONCE, np.int32), np.zeros(AT_ONCE),
    )  # fmt: skip


class Posts(NamedTuple):
    """Ordinary posts: ``authors`` (users), ``days`` and ``topics`` of each, shape (posts,)."""

    authors: NDArray[np.int32]
    days: NDArray[np.int32]
    topics: NDArray[np.int32]


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


@lean_part
def faded(fades: NDArray[np.float64], fade: float, hops: int) -> float:
    """Return what ``hops`` leave of the interest in second-hand news."""
    return fades[hops] if hops < len(fades) else fade**hops


@inner_leaf("float64(float64, float64, float64, float64)")
def see_probability(seen: float, online: float, rank: float, limited: float) -> float:
    """Return the chance that a feed shows a post of ``rank`` to a user on a day."""
    return min(online, seen * rank) if limited > 0.0 else online


@kernel
def listen(
    seed: np.uint64, first: int, days: int, people: People, seen: NDArray[np.float32],
    constants: NDArray[np.void], glance: Glance, in_order: bool,
) -> Posts:  # fmt: skip
    """Return what is posted on the ``days`` from ``first`` on, and fill ``glance``.

    The posts are in the order of days and authors if ``in_order``, else in one that is fast.
    """
    take_a_glance(people.online, people.propensity, seen, people.interests, constants[0], glance)
    posts = _publish(seed, first, days, people.posting, people.interests)
    return posts if in_order else _grouped(posts, len(people.interests), people.circle)


@part
def _publish(
    seed: np.uint64, first: int, days: int, posting: NDArray[np.float32],
    interests: NDArray[np.float32],
) -> Posts:  # fmt: skip
    """Return what is posted on the ``days`` from ``first`` on: by day, authors ascending."""
    authors = np.empty(days * len(posting) + 1, np.int32)
    ends = np.empty(days, np.int64)
    count = 0
    for ahead in range(days):
        key = subkey(seed, PUBLISH, first + ahead, 0)
        for user in range(len(posting)):
            authors[count] = user
            count += draw(key, user, 0) < posting[user]
        ends[ahead] = count
    published, topics = np.empty(count, np.int32), np.empty(count, np.int32)
    at = 0
    for ahead in range(days):
        published[at : ends[ahead]] = first + ahead
        at = ends[ahead]
    for i in range(count):
        post = post_id(len(posting), published[i], authors[i])
        topics[i] = topic_of(subkey(seed, TOPIC, published[i], post), authors[i], interests)
    return Posts(authors[:count].copy(), published, topics)


@part
def _grouped(posts: Posts, topics: int, circle: NDArray[np.int16]) -> Posts:
    """Return ``posts`` topic by topic and circle by circle: what lies close comes together.

    ``topics``: how many there are. ``circle``: everybody's. Posts know nothing of each other, so
    any order will do.
    """
    count, circles = len(posts.authors), int(circle.max()) + 1
    group = np.empty(count, np.int64)
    starts = np.zeros(topics * circles + 1, np.int64)
    for i in range(count):
        group[i] = posts.topics[i] * circles + circle[posts.authors[i]]
        starts[group[i] + 1] += 1
    for at in range(topics * circles):
        starts[at + 1] += starts[at]
    authors, days, about = (
        np.empty_like(posts.authors),
        np.empty_like(posts.days),
        np.empty_like(posts.topics),
    )
    for i in range(count):
        at = starts[group[i]]
        starts[group[i]] += 1
        authors[at], days[at], about[at] = posts.authors[i], posts.days[i], posts.topics[i]
    return Posts(authors, days, about)


@lean_part
def _ask_for_ties(first: int, indices: NDArray[np.int32], strength: NDArray[np.uint8]) -> None:
    prefetch(indices, first)
    prefetch(indices, first + LINE)
    prefetch(strength, first)


@lean_inset
def _look_ahead(
    key: np.uint64, sender: int, low: int, high: int, at: int, liking: NDArray[np.float32],
    most: NDArray[np.uint8], reader: NDArray[np.float32], indices: NDArray[np.int32],
    stamp: NDArray[np.int32], bits: NDArray[np.uint64], place: NDArray[np.int32],
) -> int:  # fmt: skip
    """Draw for the ties ``low`` to ``high`` of ``sender``; return how many are worth a look.

    Fills ``bits`` and ``place`` from ``at`` on, and asks the memory for what will be wanted of
    them. ``most`` is a bound of :class:`Glance`.
    """
    start = sender_key(key, sender)
    audience = indices[low:high]
    drawn, chosen = bits[at : at + AT_ONCE], place[at : at + AT_ONCE]
    for i in range(len(audience)):
        drawn[i] = draw_bits(start, audience[i])
    # Chosen without a branch, which the processor could not foresee.
    found = 0
    for i in range(len(audience)):
        chosen[found] = i
        found += (drawn[i] >> TOP_BYTE) <= np.uint64(most[np.uint32(audience[i])])
    for i in range(found):
        user = int(audience[chosen[i]])
        prefetch(reader, user * GLANCE_COLUMNS)
        prefetch(liking, user)
        prefetch(stamp, user)
    return found


@lean_kernel
def spread_ordinary(
    seed: np.uint64,
    first: int,
    posts: Posts,
    interests: NDArray[np.float32],
    glance: Glance,
    ties: Ties,
    constants: NDArray[np.void],
    room: Scratch,
    found: NDArray[np.int64],
    rows: Sharers,
    counting: bool,
) -> int:
    """Let ``posts`` travel; return how many rows of sharers that took.

    Args:
        seed: the run's key.
        first: no post is older; none is a week younger.
        posts: in any order.
        interests, glance, ties: the world as it is on all of their days.
        constants: Numbers as a table.
        room: working room.
        found: filled, (posts, CHATTER_COLUMNS).
        rows: filled as far as it reaches; if more are needed than fit, call again with more room.
        counting: whether everything is wanted. Otherwise REACH, IMPRESSIONS and READS are not
            right, and ``rows`` holds only the last post's, without their hours.
    """
    k: Numbers = constants[0]
    indptr, indices, strength = ties.indptr, ties.indices, ties.strength
    stamp, bits, place, fresh, chance = room.stamp, room.bits, room.place, room.fresh, room.chance
    reader, most_rows = glance.reader, len(rows.user)
    ranks, hearing, lending = k.ranks, k.hearing, k.lending
    base, limited = k.base, k.limited > 0.0
    for ahead in range(len(room.keys)):
        for purpose in range(len(PURPOSES)):
            room.keys[ahead, purpose] = day_key(seed, PURPOSES[purpose], first + ahead)
    count = 0
    for i in range(len(posts.authors)):
        author, topic = int(posts.authors[i]), int(posts.topics[i])
        if i + 2 < len(posts.authors):
            _ask_for_ties(indptr[posts.authors[i + 2]], indices, strength)
        post = post_id(interests.shape[1], posts.days[i], author)
        keys = room.keys[posts.days[i] - first]
        quality = k.quality_low + (k.quality_high - k.quality_low) * draw(
            post_key(keys[0], post), 0, 0
        )
        pull = (
            k.share_scale * quality * quality
            * appeal_of(post_key(keys[1], post), k.appeal_spread, k.appeal_cap)
        )  # fmt: skip
        show_key, share_key = post_key(keys[2], post), post_key(keys[3], post)
        delay_key = post_key(keys[4], post)
        liking = interests[topic]
        most = glance.shown if counting else glance.reads[topic]
        room.serial[0] += 1
        mark = np.int32(room.serial[0] * 2)
        stamp[author] = mark + 1
        count = count if counting else 0
        root = count
        reach = 0
        impressions = 0
        reads = 0
        deepest = 0
        sender, depth, hours, parent, warm = author, 0, 0.0, -1, pull
        low, high, end = indptr[author], indptr[author], indptr[author + 1]
        next_sender, next_low, next_high, next_end = sender, low, high, end
        may_see, may_see_next = 0, 0
        slot = 0
        done, asked, arrived = root, root, root
        while True:
            # What comes next is looked at before this is dealt with, so that memory has time.
            has_more = high < end
            has_next = has_more or done < count
            while asked < arrived:
                _ask_for_ties(indptr[rows.user[asked]], indices, strength)
                asked += 1
            arrived = count
            if has_next:
                if has_more:
                    next_sender, next_low, next_end = sender, high, end
                else:
                    next_sender = int(rows.user[done])
                    next_low, next_end = indptr[next_sender], indptr[next_sender + 1]
                next_high = min(next_end, next_low + AT_ONCE)
                may_see_next = _look_ahead(
                    show_key, next_sender, next_low, next_high, (1 - slot) * AT_ONCE, liking, most,
                    reader, indices, stamp, bits, place,
                )  # fmt: skip
            reading = 0
            for at in range(slot * AT_ONCE, slot * AT_ONCE + may_see):
                j = np.uint64(low + place[at])
                user = np.uint32(indices[j])
                x = unit(bits[slot * AT_ONCE + place[at]])
                online = float(reader[user, ONLINE])
                shows = online
                if limited:
                    shows = min(online, float(reader[user, SEEN]) * ranks[strength[j]])
                relevance = float(liking[user])
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
                        if counting:
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
                    warm = pull * faded(k.fades, k.hop_fade, depth)
                    done += 1
                sender, low, high, end = next_sender, next_low, next_high, next_end
                may_see = may_see_next
                slot = 1 - slot
        found[i, REACH] = reach
        found[i, IMPRESSIONS] = impressions
        found[i, READS] = reads
        found[i, SHARES] = count - root
        found[i, DEPTH] = deepest
        found[i, TOPIC_OF] = topic
        found[i, FIRST_ROW] = root
        if count > most_rows:
            return 2 * count + len(posts.authors)
    return count


@lean_kernel
def count_talk(
    first: int, posts: Posts, found: NDArray[np.int64], circle: NDArray[np.int16],
    talk: NDArray[np.int64], top: NDArray[np.int64],
) -> None:  # fmt: skip
    """Add posts and shares to ``talk``, by day from ``first`` on, circle and topic.

    Puts the posts that were shared more than those in ``top``, (posts, TOP_COLUMNS), in there:
    shares, -day, -author, circle and topic of each, in falling order, -1 where there is none.
    """
    for i in range(len(posts.authors)):
        user, day, shares = posts.authors[i], posts.days[i], found[i, SHARES]
        talk[day - first, circle[user], posts.topics[i]] += shares + 1
        at = len(top)
        while at > 0 and _comes_before(shares, -day, -user, top[at - 1]):
            at -= 1
            if at + 1 < len(top):
                for column in range(TOP_COLUMNS):
                    top[at + 1, column] = top[at, column]
        if at < len(top):
            top[at, 0], top[at, 1], top[at, 2] = shares, -day, -user
            top[at, 3], top[at, 4] = circle[user], posts.topics[i]


@lean_part
def _comes_before(shares: int, day: int, user: int, row: NDArray[np.int64]) -> bool:
    if shares != row[0]:
        return shares > row[0]
    return day > row[1] if day != row[1] else user > row[2]


@kernel
def structural_virality(parents: NDArray[np.int32], first: int) -> float:
    """Return the mean distance over all pairs of a cascade tree incl. its root.

    Args:
        parents: row of each sharer's parent, -1 for the root; parents stand before children.
        first: the row number of ``parents[0]``.

    Returns: 0 for a lone root.

    Source: Goel et al. 2016; summed over ties as (below) * (rest), Wiener 1947.
    """
    return float(virality_of(parents, first, np.empty(len(parents))))


@lean_part
def virality_of(parents: NDArray[np.int32], first: int, below: NDArray[np.float64]) -> float:
    """Return :func:`structural_virality`; ``below`` is working room, a place per parent."""
    count = len(parents)
    if count == 0:
        return 0.0
    below[:count] = 1.0
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
            if j + FAR < len(indices):
                prefetch(hears, indices[j + FAR])
            heard += hears[indices[j]]
        caused += weight * heard
    if total <= 0.0:
        return 0.0
    low, high = k.quality_low, k.quality_high
    quality = (low * low + low * high + high * high) / 3.0
    credence = (
        k.peer_credence
        + (1.0 - k.peer_credence) * USUAL_STRENGTH * k.friend_weight * k.peer_credence
    )
    reading = k.base + (1.0 - k.base) * USUAL_RELEVANCE * (
        k.cold_credence + (1.0 - k.cold_credence) * credence
    )
    return caused / total * reading * quality * USUAL_RELEVANCE * credence**k.credence_power
