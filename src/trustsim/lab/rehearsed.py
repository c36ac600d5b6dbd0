"""Rehearsed: the plans of a game, played again on any luck as far as that allows."""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.campaign.plan import HOME, Plan, PostPlan
from trustsim.campaign.report import Report
from trustsim.campaign.save import PLANS, Save
from trustsim.strategies.draft import Draft


class Rehearsed:
    """Does each week what somebody did in a game, and leaves out what can't be done now.

    In another world a door may be shut that was open, an inbox hold other comments, and the hours
    be fewer. Comments are answered in the same manners, in the order of the inbox; after the last
    plan it does nothing.
    """

    name = "rehearsed"
    plans: Sequence[Plan] = ()

    def decide(self, report: Report) -> Plan:
        """Return the week's plan of the game, as far as it can be played."""
        if report.week >= len(self.plans):
            return Plan()
        plan = self.plans[report.week]
        draft = Draft(report)
        for post in plan.posts:
            _publish(draft, post)
        for comment, reply in zip(report.inbox, plan.replies, strict=False):
            draft.reply(comment, reply.manner)
        circles = {view.id for view in report.circles}
        for work in plan.work:
            is_there = work.circle in circles or work.circle is None
            if is_there and (work.facet is None or work.facet in report.facets):
                draft.work(work.kind, work.hours, circle=work.circle, facet=work.facet)
        return _without_idle_work(_boosted(draft.plan(), plan, report))


def source_of(save: Save, name: str) -> str:
    """Return a game's plans as the text of a strategy file, for any scenario and seed."""
    lines = [PLANS.dump_json((plan,), exclude_defaults=True).decode()[1:-1] for plan in save.plans]
    listed = "".join(f"{line},\n" for line in lines)[:-2]
    return _FILE.format(
        name=name,
        scenario=save.scenario.name,
        seed=save.seed,
        weeks=len(save.plans),
        plans=listed.replace("\\", "\\\\"),
    )


_FILE = '''"""Plans of a game of {scenario}, seed {seed}, {weeks} weeks."""

from trustsim.campaign.save import PLANS
from trustsim.lab.rehearsed import Rehearsed

LISTED = """[
{plans}
]"""


class Mine(Rehearsed):
    """Does what was done in that game."""

    name = "{name}"
    plans = PLANS.validate_json(LISTED)
'''


def _publish(draft: Draft, post: PostPlan) -> None:
    report = draft.report
    places = {HOME, *(view.id for view in report.circles)}
    if post.audience not in places or post.topic not in report.topics:
        return
    known = {view.connector for view in report.circles if view.connector >= 0}
    draft.post(
        post.kind,
        post.topic,
        audience=post.audience,
        care=post.care,
        tone=post.tone,
        automated=post.automated,
        collaborator=post.collaborator if post.collaborator in known else None,
    )


def _boosted(plan: Plan, before: Plan, report: Report) -> Plan:
    """Return the plan with the boosts and asks of the game, as far as the money goes."""
    wanted = {(p.kind, p.topic, p.audience, p.tone): p for p in before.posts}
    money = max(0.0, report.money)
    posts = []
    for post in plan.posts:
        same = wanted[post.kind, post.topic, post.audience, post.tone]
        boost = min(same.boost, money)
        money -= boost
        posts.append(post.model_copy(update={"boost": boost, "ask": same.ask, "day": same.day}))
    return plan.model_copy(update={"posts": tuple(posts)})


def _without_idle_work(plan: Plan) -> Plan:
    """Return the plan without hours for making posts together where none is made so."""
    if any(post.collaborator is not None for post in plan.posts):
        return plan
    work = tuple(work for work in plan.work if work.kind != "collaborate")
    return plan.model_copy(update={"work": work})
