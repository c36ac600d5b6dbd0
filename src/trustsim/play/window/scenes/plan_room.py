"""The room: what people talk about, what happens, and how each circle stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from trustsim.play.numbers import percent
from trustsim.play.people import name_of
from trustsim.play.reasons import why
from trustsim.play.strings import say
from trustsim.play.tales import news, told
from trustsim.play.window.charts.bars import StackedBar
from trustsim.play.window.look import BODY, SMALL
from trustsim.play.window.scenes.people import standing_parts
from trustsim.play.window.scenes.town import known_icon
from trustsim.play.window.scenes.why import asked
from trustsim.play.window.scenes.words import amount, circle_name, mood_word, topic_name
from trustsim.play.window.widgets.boxes import Column, Row
from trustsim.play.window.widgets.card import Card, Entry, heading
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Role, Widget

if TYPE_CHECKING:
    from trustsim.campaign.campaign import Campaign
    from trustsim.campaign.report import CircleView, Report
    from trustsim.play.window.scenes.plan import PlanScene


def room_tab(scene: PlanScene) -> Widget:
    """Return what there is to read before deciding."""
    report = scene.session.report
    parts: list[Widget] = [
        Card(Entry(say("room.news"), text, icon="newspaper"), frame="accent")
        for text in news(scene.session.campaign)
    ]
    parts += [heading(say("room.circles"), say("room.circles_note"))]
    parts += [_circle(scene, index) for index in range(len(report.circles))]
    parts.append(heading(say("room.feed")))
    parts += feed_lines(scene.session.campaign, report)
    parts.append(heading(say("room.standing")))
    parts += _standing(scene)
    return Column(parts, gap=7)


def _standing(scene: PlanScene) -> list[Widget]:
    """Return how the player stands, each number with its why."""
    session, report = scene.session, scene.session.report
    rows = [
        ("asks", "scale", say("room.asks"), percent(report.ask_share)),
        ("search", "search", say("room.search"), amount(report.search_place)),
    ]
    if report.week:
        rows += [
            ("aware", "eye", say("room.aware"), amount(report.aware)),
            ("visits", "mouse-pointer-click", say("room.visits"), amount(report.visits)),
            ("muted", "bell-off", say("room.muted"), amount(report.mutes + report.blocks)),
        ]
    return [
        asked(
            scene,
            f"stands.{name}",
            Row([Icon(icon, letter=15, colour="text_muted"), Label(text, letter=SMALL, grow=1),
                 Label(shown, letter=SMALL, weight="semibold")], gap=8),
            partial(why, session, name),
        )
        for name, icon, text, shown in rows
    ]  # fmt: skip


def feed_lines(campaign: Campaign, report: Report) -> list[Widget]:
    """Return what people passed on most."""
    if not report.feed:
        return [Label(say("room.quiet"), letter=SMALL, colour="text_muted")]
    return [
        Row(
            [
                Icon("repeat-2", letter=15, colour="text_muted"),
                Label(
                    say("room.line", name=name_of(line.user), topic=topic_name(line.topic),
                        circle=circle_name(campaign.scenario, line.circle)),
                    letter=SMALL, grow=1,
                ),
                Label(say("room.shares", count=line.shares), letter=SMALL, colour="text_muted"),
            ],
            gap=8,
        )
        for line in report.feed
    ]  # fmt: skip


def circle_state(view: CircleView) -> Widget:
    """Return a circle's mood, or that its door is closed."""
    if not view.door_open:
        return Row([Icon("lock", letter=15, colour="bad"),
                    Label(say("room.closed"), letter=SMALL, colour="bad", weight="semibold")],
                   gap=5)  # fmt: skip
    face, role = _face(view.mood)
    return Row([Icon(face, letter=15, colour=role),
                Label(mood_word(view.mood), letter=SMALL, colour="text_muted")], gap=5)  # fmt: skip


def _circle(scene: PlanScene, index: int) -> Widget:
    """Return how one circle stands, as a card that opens its page."""
    campaign = scene.session.campaign
    spec = told(campaign.scenario).population.circles[index]
    view = scene.session.report.circles[index]
    return Card(
        Column(
            [
                Row(
                    [
                        Icon(known_icon(spec.icon), letter=17),
                        Label(spec.name, letter=BODY, weight="semibold", grow=1),
                        circle_state(view),
                    ],
                    gap=8,
                ),
                StackedBar(standing_parts(campaign, index), whole=view.members, has_key=False),
            ],
            gap=6,
        ),
        lambda: scene.open_circle(index),
        key=f"room.{view.id}",
        across=10,
        down=8,
        tip=say("circle.tip", members=view.members, knows=view.knows, followers=view.followers),
    )


def _face(mood: float) -> tuple[str, Role]:
    """Return the icon of a mood and its colour."""
    if mood >= 0.15:
        return "smile", "good"
    return ("frown", "bad") if mood <= -0.15 else ("meh", "text_muted")
