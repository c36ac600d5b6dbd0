"""The title: a town at night, and what there is to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pygame

from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.colours import mix
from trustsim.play.window.interface import Panel
from trustsim.play.window.look import HEADLINE, SMALL, STRONG, SUBTITLE, Look
from trustsim.play.window.scenes.backdrop import Backdrop
from trustsim.play.window.scenes.scene import Scene
from trustsim.play.window.widgets.boxes import Column, Padded, Row, Spacer
from trustsim.play.window.widgets.button import Button, main_button
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Press, Widget

if TYPE_CHECKING:
    from trustsim.play.folder import Found
    from trustsim.play.window.game import Game


class Title(Scene):
    """The first screen."""

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        self._newest: Found | None = None
        self._looked = False
        self._warm_said = game.is_warm
        self._backdrop: Backdrop | None = None

    def fit(self, look: Look, size: tuple[int, int]) -> None:
        """Take a new size or look."""
        side = self._side(look, size)
        rect = pygame.Rect(side, 0, size[0] - side, size[1])
        if self._backdrop is None:
            self._backdrop = Backdrop(look, rect)
        else:
            self._backdrop.fit(look, rect)
        super().fit(look, size)

    def panels(self) -> Sequence[Panel]:
        """Return the menu."""
        rect = pygame.Rect(0, 0, self._side(self.look, self.size), self.size[1])
        menu: list[Widget] = [
            Spacer(grow=1),
            Row(
                [
                    Icon("lighthouse", letter=44, colour="accent"),
                    Label(say("app.name"), letter=HEADLINE, weight="bold"),
                ],
                gap=14,
            ),
            Label(say("title.line"), letter=SUBTITLE, colour="text_muted"),
            Spacer(22),
            *self._choices(),
            Spacer(grow=2),
            Label(self._foot(), letter=SMALL, colour="text_muted", most_lines=1),
        ]
        return [Panel(rect, Padded(Column(menu, gap=9), across=40, down=26), edges="r")]

    def _choices(self) -> list[Widget]:
        """Return what there is to do, the likeliest first."""
        found: list[Widget] = []
        is_first = self.game.is_new or (self._looked and self._newest is None)
        if self._newest is not None and self._newest.save is not None:
            save = self._newest.save
            text = say("title.continue", title=told(save.scenario).title, week=len(save.plans) + 1)
            found.append(main_button(text, self._continue, key="main", icon="play"))
        party = say("title.party")
        if not found and is_first:
            found.append(main_button(party, self._party, key="main", icon="party-popper"))
        else:
            found.append(self._button(party, self._party, "party", "party-popper"))
        found += [
            self._button(say("title.choose"), self._choose, "choose", "map"),
            self._button(say("title.saves"), self._saves, "saves", "folder-open"),
            self._button(say("title.settings"), self.open_settings, "settings", "settings"),
            self._button(say("title.help"), self.open_help, "help", "circle-help"),
            self._button(say("title.quit"), self.game.window.close, "quit", "log-out"),
        ]
        return found

    @staticmethod
    def _button(text: str, press: Press, key: str, icon: str) -> Button:
        return Button(text, press, key=key, icon=icon, letter=STRONG + 1)

    def _foot(self) -> str:
        """Return what is said at the foot: whether the machine is awake."""
        return say("title.ready") if self.game.is_warm else say("title.warming")

    def pass_time(self, seconds: float) -> None:
        """Let the town live, and look for saves once the machine is awake."""
        super().pass_time(seconds)
        if self._backdrop is not None:
            self._backdrop.pass_time(seconds)
        if self.game.is_warm and not self._looked and self.game.job is None:
            self._look_for_saves()
        if self.game.is_warm != self._warm_said:
            self._warm_said = self.game.is_warm
            self.rebuild()

    def _look_for_saves(self) -> None:
        """Find the newest save."""
        from trustsim.play.folder import newest_save

        self._looked = True
        self._newest = newest_save()
        self.rebuild()
        if not self.ui.shows_focus:
            self.ui.focus_on("main", visibly=False)

    def draw_ground(self, surface: pygame.Surface) -> None:
        """Draw the town."""
        theme = self.look.theme
        surface.fill(mix(theme.sea, theme.background, 0.5))
        if self._backdrop is not None:
            self._backdrop.draw(surface)

    def act(self, action: Action) -> bool:
        """Escape stays here: the title is where all ways back lead."""
        return True if action.act is Act.BACK else super().act(action)

    def main(self) -> None:
        """Do the likeliest."""
        if self._newest is not None:
            self._continue()
        else:
            self._party()

    def _continue(self) -> None:
        if self._newest is not None and self._newest.save is not None:
            self.game.resume(self._newest.save, self._newest.path)

    def _party(self) -> None:
        from trustsim.play.window.scenes.opening import start_shipped

        if self.game.is_new:
            from trustsim.play.window.scenes.first import First

            self.game.over(First(self.game))
            return
        start_shipped(self.game, "the-party")

    def _choose(self) -> None:
        from trustsim.play.window.scenes.opening import choose

        choose(self.game)

    def _saves(self) -> None:
        from trustsim.play.window.scenes.opening import show_saves

        show_saves(self.game)

    @staticmethod
    def _side(look: Look, size: tuple[int, int]) -> int:
        """Return the width of the menu."""
        grown = 1 + (look.text_scale - 1) * 0.6
        return min(look.px(420 * grown), round(size[0] * 0.6))
