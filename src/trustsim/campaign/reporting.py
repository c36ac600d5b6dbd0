"""Reporting: from the world to what one brand's marketer can see of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import itemgetter
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
        circles: the circles' short names.
        product_topics: what each brand's product is about, the heaviest first.
    """

    scenario: Scenario
    market: Market
    circles: tuple[str, ...]
    product_topics: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, scenario: Scenario, market: Market) -> Reporter:
        """Return the reporter of a campaign that begins."""
        about = tuple(
            _by_weight(brand.product.topics) or scenario.topics for brand in scenario.brands
        )
        return cls(scenario, market, scenario.circle_ids, about)

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
        followers, aware = self._followers_and_aware(brand)
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
            product_topics=self.product_topics[brand],
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
        by_stance: list[int] = self.world.knows[brand].sum(axis=0).tolist()
        _, aware, followers, muted, blocked = by_stance
        return followers, aware + followers + muted + blocked

    def _search_place(self, brand: int, pages: float) -> int:
        """Return the place among search results: other brands, and pages of every authority."""
        authority: list[float] = self.world.authority.tolist()
        own = authority[brand]
        better = sum(other > own for other in authority)
        return 1 + better + int(pages * max(0.0, 1.0 - own))

    def _circles(self, desk: Desk) -> tuple[CircleView, ...]:
        """Return what is known of every circle."""
        world, brand = self.world, desk.brand
        rows = world.knows[brand].tolist()
        doors = world.door_open[brand].tolist()
        listened = desk.knowledge.hours.tolist()
        views = []
        for index, name in enumerate(self.circles):
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
                    mood=round(desk.mood[index], 3),
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
        is_lost = connector >= 0 and self.world.stance[brand, connector] >= MUTED
        return -1 if is_lost else connector

    def _posts(self, brand: int, outcome: WeekOutcome) -> tuple[PostResult, ...]:
        """Return how the brand's own posts did, in the order of their plan."""
        rows = outcome.posts[outcome.posts["brand"] == brand].tolist()
        rows.sort(key=_SLOT)
        return tuple(self._post(row) for row in rows)

    def _post(self, row: tuple[Any, ...]) -> PostResult:
        """Return how one post did, from its row of POST."""
        number, day, kind, tone, topic, circle = _MADE(row)
        audience = HOME if circle < 0 else self.circles[circle]
        return PostResult(
            number,
            day % 7,
            KINDS[kind],
            TONES[tone],
            self.scenario.topics[topic],
            audience,
            *_SHOWN(row),
        )

    def _feed(self, outcome: WeekOutcome) -> tuple[FeedLine, ...]:
        """Return what people passed on most."""
        circles, topics = self.circles, self.scenario.topics
        return tuple(
            FeedLine(user, circles[circle], topics[topic], shares)
            for user, circle, topic, shares in outcome.feed
        )


MUTED: Final = int(Stance.MUTED)
SHOWN_OF_A_POST: Final = tuple(part.name for part in fields(PostResult))[6:]
"""What a post's own statistics tell its author, besides what the plan said."""


def _of_a_post(*names: str) -> itemgetter[Any]:
    """Return what takes some columns out of a row of POST."""
    columns = POST.names or ()
    return itemgetter(*(columns.index(name) for name in names))


_SLOT: Final = _of_a_post("slot")
_MADE: Final = _of_a_post("post", "day", "kind", "tone", "topic", "circle")
_SHOWN: Final = _of_a_post(*SHOWN_OF_A_POST)


def _by_weight(topics: Mapping[str, float]) -> tuple[str, ...]:
    """Return topics, the heaviest first, in alphabetical order where they weigh the same."""
    return tuple(sorted(topics, key=lambda topic: (-topics[topic], topic)))
