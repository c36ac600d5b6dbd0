"""The window and the stack of screens in it; the caller holds the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import pygame

from trustsim.play.commands import LEAST_SIZE
from trustsim.play.window.actions import Act, Action, Bindings
from trustsim.play.window.colours import mix
from trustsim.play.window.look import Look
from trustsim.play.window.steady import tidy

FRAMES_PER_SECOND: Final = 60
TIDY_AFTER: Final = 0.4
"""Seconds after which nobody is dragging the window's corner any more."""


class Screen:
    """Something that fills the window, or lies over another screen.

    Attributes:
        is_overlay: Whether the screen below is seen behind it, dimmed.
    """

    is_overlay: bool = False

    def enter(self, window: "Window") -> None:
        """Come onto the stack."""

    def leave(self) -> None:
        """Go from the stack."""

    def resume(self) -> None:
        """Be on top again after the screen above has gone."""

    def fit(self, look: Look, size: tuple[int, int]) -> None:
        """Take a new size or look; called before the first frame and after every change."""
        raise NotImplementedError

    def handle(self, action: Action) -> bool:
        """Do what the player means; tell whether it meant anything here."""
        return False

    def pass_time(self, seconds: float) -> None:
        """Let time pass."""

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the whole screen."""
        raise NotImplementedError


@dataclass
class Window:
    """The window: its surface, its look, and the screens on the stack.

    Attributes:
        surface: What is drawn on.
        look: What everything is drawn with.
        bindings: Which key does what.
        on_action: Told of every action that no screen took, such as the sound switch.
    """

    surface: pygame.Surface
    look: Look
    bindings: Bindings = field(default_factory=Bindings)
    on_action: Callable[[Action], bool] | None = None
    _stack: list[Screen] = field(default_factory=list, init=False)
    _below: pygame.Surface | None = field(default=None, init=False)
    _size_before: tuple[int, int] | None = field(default=None, init=False)
    _untidy: float = field(default=0.0, init=False)

    @property
    def is_open(self) -> bool:
        """Whether there is a screen left to show."""
        return bool(self._stack)

    @property
    def top(self) -> Screen | None:
        """The screen that the player uses."""
        return self._stack[-1] if self._stack else None

    def push(self, screen: Screen) -> None:
        """Put a screen onto the stack."""
        if screen.is_overlay:
            self._snapshot()
        self._stack.append(screen)
        screen.enter(self)
        screen.fit(self.look, self.surface.size)

    def pop(self) -> None:
        """Take the top screen off the stack."""
        if self._stack:
            self._stack.pop().leave()
        self._below = None
        if self._stack:
            self._stack[-1].resume()
            if self._stack[-1].is_overlay:
                self._redraw_below()

    def replace(self, screen: Screen) -> None:
        """Put a screen in the place of all there are."""
        while self._stack:
            self._stack.pop().leave()
        self._below = None
        self.push(screen)

    def close(self) -> None:
        """Take every screen off the stack, the top one first."""
        while self._stack:
            self._stack.pop().leave()

    def restyle(self, look: Look) -> None:
        """Take another theme, text size or font everywhere."""
        self.look = look.fitted(self.surface.size)
        for screen in self._stack:
            screen.fit(self.look, self.surface.size)
        self._redraw_below()
        self.tidy_soon()

    def tidy_soon(self) -> None:
        """Give back what is not needed any more, once nothing has changed for a moment."""
        self._untidy = TIDY_AFTER

    def frame(self, events: list[pygame.event.Event], seconds: float) -> None:
        """Do one frame: what the player did, what time did, the picture."""
        for action in self.bindings.read(events):
            self._dispatch(action)
        if self._stack:
            self._stack[-1].pass_time(seconds)
        if self._stack:
            self.draw()
        self._untidy -= seconds
        if self._untidy <= 0 < self._untidy + seconds:
            tidy()

    def draw(self) -> None:
        """Draw the top screen, and the one below it if it is seen."""
        screen = self._stack[-1]
        if screen.is_overlay and self._below is not None:
            self.surface.blit(self._below, (0, 0))
        screen.draw(self.surface)

    def _dispatch(self, action: Action) -> None:
        """Give an action to the top screen, else to the window."""
        if action.act is Act.RESIZE:
            self.resize()
            return
        if action.act is Act.QUIT:
            self.close()
            return
        screen = self.top
        if screen is not None and screen.handle(action):
            return
        if self.on_action is not None:
            self.on_action(action)

    def resize(self) -> None:
        """Take the size that the window now has, but none that the screens don't fit into."""
        current = pygame.display.get_surface()
        if current is not None:
            self.surface = current
            least = max(current.width, LEAST_SIZE[0]), max(current.height, LEAST_SIZE[1])
            if least != current.size and self._size_before is None:
                self.surface = pygame.display.set_mode(least, pygame.RESIZABLE)
        self.restyle(self.look)

    def toggle_full_screen(self) -> bool:
        """Fill the screen, or be a window again; tell whether the display could do it."""
        before = self.surface.size
        try:
            if self._size_before is None:
                pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
                self._size_before = before
            else:
                pygame.display.set_mode(self._size_before, pygame.RESIZABLE)
                self._size_before = None
        except pygame.error:
            pygame.display.set_mode(before, pygame.RESIZABLE)
            self._size_before = None
            return False
        finally:
            self.resize()
        return True

    def _snapshot(self) -> None:
        """Keep a dimmed picture of the screen on top, for what comes over it."""
        if not self._stack:
            return
        below = self.surface.copy()
        self._stack[-1].draw(below)
        veil = pygame.Surface(below.size)
        theme = self.look.theme
        veil.fill(mix(theme.background, theme.shadow, 0.4 if theme.is_dark else 0.15))
        veil.set_alpha(165)
        below.blit(veil, (0, 0))
        self._below = below

    def _redraw_below(self) -> None:
        """Draw again what is seen behind an overlay."""
        if len(self._stack) < 2 or not self._stack[-1].is_overlay:
            self._below = None
            return
        top = self._stack.pop()
        self._snapshot()
        self._stack.append(top)


def open_window(
    look: Look,
    size: tuple[int, int] = (1280, 720),
    title: str = "TrustSim",
    *,
    full_screen: bool = False,
) -> Window:
    """Open the window at ``size`` pixels, resizable."""
    pygame.display.init()
    flags = pygame.FULLSCREEN if full_screen else pygame.RESIZABLE
    surface = pygame.display.set_mode((0, 0) if full_screen else size, flags)
    pygame.display.set_caption(title)
    pygame.key.set_repeat(350, 45)
    return Window(surface, look.fitted(surface.size))


def run(window: Window, clock: Callable[[], float] | None = None) -> None:
    """Show frames until no screen is left.

    Args:
        window: With at least one screen on its stack.
        clock: Returns the seconds since it was last asked, and may wait; None for real time.
    """
    tick = clock or _real_clock()
    while window.is_open:
        seconds = tick()
        window.frame(pygame.event.get(), seconds)
        pygame.display.flip()


def _real_clock() -> Callable[[], float]:
    """Return a clock that waits so that there are no more frames than the eye can see."""
    clock = pygame.time.Clock()
    # A frame that took long (a week simulated, a window dragged) must not make time leap.
    return lambda: min(clock.tick(FRAMES_PER_SECOND) / 1_000, 0.1)
