"""The names on the map, placed so that no two meet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.look import SMALL, Look
from trustsim.play.window.map.places import Places
from trustsim.play.window.map.town import Town
from trustsim.play.window.placing import Label, crowding, lay_labels


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of one view of the map.

    Attributes:
        boxes: Place of each circle's label; None where there was no room.
        closed_boxes: The same with room for saying that the door is closed; None where that
            would cover something, so that the lock alone says it.
        brand: Place of the brand's label.
        crowding: How much the labels cover of the circles, those without room counting most.
    """

    boxes: tuple[pygame.Rect | None, ...]
    closed_boxes: tuple[pygame.Rect | None, ...]
    brand: pygame.Rect
    crowding: float

    @property
    def rects(self) -> list[pygame.Rect]:
        """The places that are taken, or may come to be."""
        pairs = zip(self.boxes, self.closed_boxes, strict=True)
        return [*(wide or box for box, wide in pairs if box is not None), self.brand]

    def draw(self, surface: pygame.Surface, look: Look, town: Town, closed: Sequence[bool]) -> None:
        """Draw the labels; those of closed circles say so."""
        for circle, box in enumerate(self.boxes):
            if box is None:
                continue
            wide = self.closed_boxes[circle] if closed[circle] else None
            name = town.circle_names[circle]
            text = say("map.closed_label", circle=name) if wide is not None else name
            if wide is None and box.width < _name_size(look, name)[0]:
                text = ""
            _draw_name(surface, look, town, circle, wide or box, text, closed[circle])
        _draw_brand(surface, look, town, self.brand)


def labels(
    look: Look,
    town: Town,
    places: Places,
    obstacles: Sequence[pygame.Rect],
    brand_radius: int,
    *,
    shortens: bool = False,
) -> Labels:
    """Place the labels: heavier for larger circles, each beside its own.

    Args:
        look: The look of the window.
        town: Whose circles.
        places: Where everything is seen.
        obstacles: What no label may cover.
        brand_radius: How large the brand is drawn, in pixels.
        shortens: Whether icons stand for the names that would cover a circle.
    """
    bounds = pygame.Rect((0, 0), places.size).inflate(-look.px(8), -look.px(8))
    mark, brand = brand_boxes(look, town, places.brand, bounds, brand_radius)
    wanted, seen = [], []
    for circle in range(town.circle_count):
        whole = places.circle_box(circle)
        anchor = whole.clip(bounds)
        if anchor.width > look.px(12) and anchor.height > look.px(12):
            seen.append(circle)
            weight = float(places.radii[circle])
            size = _name_size(look, town.circle_names[circle])
            wanted.append(Label(anchor, size, weight, is_round=anchor == whole))
    taken = [*obstacles, mark, brand]
    found = lay_labels(wanted, bounds, taken, look.px(4))
    crowded = crowding(brand, wanted) + sum(_crowding(box, wanted) for box in found)
    if shortens:
        found = _shortened(look, wanted, found, bounds, taken)
    boxes: list[pygame.Rect | None] = [None] * town.circle_count
    for circle, box in zip(seen, found, strict=True):
        boxes[circle] = box
    closed = _closed_boxes(look, town, boxes, taken, bounds, wanted)
    return Labels(tuple(boxes), closed, brand, crowded)


def brand_boxes(
    look: Look, town: Town, place: NDArray[np.float64], bounds: pygame.Rect, radius: int
) -> tuple[pygame.Rect, pygame.Rect]:
    """Return the places of the brand and of its label."""
    x, y = (round(float(value)) for value in place)
    mark = pygame.Rect(x - radius, y - radius, 2 * radius, 2 * radius)
    brand = pygame.Rect((0, 0), _brand_size(look, town))
    brand.midtop = (x, mark.bottom + look.px(6))
    return mark, brand.clamp(bounds) if mark.colliderect(bounds) else brand


def _crowding(box: pygame.Rect | None, named: Sequence[Label]) -> float:
    """Return how much a label covers of the circles; one without room counts most."""
    return 10.0 if box is None else crowding(box, named)


def _shortened(
    look: Look,
    wanted: Sequence[Label],
    found: list[pygame.Rect | None],
    bounds: pygame.Rect,
    taken: Sequence[pygame.Rect],
) -> list[pygame.Rect | None]:
    """Let the icon alone stand for a name that would cover something, one name after the other."""
    labels, short = list(wanted), _name_size(look, "")
    for _ in wanted:
        worst = max(range(len(found)), key=lambda at: _crowding(found[at], wanted), default=-1)
        if worst < 0 or _crowding(found[worst], wanted) == 0 or labels[worst].size == short:
            break
        labels[worst] = replace(labels[worst], size=short)
        found = lay_labels(labels, bounds, taken, look.px(4))
    return found


def _closed_boxes(
    look: Look,
    town: Town,
    boxes: Sequence[pygame.Rect | None],
    taken: Sequence[pygame.Rect],
    bounds: pygame.Rect,
    named: Sequence[Label],
) -> tuple[pygame.Rect | None, ...]:
    """Return the labels' places with room for what they say when a door is closed."""
    found: list[pygame.Rect | None] = []
    for circle, box in enumerate(boxes):
        if box is None:
            found.append(None)
            continue
        text = say("map.closed_label", circle=town.circle_names[circle])
        wide = pygame.Rect((0, 0), _name_size(look, text))
        others = [*taken, *(each for each in found if each is not None)]
        others += [each for at, each in enumerate(boxes) if each is not None and at != circle]
        places = []
        for edge in ("midtop", "topleft", "topright"):
            setattr(wide, edge, getattr(box, edge))
            places.append(wide.clamp(bounds))
        least = crowding(box, named) + 0.01
        free = [each for each in places if each.collidelist(others) < 0]
        fits = (each for each in free if crowding(each, named) <= least)
        found.append(next(fits, None))
    return tuple(found)


def _name_size(look: Look, text: str) -> tuple[int, int]:
    """Return the size of a circle's label that says ``text`` behind an icon."""
    wide = look.icon("lock", 13).width + look.px(20)
    wide += look.text_width(text, SMALL, "semibold") + look.px(5) if text else 0
    return wide, look.line_height(SMALL) + look.px(7)


def _brand_size(look: Look, town: Town) -> tuple[int, int]:
    """Return the size of the brand's label."""
    wide = look.text_width(town.brand_name, SMALL + 1, "bold") + look.px(22)
    return wide, look.line_height(SMALL + 1) + look.px(7)


def _draw_name(
    surface: pygame.Surface,
    look: Look,
    town: Town,
    circle: int,
    box: pygame.Rect,
    text: str,
    closed: bool,
) -> None:
    """Draw a circle's label in its place."""
    icon_name = "lock" if closed else town.circle_icons[circle]
    key = ("label", text, icon_name, closed, box.size)
    pill = look.kept(key) or look.keep(key, _pill(look, text, icon_name, box.size, closed))
    surface.blit(pill, box)


def _pill(
    look: Look, text: str, icon_name: str, size: tuple[int, int], closed: bool
) -> pygame.Surface:
    """Draw what a circle's label says on a transparent ground."""
    theme = look.theme
    colour = theme.closed if closed else theme.text
    words = look.text(text, SMALL, theme.text, "semibold")
    mark = look.icon(icon_name, 13, colour) if icon_name else None
    picture = pygame.Surface(size, pygame.SRCALPHA)
    pill = picture.get_rect()
    frame = theme.closed if closed else theme.line
    brush.box(picture, look, pill, theme.panel, 99, frame, 1.5 if closed else 1)
    wide = (words.width if text else 0) + (mark.width + look.px(5 if text else 0) if mark else 0)
    x = (size[0] - wide) // 2
    if mark:
        picture.blit(mark, mark.get_rect(midleft=(x, pill.centery)))
        x += mark.width + look.px(5)
    if text:
        picture.blit(words, words.get_rect(midleft=(x, pill.centery)))
    return picture


def _draw_brand(surface: pygame.Surface, look: Look, town: Town, box: pygame.Rect) -> None:
    """Draw the brand's label."""
    theme = look.theme
    brush.box(surface, look, box, theme.panel, 99, theme.accent, 1.5)
    words = look.text(town.brand_name, SMALL + 1, theme.text, "bold")
    surface.blit(words, words.get_rect(center=box.center))
