"""Keyed chance: every draw is a pure function of what it decides, never a shared stream.

A draw belongs to (seed, purpose, day, post, receiver, sender). Two runs on one seed that differ in
one decision differ only where that decision reached, and no result depends on the order in which
draws are made. The function is a counter-based hash: the finalizer of SplitMix64 (Steele, Lea &
Flood 2014) over a Weyl combination of the keys. tests/market/test_chance.py tests its quality.
"""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from trustsim.market.jit import inner_leaf, kernel, leaf


class Purpose(IntEnum):
    """What a draw decides; two purposes never share a draw."""

    CIRCLE = 1
    SECOND_CIRCLE = 2
    POCKET = 3
    INTEREST = 4
    POCKET_INTEREST = 5
    AGE = 6
    ONLINE = 7
    ATTENTION = 8
    PROPENSITY = 9
    SCEPTICISM = 10
    LINE = 11
    THRESHOLD = 12
    NEED = 13
    POSTING = 14
    POPULARITY = 15
    ACTIVITY = 16
    TIE = 17
    TIE_STRENGTH = 18
    FIRST_FOLLOWER = 19
    PUBLISH = 20
    TOPIC = 21
    QUALITY = 22
    APPEAL = 23
    HOUR = 24
    SHOW = 25
    SHARE = 26
    DELAY = 27
    LIKE = 28
    COMMENT = 29
    FOLLOW = 30
    CLICK = 31
    WITHDRAW = 32
    LADDER = 33
    DETECT = 34
    PAID = 35
    TALK_WITH = 36
    TALK_FOLLOW = 37
    ANSWER = 38
    BUY = 39
    FACET = 40
    VOUCH = 41
    ORGANIC = 42
    UNMUTE = 43
    DRIFT = 44
    NEW_TIE = 45
    REOPEN = 46
    HERMIT = 47
    KNOWLEDGE = 48
    STRATEGY = 49


MASK = (1 << 64) - 1
_A = np.uint64(0x9E3779B97F4A7C15)
_B = np.uint64(0xD1B54A32D192ED03)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S30 = np.uint64(30)
_S27 = np.uint64(27)
_S31 = np.uint64(31)
_S11 = np.uint64(11)
_UNIT = 1.0 / 9007199254740992.0  # 2**-53


# Signatures are written out where a kernel calls these with plain numbers: left open, numba would
# compile them anew for every constant they are called with.
@leaf("uint64(uint64)", forceinline=True)
def mix(x: np.uint64) -> np.uint64:
    """Scramble 64 bits so that one changed bit changes half of them."""
    x = (x ^ (x >> _S30)) * _M1
    x = (x ^ (x >> _S27)) * _M2
    return x ^ (x >> _S31)


@inner_leaf("uint64(uint64, int64, int64)")
def day_key(seed: np.uint64, purpose: int, day: int) -> np.uint64:
    """Return what the keys of one ``purpose`` on one ``day`` have in common."""
    key = mix(seed + np.uint64(purpose) * _A)
    return mix(key ^ (np.uint64(day) * _B + _A))


@inner_leaf("uint64(uint64, int64)")
def post_key(key: np.uint64, post: int) -> np.uint64:
    """Return the key of all draws about one ``post``, from its :func:`day_key`."""
    return mix(key ^ (np.uint64(post) * _A + _B))


@leaf("uint64(uint64, int64, int64, int64)")
def subkey(seed: np.uint64, purpose: int, day: int, post: int) -> np.uint64:
    """Return the key of all draws of one ``purpose`` on one ``day`` about one ``post``."""
    return post_key(day_key(seed, purpose, day), post)


@inner_leaf("uint64(uint64, int64)", forceinline=True)
def sender_key(key: np.uint64, sender: int) -> np.uint64:
    """Return what the draws of one ``sender`` under ``key`` have in common."""
    return key + np.uint64(sender) * _B


@inner_leaf("uint64(uint64, int64)", forceinline=True)
def draw_bits(key: np.uint64, receiver: int) -> np.uint64:
    """Return the 64 bits that belong to ``receiver`` under a :func:`sender_key`."""
    return mix(key + np.uint64(receiver) * _A)


@inner_leaf("float64(uint64)", forceinline=True)
def unit(bits: np.uint64) -> float:
    """Return ``bits`` as a number in [0, 1)."""
    return float(bits >> _S11) * _UNIT


@leaf("float64(uint64, int64, int64)", forceinline=True)
def draw(key: np.uint64, receiver: int, sender: int) -> float:
    """Return the draw in [0, 1) that belongs to one event under ``key``."""
    return unit(draw_bits(sender_key(key, sender), receiver))


@leaf("float64(float64)")
def normal(u: float) -> float:
    """Return the standard normal quantile of ``u`` in (0, 1).

    Source: Acklam's rational approximation, relative error under 1.2e-9.
    """
    u = min(max(u, 1e-12), 1.0 - 1e-12)
    if 0.02425 <= u <= 0.97575:
        q = u - 0.5
        r = q * q
        top = (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r
                 + 138.3577518672690) * r - 30.66479806614716) * r
               + 2.506628277459239) * q  # fmt: skip
        low = ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r
                + 66.80131188771972) * r - 13.28068155288572) * r + 1.0  # fmt: skip
        return top / low
    q = math.sqrt(-2.0 * math.log(min(u, 1.0 - u)))
    top = ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q
            - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783  # fmt: skip
    low = (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q
           + 3.754408661907416) * q + 1.0  # fmt: skip
    return top / low if u < 0.5 else -top / low


@kernel
def draws(key: np.uint64, count: int) -> NDArray[np.float64]:
    """Return the draws of receivers 0 to ``count`` - 1 under ``key``, shape (count,)."""
    found = np.empty(count)
    for receiver in range(count):
        found[receiver] = draw(key, receiver, 0)
    return found


@kernel
def normals(key: np.uint64, count: int) -> NDArray[np.float64]:
    """Return standard normal draws of receivers 0 to ``count`` - 1, shape (count,)."""
    found = np.empty(count)
    for receiver in range(count):
        found[receiver] = normal(draw(key, receiver, 0))
    return found


@kernel
def draw_of_posts(
    seed: np.uint64, purpose: int, day: int, posts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the draw of each of one day's ``posts`` for one ``purpose``, same shape."""
    key = day_key(seed, purpose, day)
    found = np.empty(len(posts))
    for i in range(len(posts)):
        found[i] = draw(post_key(key, posts[i]), 0, 0)
    return found


def seed_key(seed: int) -> np.uint64:
    """Return the 64-bit key of a run's ``seed`` (any whole number)."""
    with np.errstate(over="ignore"):
        return np.uint64(mix(np.uint64((seed * 0x9E3779B97F4A7C15 + 0x5851F42D4C957F2D) & MASK)))


def key_for(seed: np.uint64, purpose: Purpose, day: int = 0, post: int = 0) -> np.uint64:
    """Return :func:`subkey` for callers outside the kernels."""
    with np.errstate(over="ignore"):
        return np.uint64(subkey(seed, int(purpose), day, post))


def uniform(
    key: np.uint64, purpose: Purpose, day: int, post: int, receiver: int, sender: int = 0
) -> float:
    """Return the one draw in [0, 1) that belongs to this event of this run.

    Args:
        key: the run's key, from :func:`seed_key`.
        purpose: what the draw decides.
        day, post, receiver, sender: whole numbers of 0 or more.
    """
    with np.errstate(over="ignore"):
        return float(draw(np.uint64(subkey(key, int(purpose), day, post)), receiver, sender))
