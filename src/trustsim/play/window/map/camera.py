"""How the map is looked at: whole, or nearer."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NEAREST: Final = 8.0
ZOOM_STEP: Final = 1.25


@dataclass(frozen=True)
class Camera:
    """What part of the map is seen.

    Attributes:
        zoom: 1 for the whole map, up to ``NEAREST``.
        x: The map's point at the left edge, in pixels of the whole map.
        y: The map's point at the top edge.
    """

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether the whole map is seen."""
        return self.zoom == 1.0

    def seen(self, points: Array) -> Array:
        """Return where points of the map are seen, shape (points, 2)."""
        return np.asarray((points - np.array([self.x, self.y])) * self.zoom)

    def under(self, position: tuple[float, float]) -> tuple[float, float]:
        """Return the point of the map that is seen at a position."""
        return position[0] / self.zoom + self.x, position[1] / self.zoom + self.y

    def zoomed(self, factor: float, about: tuple[float, float], size: tuple[int, int]) -> "Camera":
        """Return a camera nearer by ``factor``; what is seen at ``about`` stays there."""
        zoom = min(max(self.zoom * factor, 1.0), NEAREST)
        x, y = self.under(about)
        return Camera(zoom, x - about[0] / zoom, y - about[1] / zoom).inside(size)

    def moved(self, across: float, down: float, size: tuple[int, int]) -> "Camera":
        """Return a camera that has followed a drag by so many pixels."""
        x, y = self.x - across / self.zoom, self.y - down / self.zoom
        return replace(self, x=x, y=y).inside(size)

    def inside(self, size: tuple[int, int]) -> "Camera":
        """Return the same camera, moved back so that it sees nothing but the map."""
        width, height = size[0] / self.zoom, size[1] / self.zoom
        return replace(
            self,
            x=min(max(self.x, 0.0), size[0] - width),
            y=min(max(self.y, 0.0), size[1] - height),
        )
