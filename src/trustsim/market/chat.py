"""Chat: what ordinary users post, and how it travels among friends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market import chronicle, ordinary
from trustsim.market.engine import Engine, Stretch
from trustsim.market.ordinary import Posts, Sharers


class Batch(NamedTuple):
    """Posts that travelled one after the other, in the order of their days.

    ``found``: (posts, CHATTER_COLUMNS). ``rows``: their sharers, the first ``shares`` of them.
    """

    posts: Posts
    found: NDArray[np.int64]
    rows: Sharers
    shares: int

    def on(self, day: int) -> Batch:
        """Return the posts of one day, their sharers numbered from 0."""
        low, high = np.searchsorted(self.posts.days, [day, day + 1]).tolist()
        found = self.found[low:high].copy()
        ends = [*self.found[:, ordinary.FIRST_ROW].tolist(), self.shares]
        first, end = ends[low], ends[high]
        found[:, ordinary.FIRST_ROW] -= first
        rows = self.rows
        parent = rows.parent[first:end]
        parent = np.where(parent < 0, -1, parent - first).astype(np.int32)
        rows = Sharers(
            rows.post[first:end] - low,
            rows.user[first:end],
            parent,
            rows.depth[first:end],
            rows.hours[first:end],
        )
        posts = Posts(*(part[low:high] for part in self.posts))
        return Batch(posts, found, rows, end - first)


@dataclass(frozen=True, slots=True)
class Chat:
    """The ordinary posts of some days on which nothing changes what they depend on.

    Attributes:
        first: the first of the days.
        batches: the posts.
        talk: (days, circles, topics) posts and shares.
    """

    first: int
    batches: tuple[Batch, ...]
    talk: NDArray[np.int64]

    def covers(self, day: int) -> bool:
        """Tell whether ``day`` is one of the days."""
        return self.first <= day < self.first + len(self.talk)


def chatting(engine: Engine, stretch: Stretch) -> None:
    """Ordinary users' posts go up, are shown, read and shared among friends."""
    world, recorder = engine.world, engine.recorder
    if stretch.weekday == 0:
        world.chatter[:] = 0
    if engine.chat is None or not engine.chat.covers(stretch.day):
        engine.chat = _overheard(engine, stretch.day, stretch.ahead)
    past = stretch.day - engine.chat.first
    world.chatter += engine.chat.talk[past : past + stretch.days].sum(axis=0)
    if recorder.keeps("posts"):
        for batch in engine.chat.batches:
            _record(engine, stretch.day, batch.on(stretch.day))


def _record(engine: Engine, day: int, batch: Batch) -> None:
    authors, found, rows, count = batch.posts.authors, batch.found, batch.rows, batch.shares
    if not len(authors):
        return
    users, recorder = engine.world.users, engine.recorder
    recorder.posts.append(
        chronicle.chat_posts(engine.seed, engine.k, users, day, authors, found, rows, count)
    )
    if recorder.keeps("cascades"):
        recorder.cascades.append(chronicle.chat_cascades(users, day, authors, found, rows, count))


def _overheard(engine: Engine, first: int, days: int) -> Chat:
    """Let the posts of ``days`` days travel.

    Nothing that happens on a weekday moves who is online, what they like or whom they hear, so a
    week of it can be worked out at its beginning, the same as day by day.
    """
    world = engine.world
    folk = world.people
    posts = ordinary.listen(
        engine.seed, first, days, folk, world.seen, engine.constants, engine.glance,
        engine.recorder.keeps("posts"),
    )  # fmt: skip
    batches = _travelled(engine, first, posts)
    talk = np.zeros((days, *world.chatter.shape), np.int64)
    for batch in batches:
        ordinary.count_talk(first, batch.posts, batch.found, folk.circle, talk, engine.top)
    return Chat(first, batches, talk)


def _travelled(engine: Engine, first: int, posts: Posts) -> tuple[Batch, ...]:
    """Let ``posts`` travel, a batch per thread."""
    count, threads = len(posts.authors), len(engine.rooms)
    bounds = [count * part // threads for part in range(threads + 1)]
    jobs = [
        (engine, first, Posts(*(column[low:high] for column in posts)), part)
        for part, (low, high) in enumerate(pairwise(bounds))
        if high > low
    ]
    if engine.pool is None or len(jobs) < 2:
        return tuple(_travel(*job) for job in jobs)
    waiting = [engine.pool.submit(_travel, *job) for job in jobs]
    return tuple(job.result() for job in waiting)


def _travel(engine: Engine, first: int, posts: Posts, part: int) -> Batch:
    world = engine.world
    found = np.empty((len(posts.authors), ordinary.CHATTER_COLUMNS), np.int64)
    while True:
        rows = engine.sharers[part]
        count = ordinary.spread_ordinary(
            engine.seed, first, posts, world.people.interests, engine.glance, world.ties,
            engine.constants, engine.rooms[part], found, rows, engine.recorder.keeps("posts"),
        )  # fmt: skip
        if count <= len(rows.user):
            return Batch(posts, found, rows, count)
        engine.sharers[part] = ordinary.sharers(2 * count)
