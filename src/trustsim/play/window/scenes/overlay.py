"""A sheet in the middle of the window, over a dimmed screen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import pygame

from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.interface import Panel
from trustsim.play.window.look import TITLE
from trustsim.play.window.scenes.scene import Scene
from trustsim.play.window.widgets.boxes import Column, Padded, Row, Scroll
from trustsim.play.window.widgets.button import Button
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Widget


class Overlay(Scene):
    """A screen that lies over another one.

    Attributes:
        wide, high: The size of its sheet, in lengths of the design.
    """

    is_overlay = True
    first: ClassVar[str] = "close"
    wide: ClassVar[float] = 640
    high: ClassVar[float] = 560

    @abstractmethod
    def title(self) -> str:
        """Return what stands at its top."""

    @abstractmethod
    def content(self) -> Widget:
        """Return what is in it."""

    def foot(self) -> Sequence[Widget]:
        """Return the buttons at its foot."""
        return ()

    def panels(self) -> Sequence[Panel]:
        """Return the sheet."""
        head = Row(
            [
                Label(self.title(), letter=TITLE, weight="bold", grow=1),
                Button("", self.back, icon="x", key="close", tip=say("overlay.close")),
            ]
        )
        parts: list[Widget] = [head, Scroll(Padded(self.content(), across=2, down=3), key="sheet")]
        if foot := self.foot():
            parts.append(Row(list(foot), gap=10))
        inside = Padded(Column(parts, gap=12), across=22, down=18)
        return [Panel(self.sheet(inside), inside)]

    def sheet(self, inside: Widget) -> pygame.Rect:
        """Return the place of the sheet: as high as it needs to be, if there is room."""
        look, (width, height) = self.look, self.size
        grown = 1 + (look.text_scale - 1) * 0.7
        wide = min(look.px(self.wide * grown), width - look.px(40))
        need = self._need(inside, wide)
        high = min(need, height - look.px(40), look.px(self.high * grown))
        rect = pygame.Rect(0, 0, wide, max(high, look.px(160)))
        rect.center = (width // 2, height // 2)
        return rect

    def _need(self, inside: Widget, wide: int) -> int:
        """Return the height at which nothing would have to be scrolled."""
        look = self.look
        room = wide - 2 * look.px(22)
        content = Padded(self.content(), across=2, down=3).size(look, room)[1]
        foot = Row(list(self.foot()), gap=10).size(look, room)[1] if self.foot() else 0
        head = look.line_height(TITLE) + look.px(10)
        return content + foot + head + 2 * look.px(18) + 2 * look.px(12) + look.px(8)

    def draw_ground(self, surface: pygame.Surface) -> None:
        """Draw the sheet's shadow and frame; the panel lies on it."""
        rect = self.ui.panels[0].rect
        brush.shadow(surface, self.look, rect, 4, 22)
        frame = rect.inflate(2 * self.look.px(2), 2 * self.look.px(2))
        brush.box(surface, self.look, frame, self.look.theme.panel, 4, self.look.theme.line, 2)
