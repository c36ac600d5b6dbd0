"""Where things that float may lie: tooltips and toasts that hide nothing, labels that never meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import pygame

Rect = pygame.Rect


@dataclass(frozen=True)
class Label:
    """A label that wants to lie beside what it names.

    Attributes:
        anchor: The box of what it names.
        size: Width and height in pixels.
        weight: Heavier labels are placed first; a label that finds no room is left out.
    """

    anchor: Rect
    size: tuple[int, int]
    weight: float = 0.0


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
    boxes = (Rect(x, y, width, height) for x, y in product(columns, rows))
    return min(boxes, key=lambda box: _cost(box, about, keep_clear, rather_clear))


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


def _cost(
    box: Rect, about: Rect, keep_clear: Sequence[Rect], rather_clear: Sequence[Rect]
) -> tuple[int, int, int, float]:
    """Order places: first what must stay clear, then what should, then by distance."""
    return (
        overlap(box, about),
        sum(overlap(box, other) for other in keep_clear),
        sum(overlap(box, other) for other in rather_clear),
        _gap_between(box, about),
    )


def overlap(one: Rect, other: Rect) -> int:
    """Return the area in pixels that two boxes share."""
    common = one.clip(other)
    return common.width * common.height


def _gap_between(one: Rect, other: Rect) -> float:
    """Return how far apart two boxes are, their middles breaking ties."""
    across = max(one.left - other.right, other.left - one.right, 0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0)
    middles = abs(one.centerx - other.centerx) + abs(one.centery - other.centery)
    return float(across + down) + middles / 1_000


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
    anchors = [label.anchor for label in labels]
    boxes: list[Rect | None] = [None] * len(labels)
    order = sorted(range(len(labels)), key=lambda index: (-labels[index].weight, index))
    for index in order:
        others = [anchor for at, anchor in enumerate(anchors) if at != index]
        box = _lay_one(labels[index], bounds, taken, others, gap)
        if box is not None:
            boxes[index] = box
            taken.append(box.inflate(gap, gap))
    return boxes


def _lay_one(
    label: Label, bounds: Rect, taken: Sequence[Rect], others: Sequence[Rect], gap: int
) -> Rect | None:
    """Find the first free place for one label; rather beside its own than over another's."""
    places = [box for box in _beside(label, gap) if bounds.contains(box)]
    free = [box for box in places if box.collidelist(taken) < 0]
    return min(free, key=lambda box: _crowding(box, others), default=None)


def _crowding(box: Rect, others: Sequence[Rect]) -> float:
    """Return how much of a place lies on what other labels name."""
    return sum(overlap(box, other) for other in others) / (box.width * box.height)


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
    places += [(middle, anchor.bottom - height - gap), (middle, anchor.top + gap), (middle, level)]
    return [Rect(x, y, width, height) for x, y in places]
