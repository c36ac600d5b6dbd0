"""The end: a verdict, the crowd over the weeks, what it was about, and ways to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trustsim.campaign.goals import Ending
from trustsim.play.bets import hit_rate
from trustsim.play.commands import new_seed
from trustsim.play.numbers import percent
from trustsim.play.results import Result, keep_result
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.look import BODY, SMALL, STRONG, TITLE
from trustsim.play.window.scenes.claims import taught_lines
from trustsim.play.window.scenes.frame import TownScene
from trustsim.play.window.scenes.goals import goal_cards
from trustsim.play.window.scenes.report import crowd_chart
from trustsim.play.window.scenes.research import Research, luck_parts
from trustsim.play.window.scenes.words import MEDAL_ICONS, amount
from trustsim.play.window.sound import Noise
from trustsim.play.window.widgets.boxes import Column, Flow, Row, Scroll
from trustsim.play.window.widgets.button import Button, main_button
from trustsim.play.window.widgets.card import Card, heading, icon_line
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Role, Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game


class End(TownScene):
    """How a campaign ended."""

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        campaign = self.session.campaign
        assert campaign.ending is not None
        self.ending: Ending = campaign.ending
        self.stage.show_now(self.session)
        self.research = Research(self.session)
        self.research.begin()
        keep_result(Result.of(campaign))
        game.noise(Noise.WON if self.ending.medal else Noise.LOST)

    def side(self) -> Widget:
        """Return the verdict, the goals, the lesson and the ways on."""
        campaign = self.session.campaign
        scenario, report = told(campaign.scenario), self.session.report
        parts: list[Widget] = [
            heading(say("report.luck")),
            Card(Column(luck_parts(self.research), gap=6)),
            *goal_cards(campaign),
            Label(say("end.totals", followers=amount(report.followers), aware=amount(report.aware),
                      sales=amount(report.sales_total), visits=amount(report.visits_total)),
                  letter=SMALL, colour="text_muted"),
        ]  # fmt: skip
        if self.session.bets:
            rate = percent(hit_rate(self.session.bets))
            text = say("end.bets", count=len(self.session.bets), rate=rate)
            parts.append(icon_line("target", text))
        if scenario.story.lesson:
            parts.append(heading(say("end.lesson")))
            parts.append(Card(Label(scenario.story.lesson.strip(), letter=BODY + 1)))
        parts += taught_lines(self.game, campaign)
        if scenario.story.questions:
            parts.append(heading(say("end.questions")))
            parts += [
                icon_line("message-circle-question", text, "accent")
                for text in scenario.story.questions
            ]
        parts.append(Label(say("end.seed", seed=campaign.seed), letter=SMALL,
                           colour="text_muted"))  # fmt: skip
        return Column(
            [
                self._headline(),
                Scroll(Column(parts, gap=9), key="end"),
                Flow(self._ways(), gap=8),
                self._main_button(),
            ],
            gap=10,
        )

    def _headline(self) -> Widget:
        """Return how it ended."""
        end = self.ending
        medal, role = end.medal, "text_muted"
        icon = "ghost" if end.kind == "ghosted" else "hourglass"
        if medal:
            icon, role = MEDAL_ICONS[medal], "warm"
        key = "won" if medal else end.kind
        colour: Role = "warm" if role == "warm" else "text_muted"
        return Row(
            [
                Icon(icon, letter=44, colour=colour),
                Column(
                    [
                        Label(say(f"end.{key}.title", medal=say(f"medal.{medal}") if medal else ""),
                              letter=TITLE, weight="bold"),
                        Label(say(f"end.{key}.text", week=end.week), letter=STRONG,
                              colour="text_muted"),
                    ],
                    gap=2,
                    grow=1,
                ),
            ],
            gap=14,
        )  # fmt: skip

    def _ways(self) -> Sequence[Widget]:
        """Return the ways on that are not the main one."""
        ways = [
            ("report", "newspaper", self.show_report),
            ("same", "rotate-ccw", self.same_luck),
            ("new", "users", self.new_luck),
            ("back", "history", self.look_back),
            ("rewind", "rewind", self.rewind),
            ("choose", "map", self.choose_another),
        ]
        if self.ending.kind == "ghosted":
            ways = [way for way in ways if way[0] != "rewind"]
        return [
            Button(say(f"end.{key}"), press, icon=icon, key=key, tip=say(f"end.{key}_tip"))
            for key, icon, press in ways
        ]

    def _main_button(self) -> Widget:
        """Return what most will want: back from being ghosted, else to the title."""
        if self.ending.kind == "ghosted":
            return main_button(say("end.rewind"), self.rewind, key="main", icon="rewind")
        return main_button(say("end.title"), self.game.show_title, key="main", icon="house")

    def bottom(self) -> Widget:
        """Return the crowd over the weeks."""
        chart = crowd_chart(self.session, 80, self.stage.trusting_at_start)
        return Column([heading(say("end.weeks"), say("end.weeks_note")), chart], gap=4)

    def main(self) -> None:
        """Do what most will want."""
        if self.ending.kind == "ghosted":
            self.rewind()
        else:
            self.game.show_title()

    def same_luck(self) -> None:
        """Play it again on the same luck."""
        campaign = self.session.campaign
        self.game.start(campaign.scenario, campaign.seed)

    def new_luck(self) -> None:
        """Play it again on another luck."""
        self.game.start(self.session.campaign.scenario, new_seed())

    def rewind(self) -> None:
        """Take weeks back: the last, or all since the doors were shut."""
        from trustsim.play.window.scenes.plan import PlanScene

        session, stage = self.session, self.stage
        weeks = 1 + 3 * (self.ending.kind == "ghosted")

        def take_back() -> None:
            self.research.stop()
            self.research.wait()
            for _ in range(min(weeks, session.campaign.week)):
                stage.undo_week(session)

        self.game.do(say("wait.rewind"), take_back, lambda _: self.game.show(PlanScene(self.game)))

    def show_report(self) -> None:
        """Show everything there is to say."""
        from trustsim.play.window.scenes.report import ReportSheet

        self.game.over(ReportSheet(self.game, self.research))

    def pass_time(self, seconds: float) -> None:
        """Show what has been found out meanwhile."""
        super().pass_time(seconds)
        if self.research.poll(seconds, self.ui):
            self.rebuild()

    def leave(self) -> None:
        """Let no work go on that nobody will see."""
        self.research.stop()
        super().leave()

    def choose_another(self) -> None:
        """Choose another scenario."""
        from trustsim.play.window.scenes.opening import choose

        choose(self.game)
