"""The week as a line: where one is in it, and when the posts went up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import pygame

from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.look import TINY, Look
from trustsim.play.window.map.film import HOURS
from trustsim.play.window.widgets.widget import Paint, Role, Size, Widget, role_colour

KEY_STEP = 4.0


@dataclass(frozen=True)
class Mark:
    """Something on the line: when, its icon, and the role of its colour."""

    hour: float
    icon: str
    role: Role = "accent"


@dataclass(eq=False)
class Timeline(Widget):
    """The hours of a week, to be dragged through.

    Attributes:
        hour: Where one is.
        end: The last hour.
        on_seek: Called with the hour that is wanted.
        marks: What is marked.
    """

    hour: float
    end: float
    on_seek: Callable[[float], None]
    marks: Sequence[Mark] = field(default=(), kw_only=True)
    takes_focus: ClassVar[bool] = True

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of line and days."""
        return width, look.px(26) + look.line_height(TINY)

    def draw(self, paint: Paint) -> None:
        """Draw the line, what has passed, the days, the marks and the knob."""
        look, theme = paint.look, paint.look.theme
        track = self._track(look)
        brush.box(paint.surface, look, track, theme.card_raised, 4)
        # A part of one kept picture, since every hour has a length of its own.
        done = brush.rounded(look, track.size, theme.accent, 4)
        passed = (0, 0, self._x(look, self.hour) - track.x, track.height)
        paint.surface.blit(done, track, passed)
        for day in range(7):
            left = self._x(look, 24.0 * day)
            if day:
                paint.surface.fill(
                    theme.line, (left, track.y - look.px(4), look.px(1), track.height + look.px(8))
                )
            name = look.text(say(f"day_short.{day}"), TINY, theme.text_muted)
            middle = (left + self._x(look, 24.0 * (day + 1))) // 2
            paint.surface.blit(name, name.get_rect(midtop=(middle, track.bottom + look.px(7))))
        for mark in self.marks:
            self._draw_mark(paint, track, mark)
        radius = look.px(9 if self.is_hovered(paint) or self.is_held(paint) else 8)
        knob = (self._x(look, self.hour), track.centery)
        brush.disc(paint.surface, look, knob, radius + look.px(2), theme.panel)
        brush.disc(paint.surface, look, knob, radius, theme.accent)
        self.draw_focus(paint, 8)

    def _draw_mark(self, paint: Paint, track: pygame.Rect, mark: Mark) -> None:
        """Draw one mark on the line."""
        look = paint.look
        place = (self._x(look, mark.hour), track.centery)
        brush.disc(paint.surface, look, place, look.px(11), look.theme.card_raised)
        picture = look.icon(mark.icon, 12, role_colour(look, mark.role))
        paint.surface.blit(picture, picture.get_rect(center=place))

    def use(self, action: Action, look: Look) -> bool:
        """Follow the pointer or the arrows."""
        if action.act in {Act.GRAB, Act.DRAG}:
            track = self._track(look)
            self._seek((action.position[0] - track.x) / track.width * self.end)
        elif action.act is Act.RELEASE:
            return True
        elif action.act is Act.FIRST:
            self._seek(0.0)
        elif action.act is Act.LAST:
            self._seek(self.end)
        elif action.act in {Act.LEFT, Act.RIGHT}:
            self._seek(self.hour + (KEY_STEP if action.act is Act.RIGHT else -KEY_STEP))
        else:
            return False
        return True

    def _seek(self, hour: float) -> None:
        """Go to an hour."""
        self.hour = min(max(0.0, hour), self.end)
        self.on_seek(self.hour)

    def _x(self, look: Look, hour: float) -> int:
        """Return where an hour lies across."""
        track = self._track(look)
        return track.x + round(track.width * min(1.0, hour / self.end))

    def _track(self, look: Look) -> pygame.Rect:
        """Return the place of the line."""
        inner = self.rect.inflate(-look.px(24), 0)
        return pygame.Rect(inner.x, self.rect.y + look.px(10), inner.width, look.px(6))


def clock_words(hour: float) -> str:
    """Return an hour of the week in words, such as ``Thursday evening``."""
    hour = min(max(hour, 0.0), HOURS - 0.01)
    part = ("night", "morning", "afternoon", "evening")[int(hour % 24 // 6)]
    return say(f"clock.{part}", day=say(f"day.{int(hour // 24)}"))


def clock_short(hour: float) -> str:
    """Return an hour of the week in short, such as ``Thu 18:40``."""
    hour = min(max(hour, 0.0), HOURS - 0.01)
    minutes = int(hour % 24 * 60)
    return f"{say(f'day_short.{int(hour // 24)}')} {minutes // 60}:{minutes % 60:02d}"
