"""The day, in order: written once, as a list that a reader can print.

    from trustsim.market.day import DAY, WEEK
    for process in DAY: print(process.__name__, "-", process.__doc__)

Inside ``travel``, one kernel takes each exposure through show, read, feel, respond and share, since
what happens to one person depends on nothing but the morning's world.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trustsim.market import brandpost, commit, ordinary, shop, talk, weekly, work
from trustsim.market.brandpost import TOUCH, PostNumbers
from trustsim.market.build import seen_at_rank_one
from trustsim.market.chance import Purpose, normal, uniform
from trustsim.market.numbers import Numbers
from trustsim.market.ordinary import Scratch, post_id
from trustsim.market.orders import BrandPost, Orders
from trustsim.market.outcome import (
    CASCADE,
    COMMENT,
    COUNTS,
    EXPOSURE,
    LEDGER,
    POST,
    Film,
    Reason,
)
from trustsim.market.recorder import Recorder
from trustsim.market.standing import Standing
from trustsim.market.world import World

ASK_THAT_COUNTS = 0.25
"""Ask from which a post ends a brand's quiet time (guess: an announcement is no pitch)."""
FIRST_HOUR, LAST_HOUR = 8.0, 21.0
"""Hours of the day between which posts are published (guess)."""
EVENING = 21.5
NO_LEDGER = np.zeros(0, LEDGER)
NO_EXPOSURES = np.zeros(0, EXPOSURE)
TOP_POSTS = 8


@dataclass(slots=True)
class Engine:
    """What a day works on: the world, its constants, working room, and this week's tallies."""

    world: World
    k: Numbers
    seed: np.uint64
    recorder: Recorder
    standings: tuple[Standing, ...]
    rooms: tuple[Scratch, ...]
    pool: ThreadPoolExecutor | None
    touches: list[NDArray[np.void]]
    exposures: NDArray[np.void]
    sharers: list[ordinary.Sharers]
    shut: NDArray[np.int32]
    tallies: list[dict[str, int]] = field(default_factory=list)
    top: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    published: int = 0


@dataclass(slots=True)
class Today:
    """One day while it happens."""

    day: int
    orders: Orders
    posts: list[PostNumbers] = field(default_factory=list)
    hours: list[float] = field(default_factory=list)
    plans: list[BrandPost] = field(default_factory=list)
    rows: list[NDArray[np.void]] = field(default_factory=list)
    shut: list[NDArray[np.int32]] = field(default_factory=list)
    authors: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    @property
    def weekday(self) -> int:
        """Day of the week, 0 is Monday."""
        return self.day % 7

    @property
    def first_hour(self) -> float:
        """Hour of the week at which it begins."""
        return 24.0 * self.weekday


def fresh_tally() -> dict[str, int]:
    """Return a week's counts of one brand, all 0."""
    return dict.fromkeys(COUNTS, 0)


def working(engine: Engine, today: Today) -> None:
    """Marketers take part, answer, apologise and improve (on the week's first day)."""
    if today.weekday != 0:
        return
    orders = today.orders
    for part in orders.improvements:
        lack = 1.0 - engine.world.facets[part.brand, part.facet]
        left = 0.5 ** (part.hours / engine.k.improve_hours)
        engine.world.facets[part.brand, part.facet] = 1.0 - lack * left
    for talk_in in orders.take_part:
        _take_part(engine, today, talk_in.brand, talk_in.circle, talk_in.hours)
    for reply in orders.answers:
        room = _log(engine, 1 + _audience(engine.world, reply.user))
        used = work.answer(
            engine.seed, today.day, reply.user, reply.post, reply.comment_kind, reply.manner,
            engine.world.ties, engine.standings[reply.brand], engine.k, room,
        )  # fmt: skip
        _keep(engine, room, used, reply.brand)
    for sorry in orders.apologies:
        room = _log(engine, int(engine.world.members[sorry.circle]))
        used = work.apologise(
            today.day, sorry.circle, engine.world.seats.start, engine.standings[sorry.brand],
            engine.k, room,
        )  # fmt: skip
        _keep(engine, room, used, sorry.brand)


def _take_part(engine: Engine, today: Today, brand: int, circle: int, hours: float) -> None:
    most = int(engine.k.talks_per_hour * hours + 1.5)
    room = _log(engine, most)
    met = np.empty(most, np.int32)
    world = engine.world
    talked, follows, used = work.take_part(
        engine.seed, today.day, brand, circle, hours, world.seats.start, world.people, world.tastes,
        engine.standings[brand], engine.k, room, met,
    )  # fmt: skip
    engine.tallies[brand]["talks"] += talked
    engine.tallies[brand]["follows"] += follows
    _keep(engine, room, used, brand)
    if engine.recorder.is_full and brand == 0:
        hours_of = today.first_hour + 9.0 + 8.0 * np.arange(talked) / max(talked, 1)
        engine.recorder.scenes(hours_of, Film.TALK, met[:talked])


def publishing(engine: Engine, today: Today) -> None:
    """The day's posts go up: brands' and ordinary users'."""
    world = engine.world
    today.authors = ordinary.publish(engine.seed, today.day, world.people.posting)
    due = [post for post in today.orders.posts if post.weekday == today.weekday]
    due.sort(key=lambda post: (post.brand, post.slot))
    for plan in due:
        siblings = sum(1 for p in due if p.brand == plan.brand and p.circle == plan.circle)
        number = int(post_id(world.users, today.day, world.users + 21 * plan.brand + plan.slot))
        today.plans.append(plan)
        today.hours.append(today.first_hour + _hour(engine.seed, today.day, number))
        today.posts.append(_post(engine, today.day, number, plan, siblings))
        if plan.ask >= ASK_THAT_COUNTS:
            world.last_ask[plan.brand] = today.day


def _hour(seed: np.uint64, day: int, post: int) -> float:
    return FIRST_HOUR + (LAST_HOUR - FIRST_HOUR) * uniform(seed, Purpose.HOUR, day, post, 0)


def _post(engine: Engine, day: int, number: int, plan: BrandPost, siblings: int) -> PostNumbers:
    k = engine.k
    luck = float(normal(uniform(engine.seed, Purpose.QUALITY, day, number, 0)))
    quality = min(1.0, max(0.02, plan.quality + k.quality_noise * luck))
    if k.quality_low == k.quality_high:  # the ablation: every post is alike
        quality = k.quality_low
    appeal = ordinary.appeal_of(engine.seed, day, number, k.appeal_spread, k.appeal_cap)
    return PostNumbers(
        number, day, plan.brand, plan.kind, plan.tone, plan.topic, plan.circle, quality,
        float(appeal), plan.ask, plan.link, plan.automated, plan.paid, plan.collaborator, siblings,
    )  # fmt: skip


def chatting(engine: Engine, today: Today) -> None:
    """Ordinary posts are shown, read and shared among friends."""
    parts = np.array_split(today.authors, len(engine.rooms))
    jobs = [(part, room) for part, room in enumerate(engine.rooms) if len(parts[part])]
    if engine.pool is None or len(jobs) < 2:
        results = [_chat(engine, today.day, parts[part], part, room) for part, room in jobs]
    else:
        waiting = [
            engine.pool.submit(_chat, engine, today.day, parts[part], part, room)
            for part, room in jobs
        ]
        results = [job.result() for job in waiting]
    for authors, found, rows, count in results:
        _settle_chat(engine, today, authors, found, rows, count)


def _chat(
    engine: Engine, day: int, authors: NDArray[np.int32], part: int, room: Scratch
) -> tuple[NDArray[np.int32], NDArray[np.int64], ordinary.Sharers, int]:
    world = engine.world
    found = np.empty((len(authors), ordinary.CHATTER_COLUMNS), np.int64)
    while True:
        rows = engine.sharers[part]
        count = ordinary.spread_ordinary(
            engine.seed, day, authors, world.people, world.seen, world.ties, engine.k, room, found,
            rows,
        )  # fmt: skip
        if count <= len(rows.user):
            return authors, found, rows, count
        engine.sharers[part] = ordinary.sharers(2 * count)


def _settle_chat(
    engine: Engine, today: Today, authors: NDArray[np.int32], found: NDArray[np.int64],
    rows: ordinary.Sharers, count: int,
) -> None:  # fmt: skip
    """Count what the circles talk about, keep the best posts for the feed, record."""
    shares = found[:, ordinary.SHARES]
    circle = engine.world.people.circle[authors]
    np.add.at(engine.world.chatter, (circle, found[:, ordinary.TOPIC_OF]), shares + 1)
    engine.published += len(authors)
    best = np.argsort(-shares, kind="stable")[:TOP_POSTS]
    engine.top += [
        (int(shares[i]), -today.day, -int(authors[i]), int(circle[i]), int(found[i, ordinary.TOPIC_OF]))
        for i in best
    ]  # fmt: skip
    if engine.recorder.keeps("posts"):
        engine.recorder.posts.append(_chat_posts(engine, today.day, authors, found, rows, count))
    if engine.recorder.keeps("cascades"):
        engine.recorder.cascades.append(
            _chat_cascades(engine, today.day, authors, found, rows, count)
        )


def _chat_posts(
    engine: Engine, day: int, authors: NDArray[np.int32], found: NDArray[np.int64],
    rows: ordinary.Sharers, count: int,
) -> NDArray[np.void]:  # fmt: skip
    world, k = engine.world, engine.k
    table = np.zeros(len(authors), POST)
    table["post"] = post_id(world.users, day, 0) + authors
    table["day"], table["author"], table["brand"] = day, authors, -1
    table["slot"], table["circle"] = -1, -1
    table["topic"] = found[:, ordinary.TOPIC_OF]
    table["quality"] = [
        k.quality_low + (k.quality_high - k.quality_low)
        * uniform(engine.seed, Purpose.QUALITY, day, int(post), 0) for post in table["post"]
    ]  # fmt: skip
    for name, column in (("reach", ordinary.REACH), ("impressions", ordinary.IMPRESSIONS),
                         ("reads", ordinary.READS), ("shares", ordinary.SHARES),
                         ("depth", ordinary.DEPTH)):  # fmt: skip
        table[name] = found[:, column]
    table["shared_reach"] = table["reach"]
    table["size"] = table["shares"] + 1
    ends = np.append(found[1:, ordinary.FIRST_ROW], count)
    for i in np.flatnonzero(table["shares"]):
        first = int(found[i, ordinary.FIRST_ROW])
        table["structural_virality"][i] = ordinary.structural_virality(
            rows.parent[first : ends[i]], first
        )
    return table


def _chat_cascades(
    engine: Engine, day: int, authors: NDArray[np.int32], found: NDArray[np.int64],
    rows: ordinary.Sharers, count: int,
) -> NDArray[np.void]:  # fmt: skip
    """Return the CASCADE rows: each root, then its sharers."""
    first_id = int(post_id(engine.world.users, day, 0))
    table = np.zeros(len(authors) + count, CASCADE)
    root = found[:, ordinary.FIRST_ROW] + np.arange(len(authors))
    is_root = np.zeros(len(table), np.bool_)
    is_root[root] = True
    table["post"][root], table["user"][root], table["parent"][root] = (
        first_id + authors,
        authors,
        -1,
    )
    author = authors[rows.post[:count]]
    parent = rows.parent[:count]
    other = ~is_root
    table["post"][other] = first_id + author
    table["user"][other] = rows.user[:count]
    table["parent"][other] = np.where(parent < 0, author, rows.user[np.maximum(parent, 0)])
    table["depth"][other] = rows.depth[:count]
    table["hours"][other] = rows.hours[:count]
    return table


def travelling(engine: Engine, today: Today) -> None:
    """Brands' posts are shown, read, felt, answered and shared, all as of this morning."""
    for index, post in enumerate(today.posts):
        today.rows.append(_travel(engine, post, index))


def _travel(engine: Engine, post: PostNumbers, index: int) -> NDArray[np.void]:
    world = engine.world
    detailed = engine.recorder.is_full
    while True:
        if index == len(engine.touches):
            engine.touches.append(np.zeros(1024, TOUCH))
        rows = engine.touches[index]
        exposures = engine.exposures if detailed else NO_EXPOSURES
        count, written = brandpost.spread_brand(
            engine.seed, post, world.people, world.seen, world.ties, world.tastes,
            engine.standings[post.brand], engine.k, engine.rooms[0], rows, exposures, detailed,
        )  # fmt: skip
        if count > len(rows):
            engine.touches[index] = np.zeros(2 * count, TOUCH)
        elif detailed and written > len(exposures):
            engine.exposures = np.zeros(2 * written, EXPOSURE)
        else:
            break
    if detailed:
        engine.recorder.exposures.append(exposures[:written].copy())
    return rows[:count]


def settling(engine: Engine, today: Today) -> None:
    """What the posts did to people becomes the world's state, post by post in order."""
    for index, post in enumerate(today.posts):
        rows = today.rows[index]
        counts = np.zeros(len(commit.POST_COUNTS), np.int64)
        shut = commit.commit_post(
            rows,
            post,
            engine.standings[post.brand],
            engine.world.people.circle,
            counts,
            engine.shut,
        )
        today.shut.append(engine.shut[:shut].copy())
        named = dict(zip(commit.POST_COUNTS, counts.tolist(), strict=True))
        _tally_post(engine, today, index, named)
        _record_post(engine, today, index, rows, named)


def _tally_post(engine: Engine, today: Today, index: int, named: dict[str, int]) -> None:
    post = today.posts[index]
    tally = engine.tallies[post.brand]
    tally["reach"] += named["new_reach"]
    for name in ("impressions", "shares", "likes", "comments", "clicks", "follows", "unfollows",
                 "mutes", "blocks", "organic_sharers"):  # fmt: skip
        tally[name] += named[name]
    tally["deepest_cascade"] = max(tally["deepest_cascade"], named["depth"])
    if post.link or post.circle < 0:
        tally["inbound_links"] += named["shares"]


def _record_post(
    engine: Engine, today: Today, index: int, rows: NDArray[np.void], named: dict[str, int]
) -> None:
    post, plan, recorder = today.posts[index], today.plans[index], engine.recorder
    table = np.zeros(1, POST)
    row = table[0]
    row["post"], row["day"], row["author"], row["brand"] = post.post, post.day, -1, post.brand
    row["slot"], row["kind"], row["tone"], row["topic"] = (
        plan.slot,
        post.kind,
        post.tone,
        post.topic,
    )
    row["circle"], row["quality"], row["ask"] = post.circle, post.quality, post.ask
    row["automated"] = post.automated
    for name in POST.names or ():
        if name in named:
            row[name] = named[name]
    row["mutes"] = named["mutes"] + named["blocks"]
    row["size"] = named["shares"] + 1
    order = rows["queue"][: named["shares"]]
    sharers = rows[order]
    if len(sharers):
        row["structural_virality"] = ordinary.structural_virality(_parents(rows, order), 0)
    recorder.posts.append(table)
    said = rows[(rows["flags"] & commit.COMMENTED) > 0]
    if len(said):
        recorder.comments.append(_comments(said, post))
    if recorder.keeps("cascades"):
        recorder.cascades.append(_cascade(rows, sharers, post))
    if recorder.is_full:
        recorder.ledger.append(commit.ledger_rows(rows, post))
        if post.brand == 0:
            recorder.scenes(np.array([today.hours[index]]), Film.PUBLISH, np.array([-1], np.int32),
                            -1, plan.slot)  # fmt: skip
            recorder.touched(rows, plan.slot, today.hours[index])


def _parents(rows: NDArray[np.void], order: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return, for every sharer in ``order``, the place of its parent there (-1: the root)."""
    place = np.zeros(len(rows), np.int32)
    place[order] = np.arange(len(order))
    parent = rows["parent"][order]
    return np.where(parent < 0, -1, place[np.maximum(parent, 0)]).astype(np.int32)


def _comments(said: NDArray[np.void], post: PostNumbers) -> NDArray[np.void]:
    table = np.zeros(len(said), COMMENT)
    table["day"], table["brand"], table["user"] = post.day, post.brand, said["user"]
    table["post"], table["facet"] = post.post, -1
    table["kind"], table["reason"] = commit.comment_reasons(said, post.ask)
    return table


def _cascade(
    rows: NDArray[np.void], sharers: NDArray[np.void], post: PostNumbers
) -> NDArray[np.void]:
    table = np.zeros(1 + len(sharers), CASCADE)
    table["post"] = post.post
    table["user"][0], table["parent"][0] = -1, -1
    table["user"][1:] = sharers["user"]
    from_user = sharers["parent"] >= 0
    table["parent"][1:] = np.where(from_user, rows["user"][np.maximum(sharers["parent"], 0)], -1)
    table["depth"][1:] = sharers["hop"] + 1
    table["hours"][1:] = sharers["hours"]
    return table


def talking(engine: Engine, today: Today) -> None:
    """Those who shut a brand out warn their friends; enough warnings, and one does the same."""
    world = engine.world
    for brand in range(world.brands):
        lists = [s for s, p in zip(today.shut, today.posts, strict=True) if p.brand == brand]
        count = sum(len(part) for part in lists)
        if not count:
            continue
        engine.shut[:count] = np.concatenate(lists)
        room = NO_LEDGER
        if engine.recorder.is_full:
            room = np.zeros(len(world.ties.indices), LEDGER)
        counts = np.zeros(2, np.int64)
        total, used = talk.warn(
            engine.shut, count, today.day, world.people, world.ties, world.ties_in,
            engine.standings[brand], engine.k, room, counts,
        )  # fmt: skip
        engine.tallies[brand]["mutes"] += int(counts[0])
        engine.tallies[brand]["unfollows"] += int(counts[1])
        _keep(engine, room, used, brand)
        if engine.recorder.is_full and brand == 0:
            _film_warnings(engine, today, count, total)
        moved = np.zeros(world.circles, np.int8)
        closed = talk.close_doors(
            engine.shut, total, today.day, world.people.circle, engine.standings[brand], engine.k,
            moved,
        )  # fmt: skip
        engine.tallies[brand]["doors_closed"] += int(closed)
        _film_doors(engine, today, brand, moved)


def _film_warnings(engine: Engine, today: Today, first: int, total: int) -> None:
    """Show who warned whom tonight, and who followed suit."""
    ties, stance = engine.world.ties, engine.world.stance[0]
    follow = np.arange(first, total)
    evening = today.first_hour + EVENING
    hours = evening + 2.0 * np.arange(total) / max(total, 1)
    for i in range(total):
        user = int(engine.shut[i])
        friends = ties.indices[ties.indptr[user] : ties.indptr[user + 1]]
        friends = friends[stance[friends] > 0]
        engine.recorder.scenes(np.full(len(friends), hours[i]), Film.WARN, friends, user)
    engine.recorder.scenes(hours[follow], Film.MUTE, engine.shut[follow].copy())


def _film_doors(engine: Engine, today: Today, brand: int, moved: NDArray[np.int8]) -> None:
    if not engine.recorder.is_full or brand != 0:
        return
    for kind, sign in ((Film.DOOR_CLOSES, 1), (Film.DOOR_OPENS, -1)):
        which = np.flatnonzero(moved == sign).astype(np.int32)
        if len(which):
            engine.recorder.scenes(np.full(len(which), today.first_hour + 23.8), kind, which)


def reopening(engine: Engine, today: Today) -> None:
    """Doors reopen after quiet weeks and amends."""
    world = engine.world
    for brand in range(world.brands):
        if engine.world.door_open[brand].all():
            continue
        moved = np.zeros(world.circles, np.int8)
        opened = talk.open_doors(
            engine.seed, today.day, int(world.last_ask[brand]), world.seats.start,
            world.people.circle, world.ties, engine.standings[brand], engine.k, moved,
        )  # fmt: skip
        engine.tallies[brand]["doors_opened"] += int(opened)
        _film_doors(engine, today, brand, moved)


def shopping(engine: Engine, today: Today) -> None:
    """Clicks become visits, visits become sales, customers judge and tell."""
    for index, post in enumerate(today.posts):
        rows = today.rows[index]
        visitors = rows["user"][(rows["flags"] & brandpost.CLICKED) > 0]
        if len(visitors):
            _shop(engine, today, post.brand, post.post, post.ask, visitors)
    if today.weekday == 6:
        for brand in range(engine.world.brands):
            visitors = shop.search_visitors(
                engine.seed, today.day, brand, float(engine.world.authority[brand]),
                engine.world.people, engine.standings[brand], engine.k,
            )  # fmt: skip
            if len(visitors):
                _shop(engine, today, brand, -1, 0.0, visitors)


def _shop(
    engine: Engine, today: Today, brand: int, post: int, ask: float, visitors: NDArray[np.int32]
) -> None:
    world = engine.world
    room = NO_LEDGER
    if engine.recorder.is_full:
        per_visitor = 1 + world.facets.shape[1]
        room = _log(
            engine, len(visitors) * per_visitor + int(np.diff(world.ties.indptr)[visitors].sum())
        )
    comments = np.empty((len(visitors) * (1 + world.facets.shape[1]), 3), np.int32)
    buyers = np.empty(len(visitors), np.int32)
    counts = np.zeros(4, np.int64)
    used = shop.shop(
        engine.seed, today.day, post, ask, np.ascontiguousarray(visitors), world.people,
        world.tastes, world.ties, engine.standings[brand], engine.k, room, comments, buyers, counts,
    )  # fmt: skip
    tally = engine.tallies[brand]
    tally["visits"] += int(counts[shop.VISITS])
    tally["sales"] += int(counts[shop.SALES])
    tally["vouches"] += int(counts[shop.VOUCHES])
    _keep(engine, room, used, brand)
    said = comments[: counts[shop.COMMENTS]]
    if len(said):
        tally["comments"] += len(said)
        engine.recorder.comments.append(_product_comments(said, today.day, brand))
    if engine.recorder.is_full and brand == 0:
        bought = buyers[: counts[shop.SALES]]
        hours = today.first_hour + 19.0 + 2.0 * np.arange(len(bought)) / max(len(bought), 1)
        engine.recorder.scenes(hours, Film.BUY, bought.copy())
        unhappy = said[said[:, 2] == int(Reason.PRODUCT_FLAW), 0]
        engine.recorder.scenes(
            np.full(len(unhappy), today.first_hour + 22.0), Film.COMPLAIN, unhappy
        )


def _product_comments(said: NDArray[np.int32], day: int, brand: int) -> NDArray[np.void]:
    table = np.zeros(len(said), COMMENT)
    table["day"], table["brand"], table["user"] = day, brand, said[:, 0]
    table["post"], table["facet"], table["reason"] = -1, said[:, 1], said[:, 2]
    table["kind"] = np.where(said[:, 2] == int(Reason.PRODUCT_FLAW), 2, 0)
    return table


def _log(engine: Engine, most: int) -> NDArray[np.void]:
    """Return room for ledger rows, or none where nobody asks for them."""
    return np.zeros(most, LEDGER) if engine.recorder.is_full else NO_LEDGER


def _keep(engine: Engine, room: NDArray[np.void], used: int, brand: int) -> None:
    if engine.recorder.is_full and used:
        assert used <= len(room), "the ledger's room was estimated too small"
        kept = room[:used].copy()
        kept["brand"] = brand
        engine.recorder.ledger.append(kept)


def _audience(world: World, user: int) -> int:
    return int(world.ties.indptr[user + 1] - world.ties.indptr[user])


def searching(engine: Engine, day: int) -> None:
    """Shared links build search authority, which fades by itself."""
    world, k = engine.world, engine.k
    for brand in range(world.brands):
        links = engine.tallies[brand]["inbound_links"]
        gained = k.authority_gain * float(np.log1p(links))
        world.authority[brand] = min(
            1.0, world.authority[brand] * (1.0 - k.authority_fade) + gained
        )


def forgetting(engine: Engine, day: int) -> None:
    """Evidence fades (harm slower than good), memories of asks too; old mutes may be lifted."""
    world = engine.world
    for brand, standing in enumerate(engine.standings):
        before = (standing.good.copy(), standing.harm.copy()) if engine.recorder.is_full else None
        weekly.forget(engine.seed, day, brand, world.people, world.ties, standing, engine.k)
        if before is not None:
            engine.recorder.ledger.append(_faded(before, standing, day, brand))


def _faded(
    before: tuple[NDArray[np.float64], NDArray[np.float64]],
    standing: Standing,
    day: int,
    brand: int,
) -> NDArray[np.void]:
    from trustsim.market.outcome import Cause

    good, harm = standing.good - before[0], standing.harm - before[1]
    which = np.flatnonzero((good != 0) | (harm != 0))
    table = np.zeros(len(which), LEDGER)
    table["day"], table["user"], table["brand"] = day, which, brand
    table["cause"], table["post"] = int(Cause.FADE), -1
    table["good"], table["harm"] = good[which], harm[which]
    return table


def needing(engine: Engine, day: int) -> None:
    """Needs come back after a purchase."""
    weekly.recover_need(engine.world.people, engine.k.recovery_weeks)


def drifting(engine: Engine, day: int) -> None:
    """Interests wander a little."""
    world = engine.world
    weekly.drift(engine.seed, day, world.people, world.tastes, engine.k.drift)


def meeting(engine: Engine, day: int) -> None:
    """Friends of friends with like interests tie up."""
    world = engine.world
    heard, hearer = weekly.meet(engine.seed, day, world.people, world.ties, engine.k.new_ties)
    if len(heard):
        add_ties(world, heard, hearer, directed=bool(engine.k.directed))


def add_ties(
    world: World, heard: NDArray[np.int32], hearer: NDArray[np.int32], *, directed: bool
) -> None:
    """Add ties, one way or both, and keep what depends on them true."""
    if not directed:
        heard, hearer = np.concatenate([heard, hearer]), np.concatenate([hearer, heard])
    pairs = np.unique(heard.astype(np.int64) * world.users + hearer)
    heard = (pairs // world.users).astype(np.int32)
    hearer = (pairs % world.users).astype(np.int32)
    world.ties = type(world.ties)(*weekly.insert(world.ties, heard, hearer, weekly.NEW_STRENGTH))
    np.add.at(world.ties_in, hearer, 1)
    np.add.at(world.crowd, hearer, world.people.posting[heard])
    touched = np.unique(hearer)
    folk = world.people
    world.seen[touched] = (
        folk.online[touched] * folk.attention[touched] / world.crowd[touched]
    ).astype(np.float32)
    for brand in range(world.brands):
        shut = world.stance[brand, heard] >= 3
        np.add.at(world.shut_friends[brand], hearer[shut], 1)


Process = Callable[[Engine, Today], None]
WeekProcess = Callable[[Engine, int], None]

DAY: tuple[Process, ...] = (
    working, publishing, chatting, travelling, settling, talking, reopening, shopping,
)  # fmt: skip
"""What happens on every day, in this order."""

WEEK: tuple[WeekProcess, ...] = (searching, forgetting, needing, drifting, meeting)
"""What happens after each seventh day, in this order."""

__all__ = ["DAY", "WEEK", "Engine", "Today", "add_ties", "seen_at_rank_one"]
