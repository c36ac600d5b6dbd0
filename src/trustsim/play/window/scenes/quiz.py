"""The quiz in the window: one plan after the other, two answers, and what they say of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from trustsim.play import quiz
from trustsim.play.quiz import Answer, When
from trustsim.play.strings import say
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.look import BODY, SMALL, STRONG, SUBTITLE
from trustsim.play.window.scenes.goals import Meter
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.widgets.boxes import Column, Row, Spacer
from trustsim.play.window.widgets.button import Button, main_button
from trustsim.play.window.widgets.card import Card, heading, icon_line
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game


class Quiz(Overlay):
    """One round of the quiz.

    Attributes:
        when: Before the first campaign, or after.
        truths: What is right.
        answers: What was answered so far.
    """

    first: ClassVar[str] = "kept"
    wide: ClassVar[float] = 680
    high: ClassVar[float] = 640

    def __init__(
        self, game: Game, when: When, truths: Sequence[bool], then: Callable[[], None]
    ) -> None:
        super().__init__(game)
        self.when, self.truths, self.then = when, truths, then
        self.answers: list[Answer] = []

    @property
    def is_over(self) -> bool:
        """Whether every plan was judged."""
        return len(self.answers) == len(self.truths)

    def title(self) -> str:
        """Return the headline."""
        return say(f"quiz.title.{'result' if self.is_over else self.when}")

    def content(self) -> Widget:
        """Return the next plan, or what the answers say."""
        return self._result() if self.is_over else self._item()

    def _item(self) -> Widget:
        """Return the plan to judge."""
        at = len(self.answers)
        circle, like, way = quiz.question(quiz.ITEMS[self.when][at])
        return Column(
            [
                Label(say("quiz.intro", weeks=quiz.WEEKS), letter=SMALL, colour="text_muted"),
                Meter(at / len(self.truths)),
                Card(
                    Row(
                        [
                            Icon("users", letter=24, colour="accent"),
                            Column([Label(circle, letter=SUBTITLE, weight="bold"),
                                    Label(like, letter=BODY, colour="text_muted")], gap=2, grow=1),
                        ],
                        gap=14,
                    )
                ),
                Card(
                    Row(
                        [
                            Icon("pen-line", letter=24, colour="accent"),
                            Column([Label(say("quiz.every_week"), letter=SMALL,
                                          colour="text_muted"),
                                    Label(way, letter=STRONG)], gap=2, grow=1),
                        ],
                        gap=14,
                    )
                ),
                Label(say("quiz.ask", number=at + 1, count=len(self.truths)), letter=STRONG,
                      weight="semibold"),
                Row(
                    [
                        Button(say("quiz.kept"), lambda: self.say(False), icon="door-open",
                               key="kept", letter=STRONG, grow=1),
                        Button(say("quiz.out"), lambda: self.say(True), icon="door-closed",
                               key="out", letter=STRONG, grow=1),
                    ],
                    gap=10,
                    is_even=True,
                ),
            ],
            gap=12,
        )  # fmt: skip

    def _result(self) -> Widget:
        """Return the score in words, then every plan with what became of it."""
        rounds = quiz.load_rounds()
        parts: list[Widget] = [score_card(self.when, self.answers)]
        if self.when == "after" and rounds.before:
            parts.append(score_card("before", rounds.before))
        parts.append(heading(say("quiz.each")))
        for item, one in zip(quiz.ITEMS[self.when], self.answers, strict=True):
            circle, _, way = quiz.question(item)
            was = say("quiz.was_out" if one.was_out else "quiz.was_kept")
            right = one.said_out == one.was_out
            text = say("quiz.line", circle=circle, way=way, was=was)
            parts.append(icon_line("circle-check" if right else "circle-x", text,
                                   "good" if right else "bad"))  # fmt: skip
        return Column(parts, gap=8)

    def say(self, out: bool) -> None:
        """Take an answer."""
        at = len(self.answers)
        self.answers.append(quiz.answer(quiz.ITEMS[self.when][at], out, self.truths[at]))
        if self.is_over:
            quiz.keep_round(self.when, self.answers)
        self.choose()
        self.ui.focus_on("main" if self.is_over else "kept", visibly=self.ui.shows_focus)

    def foot(self) -> Sequence[Widget]:
        """Return the way on."""
        if self.is_over:
            return [Spacer(grow=1), main_button(say("quiz.done"), self.main, key="main")]
        note = Label(say("quiz.keys"), letter=SMALL, colour="text_muted", grow=1)
        return [note, Button(say("quiz.skip"), self.back, icon="skip-forward", key="skip")]

    def act(self, action: Action) -> bool:
        """Answer by a digit."""
        if action.act is Act.CHOOSE and action.number <= 2 and not self.is_over:
            self.say(action.number == 2)
            return True
        return super().act(action)

    def main(self) -> None:
        """Go on once it is over."""
        if self.is_over:
            self.back()

    def back(self) -> None:
        """Go on to what was to come."""
        self.window.pop()
        self.then()


def score_card(when: When, answers: Sequence[Answer]) -> Widget:
    """Return one round's score in words."""
    lines = quiz.sentences(quiz.score(answers))
    return Card(
        Column(
            [
                Label(say(f"quiz.round.{when}"), letter=SMALL, weight="semibold",
                      colour="text_muted"),
                Label(lines[0], letter=STRONG, weight="semibold"),
                *(Label(line) for line in lines[1:]),
            ],
            gap=4,
        )
    )  # fmt: skip


def ask_quiz(game: Game, when: When, then: Callable[[], None]) -> None:
    """Find out what is right, and ask."""
    quiz.keep_rounds(quiz.load_rounds().model_copy(update={"offered": True}))
    game.do(
        say("wait.quiz"),
        lambda: quiz.truths(when),
        lambda truths: game.over(Quiz(game, when, truths, then)),
    )


def nothing() -> None:
    """Do nothing more."""
