"""Visits: people come to a brand's page, by a post or by searching, and some buy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market import chronicle, scenes, shop
from trustsim.market.engine import NO_LOG, Engine, Today


def shopping(engine: Engine, today: Today) -> None:
    """Clicks become visits, visits become sales, customers judge and tell."""
    for post, visitors in zip(today.posts, today.visitors, strict=True):
        if len(visitors):
            _shop(engine, today, post.brand, post.post, post.ask, visitors)
    if today.weekday == 6:
        for brand in range(engine.world.brands):
            _search(engine, today, brand)


def _search(engine: Engine, today: Today, brand: int) -> None:
    world = engine.world
    most = engine.k.organic * float(world.authority[brand])
    if most <= 0.0:
        return
    visitors = shop.search_visitors(
        engine.seed, today.day, brand, most, world.people.need, world.stance[brand]
    )
    if len(visitors):
        _shop(engine, today, brand, -1, 0.0, visitors)


def _shop(
    engine: Engine, today: Today, brand: int, post: int, ask: float, visitors: NDArray[np.int32]
) -> None:
    world, standing, recorder = engine.world, engine.standings[brand], engine.recorder
    log, facets = NO_LOG, world.facets.shape[1]
    if recorder.is_full:
        audiences = int(np.diff(world.ties.indptr)[visitors].sum())
        log = engine.log(len(visitors) * (1 + facets) + audiences)
    till = shop.Till(
        np.empty((len(visitors) * (1 + facets), 3), np.int32),
        np.empty(len(visitors), np.int32),
        np.zeros(4, np.int64),
    )
    shop.shop(
        engine.seed, today.day, brand, post, ask, visitors, world.people.circle,
        world.people.need, world.tastes.urgent, world.ties, standing.bonds,
        standing.memory.week_flags, standing.doors.knows, standing.visited, standing.customer,
        standing.facets, engine.constants, log, till,
    )  # fmt: skip
    visits, sales, vouches, comments = till.counts.tolist()
    engine.count(brand, "visits", visits)
    engine.count(brand, "sales", sales)
    engine.count(brand, "vouches", vouches)
    engine.count(brand, "comments", comments)
    engine.keep(log, brand)
    said = till.comments[:comments]
    if comments:
        recorder.comments.append(chronicle.product_comments(said, today.day, brand))
    if recorder.is_full and brand == 0:
        scenes.sales(recorder, today.first_hour, till.buyers[:sales], said)
