"""The guests of the party: faces that turn to you or away, with a word and a sign."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pygame

from trustsim.play.party import Guest
from trustsim.play.people import name_of
from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.colours import RGB, mix, ramp
from trustsim.play.window.look import SMALL, STRONG, Look
from trustsim.play.window.widgets.widget import Paint, Role, Size, Widget, role_colour

SIGNS: Final[dict[str, tuple[str, Role]]] = {
    "left": ("log-out", "bad"),
    "stopped": ("bell-off", "bad"),
    "bought": ("shopping-bag", "good"),
    "again": ("star", "warm"),
    "warmer": ("smile", "good"),
    "distance": ("meh", "text_muted"),
    "unnoticed": ("ellipsis", "text_muted"),
}
AWAY: Final = frozenset({"left", "stopped"})
WARM: Final = frozenset({"bought", "again", "warmer"})
TURN: Final = 0.7
"""Seconds that a face takes to turn."""


@dataclass(eq=False)
class GuestFace(Widget):
    """One guest.

    Attributes:
        guest: Who, and how they left the evening.
        turned: How far they have shown it, from 0 to 1.
        is_small: Whether there is little room.
    """

    guest: Guest
    turned: float = 0.0
    is_small: bool = False
    looks_to: tuple[float, float] = field(default=(0.0, 1.0), init=False)

    def size(self, look: Look, width: int) -> Size:
        """Return the size of face, name and word."""
        high = 2 * self._radius(look) + look.line_height(STRONG) + 2 * look.line_height(SMALL)
        return width, high + look.px(10)

    def draw(self, paint: Paint) -> None:
        """Draw the face, the name, and, once it has turned, the word and its sign."""
        look = paint.look
        radius = self._radius(look)
        centre = (self.rect.centerx, self.rect.y + radius + look.px(4))
        _draw_face(paint, centre, radius, self)
        theme = look.theme
        y = centre[1] + radius + look.px(3)
        name = look.text(name_of(self.guest.user), STRONG, theme.text, "semibold")
        paint.surface.blit(name, name.get_rect(midtop=(self.rect.centerx, y)))
        if self.turned < 0.5:
            return
        sign, role = SIGNS[self.guest.word]
        self._draw_sign(paint, centre, radius, sign, role)
        y += look.line_height(STRONG)
        colour = role_colour(look, "warm_text" if role == "warm" else role)
        words = look.wrap(say(f"guest.{self.guest.word}"), self.rect.width, SMALL, "regular", 2)
        for line in words:
            text = look.text(line, SMALL, colour, "semibold")
            paint.surface.blit(text, text.get_rect(midtop=(self.rect.centerx, y)))
            y += look.line_height(SMALL)

    def _draw_sign(
        self, paint: Paint, centre: tuple[int, int], radius: int, sign: str, role: Role
    ) -> None:
        """Draw the sign on a small disc at the face's shoulder."""
        look = paint.look
        place = (centre[0] + round(radius * 0.78), centre[1] - round(radius * 0.72))
        grown = min(1.0, (self.turned - 0.5) * 2)
        side = look.px(13 * grown)
        if side < 3:
            return
        brush.disc(paint.surface, look, place, side, look.theme.panel)
        picture = look.icon(sign, 15 * grown, role_colour(look, role))
        paint.surface.blit(picture, picture.get_rect(center=place))

    def _radius(self, look: Look) -> int:
        """Return the radius of the face."""
        return look.px(24 if self.is_small else 36)


def _draw_face(
    paint: Paint, centre: tuple[int, int], radius: int, who: GuestFace
) -> None:
    """Draw a head that looks at you, or turns away."""
    look, theme = paint.look, paint.look.theme
    word, turned = who.guest.word, who.turned
    tints = ramp(theme.trust_ramp(look.palette), 64)
    start = 24
    end = min(63, max(0, round(who.guest.trust * 63)))
    red, green, blue = (int(v) for v in tints[round(start + (end - start) * turned)])
    skin: RGB = (red, green, blue)
    if word == "left" and turned > 0.75:
        _draw_empty(paint, centre, radius)
        return
    away = turned if word in AWAY else 0.35 * turned if word == "distance" else 0.0
    if word in WARM and turned > 0.3 and theme.is_dark:
        _draw_glow(paint, centre, radius, theme.light, turned)
    body = mix(skin, theme.sea, 0.55 * away)
    brush.disc(paint.surface, look, centre, radius, body)
    ink = mix(theme.background if theme.is_dark else theme.text, body, 0.12)
    if away > 0.55:
        _draw_back(paint, centre, radius, ink, away)
        return
    across, down = who.looks_to
    shift = 0.26 - 0.62 * away
    middle = (centre[0] + across * radius * shift, centre[1] + down * radius * shift * 0.8)
    _draw_features(paint.surface, look, middle, radius, ink, word, turned)


def _draw_features(
    surface: pygame.Surface,
    look: Look,
    middle: tuple[float, float],
    radius: int,
    ink: RGB,
    word: str,
    turned: float,
) -> None:
    """Draw eyes and mouth round a point."""
    eye = max(2, round(radius * 0.1))
    for side in (-1, 1):
        place = (round(middle[0] + side * radius * 0.3), round(middle[1] - radius * 0.12))
        brush.disc(surface, look, place, eye, ink)
    bend = 0.12
    if word in WARM:
        bend += 0.3 * turned
    elif word in AWAY or word == "distance":
        bend -= 0.32 * turned
    width, base = radius * 0.36, middle[1] + radius * 0.34
    points = [
        (middle[0] + width * t, base + bend * radius * (1 - t * t) - bend * radius * 0.5)
        for t in (-1, -0.66, -0.33, 0, 0.33, 0.66, 1)
    ]
    thick = max(2, round(radius * 0.085))
    for one, other in zip(points, points[1:], strict=False):
        pygame.draw.aaline(surface, ink, one, other, thick)


def _draw_back(
    paint: Paint, centre: tuple[int, int], radius: int, ink: RGB, away: float
) -> None:
    """Draw the back of a head: hair instead of a face, in a hollow ring."""
    look, theme = paint.look, paint.look.theme
    share = min(1.0, (away - 0.55) / 0.3)
    brush.disc(paint.surface, look, centre, round(radius * (0.55 + 0.35 * share)),
               mix(theme.muted_ring, theme.sea, 0.35))  # fmt: skip
    for turn in range(5):
        angle = math.pi * (0.62 + 0.19 * turn)
        start = (centre[0] + math.cos(angle) * radius * 0.2,
                 centre[1] - math.sin(angle) * radius * 0.1 - radius * 0.1)  # fmt: skip
        end = (centre[0] - math.cos(angle) * -radius * 0.62,
               centre[1] + math.sin(angle) * radius * 0.62)  # fmt: skip
        pygame.draw.aaline(paint.surface, ink, start, end, max(1, look.px(1.5)))
    pygame.draw.aacircle(paint.surface, theme.muted_ring, centre, radius + look.px(2),
                         max(1, look.px(2)))  # fmt: skip


def _draw_empty(paint: Paint, centre: tuple[int, int], radius: int) -> None:
    """Draw the place of somebody who has left: a broken ring."""
    look, theme = paint.look, paint.look.theme
    for step in range(0, 24, 2):
        one, other = (2 * math.pi * (step + part) / 24 for part in (0, 1))
        pygame.draw.aaline(
            paint.surface,
            theme.muted_ring,
            (centre[0] + math.cos(one) * radius, centre[1] + math.sin(one) * radius),
            (centre[0] + math.cos(other) * radius, centre[1] + math.sin(other) * radius),
            max(1, look.px(2)),
        )


def _draw_glow(
    paint: Paint, centre: tuple[int, int], radius: int, colour: RGB, share: float
) -> None:
    """Draw a warm light round a head."""
    look = paint.look
    level = round(share * 6)
    key = ("guest glow", radius, colour, level)
    picture = look.kept(key)
    if picture is None:
        side = round(radius * 3.4)
        picture = pygame.Surface((side, side))
        for ring in range(side // 2, radius - 2, -1):
            fade = ((side / 2 - ring) / (side / 2 - radius + 2)) ** 2 * 0.3 * level / 6
            pygame.draw.circle(picture, mix((0, 0, 0), colour, fade), (side / 2, side / 2), ring)
        picture = look.keep(key, picture)
    paint.surface.blit(
        picture, picture.get_rect(center=centre), special_flags=pygame.BLEND_RGB_ADD
    )


@dataclass(eq=False)
class Room(Widget):
    """Twelve guests round somebody who has something to say.

    Attributes:
        faces: The guests.
        icon: What you have with you.
        is_small: Whether it shares the window with another room.
        speech: What you say, over your head; empty for nothing.
    """

    faces: Sequence[GuestFace]
    icon: str
    is_small: bool = False
    speech: str = ""

    def children(self) -> Sequence[Widget]:
        """Return the guests."""
        return self.faces

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the least height."""
        return width, look.px(300)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Seat the guests: round the room, or in rows where it is small."""
        self.rect = rect
        spots = self._rows(look) if self.is_small else self._round(look)
        wide = round(rect.width / (4.2 if self.is_small else 6.0))
        for face, (x, y) in zip(self.faces, spots, strict=False):
            face.is_small = self.is_small
            high = face.size(look, wide)[1]
            face.place(look, pygame.Rect(x - wide // 2, y - high // 2, wide, high))
            across, down = rect.centerx - x, rect.centery - y
            away = math.hypot(across, down) or 1.0
            face.looks_to = (0.0, 0.6) if self.is_small else (across / away, down / away)

    def _round(self, look: Look) -> list[tuple[int, int]]:
        """Return the places round the room."""
        rect = self.rect
        high = self.faces[0].size(look, 100)[1] if self.faces else 0
        top, bottom = rect.y + high // 2, rect.bottom - high // 2
        inset = rect.width / 6.0
        row = [rect.x + inset * (0.5 + at) for at in range(6)]
        spots = [(x, top) for x in row[:5]]
        del spots
        count = max(1, (len(self.faces) - 2) // 2)
        xs = [rect.x + rect.width * (0.5 + at) / count for at in range(count)]
        return [
            *((round(x), top) for x in xs),
            (round(rect.right - inset * 0.62), rect.centery),
            *((round(x), bottom) for x in reversed(xs)),
            (round(rect.x + inset * 0.62), rect.centery),
        ]

    def _rows(self, look: Look) -> list[tuple[int, int]]:
        """Return places in rows of four."""
        rect = self.rect
        rows = -(-len(self.faces) // 4)
        return [
            (
                round(rect.x + rect.width * (0.5 + index % 4) / 4),
                round(rect.y + rect.height * (0.5 + index // 4) / rows),
            )
            for index in range(len(self.faces))
        ]

    def draw(self, paint: Paint) -> None:
        """Draw the room and everybody in it."""
        look, theme = paint.look, paint.look.theme
        brush.box(paint.surface, look, self.rect, theme.sea, 16, theme.line)
        if not self.is_small:
            self._draw_you(paint)
        for face in self.faces:
            face.draw(paint)

    def _draw_you(self, paint: Paint) -> None:
        """Draw yourself in the middle, with what you say."""
        look, theme = paint.look, paint.look.theme
        centre = self.rect.center
        radius = look.px(34)
        brush.disc(paint.surface, look, centre, radius + look.px(5), mix(theme.sea, theme.accent,
                                                                        0.25))  # fmt: skip
        brush.disc(paint.surface, look, centre, radius, theme.accent)
        picture = look.icon(self.icon, 32, theme.accent_text)
        paint.surface.blit(picture, picture.get_rect(center=centre))
        if not self.speech:
            return
        lines = look.wrap(self.speech, look.px(250 * look.text_scale), STRONG, "semibold")
        step = look.line_height(STRONG)
        wide = max(look.text_width(line, STRONG, "semibold") for line in lines)
        box = pygame.Rect(0, 0, wide + look.px(28), step * len(lines) + look.px(16))
        box.midleft = (centre[0] + radius + look.px(14), centre[1])
        brush.box(paint.surface, look, box, theme.card_raised, 12, theme.line)
        for index, line in enumerate(lines):
            text = look.text(line, STRONG, theme.text, "semibold")
            paint.surface.blit(text, (box.x + look.px(14), box.y + look.px(8) + index * step))
