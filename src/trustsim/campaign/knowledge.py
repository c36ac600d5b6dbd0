"""Knowledge: what listening has shown a marketer of each circle, and how precisely."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.terms import Terms
from trustsim.market.chance import Purpose, seed_key, uniform
from trustsim.market.world import World
from trustsim.scenario.rules import TONES

TOPIC, TONE, CONNECTOR = 0, 1, 2
CANDIDATES = 20
"""How many of a circle's best-connected members could be taken for the connector."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What is known of one circle: topics and tones with their weights, and a connector or -1."""

    topics: dict[str, float]
    tones: dict[str, float]
    connector: int


NOTHING = Taste({}, {}, -1)


@dataclass(slots=True)
class Knowledge:
    """What one brand knows of the circles.

    Every estimate strays from the truth by a draw of its own, made once; hours of listening
    shrink it. So knowledge only ever gets better, and is the same in every replay.
    """

    seed: int
    brand: int
    topics: tuple[str, ...]
    terms: Terms
    hours: NDArray[np.float64]
    tastes: dict[int, Taste] = field(default_factory=dict)

    @classmethod
    def of_nothing(
        cls, seed: int, brand: int, topics: tuple[str, ...], circles: int, terms: Terms
    ) -> Knowledge:
        """Return the knowledge of somebody who has not listened yet."""
        return cls(seed, brand, topics, terms, np.zeros(circles))

    def listen(self, circle: int, hours: float, world: World) -> None:
        """Listen in one circle for some hours."""
        if hours > 0.0:
            self.hours[circle] += hours
            self.tastes[circle] = self._taste(circle, world)

    def taste(self, circle: int) -> Taste:
        """Return what is known of one circle."""
        return self.tastes.get(circle, NOTHING)

    def known_connectors(self) -> frozenset[int]:
        """Return the connectors that listening has shown."""
        return frozenset(t.connector for t in self.tastes.values() if t.connector >= 0)

    def _taste(self, circle: int, world: World) -> Taste:
        """Work out what the hours so far show of a circle."""
        hours = float(self.hours[circle])
        error = self.terms.blur * math.exp(-hours / self.terms.listening_hours)
        weights = world.tastes.topics[circle]
        scale = float(weights.max()) or 1.0
        topics = self._estimates(circle, TOPIC, weights / scale, error)
        tones = self._estimates(circle, TONE, world.tastes.tones[circle], error)
        return Taste(
            topics=_best_first(self.topics, topics),
            tones=_best_first(TONES, tones) if hours >= self.terms.tones_after else {},
            connector=self._connector(circle, error, world)
            if hours >= self.terms.connector_after
            else -1,
        )

    def _estimates(
        self, circle: int, what: int, truth: NDArray[np.float64], error: float
    ) -> list[float]:
        """Return ``truth`` as it looks from outside, every value within ``error`` of it."""
        strays = (self._stray(circle, what, index) for index in range(len(truth)))
        return [
            min(1.0, max(0.0, float(value) + error * stray))
            for value, stray in zip(truth, strays, strict=True)
        ]

    def _connector(self, circle: int, error: float, world: World) -> int:
        """Return the member who seems best connected, or -1 if nobody is there."""
        first, end = world.seats.start[circle], world.seats.start[circle + 1]
        if first == end:
            return -1
        audience = np.diff(world.ties.indptr[first : end + 1])
        best = np.argsort(-audience, kind="stable")[:CANDIDATES]
        strays = np.array([self._stray(circle, CONNECTOR, 0, int(first + i)) for i in best])
        seeming = audience[best] * (1.0 + error * strays)
        return int(first + best[int(np.argmax(seeming))])

    def _stray(self, circle: int, what: int, index: int, user: int = 0) -> float:
        """Return the draw in [-1, 1) by which one estimate strays."""
        post = self.brand * 4 + what
        draw = uniform(seed_key(self.seed), Purpose.KNOWLEDGE, circle, post, index, user)
        return 2.0 * draw - 1.0


def _best_first(names: tuple[str, ...], values: list[float]) -> dict[str, float]:
    """Return the values by name, largest first, to two digits, without those near zero."""
    rounded = {name: round(value, 2) for name, value in zip(names, values, strict=True)}
    kept = {name: value for name, value in rounded.items() if value >= 0.05}
    return dict(sorted(kept.items(), key=lambda item: -item[1]))
