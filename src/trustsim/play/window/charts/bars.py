"""Bars: how far a post travelled, the crowd by trust, a circle's four counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pygame

from trustsim.play.window import brush
from trustsim.play.window.charts.axes import Axes, compact, draw_x_labels
from trustsim.play.window.colours import RGB, mix, ramp
from trustsim.play.window.look import SMALL, TINY, Look
from trustsim.play.window.widgets.widget import Paint, Role, Size, Widget, role_colour


@dataclass(eq=False)
class HopBars(Widget):
    """How far it travelled: people reached by the number of shares between.

    Attributes:
        counts: One per hop, from straight on.
        names: What stands under each.
        tall: Its height, in lengths of the design.
        most: Height of the scale; 0 for the highest bar.
    """

    counts: Sequence[int]
    names: Sequence[str]
    tall: float = field(default=150, kw_only=True)
    most: int = field(default=0, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and its height."""
        return width, look.px(self.tall)

    def draw(self, paint: Paint) -> None:
        """Draw the bars, each with its number."""
        look, theme = paint.look, paint.look.theme
        if not self.counts:
            return
        step = look.line_height(TINY) + look.px(3)
        area = pygame.Rect(
            self.rect.x, self.rect.y + step, self.rect.width, max(1, self.rect.height - 2 * step)
        )
        warm = theme.trust_ramp(look.palette)[2]
        highest = max(self.most, *self.counts, 1)
        wide = area.width / len(self.counts)
        for index, count in enumerate(self.counts):
            high = max(look.px(2), round(area.height * count / highest)) if count else 1
            x = round(area.x + index * wide)
            gap = min(look.px(8), round(wide * 0.2))
            bar = pygame.Rect(x + gap // 2, area.bottom - high, round(wide) - gap, high)
            share = 0.35 + 0.65 * count / highest
            brush.box(paint.surface, look, bar, mix(theme.panel, warm, share), 4)
            number = look.text(compact(count), SMALL, theme.text, "semibold")
            paint.surface.blit(number, number.get_rect(midbottom=(bar.centerx, bar.y - 1)))
            name = look.cut(self.names[index], round(wide) - 2, TINY)
            under = look.text(name, TINY, theme.text_muted)
            place = under.get_rect(midtop=(bar.centerx, area.bottom + look.px(3)))
            paint.surface.blit(under, place)


@dataclass(eq=False)
class Histogram(Widget):
    """The crowd by trust, with the line above which people would share.

    Attributes:
        counts: People in each bin of trust, from 0 to 1.
        line: Trust at which people would share, from 0 to 1; None for no line.
        line_name: What stands at the line.
        before: Counts of another time, drawn as outlines; empty for none.
        ends: What stands at both ends of the axis.
        tall: Its height, in lengths of the design.
    """

    counts: Sequence[int]
    line: float | None = None
    line_name: str = ""
    before: Sequence[int] = field(default=(), kw_only=True)
    ends: tuple[str, str] = field(default=("", ""), kw_only=True)
    tall: float = field(default=130, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and its height."""
        return width, look.px(self.tall)

    def draw(self, paint: Paint) -> None:
        """Draw the bars in the colours of trust, the outlines of before, and the line."""
        look, theme = paint.look, paint.look.theme
        if not self.counts:
            return
        top = look.line_height(SMALL) + look.px(4) if self.line is not None else 0
        bottom = look.line_height(TINY) + look.px(5)
        area = pygame.Rect(
            self.rect.x, self.rect.y + top, self.rect.width, max(1, self.rect.height - top - bottom)
        )
        highest = max(*self.counts, *self.before, 1)
        colours = ramp(theme.trust_ramp(look.palette), len(self.counts)).tolist()
        for index, count in enumerate(self.counts):
            bar = _bar(area, index, len(self.counts), count / highest, look.px(2))
            red, green, blue = colours[index]
            brush.box(paint.surface, look, bar, (red, green, blue), 3)
        for index, count in enumerate(self.before):
            if not count:
                continue
            bar = _bar(area, index, len(self.before), count / highest, look.px(2))
            pygame.draw.line(paint.surface, theme.text, bar.topleft, bar.topright, look.px(2))
        paint.surface.fill(theme.line, (area.x, area.bottom, area.width, look.px(1)))
        axes = Axes(area, (0, 1), (0, 1))
        texts = [(0.0, self.ends[0]), (1.0, self.ends[1])]
        draw_x_labels(paint.surface, look, axes, [(x, text) for x, text in texts if text])
        if self.line is not None:
            self._draw_line(paint, area, self.line)

    def _draw_line(self, paint: Paint, area: pygame.Rect, at: float) -> None:
        """Draw the would-share line with its name above."""
        look, theme = paint.look, paint.look.theme
        x = area.x + round(at * area.width)
        paint.surface.fill(
            theme.text, (x - look.px(1), area.y - look.px(3), look.px(2), area.height + look.px(3))
        )
        name = look.text(self.line_name, SMALL, theme.text, "semibold")
        box = name.get_rect(midbottom=(x, area.y - look.px(3)))
        box.clamp_ip(self.rect)
        paint.surface.blit(name, box)


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar.

    Attributes:
        count: How many.
        name: What they are.
        colour: Role of its colour.
        is_hollow: Drawn as a frame, so that colour is not all that tells it apart.
    """

    count: float
    name: str
    colour: Role
    is_hollow: bool = False


@dataclass(eq=False)
class StackedBar(Widget):
    """Parts of a whole side by side, over the whole width, with a key under them.

    Attributes:
        parts: From left to right.
        whole: What the width stands for; 0 for the sum of the parts.
        has_key: Whether the parts are named below.
    """

    parts: Sequence[Part]
    whole: float = field(default=0, kw_only=True)
    has_key: bool = field(default=True, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of the bar and its key."""
        lines = self._key_lines(look, width) if self.has_key else []
        step = look.line_height(TINY) + look.px(2)
        return width, look.px(14) + (look.px(5) + step * len(lines) if lines else 0)

    def draw(self, paint: Paint) -> None:
        """Draw the parts, then the key."""
        look, theme = paint.look, paint.look.theme
        bar = pygame.Rect(self.rect.x, self.rect.y, self.rect.width, look.px(14))
        brush.box(paint.surface, look, bar, theme.card_raised, 4)
        total = self.whole or sum(part.count for part in self.parts) or 1
        passed = 0.0
        for part in self.parts:
            start = bar.x + round(bar.width * passed / total)
            passed += part.count
            end = bar.x + round(bar.width * passed / total)
            piece = pygame.Rect(start, bar.y, max(0, end - start - 1), bar.height)
            if piece.width > 0:
                colour = role_colour(look, part.colour)
                fill = None if part.is_hollow else colour
                brush.box(paint.surface, look, piece, fill, 3, colour if part.is_hollow else None)
        if self.has_key:
            self._draw_key(paint, bar.bottom + look.px(5))

    def _draw_key(self, paint: Paint, y: int) -> None:
        """Write what the parts are."""
        look, theme = paint.look, paint.look.theme
        for line in self._key_lines(look, self.rect.width):
            x = self.rect.x
            for part in line:
                colour: RGB = role_colour(look, part.colour)
                side = look.px(9)
                box = pygame.Rect(x, y + (look.line_height(TINY) - side) // 2, side, side)
                fill = None if part.is_hollow else colour
                brush.box(paint.surface, look, box, fill, 2, colour if part.is_hollow else None)
                text = look.text(self._words(part), TINY, theme.text_muted)
                paint.surface.blit(text, (box.right + look.px(4), y))
                x += self._key_width(look, part)
            y += look.line_height(TINY) + look.px(2)

    def _words(self, part: Part) -> str:
        """Return what the key says of a part."""
        return f"{part.name} {compact(part.count)}"

    def _key_width(self, look: Look, part: Part) -> int:
        """Return the width of one part in the key."""
        return look.text_width(self._words(part), TINY) + look.px(9 + 4 + 12)

    def _key_lines(self, look: Look, width: int) -> list[list[Part]]:
        """Break the key into lines."""
        lines: list[list[Part]] = [[]]
        used = 0
        for part in self.parts:
            wide = self._key_width(look, part)
            if lines[-1] and used + wide > width:
                lines.append([])
                used = 0
            lines[-1].append(part)
            used += wide
        return lines


def _bar(area: pygame.Rect, index: int, count: int, share: float, gap: int) -> pygame.Rect:
    """Return the place of one bar of several."""
    wide = area.width / count
    left, right = round(area.x + index * wide), round(area.x + (index + 1) * wide)
    high = max(1, round(area.height * share)) if share > 0 else 0
    return pygame.Rect(left, area.bottom - high, max(1, right - left - gap), high)
