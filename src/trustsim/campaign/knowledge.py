"""Knowledge: what listening has shown a marketer of each circle, and how precisely."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.terms import Terms
from trustsim.market.chance import Purpose, draw, draws, key_for, seed_key
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


class Leaning(NamedTuple):
    """How one brand's idea of one circle strays from the truth, -1 to 1, drawn once.

    ``topics``, ``tones``: by topic and tone. ``members``: who could be taken for the connector,
    with their ``audience`` and how it strays, ``seeming``.
    """

    topics: NDArray[np.float64]
    tones: NDArray[np.float64]
    members: NDArray[np.int64]
    audience: NDArray[np.int64]
    seeming: NDArray[np.float64]


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
    leanings: dict[int, Leaning] = field(default_factory=dict)

    @classmethod
    def of_nothing(
        cls, seed: int, brand: int, topics: tuple[str, ...], circles: int, terms: Terms
    ) -> Knowledge:
        """Return the knowledge of somebody who has not listened yet."""
        return cls(seed, brand, topics, terms, np.zeros(circles))

    def listen(self, circle: int, hours: float, world: World) -> None:
        """Listen in one circle for some hours."""
        if hours <= 0.0:
            return
        self.hours[circle] += hours
        if circle not in self.leanings:
            self.leanings[circle] = self._leaning(circle, world)
        self.tastes[circle] = self._taste(circle, world)

    def taste(self, circle: int) -> Taste:
        """Return what is known of one circle."""
        return self.tastes.get(circle, NOTHING)

    def known_connectors(self) -> frozenset[int]:
        """Return the connectors that listening has shown."""
        return frozenset(t.connector for t in self.tastes.values() if t.connector >= 0)

    def _taste(self, circle: int, world: World) -> Taste:
        """Work out what the hours so far show of a circle."""
        hours, terms, leaning = float(self.hours[circle]), self.terms, self.leanings[circle]
        error = terms.blur * math.exp(-hours / terms.listening_hours)
        weights = world.tastes.topics[circle]
        topics = weights / (float(weights.max()) or 1.0) + error * leaning.topics
        tones = world.tastes.tones[circle] + error * leaning.tones
        has_connector = hours >= terms.connector_after and len(leaning.members) > 0
        seeming = leaning.audience * (1.0 + error * leaning.seeming)
        return Taste(
            topics=_best_first(self.topics, topics),
            tones=_best_first(TONES, tones) if hours >= terms.tones_after else {},
            connector=int(leaning.members[np.argmax(seeming)]) if has_connector else -1,
        )

    def _leaning(self, circle: int, world: World) -> Leaning:
        """Draw how this brand's idea of a circle strays."""
        first, end = world.seats.start[circle], world.seats.start[circle + 1]
        audience = np.diff(world.ties.indptr[first : end + 1])
        best = np.argsort(-audience, kind="stable")[:CANDIDATES]
        members = first + best
        of_members = self._key(circle, CONNECTOR)
        with np.errstate(over="ignore"):
            luck = np.array([draw(of_members, int(user), 0) for user in members])
            topics = draws(self._key(circle, TOPIC), len(self.topics))
            tones = draws(self._key(circle, TONE), len(TONES))
        return Leaning(
            2.0 * topics - 1.0, 2.0 * tones - 1.0, members, audience[best], 2.0 * luck - 1.0
        )

    def _key(self, circle: int, what: int) -> np.uint64:
        """Return the key of one kind of draw about one circle."""
        return key_for(seed_key(self.seed), Purpose.KNOWLEDGE, circle, self.brand * 4 + what)


def _best_first(names: tuple[str, ...], values: NDArray[np.float64]) -> dict[str, float]:
    """Return the values by name, largest first, to two digits, without those near zero."""
    rounded = zip(names, np.clip(values, 0.0, 1.0).round(2).tolist(), strict=True)
    return {
        name: value for name, value in sorted(rounded, key=lambda pair: -pair[1]) if value >= 0.05
    }
