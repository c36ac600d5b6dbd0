"""The watch screen: the week that was played, seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from trustsim.play.strings import say
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.look import Look
from trustsim.play.window.scenes.screening import Screening
from trustsim.play.window.scenes.stage import Showing
from trustsim.play.window.sound import Noise
from trustsim.play.window.widgets.button import Button
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

_REST: Final = 0.9
_DEAF: Final = 0.6
"""Seconds for which the reckoning that came by itself takes no presses."""


class Watch(Screening):
    """The week just played; the reckoning follows."""

    def __init__(self, game: Game, showing: Showing) -> None:
        super().__init__(game, showing)
        self._ended: float | None = None
        self._opened = False

    def fit(self, look: Look, size: tuple[int, int]) -> None:
        """Take a new size or look; the first time, begin the film."""
        super().fit(look, size)
        if not self._opened:
            self._opened = True
            self.open_film()
            self.hold()

    def buttons(self) -> Sequence[Widget]:
        """Return the way to the reckoning."""
        text = say("watch.skip") if self.hour < self.showing.film.end else say("watch.reckon")
        return [Button(text, self.main, key="skip", letter=15, tip=say("watch.skip_tip"))]

    def finished(self) -> None:
        """Rest for a moment, then reckon."""
        self._ended = 0.0
        self.game.noise(Noise.WEEK_ENDS)

    def pause(self) -> None:
        """Stop, go on, or see it again."""
        self._ended = None
        super().pause()

    def pass_time(self, seconds: float) -> None:
        """Let the film run, and the reckoning come when it is over."""
        super().pass_time(seconds)
        if self._ended is not None:
            self._ended += seconds
            if self._ended >= _REST and self.person < 0 and self.circle < 0:
                self.reckon(deaf_for=_DEAF)

    def act(self, action: Action) -> bool:
        """Skip to the end, or go on."""
        if action.act is Act.SKIP:
            self.main()
            return True
        if action.act is Act.REPLAY:
            self._ended = None
        return super().act(action)

    def main(self) -> None:
        """Reckon."""
        self.reckon()

    def reckon(self, deaf_for: float = 0.0) -> None:
        """Show the reckoning."""
        from trustsim.play.window.scenes.reckon import Reckon

        screen = Reckon(self.game)
        screen.deaf_for = deaf_for
        self.game.show(screen)
