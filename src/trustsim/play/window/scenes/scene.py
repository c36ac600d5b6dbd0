"""What every screen of the game is: panels built from the state, used by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

import pygame

from trustsim.play.window.actions import Act, Action
from trustsim.play.window.interface import Interface, Panel
from trustsim.play.window.look import Look
from trustsim.play.window.screens import Screen, Window
from trustsim.play.window.sound import Noise

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

_PRESSES: Final = frozenset({Act.GRAB, Act.RELEASE, Act.PRESS, Act.GO})


class Scene(Screen):
    """One screen of the game.

    Attributes:
        first: Key of the widget that the keyboard begins at.
        deaf_for: Seconds for which it takes no presses: it came by itself, and a press now would
            be meant for the screen before it.
    """

    first: ClassVar[str] = "main"

    def __init__(self, game: Game) -> None:
        self.game = game
        self.ui = Interface(game.look)
        self.look: Look = game.look
        self.size: tuple[int, int] = game.window.surface.size
        self.deaf_for = 0.0

    def panels(self) -> Sequence[Panel]:
        """Return what is on the screen, from the state as it is now."""
        raise NotImplementedError

    def enter(self, window: Window) -> None:
        """Come onto the stack."""
        self.window = window

    def resume(self) -> None:
        """Show what may have changed meanwhile."""
        self.rebuild()

    def fit(self, look: Look, size: tuple[int, int]) -> None:
        """Take a new size or look."""
        self.look, self.size = look, size
        fresh = not self.ui.panels
        self.rebuild()
        if fresh:
            self.ui.focus_on(self.first, visibly=False)

    def rebuild(self) -> None:
        """Build the panels anew: something has changed."""
        self.ui.show(self.panels(), self.look)

    def handle(self, action: Action) -> bool:
        """Give an action to the panels, else to the screen."""
        if self.deaf_for > 0 and action.act in _PRESSES:
            return True
        return self.ui.handle(action) or self.act(action)

    def act(self, action: Action) -> bool:
        """Do what an action means to the screen as a whole."""
        if action.act is Act.BACK:
            self.back()
        elif action.act is Act.HELP:
            self.open_help()
        elif action.act is Act.SETTINGS:
            self.open_settings()
        elif action.act is Act.GO or (action.act is Act.PRESS and action.by_key):
            self.main()
        else:
            return False
        return True

    def open_help(self) -> None:
        """Show the help over this screen."""
        from trustsim.play.window.scenes.help import Help

        self.game.over(Help(self.game))

    def open_settings(self) -> None:
        """Show the settings over this screen."""
        from trustsim.play.window.scenes.settings import SettingsScene

        self.game.over(SettingsScene(self.game))

    def back(self) -> None:
        """Go back to where the player came from."""
        self.window.pop()

    def main(self) -> None:
        """Do what comes next."""

    def choose(self) -> None:
        """Let it be heard that something was chosen, and show it."""
        self.game.noise(Noise.CHOOSE)
        self.rebuild()

    def pass_time(self, seconds: float) -> None:
        """Let time pass."""
        self.deaf_for -= seconds
        if self.game.settings.tips:
            self.ui.pass_time(seconds)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen."""
        self.draw_ground(surface)
        self.ui.draw(surface)
        self.ui.draw_tip(surface)

    def caption_bounds(self) -> pygame.Rect:
        """Return where captions are written, at its foot."""
        edge = self.look.px(30)
        return pygame.Rect((0, 0), self.size).inflate(-2 * edge, -2 * edge)

    def draw_ground(self, surface: pygame.Surface) -> None:
        """Draw what lies behind the panels."""
        if not self.is_overlay:
            surface.fill(self.look.theme.background)
