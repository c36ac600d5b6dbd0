"""The report: what a marketer can see after a week, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field


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
        connector: a well-connected member found by listening, or -1.
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


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One line of what the community talks about: who, where, on what, how it does."""

    user: int
    circle: str
    topic: str
    shares: int


@dataclass(frozen=True, slots=True)
class Report:
    """One week as the marketer sees it. Week 0 is the state before the first plan.

    Counts are of the week, but ``followers``, ``aware``, ``visits_total``, ``sales_total``,
    ``customers``, ``money``: as they stand now. ``hours``: what next week's plan may use.
    ``search_place``: place among search results (1 is best). ``ask_share``: share of the
    posts of the last eight weeks that asked for something.
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

    def circle(self, circle_id: str) -> CircleView:
        """Return the view of one circle; KeyError if there is none of that id."""
        for view in self.circles:
            if view.id == circle_id:
                return view
        raise KeyError(circle_id)
