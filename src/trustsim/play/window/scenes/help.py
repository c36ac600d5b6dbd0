"""Help: what it is about, how a week goes, and which key does what."""

from __future__ import annotations

from typing import ClassVar, Final

from trustsim.play.strings import say
from trustsim.play.window.actions import Act
from trustsim.play.window.look import SMALL, STRONG
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.widgets.boxes import Column, Row
from trustsim.play.window.widgets.card import Card, Entry, heading
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Widget

STEPS: Final = (
    ("read", "ear"),
    ("plan", "pen-line"),
    ("bet", "target"),
    ("watch", "play"),
    ("reckon", "scale"),
)
SHOWN: Final = (
    Act.NEXT, Act.PREVIOUS, Act.PRESS, Act.GO, Act.BACK, Act.UNDO, Act.PAUSE, Act.WAVE_BACK,
    Act.WAVE_ON, Act.SLOWER, Act.FASTER, Act.SKIP, Act.REPLAY, Act.WHY, Act.ZOOM_IN, Act.ZOOM_OUT,
    Act.WHOLE_MAP, Act.LOOK_BACK, Act.SETTINGS, Act.SOUND, Act.LARGER_TEXT, Act.SMALLER_TEXT,
    Act.FULL_SCREEN, Act.HELP,
)  # fmt: skip


def chord_name(chord: str) -> str:
    """Write a chord as it stands on the keys."""
    parts = chord.split("+") if chord not in {"+", "ctrl++"} else [*chord[:-1].split("+"), "+"]
    shown = [say(f"key.{p}") if p in _NAMED else p.upper() for p in parts if p]
    return " + ".join(shown)


_NAMED: Final = frozenset(
    {"ctrl", "shift", "tab", "return", "enter", "space", "escape", "up", "down", "left", "right",
     "home", "end"}
)  # fmt: skip


class Help(Overlay):
    """What the player may want to know."""

    wide: ClassVar[float] = 860
    high: ClassVar[float] = 720

    def title(self) -> str:
        """Return the headline."""
        return say("help.title")

    def content(self) -> Widget:
        """Return the week and the keys, side by side if there is room."""
        roomy = self.size[0] / self.look.ui_scale / self.look.text_scale > 900
        halves = [self._week(), self._keys()]
        if not roomy:
            return Column(halves, gap=16)
        for half in halves:
            half.grow = 1
        return Row(halves, gap=24, align="start")

    @staticmethod
    def _week() -> Widget:
        """Return how a week goes, and how to look at the map."""
        return Column(
            [
                Label(say("help.about"), letter=STRONG),
                heading(say("help.week")),
                *(
                    Card(
                        Entry(say(f"help.{key}.title"), say(f"help.{key}.text"), icon=icon),
                        across=10,
                        down=8,
                    )
                    for key, icon in STEPS
                ),
                Label(say("help.why"), letter=SMALL, weight="semibold"),
                heading(say("help.map")),
                Label(say("help.map_text"), letter=SMALL, colour="text_muted"),
            ],
            gap=8,
        )

    def _keys(self) -> Widget:
        """Return which key does what."""
        lines: list[Widget] = [heading(say("help.keys"))]
        for act in SHOWN:
            chords = self.game.window.bindings.chords(act)
            names = list(dict.fromkeys(chord_name(chord) for chord in chords))[:2]
            lines.append(
                Row(
                    [
                        Label(say(f"act.{act}"), letter=SMALL, grow=1),
                        Label(say("help.or").join(names),
                              letter=SMALL, weight="semibold", colour="text_muted"),
                    ],
                    gap=10,
                )
            )  # fmt: skip
        lines.append(Label(say("help.pad"), letter=SMALL, colour="text_muted"))
        return Column(lines, gap=5)
