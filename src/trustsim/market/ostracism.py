"""Ostracism: who shuts a brand out tells others, doors close, and open again."""

from __future__ import annotations

import numpy as np

from trustsim.market import scenes, talk
from trustsim.market.engine import Engine, Today
from trustsim.market.outcome import Film


def talking(engine: Engine, today: Today) -> None:
    """Those who shut a brand out warn their friends; enough warnings, and one does the same."""
    for brand in sorted({post.brand for post in today.posts}):
        lists = [s for s, p in zip(today.shut, today.posts, strict=True) if p.brand == brand]
        count = sum(len(part) for part in lists)
        if count:
            engine.shut[:count] = np.concatenate(lists)
            _warn(engine, today, brand, count)


def _warn(engine: Engine, today: Today, brand: int, count: int) -> None:
    world, standing, is_full = engine.world, engine.standings[brand], engine.recorder.is_full
    log = engine.log(len(world.ties.indices))
    total, mutes, unfollows = talk.warn(
        engine.shut, count, today.day, world.people.circle, world.people.threshold, world.ties,
        world.ties_in, standing.bonds, standing.doors.knows, standing.shut_friends,
        engine.constants, log,
    )  # fmt: skip
    engine.count(brand, "mutes", mutes)
    engine.count(brand, "unfollows", unfollows)
    engine.keep(log, brand)
    if is_full and brand == 0:
        scenes.warnings(engine.recorder, world, today.first_hour, engine.shut[:total], count)
    closed = talk.close_doors(
        engine.shut[:total], today.day, world.people.circle, standing.doors, engine.k
    )
    engine.count(brand, "doors_closed", len(closed))
    if is_full and brand == 0:
        scenes.doors(engine.recorder, Film.DOOR_CLOSES, today.first_hour, closed)


def reopening(engine: Engine, today: Today) -> None:
    """Doors reopen after quiet weeks and amends."""
    world = engine.world
    if b"\0" not in world.door_open.tobytes():  # every door is open
        return
    for brand, standing in enumerate(engine.standings):
        opened = talk.open_doors(
            engine.seed, today.day, brand, int(world.last_ask[brand]), world.seats.start,
            world.people.circle, world.ties, standing, engine.k,
        )  # fmt: skip
        engine.count(brand, "doors_opened", len(opened))
        if engine.recorder.is_full and brand == 0:
            scenes.doors(engine.recorder, Film.DOOR_OPENS, today.first_hour, opened)
