"""People and circles as the side panel and the tooltips speak of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from trustsim.campaign.campaign import Campaign
from trustsim.explain.person import Entry as Change
from trustsim.explain.person import person_ledger, starting_trust
from trustsim.market.outcome import Cause, Stance
from trustsim.play.crowd import standings
from trustsim.play.people import name_of
from trustsim.play.reasons import why_circle
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.charts.bars import Part, StackedBar
from trustsim.play.window.charts.lines import LineChart, Series
from trustsim.play.window.look import BODY, SMALL, STRONG, SUBTITLE
from trustsim.play.window.scenes.town import PLAYER, known_icon
from trustsim.play.window.scenes.why import asked
from trustsim.play.window.scenes.words import mood_word, topic_name
from trustsim.play.window.widgets.boxes import Column, Flow, Row, Scroll, Spacer
from trustsim.play.window.widgets.button import Button, Chip
from trustsim.play.window.widgets.card import Card, Entry, Face, heading, icon_line
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Role, Widget

if TYPE_CHECKING:
    from trustsim.play.window.scenes.frame import TownScene

_SHOWN_CHANGES: Final = 60
_SHOWN_PEOPLE: Final = 6
_WORTH_TELLING: Final = 0.05
_SLIGHT: Final = (int(Cause.FADE),)
CAUSE_ICONS: Final = {
    "gift": "sparkles", "ask": "megaphone", "repeated_ask": "megaphone", "off_key": "frown",
    "fake": "bot", "warning": "triangle-alert", "talk": "messages-square", "answer": "reply",
    "onlooker": "eye", "deleted": "trash-2", "ignored": "clock", "pleased": "shopping-bag",
    "flaw": "hammer", "vouch": "heart", "apology": "hand-heart", "deal": "badge-percent",
    "fade": "hourglass", "first_follower": "star",
}  # fmt: skip


def stance_of(campaign: Campaign, user: int) -> str:
    """Return in words how a person stands to the brand."""
    stance = Stance(int(campaign.market.world.stance[PLAYER, user]))
    return say(f"stance.{stance.name.lower()}")


def circle_of(campaign: Campaign, user: int) -> str:
    """Return the name of a person's circle."""
    index = int(campaign.market.world.people.circle[user])
    return told(campaign.scenario).population.circles[index].name


def last_cause(campaign: Campaign, user: int) -> str:
    """Return the cause that last moved a person, but for the passing of time; empty for none."""
    for rows in reversed(campaign.record.parts.get("ledger", [])):
        own = rows[(rows["user"] == user) & (rows["brand"] == PLAYER)]
        own = own[~np.isin(own["cause"], _SLIGHT)]
        if len(own):
            return Cause(int(own["cause"][-1])).name.lower()
    return ""


def person_tip(session: Session, user: int) -> list[str]:
    """Return what a tooltip says of a person."""
    campaign = session.campaign
    friends = int(campaign.market.world.ties_in[user])
    lines = [
        say("person.tip", name=name_of(user), circle=circle_of(campaign, user)),
        say("person.friends", count=friends, stance=stance_of(campaign, user)),
    ]
    cause = last_cause(campaign, user)
    lines.append(say("person.cause", cause=say(f"cause.{cause}")) if cause else say("person.blank"))
    return lines


def circle_tip(session: Session, circle: int) -> list[str]:
    """Return what a tooltip says of a circle."""
    view = session.report.circles[circle]
    name = told(session.campaign.scenario).population.circles[circle].name
    lines = [
        name,
        say("circle.tip", members=view.members, knows=view.knows, followers=view.followers),
        say("circle.mood", mood=mood_word(view.mood)),
    ]
    if not view.door_open:
        lines.append(say("circle.closed", count=view.opens_in))
    return lines


def page_head(scene: TownScene, icon: Widget, title: str, note: str) -> Widget:
    """Return the head of a page: what it is about, and the way back."""
    return Row(
        [
            icon,
            Column(
                [
                    Label(title, letter=SUBTITLE, weight="bold"),
                    Label(note, letter=SMALL, colour="text_muted"),
                ],
                gap=1,
                grow=1,
            ),
            Button("", scene.leave_page, icon="x", key="page.close",
                   tip=say("page.close")),
        ],
        gap=10,
    )  # fmt: skip


def person_page(scene: TownScene, user: int) -> Widget:
    """Return everything that has been between a person and the brand."""
    campaign = scene.session.campaign
    world = campaign.market.world
    trust = float(world.trust(PLAYER)[user])
    changes = person_ledger(campaign, user)
    note = f"{circle_of(campaign, user)} · {stance_of(campaign, user)}"
    parts: list[Widget] = [
        Label(
            say("person.trust", trust=round(100 * trust),
                line=round(100 * campaign.market.share_line)),
            letter=STRONG, weight="semibold",
            colour="warm_text" if trust >= campaign.market.share_line else "text",
        ),
        _trust_chart(campaign, changes),
        heading(say("person.why"), say("person.changes", count=len(changes))),
        *_changes(campaign, changes),
        heading(say("person.friends_head"), say("person.hears", count=int(world.ties_in[user]))),
        _friends(scene, user),
    ]  # fmt: skip
    return Column(
        [
            page_head(scene, Face(name_of(user), trust), name_of(user), note),
            Scroll(Column(parts, gap=8), key=f"person.{user}"),
        ],
        gap=10,
    )


def _trust_chart(campaign: Campaign, changes: Sequence[Change]) -> Widget:
    """Return a person's trust week by week."""
    by_week = [starting_trust(campaign)]
    at = 0
    for week in range(1, campaign.week + 1):
        value = by_week[-1]
        while at < len(changes) and changes[at].week <= week:
            value = changes[at].trust
            at += 1
        by_week.append(value)
    if campaign.week == 0:
        return Spacer(0)
    line = [campaign.market.share_line] * len(by_week)
    return LineChart(
        [
            Series([100 * value for value in by_week], "warm"),
            Series(
                [100 * value for value in line], "text_muted", say("crowd.line"), is_dashed=True
            ),
        ],
        tall=112,
        first=0,
    )


def _changes(campaign: Campaign, changes: Sequence[Change]) -> list[Widget]:
    """Return the newest changes of a person's trust, each with its cause."""
    if not changes:
        return [Label(say("person.nothing"), letter=SMALL, colour="text_muted")]
    before = [starting_trust(campaign), *(change.trust for change in changes[:-1])]
    rows: list[Widget] = []
    pairs = [(change, 100 * (change.trust - old))
             for change, old in zip(changes, before, strict=True)]  # fmt: skip
    told = [(c, moved) for c, moved in pairs if c.cause != "fade" or abs(moved) >= _WORTH_TELLING]
    for change, moved in told[::-1][:_SHOWN_CHANGES]:
        role: Role = "good" if moved > 0 else "bad" if moved < 0 else "text_muted"
        sign = "+" if moved > 0 else "−" if moved < 0 else "±"
        rows.append(
            Row(
                [
                    Icon(CAUSE_ICONS[change.cause], letter=15, colour=role),
                    Label(say(f"cause.{change.cause}"), letter=SMALL, grow=1),
                    Label(_when(change), letter=SMALL - 1, colour="text_muted"),
                    Label(f"{sign}{abs(moved):.1f}", letter=SMALL, weight="semibold", colour=role),
                ],
                gap=8,
            )
        )  # fmt: skip
    return rows


def _when(change: Change) -> str:
    """Write when something changed."""
    return say("person.when", week=change.week, day=say(f"day_short.{change.day % 7}"))


def _friends(scene: TownScene, user: int) -> Widget:
    """Return some of those a person shares with, the best connected first."""
    world = scene.session.campaign.market.world
    low, high = int(world.ties.indptr[user]), int(world.ties.indptr[user + 1])
    others = world.ties.indices[low:high]
    order = np.argsort(-world.ties_in[others], kind="stable")[:_SHOWN_PEOPLE]
    chips = [_person_chip(scene, int(others[at]), "friend") for at in order]
    if not chips:
        return Label(say("person.alone"), letter=SMALL, colour="text_muted")
    return Flow(chips)


def _person_chip(scene: TownScene, user: int, key: str) -> Widget:
    """Return a chip that opens a person's page."""
    return Chip(
        name_of(user),
        lambda: scene.open_person(user),
        icon="user",
        key=f"{key}.{user}",
        tip="\n".join(person_tip(scene.session, user)),
    )


def standing_parts(campaign: Campaign, circle: int) -> list[Part]:
    """Return a circle's four counts as parts of a bar, and who has not met the brand."""
    row = standings(campaign)[circle]
    return [
        Part(row.would_share, say("crowd.would"), "warm"),
        Part(row.trusts, say("crowd.trusts"), "text_muted"),
        Part(row.knows, say("crowd.knows"), "cold"),
        Part(row.muted, say("crowd.muted"), "bad", is_hollow=True),
    ]


def circle_page(scene: TownScene, circle: int) -> Widget:
    """Return what is known of a circle, and what can be done there."""
    session = scene.session
    campaign = session.campaign
    spec = told(campaign.scenario).population.circles[circle]
    view = session.report.circles[circle]
    note = say("circle.note", members=view.members, followers=view.followers)
    parts: list[Widget] = [
        asked(scene, "circle.counts",
              StackedBar(standing_parts(campaign, circle), whole=view.members),
              partial(why_circle, session, circle)),
        icon_line("smile" if view.mood >= 0.15 else "frown" if view.mood <= -0.15 else "meh",
                  say("circle.mood", mood=mood_word(view.mood))),
        icon_line("door-open", say("circle.open"), "good") if view.door_open
        else icon_line("door-closed", say("circle.closed", count=view.opens_in), "bad"),
        *_taste(view.topics, view.tones),
    ]  # fmt: skip
    if view.connector >= 0:
        parts += [
            heading(say("circle.connector")),
            Flow([_person_chip(scene, view.connector, "connector")]),
        ]
    parts += scene.circle_actions(circle)
    parts += [heading(say("circle.people")), _members(scene, circle)]
    return Column(
        [
            page_head(scene, Icon(known_icon(spec.icon), letter=26, colour="accent"),
                      spec.name, note),
            Scroll(Column(parts, gap=9), key=f"circle.{circle}"),
        ],
        gap=10,
    )  # fmt: skip


def _taste(topics: dict[str, float], tones: dict[str, float]) -> list[Widget]:
    """Return what listening has shown of a circle's taste."""
    if not topics:
        return [
            Card(Entry(say("circle.unknown"), say("circle.unknown_note"), icon="ear"), across=10)
        ]
    liked = [f"{topic_name(topic)} {value:.0%}" for topic, value in list(topics.items())[:4]]
    parts: list[Widget] = [
        heading(say("circle.topics")),
        Flow([Chip(text, None, icon="tag", key=f"taste.{text}") for text in liked]),
    ]
    if tones:
        parts += [
            heading(say("circle.tones")),
            Flow([
                Chip(f"{say(f'tone.{tone}')} {value:.0%}", None, key=f"tone.{tone}")
                for tone, value in tones.items()
            ]),
        ]  # fmt: skip
    else:
        parts.append(Label(say("circle.more"), letter=SMALL, colour="text_muted"))
    return parts


def _members(scene: TownScene, circle: int) -> Widget:
    """Return the best connected people of a circle."""
    world = scene.session.campaign.market.world
    low, high = int(world.seats.start[circle]), int(world.seats.start[circle + 1])
    order = np.argsort(-world.ties_in[low:high], kind="stable")[:_SHOWN_PEOPLE]
    return Flow([_person_chip(scene, low + int(at), "member") for at in order])


__all__ = ["BODY", "circle_page", "circle_tip", "person_page", "person_tip", "standing_parts"]
