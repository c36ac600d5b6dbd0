"""Postings: a day's posts of brands go up, travel, and leave behind what they did."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from trustsim.market import brandpost, chronicle, commit, scenes
from trustsim.market.engine import NO_EXPOSURES, Engine, Today
from trustsim.market.orders import HOME, MOST_POSTS, BrandPost
from trustsim.market.ordinary import post_id
from trustsim.market.outcome import EXPOSURE, POST
from trustsim.market.touch import TOUCH, PostNumbers

ASK_THAT_COUNTS = 0.25
"""Ask from which a post ends a brand's quiet time (guess: an announcement is no pitch)."""
FIRST_HOUR, LAST_HOUR = 8.0, 21.0
"""Hours of the day between which posts are published (guess)."""


def publishing(engine: Engine, today: Today) -> None:
    """The day's posts of brands go up, as planned."""
    world = engine.world
    for brand, posts in groupby(today.due, key=lambda post: post.brand):
        plans = list(posts)
        circles = [plan.circle for plan in plans]
        for index, plan in enumerate(plans):
            place = world.users + MOST_POSTS * brand + place_of(index, circles)
            number = int(post_id(world.users, today.day, place))
            _publish(engine, today, number, plan, circles.count(plan.circle))
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


def _publish(engine: Engine, today: Today, number: int, plan: BrandPost, siblings: int) -> None:
    k = engine.k
    hour, turn, appeal = brandpost.luck_of(
        engine.seed, today.day, number, k.appeal_spread, k.appeal_cap
    )
    quality = min(1.0, max(0.02, plan.quality + k.quality_noise * turn))
    if k.quality_low == k.quality_high:  # the ablation: every post is alike
        quality = k.quality_low
    today.hours.append(today.first_hour + (FIRST_HOUR + (LAST_HOUR - FIRST_HOUR) * hour))
    today.posts.append(
        PostNumbers(
            number, today.day, plan.brand, plan.kind, plan.tone, plan.topic, plan.circle, quality,
            appeal, plan.ask, plan.link, plan.automated, plan.paid, plan.collaborator, siblings,
        )
    )  # fmt: skip


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
        count, written = brandpost.travel(
            engine.seed, post, folk.circle, folk.second, folk.interests, folk.need,
            folk.scepticism, folk.line, engine.glance.reader, world.ties, world.tastes,
            standing.bonds, standing.memory, standing.doors.door_open, engine.constants,
            engine.rooms[0], rows, exposures, detailed,
        )  # fmt: skip
        if count > len(rows):
            engine.touches[index] = np.zeros(2 * count, TOUCH)
        elif written > len(exposures):
            engine.exposures = np.zeros(2 * written, EXPOSURE)
        else:
            break
    if detailed:
        engine.recorder.exposures.append(exposures[:written].copy())
    return rows[:count]


def settling(engine: Engine, today: Today) -> None:
    """What the posts did to people becomes the world's state, post by post in order."""
    for index, post in enumerate(today.posts):
        rows, standing = today.rows[index], engine.standings[post.brand]
        if len(rows) > len(engine.settled.shut):
            engine.settled = commit.settled(2 * len(rows))
        table = np.empty(1, POST)
        shut, visitors, said = commit.commit_post(
            rows, post, today.due[index].slot, standing.bonds, standing.memory,
            standing.doors.knows, engine.world.people.circle, engine.tallies[post.brand], table,
            engine.settled,
        )  # fmt: skip
        today.shut.append(engine.settled.shut[:shut].copy())
        today.visitors.append(engine.settled.visitors[:visitors].copy())
        engine.recorder.posts.append(table)
        if said:
            engine.recorder.comments.append(engine.settled.said[:said].copy())
        _record(engine, today, index, int(table["shares"][0]))


def _record(engine: Engine, today: Today, index: int, shares: int) -> None:
    post, rows, recorder = today.posts[index], today.rows[index], engine.recorder
    if recorder.keeps("cascades"):
        recorder.cascades.append(chronicle.brand_cascade(post, rows, shares))
    if recorder.is_full:
        recorder.ledger.append(commit.ledger_rows(rows, post))
        if post.brand == 0:
            scenes.post(recorder, today.hours[index], today.due[index].slot, rows)
