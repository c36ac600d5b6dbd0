"""Plans that were made before."""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.campaign.plan import HOME, Plan, PostPlan, Work
from trustsim.campaign.report import Report

NEAR = 1e-9
"""Hours over the week's that are rounding, as the rulebook has it."""


class Recorded:
    """Plays plans that were made before, such as those of a save (``recorded:FILE``).

    Stands for whoever made them. Where the world has turned out differently than it did for them,
    it leaves out what can't be done. After the last plan it does nothing.
    """

    def __init__(self, plans: Sequence[Plan], name: str = "recorded") -> None:
        """Take the plans, the first week's first."""
        self.plans = tuple(plans)
        self.name = name

    def decide(self, report: Report) -> Plan:
        """Return the plan of the week as far as it can be played, or an empty one."""
        if report.week >= len(self.plans):
            return Plan()
        return playable(self.plans[report.week], report)


def playable(plan: Plan, report: Report) -> Plan:
    """Return ``plan`` without what can't be done now, and unchanged if all of it can.

    Left out are posts behind shut doors or about unknown topics, answers to comments that aren't
    there, work in unknown places, and in the end whatever the hours and the money don't reach for.
    """
    posts = [_alone(post, report) for post in plan.posts if _is_possible(post, report)]
    replies = {r.comment: r for r in plan.replies if r.comment in {c.id for c in report.inbox}}
    kept = Plan(bet=plan.bet, note=plan.note)
    for post in posts[: report.max_posts]:
        kept = _with(kept, report, posts=(*kept.posts, _afforded(post, kept, report)))
    for reply in replies.values():
        kept = _with(kept, report, replies=(*kept.replies, reply))
    for work in plan.work:
        if _has_a_place(work, kept, report):
            kept = _with(kept, report, work=(*kept.work, work))
    return plan if kept == plan else kept


def _is_possible(post: PostPlan, report: Report) -> bool:
    """Return whether a post has a topic and an open place."""
    open_places = {HOME, *(view.id for view in report.circles if view.door_open)}
    return post.topic in report.topics and post.audience in open_places


def _alone(post: PostPlan, report: Report) -> PostPlan:
    """Return the post, made alone if its connector isn't known."""
    known = {view.connector for view in report.circles}
    if post.collaborator is None or post.collaborator in known:
        return post
    return post.model_copy(update={"collaborator": None})


def _afforded(post: PostPlan, kept: Plan, report: Report) -> PostPlan:
    """Return the post with no more boost than the money that is left pays for."""
    left = max(0.0, report.money - sum(other.boost for other in kept.posts))
    return post if post.boost <= left else post.model_copy(update={"boost": left})


def _has_a_place(work: Work, kept: Plan, report: Report) -> bool:
    """Return whether a piece of work can be done where it says."""
    if work.kind == "improve":
        return work.facet in report.facets
    if work.kind == "collaborate":
        return any(post.collaborator is not None for post in kept.posts)
    if work.kind == "apologise" and work.hours < report.prices.apology:
        return False
    return work.circle in {view.id for view in report.circles}


def _with(plan: Plan, report: Report, **change: object) -> Plan:
    """Return the plan with a change, or without it if the hours don't reach."""
    changed = plan.model_copy(update=change)
    return changed if report.prices.of_plan(changed) <= report.hours + NEAR else plan
