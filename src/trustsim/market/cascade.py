"""The plain cascade: everybody reached shares once, and each share takes with one probability.

Nothing of the model but its ties: the yardstick that measures and benchmarks are held against.

Source: Goldenberg, Libai & Muller 2001; Kempe, Kleinberg & Tardos 2003 (independent cascade).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import draw_bits, sender_key, unit
from trustsim.market.jit import kernel
from trustsim.market.network import Ties
from trustsim.market.prefetch import prefetch

SOON, LATER = 4, 12
"""How many sharers ahead their ties, and where these begin, are asked for."""
LINE = 16
"""Ties in a line of memory."""
BUCKETS, TOP_BITS = 4096, np.uint64(52)
"""Parts that draws are sorted into by their highest twelve bits."""
MOST = 2.0**40
"""Ties skipped at most: more than anybody has."""
LEAST = 1e-9
"""Share probability under which nobody passes anything on."""


class Reached(NamedTuple):
    """Working room for plain cascades over one network.

    ``users``: (users,) who was reached, in order. ``mark``: (users,) the round that reached each.
    ``round``: (1,) the last one.
    """

    users: NDArray[np.int32]
    mark: NDArray[np.uint8]
    round: NDArray[np.int64]


def reached(users: int) -> Reached:
    """Make working room for a network of ``users``."""
    return Reached(np.empty(users, np.int32), np.zeros(users, np.uint8), np.zeros(1, np.int64))


def cascade(
    key: np.uint64, ties: Ties, first: NDArray[np.int32], probability: float, room: Reached
) -> int:
    """Let what ``first`` share travel; return how many were reached, they included.

    Args:
        key: of the run, see :func:`~trustsim.market.chance.key_for`.
        ties: who hears whom.
        first: who starts, each once.
        probability: of each tie to take what is offered, 0..1.
        room: working room; ``room.users`` holds who was reached.
    """
    probability = float(probability)
    with np.errstate(over="ignore"):
        return int(_spread(np.uint64(key), ties, first, probability, _strides(probability), room))


@lru_cache(maxsize=64)
def _strides(probability: float) -> NDArray[np.int64]:
    """Return the ties skipped, for draws of each bucket; -1 where they are not all the same."""
    edges = np.arange(BUCKETS + 1) / BUCKETS
    if not LEAST <= probability < 1.0:
        return np.full(BUCKETS, 0 if probability >= 1.0 else -1)
    stride = 1.0 / math.log(1.0 - probability)
    # A draw a hair above or below an edge falls into the next bucket: those are left to the log.
    low = np.floor(np.log1p(-edges[:-1]) * stride - 1e-9)
    high = np.floor(np.log1p(-np.minimum(edges[1:], 1.0 - 1e-16)) * stride + 1e-9)
    return np.where(low == high, low, -1.0).astype(np.int64)


@kernel
def _spread(
    key: np.uint64, ties: Ties, first: NDArray[np.int32], probability: float,
    strides: NDArray[np.int64], room: Reached,
) -> int:  # fmt: skip
    indptr, indices = ties.indptr, ties.indices
    users, mark = room.users, room.mark
    # A byte tells the rounds apart, so it is wiped once in 255 rounds only.
    if room.round[0] == 255:
        mark[:] = 0
        room.round[0] = 0
    room.round[0] += 1
    now = np.uint8(room.round[0])
    count = 0
    for i in range(len(first)):
        users[count] = first[i]
        mark[first[i]] = now
        count += 1
    if probability < LEAST:
        return count
    # Between two ties that take lies a geometric number of ties that don't: one draw for all.
    stride = 1.0 / math.log(1.0 - probability) if probability < 1.0 else 0.0
    done = 0
    while done < count:
        if done + LATER < count:
            prefetch(indptr, int(users[done + LATER]))
        if done + SOON < count:
            ahead = indptr[users[done + SOON]]
            prefetch(indices, ahead)
            prefetch(indices, ahead + LINE)
        sender = int(users[done])
        done += 1
        own = sender_key(key, sender)
        end = indptr[sender + 1]
        at = indptr[sender]
        step = 0
        while True:
            bits = draw_bits(own, step)
            step += 1
            skipped = strides[bits >> TOP_BITS]
            if skipped < 0:
                skipped = int(min(math.log(1.0 - unit(bits)) * stride, MOST))
            at += skipped
            if at >= end:
                break
            user = indices[at]
            if mark[user] != now:
                mark[user] = now
                users[count] = user
                count += 1
            at += 1
    return count
