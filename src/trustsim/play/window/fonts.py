"""Text as pictures: rendered once, kept, wrapped and cut to a width."""

from collections import OrderedDict
from collections.abc import Iterator
from itertools import groupby
from typing import Final, Literal

import pygame

from trustsim.play.assets import asset
from trustsim.play.window.colours import RGB
from trustsim.play.window.kept import Kept

Weight = Literal["regular", "semibold", "bold"]

ELLIPSIS: Final = "…"
_WEIGHTS: Final[dict[Weight, int]] = {"regular": 400, "semibold": 600, "bold": 700}
_SUBSETS: Final = ("latin", "latin-ext")
# Hinting at small sizes tears words apart; drawn larger and shrunk, letters keep their places.
_OVERSAMPLING: Final = 4
_MOST_BYTES: Final = 24_000_000
_KEPT_WORDS: Final = 4_000
# A line keeps at least so many gaps between words when it gives its last word away.
_COMPANY: Final = 2
# Every file at a size keeps the letters that it has drawn.
_MOST_FACES: Final = 40
# A code that no font has: what it is drawn as is what any missing letter is drawn as.
_MISSING: Final = "\uffff"


class Fonts:
    """The letters of one family at any size, with what was drawn before kept.

    Args:
        family: The file name's first part, such as ``"inter"``.
    """

    def __init__(self, family: str) -> None:
        pygame.font.init()
        self.family = family
        self._faces: OrderedDict[tuple[str, Weight, int], pygame.font.Font] = OrderedDict()
        self._pictures = Kept(_MOST_BYTES)
        self._widths: dict[tuple[str, int, Weight], int] = {}
        self._wraps: dict[tuple[str, int, Weight, int, int], tuple[str, ...]] = {}
        self._letters: dict[tuple[str, str], bool] = {}

    def line_height(self, size: int, weight: Weight = "regular") -> int:
        """Return the height in pixels of one line of text."""
        return round(self._face("latin", weight, size).get_linesize() / _OVERSAMPLING)

    def width(self, text: str, size: int, weight: Weight = "regular") -> int:
        """Return the width in pixels of ``text`` on one line."""
        key = (text, size, weight)
        if (known := self._widths.get(key)) is None:
            if len(self._widths) > _KEPT_WORDS * 4:
                self._widths.clear()
            wide = sum(face.size(run)[0] for face, run in self._runs(text, size, weight))
            known = self._widths[key] = -(-wide // _OVERSAMPLING)
        return known

    def render(
        self, text: str, size: int, colour: RGB, weight: Weight = "regular"
    ) -> pygame.Surface:
        """Return one line of text as a picture with a transparent ground."""
        key = (text, size, weight, colour)
        if (picture := self._pictures.get(key)) is None:
            picture = self._pictures.keep(key, self._draw(text, size, colour, weight))
        return picture

    def cut(self, text: str, size: int, width: int, weight: Weight = "regular") -> str:
        """Shorten ``text`` with an ellipsis until it fits ``width`` pixels."""
        if self.width(text, size, weight) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + ELLIPSIS, size, weight) <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + ELLIPSIS

    def wrap(
        self, text: str, size: int, width: int, weight: Weight = "regular", most_lines: int = 0
    ) -> tuple[str, ...]:
        """Break ``text`` into lines of at most ``width`` pixels.

        Args:
            text: What to break; its own line breaks stay.
            size: Height of the letters in pixels.
            width: Pixels there are.
            weight: How heavy the letters are.
            most_lines: The last of so many lines is cut with an ellipsis; 0 for no limit.
        """
        key = (text, size, weight, width, most_lines)
        if (known := self._wraps.get(key)) is None:
            if len(self._wraps) > _KEPT_WORDS:
                self._wraps.clear()
            lines = [
                line
                for paragraph in text.split("\n")
                for line in self._evened(
                    [*self._wrapped(paragraph, size, width, weight)], size, width, weight
                )
            ]
            if 0 < most_lines < len(lines):
                rest = " ".join(lines[most_lines - 1 :])
                lines[most_lines - 1 :] = [self.cut(rest, size, width, weight)]
            known = self._wraps[key] = tuple(lines)
        return known

    def covers(self, text: str) -> bool:
        """Tell whether the family has a letter for every character of ``text``."""
        return all(
            any(self._has(subset, character) for subset in _SUBSETS) for character in set(text)
        )

    def _wrapped(self, paragraph: str, size: int, width: int, weight: Weight) -> Iterator[str]:
        """Break one paragraph greedily; a word too long for a line is broken inside."""
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if self.width(longer, size, weight) <= width:
                line = longer
                continue
            if line:
                yield line
            line = word
            while len(line) > 1 and self.width(line, size, weight) > width:
                fits = self._fitting(line, size, width, weight)
                yield line[:fits]
                line = line[fits:]
        yield line

    def _evened(self, lines: list[str], size: int, width: int, weight: Weight) -> list[str]:
        """Give a lone last word the company of the word before it."""
        if len(lines) > 1 and " " not in lines[-1] and lines[-2].count(" ") >= _COMPANY:
            before, _, word = lines[-2].rpartition(" ")
            if before and self.width(f"{word} {lines[-1]}", size, weight) <= width:
                lines[-2:] = [before, f"{word} {lines[-1]}"]
        return lines

    def _fitting(self, word: str, size: int, width: int, weight: Weight) -> int:
        """Return how many letters of ``word`` fit, at least one."""
        fits = 1
        while fits < len(word) and self.width(word[: fits + 1], size, weight) <= width:
            fits += 1
        return fits

    def _draw(self, text: str, size: int, colour: RGB, weight: Weight) -> pygame.Surface:
        """Draw large, then shrink."""
        pieces = [face.render(run, True, colour) for face, run in self._runs(text, size, weight)]
        height = self.line_height(size, weight)
        wide = max(1, sum(piece.width for piece in pieces))
        width = max(1, -(-wide // _OVERSAMPLING))
        large = pygame.Surface((width * _OVERSAMPLING, height * _OVERSAMPLING), pygame.SRCALPHA)
        large.fill((*colour, 0))
        x = 0
        for piece in pieces:
            # Copied, not blended, so that the edge of a letter keeps its colour.
            large.blit(piece, (x, 0), special_flags=pygame.BLEND_RGBA_MAX)
            x += piece.width
        return pygame.transform.smoothscale(large, (width, height))

    def _runs(self, text: str, size: int, weight: Weight) -> list[tuple[pygame.font.Font, str]]:
        """Split ``text`` by the file that has its letters."""
        if text.isascii():
            return [(self._face("latin", weight, size), text)]
        groups = groupby(text, key=self._subset)
        return [(self._face(name, weight, size), "".join(run)) for name, run in groups]

    def _subset(self, character: str) -> str:
        """Return which of the family's files has a character."""
        return next((name for name in _SUBSETS if self._has(name, character)), _SUBSETS[0])

    def _has(self, subset: str, character: str) -> bool:
        """Tell whether one of the family's files has a character."""
        key = (subset, character)
        if key not in self._letters:
            self._letters[key] = _has_letter(self._face(subset, "regular", 12), character)
        return self._letters[key]

    def _face(self, subset: str, weight: Weight, size: int) -> pygame.font.Font:
        """Return the loaded file for a subset, weight and size."""
        key = (subset, weight, size)
        if (face := self._faces.get(key)) is None:
            step = _WEIGHTS[weight]
            path = asset("fonts", f"{self.family}-{subset}-{step}-normal.woff2")
            face = self._faces[key] = pygame.font.Font(path, max(1, size) * _OVERSAMPLING)
            if len(self._faces) > _MOST_FACES:
                self._faces.popitem(last=False)
        else:
            self._faces.move_to_end(key)
        return face


def _has_letter(face: pygame.font.Font, character: str) -> bool:
    """Tell whether a font file draws a character otherwise than as its missing box."""
    if character.isspace():
        return True
    return _picture_of(face, character) != _picture_of(face, _MISSING)


def _picture_of(face: pygame.font.Font, character: str) -> bytes:
    """Return the bytes of one drawn character."""
    return pygame.image.tobytes(face.render(character, True, (255, 255, 255)), "RGBA")
