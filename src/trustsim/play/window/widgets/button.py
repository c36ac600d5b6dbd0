"""What is pressed: buttons and chips."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import ClassVar, Final, Literal

import pygame

from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.colours import RGB, mix
from trustsim.play.window.fonts import Weight
from trustsim.play.window.look import BODY, SUBTITLE, Look
from trustsim.play.window.widgets.boxes import Box
from trustsim.play.window.widgets.widget import Paint, Press, Role, Size, Widget, role_colour

Rank = Literal["main", "plain", "quiet"]

_MOST_LINES: Final = 2


@dataclass(eq=False)
class Button(Widget):
    """A button with a text, an icon, or both.

    Attributes:
        text: What it says; may be empty beside an icon.
        on_press: What it does.
        icon: Name of its icon, or empty.
        rank: ``main`` for what comes next, ``plain`` for the rest, ``quiet`` without a ground.
        letter: A size of the type scale.
        colour: Role of the text's colour; None for the rank's own.
        is_chosen: Whether it is the chosen one of several.
    """

    text: str
    on_press: Press
    icon: str = field(default="", kw_only=True)
    rank: Rank = field(default="plain", kw_only=True)
    letter: float = field(default=BODY, kw_only=True)
    colour: Role | None = field(default=None, kw_only=True)
    is_chosen: bool = field(default=False, kw_only=True)
    takes_focus: ClassVar[bool] = True

    def size(self, look: Look, width: int) -> Size:
        """Return the size of its text and icon and a margin; a long text takes two lines."""
        across, down = self._margins(look)
        wide, high = self._content_size(look, self._lines(look, width))
        # An icon alone makes a square.
        return (high + 2 * down if not self.text else wide + 2 * across), high + 2 * down

    def draw(self, paint: Paint) -> None:
        """Draw its ground, its icon and its text."""
        look = paint.look
        fill, border, colour = self._colours(paint)
        radius = 12 if self.rank == "main" else 9
        rect = self.rect.move(0, 1 if self.is_held(paint) else 0)
        if self.rank == "main" and self.is_enabled:
            brush.shadow(paint.surface, look, rect, radius, 8)
        if fill or border:
            brush.box(paint.surface, look, rect, fill, radius, border, 2 if self.is_chosen else 1)
        self._draw_content(paint, rect, colour)
        self.draw_focus(paint, radius)

    def use(self, action: Action, look: Look) -> bool:
        """Do what it does when it is pressed."""
        if action.act is not Act.PRESS:
            return False
        self.on_press()
        return True

    @property
    def _weight(self) -> Weight:
        """How heavy its letters are."""
        return "bold" if self.rank == "main" else "semibold"

    def _margins(self, look: Look) -> tuple[int, int]:
        """Return the distances across and down in pixels."""
        main = self.rank == "main"
        return look.px(18 if main else 10), look.px(13 if main else 10 if self.letter > BODY else 6)

    def _icon_width(self, look: Look) -> int:
        """Return the width of its icon and what lies between it and the text, or 0."""
        if not self.icon:
            return 0
        return look.icon(self.icon, self.letter + 4).width + (look.px(8) if self.text else 0)

    def least_width(self, look: Look) -> int:
        """Return the width at which no word is cut, and the text takes two lines at most."""
        taken = look.px(12) + self._icon_width(look)
        words = self.text.split()
        wide = max((look.text_width(word, self.letter, self._weight) for word in words), default=0)
        while len(look.wrap(self.text, wide, self.letter, self._weight)) > _MOST_LINES:
            wide += look.px(8)
        return wide + taken

    def _lines(self, look: Look, width: int) -> tuple[str, ...]:
        """Return the lines of its text on a button of ``width`` pixels, at most two."""
        if not self.text:
            return ()
        room = width - look.px(8) - self._icon_width(look)
        return look.wrap(self.text, room, self.letter, self._weight, _MOST_LINES)

    def _content_size(self, look: Look, lines: Sequence[str]) -> Size:
        """Return the size of icon and text side by side."""
        widths = [look.text_width(line, self.letter, self._weight) for line in lines]
        high = look.line_height(self.letter) * max(1, len(lines))
        if self.icon:
            high = max(high, look.icon(self.icon, self.letter + 4).height)
        return max(widths, default=0) + self._icon_width(look), high

    def _colours(self, paint: Paint) -> tuple[RGB | None, RGB | None, RGB]:
        """Return the colours of ground, frame and text."""
        look, theme = paint.look, paint.look.theme
        hovered = self.is_hovered(paint) or self.is_held(paint)
        if not self.is_enabled:
            ground = None if self.rank == "quiet" else theme.card
            return ground, None, mix(theme.text_muted, theme.panel, 0.4)
        if self.rank == "main":
            lift = theme.text if theme.is_dark else theme.background
            fill = mix(theme.accent, lift, 0.18) if hovered else theme.accent
            return fill, None, theme.accent_text
        own = role_colour(look, self.colour) if self.colour else theme.text
        if self.rank == "quiet":
            return (theme.card if hovered else None), None, own
        fill = theme.card_raised if hovered or self.is_chosen else theme.card
        return fill, (theme.accent if self.is_chosen else theme.line), own

    def _draw_content(self, paint: Paint, rect: pygame.Rect, colour: RGB) -> None:
        """Draw icon and text in the middle."""
        look = paint.look
        lines = self._lines(look, rect.width)
        wide = min(self._content_size(look, lines)[0], rect.width - look.px(8))
        x = rect.x + (rect.width - wide) // 2
        if self.icon:
            picture = look.icon(self.icon, self.letter + 4, colour)
            paint.surface.blit(picture, picture.get_rect(midleft=(x, rect.centery)))
            x += picture.width + look.px(8)
        step = look.line_height(self.letter)
        room = max(1, rect.right - look.px(4) - x)
        for index, line in enumerate(lines):
            picture = look.text(look.cut(line, room, self.letter, self._weight), self.letter,
                                colour, self._weight)  # fmt: skip
            y = rect.centery + round((index + 0.5 - len(lines) / 2) * step)
            paint.surface.blit(picture, picture.get_rect(midleft=(x, y)))


@dataclass(eq=False)
class Buttons(Box):
    """Buttons side by side, equally wide; in fewer columns where a word would be cut.

    Attributes:
        parts: What can be pressed, in the order of reading.
    """

    parts: Sequence[Button] = ()

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of the lines."""
        boxes = self._boxes(look, width)
        return width, max((box.bottom for box in boxes), default=0)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the buttons line by line."""
        self.rect = rect
        for part, box in zip(self.parts, self._boxes(look, rect.width), strict=True):
            part.place(look, box.move(rect.topleft))

    def _boxes(self, look: Look, width: int) -> list[pygame.Rect]:
        """Return the places of the buttons from (0, 0)."""
        gap = look.px(self.gap)
        least = max((part.least_width(look) for part in self.parts), default=1)
        columns = max(1, min(len(self.parts), (width + gap) // (least + gap)))
        boxes, y = [], 0
        for start in range(0, len(self.parts), columns):
            line = self.parts[start : start + columns]
            edges = [round((width + gap) * at / len(line)) for at in range(len(line) + 1)]
            wides = [end - begin - gap for begin, end in pairwise(edges)]
            high = max(part.size(look, wide)[1] for part, wide in zip(line, wides, strict=True))
            boxes += [pygame.Rect(x, y, wide, high) for x, wide in zip(edges, wides, strict=False)]
            y += high + gap
        return boxes


def main_button(text: str, on_press: Press, *, key: str, icon: str = "", grow: float = 0) -> Button:
    """Return the large button of a screen: what comes next."""
    return Button(text, on_press, key=key, icon=icon, rank="main", letter=SUBTITLE + 2, grow=grow)


@dataclass(eq=False)
class Chip(Widget):
    """A small pill that is on or off.

    Attributes:
        text: What it says.
        on_press: What it does, or None for one that is only read.
        is_on: Whether it is on.
        icon: Name of its icon, or empty.
    """

    text: str
    on_press: Press | None = None
    is_on: bool = field(default=False, kw_only=True)
    icon: str = field(default="", kw_only=True)

    @property
    def can_focus(self) -> bool:
        """Whether it can be pressed."""
        return self.is_enabled and self.on_press is not None

    def size(self, look: Look, width: int) -> Size:
        """Return the size of its icon and text and a margin."""
        wide = look.text_width(self.text, BODY, "semibold") + look.px(22)
        if self.icon:
            wide += look.icon(self.icon, 15).width + look.px(6)
        return wide, look.line_height(BODY) + look.px(11)

    def draw(self, paint: Paint) -> None:
        """Draw the pill."""
        look, theme = paint.look, paint.look.theme
        colour = theme.accent_text if self.is_on else theme.text
        if not self.is_enabled:
            colour = mix(theme.text_muted, theme.panel, 0.4)
        hovered = self.is_hovered(paint) and self.on_press is not None
        off = theme.card_raised if hovered else theme.card
        fill = theme.accent if self.is_on and self.is_enabled else off
        border = None if self.is_on else theme.line
        brush.box(paint.surface, look, self.rect, fill, 99, border)
        x = self.rect.x + look.px(11)
        if self.icon:
            picture = look.icon(self.icon, 15, colour)
            paint.surface.blit(picture, picture.get_rect(midleft=(x, self.rect.centery)))
            x += picture.width + look.px(6)
        room = max(1, self.rect.right - look.px(8) - x)
        text = look.text(look.cut(self.text, room, BODY, "semibold"), BODY, colour, "semibold")
        paint.surface.blit(text, text.get_rect(midleft=(x, self.rect.centery)))
        self.draw_focus(paint, 99)

    def use(self, action: Action, look: Look) -> bool:
        """Do what it does when it is pressed."""
        if action.act is not Act.PRESS or self.on_press is None:
            return False
        self.on_press()
        return True
