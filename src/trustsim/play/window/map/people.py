"""The people of the map, drawn when their trust or stance has changed."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.play.window.look import Look
from trustsim.play.window.map.places import Places
from trustsim.play.window.map.sprites import SIZES, PeopleSprites
from trustsim.play.window.map.town import Crowd, Town

Array = NDArray[np.float64]

_SMALLEST: Final = 1.3
_LARGEST: Final = 5.2


@dataclass(frozen=True, eq=False)
class People:
    """Everybody's picture and place at one view of the map.

    Attributes:
        sprites: The pictures.
        size: Which size of picture each person has, shape (users,).
        places: Where everybody is seen.
    """

    sprites: PeopleSprites
    size: NDArray[np.int64]
    places: Places
    radii: Array

    def codes(self, crowd: Crowd) -> NDArray[np.int64]:
        """Return which picture shows each person, shape (users,)."""
        return self.sprites.codes(crowd.trust, crowd.stance, self.size)

    def draw(
        self,
        surface: pygame.Surface,
        codes: NDArray[np.int64],
        users: NDArray[np.int64] | None = None,
    ) -> None:
        """Draw these users, or everybody, each by the picture of its code."""
        shown = codes if users is None else codes[users]
        middles = self.places.people if users is None else self.places.people[users]
        corners = np.round(middles - self.sprites.halves[shown][:, None]).astype(np.int64)
        pictures = self.sprites.pictures
        pairs = zip(shown.tolist(), map(tuple, corners.tolist()), strict=True)
        surface.fblits([(pictures[code], corner) for code, corner in pairs])

    def within(self, box: pygame.Rect) -> NDArray[np.int64]:
        """Return the users whose pictures reach into a box, in order."""
        reach = int(self.sprites.halves.max()) + 1
        x, y = self.places.people[:, 0], self.places.people[:, 1]
        across = (x > box.left - reach) & (x < box.right + reach)
        return np.flatnonzero(across & (y > box.top - reach) & (y < box.bottom + reach))

    def radius(self, user: int) -> float:
        """Return how large a person is drawn, in pixels."""
        return float(self.radii[self.size[user]])


def people(look: Look, town: Town, places: Places) -> People:
    """Make the pictures of everybody at one view of the map."""
    own = _radii(look, town, places)
    steps = np.quantile(own, np.linspace(0.03, 0.985, SIZES))
    radii = np.maximum(np.round(steps * 4) / 4, _SMALLEST)
    size = np.abs(own[:, None] - radii[None, :]).argmin(axis=1)
    sprites = PeopleSprites(look, tuple(float(radius) for radius in radii))
    return People(sprites, size, places, radii)


def _radii(look: Look, town: Town, places: Places) -> Array:
    """Return the radius of each person: by the room there is and the number of ties."""
    room = places.spacing[town.circle_of]
    ties = town.degree / max(1.0, float(np.mean(town.degree)))
    factor = np.clip(0.72 + 0.28 * np.sqrt(ties), 0.7, 1.75)
    low, high = _SMALLEST * look.ui_scale, _LARGEST * look.ui_scale * np.sqrt(places.zoom)
    return np.asarray(np.clip(room * 0.185, low, high) * factor, dtype=np.float64)
