"""What floats: tooltips and toasts, placed so that they hide nothing they speak of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pygame

from trustsim.play.window import brush
from trustsim.play.window.look import SMALL, STRONG, Look
from trustsim.play.window.placing import place
from trustsim.play.window.widgets.boxes import Column
from trustsim.play.window.widgets.card import Entry
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Paint, Role, Widget, role_colour


def tooltip(lines: Sequence[str], last_colour: Role = "text_muted") -> Widget:
    """Return what a tooltip shows: the first line in bold, the last in its colour."""
    labels = []
    for index, line in enumerate(lines):
        first, last = index == 0, 0 < index == len(lines) - 1
        labels.append(
            Label(
                line,
                letter=SMALL,
                weight="semibold" if last or (first and len(lines) > 1) else "regular",
                colour="text" if first else last_colour if last else "text_muted",
            )
        )
    return Column(labels, gap=4)


@dataclass(eq=False)
class Floating:
    """A box above everything else.

    Attributes:
        inside: What is in it.
        about: The place of what it speaks of, which it never covers while there is room.
        widest: Its greatest width, in lengths of the design.
        frame: Role of the frame's colour.
    """

    inside: Widget
    about: pygame.Rect
    widest: float = 260
    frame: Role = "line"
    rect: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 0, 0), init=False)

    def settle(
        self,
        look: Look,
        bounds: pygame.Rect,
        keep_clear: Sequence[pygame.Rect] = (),
        rather_clear: Sequence[pygame.Rect] = (),
    ) -> pygame.Rect:
        """Find its place inside ``bounds`` and return it."""
        across, down = 2 * look.px(12), 2 * look.px(9)
        room = min(look.px(self.widest * look.text_scale), bounds.width) - across
        wide, high = self.inside.size(look, room)
        size = (wide + across, high + down)
        self.rect = place(size, self.about, bounds, keep_clear, rather_clear, look.px(8))
        self.inside.place(look, self.rect.inflate(-across, -down))
        return self.rect

    def draw(self, paint: Paint) -> None:
        """Draw it where it settled."""
        look, theme = paint.look, paint.look.theme
        brush.shadow(paint.surface, look, self.rect, 10)
        thick = 1 if self.frame == "line" else 2
        frame = role_colour(look, self.frame)
        brush.box(paint.surface, look, self.rect, theme.card_raised, 10, frame, thick)
        self.inside.draw(paint)


@dataclass(eq=False)
class Toast:
    """A message that comes, stays a while and goes.

    Attributes:
        title: What happened.
        note: What there is to say of it.
        icon: Name of its icon.
        frame: Role of the frame's and icon's colour.
        about: The place of what it speaks of.
        seconds: How long it stays.
    """

    title: str
    note: str
    icon: str
    frame: Role = "accent"
    about: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 0, 0))
    seconds: float = 4.0
    _floating: Floating | None = field(default=None, init=False)

    def settle(
        self,
        look: Look,
        bounds: pygame.Rect,
        keep_clear: Sequence[pygame.Rect] = (),
        rather_clear: Sequence[pygame.Rect] = (),
    ) -> pygame.Rect:
        """Find its place inside ``bounds`` and return it."""
        entry = Entry(self.title, self.note, icon=self.icon, icon_colour=self.frame)
        wide = self._width(look)
        self._floating = Floating(entry, self.about, wide, self.frame)
        return self._floating.settle(look, bounds, keep_clear, rather_clear)

    def _width(self, look: Look) -> float:
        """Return a width in lengths of the design at which the note takes one or two lines."""
        title = look.text_width(self.title, STRONG, "semibold")
        note = look.text_width(self.note, SMALL)
        pixels = max(title, min(note, look.px(300 * look.text_scale))) + look.px(70)
        return pixels / look.ui_scale / look.text_scale

    def draw(self, paint: Paint) -> None:
        """Draw it where it settled."""
        if self._floating is not None:
            self._floating.draw(paint)


@dataclass
class Toasts:
    """The toasts on show, newest last; no two overlap."""

    shown: list[tuple[Toast, float]] = field(default_factory=list)
    most: int = 2

    def show(
        self,
        toast: Toast,
        look: Look,
        bounds: pygame.Rect,
        keep_clear: Sequence[pygame.Rect] = (),
        rather_clear: Sequence[pygame.Rect] = (),
    ) -> None:
        """Show a toast; the oldest goes when there are too many, or no free place for two."""
        self.shown = self.shown[-(self.most - 1) :] if self.most > 1 else []
        placed = [old._floating.rect for old, _ in self.shown if old._floating is not None]
        rect = toast.settle(look, bounds, [*keep_clear, *placed], rather_clear)
        if self.shown and rect.collidelist(list(rather_clear)) >= 0:
            self.shown = []
            toast.settle(look, bounds, keep_clear, rather_clear)
        self.shown.append((toast, toast.seconds))

    def pass_time(self, seconds: float) -> bool:
        """Let time pass; tell whether a toast went."""
        before = len(self.shown)
        aged = [(toast, left - seconds) for toast, left in self.shown]
        self.shown = [(toast, left) for toast, left in aged if left > 0]
        return len(self.shown) != before

    def draw(self, paint: Paint) -> None:
        """Draw the toasts."""
        for toast, _ in self.shown:
            toast.draw(paint)
