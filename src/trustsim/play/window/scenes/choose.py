"""Choosing what to play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from trustsim.play import quiz
from trustsim.play.results import Result, best_results
from trustsim.play.strings import has, say
from trustsim.play.tales import told
from trustsim.play.window.look import SMALL, STRONG, SUBTITLE
from trustsim.play.window.scenes.claims import Shelf, claim_line
from trustsim.play.window.scenes.opening import begin
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.scenes.town import known_icon
from trustsim.play.window.scenes.words import MEDAL_ICONS, amount
from trustsim.play.window.widgets.boxes import Column, Row, Spacer
from trustsim.play.window.widgets.button import Button
from trustsim.play.window.widgets.card import Card
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Role, Widget
from trustsim.scenario.schema import Scenario

if TYPE_CHECKING:
    from trustsim.play.window.game import Game


_CLAIMS: Final = 2


class Choose(Overlay):
    """Every scenario that ships, with what it teaches and the best result so far."""

    first: ClassVar[str] = "scenario.0"
    wide: ClassVar[float] = 760
    high: ClassVar[float] = 660

    def __init__(self, game: Game, scenarios: Sequence[Scenario]) -> None:
        super().__init__(game)
        self.scenarios = scenarios
        self.best = best_results()

    def title(self) -> str:
        """Return the headline."""
        return say("choose.title")

    def content(self) -> Widget:
        """Return a card per scenario."""
        cards = [self._card(index, scenario) for index, scenario in enumerate(self.scenarios)]
        return Column(cards, gap=10)

    def _card(self, index: int, scenario: Scenario) -> Widget:
        """Return one scenario."""
        result = self.best.get(scenario.name)
        people = say("choose.people", count=scenario.population.users)
        weeks = say("briefing.weeks", count=scenario.weeks)
        if scenario.mode == "party":
            weeks = say("choose.evening")
        lines: list[Widget] = [
            Row(
                [
                    Label(told(scenario).title, letter=SUBTITLE, weight="bold", grow=1),
                    Label(f"{people} · {weeks}", letter=SMALL, colour="text_muted"),
                ]
            ),
            Label(told(scenario).summary, letter=STRONG - 1),
        ]
        lines += [
            claim_line(self.game, one, f"claim.{index}")
            for one in scenario.teaches[:_CLAIMS]
            if has(f"claim.{one}")
        ]
        if result is not None:
            lines.append(_best(result))
        return Card(
            Row(
                [
                    Icon(known_icon(scenario.brand.icon, "store"), letter=30, colour="accent"),
                    Column(lines, gap=3, grow=1),
                    Icon("chevron-right", letter=18, colour="text_muted"),
                ],
                gap=16,
            ),
            lambda: self.start(scenario),
            key=f"scenario.{index}",
            across=16,
            down=12,
        )

    def foot(self) -> Sequence[Widget]:
        """Return the way to the claims."""
        shelf = Button(say("card.shelf"), self.show_shelf, icon="graduation-cap", key="shelf",
                       tip=say("card.shelf_tip"))  # fmt: skip
        key = "quiz.open" if quiz.next_round(bool(self.best)) == "before" else "quiz.open_after"
        guess = Button(say(key), self.guess, icon="message-circle-question", key="quiz",
                       tip=say("quiz.open_tip"))  # fmt: skip
        return [shelf, guess, Spacer(grow=1)]

    def guess(self) -> None:
        """Judge plans."""
        from trustsim.play.window.scenes.quiz import ask_quiz, nothing

        ask_quiz(self.game, quiz.next_round(bool(self.best)), nothing)

    def show_shelf(self) -> None:
        """Show all claims."""
        self.game.over(Shelf(self.game))

    def start(self, scenario: Scenario) -> None:
        """Play it; before the first campaign, once, ask what is to be expected."""
        begin(self.game, scenario)


def _best(result: Result) -> Widget:
    """Return the best result so far."""
    role: Role = "warm" if result.medal else "text_muted"
    icon = MEDAL_ICONS[result.medal] if result.medal else "hourglass"
    medal = say(f"medal.{result.medal}") if result.medal else say(f"choose.{result.kind}")
    text = say("choose.best", medal=medal, followers=amount(result.followers))
    return Row(
        [
            Icon(icon, letter=15, colour=role),
            Label(text, letter=SMALL, weight="semibold", grow=1),
        ],
        gap=6,
    )
