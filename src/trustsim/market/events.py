"""Events of a scenario: what happens to the world whatever the players do."""

from __future__ import annotations

import numpy as np

from trustsim.market import weekly
from trustsim.market.engine import Engine
from trustsim.market.night import add_ties
from trustsim.scenario.schema import Event, Scenario


def happen(event: Event, scenario: Scenario, engine: Engine) -> None:
    """Change the world as ``event`` says; ``news``, ``money`` and ``hours`` are the table's."""
    world = engine.world
    if event.kind == "flaw":
        _break_facet(event, scenario, engine)
        return
    ids = scenario.circle_ids
    which = range(world.circles) if event.circle is None else [ids.index(event.circle)]
    for circle in which:
        low, high = int(world.seats.start[circle]), int(world.seats.start[circle + 1])
        if event.kind == "need":
            for need in (world.people.need, world.people.need_full):
                need[low:high] = np.clip(need[low:high] + np.float32(event.amount), 0, 1)
        elif event.kind == "interest" and event.topic is not None:
            _interest(engine, scenario.topics.index(event.topic), low, high, event.amount)
    if event.kind == "newcomers":
        heard, hearer = weekly.meet(
            engine.seed, world.day + 100_000, world.people.interests, world.ties, event.amount,
            int(world.seats.start[which[0]]), int(world.seats.start[which[-1] + 1]),
        )  # fmt: skip
        if len(heard):
            add_ties(world, heard, hearer, directed=bool(engine.k.directed))


def _break_facet(event: Event, scenario: Scenario, engine: Engine) -> None:
    facets = [facet.id for facet in scenario.brand.product.facets]
    which = range(len(facets)) if event.facet is None else [facets.index(event.facet)]
    for facet in which:
        quality = engine.world.facets[0, facet] - event.amount
        engine.world.facets[0, facet] = min(1.0, max(0.0, quality))


def _interest(engine: Engine, topic: int, low: int, high: int, amount: float) -> None:
    """Raise (or lower) the liking of one topic and keep interests of unit length."""
    part = engine.world.people.interests[:, low:high].astype(np.float64)
    part[topic] = np.maximum(weekly.LEAST_LIKING, part[topic] + amount)
    part /= np.sqrt((part * part).sum(axis=0))
    engine.world.people.interests[:, low:high] = part.astype(np.float32)
