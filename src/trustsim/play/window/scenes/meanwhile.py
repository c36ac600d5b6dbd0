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


def meanwhile(campaign: Campaign, week: int, *, is_over: bool) -> list[Widget]:
    """Return what to try, what people talk of, and how the circles stand.

    Until the week is over nothing is said of what comes of it.
    """
    report = campaign.reports[week if is_over else week - 1]
    parts: list[Widget] = []
    if is_over or not campaign.plans[week - 1].posts:
        advice = f"meanwhile.{advice_of(campaign, week)}"
        entry = Entry(say(f"{advice}.title"), say(f"{advice}.note"), icon="lightbulb")
        parts.append(Card(entry, across=12, down=9))
    circles = zip(told(campaign.scenario).population.circles, report.circles, strict=True)
    return [
        *parts,
        heading(say("room.feed")),
        *feed_lines(campaign, report),
        heading(say("room.circles")),
        *(
            Row([Icon(known_icon(spec.icon), letter=15), Label(spec.name, letter=SMALL, grow=1),
                 circle_state(view)], gap=8)
            for spec, view in circles
        ),
    ]  # fmt: skip
