"""The user: likes, notices, shares, forgets, and meets others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from .bond import MUTED, STRANGER, Bond

if TYPE_CHECKING:
    from .brand import BrandAgent
    from .chance import Luck
    from .circle import Circle
    from .closeness import Closeness
    from .model import MesaMarket

Tie = tuple["UserAgent", "Closeness"]
"""Who gets what one shares, and how close they are."""

DRIFTING = 4
"""Each week one user in this many drifts, by as many steps."""
LIKENESS = 0.75
"""Likeness of interests at which friends of friends surely take to each other."""


class UserAgent(mesa.Agent):
    """One person.

    Traits are those of `trustsim.market.people.People`. ``ties``: the audience, by number.
    ``hears``: how many others one hears. ``crowd``: posts a day that compete in the feed. ``seen``:
    chance that a post of rank 1 is seen on a day. ``bonds``: one for each brand.
    """

    model: MesaMarket

    def __init__(self, model: MesaMarket, number: int, circle: Circle, second: Circle | None,
                 interests: list[float], traits: dict[str, float]) -> None:  # fmt: skip
        super().__init__(model)
        self.number = number
        self.circle = circle
        self.second = second
        self.interests = interests
        self.online = traits["online"]
        self.attention = traits["attention"]
        self.posting = traits["posting"]
        self.propensity = traits["propensity"]
        self.scepticism = traits["scepticism"]
        self.line = traits["line"]
        self.threshold = traits["threshold"]
        self.need = traits["need"]
        self.need_full = traits["need_full"]
        self.hears = int(traits["hears"])
        self.crowd = traits["crowd"]
        self.seen = traits["seen"]
        self.ties: list[Tie] = []
        self.bonds: list[Bond] = []

    def trust(self, brand: BrandAgent) -> float:
        """Return how much one trusts a brand: the mean of a Beta reputation."""
        k, bond = self.model.k, self.bonds[brand.number]
        good, harm = bond.good, bond.harm
        return float((k.prior_good + good) / (k.prior_good + k.prior_harm + good + harm))

    def publish(self, luck: Luck) -> None:
        """Post something today, or not."""
        if luck(self.number) < self.posting:
            self.model.authors.append(self)

    def pick_topic(self, goal: float) -> int:
        """Return what a post is about: topics in proportion to squared liking."""
        so_far = 0.0
        for topic, liking in enumerate(self.interests):
            so_far += liking * liking
            if goal < so_far:
                return topic
        return len(self.interests) - 1

    def search(self, brand: BrandAgent, most: float, luck: Luck, found: list[UserAgent]) -> None:
        """Find a brand's page by searching, or not; ``most``: the chance in full need."""
        if luck(self.number) < most * self.need and self.bonds[brand.number].stance < MUTED:
            found.append(self)

    def forget(self) -> None:
        """Let evidence and memories fade by one week, and perhaps an old mute."""
        k = self.model.k
        for brand, bond in zip(self.model.brands, self.bonds, strict=True):
            if bond.stance == STRANGER and not (bond.good or bond.harm):
                continue  # there is nothing to forget
            bond.good *= k.keep_good
            bond.harm *= k.keep_harm
            if bond.asks_met:
                bond.asks_met = self.model.chance.single(bond.asks_met * k.keep_asks)
            bond.reads_met = 0.0
            bond.reached_this_week = bond.visited_this_week = False
            bond.shared_freely_this_week = bond.bought_this_week = False
            if bond.stance == MUTED and self.model.day - bond.since >= k.mute_days:
                brand.perhaps_unmute(self)

    def recover_need(self) -> None:
        """Let the need for the product come back after a purchase."""
        if self.need < self.need_full:
            single = self.model.chance.single
            step = single(self.need_full / self.model.k.recovery_weeks)
            self.need = min(self.need_full, single(self.need + step))

    def drift(self, lucks: list[Luck]) -> None:
        """Let interests wander a little towards the circle's, and by chance."""
        if self.number % DRIFTING != self.model.day // 7 % DRIFTING:
            return
        step, number, single = DRIFTING * self.model.k.drift, self.number, self.model.chance.single
        likings = []
        length = 0.0
        for liking, topic, luck in zip(self.interests, self.circle.topics, lucks, strict=True):
            pull = topic - liking
            moved = max(0.001, liking + step * (pull + 2.0 * (luck(number) - 0.5)))
            likings.append(moved)
            length += moved * moved
        length = math.sqrt(length)
        self.interests = [single(single(liking) / length) for liking in likings]

    def meet(self, lucks: list[Luck]) -> None:
        """Take to a friend of a friend who likes alike, now and then."""
        number = self.number
        if lucks[0](number) >= self.model.k.new_ties or not self.ties:
            return
        friend = self.ties[int(lucks[1](number) * len(self.ties))][0]
        if not friend.ties:
            return
        other = friend.ties[int(lucks[2](number) * len(friend.ties))][0]
        if other is self or any(tie[0] is self for tie in other.ties):
            return
        like = 0.0
        for mine, theirs in zip(self.interests, other.interests, strict=True):
            like += mine * theirs
        if lucks[3](number) < like / LIKENESS:
            self.model.meetings.append((other, self))
