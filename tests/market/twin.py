"""The slow twin: the whole model in plain Python, written to be read.

No numba, no arrays, no tricks: lists and dictionaries of people and brands, and a hash of its own.
It starts from a world that the engine has built and then goes its own way; the engine must equal
it draw for draw (tests/market/test_twin.py). Where the two differ, one of them is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.market.twin_people import (
    drifting,
    forgetting,
    happen,
    meeting,
    needing,
    reopening,
    searching,
    shopping,
    talking,
    working,
)
from tests.market.twin_posts import Today, chatting, publishing, settling, travelling
from tests.market.twin_town import Change, Town
from trustsim.market.market import Market
from trustsim.market.orders import Orders
from trustsim.market.outcome import COUNTS
from trustsim.scenario.schema import Event, Scenario

DAY: tuple[Callable[[Town, Today], None], ...] = (
    working, publishing, chatting, travelling, settling, talking, reopening, shopping,
)  # fmt: skip
WEEK: tuple[Callable[[Town], None], ...] = (searching, forgetting, needing, drifting, meeting)


@dataclass
class Week:
    """What a week leaves behind."""

    counts: list[dict[str, int]]
    posts: list[dict[str, Any]]
    comments: list[tuple[int, ...]]
    cascades: list[tuple[int, int, int, int, float]]
    ledger: list[Change]
    feed: list[tuple[int, int, int, int]]


class Twin:
    """The same run as a market's, from the world that it has built."""

    def __init__(self, scenario: Scenario, market: Market) -> None:
        self.scenario = scenario
        self.town = Town(scenario, market)

    def apply_event(self, event: Event) -> None:
        """Let something happen to the world."""
        happen(self.town, event, self.scenario)

    def play_day(self, orders: Orders) -> None:
        """Simulate one day."""
        today = Today(orders)
        for process in DAY:
            process(self.town, today)
        self.town.day += 1

    def finish_week(self) -> Week:
        """Do what ends a week, and hand over what it leaves behind."""
        town = self.town
        town.day -= 1  # the week ends in the night of its last day
        for process in WEEK:
            process(town)
        town.day += 1
        week = Week(
            [{name: brand.tally[name] for name in COUNTS} for brand in town.brands],
            town.posts,
            town.comments,
            town.cascades,
            [change for change in town.ledger if change.good or change.harm],
            self.best(),
        )
        for brand in town.brands:
            brand.tally = Counter()
        town.posts, town.comments, town.cascades, town.ledger = [], [], [], []
        return week

    def best(self) -> list[tuple[int, int, int, int]]:
        """Return the eight most shared ordinary posts as (user, circle, topic, shares)."""
        chat = [post for post in self.town.posts if post["brand"] < 0]
        chat.sort(key=lambda post: (-post["shares"], post["post"]))
        people = self.town.people
        return [
            (post["author"], people[post["author"]].circle, post["topic"], post["shares"])
            for post in chat[:8]
        ]
