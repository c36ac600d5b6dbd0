"""The town behind the title: nobody's in particular, and always awake."""

from __future__ import annotations

from typing import Final

import numpy as np
import pygame

from trustsim.market.outcome import Stance
from trustsim.play.window.look import Look
from trustsim.play.window.map.events import EVENT, Events, Happening
from trustsim.play.window.map.film import Film
from trustsim.play.window.map.layout import take_seats
from trustsim.play.window.map.pace import Pace, pace
from trustsim.play.window.map.town import Crowd, Town
from trustsim.play.window.map.view import MapView

_USERS: Final = 620
_CIRCLES: Final = 6
_SLOWNESS: Final = 0.45


class Backdrop:
    """A drawing of a town through which a story goes, over and over; no model behind it."""

    def __init__(self, look: Look, rect: pygame.Rect) -> None:
        chance = np.random.default_rng(7)
        town = _town(chance)
        crowd = _crowd(town, chance)
        self._film = Film(_story(town, crowd, chance), crowd)
        self._pace: Pace = pace(self._film)
        self._view = MapView(take_seats(town), crowd, look, rect)
        self._view.shows_legend = self._view.shows_names = False
        self._second = 1.2
        self.fit(look, rect)

    def fit(self, look: Look, rect: pygame.Rect) -> None:
        """Take a new place or look."""
        self._view.fit(look, rect)
        self._view.show_film(self._film, self._hour())

    def _hour(self) -> float:
        return self._pace.hour(self._second)

    def pass_time(self, seconds: float) -> None:
        """Let the story go on, or stay where it is if things must not move."""
        if not self._view.look.reduces_motion:
            self._second = (self._second + seconds * _SLOWNESS) % self._pace.length
        self._view.seek(self._hour())

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the town."""
        self._view.draw(surface)


def _town(chance: np.random.Generator) -> Town:
    """Make circles of unequal size, with most ties inside them."""
    shares = np.array([0.26, 0.2, 0.18, 0.14, 0.12, 0.1])
    circle_of = np.sort(chance.choice(_CIRCLES, _USERS, p=shares)).astype(np.int32)
    weight = chance.pareto(2.0, _USERS) + 0.4
    ones = chance.choice(_USERS, 5 * _USERS, p=weight / weight.sum())
    others = chance.integers(0, _USERS, 5 * _USERS)
    near = (circle_of[ones] == circle_of[others]) | (chance.random(len(ones)) < 0.07)
    near &= ones != others
    pairs = np.unique(np.sort(np.stack([ones[near], others[near]], axis=1), axis=1), axis=0)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    degree = np.bincount(both[:, 0], minlength=_USERS)
    indptr = np.concatenate([[0], np.cumsum(degree)])
    nameless = ("",) * _CIRCLES
    return Town(circle_of, degree, indptr, both[:, 1], nameless, nameless, "", "lighthouse")


def _crowd(town: Town, chance: np.random.Generator) -> Crowd:
    """Let some circles be warm and some cold."""
    base = np.array([0.72, 0.35, 0.6, 0.3, 0.82, 0.5])[town.circle_of]
    trust = np.clip(base + chance.normal(0, 0.17, town.user_count), 0.02, 0.98)
    stance = np.where(trust > 0.62, Stance.FOLLOWER, Stance.AWARE).astype(np.uint8)
    stance[chance.random(town.user_count) < 0.18] = Stance.STRANGER
    stance[(trust < 0.2) & (chance.random(town.user_count) < 0.5)] = Stance.MUTED
    return Crowd(trust, stance, np.zeros(town.circle_count, dtype=np.bool_))


def _story(town: Town, crowd: Crowd, chance: np.random.Generator) -> Events:
    """Let three posts go from friend to friend."""
    rows: list[tuple[float, int, int, int, int]] = []
    followers = np.flatnonzero(crowd.stance == Stance.FOLLOWER)
    for post, start in enumerate((4.0, 58.0, 112.0)):
        rows.append((start, int(Happening.PUBLISH), -1, -1, post))
        firsts = chance.choice(followers, 14, replace=False).tolist()
        wave = [(start + float(chance.exponential(2.0)), user, -1) for user in firsts]
        met = {user for _, user, _ in wave}
        while wave:
            hour, user, source = wave.pop(0)
            rows.append((hour, int(Happening.SEE), user, source, post))
            rows.append((hour + 0.1, int(Happening.READ), user, source, post))
            if hour > start + 40 or chance.random() > 0.16 + 0.3 * float(crowd.trust[user]):
                continue
            rows.append((hour + 1.0, int(Happening.SHARE), user, -1, post))
            for friend in town.indices[town.indptr[user] : town.indptr[user + 1]].tolist():
                if friend not in met and chance.random() < 0.5:
                    met.add(friend)
                    wave.append((hour + 1.0 + float(chance.exponential(3.0)), friend, user))
    events = np.array([row for row in rows if row[0] < 166], dtype=EVENT)
    return events[np.argsort(events["hour"], kind="stable")]
