"""What is pressed: buttons and chips."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import pygame

from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.colours import RGB, mix
from trustsim.play.window.fonts import Weight
from trustsim.play.window.look import BODY, SUBTITLE, Look
from trustsim.play.window.widgets.widget import Paint, Press, Role, Size, Widget, role_colour

Rank = Literal["main", "plain", "quiet"]


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
        """Return the size of its text and icon and a margin."""
        across, down = self._margins(look)
        wide, high = self._content_size(look)
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

    def _content_size(self, look: Look) -> Size:
        """Return the size of icon and text side by side."""
        wide = look.text_width(self.text, self.letter, self._weight) if self.text else 0
        high = look.line_height(self.letter)
        if self.icon:
            picture = look.icon(self.icon, self.letter + 4)
            wide += picture.width + (look.px(8) if self.text else 0)
            high = max(high, picture.height)
        return wide, high

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
        wide, _ = self._content_size(look)
        wide = min(wide, rect.width - look.px(8))
        x = rect.x + (rect.width - wide) // 2
        if self.icon:
            picture = look.icon(self.icon, self.letter + 4, colour)
            paint.surface.blit(picture, picture.get_rect(midleft=(x, rect.centery)))
            x += picture.width + look.px(8)
        if self.text:
            room = max(1, rect.right - look.px(4) - x)
            text = look.cut(self.text, room, self.letter, self._weight)
            picture = look.text(text, self.letter, colour, self._weight)
            paint.surface.blit(picture, picture.get_rect(midleft=(x, rect.centery)))


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
