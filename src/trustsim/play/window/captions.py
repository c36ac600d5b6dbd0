"""What is heard or seen happening, in words, for a moment at the foot of the map."""

from dataclasses import dataclass, field
from typing import Final

import pygame

from trustsim.play.window import brush
from trustsim.play.window.look import BODY, Look

SHOWN_FOR: Final = 3.0
MOST_LINES: Final = 2


@dataclass
class Captions:
    """The captions on show, newest last.

    Attributes:
        is_on: Whether captions are shown.
    """

    is_on: bool = True
    _lines: list[tuple[str, float]] = field(default_factory=list, init=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is on show."""
        return tuple(text for text, _ in self._lines)

    def say(self, text: str) -> None:
        """Show a caption; the same one again only stays longer."""
        kept = [(old, left) for old, left in self._lines if old != text]
        self._lines = [*kept, (text, SHOWN_FOR)][-MOST_LINES:]

    def pass_time(self, seconds: float) -> None:
        """Let time pass; captions go."""
        aged = [(text, left - seconds) for text, left in self._lines]
        self._lines = [(text, left) for text, left in aged if left > 0]

    def size(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of what is on show."""
        wide = max((look.text_width(text, BODY, "semibold") for text in self.lines), default=0)
        return min(width, wide + look.px(24)), len(self._lines) * (
            look.line_height(BODY) + look.px(8)
        )

    def draw(self, surface: pygame.Surface, look: Look, bounds: pygame.Rect) -> None:
        """Draw the captions at the foot of ``bounds``, in the middle."""
        if not self.is_on:
            return
        bottom = bounds.bottom
        for text in reversed(self.lines):
            shown = look.cut(text, bounds.width - look.px(24), BODY, "semibold")
            picture = look.text(shown, BODY, look.theme.text, "semibold")
            box = picture.get_rect().inflate(look.px(24), look.px(8))
            box.midbottom = (bounds.centerx, bottom)
            brush.box(surface, look, box, look.theme.panel, 6, look.theme.line)
            surface.blit(picture, picture.get_rect(center=box.center))
            bottom = box.top - look.px(4)
