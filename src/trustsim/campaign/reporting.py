"""Reporting: from the world to what one brand's marketer can see of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from trustsim.campaign.desk import Desk
from trustsim.campaign.plan import HOME
from trustsim.campaign.report import CircleView, FeedLine, PostResult, Report
from trustsim.market.market import Market
from trustsim.market.outcome import POST, Stance, WeekOutcome
from trustsim.market.world import World
from trustsim.scenario.rules import KINDS, TONES
from trustsim.scenario.schema import Event, Scenario

NOTHING_COUNTED: Final = dict.fromkeys(
    ("reach", "impressions", "shares", "likes", "comments", "visits", "sales", "follows",
     "unfollows", "mutes", "blocks", "deepest_cascade", "organic_sharers", "inbound_links"), 0
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reporter:
    """Writes the reports of one campaign.

    Attributes:
        scenario: as played.
        market: the machine to report on.
    """

    scenario: Scenario
    market: Market

    @property
    def world(self) -> World:
        """The world to report on."""
        return self.market.world

    def report(self, desk: Desk, outcome: WeekOutcome | None, events: tuple[Event, ...]) -> Report:
        """Return what the marketer at one desk sees.

        Args:
            desk: whose report it is.
            outcome: the week just played; None before the first.
            events: what happens in the week that begins.
        """
        brand, world, scenario = desk.brand, self.world, self.scenario
        counts = outcome.counts[brand] if outcome else NOTHING_COUNTED
        followers, aware = (int(n) for n in self._followers_and_aware(brand))
        return Report(
            week=outcome.week if outcome else 0,
            weeks=scenario.weeks,
            hours=desk.hours.available,
            money=desk.money,
            max_posts=desk.spec.max_posts,
            followers=followers,
            aware=aware,
            **{name: counts[name] for name in NOTHING_COUNTED},
            visits_total=desk.visits,
            sales_total=desk.sales,
            customers=int(np.count_nonzero(world.customer[brand])),
            search_place=self._search_place(brand, desk.clerk.terms.rival_pages),
            ask_share=desk.ask_share,
            topics=scenario.topics,
            product_topics=_by_weight(desk.spec.product.topics) or scenario.topics,
            facets=tuple(desk.clerk.names.facets),
            circles=self._circles(desk),
            posts=self._posts(brand, outcome) if outcome else (),
            inbox=tuple(desk.inbox.open.values()),
            feed=self._feed(outcome) if outcome else (),
            events=tuple(event.text for event in events),
            prices=desk.prices,
        )

    def _followers_and_aware(self, brand: int) -> tuple[int, int]:
        """Count who follows a brand, and who knows it."""
        by_stance = self.world.knows[brand].sum(axis=0)
        return int(by_stance[Stance.FOLLOWER]), int(by_stance[Stance.AWARE :].sum())

    def _search_place(self, brand: int, pages: float) -> int:
        """Return the place among search results: other brands, and pages of every authority."""
        own = float(self.world.authority[brand])
        better = int(np.count_nonzero(self.world.authority > own))
        return 1 + better + int(pages * max(0.0, 1.0 - own))

    def _circles(self, desk: Desk) -> tuple[CircleView, ...]:
        """Return what is known of every circle."""
        world, brand = self.world, desk.brand
        rows = world.knows[brand].tolist()
        doors = world.door_open[brand].tolist()
        moods = desk.mood.tolist()
        listened = desk.knowledge.hours.tolist()
        views = []
        for index, name in enumerate(self.scenario.circle_ids):
            stranger, aware, follower, muted, blocked = rows[index]
            known = aware + follower + muted + blocked
            taste = desk.knowledge.taste(index)
            views.append(
                CircleView(
                    id=name,
                    members=stranger + known,
                    knows=known,
                    followers=follower,
                    shut_out=muted + blocked,
                    mood=round(moods[index], 3),
                    door_open=doors[index],
                    opens_in=0 if doors[index] else self.market.opens_in(brand, index),
                    # Copies: a report is the reader's own, what is known is not.
                    topics=dict(taste.topics),
                    tones=dict(taste.tones),
                    connector=self._still_there(brand, taste.connector),
                    listened=listened[index],
                )
            )
        return tuple(views)

    def _still_there(self, brand: int, connector: int) -> int:
        """Return a connector who has not shut the brand out, else -1."""
        is_lost = connector >= 0 and self.world.stance[brand, connector] >= Stance.MUTED
        return -1 if is_lost else connector

    def _posts(self, brand: int, outcome: WeekOutcome) -> tuple[PostResult, ...]:
        """Return how the brand's own posts did, in the order of their plan."""
        rows = outcome.posts[outcome.posts["brand"] == brand].tolist()
        posts = [dict(zip(POST_FIELDS, row, strict=True)) for row in rows]
        return tuple(self._post(post) for post in sorted(posts, key=lambda post: post["slot"]))

    def _post(self, post: dict[str, Any]) -> PostResult:
        """Return how one post did."""
        circle = post["circle"]
        return PostResult(
            post=post["post"],
            day=post["day"] % 7,
            kind=KINDS[post["kind"]],
            tone=TONES[post["tone"]],
            topic=self.scenario.topics[post["topic"]],
            audience=HOME if circle < 0 else self.scenario.circle_ids[circle],
            **{name: post[name] for name in SHOWN_OF_A_POST},
        )

    def _feed(self, outcome: WeekOutcome) -> tuple[FeedLine, ...]:
        """Return what people passed on most."""
        circles, topics = self.scenario.circle_ids, self.scenario.topics
        return tuple(
            FeedLine(user, circles[circle], topics[topic], shares)
            for user, circle, topic, shares in outcome.feed
        )


SHOWN_OF_A_POST: Final = (
    "ask", "quality", "automated", "reach", "organic_reach", "shared_reach", "paid_reach",
    "impressions", "shares", "likes", "comments", "clicks", "depth", "follows", "mutes",
)  # fmt: skip
"""What a post's own statistics tell its author."""

POST_FIELDS: Final = POST.names or ()


def _by_weight(topics: Mapping[str, float]) -> tuple[str, ...]:
    """Return topics, the heaviest first, in alphabetical order where they weigh the same."""
    return tuple(sorted(topics, key=lambda topic: (-topics[topic], topic)))
