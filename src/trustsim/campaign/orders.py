"""From a plan to the machine's orders: names become numbers, hours become quality."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trustsim.campaign.inbox import KIND_INDEX
from trustsim.campaign.plan import HOME, Plan, PostPlan
from trustsim.campaign.report import Comment
from trustsim.campaign.terms import Terms
from trustsim.market import orders as market
from trustsim.market.outcome import MANNERS
from trustsim.scenario.rules import KINDS, TONES, KindRules, Rules
from trustsim.scenario.schema import Scenario

KIND = {kind: index for index, kind in enumerate(KINDS)}
TONE = {tone: index for index, tone in enumerate(TONES)}
MANNER = {manner: index for index, manner in enumerate(MANNERS)}


@dataclass(frozen=True, slots=True)
class Names:
    """The numbers that a scenario's names have in the machine, for one brand."""

    topics: dict[str, int]
    circles: dict[str, int]
    facets: dict[str, int]

    @classmethod
    def of(cls, scenario: Scenario, brand: int) -> Names:
        """Number the topics and circles of a scenario, and the facets of one brand's product."""
        facets = scenario.brands[brand].product.facets
        return cls(
            topics={topic: index for index, topic in enumerate(scenario.topics)},
            circles={circle: index for index, circle in enumerate(scenario.circle_ids)},
            facets={facet.id: index for index, facet in enumerate(facets)},
        )


@dataclass(frozen=True, slots=True)
class Clerk:
    """Writes one brand's orders.

    Attributes:
        brand: the brand's number, 0 is the player's.
        names: the numbers of the scenario's names.
        rules: the model's constants.
        terms: the table's.
    """

    brand: int
    names: Names
    rules: Rules
    terms: Terms

    def orders(
        self, plan: Plan, answered: Sequence[Comment], lapsed: Sequence[Comment]
    ) -> market.Orders:
        """Return the orders of a plan that the rulebook has let pass.

        Args:
            plan: the plan.
            answered: the comments its replies answer, in their order.
            lapsed: comments that nobody has answered in time.
        """
        works = [work for work in plan.work if work.circle is not None]
        return market.Orders(
            posts=self._posts(plan),
            take_part=tuple(
                market.TakePart(self.brand, self.names.circles[str(work.circle)], work.hours)
                for work in works
                if work.kind == "take_part" and work.hours > 0.0
            ),
            apologies=tuple(
                market.Apology(self.brand, self.names.circles[str(work.circle)])
                for work in works
                if work.kind == "apologise"
            ),
            answers=self._answers(plan, answered, lapsed),
            improvements=tuple(
                market.Improvement(self.brand, self.names.facets[work.facet], work.hours)
                for work in plan.work
                if work.kind == "improve" and work.facet is not None and work.hours > 0.0
            ),
        )

    def _posts(self, plan: Plan) -> tuple[market.BrandPost, ...]:
        """Return the posts; hours of collaborating go into those made with somebody."""
        together = sum(1 for post in plan.posts if post.collaborator is not None)
        shared = sum(work.hours for work in plan.work if work.kind == "collaborate")
        extra = shared / together if together else 0.0
        return tuple(
            self._post(slot, post, extra if post.collaborator is not None else 0.0)
            for slot, post in enumerate(plan.posts)
        )

    def _post(self, slot: int, post: PostPlan, extra_care: float) -> market.BrandPost:
        """Return one post."""
        kind: KindRules = getattr(self.rules.kinds, post.kind)
        return market.BrandPost(
            brand=self.brand,
            slot=slot,
            weekday=post.day,
            kind=KIND[post.kind],
            tone=TONE[post.tone],
            topic=self.names.topics[post.topic],
            circle=market.HOME if post.audience == HOME else self.names.circles[post.audience],
            quality=quality(post, extra_care, self.rules, self.terms),
            ask=ask(post, kind.ask, self.terms),
            link=kind.link,
            automated=post.automated,
            paid=int(post.boost / self.rules.work.impression_price),
            collaborator=-1 if post.collaborator is None else post.collaborator,
        )

    def _answers(
        self, plan: Plan, answered: Sequence[Comment], lapsed: Sequence[Comment]
    ) -> tuple[market.Answer, ...]:
        """Return the answers, silence among them."""
        given = [
            self._answer(comment, reply.manner)
            for reply, comment in zip(plan.replies, answered, strict=True)
        ]
        return (*given, *(self._answer(comment, "ignore") for comment in lapsed))

    def _answer(self, comment: Comment, manner: str) -> market.Answer:
        """Return the answer to one comment."""
        return market.Answer(
            self.brand, comment.user, comment.post, KIND_INDEX[comment.kind], MANNER[manner]
        )


def quality(post: PostPlan, extra_care: float, rules: Rules, terms: Terms) -> float:
    """Return the quality that hours of care give a post, 0 to 1, before chance.

    Assumption: falling returns, ``1 - exp(-care / care_hours)``; what somebody else made starts
    from a quality of its own; a scheduler's has one that no hours can raise.
    """
    if post.automated:
        return terms.automated_quality
    own = 1.0 - math.exp(-(post.care + extra_care) / rules.work.care_hours)
    if post.kind == "share":
        return terms.found_quality + (1.0 - terms.found_quality) * own
    return own


def ask(post: PostPlan, natural: float, terms: Terms) -> float:
    """Return how much a post sells, 0 to 1: as planned or by its kind, and by its tone."""
    louder = {"hyped": terms.hyped_ask, "hard_sell": terms.hard_sell_ask}.get(post.tone, 0.0)
    return min(1.0, (natural if post.ask is None else post.ask) + louder)


def joined(orders: Iterable[market.Orders]) -> market.Orders:
    """Return all brands' orders as one."""
    every = tuple(orders)
    if len(every) == 1:
        return every[0]
    return market.Orders(
        posts=tuple(post for one in every for post in one.posts),
        take_part=tuple(part for one in every for part in one.take_part),
        apologies=tuple(apology for one in every for apology in one.apologies),
        answers=tuple(answer for one in every for answer in one.answers),
        improvements=tuple(work for one in every for work in one.improvements),
    )
