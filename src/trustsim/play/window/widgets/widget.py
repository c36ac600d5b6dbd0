"""What every part of a panel is: it has a size, a place and a picture, and may be pressed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import pygame

from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.colours import RGB
from trustsim.play.window.look import Look

Role = Literal[
    "text",
    "text_muted",
    "accent",
    "accent_text",
    "good",
    "bad",
    "panel",
    "card",
    "card_raised",
    "line",
    "background",
    "warm",
    "warm_text",
    "cold",
]
Size = tuple[int, int]
Press = Callable[[], None]


def role_colour(look: Look, role: Role) -> RGB:
    """Return the colour that a role has in the look's theme."""
    if role == "warm":
        return look.theme.trust_ramp(look.palette)[2]
    if role == "cold":
        return look.theme.trust_ramp(look.palette)[0]
    colour: RGB = getattr(look.theme, role)
    return colour


@dataclass
class Paint:
    """What a widget is drawn with, and what the player is doing meanwhile.

    Attributes:
        surface: Where to draw.
        look: The look of the window.
        focus: Key of the widget that the keyboard is on.
        hover: Key of the widget under the pointer.
        held: Key of the widget that is being pressed.
        shows_focus: Whether the keyboard was used last.
    """

    surface: pygame.Surface
    look: Look
    focus: str = ""
    hover: str = ""
    held: str = ""
    shows_focus: bool = False


@dataclass(eq=False, kw_only=True)
class Widget:
    """A part of a panel.

    Attributes:
        key: Keeps focus, scroll and drag on the same widget when a screen builds its panels anew.
        grow: Its part of the space that is left in its row or column; 0 for its own size.
        tip: The sentence that a tooltip says of it.
        is_enabled: Whether it can be used.
        rect: Where it lies in the window, in pixels.
    """

    key: str = ""
    grow: float = 0.0
    tip: str = ""
    is_enabled: bool = True
    rect: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 0, 0), init=False)
    takes_focus: ClassVar[bool] = False

    def size(self, look: Look, width: int) -> Size:
        """Return the width and height it would like, given ``width`` pixels to lie in."""
        raise NotImplementedError

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Take the place ``rect``; boxes place what is in them."""
        self.rect = rect

    def draw(self, paint: Paint) -> None:
        """Draw itself, and what is in it."""
        raise NotImplementedError

    def children(self) -> Sequence["Widget"]:
        """Return what is in it, in the order of reading."""
        return ()

    def use(self, action: Action, look: Look) -> bool:
        """Do what ``action`` means to it; tell whether it meant anything."""
        return False

    def hit(self, position: tuple[int, int]) -> bool:
        """Tell whether ``position`` is on it."""
        return self.rect.collidepoint(position)

    @property
    def can_focus(self) -> bool:
        """Whether the keyboard can stop at it."""
        return self.takes_focus and self.is_enabled

    def is_hovered(self, paint: Paint) -> bool:
        """Tell whether the pointer is on it and it can be used."""
        return self.is_enabled and bool(self.key) and paint.hover == self.key

    def is_held(self, paint: Paint) -> bool:
        """Tell whether it is being pressed."""
        return self.is_enabled and bool(self.key) and paint.held == self.key

    def draw_focus(self, paint: Paint, radius: float = 10) -> None:
        """Draw the ring of the focus round it if the keyboard is on it."""
        if paint.shows_focus and self.key and paint.focus == self.key:
            ring(paint, self.rect, radius)


class Pressable(Widget):
    """What may be pressed, or is only read; who is one has a field for what it does."""

    on_press: Press | None

    @property
    def can_focus(self) -> bool:
        """Whether it can be pressed."""
        return self.is_enabled and self.on_press is not None

    def is_lifted(self, paint: Paint) -> bool:
        """Tell whether it shows that a press would do something."""
        hovered = self.is_hovered(paint) or self.is_held(paint)
        return self.on_press is not None and hovered

    def use(self, action: Action, look: Look) -> bool:
        """Do what it does when it is pressed."""
        if action.act is not Act.PRESS or self.on_press is None:
            return False
        self.on_press()
        return True


def ring(paint: Paint, rect: pygame.Rect, radius: float = 10) -> None:
    """Draw the ring of the focus: a light line with a dark one inside, seen on any ground."""
    look = paint.look
    outer = rect.inflate(look.px(6), look.px(6))
    brush.box(paint.surface, look, outer, None, radius + 3, look.theme.focus, 2)
    inner = rect.inflate(look.px(2), look.px(2))
    brush.box(paint.surface, look, inner, None, radius + 1, look.theme.background, 1)


def walk(widget: Widget) -> Iterator[Widget]:
    """Yield a widget and everything in it, in the order of reading."""
    yield widget
    for child in widget.children():
        yield from walk(child)
