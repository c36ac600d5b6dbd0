"""The inbox of the plan: what people wrote, and how it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from trustsim.campaign.inbox import URGENCY
from trustsim.campaign.plan import Manner, Plan, Reply
from trustsim.campaign.report import Comment
from trustsim.play.people import name_of
from trustsim.play.strings import say
from trustsim.play.window.look import BODY, SMALL
from trustsim.play.window.scenes.words import COMMENT_ICONS, circle_name, hours, said
from trustsim.play.window.widgets.boxes import Column, Flow, Row, Spacer
from trustsim.play.window.widgets.button import Button, Chip
from trustsim.play.window.widgets.card import Card, Entry, Face
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Press, Role, Widget

if TYPE_CHECKING:
    from trustsim.play.window.scenes.plan import PlanScene

MANNERS: Final[tuple[Manner, ...]] = get_args(Manner)
_ROLES: Final[dict[str, Role]] = {
    "praise": "good",
    "question": "accent",
    "complaint": "bad",
    "suggestion": "accent",
}


def inbox_tab(scene: PlanScene) -> Widget:
    """Return the comments, the urgent ones first."""
    comments = sorted(scene.session.report.inbox, key=lambda c: (URGENCY[c.kind], -c.week, c.id))
    if not comments:
        return Card(Entry(say("inbox.empty"), say("inbox.empty_note"), icon="message-circle"))
    return Column([_comment(scene, comment) for comment in comments], gap=8)


def _comment(scene: PlanScene, comment: Comment) -> Widget:
    """Return one comment, with its answer if it has one."""
    scenario = scene.session.campaign.scenario
    name = name_of(comment.user)
    head = Row(
        [
            Face(name),
            Column(
                [
                    Row([
                        Label(name, letter=BODY, weight="semibold"),
                        Label(circle_name(scenario, comment.circle), letter=SMALL,
                              colour="text_muted", grow=1, most_lines=1),
                        Icon(COMMENT_ICONS[comment.kind], letter=15, colour=_ROLES[comment.kind]),
                    ], gap=7),
                    Label(say("inbox.says", words=said(scenario, comment)), letter=SMALL + 1),
                ],
                gap=2,
                grow=1,
            ),
        ],
        gap=9,
        align="start",
    )  # fmt: skip
    return Card(Column([head, _answer(scene, comment)], gap=5), across=10, down=8)


def _answer(scene: PlanScene, comment: Comment) -> Widget:
    """Return the answer that is planned, or the ways to answer."""
    planned = {reply.comment: reply.manner for reply in scene.plan.replies}
    if comment.id in planned:
        return Row(
            [
                Icon("reply", letter=15, colour="good"),
                Label(say(f"manner.{planned[comment.id]}"), letter=SMALL, weight="semibold",
                      colour="good", grow=1),
                Button(say("inbox.later"), lambda: _drop(scene, comment.id),
                       key=f"reply.{comment.id}", rank="quiet", letter=SMALL),
            ]
        )  # fmt: skip
    if scene.comment != comment.id:
        return Row(
            [
                Label(say(f"comment.{comment.kind}"), letter=SMALL, colour="text_muted", grow=1),
                Button(say("inbox.why"), lambda: scene.open_person(comment.user),
                       key=f"why.{comment.id}", rank="quiet", letter=SMALL),
                Button(say("inbox.answer"), lambda: _open(scene, comment.id), icon="reply",
                       key=f"reply.{comment.id}", letter=SMALL),
            ],
            gap=6,
        )  # fmt: skip
    prices = scene.session.report.prices
    ways = [
        Chip(
            say("inbox.manner", manner=say(f"manner.{manner}"), hours=hours(prices.manners[manner]))
            if prices.manners[manner]
            else say(f"manner.{manner}"),
            _answering(scene, comment.id, manner),
            key=f"manner.{comment.id}.{manner}",
            tip=say(f"manner_tip.{manner}"),
        )
        for manner in MANNERS
    ]
    return Column([Spacer(1), Flow(ways)], gap=2)


def _open(scene: PlanScene, comment: int) -> None:
    """Show the ways to answer a comment."""
    scene.comment = comment
    scene.choose()
    if scene.ui.shows_focus:
        scene.ui.focus_on(f"manner.{comment}.{MANNERS[0]}")


def _answering(scene: PlanScene, comment: int, manner: Manner) -> Press:
    """Return what answers a comment in one manner."""

    def answer() -> None:
        scene.comment = -1
        scene.change(with_reply(scene.plan, Reply(comment=comment, manner=manner)))
        if scene.ui.shows_focus:
            scene.ui.focus_on(f"reply.{comment}")

    return answer


def _drop(scene: PlanScene, comment: int) -> None:
    """Leave a comment for later."""
    kept = tuple(reply for reply in scene.plan.replies if reply.comment != comment)
    scene.change(scene.plan.model_copy(update={"replies": kept}))


def with_reply(plan: Plan, reply: Reply) -> Plan:
    """Return a plan with one more answer, instead of any other to the same comment."""
    kept = tuple(other for other in plan.replies if other.comment != reply.comment)
    return plan.model_copy(update={"replies": (*kept, reply)})
