"""What floats: tooltips and toasts, placed so that they hide nothing they speak of."""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pygame

from trustsim.play.window import brush
from trustsim.play.window.look import SMALL, STRONG, Look
from trustsim.play.window.placing import overlap, place
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


# Share of a toast that may lie over people.
_MOST_COVERED: Final = 0.2
# A label that is covered counts as so many times its area.
_LABEL_COUNTS: Final = 4
# So far from what it speaks of, in lengths of the design, a box is still beside it.
_NEAR: Final = 44


def leader(
    box: pygame.Rect, about: pygame.Rect, near: int
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the ends of a line from a box to a disc that it speaks of; None where they are near.

    Args:
        box: Where the line begins.
        about: The box round the disc.
        near: So many pixels away it needs no line.
    """
    x, y = about.center
    start = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
    away = math.hypot(start[0] - x, start[1] - y)
    if away <= about.width / 2 + near:
        return None
    share = about.width / 2 / away
    return start, (round(x + (start[0] - x) * share), round(y + (start[1] - y) * share))


@dataclass(eq=False)
class Floating:
    """A box above everything else.

    Attributes:
        inside: What is in it.
        about: The place of what it speaks of, which it never covers while there is room.
        widest: Its greatest width, in lengths of the design.
        frame: Role of the frame's colour.
        disc: The box round the disc that a line leads to where it could not lie beside it; None
            for no line.
    """

    inside: Widget
    about: pygame.Rect
    widest: float = 260
    frame: Role = "line"
    disc: pygame.Rect | None = None
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
        """Draw it where it settled, with a line to what it speaks of if that is far."""
        look, theme = paint.look, paint.look.theme
        line = leader(self.rect, self.disc, look.px(_NEAR)) if self.disc else None
        if line:
            colour = role_colour(look, self.frame)
            pygame.draw.aaline(paint.surface, colour, *line, max(1, look.px(1.6)))
            brush.disc(paint.surface, look, line[1], look.px(3.5), colour)
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
        disc: The box round the disc that it speaks of, if it is one.
    """

    title: str
    note: str
    icon: str
    frame: Role = "accent"
    about: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 0, 0))
    seconds: float = 4.0
    disc: pygame.Rect | None = None
    _floating: Floating | None = field(default=None, init=False)

    def settle(
        self,
        look: Look,
        bounds: pygame.Rect,
        keep_clear: Sequence[pygame.Rect] = (),
        rather_clear: Sequence[pygame.Rect] = (),
        dispensable: Sequence[pygame.Rect] = (),
    ) -> pygame.Rect:
        """Find its place inside ``bounds`` and return it."""
        deque(self.settling(look, bounds, keep_clear, rather_clear, dispensable), maxlen=0)
        assert self._floating is not None
        return self._floating.rect

    def settling(
        self,
        look: Look,
        bounds: pygame.Rect,
        keep_clear: Sequence[pygame.Rect] = (),
        rather_clear: Sequence[pygame.Rect] = (),
        dispensable: Sequence[pygame.Rect] = (),
    ) -> Iterator[None]:
        """Find its place inside ``bounds``, with a pause after every try.

        Where every place would cover something it becomes narrower, and at last does without its
        note; if that is not enough either, it lies where it covers least.

        Args:
            look: The look of the window.
            bounds: What it must stay inside.
            keep_clear: What must not be covered.
            rather_clear: What is covered only if there is no other place.
            dispensable: What may be covered before anything else is.
        """
        least = math.inf
        everything = [*keep_clear, *dispensable]
        tries = [(*shape, everything) for shape in self._shapes(look)]
        if dispensable:
            tries += [(*shape, list(keep_clear)) for shape in self._shapes(look, short=True)]
        for note, wide, clear in tries:
            entry = Entry(self.title, note, icon=self.icon, icon_colour=self.frame)
            floating = Floating(entry, self.about, wide, self.frame, self.disc)
            rect = floating.settle(look, bounds, clear, rather_clear)
            covered = sum(_LABEL_COUNTS * overlap(rect, each) for each in clear)
            covered += sum(overlap(rect, each) for each in rather_clear)
            if covered < least:
                least, self._floating = covered, floating
            if covered == 0:
                return
            yield

    def _shapes(self, look: Look, *, short: bool = False) -> Iterator[tuple[str, float]]:
        """Yield notes and widths in lengths of the design, the best first; or without notes."""
        title = look.text_width(self.title, STRONG, "semibold")
        note = look.text_width(self.note, SMALL)
        # At the first width the note takes one or two lines.
        wides = [(self.note, max(title, min(note, look.px(300 * look.text_scale))))]
        if note > title:
            wides.append((self.note, max(title, note // 3)))
        if self.note:
            wides.append(("", title))
        wides.append(("", title * 6 // 10))
        aside = Entry(self.title, icon=self.icon).indent(look) + 2 * look.px(12) + look.px(4)
        for text, pixels in (each for each in wides if not (short and each[0])):
            yield text, (pixels + aside) / look.ui_scale / look.text_scale

    def is_far(self, look: Look) -> bool:
        """Tell whether it needs a line to what it speaks of."""
        return bool(self.disc and leader(self.rect, self.disc, look.px(_NEAR)))

    @property
    def rect(self) -> pygame.Rect:
        """Where it settled."""
        return self._floating.rect if self._floating is not None else pygame.Rect(0, 0, 0, 0)

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
        dispensable: Sequence[pygame.Rect] = (),
    ) -> None:
        """Show a toast; the oldest goes when there are too many, or no free place for two."""
        deque(self.showing(toast, look, bounds, keep_clear, rather_clear, dispensable), maxlen=0)

    def showing(
        self,
        toast: Toast,
        look: Look,
        bounds: pygame.Rect,
        keep_clear: Sequence[pygame.Rect] = (),
        rather_clear: Sequence[pygame.Rect] = (),
        dispensable: Sequence[pygame.Rect] = (),
    ) -> Iterator[None]:
        """Show a toast, with pauses while a place is looked for; not over many people."""
        kept = self.shown[-(self.most - 1) :] if self.most > 1 else []
        placed = [old._floating.rect for old, _ in kept if old._floating is not None]
        free = [*keep_clear, *placed]
        yield from toast.settling(look, bounds, free, rather_clear, dispensable)
        if kept and (toast.is_far(look) or toast.rect.collidelist(list(rather_clear)) >= 0):
            kept = []
            yield from toast.settling(look, bounds, keep_clear, rather_clear, dispensable)
        yield
        covered = sum(overlap(toast.rect, each) for each in rather_clear)
        if covered > _MOST_COVERED * toast.rect.width * toast.rect.height:
            # There is no ground for it, and the story beside the map tells the same.
            return
        kept_toasts = [old for old, _ in kept]
        self.shown = [each for each in self.shown if each[0] in kept_toasts]
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
