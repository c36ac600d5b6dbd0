"""The draft: a plan in the making that never takes more than there is."""

from __future__ import annotations

from trustsim.campaign.plan import HOME, Manner, Plan, PostPlan, Reply, Work, WorkKind
from trustsim.campaign.report import CircleView, Comment, Report
from trustsim.scenario.rules import TONES, Kind, Tone

UNKNOWN_FIT = 0.4
"""How well a circle is taken to fit the product before one has listened in it."""

SLACK = 1e-6
"""Hours left unspent, so that sums of fractions never come out above what there is."""


class Draft:
    """A plan in the making: takes what fits into the week and leaves what doesn't.

    Attributes:
        report: the report it answers.
        hours: hours that are left.
        posts: what is to be published so far.
    """

    def __init__(self, report: Report, share: float = 1.0) -> None:
        """Start with ``share`` of the week's hours."""
        self.report = report
        self.hours = max(0.0, report.hours * share - SLACK)
        self.posts: list[PostPlan] = []
        self._replies: list[Reply] = []
        self._work: list[Work] = []

    @property
    def room(self) -> int:
        """How many more posts the week takes."""
        return self.report.max_posts - len(self.posts)

    def post(
        self,
        kind: Kind,
        topic: str,
        *,
        audience: str = HOME,
        care: float = 0.0,
        tone: Tone = "helpful",
        automated: bool = False,
        collaborator: int | None = None,
    ) -> bool:
        """Add a post if there is room; it gets at most the care that the hours allow.

        Returns:
            Whether it was added.
        """
        planned = PostPlan(
            day=self._day(),
            kind=kind,
            topic=topic,
            audience=audience,
            tone=tone,
            care=0.0,
            automated=automated,
            collaborator=collaborator,
        )
        base = self.report.prices.of_post(planned)
        if self.room <= 0 or base > self.hours or not self.is_open(audience):
            return False
        care = 0.0 if automated else min(care, self.hours - base, 40.0)
        self.hours -= base + care
        self.posts.append(planned.model_copy(update={"care": care}))
        return True

    def is_open(self, audience: str) -> bool:
        """Return whether posts can be made there now."""
        return audience == HOME or self.report.circle(audience).door_open

    def reply(self, comment: Comment, manner: Manner) -> bool:
        """Answer a comment if the hours allow; return whether they do."""
        hours = self.report.prices.manners[manner]
        if hours > self.hours:
            return False
        self.hours -= hours
        self._replies.append(Reply(comment=comment.id, manner=manner))
        return True

    def work(
        self, kind: WorkKind, hours: float, *, circle: str | None = None, facet: str | None = None
    ) -> float:
        """Put hours into other work, as many as are left; return how many."""
        hours = min(hours, self.hours, 120.0)
        least = self.report.prices.apology if kind == "apologise" else SLACK
        if hours < least:
            return 0.0
        self.hours -= hours
        self._work.append(Work(kind=kind, hours=hours, circle=circle, facet=facet))
        return hours

    def plan(self) -> Plan:
        """Return the plan."""
        return Plan(posts=tuple(self.posts), replies=tuple(self._replies), work=tuple(self._work))

    def _day(self) -> int:
        """Return a day that spreads the week's posts over it."""
        return (len(self.posts) * 7 // max(1, self.report.max_posts)) % 7


def topic_for(report: Report, audience: str) -> str:
    """Return what to speak about there: what the circle likes best, as far as one knows.

    At home, and in a circle nobody has listened in, it is what the product is about.
    """
    liked = report.circle(audience).topics if audience != HOME else {}
    return next(iter(liked), report.product_topics[0])


def tone_for(report: Report, audience: str, otherwise: Tone = "helpful") -> Tone:
    """Return the tone a circle likes best, as far as one knows."""
    liked = report.circle(audience).tones if audience != HOME else {}
    return next((tone for tone in TONES if tone == next(iter(liked), None)), otherwise)


def open_circles(report: Report) -> list[CircleView]:
    """Return the circles whose door is open."""
    return [view for view in report.circles if view.door_open]


def fit(report: Report, view: CircleView) -> float:
    """Return how much a circle talks about what the product is about, as far as one knows.

    A circle in which nobody has listened yet is taken for a middling one.
    """
    if not view.topics:
        return UNKNOWN_FIT
    weights = [view.topics.get(topic, 0.0) for topic in report.product_topics]
    return sum(weight * 0.7**rank for rank, weight in enumerate(weights))


def everywhere(report: Report) -> list[str]:
    """Return where to post this week: at home if somebody follows, and in open circles in turn.

    Every week goes on with the circle where the last one stopped.
    """
    home = [HOME] if report.followers else []
    circles = [view.id for view in open_circles(report)]
    count = min(report.max_posts - len(home), len(circles))
    start = report.week * max(0, count)
    return [*home, *(circles[(start + i) % len(circles)] for i in range(count))]
