"""A player for the tests: presses keys and buttons of a game without a screen."""

import pygame

from trustsim.play.window.game import Game
from trustsim.play.window.scenes.scene import Scene
from trustsim.play.window.widgets.boxes import Scroll
from trustsim.play.window.widgets.widget import Widget

FRAME = 1 / 30


class Player:
    """Plays one game by posted events."""

    def __init__(self, game: Game) -> None:
        self.game = game

    @property
    def screen(self) -> Scene:
        top = self.game.window.top
        assert isinstance(top, Scene)
        return top

    def see(self, frames: int = 2, *events: pygame.event.Event) -> None:
        """Let frames pass; the events come with the first."""
        for index in range(frames):
            self.game.frame(list(events) if index == 0 else [], FRAME)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.see(round(seconds / FRAME) + 1)

    def settle(self) -> None:
        """Let the work on its way end."""
        self.game.settle()
        self.see()

    def key(self, *names: str) -> None:
        """Press keys by their names, such as ``tab`` or ``ctrl+return``."""
        for name in names:
            *held, key = name.split("+")
            mod = {"": 0, "ctrl": pygame.KMOD_CTRL, "shift": pygame.KMOD_SHIFT}["".join(held)]
            typed = key if len(key) == 1 and not mod else ""
            self.see(
                1,
                pygame.event.Event(
                    pygame.KEYDOWN, key=pygame.key.key_code(key), mod=mod, unicode=typed
                ),
            )

    def click_at(self, position: tuple[int, int]) -> None:
        """Move the pointer somewhere and click."""
        moved = pygame.event.Event(pygame.MOUSEMOTION, pos=position, rel=(0, 0), buttons=(0, 0, 0))
        down = pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=position)
        up = pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=position)
        self.see(1, moved)
        self.see(1, down, up)

    def widget(self, key: str) -> Widget:
        """Return a widget of the screen, scrolled into sight."""
        widget = self.screen.ui.widget(key)
        assert widget is not None, f"no '{key}' on {type(self.screen).__name__}"
        for holder in self.screen.ui._ancestors(widget):
            if isinstance(holder, Scroll):
                holder.reveal(self.game.look, widget.rect)
        return widget

    def click(self, key: str) -> None:
        """Click a widget."""
        self.click_at(self.widget(key).rect.center)

    def pick(self, key: str, index: int) -> None:
        """Click one cell of a choice."""
        widget = self.widget(key)
        cells = widget._cells(self.game.look)  # type: ignore[attr-defined]
        self.click_at(cells[index].center)

    def tab_to(self, key: str) -> None:
        """Go to a widget by the tab key alone."""
        stops = len(self.screen.ui.focusable())
        for _ in range(stops + 1):
            if self.screen.ui.focus == key and self.screen.ui.shows_focus:
                return
            self.key("tab")
        raise AssertionError(f"the tab key never comes to '{key}'")
