"""Text and icons that are only read."""

from dataclasses import dataclass, field
from typing import Literal

from trustsim.play.window.fonts import Weight
from trustsim.play.window.look import BODY, Look
from trustsim.play.window.widgets.widget import Paint, Role, Size, Widget, role_colour


@dataclass(eq=False)
class Label(Widget):
    """A text that wraps to its place.

    Attributes:
        text: What it says.
        letter: A size of the type scale.
        colour: Role of its colour.
        weight: How heavy the letters are.
        most_lines: The last of so many lines is cut; 0 for no limit.
        align: Which side the lines lie on.
    """

    text: str
    letter: float = field(default=BODY, kw_only=True)
    colour: Role = field(default="text", kw_only=True)
    weight: Weight = field(default="regular", kw_only=True)
    most_lines: int = field(default=0, kw_only=True)
    align: Literal["left", "middle", "right"] = field(default="left", kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the size of its lines."""
        lines = self._lines(look, width)
        widest = max((look.text_width(line, self.letter, self.weight) for line in lines), default=0)
        return min(widest, width), len(lines) * look.line_height(self.letter)

    def draw(self, paint: Paint) -> None:
        """Draw its lines from the top."""
        look = paint.look
        colour = role_colour(look, self.colour)
        step = look.line_height(self.letter)
        lines = self._lines(look, self.rect.width)
        y = self.rect.y + max(0, (self.rect.height - step * len(lines)) // 2 if self._lone else 0)
        for line in lines:
            picture = look.text(line, self.letter, colour, self.weight)
            slack = self.rect.width - picture.width
            x = self.rect.x + {"left": 0, "middle": slack // 2, "right": slack}[self.align]
            paint.surface.blit(picture, (x, y))
            y += step

    @property
    def _lone(self) -> bool:
        """Whether it is one line, which then lies in the middle of its height."""
        return self.most_lines == 1

    def _lines(self, look: Look, width: int) -> tuple[str, ...]:
        """Return its lines at a width."""
        return look.wrap(self.text, width, self.letter, self.weight, self.most_lines)


@dataclass(eq=False)
class Icon(Widget):
    """An icon that is only seen.

    Attributes:
        name: Its file name in ``assets/icons``.
        letter: Size of the square, in lengths of the design.
        colour: Role of its colour.
    """

    name: str
    letter: float = field(default=18, kw_only=True)
    colour: Role = field(default="text", kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the size of its picture."""
        return look.icon(self.name, self.letter).size

    def draw(self, paint: Paint) -> None:
        """Draw it in the middle of its place."""
        colour = role_colour(paint.look, self.colour)
        picture = paint.look.icon(self.name, self.letter, colour)
        paint.surface.blit(picture, picture.get_rect(center=self.rect.center))
