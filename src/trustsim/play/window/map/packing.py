"""Packs the circles into the map: discs that don't overlap, with the brand in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]

# Share of the map that the discs take if there is room, and the shares to come down to.
FILLS: Final = (0.34, 0.31, 0.28, 0.25, 0.22, 0.19, 0.16, 0.13, 0.1)
_LARGEST: Final = 0.34
_SMALLEST: Final = 0.035
_SHRINK: Final = 0.95
_ROUNDS: Final = 60


@dataclass(frozen=True, eq=False)
class Discs:
    """Where the circles and the brand lie, in pixels.

    Attributes:
        centres: Shape (circles, 2).
        radii: Shape (circles,).
        brand: Middle of the brand, shape (2,).
    """

    centres: Array
    radii: Array
    brand: Array


@dataclass(frozen=True)
class Plot:
    """The ground the discs lie on, in pixels.

    Attributes:
        width: Of the map.
        height: Of the map.
        gap: Between two discs.
        edge_x: Kept free left and right.
        edge_y: Kept free above and below, for labels.
        brand_radius: Of the brand with its label.
        obstacles: Boxes (left, top, width, height) that no disc may touch.
        fill: Share of it that the discs take if there is room.
    """

    width: float
    height: float
    gap: float
    edge_x: float
    edge_y: float
    brand_radius: float
    obstacles: Sequence[Box] = ()
    fill: float = FILLS[0]


def pack(sizes: NDArray[np.integer], ties: NDArray[np.integer], plot: Plot) -> Discs:
    """Return one disc per circle, its area by the number of its members.

    Circles with many ties between them come to lie side by side. The same arguments give the same
    discs on every machine.

    Args:
        sizes: Members of each circle, shape (circles,).
        ties: Number of ties between each two circles, shape (circles, circles).
        plot: The ground.
    """
    shares = np.sqrt(np.maximum(sizes, 1).astype(np.float64))
    brand = brand_place(len(sizes), (plot.width, plot.height))
    short = min(plot.width, plot.height)
    scale = np.sqrt(plot.fill * plot.width * plot.height / np.pi / (shares**2).sum())
    scale = min(scale, _LARGEST * short / shares.max())
    centres = _first_places(shares, ties, brand, plot)
    while True:
        radii = np.maximum(shares * scale, _SMALLEST * short)
        centres = _relax(centres, radii, brand, plot)
        fits = _worst(centres, radii, brand, plot) < plot.gap / 8
        if fits or scale * shares.max() < _SMALLEST * short:
            break
        scale *= _SHRINK
    return Discs(centres, _without_overlap(centres, radii, brand, plot), brand)


def brand_place(count: int, size: tuple[float, float]) -> Array:
    """Return where the brand lies on a map: in the middle, but aside if there is one circle."""
    across = 0.5 if count > 1 else 0.22
    return np.array([size[0] * across, size[1] / 2])


def _first_places(shares: Array, ties: NDArray[np.integer], brand: Array, plot: Plot) -> Array:
    """Put the circles round the brand in the order of their ties, on an ellipse."""
    order = _chain(shares, ties)
    arcs = shares[order] + shares.mean() * 0.5
    ends = np.cumsum(arcs)
    angles = 2 * np.pi * (ends - arcs / 2) / ends[-1] - np.pi * 0.72
    # Every other one starts nearer, so that many circles don't stand in one ring.
    reach = np.where(np.arange(len(order)) % 2 == 0, 0.66, 0.5 if len(order) > 5 else 0.66)
    centres = np.empty((len(order), 2))
    centres[order, 0] = brand[0] + np.cos(angles) * reach * plot.width / 2
    centres[order, 1] = brand[1] + np.sin(angles) * reach * plot.height / 2
    if len(order) == 1:
        centres[0] = plot.width * 0.64, plot.height / 2
    return centres


def _chain(shares: Array, ties: NDArray[np.integer]) -> NDArray[np.int64]:
    """Order the circles so that neighbours have many ties for their sizes."""
    near = ties / np.outer(shares, shares)
    np.fill_diagonal(near, -1)
    chain = [int(np.argmax(shares))]
    left = set(range(len(shares))) - set(chain)
    while left:
        chain.append(max(sorted(left), key=lambda other: near[chain[-1], other]))
        left.discard(chain[-1])
    return np.array(chain)


def _relax(centres: Array, radii: Array, brand: Array, plot: Plot) -> Array:
    """Push discs apart until they don't overlap, or the rounds are over."""
    centres = centres.copy()
    weight = radii**2
    share = weight[None, :] / (weight[:, None] + weight[None, :])
    need = radii[:, None] + radii[None, :] + plot.gap
    clear = radii + plot.brand_radius + plot.gap * 0.5
    for turn in range(_ROUNDS):
        # A weak pull keeps the town together until the discs settle.
        if turn < _ROUNDS // 3:
            centres += (brand - centres) * 0.006
        centres += _pushes(centres[:, None, :] - centres[None, :, :], need, share).sum(axis=1)
        centres += _pushes(centres - brand, clear, np.ones_like(clear))
        for box in plot.obstacles:
            nearest = _nearest(centres, box)
            room = radii + plot.gap * 0.5
            centres += _pushes(centres - nearest, room, np.ones_like(radii))
        centres = _inside(centres, radii, plot)
    return centres


def _pushes(away: Array, need: Array, share: Array) -> Array:
    """Return the moves that bring things ``need`` apart, where they are nearer."""
    distance = np.sqrt((away**2).sum(axis=-1))
    lack = np.maximum(need - distance, 0.0) * share
    if away.ndim == 3:
        np.fill_diagonal(lack, 0.0)
    safe = np.maximum(distance, 1e-6)
    # Two in the very same place part sideways.
    direction = np.where(distance[..., None] > 1e-6, away / safe[..., None], [1.0, 0.0])
    return np.asarray(direction * lack[..., None])


def _nearest(centres: Array, box: Box) -> Array:
    """Return the point of a box that is nearest to each centre."""
    left, top, width, height = box
    return np.clip(centres, [left, top], [left + width, top + height])


def _inside(centres: Array, radii: Array, plot: Plot) -> Array:
    """Move discs back onto the plot."""
    low_x, low_y = radii + plot.edge_x, radii + plot.edge_y
    x = np.clip(centres[:, 0], low_x, np.maximum(plot.width - low_x, low_x))
    y = np.clip(centres[:, 1], low_y, np.maximum(plot.height - low_y, low_y))
    return np.stack([x, y], axis=1)


def _slacks(centres: Array, radii: Array, brand: Array, plot: Plot) -> Array:
    """Return for each disc the largest radius it could have beside the others as they are."""
    count = len(radii)
    distance = np.sqrt(((centres[:, None, :] - centres[None, :, :]) ** 2).sum(axis=-1))
    np.fill_diagonal(distance, np.inf)
    # What lies between two discs is shared by their radii.
    part = radii[:, None] / (radii[:, None] + radii[None, :])
    room = [((distance - plot.gap) * part).min(axis=1, initial=np.inf)]
    room.append(np.sqrt(((centres - brand) ** 2).sum(axis=-1)) - plot.brand_radius)
    room.append(np.minimum(centres[:, 0], plot.width - centres[:, 0]) - plot.edge_x)
    room.append(np.minimum(centres[:, 1], plot.height - centres[:, 1]) - plot.edge_y)
    for box in plot.obstacles:
        room.append(np.sqrt(((centres - _nearest(centres, box)) ** 2).sum(axis=-1)))
    return np.asarray(np.min(np.stack(room), axis=0).reshape(count), dtype=np.float64)


def _worst(centres: Array, radii: Array, brand: Array, plot: Plot) -> float:
    """Return by how many pixels the worst disc is too large."""
    return float((radii - _slacks(centres, radii, brand, plot)).max())


def _without_overlap(centres: Array, radii: Array, brand: Array, plot: Plot) -> Array:
    """Shrink the discs that still touch something."""
    return np.maximum(np.minimum(radii, _slacks(centres, radii, brand, plot)), 1.0)
