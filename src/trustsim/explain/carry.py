"""Carrying a plan over: what was decided in one world, done in another one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from trustsim.campaign.plan import Plan, PostPlan, Reply
from trustsim.campaign.report import Comment, Report
from trustsim.strategies.recorded import playable


def carried(plan: Plan, then: Report, now: Report, *, same_luck: bool = True) -> Plan:
    """Return ``plan`` as far as it can be played where the world looks like ``now``.

    An answer goes to the same comment if that was written there too; what was made with a circle's
    connector is made with that circle's connector there. What has no counterpart, and what hours
    and money don't reach for, is left out.

    Args:
        plan: what was decided.
        then: the report it was decided on.
        now: the report of the other world in the same week.
        same_luck: whether the people are the same. Where they aren't, an answer goes to a comment
            of the same kind.
    """
    posts = tuple(_with_connector(post, then, now) for post in plan.posts)
    replies = _replies(plan.replies, then, now, same_luck)
    return playable(plan.model_copy(update={"posts": posts, "replies": replies}), now)


def _with_connector(post: PostPlan, then: Report, now: Report) -> PostPlan:
    """Return the post, made with whoever stands in the other world where its connector stood."""
    if post.collaborator is None:
        return post
    for view, other in zip(then.circles, now.circles, strict=True):
        if view.connector == post.collaborator and other.connector >= 0:
            return post.model_copy(update={"collaborator": other.connector})
    return post


def _replies(
    replies: Sequence[Reply], then: Report, now: Report, same_luck: bool
) -> tuple[Reply, ...]:
    """Return the answers under the numbers that their comments have in the other world."""
    asked = {comment.id: comment for comment in then.inbox}
    by_key: dict[Hashable, list[int]] = {}
    for comment in now.inbox:
        by_key.setdefault(_key(comment, same_luck), []).append(comment.id)
    found = []
    for reply in replies:
        waiting = by_key.get(_key(asked[reply.comment], same_luck), [])
        if waiting:
            found.append(reply.model_copy(update={"comment": waiting.pop(0)}))
    return tuple(found)


def _key(comment: Comment, same_luck: bool) -> Hashable:
    """Return what makes a comment the counterpart of another one in another world."""
    if not same_luck:
        return comment.kind
    return comment.week, comment.user, comment.post, comment.kind, comment.facet
