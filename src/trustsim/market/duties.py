"""Duties: the marketers' work besides posting, done on the week's first day."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from trustsim.market import chronicle, scenes, work
from trustsim.market.engine import Engine, Stretch
from trustsim.market.orders import Answer, Apology
from trustsim.market.outcome import Cause
from trustsim.market.standing import MUTED


def working(engine: Engine, stretch: Stretch) -> None:
    """Marketers take part, answer, apologise and improve (on the week's first day)."""
    if stretch.weekday != 0:
        return
    orders, world = stretch.orders, engine.world
    for part in orders.improvements:
        lack = 1.0 - world.facets[part.brand, part.facet]
        left = 0.5 ** (part.hours / engine.k.improve_hours)
        world.facets[part.brand, part.facet] = 1.0 - lack * left
    for talk_in in orders.take_part:
        _take_part(engine, stretch, talk_in.brand, talk_in.circle, talk_in.hours)
    for brand, replies in groupby(orders.answers, key=lambda reply: reply.brand):
        _answer(engine, stretch.day, brand, list(replies))
    for sorry in orders.apologies:
        _apologise(engine, stretch.day, sorry)


def _take_part(engine: Engine, stretch: Stretch, brand: int, circle: int, hours: float) -> None:
    most = int(engine.k.talks_per_hour * hours + 1.5)
    log = engine.log(most)
    met = np.empty(most, np.int32)
    world, standing = engine.world, engine.standings[brand]
    fit = float(world.tastes.tones[circle, work.HELPFUL])
    talked, follows = work.take_part(
        engine.seed, stretch.day, brand, circle, hours, world.seats.start, world.people.circle, fit,
        standing.bonds, standing.doors.knows, engine.constants, log, met,
    )  # fmt: skip
    start = world.seats.start
    if start[circle + 1] > start[circle]:
        world.amends[brand, circle] += engine.k.amends_per_hour * hours
    engine.count(brand, "talks", talked)
    engine.count(brand, "follows", follows)
    engine.keep(log, brand)
    if engine.recorder.is_full and brand == 0:
        scenes.talks(engine.recorder, stretch.first_hour, met[:talked])


def _answer(engine: Engine, day: int, brand: int, replies: list[Answer]) -> None:
    """Let one brand answer comments, one after the other."""
    world = engine.world
    table = np.array([(r.user, r.post, r.comment_kind, r.manner) for r in replies], np.int64)
    audience = world.ties.indptr[table[:, 0] + 1] - world.ties.indptr[table[:, 0]]
    log = engine.log(len(replies) + int(audience.sum()) if engine.recorder.is_full else 0)
    work.answer(
        engine.seed, day, brand, table, world.ties, engine.standings[brand].bonds,
        engine.constants, log,
    )  # fmt: skip
    engine.keep(log, brand)


def _apologise(engine: Engine, day: int, sorry: Apology) -> None:
    """Apologise in one circle: amends once in eight weeks."""
    world, brand, circle = engine.world, sorry.brand, sorry.circle
    again = day - int(world.apologised[brand, circle]) < work.SAME_APOLOGY_DAYS
    world.apologised[brand, circle] = day
    if again:
        return
    world.amends[brand, circle] += engine.k.apology
    low, high = world.seats.start[circle : circle + 2].tolist()
    hurt = low + np.flatnonzero(world.stance[brand, low:high] == MUTED)
    bonds = engine.standings[brand].bonds
    before = (bonds.good.copy(), bonds.harm.copy()) if engine.recorder.is_full else None
    bonds.good[hurt] += engine.k.gain * work.APOLOGY_GOOD
    if before is not None:
        engine.recorder.ledger.append(chronicle.changes(*before, bonds, day, brand, Cause.APOLOGY))
