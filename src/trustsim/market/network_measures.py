"""Measures of networks: how close-knit, how far across, who knows whom.

A network is read as a friends' network: where follows go one way, two people count as tied if
either hears the other. What takes long at a million users is counted from a sample of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trustsim.market.jit import kernel
from trustsim.market.network import Ties, compress


@dataclass(frozen=True, slots=True)
class Shape:
    """What a network is like.

    Attributes:
        users, ties: how many people, and pairs who are tied.
        mean_ties, most_ties: of one person.
        clustering: mean over users of the share of their pairs of friends who are friends too
            (0 for those with fewer than two friends; Watts & Strogatz 1998).
        transitivity: share of all pairs of friends of anybody who are friends too.
        assortativity: correlation of the numbers of friends at the two ends of a tie
            (Newman 2002).
        mean_path: steps between two people who can reach each other, on average.
        longest_path: the most steps met (the diameter, if everybody was a source).
        paradox: share of people whose friends have more friends than they, on average
            (Feld 1991; Ugander et al. 2011).
    """

    users: int
    ties: int
    mean_ties: float
    most_ties: int
    clustering: float
    transitivity: float
    assortativity: float
    mean_path: float
    longest_path: int
    paradox: float


def shape(ties: Ties, *, sources: int = 200, seed: int = 0) -> Shape:
    """Measure a network.

    Args:
        ties: who hears whom.
        sources: people from whom paths are counted; everybody if there are no more.
        seed: chooses them.
    """
    net = friends(ties)
    degree = np.diff(net.indptr)
    triangles = count_triangles(net)
    lengths = path_lengths(net, _sample(len(degree), sources, seed))
    return Shape(
        users=len(degree),
        ties=len(net.indices) // 2,
        mean_ties=float(degree.mean()) if len(degree) else 0.0,
        most_ties=int(degree.max(initial=0)),
        clustering=float(_local_clustering(triangles, degree).mean()) if len(degree) else 0.0,
        transitivity=_transitivity(triangles, degree),
        assortativity=assortativity(net),
        mean_path=_mean_length(lengths),
        longest_path=len(lengths) - 1,
        paradox=friendship_paradox(net),
    )


def friends(ties: Ties) -> Ties:
    """Return the ties as friendships: both ways, every pair once in each row."""
    heard = np.repeat(np.arange(len(ties.indptr) - 1, dtype=np.int32), np.diff(ties.indptr))
    rows = np.concatenate([heard, ties.indices])
    columns = np.concatenate([ties.indices, heard])
    indptr, indices = compress(rows, columns, len(ties.indptr) - 1)
    return Ties(indptr, indices, np.full(len(indices), 255, np.uint8))


@kernel
def count_triangles(net: Ties) -> NDArray[np.int64]:
    """Return how many pairs of each user's friends are friends too, shape (users,)."""
    users = len(net.indptr) - 1
    found = np.zeros(users, np.int64)
    mark = np.full(users, -1, np.int32)
    for user in range(users):
        low, high = net.indptr[user], net.indptr[user + 1]
        for i in range(low, high):
            mark[net.indices[i]] = user
        both_ways = 0
        for i in range(low, high):
            friend = net.indices[i]
            for j in range(net.indptr[friend], net.indptr[friend + 1]):
                if mark[net.indices[j]] == user:
                    both_ways += 1
        found[user] = both_ways // 2
    return found


def local_clustering(ties: Ties) -> NDArray[np.float64]:
    """Return the share of each user's pairs of friends who are friends too, shape (users,)."""
    net = friends(ties)
    return _local_clustering(count_triangles(net), np.diff(net.indptr))


def _local_clustering(
    triangles: NDArray[np.int64], degree: NDArray[np.int64]
) -> NDArray[np.float64]:
    pairs = degree * (degree - 1) // 2
    return np.where(pairs > 0, triangles / np.maximum(pairs, 1), 0.0)


def _transitivity(triangles: NDArray[np.int64], degree: NDArray[np.int64]) -> float:
    pairs = int((degree * (degree - 1) // 2).sum())
    return int(triangles.sum()) / pairs if pairs else 0.0


def assortativity(net: Ties) -> float:
    """Return the correlation of friends' numbers of friends; 0 where all have equally many."""
    degree = np.diff(net.indptr).astype(np.float64)
    here, there = np.repeat(degree, np.diff(net.indptr)), degree[net.indices]
    if not len(here):
        return 0.0
    spread = float(np.var(here))
    covariance = float(((here - here.mean()) * (there - there.mean())).mean())
    return covariance / spread if spread > 0 else 0.0


@kernel
def path_lengths(net: Ties, sources: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many people are 0, 1, 2 ... steps away from the ``sources``, summed over them."""
    users = len(net.indptr) - 1
    counts = np.zeros(users + 1, np.int64)
    reached = np.full(users, -1, np.int64)
    queue = np.empty(users, np.int32)
    farthest = 0
    for turn in range(len(sources)):
        queue[0] = sources[turn]
        reached[sources[turn]] = turn
        low, high, steps = 0, 1, 0
        while low < high:
            counts[steps] += high - low
            farthest = max(farthest, steps)
            end = high
            for at in range(low, high):
                for j in range(net.indptr[queue[at]], net.indptr[queue[at] + 1]):
                    other = net.indices[j]
                    if reached[other] != turn:
                        reached[other] = turn
                        queue[end] = other
                        end += 1
            low, high, steps = high, end, steps + 1
    return counts[: farthest + 1].copy()


def _mean_length(counts: NDArray[np.int64]) -> float:
    others = int(counts[1:].sum())
    return float((np.arange(len(counts)) * counts).sum()) / others if others else 0.0


def friendship_paradox(net: Ties, *, median: bool = False) -> float:
    """Return the share of people whose friends have more friends than they themselves.

    Args:
        net: friendships.
        median: compare with the median friend instead of the friends' mean.

    Returns: a share of those who have friends at all; 0 if nobody has.
    """
    degree = np.diff(net.indptr)
    typical = _typical_friend(net, degree, median)
    has_friends = degree > 0
    if not has_friends.any():
        return 0.0
    return float((typical > degree)[has_friends].mean())


@kernel
def _typical_friend(net: Ties, degree: NDArray[np.int64], median: bool) -> NDArray[np.float64]:
    found = np.zeros(len(degree))
    for user in range(len(degree)):
        row = net.indices[net.indptr[user] : net.indptr[user + 1]]
        if len(row):
            theirs = degree[row]
            found[user] = np.median(theirs) if median else theirs.mean()
    return found


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the interests of pairs are, as the mean cosine, by how close the two are.

    Attributes:
        friends, friends_of_friends, strangers: the means.
        p_friends: chance of so large a lead of friends over friends of friends by luck alone.
        p_friends_of_friends: the same, over strangers.
        pairs: how many of each were looked at.
    """

    friends: float
    friends_of_friends: float
    strangers: float
    p_friends: float
    p_friends_of_friends: float
    pairs: tuple[int, int, int]

    @property
    def is_ordered(self) -> bool:
        """Whether nearer pairs are more alike, beyond luck (p < 0.01)."""
        return self.p_friends < 0.01 and self.p_friends_of_friends < 0.01


def likeness(
    ties: Ties, interests: NDArray[np.float32], *, pairs: int = 20_000, seed: int = 0
) -> Likeness:
    """Compare the interests of friends, of friends of friends, and of strangers.

    Args:
        ties: who hears whom.
        interests: (topics, users), of unit length per user.
        pairs: how many of each kind to draw.
        seed: chooses them.

    Source: Aiello et al. 2012 (the question); one-sided Welch tests, by the normal law.
    """
    net = friends(ties)
    luck = np.random.default_rng(seed).random((pairs, 3))
    cosines = [_cosines(interests, found) for found in _pairs(net, luck)]
    near, middle, far = cosines
    means = [float(c.mean()) if len(c) else 0.0 for c in cosines]
    return Likeness(
        means[0], means[1], means[2], _lead(near, middle), _lead(middle, far),
        (len(near), len(middle), len(far)),
    )  # fmt: skip


def _cosines(interests: NDArray[np.float32], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    one, other = interests[:, pairs[:, 0]], interests[:, pairs[:, 1]]
    return np.asarray((one.astype(np.float64) * other).sum(axis=0))


def _lead(high: NDArray[np.float64], low: NDArray[np.float64]) -> float:
    """Return the one-sided p-value that the mean of ``high`` is above that of ``low``."""
    if len(high) < 2 or len(low) < 2:
        return 1.0
    error = math.sqrt(high.var(ddof=1) / len(high) + low.var(ddof=1) / len(low))
    gap = float(high.mean() - low.mean())
    if error == 0.0:
        return 0.0 if gap > 0 else 1.0
    return 0.5 * math.erfc(gap / error / math.sqrt(2.0))


@kernel
def _pairs(
    net: Ties, luck: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Draw pairs: friends (a random tie), friends of friends (two steps from it), strangers."""
    users, count = len(net.indptr) - 1, len(luck)
    found = np.empty((3, count, 2), np.int64)
    filled = np.zeros(3, np.int64)
    for i in range(count):
        other = min(int(luck[i, 2] * users), users - 1)
        user = min(int(luck[i, 0] * users), users - 1)
        if user != other and not _near(net, user, other):
            _put(found[2], filled, 2, user, other)
        if not len(net.indices):
            continue
        at = min(int(luck[i, 0] * len(net.indices)), len(net.indices) - 1)
        user = int(np.searchsorted(net.indptr, at, side="right")) - 1
        friend = int(net.indices[at])
        _put(found[0], filled, 0, user, friend)
        low, high = net.indptr[friend], net.indptr[friend + 1]
        other = int(net.indices[low + min(int(luck[i, 1] * (high - low)), high - low - 1)])
        if other != user and not _are_friends(net, user, other):
            _put(found[1], filled, 1, user, other)
    return found[0, : filled[0]], found[1, : filled[1]], found[2, : filled[2]]


@kernel
def _put(
    found: NDArray[np.int64], filled: NDArray[np.int64], kind: int, one: int, other: int
) -> None:
    found[filled[kind], 0] = one
    found[filled[kind], 1] = other
    filled[kind] += 1


@kernel
def _are_friends(net: Ties, one: int, other: int) -> bool:
    row = net.indices[net.indptr[one] : net.indptr[one + 1]]
    at = np.searchsorted(row, other)
    return bool(at < len(row) and row[at] == other)


@kernel
def _near(net: Ties, one: int, other: int) -> bool:
    """Tell whether two people are friends or have a friend in common."""
    if _are_friends(net, one, other):
        return True
    i, j = net.indptr[one], net.indptr[other]
    while i < net.indptr[one + 1] and j < net.indptr[other + 1]:
        if net.indices[i] == net.indices[j]:
            return True
        if net.indices[i] < net.indices[j]:
            i += 1
        else:
            j += 1
    return False


def _sample(users: int, count: int, seed: int) -> NDArray[np.int64]:
    if users <= count:
        return np.arange(users)
    return np.sort(np.random.default_rng(seed).choice(users, count, replace=False))
