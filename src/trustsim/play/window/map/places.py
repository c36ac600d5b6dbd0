"""Where everything is seen: the layout through the camera."""

from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.play.window.map.camera import Camera
from trustsim.play.window.map.layout import Layout

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Places:
    """The places of circles, people and brand as they are seen, in pixels of the map.

    Attributes:
        centres: Of the circles, shape (circles, 2).
        radii: Of the circles, shape (circles,).
        people: Shape (users, 2).
        spacing: Distance between neighbours in each circle, shape (circles,).
        brand: Shape (2,).
        zoom: Of the camera.
        size: Width and height of the map.
    """

    centres: Array
    radii: Array
    people: Array
    spacing: Array
    brand: Array
    zoom: float
    size: tuple[int, int]

    def circle_box(self, circle: int) -> pygame.Rect:
        """Return the box round a circle."""
        radius = float(self.radii[circle])
        x, y = (float(value) - radius for value in self.centres[circle])
        return pygame.Rect(round(x), round(y), round(2 * radius), round(2 * radius))

    def ends(self, users: NDArray[np.integer]) -> Array:
        """Return the places of users, the brand being -1, shape (users, 2)."""
        found = np.asarray(self.people[users], dtype=np.float64)
        found[users < 0] = self.brand
        return found


def places(layout: Layout, camera: Camera) -> Places:
    """Return where everything is seen."""
    discs = layout.discs
    return Places(
        camera.seen(discs.centres),
        discs.radii * camera.zoom,
        camera.seen(layout.people),
        layout.spacing * camera.zoom,
        camera.seen(discs.brand[None, :])[0],
        camera.zoom,
        layout.size,
    )


def bend(starts: Array, ends: Array, towards: Array, share: float) -> Array:
    """Return the middle points of curves, drawn towards a point, shape (curves, 2)."""
    return np.asarray((starts + ends) / 2 * (1 - share) + towards * share)


def bow(starts: Array, ends: Array, height: float = 0.18) -> Array:
    """Return the middle points of curves that bow to one side, shape (curves, 2)."""
    along = ends - starts
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1)
    # The side is a matter of where the ends lie, so that it stays the same for ever.
    side = np.where(((starts[:, 0] + ends[:, 1]).astype(np.int64) & 1) == 0, 1.0, -1.0)
    return np.asarray((starts + ends) / 2 + aside * (height * side)[:, None])


def along(starts: Array, middles: Array, ends: Array, share: Array) -> Array:
    """Return the points of curves at a share (0 to 1) of their way, shape (curves, 2)."""
    t = share[..., None]
    return np.asarray((1 - t) ** 2 * starts + 2 * (1 - t) * t * middles + t**2 * ends)
