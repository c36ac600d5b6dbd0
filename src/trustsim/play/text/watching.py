"""Watching as text: a week as it happened, day by day."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.campaign import Campaign
from trustsim.market.outcome import Film
from trustsim.play.advice import advice_of, is_quiet
from trustsim.play.people import name_of
from trustsim.play.strings import say
from trustsim.play.text.figures import circle_name, circle_of, people, place, wrapped

DAY_HOURS = 24.0


def film(campaign: Campaign, week: int) -> Iterator[str]:
    """Yield what could be seen in one week, from 1."""
    scenes = campaign.record.film(week)
    if not len(scenes):
        yield say("text.watch.quiet")
    days = (scenes["hour"] // DAY_HOURS).astype(int)
    for day in np.unique(days).tolist():
        yield say("text.watch.day", day=say(f"day.{day}"))
        yield from _day(campaign, week, scenes[days == day])
    if is_quiet(campaign, week):
        advice = f"meanwhile.{advice_of(campaign, week)}"
        yield wrapped(f"{say(f'{advice}.title')}. {say(f'{advice}.note')}")


def _day(campaign: Campaign, week: int, scenes: NDArray[np.void]) -> Iterator[str]:
    for scene in scenes[scenes["kind"] == Film.PUBLISH]:
        yield _published(campaign, week, scene)
    talked = _who(scenes, Film.TALK)
    if talked:
        yield say("text.watch.talk", names=people(talked))
    yield from _met(scenes)
    yield from _shared(campaign, scenes)
    for kind, word in ((Film.COMMENT, "comment"), (Film.CLICK, "click")):
        count = len(_who(scenes, kind))
        if count:
            yield say(f"text.watch.{word}", count=count)
    yield from _named(scenes)
    yield from _doors(campaign, scenes)


def _published(campaign: Campaign, week: int, scene: np.void) -> str:
    """Return a post that goes up."""
    post = campaign.plans[week - 1].posts[int(scene["post"])]
    hour = float(scene["hour"]) % DAY_HOURS
    return say("text.watch.publish", hour=f"{int(hour):02d}:{int(hour % 1 * 60):02d}",
               kind=say(f"kind.{post.kind}"), where=place(campaign, post.audience))  # fmt: skip


def _met(scenes: NDArray[np.void]) -> Iterator[str]:
    """Yield how many saw, read and liked something."""
    seen = len(_who(scenes, Film.SEE))
    if seen:
        reads, likes = len(_who(scenes, Film.READ)), len(_who(scenes, Film.LIKE))
        yield say("text.watch.seen", count=seen, reads=reads, likes=likes)


def _shared(campaign: Campaign, scenes: NDArray[np.void]) -> Iterator[str]:
    """Yield who passed something on, and how many saw it through them."""
    seen = scenes[scenes["kind"] == Film.SEE]
    for user in _who(scenes, Film.SHARE):
        through = len(np.unique(seen["user"][seen["other"] == user]))
        yield say("text.watch.share", name=name_of(user), circle=circle_of(campaign, user),
                  count=through)  # fmt: skip


def _named(scenes: NDArray[np.void]) -> Iterator[str]:
    """Yield who took a step towards or away from the brand."""
    away = _who(scenes, Film.MUTE, Film.BLOCK)
    steps = (
        ("follow", _who(scenes, Film.FOLLOW)),
        ("buy", _who(scenes, Film.BUY)),
        ("vouch", _who(scenes, Film.VOUCH)),
        ("complain", _who(scenes, Film.COMPLAIN)),
        ("turn_away", away),
        ("unfollow", [user for user in _who(scenes, Film.UNFOLLOW) if user not in away]),
    )
    for word, users in steps:
        if users:
            yield say(f"text.watch.{word}", names=people(users))
    warned = len(_who(scenes, Film.WARN))
    if warned:
        yield say("text.watch.warn", count=warned)


def _doors(campaign: Campaign, scenes: NDArray[np.void]) -> Iterator[str]:
    for kind, word in ((Film.DOOR_CLOSES, "door_closes"), (Film.DOOR_OPENS, "door_opens")):
        for circle in _who(scenes, kind):
            yield say(f"text.watch.{word}", circle=circle_name(campaign, circle))


def _who(scenes: NDArray[np.void], *kinds: Film) -> list[int]:
    """Return who did one of some things, each once, in the order of doing."""
    users = scenes["user"][np.isin(scenes["kind"], [int(kind) for kind in kinds])]
    return list(dict.fromkeys(users.tolist()))
