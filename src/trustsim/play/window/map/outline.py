"""The shore of a circle: a soft, uneven round, the same for the same circle for ever."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_WAVES: Final = ((2, 0.032), (3, 0.03), (4, 0.014), (5, 0.02), (7, 0.01), (9, 0.006))
# People keep a little away from the shore.
BEACH: Final = 0.93
POINTS: Final = 144


def shore(circle: int, angle: Array) -> Array:
    """Return the distance of the shore from the middle, at most 1, at each angle."""
    distance = np.ones_like(angle)
    for number, (waves, height) in enumerate(_WAVES):
        # Multiples of irrational numbers spread the shapes without a generator.
        shift = 2 * np.pi * ((circle + 1) * 0.618034 * (number + 1) % 1.0)
        distance += height * np.cos(waves * angle + shift)
    return np.asarray(distance / (1 + sum(height for _, height in _WAVES)))


def outline(circle: int, centre: Array, radius: float) -> Array:
    """Return the points of the shore in pixels, shape (POINTS, 2)."""
    angle = np.linspace(0, 2 * np.pi, POINTS, endpoint=False)
    distance = shore(circle, angle) * radius
    return centre + np.stack([np.cos(angle), np.sin(angle)], axis=1) * distance[:, None]


def fit_to_shore(seats: Array, circle_of: NDArray[np.integer], circles: int) -> Array:
    """Bring seats of the unit disc inside their circles' shores, shape (users, 2)."""
    fitted = seats.copy()
    for circle in range(circles):
        here = circle_of == circle
        angle = np.arctan2(seats[here, 1], seats[here, 0])
        fitted[here] *= (shore(circle, angle) * BEACH)[:, None]
    return fitted
