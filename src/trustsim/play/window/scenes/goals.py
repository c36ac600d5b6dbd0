"""The goals: what wins which medal, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.goals import Standing
from trustsim.play.goals import goal_texts
from trustsim.play.numbers import percent
from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.look import SMALL, STRONG, Look
from trustsim.play.window.scenes.claims import taught_lines
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.scenes.words import MEDAL_ICONS, amount
from trustsim.play.window.widgets.boxes import Column, Row
from trustsim.play.window.widgets.card import Card, heading
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Paint, Role, Size, Widget, role_colour

_LEAST: Final = 1e-9


@dataclass(eq=False)
class Meter(Widget):
    """A bar that fills.

    Attributes:
        share: How full it is, 0 to 1.
        colour: Role of its colour.
    """

    share: float
    colour: Role = "accent"

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and its height."""
        return width, look.px(8)

    def draw(self, paint: Paint) -> None:
        """Draw the bar."""
        look = paint.look
        brush.box(paint.surface, look, self.rect, look.theme.card_raised, 4, look.theme.line)
        full = self.rect.copy()
        full.width = round(self.rect.width * min(1.0, max(0.0, self.share)))
        if full.width > look.px(3):
            brush.box(paint.surface, look, full, role_colour(look, self.colour), 4)


def progress(standing: Standing) -> float:
    """Return how far a goal has come, 0 to 1."""
    goal = standing.goal
    if goal.at_least is not None:
        return min(1.0, standing.value / max(_LEAST, goal.at_least))
    return 1.0 if standing.is_reached else (goal.at_most or 0.0) / max(_LEAST, standing.value)


def shown_value(standing: Standing) -> str:
    """Write how a goal stands."""
    goal = standing.goal
    if goal.measure == "ostracism_rate":
        return percent(standing.value)
    limit = goal.at_least if goal.at_least is not None else goal.at_most
    assert limit is not None
    return say("goals.value", value=amount(round(standing.value, 2)), limit=amount(limit))


def goal_card(standing: Standing, text: str) -> Widget:
    """Return one goal as a card."""
    medal = standing.goal.medal
    reached = standing.is_reached
    return Card(
        Row(
            [
                Icon(MEDAL_ICONS[medal], letter=24, colour="warm" if reached else "text_muted"),
                Column(
                    [
                        Row([
                            Label(say(f"medal.{medal}"), letter=SMALL, weight="semibold",
                                  colour="text_muted", grow=1),
                            Label(shown_value(standing), letter=SMALL, weight="semibold"),
                            *([Icon("check", letter=14, colour="good")] if reached else []),
                        ], gap=6),
                        Label(text, letter=STRONG - 1),
                        Meter(progress(standing), "warm" if reached else "accent"),
                    ],
                    gap=4,
                    grow=1,
                ),
            ],
            gap=12,
        )
    )  # fmt: skip


def goal_cards(campaign: Campaign) -> list[Widget]:
    """Return every goal as a card."""
    return [
        goal_card(standing, text)
        for standing, text in zip(campaign.goals, goal_texts(campaign), strict=True)
    ]


class Goals(Overlay):
    """The goals over the screen that asked for them."""

    wide = 560

    def title(self) -> str:
        """Return the headline."""
        return say("goals.title")

    def content(self) -> Widget:
        """Return the goals."""
        assert self.game.session is not None
        campaign = self.game.session.campaign
        cards = goal_cards(campaign) or [Label(say("goals.none"))]
        parts = [*cards, Label(say("goals.note"), letter=SMALL, colour="text_muted")]
        if lines := taught_lines(self.game, campaign):
            parts += [heading(say("card.taught")), *lines]
        return Column(parts, gap=8)
