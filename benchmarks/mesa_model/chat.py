"""An ordinary post: shown to friends, read, and passed on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trustsim.market.chance import Purpose

if TYPE_CHECKING:
    from .model import MesaMarket
    from .user import UserAgent


class Chat:
    """One user's post, and how far it went.

    ``tree``: those who passed it on as (who, hops, hours), the author first.
    """

    def __init__(self, model: MesaMarket, author: UserAgent) -> None:
        k, chance, day = model.k, model.chance, model.day
        self.model = model
        self.author = author
        self.day = day
        self.number = model.post_number(author.number)
        self.topic = author.pick_topic(chance.about(Purpose.TOPIC, day, self.number)(0))
        luck = chance.about(Purpose.QUALITY, day, self.number)(0)
        quality = k.quality_low + (k.quality_high - k.quality_low) * luck
        self.pull = k.share_scale * quality * quality * model.appeal_of(self.number)
        self.share_luck = chance.about(Purpose.SHARE, day, self.number)
        self.tree: list[tuple[UserAgent, int, float]] = [(author, 0, 0.0)]
        self.impressions = self.reach = self.reads = 0

    @property
    def shares(self) -> int:
        """How many passed it on."""
        return len(self.tree) - 1

    @property
    def depth(self) -> int:
        """How many hops it went."""
        return max(hops for _, hops, _ in self.tree)

    def travel(self) -> None:
        """Show it to the friends of the author, and of everybody who passes it on."""
        reached: set[UserAgent] = set()
        readers = {self.author}
        for sharer, hops, hours in self.tree:  # grows while it is read
            self.show_to_friends_of(sharer, hops, hours, reached, readers)
        self.reach, self.reads = len(reached), len(readers) - 1

    def show_to_friends_of(
        self, sharer: UserAgent, hops: int, hours: float, reached: set[UserAgent],
        readers: set[UserAgent],
    ) -> None:  # fmt: skip
        """Let the friends of one who passes it on see it, read it and pass it on themselves."""
        model, topic, base, share_luck = self.model, self.topic, self.model.k.base, self.share_luck
        warm = self.pull * model.k.hop_fade**hops
        draws = model.chance.among(Purpose.SHOW, self.day, self.number, sharer.number, sharer.ties)
        for (friend, closeness), luck in zip(sharer.ties, draws, strict=False):
            shows = friend.seen * closeness.rank
            if luck >= shows or luck >= friend.online:
                continue
            self.impressions += 1
            if friend in readers:
                continue
            reached.add(friend)
            relevance = friend.interests[topic]
            reads = base + (1.0 - base) * relevance * closeness.hearing
            if luck >= shows * reads or luck >= friend.online * reads:
                continue
            readers.add(friend)
            passes_on = warm * friend.propensity * relevance * closeness.lending
            if share_luck(friend.number) < passes_on:
                later = hours + model.delay_of(self.number, friend, sharer.number)
                self.tree.append((friend, hops + 1, later))


def likely_appeal(bell: float, spread: float, cap: float) -> float:
    """Return a post's luck of the draw: log-normal of mean 1, cut off at ``cap``."""
    return min(cap, math.exp(spread * bell - 0.5 * spread * spread))
