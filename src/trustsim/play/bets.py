"""Bets on the week's reach, and how well calibrated they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NO_LIMIT = 1e6


@dataclass(frozen=True, slots=True)
class Bet:
    """A bet that the week's reach lies from ``low`` to ``high``, and what it was."""

    week: int
    low: float
    high: float
    reach: int

    @property
    def is_won(self) -> bool:
        """Whether it came out."""
        return self.low <= self.reach <= self.high


def bands(low: int, high: int) -> tuple[tuple[float, float], ...]:
    """Return a week's three bets, its posts being likely to reach ``low`` to ``high`` people."""
    first = max(1, round(low + (high - low) / 3))
    second = max(first + 1, round(low + 2 * (high - low) / 3))
    return (0.0, float(first)), (float(first), float(second)), (float(second), NO_LIMIT)


def hit_rate(bets: Sequence[Bet]) -> float:
    """Return the share of bets that came out; 0 if there are none."""
    return sum(bet.is_won for bet in bets) / len(bets) if bets else 0.0
