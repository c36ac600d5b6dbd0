"""The settings: how the player likes to see, hear and play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from trustsim.play.strings import languages, say
from trustsim.play.window.look import SMALL, STRONG, TEXT_SCALES
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.sound import Noise
from trustsim.play.window.widgets.boxes import Column, Row, Spacer
from trustsim.play.window.widgets.button import main_button
from trustsim.play.window.widgets.choice import Segmented
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

CHOICES: Final[dict[str, Sequence[Any]]] = {
    "text_scale": TEXT_SCALES,
    "theme": ("night", "paper"),
    "palette": ("standard", "distinct"),
    "reduces_motion": (False, True),
    "sound": (True, False),
    "captions": (True, False),
    "tips": (True, False),
    "difficulty": ("gentle", "normal", "hard"),
}
"""What can be chosen of each setting, in the order it is shown."""


def choice(game: Game, name: str) -> Widget:
    """Return one setting with what can be chosen."""
    options = languages() if name == "language" else CHOICES[name]
    now = getattr(game.settings, name)
    at = options.index(now) if now in options else 0

    def choose(index: int) -> None:
        game.noise(Noise.CHOOSE)
        game.change(**{name: options[index]})

    return Row(
        [
            Column(
                [
                    Label(say(f"settings.{name}.name"), letter=STRONG, weight="semibold"),
                    Label(say(f"settings.{name}.note"), letter=SMALL, colour="text_muted"),
                ],
                gap=1,
                grow=1.1,
            ),
            Segmented([option_name(name, option) for option in options], at, choose,
                      key=f"settings.{name}", grow=1),
        ],
        gap=16,
    )  # fmt: skip


def option_name(name: str, option: object) -> str:
    """Return what one choice of a setting is called."""
    if isinstance(option, bool):
        return say("settings.on" if option else "settings.off")
    if isinstance(option, float):
        return f"{option:.0%}"
    if name == "language":
        return say(f"settings.language.{option}")
    return say(f"settings.{name}.{option}")


class SettingsScene(Overlay):
    """All settings; each works at once."""

    first: ClassVar[str] = "settings.text_scale"
    wide: ClassVar[float] = 720
    high: ClassVar[float] = 680

    def title(self) -> str:
        """Return the headline."""
        return say("settings.title")

    def content(self) -> Widget:
        """Return every setting."""
        names = [*CHOICES]
        if len(languages()) > 1:
            names.insert(-1, "language")
        return Column([choice(self.game, name) for name in names], gap=13)

    def foot(self) -> Sequence[Widget]:
        """Return the way out."""
        return [Spacer(grow=1), main_button(say("settings.done"), self.back, key="main")]

    def main(self) -> None:
        """Be done."""
        self.back()
