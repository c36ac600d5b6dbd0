"""The names on the map, placed so that no two meet."""

from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.look import SMALL, Look
from trustsim.play.window.map.places import Places
from trustsim.play.window.map.town import Town
from trustsim.play.window.placing import Label, lay_labels


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of one view of the map.

    Attributes:
        boxes: Place of each circle's label; None where there was no room.
        middles: Where the middle of each circle is, across.
        brand: Place of the brand's label.
    """

    boxes: tuple[pygame.Rect | None, ...]
    middles: tuple[int, ...]
    brand: pygame.Rect

    @property
    def rects(self) -> list[pygame.Rect]:
        """The places that are taken."""
        return [*(box for box in self.boxes if box is not None), self.brand]

    def draw(self, surface: pygame.Surface, look: Look, town: Town, closed: Sequence[bool]) -> None:
        """Draw the labels; those of closed circles say so."""
        for circle, box in enumerate(self.boxes):
            if box is not None:
                pill = (box, self.middles[circle])
                _draw_name(surface, look, town, circle, pill, closed[circle])
        _draw_brand(surface, look, town, self.brand)


def labels(
    look: Look,
    town: Town,
    places: Places,
    obstacles: Sequence[pygame.Rect],
    brand_radius: int,
) -> Labels:
    """Place the labels: heavier for larger circles, each beside its own.

    Args:
        look: The look of the window.
        town: Whose circles.
        places: Where everything is seen.
        obstacles: What no label may cover.
        brand_radius: How large the brand is drawn, in pixels.
    """
    bounds = pygame.Rect((0, 0), places.size).inflate(-look.px(8), -look.px(8))
    x, y = (round(float(value)) for value in places.brand)
    mark = pygame.Rect(0, 0, 2 * brand_radius, 2 * brand_radius)
    mark.center = (x, y)
    brand = pygame.Rect((0, 0), _brand_size(look, town))
    brand.midtop = (x, mark.bottom + look.px(6))
    brand = brand.clamp(bounds) if mark.colliderect(bounds) else brand
    wanted, seen = [], []
    for circle in range(town.circle_count):
        anchor = places.circle_box(circle).clip(bounds)
        if anchor.width > look.px(12) and anchor.height > look.px(12):
            seen.append(circle)
            weight = float(places.radii[circle])
            wanted.append(Label(anchor, _name_size(look, town, circle), weight))
    found = lay_labels(wanted, bounds, [*obstacles, mark, brand], look.px(4))
    boxes: list[pygame.Rect | None] = [None] * town.circle_count
    for circle, box in zip(seen, found, strict=True):
        boxes[circle] = box
    middles = tuple(round(float(x)) for x in places.centres[:, 0])
    return Labels(tuple(boxes), middles, brand)


def _name_size(look: Look, town: Town, circle: int) -> tuple[int, int]:
    """Return the size of a circle's label, with room for what it says when closed."""
    name = town.circle_names[circle]
    texts = (name, say("map.closed_label", circle=name))
    wide = max(look.text_width(text, SMALL, "semibold") for text in texts)
    return wide + look.icon("lock", 13).width + look.px(24), look.line_height(SMALL) + look.px(7)


def _brand_size(look: Look, town: Town) -> tuple[int, int]:
    """Return the size of the brand's label."""
    wide = look.text_width(town.brand_name, SMALL + 1, "bold") + look.px(22)
    return wide, look.line_height(SMALL + 1) + look.px(7)


def _draw_name(
    surface: pygame.Surface,
    look: Look,
    town: Town,
    circle: int,
    place: tuple[pygame.Rect, int],
    closed: bool,
) -> None:
    """Draw a circle's label in its place, as near to the middle of the circle as it can be."""
    box, middle = place
    key = ("label", town.circle_names[circle], town.circle_icons[circle], closed, box.height)
    pill = look.kept(key) or look.keep(key, _pill(look, town, circle, box.height, closed))
    # Its place has room for what it says when closed; the pill keeps to the circle's side of it.
    left = min(max(middle - pill.width // 2, box.x), box.right - pill.width)
    surface.blit(pill, (left, box.y))


def _pill(look: Look, town: Town, circle: int, height: int, closed: bool) -> pygame.Surface:
    """Draw what a circle's label says on a transparent ground."""
    theme = look.theme
    name = town.circle_names[circle]
    text = say("map.closed_label", circle=name) if closed else name
    icon_name = "lock" if closed else town.circle_icons[circle]
    colour = theme.closed if closed else theme.text
    words = look.text(text, SMALL, theme.text, "semibold")
    mark = look.icon(icon_name, 13, colour) if icon_name else None
    wide = words.width + look.px(20) + (mark.width + look.px(5) if mark else 0)
    picture = pygame.Surface((wide, height), pygame.SRCALPHA)
    pill = picture.get_rect()
    frame = theme.closed if closed else theme.line
    brush.box(picture, look, pill, theme.panel, 99, frame, 1.5 if closed else 1)
    x = look.px(10)
    if mark:
        picture.blit(mark, mark.get_rect(midleft=(x, pill.centery)))
        x += mark.width + look.px(5)
    picture.blit(words, words.get_rect(midleft=(x, pill.centery)))
    return picture


def _draw_brand(surface: pygame.Surface, look: Look, town: Town, box: pygame.Rect) -> None:
    """Draw the brand's label."""
    theme = look.theme
    brush.box(surface, look, box, theme.panel, 99, theme.accent, 1.5)
    words = look.text(town.brand_name, SMALL + 1, theme.text, "bold")
    surface.blit(words, words.get_rect(center=box.center))
