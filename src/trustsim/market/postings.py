"""Postings: what the brands post, and everything that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from trustsim.market import chronicle, commit, scenes
from trustsim.market.day import (
    BOUGHT,
    CAME,
    CLOSED,
    N_BEGAN,
    N_EXPOSURES,
    N_OUT,
    N_SAID,
    OPENED,
    PLAYER,
    ROOMS,
    SPOKE,
    TOUCHED,
    Desk,
    desk,
    play_days,
)
from trustsim.market.engine import NO_LOG, Engine, Stretch
from trustsim.market.ledger import Log, log
from trustsim.market.orders import HOME, MOST_POSTS, BrandPost
from trustsim.market.ordinary import post_id
from trustsim.market.outcome import Film
from trustsim.market.touch import PLANNED


def posting(engine: Engine, stretch: Stretch) -> None:
    """Brands post; people see, read, share, talk, shut out and let in, and come to buy."""
    world = engine.world
    plans = planned(stretch.posts, stretch.monday, world.users)
    if not len(plans) and b"\0" not in world.door_open.tobytes():
        return  # nobody posts, and no door could open
    if len(plans) > len(engine.desk.lines):
        engine.desk = _grown(engine, 0, 0, 0, 2 * len(plans))
    engine.desk.counts[N_SAID] = 0
    kept = _play(engine, stretch, plans)
    _record(engine, stretch, plans, kept)


def _play(engine: Engine, stretch: Stretch, plans: NDArray[np.void]) -> Log:
    """Play the days, with as much room as they take; return the ledger of the last."""
    world, detailed = engine.world, engine.recorder.is_full
    needed, kept = np.zeros(ROOMS, np.int64), NO_LOG
    day, end = stretch.day, stretch.day + stretch.days
    while True:
        day = play_days(
            engine.seed, day, end - day, plans, world.people, world.ties, world.ties_in,
            world.tastes, world.seats.start, engine.glance, engine.brands,
            engine.constants, engine.rooms[0], engine.desk, engine.tallies, kept, detailed, needed,
        )  # fmt: skip
        if day == end:
            return kept
        touches, exposures, said, logged = needed.tolist()
        engine.desk = _grown(engine, touches, exposures, said, 0)
        kept = log(logged) if logged > len(kept.rows) else kept


def _grown(engine: Engine, touches: int, exposures: int, said: int, posts: int) -> Desk:
    """Return a desk with more room than is needed, and what lies on the old one."""
    old = engine.desk
    sizes = {
        "touches": (touches, len(old.touches)), "exposures": (exposures, len(old.exposures)),
        "said": (said, len(old.said)), "posts": (posts, len(old.lines)),
    }  # fmt: skip
    room = {name: 2 * need if need > has else has for name, (need, has) in sizes.items()}
    new = desk(engine.world.users, engine.world.circles, **room)
    new.lines[: len(old.lines)] = old.lines
    new.said[: len(old.said)] = old.said
    new.counts[:] = old.counts
    return new


def planned(posts: Sequence[BrandPost], monday: int, users: int) -> NDArray[np.void]:
    """Return the rows of PLANNED of a week's ``posts``: by day, brand and place in the plan.

    Args:
        posts: the posts.
        monday: the week's first day.
        users: how many there are, since posts are numbered with them.
    """
    rows = []
    ordered = sorted(posts, key=lambda post: (post.weekday, post.brand, post.slot))
    for (weekday, brand), group in groupby(ordered, key=lambda post: (post.weekday, post.brand)):
        plans = list(group)
        circles = [plan.circle for plan in plans]
        for index, plan in enumerate(plans):
            place = users + MOST_POSTS * brand + place_of(index, circles)
            number, siblings = post_id(users, monday + weekday, place), circles.count(plan.circle)
            rows.append(
                (number, monday + weekday, plan.slot, brand, plan.kind, plan.tone, plan.topic,
                 plan.circle, plan.quality, plan.ask, plan.link, plan.automated, plan.paid,
                 plan.collaborator, siblings, 0.0, 0.0, 0.0)
            )  # fmt: skip
    return np.array(rows, PLANNED)


def place_of(index: int, circles: Sequence[int]) -> int:
    """Return the place, under MOST_POSTS, that one of a brand's posts of one day has.

    A post's luck goes by its place, so that hangs on where the post is made and not on what else
    is posted: every circle has a place of its own, and the page. A second post made there on the
    same day takes what nobody claims, from the end.

    Args:
        index: which of the posts.
        circles: where each is made, in the order of the plan; HOME is the page.
    """
    claims = [(circle - HOME) % MOST_POSTS for circle in circles]
    if claims[index] not in claims[:index]:
        return claims[index]
    unclaimed = sorted(set(range(MOST_POSTS)) - set(claims), reverse=True)
    later = [i for i in range(index) if claims[i] in claims[:i]]
    return unclaimed[len(later)]


def _record(engine: Engine, stretch: Stretch, plans: NDArray[np.void], kept: Log) -> None:
    """Hand over what is asked for: of several days what every run tells, of one day all of it."""
    recorder, table = engine.recorder, engine.desk
    low, high = np.searchsorted(plans["day"], [stretch.day, stretch.day + stretch.days]).tolist()
    if high > low:
        recorder.posts.append(table.lines[low:high].copy())
    if table.counts[N_SAID]:
        recorder.comments.append(table.said[: table.counts[N_SAID]].copy())
    if not recorder.keeps("cascades"):
        return
    for at in range(low, high):
        rows = table.touches[_part(table, at, low, TOUCHED)]
        number, shares = int(plans[at]["post"]), int(table.lines[at]["shares"])
        recorder.cascades.append(chronicle.brand_cascade(number, rows, shares))
        if recorder.is_full:
            recorder.ledger.append(commit.ledger_rows(rows, plans[at]))
    if recorder.is_full:
        if high > low:
            recorder.exposures.append(table.exposures[: table.counts[N_EXPOSURES]].copy())
        recorder.ledger.append(kept.rows[: kept.used[0]].copy())
        _show(engine, stretch, plans, low, high)


def _part(table: Desk, at: int, low: int, what: int) -> slice:
    """Return where a post's part of what the day left behind is."""
    return slice(table.marks[at, what] if at > low else 0, table.marks[at + 1, what])


def _show(engine: Engine, stretch: Stretch, plans: NDArray[np.void], low: int, high: int) -> None:
    """Show what came of the player's posts of one day."""
    recorder, table, hour = engine.recorder, engine.desk, stretch.first_hour
    own = [at for at in range(low, high) if plans[at]["brand"] == PLAYER]
    for at in own:
        rows = table.touches[_part(table, at, low, TOUCHED)]
        scenes.post(recorder, hour + plans[at]["hour"], int(plans[at]["slot"]), rows)
    began, total = table.counts[N_BEGAN], table.counts[N_OUT]
    scenes.warnings(recorder, engine.world, hour, table.out[PLAYER, :total], began)
    for which, kind in ((CLOSED, Film.DOOR_CLOSES), (OPENED, Film.DOOR_OPENS)):
        scenes.doors(recorder, kind, hour, np.flatnonzero(table.doors[which, PLAYER]).tolist())
    for at in own:
        buyers = table.buyers[_part(table, at, low, BOUGHT)]
        said = table.said[table.marks[at, SPOKE] : table.marks[at + 1, SPOKE]]
        if table.marks[at + 1, CAME] > (table.marks[at, CAME] if at > low else 0):
            scenes.sales(recorder, hour, buyers, said)
