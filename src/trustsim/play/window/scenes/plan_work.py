"""Other work: listening, taking part, saying sorry, mending the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trustsim.campaign.plan import Plan, Work, WorkKind
from trustsim.campaign.report import CircleView
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.look import BODY, SMALL
from trustsim.play.window.scenes.town import known_icon
from trustsim.play.window.scenes.words import amount, facet_name
from trustsim.play.window.widgets.boxes import Column, Row, Spacer
from trustsim.play.window.widgets.button import Button, Chip
from trustsim.play.window.widgets.card import heading, icon_line
from trustsim.play.window.widgets.choice import Pips, Segmented
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Widget

if TYPE_CHECKING:
    from trustsim.play.window.scenes.plan import PlanScene

KINDS: Final[tuple[WorkKind, ...]] = ("take_part", "listen", "apologise", "improve")
MOST_HOURS: Final = 5


def work_tab(scene: PlanScene) -> Widget:
    """Return the hours that go into one kind of work, place by place."""
    kind = scene.work_kind

    def choose(index: int) -> None:
        scene.work_kind = KINDS[index]
        scene.choose()

    tips = [say(f"work_tip.{each}") for each in KINDS]
    parts: list[Widget] = [
        Segmented([say(f"work_short.{each}") for each in KINDS], KINDS.index(kind), choose,
                  key="work.kind", tips=tips),
        Label(say(f"work_tip.{kind}"), letter=SMALL, colour="text_muted"),
    ]  # fmt: skip
    if kind == "improve":
        parts += [_facet(scene, facet) for facet in scene.session.report.facets]
    elif kind == "apologise":
        parts += [_apology(scene, view) for view in scene.session.report.circles]
    else:
        parts += [_hours(scene, kind, view) for view in scene.session.report.circles]
    return Column(parts, gap=8)


def hours_in(plan: Plan, kind: WorkKind, target: str) -> float:
    """Return the hours that a plan puts into some work."""
    return sum(w.hours for w in plan.work if w.kind == kind and target in (w.circle, w.facet))


def set_work(plan: Plan, kind: WorkKind, target: str, hours: float) -> Plan:
    """Return a plan that puts so many hours into some work."""
    kept = tuple(w for w in plan.work if not (w.kind == kind and target in (w.circle, w.facet)))
    if hours <= 0:
        return plan.model_copy(update={"work": kept})
    place = {"facet": target} if kind == "improve" else {"circle": target}
    return plan.model_copy(
        update={"work": (*kept, Work.model_validate({"kind": kind, "hours": hours, **place}))}
    )


def _pips(scene: PlanScene, kind: WorkKind, target: str) -> Widget:
    """Return the hours of some work, to set."""
    now = hours_in(scene.plan, kind, target)
    left = max(0.0, scene.session.hours_left)
    return Pips(
        min(MOST_HOURS, round(now)),
        MOST_HOURS,
        lambda value: scene.put_hours(kind, target, float(value)),
        allowed=max(round(now), int(now + left + 1e-9)),
        key=f"work.{kind}.{target}",
        grow=1,
    )


def _line(icon: str, name: str, note: str, pips: Widget, hours: float) -> Widget:
    """Return one place with its hours."""
    return Column(
        [
            Row(
                [
                    Icon(icon, letter=16, colour="text_muted"),
                    Label(name, letter=BODY, weight="semibold"),
                    Label(note, letter=SMALL, colour="text_muted", grow=1, most_lines=1),
                    Label(say("unit.hours", hours=amount(hours)) if hours else "", letter=SMALL,
                          weight="semibold"),
                ],
                gap=7,
            ),
            pips,
        ],
        gap=2,
    )  # fmt: skip


def _circle_icon(scene: PlanScene, view: CircleView) -> tuple[str, str]:
    """Return a circle's icon and name."""
    for spec in told(scene.session.campaign.scenario).population.circles:
        if spec.id == view.id:
            return known_icon(spec.icon), spec.name
    return "users", view.id


def _hours(scene: PlanScene, kind: WorkKind, view: CircleView) -> Widget:
    """Return the hours of one circle."""
    icon, name = _circle_icon(scene, view)
    note = ""
    if kind == "listen":
        note = say("work.listened", hours=amount(round(view.listened, 1))) if view.listened else ""
    elif not view.door_open:
        note = say("room.closed")
    return _line(icon, name, note, _pips(scene, kind, view.id),
                 hours_in(scene.plan, kind, view.id))  # fmt: skip


def _facet(scene: PlanScene, facet: str) -> Widget:
    """Return the hours of one side of the product."""
    complaints = sum(
        1 for c in scene.session.report.inbox if c.kind == "complaint" and c.facet == facet
    )
    note = say("work.complaints", count=complaints) if complaints else ""
    name = facet_name(scene.session.campaign.scenario, facet)
    return _line("wrench", name[:1].upper() + name[1:], note, _pips(scene, "improve", facet),
                 hours_in(scene.plan, "improve", facet))  # fmt: skip


def _apology(scene: PlanScene, view: CircleView) -> Widget:
    """Return an apology to one circle, to say or not."""
    icon, name = _circle_icon(scene, view)
    now = hours_in(scene.plan, "apologise", view.id) > 0
    least = scene.session.report.prices.apology
    names = [Label(name, letter=BODY, weight="semibold")]
    if not view.door_open:
        names.append(Label(say("room.closed"), letter=SMALL, colour="bad"))
    return Row(
        [
            Icon(icon, letter=16, colour="text_muted"),
            Column(names, gap=0, grow=1),
            Chip(say("work.sorry"), lambda: scene.put_hours("apologise", view.id,
                                                            0.0 if now else least),
                 is_on=now, icon="hand-heart", key=f"work.apologise.{view.id}"),
        ],
        gap=7,
    )  # fmt: skip


def circle_work(scene: PlanScene, circle: int) -> list[Widget]:
    """Return what can be done in one circle from its own page."""
    view = scene.session.report.circles[circle]
    post = Button(say("circle.post"), lambda: scene.add_post(view.id), icon="pen-line",
                  key="circle.post", letter=BODY)  # fmt: skip
    post.is_enabled = view.door_open
    parts: list[Widget] = [heading(say("circle.do")), post]
    for kind in KINDS[:2]:
        parts.append(
            _line(
                "messages-square" if kind == "take_part" else "ear",
                say(f"work_short.{kind}"),
                "",
                _pips(scene, kind, view.id),
                hours_in(scene.plan, kind, view.id),
            )
        )
    if not view.door_open:
        parts += [icon_line("info", say("circle.way_back")), _apology(scene, view)]
    return [*parts, Spacer(2)]
