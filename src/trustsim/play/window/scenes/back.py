"""Looking back: any past week, seen again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trustsim.play.strings import say
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.look import Look
from trustsim.play.window.scenes.screening import Screening
from trustsim.play.window.widgets.button import Button, Buttons
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game


class LookBack(Screening):
    """A past week; the one before and the one after are a key away."""

    def __init__(self, game: Game, week: int = 0) -> None:
        assert game.session is not None
        assert game.stage is not None
        week = week or game.session.campaign.week
        super().__init__(game, game.stage.make_showing(game.session, week))
        self.plays = False
        self._opened = False

    def fit(self, look: Look, size: tuple[int, int]) -> None:
        """Take a new size or look; the first time, open the film."""
        super().fit(look, size)
        if not self._opened:
            self._opened = True
            self.open_film()
            self.rebuild()

    def leave(self) -> None:
        """Let the map show the present again."""
        super().leave()
        self.stage.show_now(self.session)

    def title(self) -> str:
        """Return the headline of the side panel."""
        return say("back.title", week=self.showing.week)

    def buttons(self) -> Sequence[Widget]:
        """Return the way to other weeks, and back to the present."""
        week, last = self.showing.week, self.session.campaign.week
        earlier = Button(say("back.earlier"), lambda: self.go(-1), icon="chevron-left",
                         key="earlier", letter=14)  # fmt: skip
        later = Button(say("back.later"), lambda: self.go(1), icon="chevron-right", key="later",
                       letter=14)  # fmt: skip
        earlier.is_enabled, later.is_enabled = week > 1, week < last
        return [
            Buttons([earlier, later]),
            Button(
                say("reckon.what_if"),
                self.what_if,
                icon="git-branch",
                key="what_if",
                tip=say("reckon.what_if_tip"),
                letter=14,
            ),
            Button(say("back.return"), self.back, icon="undo-2", key="main", letter=15),
        ]

    def go(self, step: int) -> None:
        """Look at another week."""
        week = self.showing.week + step
        if not 1 <= week <= self.session.campaign.week:
            return
        session, stage, game = self.session, self.stage, self.game

        def show(_: object) -> None:
            self.window.pop()
            game.over(LookBack(game, week))

        game.do(say("wait.film"), lambda: stage.make_showing(session, week), show)

    def what_if(self) -> None:
        """Ask what would have been."""
        from trustsim.play.window.scenes.what_if import ask

        ask(self.game, self.showing.week)

    def back(self) -> None:
        """Return to the present."""
        self.window.pop()

    def act(self, action: Action) -> bool:
        """Do what an action means to the past."""
        if action.act is Act.LOOK_BACK:
            self.back()
            return True
        return super().act(action)
