"""The whole report of a game: luck, crowd, turning points, posts, bets, claims, questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from trustsim import __version__
from trustsim.campaign.report import PostResult
from trustsim.explain.autopsy import Autopsy
from trustsim.play import quiz
from trustsim.play.bets import Bet, hit_rate
from trustsim.play.ledger import post_name
from trustsim.play.numbers import amount, percent
from trustsim.play.page import bet_line, verdict, write_page
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.charts.lines import LineChart, Series
from trustsim.play.window.look import SMALL, STRONG
from trustsim.play.window.scenes.autopsy import CascadeTree, open_autopsy
from trustsim.play.window.scenes.claims import taught_lines
from trustsim.play.window.scenes.mattered import week_card
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.scenes.quiz import ask_quiz, nothing, score_card
from trustsim.play.window.scenes.research import Research, luck_parts
from trustsim.play.window.widgets.boxes import Column, Row, Spacer
from trustsim.play.window.widgets.button import Button, main_button
from trustsim.play.window.widgets.card import Card, Entry, heading, icon_line
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

_SHOWN_BETS: Final = 6


class ReportSheet(Overlay):
    """Everything there is to say of a game that has ended."""

    first: ClassVar[str] = "main"
    wide: ClassVar[float] = 1140
    high: ClassVar[float] = 740

    def __init__(self, game: Game, research: Research) -> None:
        super().__init__(game)
        self.research = research
        self.session: Session = research.session

    def title(self) -> str:
        """Return the headline."""
        return say("report.title")

    def content(self) -> Widget:
        """Return both halves, side by side if there is room."""
        halves = [Column(self._numbers(), gap=9), Column(self._story(), gap=9)]
        if self.size[0] / self.look.ui_scale / self.look.text_scale < 1000:
            return Column(halves, gap=16)
        for half in halves:
            half.grow = 1
        return Row(halves, gap=28, align="start")

    def _numbers(self) -> list[Widget]:
        """Return luck, crowd, asks against trust, and bets."""
        return [
            Label(verdict(self.session), letter=STRONG, weight="semibold"),
            heading(say("report.luck")),
            Card(Column(luck_parts(self.research, 132), gap=6)),
            heading(say("report.crowd"), say("end.weeks_note")),
            Card(crowd_chart(self.session, 150, self._trusting_at_start())),
            heading(say("report.asks"), say("report.asks_note")),
            Card(asks_chart(self.session, 130)),
            heading(say("report.bets")),
            *self._bets(),
        ]

    def _trusting_at_start(self) -> int:
        """Return how many would have shared before the first week."""
        assert self.game.stage is not None
        return self.game.stage.trusting_at_start

    def _story(self) -> list[Widget]:
        """Return turning points, posts, claims, questions, and how to play it again."""
        campaign = self.session.campaign
        story = told(campaign.scenario).story
        parts: list[Widget] = [heading(say("report.turning")), *self._turning()]
        parts += [heading(say("report.posts")), *self._posts()]
        if claims := taught_lines(self.game, campaign):
            parts += [heading(say("report.claims")), *claims]
        if story.questions:
            parts.append(heading(say("report.questions")))
            parts += [icon_line("message-circle-question", text, "accent")
                      for text in story.questions]  # fmt: skip
        parts += [heading(say("report.quiz")), *self._quiz()]
        parts.append(heading(say("report.again")))
        parts += [Label(line, letter=SMALL, colour="text_muted") for line in origin(self.session)]
        return parts

    def _quiz(self) -> list[Widget]:
        """Return how the player judged plans before and after, and the way to do so again."""
        rounds = quiz.load_rounds()
        parts: list[Widget] = []
        if rounds.before:
            parts.append(score_card("before", rounds.before))
        if rounds.after:
            parts.append(score_card("after", rounds.after))
        guess = Button(say("quiz.open_after"), self.guess, icon="message-circle-question",
                       key="quiz", tip=say("quiz.open_tip"))  # fmt: skip
        return [*parts, Row([guess, Spacer(grow=1)])]

    def guess(self) -> None:
        """Judge plans, now that a game is over."""
        ask_quiz(self.game, "after", nothing)

    def _turning(self) -> list[Widget]:
        """Return the weeks that mattered."""
        turning = self.session.findings.turning
        if turning is None:
            return [Label(say("report.waiting"), letter=SMALL, colour="text_muted")]
        cards = [week_card(turning, swap) for swap in turning.weeks]
        return cards or [Label(say("mattered.none"), letter=SMALL, colour="text_muted")]

    def _posts(self) -> list[Widget]:
        """Return the best and the worst post as trees."""
        findings = self.session.findings
        if not any(report.posts for report in self.session.campaign.reports):
            return [Label(say("report.no_posts"), letter=SMALL, colour="text_muted")]
        if findings.best is None:
            return [Label(say("report.waiting"), letter=SMALL, colour="text_muted")]
        cards = [self._post("best", *findings.best)]
        if findings.worst is None:
            cards.append(Label(say("report.no_worst"), letter=SMALL, colour="text_muted"))
        else:
            cards.append(self._post("worst", *findings.worst))
        return cards

    def _post(self, key: str, post: PostResult, found: Autopsy) -> Widget:
        """Return one post with its tree, as a card that takes it apart."""
        campaign = self.session.campaign
        note = say(f"report.{key}_note", reach=amount(post.reach), shares=amount(post.shares),
                   depth=post.depth, mutes=amount(post.mutes))  # fmt: skip
        icon = "sparkles" if key == "best" else "bell-off"
        parts: list[Widget] = [
            Entry(say(f"report.{key}", post=post_name(campaign, post)), note, icon=icon,
                  icon_colour="good" if key == "best" else "bad"),
        ]  # fmt: skip
        if found.size > 1:
            circles = campaign.market.world.people.circle
            where = {user: int(circles[user]) for user in found.branches if user >= 0}
            parts.append(CascadeTree(found, where, tall=230))
        return Card(Column(parts, gap=6), lambda: open_autopsy(self.game, post),
                    key=f"report.{key}", tip=say("report.apart"))  # fmt: skip

    def _bets(self) -> list[Widget]:
        """Return how well the player guessed."""
        bets = self.session.bets
        if not bets:
            return [Label(say("report.no_bets"), letter=SMALL, colour="text_muted")]
        rate = say("end.bets", count=len(bets), rate=percent(hit_rate(bets)))
        return [icon_line("target", rate), *(_bet(bet) for bet in bets[-_SHOWN_BETS:])]

    def foot(self) -> Sequence[Widget]:
        """Return the ways on."""
        page = Button(say("report.page"), self.save_page, icon="download", key="page",
                      tip=say("report.page_tip"), letter=STRONG)  # fmt: skip
        return [page, Spacer(grow=1), main_button(say("report.close"), self.back, key="main")]

    def save_page(self) -> None:
        """Write the report as one HTML page, beside the saves."""
        self.game.do(
            say("wait.card"),
            lambda: write_page(self.session),
            lambda path: self.game.tell(say("report.saved", file=path)),
        )

    def pass_time(self, seconds: float) -> None:
        """Show what has been found out meanwhile."""
        super().pass_time(seconds)
        if self.research.poll(seconds, self.ui):
            self.rebuild()

    def main(self) -> None:
        """Be done."""
        self.back()


def _bet(bet: Bet) -> Widget:
    """Return one bet and what it was."""
    icon = "circle-check" if bet.is_won else "circle-x"
    return icon_line(icon, bet_line(bet), "good" if bet.is_won else "text_muted")


def crowd_chart(session: Session, tall: float, trusting_at_start: int) -> LineChart:
    """Return who follows, would share and has muted, over the weeks."""
    rows, start = session.campaign.record.weeks, session.campaign.reports[0]
    followers = [start.followers, *(int(row["followers"]) for row in rows)]
    trusting = [trusting_at_start, *(int(row["trusting"]) for row in rows)]
    shut = [0, *(round(row["ostracism_rate"] * row["aware"]) for row in rows)]
    return LineChart(
        [
            Series([float(v) for v in followers], "good", say("trend.followers")),
            Series([float(v) for v in trusting], "warm", say("trend.trusting")),
            Series([float(v) for v in shut], "bad", say("reckon.muted"), is_dashed=True),
        ],
        first=0,
        tall=tall,
        grow=1,
    )


def asks_chart(session: Session, tall: float) -> LineChart:
    """Return the share of asks and the trust of those who know the brand, in percent."""
    rows = session.campaign.record.weeks
    return LineChart(
        [
            Series([100.0 * row["ask_share"] for row in rows], "bad", say("report.ask_share"),
                   is_dashed=True),
            Series([100.0 * row["trust_mean"] for row in rows], "warm", say("report.trust")),
        ],
        tall=tall,
        grow=1,
    )  # fmt: skip


def origin(session: Session) -> list[str]:
    """Return what a game follows from, and where it lies."""
    campaign = session.campaign
    scenario = campaign.scenario
    file = say("report.no_file")
    if session.path is not None and session.path.exists():
        file = say("report.file", file=session.path.name)
    return [
        say("report.seed", scenario=scenario.name, seed=campaign.seed, version=__version__,
            difficulty=say(f"settings.difficulty.{scenario.difficulty}")),
        file,
        say("report.tables"),
        say("report.digest", digest=campaign.digest()),
    ]  # fmt: skip
