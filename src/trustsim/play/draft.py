"""The draft: next week's plan while it is being made, with free undo."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from trustsim.campaign.plan import Plan, PostPlan, Reply, Work

_EMPTY: Final = Plan()


@dataclass(slots=True)
class Draft:
    """A plan in the making. Every change keeps the one before it, so that it can be taken back."""

    plan: Plan = _EMPTY
    before: list[Plan] = field(default_factory=list)

    def change(self, plan: Plan) -> None:
        """Make ``plan`` the draft."""
        self.before.append(self.plan)
        self.plan = plan

    def undo(self) -> bool:
        """Take the last change back; False if there was none."""
        if not self.before:
            return False
        self.plan = self.before.pop()
        return True

    def clear(self) -> None:
        """Start with an empty plan."""
        self.change(_EMPTY)

    def add_post(self, post: PostPlan) -> None:
        """Add a post at the end."""
        self.change(self.plan.model_copy(update={"posts": (*self.plan.posts, post)}))

    def set_post(self, index: int, post: PostPlan) -> None:
        """Change the post at ``index``."""
        posts = list(self.plan.posts)
        posts[index] = post
        self.change(self.plan.model_copy(update={"posts": tuple(posts)}))

    def drop_post(self, index: int) -> None:
        """Leave out the post at ``index``."""
        posts = [post for i, post in enumerate(self.plan.posts) if i != index]
        self.change(self.plan.model_copy(update={"posts": tuple(posts)}))

    def answer(self, reply: Reply) -> None:
        """Answer a comment, instead of any earlier answer to it."""
        kept = [r for r in self.plan.replies if r.comment != reply.comment]
        self.change(self.plan.model_copy(update={"replies": (*kept, reply)}))

    def drop_answer(self, comment: int) -> None:
        """Leave a comment for later."""
        kept = tuple(r for r in self.plan.replies if r.comment != comment)
        self.change(self.plan.model_copy(update={"replies": kept}))

    def add_work(self, work: Work) -> None:
        """Put hours into something, on top of those for the same thing in the same place."""
        same = [w for w in self.plan.work if _place(w) == _place(work)]
        hours = work.hours + sum(w.hours for w in same)
        kept = [w for w in self.plan.work if _place(w) != _place(work)]
        new = work.model_copy(update={"hours": hours})
        self.change(self.plan.model_copy(update={"work": (*kept, new)}))

    def drop_work(self, index: int) -> None:
        """Leave out the work at ``index``."""
        work = tuple(w for i, w in enumerate(self.plan.work) if i != index)
        self.change(self.plan.model_copy(update={"work": work}))

    def bet(self, low: float, high: float) -> None:
        """Bet on the week's reach, from ``low`` to ``high``."""
        self.change(self.plan.model_copy(update={"bet": (low, high)}))

    def start_anew(self) -> None:
        """Forget the plan and its history: a new week begins."""
        self.plan, self.before = _EMPTY, []


def _place(work: Work) -> tuple[str, str | None, str | None]:
    return work.kind, work.circle, work.facet
