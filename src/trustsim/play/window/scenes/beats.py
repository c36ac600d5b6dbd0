"""Beats: what a week tells, moment by moment, read off its film."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.report import PostResult, Report
from trustsim.play.people import name_of
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.window.map.events import TURNS_AWAY, Happening, is_kind
from trustsim.play.window.map.film import Film
from trustsim.play.window.scenes.words import KIND_ICONS, place_name, topic_name
from trustsim.play.window.sound import Noise
from trustsim.play.window.widgets.widget import Role

MOST: Final = 40
BRAND: Final = -1
_LEAP: Final = 3
_CROWD_AWAY: Final = 3
_CLUSTER: Final = 12.0
_WIDE_SHARE: Final = 3


@dataclass(frozen=True)
class Beat:
    """Something worth telling.

    Attributes:
        hour: When, in hours of the film.
        title, note: What is said of it.
        icon: Name of its icon.
        role: Role of the icon's colour.
        weight: How much it matters, 0 to 3; 2 and more come as a toast.
        circle: The circle it is about, or -1.
        noise: What is heard, or None.
    """

    hour: float
    title: str
    note: str
    icon: str
    role: Role = "accent"
    weight: int = 1
    circle: int = -1
    noise: Noise | None = None


@dataclass(frozen=True, eq=False)
class _Reel:
    """A film with what is needed to tell it."""

    campaign: Campaign
    film: Film
    circle_of: NDArray[np.integer]
    report: Report

    @property
    def posts(self) -> tuple[PostResult, ...]:
        """The week's posts."""
        return self.report.posts

    def at(self, *kinds: Happening) -> tuple[NDArray[np.float64], NDArray[np.void]]:
        """Return events of some kinds, and when they are seen, in that order."""
        index = np.flatnonzero(is_kind(self.film.events, *kinds))
        index = index[np.argsort(self.film.times.shown[index], kind="stable")]
        return self.film.times.shown[index], self.film.events[index]

    def circle(self, index: int) -> str:
        """Return the name of a circle."""
        return told(self.campaign.scenario).population.circles[index].name


def beats_of(campaign: Campaign, week: int, film: Film) -> tuple[Beat, ...]:
    """Return what a week tells, in the order it is seen."""
    world = campaign.market.world
    reel = _Reel(campaign, film, world.people.circle, campaign.reports[week])
    found = [
        *_published(reel),
        *_leaps(reel),
        *_wide_shares(reel),
        *_followed(reel),
        *_turned_away(reel),
        *_sold(reel),
        *_talked(reel),
        *_doors(reel),
        *_spoken(reel),
    ]
    most = sorted(found, key=lambda beat: -beat.weight)[:MOST]
    return tuple(sorted(most, key=lambda beat: beat.hour))


def _published(reel: _Reel) -> Iterator[Beat]:
    """Tell when each post goes up, and whom it reached first."""
    hours, rows = reel.at(Happening.PUBLISH)
    for hour, row in zip(hours.tolist(), rows, strict=True):
        index = int(row["post"])
        if not 0 <= index < len(reel.posts):
            continue
        post = reel.posts[index]
        yield Beat(
            hour,
            say("beat.published.title", post=say(f"posted.{post.kind}")),
            say("beat.published.note", count=post.organic_reach + post.paid_reach,
                topic=topic_name(post.topic),
                place=place_name(reel.campaign.scenario, post.audience)),
            KIND_ICONS[post.kind],
            role="bad" if post.ask >= 0.25 else "accent",
            noise=Noise.PUBLISH,
        )  # fmt: skip


def _leaps(reel: _Reel) -> Iterator[Beat]:
    """Tell when a post comes to a circle by friends for the first time."""
    hours, rows = reel.at(Happening.SEE)
    by_friend = (rows["other"] >= 0) & (rows["post"] >= 0)
    hours, rows = hours[by_friend], rows[by_friend]
    for index, post in enumerate(reel.posts):
        own = rows["post"] == index
        here, when = rows[own], hours[own]
        circles = reel.circle_of[here["user"]]
        origins = reel.circle_of[here["other"]]
        for circle in np.unique(circles).tolist():
            if reel.campaign.scenario.circle_ids[circle] == post.audience:
                continue
            into = (circles == circle) & (origins != circle)
            if not into.any() or int((circles == circle).sum()) < _LEAP:
                continue
            first = int(np.flatnonzero(into)[0])
            yield Beat(
                float(when[first]) + 0.5,
                say("beat.leap.title", circle=reel.circle(circle)),
                say("beat.leap.note", name=name_of(int(here["other"][first])),
                    origin=reel.circle(int(origins[first])), count=int((circles == circle).sum())),
                "flame", role="warm", weight=3, circle=circle, noise=Noise.LEAP,
            )  # fmt: skip


def _wide_shares(reel: _Reel) -> Iterator[Beat]:
    """Tell of the shares that carried a post to most people."""
    _, rows = reel.at(Happening.SEE)
    rows = rows[(rows["other"] >= 0) & (rows["post"] >= 0)]
    if len(rows) == 0:
        return
    keys = rows["post"].astype(np.int64) * (1 << 32) + rows["other"]
    found, counts = np.unique(keys, return_counts=True)
    when, shares = reel.at(Happening.SHARE)
    at = {
        (int(row["post"]), int(row["user"])): float(hour)
        for hour, row in zip(when, shares, strict=True)
    }
    for place in np.argsort(-counts, kind="stable")[:_WIDE_SHARE].tolist():
        post, user = int(found[place] >> 32), int(found[place] & 0xFFFFFFFF)
        hour = at.get((post, user))
        if hour is None or counts[place] < 2:
            continue
        yield Beat(
            hour,
            say("beat.share.title", name=name_of(user)),
            say("beat.share.note", count=int(counts[place]),
                circle=reel.circle(int(reel.circle_of[user]))),
            "repeat-2", role="good", circle=-1, noise=Noise.SHARE,
        )  # fmt: skip


def _clusters(hours: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Yield first and last place of hours that lie close together."""
    start = 0
    for index in range(1, len(hours) + 1):
        if index == len(hours) or hours[index] - hours[start] > _CLUSTER * 3:
            yield start, index
            start = index


def _followed(reel: _Reel) -> Iterator[Beat]:
    """Tell of new followers."""
    hours, rows = reel.at(Happening.FOLLOW)
    for first, end in _clusters(hours):
        names = name_of(int(rows["user"][first]))
        where = reel.circle(_most(reel.circle_of[rows["user"][first:end]]))
        yield Beat(
            float(hours[first]),
            say("beat.follow.title", count=end - first, name=names),
            say("beat.follow.note", count=end - first, circle=where),
            "user-plus", role="good", weight=2 if end - first >= 5 else 1,
        )  # fmt: skip


def _turned_away(reel: _Reel) -> Iterator[Beat]:
    """Tell when people turn away, circle by circle."""
    hours, rows = reel.at(*TURNS_AWAY)
    circles = reel.circle_of[rows["user"]]
    for circle in np.unique(circles).tolist():
        own = circles == circle
        when, people = hours[own], rows["user"][own]
        for first, end in _clusters(when):
            count = len(np.unique(people[first:end]))
            some = count >= _CROWD_AWAY
            yield Beat(
                float(when[min(first + 1, end - 1)]),
                say("beat.away.title", count=count, circle=reel.circle(circle),
                    name=name_of(int(people[first]))),
                say("beat.away.note", count=count),
                "bell-off", role="bad", weight=2 if some else 1, circle=circle,
                noise=Noise.TURN_AWAY,
            )  # fmt: skip


def _sold(reel: _Reel) -> Iterator[Beat]:
    """Tell of sales."""
    hours, rows = reel.at(Happening.BUY)
    product = told(reel.campaign.scenario).brand.product.name
    for first, end in _clusters(hours):
        yield Beat(
            float(hours[first]),
            say("beat.sale.title", count=end - first, product=product),
            say("beat.sale.note", name=name_of(int(rows["user"][first])),
                circle=reel.circle(int(reel.circle_of[rows["user"][first]]))),
            "shopping-bag", role="good", weight=2, noise=Noise.SALE,
        )  # fmt: skip


def _talked(reel: _Reel) -> Iterator[Beat]:
    """Tell of real talks."""
    hours, rows = reel.at(Happening.TALK)
    circles = reel.circle_of[rows["user"]]
    for circle in np.unique(circles).tolist():
        own = np.flatnonzero(circles == circle)
        yield Beat(
            float(hours[own[0]]),
            say("beat.talk.title", circle=reel.circle(circle)),
            say("beat.talk.note", count=len(own), name=name_of(int(rows["user"][own[0]]))),
            "messages-square", role="good", circle=circle,
        )  # fmt: skip


def _doors(reel: _Reel) -> Iterator[Beat]:
    """Tell of doors."""
    hours, rows = reel.at(Happening.DOOR_CLOSES, Happening.DOOR_OPENS)
    for hour, row in zip(hours.tolist(), rows, strict=True):
        closes = int(row["kind"]) == Happening.DOOR_CLOSES
        circle = int(row["user"])
        key = "closes" if closes else "opens"
        view = reel.report.circles[circle]
        yield Beat(
            hour,
            say(f"beat.door_{key}.title", circle=reel.circle(circle)),
            say(f"beat.door_{key}.note", share=f"{view.shut_out / max(1, view.knows):.0%}"),
            "door-closed" if closes else "door-open",
            role="bad" if closes else "good", weight=3, circle=circle,
            noise=Noise.DOOR_CLOSES if closes else Noise.DOOR_OPENS,
        )  # fmt: skip


def _spoken(reel: _Reel) -> Iterator[Beat]:
    """Tell of warnings and good words among friends."""
    for kind, key, icon, role in (
        (Happening.WARN, "warn", "megaphone", "bad"),
        (Happening.VOUCH, "vouch", "heart", "good"),
    ):
        hours, rows = reel.at(kind)
        if len(rows) == 0:
            continue
        yield Beat(
            float(hours[0]),
            say(f"beat.{key}.title", count=len(np.unique(rows["user"]))),
            say(f"beat.{key}.note", name=name_of(int(rows["other"][0])) if rows["other"][0] >= 0
                else name_of(int(rows["user"][0]))),
            icon, role="bad" if role == "bad" else "good",
        )  # fmt: skip


def _most(circles: NDArray[np.integer]) -> int:
    """Return the circle that most belong to."""
    return int(np.bincount(circles).argmax())
