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
_FINE: Final = 3
_STEPS: Final = 16
_STROKES: Final = 26
_START: Final = 24
"""Place on the ramp of trust of somebody one has not met."""
_LARGE_HEAD: Final = 44
_HEADS: Final = (32, 29, 26, 23, 20, 18, 16)
_LEAST_WITH_WORD: Final = 26
_YOU: Final = 39
_WORD_LINES: Final = 2
TURN: Final = 0.7
"""Seconds that a face takes to turn."""


@dataclass(eq=False)
class GuestFace(Widget):
    """One guest.

    Attributes:
        guest: Who, and how they left the evening.
        turned: How far they have shown it, from 0 to 1.
        radius: Of the head, in pixels; the room says how large it can be.
        shows_word: Whether there is room for the word; the sign is always there.
    """

    guest: Guest
    turned: float = 0.0
    radius: int = field(default=40, init=False)
    shows_word: bool = field(default=True, init=False)
    looks_to: tuple[float, float] = field(default=(0.0, 1.0), init=False)

    def size(self, look: Look, width: int) -> Size:
        """Return the size of face, name and word."""
        return width, _height(look, self.radius, has_word=self.shows_word)

    def draw(self, paint: Paint) -> None:
        """Draw the face, the name, and, once it has turned, the word and its sign."""
        look = paint.look
        radius = self.radius
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
        if not self.shows_word:
            return
        y += look.line_height(STRONG)
        colour = role_colour(look, "warm_text" if role == "warm" else role)
        words = _word_lines(look, self.guest.word, self.rect.width)[:_WORD_LINES]
        for line in words:
            text = look.text(line, SMALL, colour, "semibold")
            paint.surface.blit(text, text.get_rect(midtop=(self.rect.centerx, y)))
            y += look.line_height(SMALL)

    def _draw_sign(
        self, paint: Paint, centre: tuple[int, int], radius: int, sign: str, role: Role
    ) -> None:
        """Draw the sign on a small disc at the face's shoulder."""
        look = paint.look
        place = (centre[0] + round(radius * 0.82), centre[1] - round(radius * 0.7))
        grown = min(1.0, (self.turned - 0.5) * 2)
        side = look.px(13 * grown)
        if side < 3:
            return
        brush.disc(paint.surface, look, place, side, look.theme.panel)
        picture = look.icon(sign, 15 * grown, role_colour(look, role))
        paint.surface.blit(picture, picture.get_rect(center=place))


def _word_lines(look: Look, word: str, wide: int) -> tuple[str, ...]:
    """Return how a guest left in words, on a place so many pixels wide."""
    return look.wrap(say(f"guest.{word}"), wide - look.px(10), SMALL, "semibold")


def _height(look: Look, radius: int, *, has_word: bool) -> int:
    """Return the height of a guest with a head of so many pixels."""
    words = 2 * look.line_height(SMALL) if has_word else 0
    return 2 * radius + look.line_height(STRONG) + words + look.px(10)


def _draw_face(paint: Paint, centre: tuple[int, int], radius: int, who: GuestFace) -> None:
    """Draw a head that looks at you, or turns away."""
    look, theme = paint.look, paint.look.theme
    word, turned = who.guest.word, who.turned
    if word == "left" and turned > 0.75:
        _draw_empty(paint, centre, radius)
        return
    if word in WARM and turned > 0.3 and theme.is_dark:
        _draw_glow(paint, centre, radius, theme.light, turned)
    step = round(turned * _STEPS)
    where = (round(who.looks_to[0] * 4), round(who.looks_to[1] * 4))
    key = ("guest", radius, word, step, where, round(who.guest.trust, 2))
    picture = look.kept(key) or look.keep(key, _head(look, radius, who, step / _STEPS))
    paint.surface.blit(picture, picture.get_rect(center=centre))


def _head(look: Look, radius: int, who: GuestFace, turned: float) -> pygame.Surface:
    """Draw a head, larger than it will be seen, and bring it to its size."""
    theme, word = look.theme, who.guest.word
    tints = ramp(theme.trust_ramp(look.palette), 64)
    end = min(63, max(0, round(who.guest.trust * 63)))
    red, green, blue = (int(v) for v in tints[round(_START + (end - _START) * turned)])
    skin: RGB = (red, green, blue)
    away = turned if word in AWAY else 0.0
    side = 2 * radius + 4
    large = pygame.Surface((side * _FINE, side * _FINE), pygame.SRCALPHA)
    large.fill((*skin, 0))
    middle, r = side * _FINE / 2, radius * _FINE
    if away > 0.5:
        _paint_back(large, middle, r, theme.muted_ring, mix(theme.muted_ring, theme.sea, 0.45),
                    mix(theme.muted_ring, theme.sea, 0.68))  # fmt: skip
    else:
        pygame.draw.circle(large, mix(skin, theme.sea, 0.5 * away), (middle, middle), r)
        ink = mix(theme.background if theme.is_dark else theme.text, skin, 0.1)
        _paint_features(large, middle, r, ink, who, turned, away)
    picture = pygame.transform.smoothscale(large, (side, side))
    return picture.convert_alpha() if pygame.display.get_surface() else picture


def _paint_features(
    surface: pygame.Surface,
    middle: float,
    r: float,
    ink: RGB,
    who: GuestFace,
    turned: float,
    away: float,
) -> None:
    """Paint eyes and mouth where the head looks to."""
    word = who.guest.word
    across, down = who.looks_to
    if word == "unnoticed":
        # Somebody else is more interesting.
        across, down = across + (-down - across) * turned, down + (across * 0.3 - down) * turned
    shift = 0.26 - 1.0 * away - (0.2 * turned if word == "distance" else 0.0)
    x, y = middle + across * r * shift, middle + down * r * shift * 0.7
    for side in (-1, 1):
        pygame.draw.circle(surface, ink, (x + side * r * 0.29, y - r * 0.13), r * 0.095)
    bend = 0.15
    if word in WARM:
        bend += 0.16 * turned
    elif word in AWAY or word == "distance":
        bend -= 0.3 * turned
    elif word == "unnoticed":
        bend -= 0.1 * turned
    wide = r * (0.32 + 0.28 * max(0.0, bend - 0.15))
    base = y + r * 0.32
    for step in range(_STROKES + 1):
        t = 2 * step / _STROKES - 1
        place = (x + wide * t, base + bend * r * (0.55 - t * t))
        pygame.draw.circle(surface, ink, place, r * 0.05)


def _paint_back(
    surface: pygame.Surface, middle: float, r: float, ring: RGB, hair: RGB, shade: RGB
) -> None:
    """Paint the back of a head: ears, hair, and a hollow ring round it."""
    for side in (-1, 1):
        pygame.draw.circle(surface, hair, (middle + side * r * 0.76, middle + r * 0.1), r * 0.13)
    pygame.draw.circle(surface, hair, (middle, middle + r * 0.06), r * 0.76)
    pygame.draw.circle(surface, shade, (middle, middle - r * 0.06), r * 0.78)
    pygame.draw.circle(surface, ring, (middle, middle), r, max(2, round(r * 0.05)))


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
    paint.surface.blit(picture, picture.get_rect(center=centre), special_flags=pygame.BLEND_RGB_ADD)


@dataclass(eq=False)
class Room(Widget):
    """Twelve guests round somebody who has something to say.

    Attributes:
        faces: The guests.
        icon: What you have with you.
        is_small: Whether it shares the window with another room.
        speech: What you say, beside your head; empty for nothing.
        friends: Who knows whom, as places in ``faces``.
        is_round: Whether there is room to sit round you, and for what you say beside you.
    """

    faces: Sequence[GuestFace]
    icon: str
    is_small: bool = False
    speech: str = ""
    friends: Sequence[tuple[int, int]] = ()
    is_round: bool = field(default=True, init=False)

    def children(self) -> Sequence[Widget]:
        """Return the guests."""
        return self.faces

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the least height."""
        return width, look.px(140)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Seat the guests: round the room, or in rows where there is little of it."""
        self.rect = rect
        self.is_round = not self.is_small and self._fits_round(look)
        if self.is_round:
            spots, wide = self._round(look), round(rect.width / 6)
        else:
            spots, wide = self._rows(look)
        for face, (x, y) in zip(self.faces, spots, strict=False):
            high = face.size(look, wide)[1]
            face.place(look, pygame.Rect(x - wide // 2, y - high // 2, wide, high))
            across, down = rect.centerx - x, rect.centery - y
            away = math.hypot(across, down) or 1.0
            face.looks_to = (0.0, 0.6) if self.is_small else (across / away, down / away)

    def _fits_round(self, look: Look) -> bool:
        """Tell whether two rows leave room for you, your words and those at the sides."""
        self._let(look.px(_LARGE_HEAD), has_word=True)
        high = _height(look, look.px(_LARGE_HEAD), has_word=True)
        speech = 3 * look.line_height(STRONG) + look.px(16)
        between = max(high, 2 * look.px(_YOU), speech)
        return 2 * high + between + look.px(18) <= self.rect.height

    def _let(self, radius: int, *, has_word: bool) -> None:
        """Give all guests the same size."""
        for face in self.faces:
            face.radius, face.shows_word = radius, has_word

    def _round(self, look: Look) -> list[tuple[int, int]]:
        """Return the places round the room."""
        rect = self.rect
        high = self.faces[0].size(look, 100)[1] if self.faces else 0
        margin = look.px(12)
        top, bottom = rect.y + high // 2 + margin, rect.bottom - high // 2 - margin // 2
        count = max(1, (len(self.faces) - 2) // 2)
        inset = rect.width * 0.11
        xs = [inset + (rect.width - 2 * inset) * at / max(1, count - 1) for at in range(count)]
        # The rows bow a little, as people do round a table, where that leaves room for the sides.
        deep = min(look.px(26), max(0, (bottom - top - 2 * high) // 2))
        bow = [round(abs(2 * at / max(1, count - 1) - 1) ** 2 * deep) for at in range(count)]
        upper = [(round(rect.x + x), top + down) for x, down in zip(xs, bow, strict=True)]
        lower = [(round(rect.x + x), bottom - down) for x, down in zip(xs, bow, strict=True)]
        left, right = round(rect.x + inset * 0.75), round(rect.right - inset * 0.75)
        middle = (top + bottom) // 2
        return [*upper, (right, middle), *reversed(lower), (left, middle)]

    def _rows(self, look: Look) -> tuple[list[tuple[int, int]], int]:
        """Return places in rows, and how wide each is: heads shrink, then words go, until all fit.

        Where the rows are all the room there is, you sit in the middle of them.
        """
        rect = self.rect
        gap = 0 if self.is_small else 2 * look.px(_YOU)
        for columns in (4, 6) if self.is_small else (6,):
            found = self._sized(look, columns, (rect.width - gap) // columns, has_word=True)
            if found:
                break
        else:
            columns = 6
            self._sized(look, columns, (rect.width - gap) // columns, has_word=False)
        wide, rows = (rect.width - gap) // columns, -(-len(self.faces) // columns)
        places = []
        for index in range(len(self.faces)):
            column, row = index % columns, index // columns
            x = rect.x + wide * column + wide // 2 + (gap if column >= columns // 2 else 0)
            places.append((x, round(rect.y + rect.height * (row + 0.5) / rows)))
        return places, wide

    def _sized(self, look: Look, columns: int, wide: int, *, has_word: bool) -> bool:
        """Give the guests the largest size at which they fit; tell whether there is one."""
        rows = max(1, -(-len(self.faces) // columns))
        # Two rooms side by side are to look alike, so both have room for every word or for none.
        said = SIGNS if self.is_small else {face.guest.word for face in self.faces}
        lines = (_word_lines(look, word, wide) for word in said)
        fits = not has_word or all(len(each) <= _WORD_LINES for each in lines)
        heads = [head for head in (_LARGE_HEAD, *_HEADS)
                 if head >= (_LEAST_WITH_WORD if has_word else 0)
                 and (head != _LARGE_HEAD or not self.is_small)]  # fmt: skip
        for head in heads:
            self._let(look.px(head), has_word=has_word)
            high = _height(look, look.px(head), has_word=has_word)
            if fits and high * rows <= self.rect.height and 2.4 * look.px(head) <= wide:
                return True
        return False

    def draw(self, paint: Paint) -> None:
        """Draw the room and everybody in it."""
        look, theme = paint.look, paint.look.theme
        self._draw_floor(paint)
        for one, other in () if self.is_small else self.friends:
            start, end = (self._head_of(look, self.faces[index]) for index in (one, other))
            thread = mix(theme.sea, theme.line, 0.6)
            pygame.draw.aaline(paint.surface, thread, start, end, look.px(1.2))
        if not self.is_small:
            self._draw_you(paint)
        for face in self.faces:
            face.draw(paint)

    @staticmethod
    def _head_of(look: Look, face: GuestFace) -> tuple[int, int]:
        """Return the middle of a guest's head."""
        return face.rect.centerx, face.rect.y + face.radius + look.px(4)

    def _draw_floor(self, paint: Paint) -> None:
        """Draw the room: lamp light in the middle, darker towards the walls."""
        look, theme = paint.look, paint.look.theme
        key = ("room", self.rect.size)
        picture = look.kept(key)
        if picture is None:
            small = pygame.Surface((64, 36))
            for x in range(64):
                for y in range(36):
                    away = math.hypot((x - 31.5) / 36, (y - 17.5) / 22)
                    small.set_at((x, y), mix(theme.sea_centre, theme.sea, min(1.0, away)))
            picture = pygame.transform.smoothscale(small, self.rect.size)
            picture = look.keep(key, picture)
        paint.surface.blit(picture, self.rect)
        brush.box(paint.surface, look, self.rect, None, 4, theme.line)

    def _draw_you(self, paint: Paint) -> None:
        """Draw yourself in the middle, with what you say."""
        look, theme = paint.look, paint.look.theme
        centre = self.rect.center
        radius = look.px(_YOU - 5)
        brush.disc(paint.surface, look, centre, radius + look.px(5), mix(theme.sea, theme.accent,
                                                                        0.25))  # fmt: skip
        brush.disc(paint.surface, look, centre, radius, theme.accent)
        picture = look.icon(self.icon, 32, theme.accent_text)
        paint.surface.blit(picture, picture.get_rect(center=centre))
        if not self.speech or not self.is_round:
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
