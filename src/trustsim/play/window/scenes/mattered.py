"""What mattered: the weeks that made the difference, and how much was luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from trustsim.campaign.campaign import Campaign
from trustsim.explain.luck import Luck, luck
from trustsim.explain.turning import Swap, Turning, turning_points
from trustsim.play.strings import say
from trustsim.play.window.jobs import Job
from trustsim.play.window.look import SMALL
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.scenes.words import amount, signed
from trustsim.play.window.widgets.boxes import Column, Row
from trustsim.play.window.widgets.card import Card, Entry, heading
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Role, Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

WORLDS: Final = 60
"""Other worlds that a window's player waits for."""


class Mattered(Overlay):
    """Three weeks, and the luck."""

    wide: ClassVar[float] = 620
    high: ClassVar[float] = 620

    def __init__(self, game: Game, turning: Turning, chance: Luck) -> None:
        super().__init__(game)
        self.turning, self.chance = turning, chance

    def title(self) -> str:
        """Return the headline."""
        return say("mattered.title")

    def content(self) -> Widget:
        """Return the weeks, then the luck."""
        weeks = [week_card(self.turning, swap) for swap in self.turning.weeks]
        return Column(
            [
                Label(say("mattered.measure", measure=say(f"measure.{self.turning.measure}"),
                          value=amount(round(self.turning.value, 2))), colour="text_muted"),
                heading(say("mattered.weeks")),
                *(weeks or [Label(say("mattered.none"), letter=SMALL)]),
                heading(say("mattered.luck")),
                self._luck(),
                Label(say("mattered.luck_note", count=len(self.chance.worlds)), letter=SMALL,
                      colour="text_muted"),
            ],
            gap=9,
        )  # fmt: skip

    def _luck(self) -> Widget:
        """Return how the run stands among those of other worlds."""
        low, middle, high = (round(value) for value in self.chance.band)
        text = say("mattered.band", low=amount(low), high=amount(high), middle=amount(middle),
                   own=amount(round(self.chance.own)))  # fmt: skip
        verdict = say(f"mattered.{self.chance.verdict}", share=f"{self.chance.percentile:.0%}")
        return Card(
            Row([Icon("star", letter=24, colour="warm"),
                 Column([Label(verdict, weight="semibold"),
                         Label(text, letter=SMALL, colour="text_muted")], gap=2, grow=1)], gap=12)
        )  # fmt: skip


def week_card(turning: Turning, swap: Swap) -> Widget:
    """Return one week with what else could have been."""
    better = turning.would_be_better(swap)
    role: Role = "bad" if better else "good"
    title = say("mattered.cost" if better else "mattered.worth", week=swap.week)
    note = say("mattered.swap", instead=say(f"mattered.{swap.instead}"),
               value=amount(round(swap.value, 2)))  # fmt: skip
    icon = "trending-down" if better else "trending-up"
    entry = Entry(title, note, icon=icon, icon_colour=role, grow=1)
    change = Label(signed(round(-swap.difference, 2)), weight="bold", colour=role)
    return Card(Row([entry, change], gap=10))


def open_mattered(game: Game) -> None:
    """Play all the other games that tell what mattered, and show it."""
    assert game.session is not None
    campaign = game.session.campaign

    def work(job: Job) -> tuple[Turning, Luck] | None:
        return _compare(job, campaign)

    def show(found: tuple[Turning, Luck] | None) -> None:
        if found is not None:
            game.over(Mattered(game, *found))

    game.do_step_by_step(say("mattered.working", done=0, count="…"), work, show)


def _compare(job: Job, campaign: Campaign) -> tuple[Turning, Luck] | None:
    """Play the other games; None if the player would rather not wait."""

    def tell(key: str, done: int, count: int) -> bool:
        job.line = say(key, done=done, count=count)
        return not job.is_cancelled

    turning = turning_points(campaign, on_swap=lambda d, c: tell("mattered.working", d, c))
    if job.is_cancelled:
        return None
    chance = luck(campaign, WORLDS, on_world=lambda d, c: tell("mattered.worlds", d, c))
    return (turning, chance) if len(chance.worlds) == WORLDS else None
