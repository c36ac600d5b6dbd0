"""Boxes that give what is in them a place: rows, columns, flows, padding, scrolling."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import pygame

from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.look import Look
from trustsim.play.window.widgets.widget import Paint, Role, Size, Widget, role_colour

Align = Literal["start", "middle", "end", "fill"]


@dataclass(eq=False)
class Box(Widget):
    """Holds widgets; draws nothing itself.

    Attributes:
        parts: What is in it, in the order of reading.
        gap: Between two parts, in lengths of the design.
        align: Where parts lie across the direction of the box.
    """

    parts: Sequence[Widget] = ()
    gap: float = field(default=8, kw_only=True)
    align: Align = field(default="fill", kw_only=True)

    def children(self) -> Sequence[Widget]:
        """Return its parts."""
        return self.parts

    def draw(self, paint: Paint) -> None:
        """Draw its parts, but for those that are scrolled out of sight."""
        edge = 2 * paint.look.px(10)
        seen = paint.surface.get_clip().inflate(edge, edge)
        for part in self.parts:
            if part.rect.colliderect(seen):
                part.draw(paint)


class Column(Box):
    """Lays its parts one below the other."""

    def size(self, look: Look, width: int) -> Size:
        """Return the widest part's width and the sum of the heights."""
        sizes = [part.size(look, width) for part in self.parts]
        gaps = look.px(self.gap) * max(0, len(sizes) - 1)
        return max((w for w, _ in sizes), default=0), sum(h for _, h in sizes) + gaps

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Give each part its height, and growing parts what is left."""
        self.rect = rect
        sizes = [part.size(look, rect.width) for part in self.parts]
        gap = look.px(self.gap)
        spare = rect.height - sum(h for _, h in sizes) - gap * max(0, len(sizes) - 1)
        extra = _shares([part.grow for part in self.parts], max(0, spare))
        y = rect.y
        for part, (width, height), more in zip(self.parts, sizes, extra, strict=True):
            x, wide = _across(self.align, rect.x, rect.width, width)
            part.place(look, pygame.Rect(x, y, wide, height + more))
            y += height + more + gap


@dataclass(eq=False)
class Row(Box):
    """Lays its parts side by side.

    Attributes:
        is_even: Whether all parts are equally wide.
    """

    is_even: bool = field(default=False, kw_only=True)
    align: Align = field(default="middle", kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the sum of the widths and the highest part's height."""
        widths = self._widths(look, width)
        heights = [p.size(look, w)[1] for p, w in zip(self.parts, widths, strict=True)]
        grows = self.is_even or any(part.grow for part in self.parts)
        gaps = look.px(self.gap) * max(0, len(widths) - 1)
        return width if grows else min(width, sum(widths) + gaps), max(heights, default=0)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Give each part its width, and growing parts what is left."""
        self.rect = rect
        x = rect.x
        for part, width in zip(self.parts, self._widths(look, rect.width), strict=True):
            height = part.size(look, width)[1]
            y, high = _across(self.align, rect.y, rect.height, height)
            part.place(look, pygame.Rect(x, y, width, high))
            x += width + look.px(self.gap)

    def _widths(self, look: Look, width: int) -> list[int]:
        """Return the width of each part; those that grow also give way."""
        count = len(self.parts)
        room = max(0, width - look.px(self.gap) * max(0, count - 1))
        if self.is_even:
            return _shares([1.0] * count, room)
        own = [0 if part.grow else part.size(look, room)[0] for part in self.parts]
        if sum(own) > room:
            return [wide * room // sum(own) for wide in own]
        spare = _shares([part.grow for part in self.parts], max(0, room - sum(own)))
        return [wide + more for wide, more in zip(own, spare, strict=True)]


@dataclass(eq=False)
class Flow(Box):
    """Lays its parts side by side and goes on in the next line when one is full."""

    gap: float = field(default=6, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the widest line's width and the sum of the lines' heights."""
        boxes = self._boxes(look, width)
        return (
            max((box.right for box in boxes), default=0),
            max((box.bottom for box in boxes), default=0),
        )

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the parts line by line."""
        self.rect = rect
        for part, box in zip(self.parts, self._boxes(look, rect.width), strict=True):
            part.place(look, box.move(rect.topleft))

    def _boxes(self, look: Look, width: int) -> list[pygame.Rect]:
        """Return the places of the parts from (0, 0)."""
        gap, x, y, line = look.px(self.gap), 0, 0, 0
        boxes = []
        for part in self.parts:
            wide, high = part.size(look, width)
            if x and x + wide > width:
                x, y, line = 0, y + line + gap, 0
            boxes.append(pygame.Rect(x, y, min(wide, width), high))
            x, line = x + wide + gap, max(line, high)
        return boxes


@dataclass(eq=False)
class Spacer(Widget):
    """Takes space and draws nothing; with ``grow`` it takes what is left.

    Attributes:
        length: Its width and height, in lengths of the design.
    """

    length: float = 0

    def size(self, look: Look, width: int) -> Size:
        """Return its length both ways."""
        return look.px(self.length), look.px(self.length)

    def draw(self, paint: Paint) -> None:
        """Draw nothing."""


@dataclass(eq=False)
class Padded(Widget):
    """Keeps a distance round one widget, on a ground if it has one.

    Attributes:
        inside: What is in it.
        across: Distance left and right, in lengths of the design.
        down: Distance above and below.
        ground: Role of the colour behind it, or None.
    """

    inside: Widget
    across: float = field(default=12, kw_only=True)
    down: float = field(default=10, kw_only=True)
    ground: Role | None = field(default=None, kw_only=True)

    def children(self) -> Sequence[Widget]:
        """Return what is in it."""
        return (self.inside,)

    def size(self, look: Look, width: int) -> Size:
        """Return the size of what is in it and the distances."""
        across, down = 2 * look.px(self.across), 2 * look.px(self.down)
        wide, high = self.inside.size(look, width - across)
        return wide + across, high + down

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place what is in it."""
        self.rect = rect
        self.inside.place(look, rect.inflate(-2 * look.px(self.across), -2 * look.px(self.down)))

    def draw(self, paint: Paint) -> None:
        """Draw the ground and what is in it."""
        if self.ground:
            paint.surface.fill(role_colour(paint.look, self.ground), self.rect)
        self.inside.draw(paint)


@dataclass(eq=False)
class Scroll(Widget):
    """Shows a part of something higher than its place.

    Attributes:
        inside: What is scrolled.
        offset: Pixels it is scrolled down; the interface keeps it by the widget's key.
    """

    inside: Widget
    offset: int = field(default=0, kw_only=True)
    grow: float = field(default=1, kw_only=True)
    least: float = field(default=60, kw_only=True)
    _content: int = field(default=0, init=False)
    takes_focus: ClassVar[bool] = False

    def children(self) -> Sequence[Widget]:
        """Return what is scrolled."""
        return (self.inside,)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the least height."""
        return width, look.px(self.least)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place what is scrolled, moved up by the offset."""
        self.rect = rect
        wide = rect.width
        self._content = self.inside.size(look, wide)[1]
        if self._content > rect.height:
            wide -= look.px(12)
            self._content = self.inside.size(look, wide)[1]
        self.offset = min(max(0, self.offset), max(0, self._content - rect.height))
        high = max(self._content, rect.height)
        self.inside.place(look, pygame.Rect(rect.x, rect.y - self.offset, wide, high))

    def draw(self, paint: Paint) -> None:
        """Draw what is in sight, and a bar that shows how much there is."""
        before = paint.surface.get_clip()
        # The ring of the focus may reach a little out of the sides.
        edge = paint.look.px(4)
        paint.surface.set_clip(self.rect.inflate(2 * edge, 0).clip(before))
        self.inside.draw(paint)
        paint.surface.set_clip(before)
        if self._content > self.rect.height:
            self._draw_bar(paint)

    def _draw_bar(self, paint: Paint) -> None:
        """Draw the bar at the right edge."""
        look, rect = paint.look, self.rect
        wide = look.px(5)
        share = rect.height / self._content
        high = max(look.px(24), round(rect.height * share))
        most = self._content - rect.height
        top = rect.y + round((rect.height - high) * self.offset / most)
        bar = pygame.Rect(rect.right - wide, top, wide, high)
        brush.box(paint.surface, look, bar, look.theme.line, 4)

    def use(self, action: Action, look: Look) -> bool:
        """Scroll by the wheel."""
        if action.act is not Act.SCROLL or self._content <= self.rect.height:
            return False
        return self.scroll_to(look, self.offset - action.moved[1] * look.px(40))

    def reveal(self, look: Look, rect: pygame.Rect) -> bool:
        """Scroll so that ``rect``, which is inside, comes into sight."""
        margin = look.px(8)
        if rect.top - margin < self.rect.top:
            return self.scroll_to(look, self.offset - (self.rect.top - rect.top + margin))
        if rect.bottom + margin > self.rect.bottom:
            return self.scroll_to(look, self.offset + rect.bottom + margin - self.rect.bottom)
        return False

    def scroll_to(self, look: Look, offset: int) -> bool:
        """Scroll to ``offset`` pixels; tell whether anything moved."""
        before, self.offset = self.offset, offset
        self.place(look, self.rect)
        return self.offset != before


def _shares(weights: Sequence[float], room: int) -> list[int]:
    """Split ``room`` pixels by weight without losing one."""
    total = sum(weights)
    if total <= 0:
        return [0] * len(weights)
    running, shares, used = 0.0, [], 0
    for weight in weights:
        running += weight
        end = round(room * running / total)
        shares.append(end - used)
        used = end
    return shares


def _across(align: Align, start: int, room: int, length: int) -> tuple[int, int]:
    """Return where a part starts across its box, and how long it is there."""
    if align == "fill":
        return start, room
    length = min(length, room)
    slack = room - length
    return start + {"start": 0, "middle": slack // 2, "end": slack}[align], length
