"""The saved games; a broken one says so and harms nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from trustsim.campaign.save import Save
from trustsim.play.folder import Found, saves_folder
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.look import SMALL, STRONG
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.scenes.town import known_icon
from trustsim.play.window.widgets.boxes import Column, Row
from trustsim.play.window.widgets.card import Card, Entry
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game


class Saves(Overlay):
    """Every save there is, the newest first."""

    first: ClassVar[str] = "save.0"
    wide: ClassVar[float] = 680
    high: ClassVar[float] = 640

    def __init__(self, game: Game, saves: Sequence[Found]) -> None:
        super().__init__(game)
        self.saves = saves

    def title(self) -> str:
        """Return the headline."""
        return say("saves.title")

    def content(self) -> Widget:
        """Return a card per save."""
        if not self.saves:
            return Card(Entry(say("saves.none"), say("saves.none_note"), icon="folder-open"))
        cards = [self._card(index, found) for index, found in enumerate(self.saves)]
        where = say("saves.where", folder=saves_folder())
        return Column([*cards, Label(where, letter=SMALL, colour="text_muted")], gap=8)

    def _card(self, index: int, found: Found) -> Widget:
        """Return one save, or why it can't be read."""
        if found.save is None:
            entry = Entry(say("saves.broken", name=found.path.name), found.problem,
                          icon="triangle-alert", icon_colour="bad")  # fmt: skip
            return Card(entry, frame="bad")
        save = found.save
        week = len(save.plans)
        over = week >= save.scenario.weeks
        text = (
            say("saves.over")
            if over
            else say("saves.week", week=week + 1, weeks=save.scenario.weeks)
        )
        when = datetime.fromtimestamp(found.path.stat().st_mtime)
        return Card(
            Row(
                [
                    Icon(known_icon(save.scenario.brand.icon, "store"), letter=24,
                         colour="accent"),
                    Column(
                        [
                            Label(told(save.scenario).title, letter=STRONG, weight="semibold"),
                            Label(say("saves.note", week=text, seed=save.seed), letter=SMALL,
                                  colour="text_muted"),
                        ],
                        gap=1,
                        grow=1,
                    ),
                    Label(f"{when:%Y-%m-%d %H:%M}", letter=SMALL, colour="text_muted"),
                    Icon("chevron-right", letter=16, colour="text_muted"),
                ],
                gap=12,
            ),
            lambda: self.load(save, found),
            key=f"save.{index}",
        )  # fmt: skip

    def load(self, save: Save, found: Found) -> None:
        """Go on with a save."""
        self.game.resume(save, found.path)
