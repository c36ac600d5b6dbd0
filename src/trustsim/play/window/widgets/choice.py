"""What is set: one of several, a place on a scale, a number of steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import pygame

from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.colours import mix
from trustsim.play.window.look import SMALL, Look
from trustsim.play.window.widgets.widget import Paint, Size, Widget


@dataclass(eq=False)
class Segmented(Widget):
    """One of several, side by side; it breaks into lines when they don't fit into one.

    Attributes:
        options: What each says.
        chosen: Index of the chosen one, or -1.
        on_choose: Called with the index of the newly chosen one.
        blocked: Indices that can't be chosen now.
        tips: What a tooltip says of each.
    """

    options: Sequence[str]
    chosen: int
    on_choose: Callable[[int], None]
    blocked: frozenset[int] = field(default=frozenset(), kw_only=True)
    tips: Sequence[str] = field(default=(), kw_only=True)
    _under: int = field(default=-1, init=False)
    takes_focus: ClassVar[bool] = True

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of its lines."""
        lines = -(-len(self.options) // self._per_line(look, width))
        return width, lines * self._line(look)

    def draw(self, paint: Paint) -> None:
        """Draw the frame, the chosen one and the texts."""
        look, theme = paint.look, paint.look.theme
        brush.box(paint.surface, look, self.rect, theme.card, 8, theme.line)
        for index, cell in enumerate(self._cells(look)):
            colour = theme.text
            if index == self.chosen:
                inner = cell.inflate(-look.px(4), -look.px(4))
                brush.box(paint.surface, look, inner, theme.accent, 6)
                colour = theme.accent_text
            elif index in self.blocked or not self.is_enabled:
                colour = mix(theme.text_muted, theme.card, 0.4)
            elif self.is_hovered(paint) and index == self._under:
                inner = cell.inflate(-look.px(4), -look.px(4))
                brush.box(paint.surface, look, inner, theme.card_raised, 6)
            text = look.cut(self.options[index], cell.width - look.px(6), SMALL, "semibold")
            picture = look.text(text, SMALL, colour, "semibold")
            paint.surface.blit(picture, picture.get_rect(center=cell.center))
        self.draw_focus(paint, 8)

    def use(self, action: Action, look: Look) -> bool:
        """Choose what is pressed, or the next one by the arrows."""
        if action.act in {Act.POINT, Act.DRAG}:
            before, self._under = self._under, self._at(action.position, look)
            if 0 <= self._under < len(self.tips):
                self.tip = self.tips[self._under]
            return before != self._under
        if action.act is Act.RELEASE:
            return self._choose(self._at(action.position, look))
        step = {Act.LEFT: -1, Act.RIGHT: 1}.get(action.act, 0)
        return step != 0 and self._step(step)

    def _choose(self, index: int) -> bool:
        """Choose one if it can be chosen."""
        if not 0 <= index < len(self.options) or index in self.blocked:
            return False
        if index != self.chosen:
            self.chosen = index
            self.on_choose(index)
        return True

    def _step(self, step: int) -> bool:
        """Choose the next one that is not blocked; stay at the ends."""
        index = self.chosen + step
        while 0 <= index < len(self.options) and index in self.blocked:
            index += step
        self._choose(index)
        return True

    def _at(self, position: tuple[int, int], look: Look) -> int:
        """Return the index under a position, or -1."""
        cells = self._cells(look)
        return next((i for i, cell in enumerate(cells) if cell.collidepoint(position)), -1)

    def _line(self, look: Look) -> int:
        """Return the height of one line."""
        return look.line_height(SMALL) + look.px(15)

    def _per_line(self, look: Look, width: int) -> int:
        """Return how many fit into a line."""
        widest = max(look.text_width(text, SMALL, "semibold") for text in self.options)
        fits = max(1, width // (widest + look.px(12)))
        # Texts of different lengths in one line share the room by their lengths.
        total = sum(look.text_width(t, SMALL, "semibold") + look.px(10) for t in self.options)
        if total <= width:
            return len(self.options)
        lines = -(-len(self.options) // fits)
        return -(-len(self.options) // lines)

    def _cells(self, look: Look) -> list[pygame.Rect]:
        """Return the place of each."""
        per_line = self._per_line(look, self.rect.width)
        height = self._line(look)
        cells: list[pygame.Rect] = []
        for start in range(0, len(self.options), per_line):
            texts = self.options[start : start + per_line]
            widths = [look.text_width(text, SMALL, "semibold") for text in texts]
            spare = (self.rect.width - sum(widths)) / len(texts)
            x = float(self.rect.x)
            y = self.rect.y + start // per_line * height
            for wide in widths:
                cells.append(pygame.Rect(round(x), y, round(x + wide + spare) - round(x), height))
                x += wide + spare
        return cells


@dataclass(eq=False)
class Slider(Widget):
    """A place on a scale from 0 to 1.

    Attributes:
        value: Where it is.
        on_change: Called with the new value.
        steps: Number of places it can be at; 0 for any.
        key_step: How far an arrow moves it when it has no steps.
    """

    value: float
    on_change: Callable[[float], None]
    steps: int = field(default=0, kw_only=True)
    key_step: float = field(default=0.05, kw_only=True)
    takes_focus: ClassVar[bool] = True

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of the knob."""
        return width, look.px(22)

    def draw(self, paint: Paint) -> None:
        """Draw the track, the part passed, the steps and the knob."""
        look, theme = paint.look, paint.look.theme
        track = self._track(look)
        brush.box(paint.surface, look, track, theme.card_raised, 4)
        passed = pygame.Rect(track.x, track.y, round(track.width * self.value), track.height)
        brush.box(paint.surface, look, passed, theme.accent, 4)
        for step in range(1, self.steps - 1):
            x = track.x + round(track.width * step / (self.steps - 1))
            brush.disc(paint.surface, look, (x, track.centery), look.px(2), theme.text_muted)
        radius = look.px(9 if self.is_hovered(paint) or self.is_held(paint) else 8)
        centre = (track.x + round(track.width * self.value), track.centery)
        brush.disc(paint.surface, look, centre, radius + look.px(2), theme.panel)
        brush.disc(paint.surface, look, centre, radius, theme.accent)
        self.draw_focus(paint, 8)

    def use(self, action: Action, look: Look) -> bool:
        """Follow the pointer or the arrows."""
        if action.act in {Act.GRAB, Act.DRAG}:
            track = self._track(look)
            return self._set((action.position[0] - track.x) / track.width)
        if action.act is Act.FIRST:
            return self._set(0)
        if action.act is Act.LAST:
            return self._set(1)
        step = {Act.LEFT: -1, Act.RIGHT: 1}.get(action.act, 0)
        return step != 0 and self._set(self.value + step * self._step)

    @property
    def _step(self) -> float:
        """How far an arrow moves it."""
        return 1 / (self.steps - 1) if self.steps > 1 else self.key_step

    def _set(self, value: float) -> bool:
        """Move to the nearest place it can be at."""
        value = min(max(value, 0.0), 1.0)
        if self.steps > 1:
            value = round(value * (self.steps - 1)) / (self.steps - 1)
        if value != self.value:
            self.value = value
            self.on_change(value)
        return True

    def _track(self, look: Look) -> pygame.Rect:
        """Return the place of the track."""
        inner = self.rect.inflate(-look.px(16), 0)
        height = look.px(6)
        return pygame.Rect(inner.x, inner.centery - height // 2, inner.width, height)


@dataclass(eq=False)
class Pips(Widget):
    """A number of steps, each a bar: hours of care.

    Attributes:
        value: How many are filled.
        most: How many there are.
        on_change: Called with the new number.
        allowed: How many can be filled at most; None for all.
        least: How many are filled at least.
    """

    value: int
    most: int
    on_change: Callable[[int], None]
    allowed: int | None = field(default=None, kw_only=True)
    least: int = field(default=0, kw_only=True)
    takes_focus: ClassVar[bool] = True

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of a bar."""
        return width, look.px(20)

    def draw(self, paint: Paint) -> None:
        """Draw the bars; those that can't be filled as frames."""
        look, theme = paint.look, paint.look.theme
        ceiling = self.most if self.allowed is None else self.allowed
        for index, cell in enumerate(self._cells(look)):
            if index < self.value:
                brush.box(paint.surface, look, cell, theme.accent, 99)
            elif index < ceiling:
                hovered = self.is_hovered(paint)
                fill = mix(theme.card_raised, theme.accent, 0.15) if hovered else theme.card_raised
                brush.box(paint.surface, look, cell, fill, 99)
            else:
                brush.box(paint.surface, look, cell, None, 99, theme.line)
        self.draw_focus(paint, 8)

    def use(self, action: Action, look: Look) -> bool:
        """Fill up to what is pressed, or one more or less by the arrows."""
        if action.act in {Act.GRAB, Act.DRAG}:
            return self._set(self._at(action.position[0], look, action.act is Act.GRAB))
        if action.act is Act.FIRST:
            return self._set(self.least)
        if action.act is Act.LAST:
            return self._set(self.most)
        step = {Act.LEFT: -1, Act.RIGHT: 1}.get(action.act, 0)
        return step != 0 and self._set(self.value + step)

    def _at(self, x: int, look: Look, again_empties: bool) -> int:
        """Return the number that a press at ``x`` means; the last full one empties itself."""
        number = sum(1 for cell in self._cells(look) if x >= cell.left)
        return number - 1 if again_empties and number == self.value else number

    def _set(self, value: int) -> bool:
        """Fill as many as can be filled."""
        ceiling = self.most if self.allowed is None else min(self.allowed, self.most)
        value = min(max(value, self.least), max(ceiling, self.least))
        if value != self.value:
            self.value = value
            self.on_change(value)
        return True

    def _cells(self, look: Look) -> list[pygame.Rect]:
        """Return the place of each bar."""
        gap, height = look.px(6), look.px(12)
        wide = (self.rect.width - gap * (self.most - 1)) / self.most
        y = self.rect.centery - height // 2
        return [
            pygame.Rect(round(self.rect.x + i * (wide + gap)), y, round(wide), height)
            for i in range(self.most)
        ]
