"""Where luck comes from: Mesa's own generator, or the engine's keyed draws by plain arithmetic."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import partial
from itertools import repeat, starmap
from random import Random
from typing import TYPE_CHECKING, Protocol

from trustsim.market.chance import normal, seed_key

if TYPE_CHECKING:
    from .user import Tie

Luck = Callable[[int], float]
"""Takes a user's number and returns a draw in [0, 1)."""

ALL = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
ODD = 0xD1B54A32D192ED03


class Chance(Protocol):
    """All the luck of one run."""

    @property
    def single(self) -> Callable[[float], float]:
        """Rounds to the precision that the engine keeps some numbers in, or does not."""

    def about(self, purpose: int, day: int, post: int = 0, sender: int = 0) -> Luck:
        """Return the luck of everybody in one matter."""

    def among(
        self, purpose: int, day: int, post: int, sender: int, ties: list[Tie]
    ) -> Iterator[float]:
        """Return the draws of those whom ``ties`` lead to, one by one."""

    def bell(self, purpose: int, day: int, post: int) -> float:
        """Return a standard normal number."""


class OwnChance:
    """The luck of ``model.random``: one stream, whatever a draw is for.

    A draw is asked for as `luck(number)`, so that both kinds of chance serve the same model. Here
    the number is ``next``'s default, which an endless stream never needs: the call stays in C, and
    costs less than `self.random.random()` in an agent.
    """

    single: Callable[[float], float] = float

    def __init__(self, random: Random) -> None:
        self._stream: Iterator[float] = starmap(random.random, repeat(()))
        self._next: Luck = partial(next, self._stream)
        self._gauss = random.gauss

    def about(self, purpose: int, day: int, post: int = 0, sender: int = 0) -> Luck:
        return self._next

    def among(
        self, purpose: int, day: int, post: int, sender: int, ties: list[Tie]
    ) -> Iterator[float]:
        return self._stream

    def bell(self, purpose: int, day: int, post: int) -> float:
        return self._gauss(0.0, 1.0)


class KeyedChance:
    """The engine's luck: a draw is a pure function of what it decides, for whom and from whom."""

    def __init__(self, seed: int) -> None:
        self._seed = int(seed_key(seed))

    @staticmethod
    def single(x: float) -> float:
        rounded: float = struct.unpack("f", struct.pack("f", x))[0]
        return rounded

    def about(self, purpose: int, day: int, post: int = 0, sender: int = 0) -> Luck:
        key = scrambled((self._seed + purpose * GOLDEN) & ALL)
        key = scrambled(key ^ ((day * ODD + GOLDEN) & ALL))
        key = scrambled(key ^ ((post * GOLDEN + ODD) & ALL)) + sender * ODD

        def luck(number: int) -> float:
            return (scrambled((key + number * GOLDEN) & ALL) >> 11) / 2**53

        return luck

    def among(
        self, purpose: int, day: int, post: int, sender: int, ties: list[Tie]
    ) -> Iterator[float]:
        luck = self.about(purpose, day, post, sender)
        return (luck(friend.number) for friend, _ in ties)

    def bell(self, purpose: int, day: int, post: int) -> float:
        return float(normal(self.about(purpose, day, post)(0)))


def scrambled(x: int) -> int:
    """Return 64 bits of which each depends on every bit of ``x``."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & ALL
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & ALL
    return x ^ (x >> 31)
