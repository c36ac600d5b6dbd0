"""How close two users are, and what follows from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import SimpleNamespace


@dataclass(frozen=True, slots=True)
class Closeness:
    """The strength of a tie; the model has one of these for each of its 256 values.

    ``value``: 0 to 1. ``rank``: of what a friend passes on, 1 in a chronological feed. For friends'
    own posts, ``hearing``: the share of interest that remains; ``lending``: what credence does to
    the readiness to share.
    """

    strength: int
    value: float
    rank: float
    hearing: float
    lending: float


def closenesses(k: SimpleNamespace) -> list[Closeness]:
    """Return the closeness of every strength of a tie, 0 to 255."""
    return [closeness(strength, k) for strength in range(256)]


def closeness(strength: int, k: SimpleNamespace) -> Closeness:
    """Return what follows from one strength."""
    value = strength / 255.0
    rank = 1.0 + k.ranked * (k.friend_rank * value - 0.5)
    credence = k.peer_credence + (1.0 - k.peer_credence) * (
        k.friend_weight * value * k.peer_credence
    )
    return Closeness(
        strength,
        value,
        rank if k.limited else math.inf,
        k.cold_credence + (1.0 - k.cold_credence) * credence,
        credence**k.credence_power,
    )
