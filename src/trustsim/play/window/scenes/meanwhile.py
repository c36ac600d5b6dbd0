"""What there is to read in a week in which little of yours is seen."""

from __future__ import annotations

from typing import Final

from trustsim.campaign.campaign import Campaign
from trustsim.play.advice import advice_of
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.look import SMALL
from trustsim.play.window.scenes.plan_room import circle_state, feed_lines
from trustsim.play.window.scenes.town import known_icon
from trustsim.play.window.widgets.boxes import Row
from trustsim.play.window.widgets.card import Card, Entry, heading
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Widget

FEW_BEATS: Final = 3
"""A week that tells no more than this is a quiet one."""


def meanwhile(campaign: Campaign, week: int) -> list[Widget]:
    """Return what to try, what people talk of, and how the circles stand."""
    report = campaign.reports[week]
    advice = advice_of(campaign, week)
    circles = zip(told(campaign.scenario).population.circles, report.circles, strict=True)
    return [
        Card(Entry(say(f"meanwhile.{advice}.title"), say(f"meanwhile.{advice}.note"),
                   icon="lightbulb"), across=12, down=9),
        heading(say("room.feed")),
        *feed_lines(campaign, report),
        heading(say("room.circles")),
        *(
            Row([Icon(known_icon(spec.icon), letter=15), Label(spec.name, letter=SMALL, grow=1),
                 circle_state(view)], gap=8)
            for spec, view in circles
        ),
    ]  # fmt: skip
