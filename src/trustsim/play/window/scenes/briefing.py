"""The briefing: who you are, who they are, and what it takes."""

from __future__ import annotations

from typing import Final

from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.look import BODY, SMALL, TITLE
from trustsim.play.window.scenes.frame import TownScene
from trustsim.play.window.scenes.goals import goal_cards
from trustsim.play.window.scenes.plan import PlanScene
from trustsim.play.window.scenes.words import amount, money
from trustsim.play.window.widgets.boxes import Column, Row, Scroll, Spacer
from trustsim.play.window.widgets.button import main_button
from trustsim.play.window.widgets.card import Card, Entry, heading
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Widget

_LEAST_CARD: Final = 170


class Briefing(TownScene):
    """What the player reads before week 1."""

    def side(self) -> Widget:
        """Return the story and what there is to work with."""
        scenario, report = told(self.session.campaign.scenario), self.session.report
        story = [part.strip() for part in scenario.story.briefing.split("\n\n") if part.strip()]
        product = scenario.brand.product
        parts: list[Widget] = [Label(text, letter=BODY + 1) for text in story]
        parts += [
            Spacer(4),
            Card(
                Entry(
                    say("briefing.have", hours=amount(round(report.hours, 1))),
                    say("briefing.have_note", money=money(scenario, report.money),
                        posts=report.max_posts, followers=report.followers),
                    icon="clock",
                )
            ),
            Card(
                Entry(
                    say("briefing.sell", product=product.name),
                    say("briefing.sell_note", price=money(scenario, product.price),
                        platform=scenario.platform.title),
                    icon="shopping-bag",
                )
            ),
            Card(Entry(say("briefing.how"), say("briefing.how_note"), icon="mouse-pointer-click")),
        ]  # fmt: skip
        return Column(
            [
                Column(
                    [
                        Label(scenario.title, letter=TITLE, weight="bold"),
                        Label(say("briefing.weeks", count=scenario.weeks), letter=SMALL,
                              colour="text_muted"),
                    ],
                    gap=2,
                ),
                Scroll(Column(parts, gap=10), key="briefing"),
                main_button(say("briefing.begin"), self.main, key="main", icon="play"),
            ],
            gap=12,
        )  # fmt: skip

    def bottom(self) -> Widget:
        """Return the goals."""
        return Column(
            [
                heading(say("goals.title")),
                Scroll(self._goals(), key="goals"),
            ],
            gap=8,
        )

    def _goals(self) -> Widget:
        """Return the goals side by side, or one below the other where letters are large."""
        cards = goal_cards(self.session.campaign)
        room = self.size[0] / self.look.ui_scale / self.look.text_scale
        if room / max(1, len(cards)) < _LEAST_CARD:
            return Column(cards, gap=8)
        return Row(cards, is_even=True, gap=10, align="fill")

    def main(self) -> None:
        """Begin."""
        self.game.show(PlanScene(self.game))
