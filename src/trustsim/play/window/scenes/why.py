"""Why: a small panel beside a number, with the ledger that the number is the sum of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

import pygame

from trustsim.errors import UsageError
from trustsim.play.ledger import Answer, Line
from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.fonts import Weight
from trustsim.play.window.interface import Panel
from trustsim.play.window.look import SMALL, STRONG, Look
from trustsim.play.window.placing import place
from trustsim.play.window.scenes.scene import Scene
from trustsim.play.window.widgets.boxes import Column, Padded, Row, Scroll
from trustsim.play.window.widgets.button import Button
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Paint, Press, Role, Size, Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

_ROLES: Final[dict[str, Role]] = {"better": "good", "worse": "bad", "neither": "text"}
_GAP: Final = 12
_EDGE: Final = 14


@dataclass(eq=False)
class Asked(Widget):
    """A number that answers when it is pressed, and shows so under the pointer.

    Attributes:
        inside: How the number is shown.
        on_press: What it does.
    """

    inside: Widget
    on_press: Press
    takes_focus: ClassVar[bool] = True
    tip: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        """Say that it can be asked."""
        self.tip = self.tip or say("because.ask_tip")

    def children(self) -> Sequence[Widget]:
        """Return how the number is shown."""
        return (self.inside,)

    def size(self, look: Look, width: int) -> Size:
        """Return the size of what is shown."""
        return self.inside.size(look, width)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place what is shown."""
        self.rect = rect
        self.inside.place(look, rect)

    def draw(self, paint: Paint) -> None:
        """Draw a ground under the pointer, then what is shown."""
        if self.is_hovered(paint) or self.is_held(paint):
            look = paint.look
            ground = self.rect.inflate(look.px(8), look.px(4))
            brush.box(paint.surface, look, ground, look.theme.card_raised, 6)
        self.inside.draw(paint)
        self.draw_focus(paint, 6)

    def use(self, action: Action, look: Look) -> bool:
        """Answer when it is pressed."""
        if action.act not in (Act.PRESS, Act.WHY):
            return False
        self.on_press()
        return True


class Why(Scene):
    """The answer, beside the number it speaks of.

    Attributes:
        answer: What is said.
        about: The place of the number, which is never covered while there is room.
    """

    is_overlay = True
    first: ClassVar[str] = "close"
    wide: ClassVar[float] = 400

    def __init__(self, game: Game, answer: Answer, about: pygame.Rect) -> None:
        super().__init__(game)
        self.answer = answer
        surface = game.window.surface
        self.about = about.clip(surface.get_rect())
        self.number = surface.subsurface(self.about).copy()

    def fit(self, look: Look, size: tuple[int, int]) -> None:
        """Take a new size or look: the number may be elsewhere now, so the answer ends."""
        if self.ui.panels and (size != self.size or look is not self.look):
            self.look, self.size = look, size
            self.about = pygame.Rect(0, 0, 0, 0)
        super().fit(look, size)

    def panels(self) -> Sequence[Panel]:
        """Return the panel."""
        look, answer = self.look, self.answer
        head = Row(
            [
                Label(answer.title, letter=STRONG + 2, weight="bold", grow=1),
                Button("", self.back, icon="x", key="close", tip=say("overlay.close")),
            ],
            gap=8,
            align="start",
        )
        lines: list[Widget] = [self._line(line) for line in answer.lines]
        if not lines:
            lines = [Label(say("because.none"), letter=SMALL, colour="text_muted")]
        rows = Column(lines, gap=4)
        parts: list[Widget] = [head, Label(answer.meaning, letter=SMALL, colour="text_muted")]
        room = round(look.px(self.wide) * (1 + (look.text_scale - 1) * 0.6))
        wide = min(room, self.size[0] - 2 * look.px(_EDGE))
        notes: list[Widget] = []
        if answer.note:
            notes = [Label(answer.note, letter=SMALL, colour="text_muted")]
        padding = 2 * look.px(16)
        fixed = Column([*parts, rows, *notes], gap=10).size(look, wide - padding)[1]
        high = min(fixed + padding, self.size[1] - 2 * look.px(_EDGE))
        inside = Padded(Column([*parts, Scroll(rows, key="why", least=40), *notes], gap=10),
                        across=16, down=16)  # fmt: skip
        bounds = pygame.Rect((0, 0), self.size).inflate(-2 * look.px(_EDGE), -2 * look.px(_EDGE))
        rect = place((wide, high), self.about, bounds, gap=look.px(_GAP))
        return [Panel(rect, inside)]

    @staticmethod
    def _line(line: Line) -> Widget:
        """Return one line of the ledger."""
        weight: Weight = "bold" if line.is_sum else "semibold"
        text = Label(line.text, letter=SMALL, weight="semibold" if line.is_sum else "regular",
                     grow=1)  # fmt: skip
        shown = Label(line.shown, letter=SMALL, weight=weight, colour=_ROLES[line.side])
        row = Row([text, shown], gap=12, align="start")
        return Ruled(row) if line.is_sum else row

    def handle(self, action: Action) -> bool:
        """End at a click beside the panel; else do as every screen."""
        beside = not self.ui.panels[0].rect.collidepoint(action.position)
        if action.act is Act.GRAB and beside:
            self.back()
            return True
        return super().handle(action)

    def main(self) -> None:
        """Be done."""
        self.back()

    def draw_ground(self, surface: pygame.Surface) -> None:
        """Draw the number as it was, in a ring, and the panel's shadow and frame."""
        look, rect = self.look, self.ui.panels[0].rect
        if self.about.size == self.number.size and self.about.width:
            surface.blit(self.number, self.about)
            ring = self.about.inflate(look.px(6), look.px(6))
            brush.box(surface, look, ring, None, 11, look.theme.accent, 2)
        brush.shadow(surface, look, rect, 4, 18)
        frame = rect.inflate(2 * look.px(2), 2 * look.px(2))
        brush.box(surface, look, frame, look.theme.panel, 4, look.theme.line, 2)


@dataclass(eq=False)
class Ruled(Widget):
    """A row with a line above it, as under a sum.

    Attributes:
        inside: The row.
    """

    inside: Widget

    def children(self) -> Sequence[Widget]:
        """Return the row."""
        return (self.inside,)

    def size(self, look: Look, width: int) -> Size:
        """Return the row's size and the line's."""
        wide, high = self.inside.size(look, width)
        return wide, high + look.px(5)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the row under the line."""
        self.rect = rect
        above = look.px(5)
        self.inside.place(look, pygame.Rect(rect.x, rect.y + above, rect.width,
                                            rect.height - above))  # fmt: skip

    def draw(self, paint: Paint) -> None:
        """Draw the line, then the row."""
        look = paint.look
        line = (self.rect.x, self.rect.y + look.px(1), self.rect.width, look.px(1))
        paint.surface.fill(look.theme.text_muted, line)
        self.inside.draw(paint)


def ask_why(scene: Scene, key: str, answer: Callable[[], Answer]) -> None:
    """Show the answer of the number that the widget ``key`` shows; say so if there is none yet."""
    widget = scene.ui.widget(key)
    assert widget is not None
    try:
        found = answer()
    except UsageError as problem:
        scene.game.tell(str(problem))
        return
    scene.ui.hide_tip()
    scene.game.over(Why(scene.game, found, widget.rect))


def asker(scene: Scene, key: str, answer: Callable[[], Answer]) -> Press:
    """Return what asks when it is pressed."""
    return lambda: ask_why(scene, key, answer)


def asked(scene: Scene, key: str, inside: Widget, answer: Callable[[], Answer]) -> Asked:
    """Return a number that answers."""
    return Asked(inside, asker(scene, key, answer), key=key, grow=inside.grow)
