"""The very first screen: language, text size and motion, once; then the party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from trustsim.play.strings import languages, say
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.scenes.settings import choice
from trustsim.play.window.widgets.boxes import Column, Spacer
from trustsim.play.window.widgets.button import main_button
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Widget


class First(Overlay):
    """Asks for what must be right before anything else."""

    first: ClassVar[str] = "main"

    def title(self) -> str:
        """Return the headline."""
        return say("first.title")

    def content(self) -> Widget:
        """Return the few settings."""
        names = ["text_scale", "theme", "reduces_motion"]
        if len(languages()) > 1:
            names.insert(0, "language")
        return Column(
            [
                Label(say("first.text"), colour="text_muted"),
                *(choice(self.game, name) for name in names),
            ],
            gap=14,
        )

    def foot(self) -> Sequence[Widget]:
        """Return the way in."""
        return [
            Spacer(grow=1),
            main_button(say("first.begin"), self.main, key="main", icon="party-popper"),
        ]

    def main(self) -> None:
        """Go to the party."""
        from trustsim.play.window.scenes.opening import start_shipped

        self.game.keep_settings()
        self.window.pop()
        start_shipped(self.game, "the-party")
