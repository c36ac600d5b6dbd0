"""The posts of the plan: what, about what, where, how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from trustsim.campaign.plan import HOME, PostPlan
from trustsim.campaign.report import Report
from trustsim.play.people import name_of
from trustsim.play.reasons import why_preview
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.look import BODY, SMALL, STRONG, TINY
from trustsim.play.window.scenes.frame import areas
from trustsim.play.window.scenes.town import known_icon
from trustsim.play.window.scenes.why import asker
from trustsim.play.window.scenes.words import KIND_ICONS, amount, hours, money, topic_name
from trustsim.play.window.widgets.boxes import Column, Flow, Row, Spacer
from trustsim.play.window.widgets.button import Button, Chip
from trustsim.play.window.widgets.card import Card, Entry
from trustsim.play.window.widgets.choice import Pips, Segmented, Slider
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Role, Widget
from trustsim.scenario.rules import KINDS, TONES

if TYPE_CHECKING:
    from trustsim.play.window.scenes.plan import PlanScene

MOST_CARE: Final = 6
_LEAST_SLOTS: Final = 3
BOOSTS: Final = (0.0, 10.0, 25.0, 50.0, 100.0)
_NATURAL_TONES: Final = {"pitch": "hard_sell", "offer": "hyped", "fun": "playful"}
_GOOD_FIT, _BAD_FIT = 0.7, 0.35
_ASKS: Final = 0.25


def new_post(session: Session, audience: str = HOME) -> PostPlan:
    """Return a post to begin with: something useful, on what fits the place best."""
    report = session.report
    taken = len(session.draft.plan.posts)
    topic = report.product_topics[0] if report.product_topics else report.topics[0]
    if audience != HOME and (known := report.circle(audience).topics):
        topic = next(iter(known))
    left = session.hours_left - report.prices.kinds["useful"]
    care = float(min(2, max(0, int(left))))
    return PostPlan(day=min(6, 1 + 2 * taken), kind="useful", topic=topic, audience=audience,
                    care=care)  # fmt: skip


def posts_head(scene: PlanScene) -> Widget:
    """Return the week's posts side by side."""
    posts, most = scene.plan.posts, scene.session.report.max_posts
    has_icon = _fits_icon(scene, max(_LEAST_SLOTS, min(most, len(posts) + 1)))
    slots = [_slot(scene, index, has_icon) for index in range(min(most, len(posts) + 1))]
    while len(slots) < min(most, _LEAST_SLOTS):
        slots.append(Spacer(grow=1))
    return Row(slots, is_even=True, align="fill")


def _fits_icon(scene: PlanScene, count: int) -> bool:
    """Tell whether icons leave room for the names of so many posts side by side."""
    look = scene.look
    inside = areas(look, scene.size).side.width - 2 * look.px(18) - (count - 1) * look.px(8)
    room = inside // count - 2 * look.px(10) - look.icon("plus", 18).width - look.px(8)
    names = [say("post.new"), *(say(f"kind.{post.kind}") for post in scene.plan.posts)]
    words = [word for name in names for word in name.split()]
    return max(look.text_width(word, STRONG, "bold") for word in words) <= room


def _slot(scene: PlanScene, index: int, has_icon: bool) -> Widget:
    """Return one post as a card to choose, or an empty place for one."""
    posts, across = scene.plan.posts, 10 if has_icon else 6
    if index >= len(posts):
        lines = [Label(say("post.new"), letter=STRONG, weight="bold", most_lines=2)]
        icon = [Icon("plus", letter=18, colour="text_muted")] if has_icon else []
        inside = Row([*icon, Column(lines, gap=0, grow=1)], gap=8)
        return Card(inside, scene.add_post, key=f"slot.{index}", across=across, down=8)
    post = posts[index]

    def edit() -> None:
        scene.slot = index
        scene.choose()

    asks = _ask_of(scene.session.report, post) >= _ASKS
    lines = [
        Label(say(f"day_short.{post.day}"), letter=TINY, colour="text_muted", weight="semibold"),
        Label(say(f"kind.{post.kind}"), letter=STRONG, weight="bold", most_lines=1),
    ]
    colour: Role = "bad" if asks else "accent"
    icon = [Icon(KIND_ICONS[post.kind], letter=18, colour=colour)] if has_icon else []
    inside = Row([*icon, Column(lines, gap=0, grow=1)], gap=8)
    return Card(
        inside, edit, is_chosen=index == scene.slot, key=f"slot.{index}", across=across, down=8
    )


def post_tab(scene: PlanScene) -> Widget:
    """Return everything that can be decided about one post."""
    if not scene.plan.posts:
        return Column(
            [
                Spacer(6),
                Card(Entry(say("post.none"), say("post.none_note"), icon="pen-line")),
                Button(say("post.first"), scene.add_post, key="post.first", icon="plus",
                       letter=STRONG),
            ],
            gap=10,
        )  # fmt: skip
    scene.slot = min(scene.slot, len(scene.plan.posts) - 1)
    post = scene.plan.posts[scene.slot]
    parts: list[Widget] = [
        _preview(scene, post),
        _kind(scene, post),
        *_tone(scene, post),
        *_about(scene, post),
        *_where(scene, post),
        *_care(scene, post),
        *_more(scene, post),
    ]
    return Column(parts, gap=7)


def _name(text: str, value: str = "") -> Widget:
    """Return the name of a choice, with what is chosen at its right."""
    label = Label(text, letter=SMALL, colour="text_muted", weight="semibold", grow=1)
    if not value:
        return label
    return Row([label, Label(value, letter=SMALL, weight="semibold")])


def _kind(scene: PlanScene, post: PostPlan) -> Widget:
    """Return the kinds of post."""

    def choose(index: int) -> None:
        kind = KINDS[index]
        tone = _NATURAL_TONES.get(kind, post.tone)
        if post.kind in _NATURAL_TONES and kind not in _NATURAL_TONES:
            tone = "helpful"
        scene.set_post(kind=kind, tone=tone)

    return Column(
        [
            _name(say("post.kind"), hours(scene.session.report.prices.kinds[post.kind])),
            Segmented(
                [say(f"kind.{kind}") for kind in KINDS], KINDS.index(post.kind), choose,
                key="post.kind", tips=[say(f"kind_hint.{kind}") for kind in KINDS],
            ),
            Label(say(f"kind_hint.{post.kind}"), letter=SMALL, colour="text_muted"),
        ],
        gap=4,
    )  # fmt: skip


def _tone(scene: PlanScene, post: PostPlan) -> list[Widget]:
    """Return the tones on a scale from giving to taking."""
    last = len(TONES) - 1
    slider = Slider(
        TONES.index(post.tone) / last,
        lambda value: scene.set_post(tone=TONES[round(value * last)]),
        steps=len(TONES),
        key="post.tone",
    )
    ends = Row(
        [
            Label(say(f"tone.{TONES[0]}"), letter=TINY, colour="text_muted", grow=1),
            Label(say(f"tone.{TONES[-1]}"), letter=TINY, colour="text_muted"),
        ]
    )
    return [Column([_name(say("post.tone"), say(f"tone.{post.tone}")), slider, ends], gap=1)]


def _about(scene: PlanScene, post: PostPlan) -> list[Widget]:
    """Return the topics."""
    report = scene.session.report
    chips = [
        Chip(
            topic_name(topic),
            _setter(scene, "topic", topic),
            is_on=topic == post.topic,
            icon="tag" if topic in report.product_topics else "",
            key=f"topic.{topic}",
        )
        for topic in report.topics
    ]
    return [_name(say("post.about")), Flow(chips)]


def _where(scene: PlanScene, post: PostPlan) -> list[Widget]:
    """Return the places: one's own page and the circles."""
    chips: list[Widget] = [
        Chip(say("post.home"), _setter(scene, "audience", HOME), is_on=post.audience == HOME,
             icon="house", key="place.home",
             tip=say("post.home_tip", count=scene.session.report.followers)),
    ]  # fmt: skip
    for view, spec in zip(
        scene.session.report.circles,
        told(scene.session.campaign.scenario).population.circles,
        strict=True,
    ):  # fmt: skip
        chip = Chip(
            spec.name,
            _setter(scene, "audience", view.id),
            is_on=view.id == post.audience,
            icon=known_icon(spec.icon) if view.door_open else "lock",
            key=f"place.{view.id}",
            tip=say("post.place_tip", count=view.members - view.shut_out)
            if view.door_open
            else say("circle.closed", count=view.opens_in),
        )
        chip.is_enabled = view.door_open
        chips.append(chip)
    return [_name(say("post.where")), Flow(chips)]


def _setter(scene: PlanScene, name: str, value: object) -> Callable[[], None]:
    """Return what sets one thing of the post."""
    return lambda: scene.set_post(**{name: value})


def _care(scene: PlanScene, post: PostPlan) -> list[Widget]:
    """Return the hours of care."""
    if post.automated:
        return [_name(say("post.care"), say("post.care_bot"))]
    left = scene.session.hours_left
    pips = Pips(
        min(MOST_CARE, int(post.care)),
        MOST_CARE,
        lambda value: scene.set_post(care=float(value)),
        allowed=max(int(post.care), int(post.care + max(0.0, left) + 1e-9)),
        key="post.care",
    )
    value = say("post.care_value", care=amount(post.care), left=amount(round(max(0.0, left), 2)))
    return [Column([_name(say("post.care"), value), pips], gap=4)]


def _more(scene: PlanScene, post: PostPlan) -> list[Widget]:
    """Return day, boost, scheduler and collaborator."""

    def toggle() -> None:
        scene.shows_more = not scene.shows_more
        scene.choose()

    more = Row(
        [
            Button(say("post.less" if scene.shows_more else "post.more"), toggle,
                   icon="chevron-up" if scene.shows_more else "chevron-down", key="post.more",
                   rank="quiet"),
            Spacer(grow=1),
            Button(say("post.drop"), scene.drop_post, icon="trash-2", key="post.drop",
                   rank="quiet", colour="bad"),
        ]
    )  # fmt: skip
    if not scene.shows_more:
        return [more]
    return [_day(scene, post), *_boost(scene, post), *_help(scene, post), more]


def _day(scene: PlanScene, post: PostPlan) -> Widget:
    """Return the days."""
    days = [say(f"day_short.{day}") for day in range(7)]
    choice = Segmented(days, post.day, lambda day: scene.set_post(day=day), key="post.day")
    return Column([_name(say("post.day")), choice], gap=4)


def _boost(scene: PlanScene, post: PostPlan) -> list[Widget]:
    """Return what can be paid for reach."""
    session = scene.session
    free = session.money_left + post.boost
    price = session.report.prices.impression
    options = [value for value in BOOSTS if value <= max(free, post.boost)]
    if len(options) < 2:
        return []
    scenario = session.campaign.scenario
    texts = [say("post.no_boost"), *(money(scenario, value) for value in options[1:])]
    at = options.index(post.boost) if post.boost in options else 0
    choice = Segmented(
        texts, at, lambda index: scene.set_post(boost=options[index]), key="post.boost"
    )
    bought = say("post.boost_buys", count=round(post.boost / price)) if post.boost else ""
    return [Column([_name(say("post.boost"), bought), choice], gap=4)]


def _help(scene: PlanScene, post: PostPlan) -> list[Widget]:
    """Return who may help: the scheduler, and connectors that are known."""
    chips: list[Widget] = [
        Chip(say("post.bot"), _setter(scene, "automated", not post.automated),
             is_on=post.automated, icon="bot", key="post.bot", tip=say("post.bot_tip")),
    ]  # fmt: skip
    for view in scene.session.report.circles:
        if view.connector >= 0:
            is_on = post.collaborator == view.connector
            chips.append(
                Chip(
                    say("post.with", name=name_of(view.connector)),
                    _setter(scene, "collaborator", None if is_on else view.connector),
                    is_on=is_on,
                    icon="handshake",
                    key=f"with.{view.connector}",
                    tip=say("post.with_tip", hours=hours(scene.session.report.prices.collaborate)),
                )
            )
    return [_name(say("post.help")), Flow(chips)]


def _ask_of(report: Report, post: PostPlan) -> float:
    """Return how much a post sells by its kind and its tone, as every marketer knows."""
    natural = report.prices.asks[post.kind] if post.ask is None else post.ask
    return natural + (0.2 if post.tone == "hard_sell" else 0.0)


def _preview(scene: PlanScene, post: PostPlan) -> Widget:
    """Return who is likely to see a post, and how it is likely to be taken."""
    view = scene.session.campaign.preview(post)
    lines = _outlook(scene, post)
    sees = say("post.sees", low=amount(view.low), high=amount(view.high))
    asks = _ask_of(scene.session.report, post) >= _ASKS
    return Card(
        Row(
            [
                Icon("megaphone" if asks else "sparkles", letter=20,
                     colour="bad" if asks else "good"),
                Column(
                    [
                        Row([
                            Label(sees, weight="semibold", letter=BODY, grow=1),
                            Label(hours(view.hours), letter=SMALL, weight="semibold",
                                  colour="text_muted"),
                        ], align="start"),
                        *(Label(line, letter=SMALL, colour="text_muted") for line in lines),
                    ],
                    gap=2,
                    grow=1,
                ),
            ],
            gap=12,
        ),
        asker(scene, "preview", partial(why_preview, scene.session, scene.slot)),
        key="preview",
        tip=say("because.ask_tip"),
    )  # fmt: skip


def _outlook(scene: PlanScene, post: PostPlan) -> Sequence[str]:
    """Return what a marketer can tell beforehand, from what listening has shown."""
    report = scene.session.report
    lines = []
    if _ask_of(report, post) >= _ASKS:
        lines.append(say("outlook.asks"))
    if post.audience != HOME:
        taste = report.circle(post.audience)
        if not taste.topics:
            lines.append(say("outlook.unknown"))
        else:
            topic, tone = taste.topics.get(post.topic, 0.0), taste.tones.get(post.tone)
            lines.append(say("outlook.topic_good" if topic >= 0.5 else "outlook.topic_poor"))
            if tone is not None and tone >= _GOOD_FIT:
                lines.append(say("outlook.tone_good"))
            elif tone is not None and tone <= _BAD_FIT:
                lines.append(say("outlook.tone_bad"))
    if post.automated:
        lines.append(say("outlook.bot"))
    return lines or [say("outlook.home")]
