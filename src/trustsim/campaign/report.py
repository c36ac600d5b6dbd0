"""The report: what a marketer can see after a week, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trustsim.campaign.plan import Plan, PostPlan, Reply, Work


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the inbox.

    Attributes:
        id: number to answer it by.
        week: the week it was written in.
        user: who wrote it.
        circle: the writer's circle.
        post: the post it stands under (-1: about the product).
        kind: ``praise``, ``question``, ``complaint`` or ``suggestion``.
        facet: what of the product it names, or None.
        reason: why it was written, such as ``third_pitch`` (a key for its words).
    """

    id: int
    week: int
    user: int
    circle: str
    post: int
    kind: str
    facet: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class PostResult:
    """How one of the brand's posts did.

    Attributes:
        post: its number in the campaign.
        day: day of the week it was published on.
        reach: distinct users who saw it, of which ``organic_reach`` first from the brand,
            ``shared_reach`` first from a friend, ``paid_reach`` first by boost.
        impressions: showings; ``depth``: longest chain of shares; ``shares``, ``likes``,
            ``comments``, ``clicks``: counts.
    """

    post: int
    day: int
    kind: str
    tone: str
    topic: str
    audience: str
    ask: float
    quality: float
    automated: bool
    reach: int
    organic_reach: int
    shared_reach: int
    paid_reach: int
    impressions: int
    shares: int
    likes: int
    comments: int
    clicks: int
    depth: int
    follows: int
    mutes: int


@dataclass(frozen=True, slots=True)
class CircleView:
    """What the marketer knows of one circle.

    Attributes:
        members: how many people are in it.
        knows: how many know the brand (as the platform's statistics show).
        followers: how many of them follow.
        shut_out: how many have muted or blocked the brand.
        mood: -1 (cold) to 1 (warm), as their comments and likes let one guess.
        door_open: whether posts can be made in it; ``opens_in`` days if closed.
        topics, tones: its taste, as far as listening has shown (empty: not yet).
        connector: a well-connected member found by listening who has not shut one out, or -1.
        listened: hours of listening in it so far.
    """

    id: str
    members: int
    knows: int
    followers: int
    shut_out: int
    mood: float
    door_open: bool
    opens_in: int
    topics: dict[str, float] = field(default_factory=dict)
    tones: dict[str, float] = field(default_factory=dict)
    connector: int = -1
    listened: float = 0.0


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One line of what the community talks about: who, where, on what, how it does."""

    user: int
    circle: str
    topic: str
    shares: int


@dataclass(frozen=True, slots=True)
class Prices:
    """What decisions cost, as every marketer knows: hours, and money for boosts.

    Attributes:
        kinds: hours a post of each kind takes before any care.
        asks: how much each kind sells by nature, 0 to 1.
        manners: hours an answer takes, by its manner.
        collaborate: hours it takes to make a post with a connector.
        apology: fewest hours an apology takes.
        impression: price of one boosted impression.
    """

    kinds: Mapping[str, float]
    asks: Mapping[str, float]
    manners: Mapping[str, float]
    collaborate: float
    apology: float
    impression: float

    def of_post(self, post: PostPlan) -> float:
        """Return the hours that one post takes; a scheduler takes none."""
        together = self.collaborate if post.collaborator is not None else 0.0
        if post.automated:
            return together
        return self.kinds[post.kind] + post.care + together

    def of_reply(self, reply: Reply) -> float:
        """Return the hours that one answer takes."""
        return self.manners[reply.manner]

    def of_work(self, work: Work) -> float:
        """Return the hours of other work."""
        return work.hours

    def of_plan(self, plan: Plan) -> float:
        """Return the hours that a whole plan takes."""
        posts = sum(self.of_post(post) for post in plan.posts)
        replies = sum(self.of_reply(reply) for reply in plan.replies)
        return posts + replies + sum(self.of_work(work) for work in plan.work)


@dataclass(frozen=True, slots=True)
class Report:
    """One week as the marketer sees it. Week 0 is the state before the first plan.

    Counts are of the week, but ``followers``, ``aware``, ``visits_total``, ``sales_total``,
    ``customers``, ``money``: as they stand now. ``hours``: what next week's plan may use.
    ``search_place``: place among search results (1 is best). ``ask_share``: share of the
    posts of the last eight weeks that asked for something. ``events``: what the week that now
    begins brings. ``inbox``: every comment that can still be answered.
    """

    week: int
    weeks: int
    hours: float
    money: float
    max_posts: int
    followers: int
    aware: int
    reach: int
    impressions: int
    shares: int
    likes: int
    comments: int
    visits: int
    sales: int
    follows: int
    unfollows: int
    mutes: int
    blocks: int
    deepest_cascade: int
    organic_sharers: int
    visits_total: int
    sales_total: int
    customers: int
    search_place: int
    inbound_links: int
    ask_share: float
    topics: tuple[str, ...]
    product_topics: tuple[str, ...]
    facets: tuple[str, ...]
    circles: tuple[CircleView, ...]
    posts: tuple[PostResult, ...]
    inbox: tuple[Comment, ...]
    feed: tuple[FeedLine, ...]
    events: tuple[str, ...]
    prices: Prices

    def circle(self, circle_id: str) -> CircleView:
        """Return the view of one circle; KeyError if there is none of that id."""
        for view in self.circles:
            if view.id == circle_id:
                return view
        raise KeyError(circle_id)
