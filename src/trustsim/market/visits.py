"""Visits of those who search: they find a brand by itself, and some buy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market import scenes, shop
from trustsim.market.engine import NO_LOG, Engine, Stretch
from trustsim.market.outcome import COMMENT


def finding(engine: Engine, stretch: Stretch) -> None:
    """Some of those in need find a brand by searching, on the week's last day, and shop."""
    day = stretch.day + stretch.days - 1
    if day % 7 != 6:
        return
    for brand in range(engine.world.brands):
        most = engine.k.organic * float(engine.world.authority[brand])
        if most <= 0.0:
            continue
        visitors = shop.search_visitors(
            engine.seed, day, brand, most, engine.world.people.need, engine.world.stance[brand]
        )
        if len(visitors):
            _shop(engine, day, brand, visitors)


def _shop(engine: Engine, day: int, brand: int, visitors: NDArray[np.int32]) -> None:
    world, standing, recorder = engine.world, engine.standings[brand], engine.recorder
    log, facets = NO_LOG, world.facets.shape[1]
    if recorder.is_full:
        audiences = int(np.diff(world.ties.indptr)[visitors].sum())
        log = engine.log(len(visitors) * (1 + facets) + audiences)
    till = shop.Till(
        np.zeros(len(visitors) * (1 + facets), COMMENT),
        np.empty(len(visitors), np.int32),
        np.zeros(4, np.int64),
    )
    shop.shop(
        engine.seed, day, brand, -1, 0.0, visitors, world.people.circle, world.people.need,
        world.tastes.urgent, world.ties, standing.bonds, standing.memory.week_flags,
        standing.doors.knows, standing.visited, standing.customer, standing.facets,
        engine.constants, log, till,
    )  # fmt: skip
    visits, sales, vouches, comments = till.counts.tolist()
    engine.count(brand, "visits", visits)
    engine.count(brand, "sales", sales)
    engine.count(brand, "vouches", vouches)
    engine.count(brand, "comments", comments)
    engine.keep(log, brand)
    said = till.comments[:comments]
    if comments:
        recorder.comments.append(said)
    if recorder.is_full and brand == 0:
        scenes.sales(recorder, 24.0 * (day % 7), till.buyers[:sales], said)
