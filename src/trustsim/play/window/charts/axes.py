"""Axes: round numbers, and the way from values to pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame

from trustsim.play.window.look import TINY, Look


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers from ``low`` to ``high``, at most about ``most`` of them.

    >>> ticks(0, 97)
    [0.0, 20.0, 40.0, 60.0, 80.0]
    """
    if high <= low:
        return [low]
    rough = (high - low) / max(1, most)
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    first = np.ceil(low / step - 1e-9) * step
    count = int((high - first) / step + 1e-9) + 1
    return [round(float(first + step * index), 10) for index in range(count)]


def compact(value: float) -> str:
    """Write a number short enough for an axis.

    >>> compact(12_400), compact(0.25), compact(7.0)
    ('12.4k', '0.25', '7')
    """
    for limit, letter in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= limit:
            return f"{value / limit:.3g}{letter}"
    return f"{value:.3g}"


@dataclass(frozen=True)
class Axes:
    """The way from values to pixels inside a plot.

    Attributes:
        area: Of the plot, without what is written at its sides.
        x_range: Values at the left and the right edge.
        y_range: Values at the bottom and the top edge.
    """

    area: pygame.Rect
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def x(self, value: float) -> float:
        """Return the pixel across of a value."""
        low, high = self.x_range
        share = (value - low) / (high - low) if high > low else 0.5
        return self.area.x + share * (self.area.width - 1)

    def y(self, value: float) -> float:
        """Return the pixel down of a value."""
        low, high = self.y_range
        share = (value - low) / (high - low) if high > low else 0.5
        return self.area.bottom - 1 - share * (self.area.height - 1)

    def points(self, xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float]]:
        """Return the pixels of a line."""
        return [(self.x(x), self.y(y)) for x, y in zip(xs, ys, strict=True)]


def make_axes(
    look: Look,
    rect: pygame.Rect,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    *,
    writes_y: bool = True,
    writes_x: bool = True,
) -> Axes:
    """Return axes over the whole of ``rect``, less what their numbers need."""
    left = 0
    if writes_y:
        texts = [compact(value) for value in ticks(*y_range, most=4)]
        left = max((look.text_width(text, TINY) for text in texts), default=0) + look.px(8)
    bottom = look.line_height(TINY) + look.px(5) if writes_x else 0
    top = look.line_height(TINY) // 2 if writes_y else 0
    area = pygame.Rect(
        rect.x + left, rect.y + top, rect.width - left, max(1, rect.height - bottom - top)
    )
    return Axes(area, x_range, y_range)


def draw_y_axis(surface: pygame.Surface, look: Look, axes: Axes) -> None:
    """Draw the numbers of the y axis, each with a faint line across."""
    theme = look.theme
    for value in ticks(*axes.y_range, most=4):
        y = round(axes.y(value))
        surface.fill(theme.line, (axes.area.x, y, axes.area.width, 1))
        text = look.text(compact(value), TINY, theme.text_muted)
        surface.blit(text, text.get_rect(midright=(axes.area.x - look.px(6), y)))


def draw_x_labels(
    surface: pygame.Surface, look: Look, axes: Axes, places: Sequence[tuple[float, str]]
) -> None:
    """Write under the x axis as many of the texts as have room, never two into each other."""
    theme = look.theme
    y = axes.area.bottom + look.px(4)
    free_from = -1.0e9
    for value, text in places:
        picture = look.text(text, TINY, theme.text_muted)
        box = picture.get_rect(midtop=(round(axes.x(value)), y))
        box.x = min(max(box.x, axes.area.x), axes.area.right - box.width)
        if box.x >= free_from:
            surface.blit(picture, box)
            free_from = box.right + look.px(6)
