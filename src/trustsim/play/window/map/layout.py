"""Where everybody lies on the map of one size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.play.window.map.outline import fit_to_shore
from trustsim.play.window.map.packing import FILLS, Box, Discs, Plot, pack
from trustsim.play.window.map.seating import seat
from trustsim.play.window.map.town import Town

Array = NDArray[np.float64]

# Seats are given on a map of these sides, so that they stay when the window changes.
_SEATING_PLOT: Final = Plot(900, 580, 34, 12, 34, 60)


@dataclass(frozen=True, eq=False)
class Layout:
    """The places of circles, people and brand, in pixels from the map's corner.

    Attributes:
        discs: Circles and brand.
        people: Shape (users, 2).
        spacing: Distance between neighbours in each circle, shape (circles,).
        size: Width and height of the map.
    """

    discs: Discs
    people: Array
    spacing: Array
    size: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Seats:
    """Everybody's seat in their circle, kept for the whole game.

    Attributes:
        town: Whose seats.
        places: In the unit disc of the circle, shape (users, 2).
    """

    town: Town
    places: Array
    _ties: NDArray[np.int64]

    def lay(
        self,
        size: tuple[int, int],
        scale: float = 1.0,
        obstacles: Sequence[Box] = (),
        fill: float = FILLS[0],
    ) -> Layout:
        """Return where everybody lies on a map of ``size`` pixels.

        Args:
            size: Width and height of the map.
            scale: Pixels for one length of the design.
            obstacles: Boxes (left, top, width, height) that no circle may touch.
            fill: Share of the map that the circles take if there is room.
        """
        gap, edge_x, edge_y, brand = (length * scale for length in (34, 14, 38, 62))
        plot = Plot(size[0], size[1], gap, edge_x, edge_y, brand, tuple(obstacles), fill)
        sizes = self.town.circle_sizes()
        discs = pack(sizes, self._ties, plot)
        circle_of = self.town.circle_of
        people = discs.centres[circle_of] + self.places * discs.radii[circle_of][:, None]
        spacing = discs.radii * np.sqrt(np.pi / np.maximum(sizes, 1))
        return Layout(discs, people, spacing, size)


def take_seats(town: Town) -> Seats:
    """Give everybody a seat; the same town gives the same seats on every machine."""
    ties = town.ties_between()
    discs = pack(town.circle_sizes(), ties, _SEATING_PLOT)
    places = fit_to_shore(seat(town, discs.centres), town.circle_of, town.circle_count)
    return Seats(town, places, ties)
