"""A message that is read and put away, or a question that is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from trustsim.play.strings import say
from trustsim.play.window.look import STRONG
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.widgets.boxes import Column, Spacer
from trustsim.play.window.widgets.button import Button, main_button
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game


class Message(Overlay):
    """Says something; with ``on_yes`` it asks."""

    first: ClassVar[str] = "main"
    wide: ClassVar[float] = 480

    def __init__(
        self,
        game: Game,
        title: str,
        text: str,
        on_yes: Callable[[], None] | None = None,
        yes: str = "",
    ) -> None:
        super().__init__(game)
        self._title, self._text, self._on_yes, self._yes = title, text, on_yes, yes

    def title(self) -> str:
        """Return the headline."""
        return self._title

    def content(self) -> Widget:
        """Return the text, paragraph by paragraph."""
        return Column([Label(part, letter=STRONG) for part in self._text.split("\n") if part])

    def foot(self) -> Sequence[Widget]:
        """Return the answers."""
        if self._on_yes is None:
            return [Spacer(grow=1), main_button(say("message.ok"), self.back, key="main")]
        return [
            Spacer(grow=1),
            Button(say("message.no"), self.back, key="no", letter=STRONG + 2),
            main_button(self._yes or say("message.yes"), self.main, key="main"),
        ]

    def main(self) -> None:
        """Take the answer."""
        self.window.pop()
        if self._on_yes is not None:
            self._on_yes()
