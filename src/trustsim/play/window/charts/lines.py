"""Lines over time: sparklines, and a line with a band round it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import pygame

from trustsim.play.window import brush
from trustsim.play.window.charts.axes import Axes, draw_x_labels, draw_y_axis, make_axes
from trustsim.play.window.colours import RGB, mix
from trustsim.play.window.look import NUMBER, SMALL, Look
from trustsim.play.window.widgets.widget import (
    Paint,
    Press,
    Pressable,
    Role,
    Size,
    Widget,
    role_colour,
)

# Share of a chart's width that the names of its lines may take, and their distance from them.
_MOST_FOR_NAMES: Final = 0.3
_NAME_GAP: Final = 9


@dataclass(eq=False)
class Sparkline(Widget):
    """A line as wide as its place, filled to the bottom, its last value marked.

    Attributes:
        values: One per week.
        colour: Role of its colour.
        high: Its height, in lengths of the design.
    """

    values: Sequence[float]
    colour: Role = field(default="good", kw_only=True)
    high: float = field(default=44, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and its height."""
        return width, look.px(self.high)

    def draw(self, paint: Paint) -> None:
        """Draw the line."""
        look = paint.look
        colour = role_colour(look, self.colour)
        area = self.rect.inflate(-look.px(8), -look.px(8))
        if not self.values or area.width < 4 or area.height < 4:
            return
        if len(self.values) == 1:
            # One value is no line yet.
            paint.surface.fill(look.theme.line, (area.x, area.bottom, area.width, look.px(1)))
            return
        low, high = min(self.values), max(self.values)
        # What never changed lies in the middle, and nothing at all on the ground.
        slack = (high - low) * 0.04 or abs(high)
        span = (low - slack, high + slack) if slack else (0.0, 1.0)
        axes = Axes(area, (0, max(1, len(self.values) - 1)), span)
        points = axes.points(range(len(self.values)), self.values)
        ground = look.theme.card
        if len(points) > 1:
            _fill_below(paint.surface, points, area.bottom, mix(ground, colour, 0.22))
            thick_line(paint.surface, look, points, colour)
        x, y = points[-1]
        brush.disc(paint.surface, look, (round(x), round(y)), look.px(4), ground)
        brush.disc(paint.surface, look, (round(x), round(y)), look.px(3), colour)


@dataclass(eq=False)
class Trend(Pressable):
    """A figure over time on a card: name, change, value, and a sparkline under them.

    Attributes:
        name: What it is.
        value: Its value now.
        change: How it changed, or empty.
        values: One per week.
        is_good: Whether the change is for the better; None for neither.
        colour: Role of the line's colour.
        on_press: What it does, such as answering why, or None.
    """

    name: str
    value: str
    change: str
    values: Sequence[float]
    is_good: bool | None = None
    colour: Role = field(default="good", kw_only=True)
    on_press: Press | None = field(default=None, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of two lines and a sparkline."""
        text = look.line_height(SMALL) + look.line_height(NUMBER)
        return width, text + look.px(20 + 34)

    def draw(self, paint: Paint) -> None:
        """Draw the card, the texts, and the line in what is left."""
        look, theme = paint.look, paint.look.theme
        fill = theme.card_raised if self.is_lifted(paint) else theme.card
        brush.box(paint.surface, look, self.rect, fill, 10)
        inner = self.rect.inflate(-2 * look.px(12), -2 * look.px(8))
        change_role: Role = "text_muted" if self.is_good is None else "good"
        if self.is_good is False:
            change_role = "bad"
        change = look.text(self.change, SMALL, role_colour(look, change_role), "semibold")
        room = inner.width - change.width - look.px(6)
        fits = look.text_width(self.name, SMALL) <= room
        names = (self.name,) if fits else look.wrap(self.name, inner.width, SMALL, most_lines=2)
        y = inner.y
        for name in names:
            paint.surface.blit(look.text(name, SMALL, theme.text_muted), (inner.x, y))
            y += look.line_height(SMALL)
        value = look.text(self.value, NUMBER, theme.text, "bold")
        paint.surface.blit(value, (inner.x, y))
        # Beside the name if there is room, else beside the value.
        level = inner.y if fits else y + (value.height - change.height) // 2
        paint.surface.blit(change, change.get_rect(topright=(inner.right, level)))
        line = Sparkline(self.values, colour=self.colour)
        below = y + look.line_height(NUMBER) + look.px(2)
        if inner.bottom - below >= look.px(26):
            box = pygame.Rect(inner.x, below, inner.width, inner.bottom - below)
        else:
            left = inner.x + value.width + look.px(10)
            box = pygame.Rect(
                left, y - look.px(2), inner.right - left, inner.bottom - y + look.px(4)
            )
        line.place(look, box.inflate(look.px(8), look.px(4)))
        line.draw(paint)
        self.draw_focus(paint, 10)


@dataclass(frozen=True)
class Series:
    """One line of a chart.

    Attributes:
        values: One per week.
        colour: Role of its colour.
        name: Written beside its end, or above the chart; empty for none.
        low: Lower edge of its band, or empty.
        high: Upper edge of its band, or empty.
        is_dashed: Drawn with gaps, so that colour is not all that tells two lines apart.
    """

    values: Sequence[float]
    colour: Role = "good"
    name: str = ""
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    is_dashed: bool = False


@dataclass(eq=False)
class LineChart(Widget):
    """Lines over weeks with axes, each with a band if it has one.

    Attributes:
        series: The lines.
        tall: Its height, in lengths of the design.
        first: Number of the first week.
        from_zero: Whether the y axis begins at 0.
        marks: Weeks with a vertical line and what it says.
    """

    series: Sequence[Series]
    tall: float = field(default=140, kw_only=True)
    first: int = field(default=1, kw_only=True)
    from_zero: bool = field(default=True, kw_only=True)
    marks: Sequence[tuple[int, str]] = field(default=(), kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and its height."""
        return width, look.px(self.tall)

    def draw(self, paint: Paint) -> None:
        """Draw axes, bands and lines."""
        look = paint.look
        count = max((len(line.values) for line in self.series), default=0)
        if count == 0:
            return
        last = self.first + max(1, count - 1)
        room = self.room_for_names(look)
        axes = make_axes(look, room, (self.first, last), self.y_range())
        draw_y_axis(paint.surface, look, axes)
        weeks = [(float(week), str(week)) for week in range(self.first, self.first + count)]
        draw_x_labels(paint.surface, look, axes, weeks)
        for week, text in self.marks:
            self._draw_mark(paint, axes, week, text)
        for line in self.series:
            _draw_band(paint.surface, look, axes, line, self.first)
        for line in self.series:
            self._draw_line(paint, axes, line)
        for place, index in self.names(look, axes):
            name = self.series[index]
            colour = role_colour(look, name.colour)
            paint.surface.blit(look.text(name.name, SMALL, colour, "semibold"), place)

    def y_range(self) -> tuple[float, float]:
        """Return the least and greatest value there is."""
        values = [v for line in self.series for v in (*line.values, *line.low, *line.high)]
        low = min(0.0, *values) if self.from_zero else min(values)
        high = max(values)
        return low, high if high > low else low + 1

    def _draw_line(self, paint: Paint, axes: Axes, line: Series) -> None:
        """Draw one line and mark its end."""
        look = paint.look
        colour = role_colour(look, line.colour)
        weeks = range(self.first, self.first + len(line.values))
        points = axes.points(weeks, line.values)
        if line.is_dashed:
            for start, end in dashes(points, look.px(5)):
                thick_line(paint.surface, look, [start, end], colour)
        elif len(points) > 1:
            thick_line(paint.surface, look, points, colour)
        if points:
            x, y = points[-1]
            brush.disc(paint.surface, look, (round(x), round(y)), look.px(3), colour)

    def _draw_mark(self, paint: Paint, axes: Axes, week: int, text: str) -> None:
        """Draw a vertical line with a word at its top."""
        look, theme = paint.look, paint.look.theme
        x = round(axes.x(week))
        for y in range(axes.area.y, axes.area.bottom, look.px(6)):
            paint.surface.fill(theme.text_muted, (x, y, look.px(1), look.px(3)))
        picture = look.text(text, SMALL - 1, theme.text_muted, "semibold")
        box = picture.get_rect(topleft=(x + look.px(4), axes.area.y))
        if box.right > axes.area.right:
            box.right = x - look.px(4)
        paint.surface.blit(picture, box)

    def _named(self) -> list[int]:
        """Return which lines have a name."""
        return [index for index, line in enumerate(self.series) if line.name and line.values]

    def _widths(self, look: Look) -> dict[int, int]:
        """Return the width of each name."""
        return {
            index: look.text_width(self.series[index].name, SMALL, "semibold")
            for index in self._named()
        }

    def _is_beside(self, look: Look) -> bool:
        """Tell whether the names have room right of the lines' ends, else they stand above."""
        widths = self._widths(look)
        high = len(widths) * look.line_height(SMALL)
        plot = self.rect.height - look.line_height(SMALL) - look.px(8)
        return max(widths.values(), default=0) <= self.rect.width * _MOST_FOR_NAMES and high <= plot

    def room_for_names(self, look: Look) -> pygame.Rect:
        """Return the place of the chart without that of the names."""
        widths, rect = self._widths(look), self.rect.copy()
        if widths and self._is_beside(look):
            rect.width -= max(widths.values()) + look.px(_NAME_GAP)
        elif widths:
            high = max(box.bottom for box in self._above(look).values()) - rect.y + look.px(2)
            rect.y, rect.height = rect.y + high, max(1, rect.height - high)
        return rect

    def names(self, look: Look, axes: Axes) -> list[tuple[pygame.Rect, int]]:
        """Return the place of each name and whose it is: beside the ends, or above the lines."""
        if not self._is_beside(look):
            return [(box, index) for index, box in self._above(look).items()]
        wanted = sorted((axes.y(self.series[i].values[-1]), i) for i in self._named())
        step = look.line_height(SMALL)
        tops: list[float] = []
        floor = float(self.rect.y)
        for y, _ in wanted:
            tops.append(max(floor, y - step / 2))
            floor = tops[-1] + step
        # What would stand below the plot moves up, and what is in its way with it.
        ceiling = float(axes.area.bottom + step // 2)
        for place in reversed(range(len(tops))):
            tops[place] = min(tops[place], ceiling - step)
            ceiling = tops[place]
        left, widths = axes.area.right + look.px(_NAME_GAP - 1), self._widths(look)
        return [
            (pygame.Rect(left, round(top), widths[index], step), index)
            for (_, index), top in zip(wanted, tops, strict=True)
        ]

    def _above(self, look: Look) -> dict[int, pygame.Rect]:
        """Return the places of names above the lines, side by side as far as there is room."""
        step, gap = look.line_height(SMALL), look.px(14)
        x, y, found = self.rect.x, self.rect.y, {}
        for index, wide in self._widths(look).items():
            if x > self.rect.x and x + wide > self.rect.right:
                x, y = self.rect.x, y + step
            found[index] = pygame.Rect(x, y, wide, step)
            x += wide + gap
        return found


def thick_line(
    surface: pygame.Surface, look: Look, points: Sequence[tuple[float, float]], colour: RGB
) -> None:
    """Draw a smooth line about two pixels thick at the design's size."""
    wide = max(1, look.px(1.8))
    for start, end in pairwise(points):
        pygame.draw.aaline(surface, colour, start, end, wide)


def dashes(
    points: Sequence[tuple[float, float]], length: int
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Cut a line into strokes of ``length`` pixels with gaps as long."""
    if len(points) < 2:
        return []
    line = np.array(points)
    passed = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    strokes = []
    for start in np.arange(0, passed[-1], 2 * length):
        ends = [start, min(start + length, passed[-1])]
        xs, ys = np.interp(ends, passed, line[:, 0]), np.interp(ends, passed, line[:, 1])
        strokes.append(((float(xs[0]), float(ys[0])), (float(xs[1]), float(ys[1]))))
    return strokes


def _fill_below(
    surface: pygame.Surface, points: Sequence[tuple[float, float]], bottom: int, colour: RGB
) -> None:
    """Fill what lies under a line."""
    shape = [*points, (points[-1][0], bottom), (points[0][0], bottom)]
    pygame.draw.polygon(surface, colour, shape)


def _draw_band(surface: pygame.Surface, look: Look, axes: Axes, line: Series, first: int) -> None:
    """Fill the band round a line."""
    if not line.low or not line.high:
        return
    weeks = range(first, first + len(line.low))
    shape = axes.points(weeks, line.high) + axes.points(weeks, line.low)[::-1]
    layer = pygame.Surface(surface.size, pygame.SRCALPHA)
    pygame.draw.polygon(layer, (*role_colour(look, line.colour), 46), shape)
    surface.blit(layer, axes.area, axes.area)
