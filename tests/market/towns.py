"""Small towns and busy weeks, which every test of the machine may borrow."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

import numpy as np

from trustsim.market.market import Market
from trustsim.market.network import Seats, Ties, compress
from trustsim.market.orders import (
    HOME,
    Answer,
    Apology,
    BrandPost,
    Improvement,
    Orders,
    TakePart,
)
from trustsim.market.outcome import MANNERS, WeekOutcome
from trustsim.scenario.rules import KINDS, TONES
from trustsim.scenario.schema import Scenario

CIRCLES = (
    {
        "id": "fans", "name": "Fans", "share": 3, "topics": {"music": 1.0, "food": 0.3},
        "tones": {"playful": 0.9, "hard_sell": 0.05}, "ages": {"18-34": 3, "13-17": 1}, "need": 0.4,
    },
    {
        "id": "cooks", "name": "Cooks", "share": 2, "topics": {"food": 1.0},
        "tones": {"helpful": 1.0, "hyped": 0.1}, "need": 0.3, "patience": 0.6,
    },
    {
        "id": "hunters", "name": "Hunters", "share": 1, "topics": {"travel": 1.0, "music": 0.2},
        "hunts_deals": 0.8, "urgent": 0.5, "need": 0.6,
    },
)  # fmt: skip

BRAND = {
    "id": "band", "followers": 1, "max_posts": 21, "product": {
        "topics": {"music": 1.0},
        "facets": [{"id": "songs", "name": "songs", "quality": 0.9},
                   {"id": "sound", "name": "sound", "quality": 0.5}],
    },
}  # fmt: skip


def town(
    users: int = 120,
    platform: str = "myspace",
    *,
    rules: dict[str, Any] | None = None,
    rivals: int = 0,
    **given: Any,
) -> Scenario:
    """Return a scenario of three circles: fans, cooks, and hunters of deals.

    Args:
        users: how many people.
        platform: a preset's name.
        rules: constants that differ, by part.
        rivals: how many other brands.
        given: further keys of the scenario; those of population under ``population``.
    """
    population = {"users": users, "circles": CIRCLES, **given.pop("population", {})}
    others = [
        {"id": f"rival-{i}", "followers": min(users, 3), "product": {"topics": {"food": 1.0}}}
        for i in range(rivals)
    ]
    brand = {**BRAND, "followers": min(users, 8), **given.pop("brand", {})}
    return Scenario.model_validate(
        {
            "name": "town", "title": "Town", "platform": platform,
            "topics": ["music", "food", "travel"], "population": population, "brand": brand,
            "rivals": others, "rules": rules or {}, **given,
        }
    )  # fmt: skip


TOUCHY = {
    "response": {"mute": 40.0, "click": 1.0, "complaint": 1.0, "question": 0.08, "suggestion": 0.08,
                 "praise": 0.1, "boredom": 0.05, "tolerated": 2.0},
    "talk": {"threshold": 0.15, "door_quorum": 1.5, "door_line": 0.2, "quiet_days": 9.0,
             "mute_days": 10.0, "unmute": 0.9},
    "trust": {"detection": 0.4, "gain": 0.7, "scepticism": 3.1, "wanted": 0.2},
    "shop": {"recovery_weeks": 3.0, "organic": 0.9, "authority_gain": 0.2, "vouch": 0.6,
             "unasked": 0.8, "trust_power": 0.3},
    "posting": {"rate": 0.08},
    "weekly": {"new_ties": 0.2, "drift": 0.05},
    "reading": {"base": 0.3},
}  # fmt: skip
"""Constants under which everything that can happen happens within a few weeks."""


def busy_orders(
    luck: Random, market: Market, before: WeekOutcome | None, gentle: float = 0.5
) -> Orders:
    """Return a week in which every brand does a bit of everything, at random.

    Args:
        luck: the test's own generator.
        market: the world the week is for.
        before: the last week, whose comments are answered.
        gentle: share of posts that ask for nothing.
    """
    world = market.world
    posts: list[BrandPost] = []
    work: list[TakePart] = []
    mending: list[Improvement] = []
    for brand in range(world.brands):
        posts += [_post(luck, market, brand, slot, gentle) for slot in range(luck.randint(0, 6))]
        if luck.random() < 0.7:
            work.append(TakePart(brand, luck.randrange(world.circles), luck.uniform(0.0, 6.0)))
        if luck.random() < 0.3:
            facet = luck.randrange(world.facets.shape[1])
            mending.append(Improvement(brand, facet, luck.uniform(0.5, 4.0)))
    sorry = [
        Apology(brand, circle)
        for brand in range(world.brands)
        for circle in range(world.circles)
        if luck.random() < 0.2
    ]
    return Orders(tuple(posts), tuple(work), tuple(sorry), _answers(luck, before), tuple(mending))


def _post(luck: Random, market: Market, brand: int, slot: int, gentle: float) -> BrandPost:
    world = market.world
    return BrandPost(
        brand=brand,
        slot=slot,
        weekday=luck.randrange(7),
        kind=luck.randrange(len(KINDS)),
        tone=luck.randrange(len(TONES)),
        topic=luck.randrange(world.topics),
        circle=luck.choice([HOME, *range(world.circles)]),
        quality=luck.uniform(0.2, 1.0),
        ask=0.0 if luck.random() < gentle else luck.random(),
        link=luck.random() < 0.5,
        automated=luck.random() < 0.3,
        paid=luck.choice([0, 0, 0, 40, 400]),
        collaborator=luck.choice([-1, -1, luck.randrange(world.users)]),
    )


def _answers(luck: Random, before: WeekOutcome | None) -> tuple[Answer, ...]:
    rows = [] if before is None else before.comments
    return tuple(
        Answer(int(row["brand"]), int(row["user"]), int(row["post"]), int(row["kind"]),
               luck.randrange(len(MANNERS)))
        for row in rows
        if luck.random() < 0.6
    )  # fmt: skip


def play(market: Market, weeks: int, seed: int = 0, gentle: float = 0.5) -> list[WeekOutcome]:
    """Play ``weeks`` busy weeks and return what they left behind."""
    luck = Random(seed)
    outcomes: list[WeekOutcome] = []
    for _ in range(weeks):
        before = outcomes[-1] if outcomes else None
        outcomes.append(market.play_week(busy_orders(luck, market, before, gentle)))
    return outcomes


def audience(market: Market, user: int) -> np.ndarray:
    """Return who gets what ``user`` shares."""
    ties = market.world.ties
    return ties.indices[ties.indptr[user] : ties.indptr[user + 1]]


def ties_of(users: int, pairs: Iterable[tuple[int, int]], *, directed: bool = False) -> Ties:
    """Return ties of one strength between pairs; directed: (who is heard, who hears)."""
    table = np.array(list(pairs), np.int32).reshape(-1, 2)
    rows, columns = table[:, 0].copy(), table[:, 1].copy()
    if not directed:
        rows, columns = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    indptr, indices = compress(rows, columns, users)
    return Ties(indptr, indices, np.full(len(indices), 204, np.uint8))


def one_circle(users: int) -> Seats:
    """Return the seats of a world of one circle and one pocket."""
    bounds = np.array([0, users], np.int64)
    return Seats(bounds, np.zeros(users, np.int32), bounds.copy())
