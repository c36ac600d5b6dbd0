"""Knowledge: what listening has shown a marketer of each circle, and how precisely."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from operator import itemgetter
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

    topics: list[float]
    tones: list[float]
    members: list[int]
    audience: list[int]
    seeming: list[float]


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
        likes = world.tastes.topics[circle].tolist()
        most = max(likes) or 1.0
        topics = [
            like / most + error * off for like, off in zip(likes, leaning.topics, strict=True)
        ]
        tones = [
            fits + error * off
            for fits, off in zip(world.tastes.tones[circle].tolist(), leaning.tones, strict=True)
        ]
        return Taste(
            topics=_best_first(self.topics, topics),
            tones=_best_first(TONES, tones) if hours >= terms.tones_after else {},
            connector=_connector(leaning, error) if hours >= terms.connector_after else -1,
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
            (2.0 * topics - 1.0).tolist(),
            (2.0 * tones - 1.0).tolist(),
            members.tolist(),
            audience[best].tolist(),
            (2.0 * luck - 1.0).tolist(),
        )

    def _key(self, circle: int, what: int) -> np.uint64:
        """Return the key of one kind of draw about one circle."""
        return key_for(seed_key(self.seed), Purpose.KNOWLEDGE, circle, self.brand * 4 + what)


def _connector(leaning: Leaning, error: float) -> int:
    """Return the member who seems to have the largest audience; -1 where there is nobody."""
    seeming = [
        audience * (1.0 + error * off)
        for audience, off in zip(leaning.audience, leaning.seeming, strict=True)
    ]
    return leaning.members[seeming.index(max(seeming))] if seeming else -1


def _best_first(names: tuple[str, ...], values: list[float]) -> dict[str, float]:
    """Return the values by name, largest first, to two digits, without those near zero."""
    rounded = [round(100.0 * min(1.0, max(0.0, value))) / 100.0 for value in values]
    ordered = sorted(zip(rounded, names, strict=True), key=itemgetter(0), reverse=True)
    return {name: value for value, name in ordered if value >= 0.05}
