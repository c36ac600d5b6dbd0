"""The day, in order: written once, as a list that a reader can print.

    from trustsim.market.day import DAY, WEEK
    for process in DAY: print(process.__name__, "-", process.__doc__)

Inside ``travelling``, one kernel takes each exposure through show, read and share and another lets
the readers feel and respond, since what happens to one person depends on nothing but the morning's
world.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from trustsim.market import (
    brandpost,
    chronicle,
    commit,
    feeling,
    ordinary,
    scenes,
    shop,
    talk,
    weekly,
    work,
)
from trustsim.market.chance import Purpose, key_for, normal, uniform
from trustsim.market.engine import NO_EXPOSURES, NO_LOG, Engine, Today
from trustsim.market.network import Ties
from trustsim.market.orders import HOME, MOST_POSTS, Apology, BrandPost
from trustsim.market.ordinary import Scratch, post_id
from trustsim.market.outcome import EXPOSURE, Cause, Film
from trustsim.market.standing import MUTED
from trustsim.market.touch import CLICKED, COMMENTED, TOUCH, PostNumbers
from trustsim.market.world import World

ASK_THAT_COUNTS = 0.25
"""Ask from which a post ends a brand's quiet time (guess: an announcement is no pitch)."""
FIRST_HOUR, LAST_HOUR = 8.0, 21.0
"""Hours of the day between which posts are published (guess)."""
TOP_POSTS = 8


def working(engine: Engine, today: Today) -> None:
    """Marketers take part, answer, apologise and improve (on the week's first day)."""
    if today.weekday != 0:
        return
    orders, world = today.orders, engine.world
    for part in orders.improvements:
        lack = 1.0 - world.facets[part.brand, part.facet]
        left = 0.5 ** (part.hours / engine.k.improve_hours)
        world.facets[part.brand, part.facet] = 1.0 - lack * left
    for talk_in in orders.take_part:
        _take_part(engine, today, talk_in.brand, talk_in.circle, talk_in.hours)
    for reply in orders.answers:
        log = engine.log(1 + _audience(world, reply.user))
        work.answer(
            engine.seed, today.day, reply.brand, reply.user, reply.post, reply.comment_kind,
            reply.manner, world.ties, engine.standings[reply.brand].bonds, engine.constants, log,
        )  # fmt: skip
        engine.keep(log, reply.brand)
    for sorry in orders.apologies:
        _apologise(engine, today.day, sorry)


def _take_part(engine: Engine, today: Today, brand: int, circle: int, hours: float) -> None:
    most = int(engine.k.talks_per_hour * hours + 1.5)
    log = engine.log(most)
    met = np.empty(most, np.int32)
    world, standing = engine.world, engine.standings[brand]
    fit = float(world.tastes.tones[circle, work.HELPFUL])
    talked, follows = work.take_part(
        engine.seed, today.day, brand, circle, hours, world.seats.start, world.people.circle, fit,
        standing.bonds, standing.doors.knows, engine.constants, log, met,
    )  # fmt: skip
    if world.members[circle]:
        world.amends[brand, circle] += engine.k.amends_per_hour * hours
    engine.tallies[brand]["talks"] += talked
    engine.tallies[brand]["follows"] += follows
    engine.keep(log, brand)
    if engine.recorder.is_full and brand == 0:
        scenes.talks(engine.recorder, today.first_hour, met[:talked])


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


def publishing(engine: Engine, today: Today) -> None:
    """The day's posts go up: brands' and ordinary users'."""
    world = engine.world
    today.authors = ordinary.publish(engine.seed, today.day, world.people.posting)
    due = [post for post in today.orders.posts if post.weekday == today.weekday]
    due.sort(key=lambda post: (post.brand, post.slot))
    for brand, posts in groupby(due, key=lambda post: post.brand):
        plans = list(posts)
        circles = [plan.circle for plan in plans]
        for index, plan in enumerate(plans):
            place = world.users + MOST_POSTS * brand + place_of(index, circles)
            number = int(post_id(world.users, today.day, place))
            today.plans.append(plan)
            today.hours.append(today.first_hour + _hour(engine.seed, today.day, number))
            today.posts.append(_post(engine, today.day, number, plan, circles.count(plan.circle)))
            if plan.ask >= ASK_THAT_COUNTS:
                world.last_ask[brand] = today.day


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


def _hour(seed: np.uint64, day: int, post: int) -> float:
    return FIRST_HOUR + (LAST_HOUR - FIRST_HOUR) * uniform(seed, Purpose.HOUR, day, post, 0)


def _post(engine: Engine, day: int, number: int, plan: BrandPost, siblings: int) -> PostNumbers:
    k = engine.k
    luck = float(normal(uniform(engine.seed, Purpose.QUALITY, day, number, 0)))
    quality = min(1.0, max(0.02, plan.quality + k.quality_noise * luck))
    if k.quality_low == k.quality_high:  # the ablation: every post is alike
        quality = k.quality_low
    key = key_for(engine.seed, Purpose.APPEAL, day, number)
    appeal = float(ordinary.appeal_of(key, k.appeal_spread, k.appeal_cap))
    return PostNumbers(
        number, day, plan.brand, plan.kind, plan.tone, plan.topic, plan.circle, quality, appeal,
        plan.ask, plan.link, plan.automated, plan.paid, plan.collaborator, siblings,
    )  # fmt: skip


def chatting(engine: Engine, today: Today) -> None:
    """Ordinary posts are shown, read and shared among friends."""
    world = engine.world
    if today.weekday == 0:
        world.chatter[:] = 0
    ordinary.take_a_glance(
        world.people.online, world.people.propensity, world.seen, engine.constants, engine.glance
    )
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
        _settle_chat(engine, today.day, authors, found, rows, count)


def _chat(
    engine: Engine, day: int, authors: NDArray[np.int32], part: int, room: Scratch
) -> tuple[NDArray[np.int32], NDArray[np.int64], ordinary.Sharers, int]:
    world = engine.world
    found = np.empty((len(authors), ordinary.CHATTER_COLUMNS), np.int64)
    while True:
        rows = engine.sharers[part]
        count = ordinary.spread_ordinary(
            engine.seed, day, authors, world.people.interests, engine.glance, world.ties,
            engine.constants, room, found, rows,
        )  # fmt: skip
        if count <= len(rows.user):
            return authors, found, rows, count
        engine.sharers[part] = ordinary.sharers(2 * count)


def _settle_chat(
    engine: Engine, day: int, authors: NDArray[np.int32], found: NDArray[np.int64],
    rows: ordinary.Sharers, count: int,
) -> None:  # fmt: skip
    """Count what the circles talk about, keep the best posts for the feed, record."""
    world, recorder = engine.world, engine.recorder
    shares = found[:, ordinary.SHARES]
    circle = world.people.circle[authors]
    np.add.at(world.chatter, (circle, found[:, ordinary.TOPIC_OF]), shares + 1)
    engine.published += len(authors)
    best = np.argsort(-shares, kind="stable")[:TOP_POSTS]
    engine.top += [
        (int(shares[i]), -day, -int(authors[i]), int(circle[i]), int(found[i, ordinary.TOPIC_OF]))
        for i in best
    ]
    if recorder.keeps("posts"):
        recorder.posts.append(
            chronicle.chat_posts(
                engine.seed, engine.k, world.users, day, authors, found, rows, count
            )
        )
    if recorder.keeps("cascades"):
        recorder.cascades.append(
            chronicle.chat_cascades(world.users, day, authors, found, rows, count)
        )


def travelling(engine: Engine, today: Today) -> None:
    """Brands' posts are shown, read, felt, answered and shared, all as of this morning."""
    for index, post in enumerate(today.posts):
        today.rows.append(_travel(engine, post, index))


def _travel(engine: Engine, post: PostNumbers, index: int) -> NDArray[np.void]:
    world, standing = engine.world, engine.standings[post.brand]
    folk, detailed = world.people, engine.recorder.is_full
    while True:
        if index == len(engine.touches):
            engine.touches.append(np.zeros(1024, TOUCH))
        rows = engine.touches[index]
        exposures = engine.exposures if detailed else NO_EXPOSURES
        count, written = brandpost.spread_brand(
            engine.seed, post, folk.circle, folk.second, folk.interests, folk.need,
            engine.glance.reader, world.ties, world.tastes.tones, standing.bonds,
            standing.doors.door_open, engine.constants, engine.rooms[0], rows, exposures, detailed,
        )  # fmt: skip
        if count > len(rows):
            engine.touches[index] = np.zeros(2 * count, TOUCH)
        elif detailed and written > len(exposures):
            engine.exposures = np.zeros(2 * written, EXPOSURE)
        else:
            break
    if detailed:
        engine.recorder.exposures.append(exposures[:written].copy())
    rows = rows[:count]
    feeling.feel(
        engine.seed, post, folk.circle, folk.interests, folk.scepticism, folk.line, folk.need,
        world.tastes, standing.bonds, standing.memory, engine.constants, rows,
    )  # fmt: skip
    return rows


def settling(engine: Engine, today: Today) -> None:
    """What the posts did to people becomes the world's state, post by post in order."""
    for index, post in enumerate(today.posts):
        rows, standing = today.rows[index], engine.standings[post.brand]
        counts = np.zeros(len(commit.POST_COUNTS), np.int64)
        shut = commit.commit_post(
            rows, post, standing.bonds, standing.memory, standing.doors.knows,
            engine.world.people.circle, counts, engine.shut,
        )  # fmt: skip
        today.shut.append(engine.shut[:shut].copy())
        named = dict(zip(commit.POST_COUNTS, counts.tolist(), strict=True))
        _tally_post(engine, post, named)
        _record_post(engine, today, index, rows, named)


def _tally_post(engine: Engine, post: PostNumbers, named: dict[str, int]) -> None:
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
    post, slot, recorder = today.posts[index], today.plans[index].slot, engine.recorder
    recorder.posts.append(chronicle.brand_post(post, slot, rows, named))
    if named["comments"]:
        said = rows[(rows["flags"] & COMMENTED) > 0]
        recorder.comments.append(chronicle.post_comments(said, post))
    if recorder.keeps("cascades"):
        recorder.cascades.append(chronicle.brand_cascade(post, rows, named["shares"]))
    if recorder.is_full:
        recorder.ledger.append(commit.ledger_rows(rows, post))
        if post.brand == 0:
            scenes.post(recorder, today.hours[index], slot, rows)


def talking(engine: Engine, today: Today) -> None:
    """Those who shut a brand out warn their friends; enough warnings, and one does the same."""
    world = engine.world
    for brand in range(world.brands):
        lists = [s for s, p in zip(today.shut, today.posts, strict=True) if p.brand == brand]
        count = sum(len(part) for part in lists)
        if count:
            engine.shut[:count] = np.concatenate(lists)
            _warn(engine, today, brand, count)


def _warn(engine: Engine, today: Today, brand: int, count: int) -> None:
    world, standing, is_full = engine.world, engine.standings[brand], engine.recorder.is_full
    log = engine.log(len(world.ties.indices))
    counts = np.zeros(2, np.int64)
    total = talk.warn(
        engine.shut, count, today.day, world.people.circle, world.people.threshold, world.ties,
        world.ties_in, standing.bonds, standing.doors.knows, standing.shut_friends,
        engine.constants, log, counts,
    )  # fmt: skip
    engine.tallies[brand]["mutes"] += int(counts[0])
    engine.tallies[brand]["unfollows"] += int(counts[1])
    engine.keep(log, brand)
    if is_full and brand == 0:
        scenes.warnings(engine.recorder, world, today.first_hour, engine.shut[:total], count)
    closed = talk.close_doors(
        engine.shut[:total], today.day, world.people.circle, standing.doors, engine.k
    )
    engine.tallies[brand]["doors_closed"] += len(closed)
    if is_full and brand == 0:
        scenes.doors(engine.recorder, Film.DOOR_CLOSES, today.first_hour, closed)


def reopening(engine: Engine, today: Today) -> None:
    """Doors reopen after quiet weeks and amends."""
    world = engine.world
    for brand, standing in enumerate(engine.standings):
        if standing.doors.door_open.all():
            continue
        opened = talk.open_doors(
            engine.seed, today.day, brand, int(world.last_ask[brand]), world.seats.start,
            world.people.circle, world.ties, standing, engine.k,
        )  # fmt: skip
        engine.tallies[brand]["doors_opened"] += len(opened)
        if engine.recorder.is_full and brand == 0:
            scenes.doors(engine.recorder, Film.DOOR_OPENS, today.first_hour, opened)


def shopping(engine: Engine, today: Today) -> None:
    """Clicks become visits, visits become sales, customers judge and tell."""
    for index, post in enumerate(today.posts):
        rows = today.rows[index]
        visitors = rows["user"][(rows["flags"] & CLICKED) > 0]
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
        engine.seed, today.day, brand, post, ask, np.ascontiguousarray(visitors),
        world.people.circle, world.people.need, world.tastes.urgent, world.ties, standing.bonds,
        standing.memory.week_flags, standing.doors.knows, standing.visited, standing.customer,
        standing.facets, engine.constants, log, till,
    )  # fmt: skip
    visits, sales, vouches, comments = till.counts.tolist()
    tally = engine.tallies[brand]
    tally["visits"] += visits
    tally["sales"] += sales
    tally["vouches"] += vouches
    tally["comments"] += comments
    engine.keep(log, brand)
    said = till.comments[:comments]
    if comments:
        recorder.comments.append(chronicle.product_comments(said, today.day, brand))
    if recorder.is_full and brand == 0:
        scenes.sales(recorder, today.first_hour, till.buyers[:sales], said)


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
    world, recorder = engine.world, engine.recorder
    for brand, standing in enumerate(engine.standings):
        bonds = standing.bonds
        before = (bonds.good.copy(), bonds.harm.copy()) if recorder.is_full else None
        weekly.forget(
            engine.seed, day, brand, world.people.circle, world.ties, bonds, standing.memory,
            standing.doors.knows, standing.shut_friends, engine.constants,
        )  # fmt: skip
        if before is not None:
            recorder.ledger.append(chronicle.changes(*before, bonds, day, brand, Cause.FADE))


def needing(engine: Engine, day: int) -> None:
    """Needs come back after a purchase."""
    folk = engine.world.people
    weekly.recover_need(folk.need, folk.need_full, np.float32(engine.k.recovery_weeks))


def drifting(engine: Engine, day: int) -> None:
    """Interests wander a little."""
    folk, topics = engine.world.people, engine.world.tastes.topics
    weekly.drift(engine.seed, day, folk.circle, folk.interests, topics, engine.k.drift)


def meeting(engine: Engine, day: int) -> None:
    """Friends of friends with like interests tie up."""
    world = engine.world
    heard, hearer = weekly.meet(
        engine.seed, day, world.people.interests, world.ties, engine.k.new_ties, 0, world.users
    )
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
    world.ties = Ties(*weekly.insert(world.ties, heard, hearer, weekly.NEW_STRENGTH))
    np.add.at(world.ties_in, hearer, 1)
    np.add.at(world.crowd, hearer, world.people.posting[heard])
    touched = np.unique(hearer)
    folk = world.people
    world.seen[touched] = (
        folk.online[touched] * folk.attention[touched] / world.crowd[touched]
    ).astype(np.float32)
    for brand in range(world.brands):
        shut = world.stance[brand, heard] >= MUTED
        np.add.at(world.shut_friends[brand], hearer[shut], 1)


Process = Callable[[Engine, Today], None]
WeekProcess = Callable[[Engine, int], None]

DAY: tuple[Process, ...] = (
    working, publishing, chatting, travelling, settling, talking, reopening, shopping,
)  # fmt: skip
"""What happens on every day, in this order."""

WEEK: tuple[WeekProcess, ...] = (searching, forgetting, needing, drifting, meeting)
"""What happens after each seventh day, in this order."""
