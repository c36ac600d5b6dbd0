"""Where floating things may lie: tooltips that hide nothing, labels that never meet."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

Rect = pygame.Rect

# A name keeps so many gaps from what it doesn't name.
_CLEAR: Final = 6


@dataclass(frozen=True)
class Label:
    """A label that wants to lie beside what it names.

    Attributes:
        anchor: The box of what it names.
        size: Width and height in pixels.
        weight: Heavier labels are placed first; a label that finds no room is left out.
        is_round: Whether what it names is the disc in the box, whose corners are free.
    """

    anchor: Rect
    size: tuple[int, int]
    weight: float = 0.0
    is_round: bool = False

    def covered_by(self, box: Rect) -> float:
        """Return how much a box covers of what is named: 0 for nothing."""
        if not self.is_round:
            return overlap(box, self.anchor) / (box.width * box.height)
        return max(0.0, -self.distance_of(box)) / box.height

    def distance_of(self, box: Rect) -> float:
        """Return how far a box lies from the disc that is named; below 0 inside it."""
        x, y = self.anchor.center
        across = x - min(max(x, box.left), box.right)
        down = y - min(max(y, box.top), box.bottom)
        return math.hypot(across, down) - self.anchor.width / 2


def place(
    size: tuple[int, int],
    about: Rect,
    bounds: Rect,
    keep_clear: Sequence[Rect] = (),
    rather_clear: Sequence[Rect] = (),
    gap: int = 8,
) -> Rect:
    """Return where a floating box may lie so that it doesn't cover what it speaks of.

    Args:
        size: Width and height of the box.
        about: What the box speaks of; never covered while there is room anywhere.
        bounds: What the box must stay inside.
        keep_clear: What else must not be covered, such as labels.
        rather_clear: What is covered only if there is no other place, such as people.
        gap: Pixels between the box and what it speaks of.

    Returns:
        The place nearest to ``about`` that covers nothing; else the one that covers least.
    """
    width, height = min(size[0], bounds.width), min(size[1], bounds.height)
    clear = [*keep_clear, about]
    columns = _starts(about.left, about.right, width, bounds.left, bounds.right, clear, gap, 0)
    rows = _starts(about.top, about.bottom, height, bounds.top, bounds.bottom, clear, gap, 1)
    x, y = (grid.ravel() for grid in np.meshgrid(columns, rows))
    boxes = np.stack([x, y, x + width, y + height], axis=1)
    order = np.lexsort(
        (
            _distances(boxes, about),
            _overlaps(boxes, rather_clear),
            _overlaps(boxes, keep_clear),
            _overlaps(boxes, [about]),
        )
    )
    best = int(order[0])
    return Rect(int(x[best]), int(y[best]), width, height)


def _starts(
    near: int,
    far: int,
    length: int,
    low: int,
    high: int,
    clear: Iterable[Rect],
    gap: int,
    axis: int,
) -> list[int]:
    """List the starts along one axis at which a box could just miss something."""
    last = high - length
    wanted = {near - length - gap, far + gap, near, far - length, (near + far - length) // 2}
    for box in clear:
        start, end = (box.left, box.right) if axis == 0 else (box.top, box.bottom)
        wanted |= {start - length - gap, end + gap}
    wanted |= {low, last, *range(low, last + 1, max(16, (high - low) // 16))}
    return sorted({min(max(start, low), last) for start in wanted})


def _overlaps(boxes: NDArray[np.int64], others: Sequence[Rect]) -> NDArray[np.int64]:
    """Return the area that each box (left, top, right, bottom) shares with the others."""
    if not others:
        return np.zeros(len(boxes), dtype=np.int64)
    edges = np.array([(each.left, each.top, each.right, each.bottom) for each in others])
    left, top, right, bottom = (edges.astype(np.float32)[:, side, None] for side in range(4))
    mine = boxes.astype(np.float32).T
    across = np.minimum(mine[2], right) - np.maximum(mine[0], left)
    down = np.minimum(mine[3], bottom) - np.maximum(mine[1], top)
    np.maximum(across, 0, out=across)
    np.maximum(down, 0, out=down)
    return np.asarray(np.einsum("ij,ij->j", across, down), dtype=np.int64)


def _distances(boxes: NDArray[np.int64], about: Rect) -> NDArray[np.float64]:
    """Return how far each box lies from ``about``, the distance of the middles breaking ties."""
    across = np.maximum(boxes[:, 0] - about.right, about.left - boxes[:, 2]).clip(0)
    down = np.maximum(boxes[:, 1] - about.bottom, about.top - boxes[:, 3]).clip(0)
    middles = np.abs(boxes[:, 0] + boxes[:, 2] - 2 * about.centerx) + np.abs(
        boxes[:, 1] + boxes[:, 3] - 2 * about.centery
    )
    return np.asarray(across + down + middles / 1_000, dtype=np.float64)


def overlap(one: Rect, other: Rect) -> int:
    """Return the area in pixels that two boxes share."""
    common = one.clip(other)
    return common.width * common.height


def bands(disc: Rect, count: int = 5) -> list[Rect]:
    """Return boxes that together cover a disc but not the corners of the box round it."""
    found, radius = [], disc.width / 2
    edges = [disc.top + round(disc.height * at / count) for at in range(count + 1)]
    for top, bottom in pairwise(edges):
        away = min(abs(top - disc.centery), abs(bottom - disc.centery))
        if top <= disc.centery <= bottom:
            away = 0
        half = round(math.sqrt(max(0.0, radius**2 - away**2)))
        found.append(Rect(disc.centerx - half, top, 2 * half, bottom - top))
    return found


def lay_labels(
    labels: Sequence[Label],
    bounds: Rect,
    obstacles: Sequence[Rect] = (),
    gap: int = 4,
) -> list[Rect | None]:
    """Place every label beside what it names so that no two meet.

    Args:
        labels: What is to be placed.
        bounds: What the labels must stay inside.
        obstacles: What no label may cover.
        gap: Pixels between a label and what it names, and between two labels.

    Returns:
        One box per label, in the order given; None for a label that found no room.
    """
    taken = list(obstacles)
    boxes: list[Rect | None] = [None] * len(labels)
    order = sorted(range(len(labels)), key=lambda index: (-labels[index].weight, index))
    for index in order:
        box = _lay_one(labels[index], bounds, taken, labels, gap)
        if box is not None:
            boxes[index] = box
            taken.append(box.inflate(gap, gap))
    return boxes


def _lay_one(
    label: Label, bounds: Rect, taken: Sequence[Rect], labels: Sequence[Label], gap: int
) -> Rect | None:
    """Find the first free place for one label that covers least of what labels name."""
    places = [box for box in _beside(label, gap) if bounds.contains(box)]
    free = [box for box in places if box.collidelist(taken) < 0]
    others = [other for other in labels if other is not label and other.is_round]
    return min(
        free,
        key=lambda box: (round(crowding(box, labels), 3), _ambiguity(box, others, _CLEAR * gap)),
        default=None,
    )


def _ambiguity(box: Rect, others: Sequence[Label], clear: float) -> float:
    """Return how much a place looks as if it belonged to other discs: 0 beyond ``clear``."""
    return round(sum(max(0.0, 1 - other.distance_of(box) / clear) for other in others), 1)


def crowding(box: Rect, labels: Sequence[Label]) -> float:
    """Return how much a place covers of what labels name: 0 for nothing."""
    return sum(label.covered_by(box) for label in labels)


def _beside(label: Label, gap: int) -> list[Rect]:
    """List the places round an anchor, the best first."""
    anchor, (width, height) = label.anchor, label.size
    middle, level = anchor.centerx - width // 2, anchor.centery - height // 2
    places = []
    for slide in (0.0, -0.3, 0.3, -0.6, 0.6, -0.9, 0.9):
        x = middle + round(slide * (anchor.width + width) / 2)
        places += [(x, anchor.bottom + gap), (x, anchor.top - gap - height)]
    for slide in (0.0, -0.4, 0.4, -0.8, 0.8):
        y = level + round(slide * (anchor.height + height) / 2)
        places += [(anchor.right + gap, y), (anchor.left - gap - width, y)]
    if label.is_round:
        places += _round(label, gap)
    places += [(middle, anchor.bottom - height - gap), (middle, anchor.top + gap), (middle, level)]
    return [Rect(x, y, width, height) for x, y in places]


def _round(label: Label, gap: int) -> list[tuple[int, int]]:
    """List the places that touch a disc at a slant, the lower ones first."""
    (x, y), (width, height) = label.anchor.center, label.size
    reach = label.anchor.width / 2 + gap
    places = []
    for degrees in (50, 35, 65, 20):
        for down in (1, -1):
            for across in (1, -1):
                turn = math.radians(degrees)
                near_x, near_y = (
                    x + across * reach * math.cos(turn),
                    y + down * reach * math.sin(turn),
                )
                left = near_x if across > 0 else near_x - width
                top = near_y if down > 0 else near_y - height
                places.append((round(left), round(top)))
    return places
