"""What everything is drawn with: theme, letters, icons, and how large a length is."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Final

import pygame

from trustsim.play.window.colours import RGB
from trustsim.play.window.fonts import Fonts, Weight
from trustsim.play.window.icons import icon
from trustsim.play.window.kept import Kept
from trustsim.play.window.theme import Palette, Theme

# The window the lengths of the design are meant for.
DESIGN_SIZE: Final = (1280, 720)
# Room for the pictures that a look keeps at the design's size; a window twice as wide and high
# has four times as much, until that is enough for the map of any window.
MOST_BYTES: Final = 40_000_000
ENOUGH_BYTES: Final = 160_000_000
TEXT_SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0)

# The type scale of the design, in pixels of a window of the design's size.
TINY: Final = 11
SMALL: Final = 12
BODY: Final = 13
STRONG: Final = 14
SUBTITLE: Final = 16
NUMBER: Final = 20
TITLE: Final = 22
HEADLINE: Final = 34


@dataclass(frozen=True)
class Look:
    """The look of the window at one size.

    Attributes:
        theme: The colours.
        fonts: The letters.
        ui_scale: Pixels for one length of the design.
        text_scale: How much larger text is drawn than the design has it, 1 to 2.
        palette: Which ramp shows trust.
        reduces_motion: Whether things brighten instead of moving.
    """

    theme: Theme
    fonts: Fonts
    ui_scale: float = 1.0
    text_scale: float = 1.0
    palette: Palette = "standard"
    reduces_motion: bool = False
    _made: Kept = field(default_factory=lambda: Kept(MOST_BYTES), compare=False, repr=False)

    def fitted(self, size: tuple[int, int]) -> "Look":
        """Return the same look for a window of ``size`` pixels.

        Nothing that was drawn for another size is kept: neither pictures nor letters.
        """
        scale = max(0.75, min(size[0] / DESIGN_SIZE[0], size[1] / DESIGN_SIZE[1]))
        if scale == self.ui_scale:
            return self
        room = Kept(round(min(ENOUGH_BYTES, MOST_BYTES * max(1.0, scale**2))))
        return replace(self, ui_scale=scale, fonts=Fonts(self.fonts.family), _made=room)

    def px(self, length: float) -> int:
        """Return a length of the design in pixels, at least 1 for anything above 0."""
        return max(1, round(length * self.ui_scale)) if length > 0 else 0

    def letter(self, size: float) -> int:
        """Return a size of the type scale in pixels."""
        return max(8, round(size * self.ui_scale * self.text_scale))

    def text(
        self, text: str, size: float = BODY, colour: RGB | None = None, weight: Weight = "regular"
    ) -> pygame.Surface:
        """Return one line of text as a picture."""
        return self.fonts.render(text, self.letter(size), colour or self.theme.text, weight)

    def text_width(self, text: str, size: float = BODY, weight: Weight = "regular") -> int:
        """Return the width in pixels of one line of text."""
        return self.fonts.width(text, self.letter(size), weight)

    def line_height(self, size: float = BODY) -> int:
        """Return the height in pixels of one line of text."""
        return self.fonts.line_height(self.letter(size))

    def wrap(
        self,
        text: str,
        width: int,
        size: float = BODY,
        weight: Weight = "regular",
        most_lines: int = 0,
    ) -> tuple[str, ...]:
        """Break text into lines of at most ``width`` pixels."""
        return self.fonts.wrap(text, self.letter(size), max(1, width), weight, most_lines)

    def cut(self, text: str, width: int, size: float = BODY, weight: Weight = "regular") -> str:
        """Shorten text with an ellipsis to ``width`` pixels."""
        return self.fonts.cut(text, self.letter(size), width, weight)

    def icon(self, name: str, size: float = 16, colour: RGB | None = None) -> pygame.Surface:
        """Return an icon, drawn as large as text of the same size of the design."""
        side = max(8, round(size * self.ui_scale * (1 + (self.text_scale - 1) / 2)))
        return icon(name, side, colour or self.theme.text)

    def kept(self, key: Hashable) -> pygame.Surface | None:
        """Return a picture kept under ``key`` by this look, if there is one."""
        return self._made.get(key)

    def keep(self, key: Hashable, picture: pygame.Surface) -> pygame.Surface:
        """Keep a picture for as long as the look lasts and has room for it."""
        return self._made.keep(key, picture)


def make_look(
    theme: Theme,
    *,
    size: tuple[int, int] = DESIGN_SIZE,
    text_scale: float = 1.0,
    palette: Palette = "standard",
    reduces_motion: bool = False,
    font: str | None = None,
) -> Look:
    """Return the look for a window of ``size`` pixels; ``font`` overrides the theme's own."""
    look = Look(
        theme,
        Fonts(font or theme.font),
        text_scale=min(max(text_scale, TEXT_SCALES[0]), TEXT_SCALES[-1]),
        palette=palette,
        reduces_motion=reduces_motion,
    )
    return look.fitted(size)
