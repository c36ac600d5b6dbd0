"""A brand's post: who is shown it, who reads it, and who passes it on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trustsim.market.chance import Purpose
from trustsim.market.orders import HOME as PAGE
from trustsim.market.orders import MOST_POSTS, BrandPost

from .bond import MUTED
from .reaction import Reaction

if TYPE_CHECKING:
    from .brand import BrandAgent
    from .model import MesaMarket
    from .user import UserAgent

HOME, CIRCLE, PAID, FRIEND = range(4)
COLLABORATOR_TRUST = 0.4
CERTAIN = math.inf
"""Rank of what is shown to whoever is online at all."""
ASKED_OF_READERS = (
    Purpose.SHARE, Purpose.DETECT, Purpose.LIKE, Purpose.COMMENT, Purpose.FOLLOW, Purpose.CLICK,
    Purpose.WITHDRAW, Purpose.LADDER,
)  # fmt: skip


@dataclass(slots=True)
class Offer:
    """A feed shows one user the post.

    ``luck``: the draw that decided so; it decides about reading as well. ``shows``: the chance of
    it. ``sharer``: the reaction of whoever passed it on, ``closeness`` and ``friend_trust`` how
    close they are and how much they trust the brand. ``is_lent``: it was made with this user.
    """

    user: UserAgent
    luck: float
    shows: float
    source: int
    sharer: Reaction | None = None
    closeness: float = 1.0
    friend_trust: float = 0.0
    is_lent: bool = False


class Post:
    """One post of one brand on the day it is up.

    ``siblings``: the brand's posts of the day in the same place. ``reactions``: of everybody who is
    shown it, in the order of being shown. ``sharers``: of those who pass it on.
    """

    def __init__(self, model: MesaMarket, plan: BrandPost, number: int, siblings: int) -> None:
        self.model = model
        self.plan = plan
        self.day = model.day
        self.number = number
        self.siblings = siblings
        self.brand: BrandAgent = model.brands[plan.brand]
        self.quality = self.turned_out()
        self.appeal = model.appeal_of(number)
        self.pull = (
            model.k.share_scale * model.k.kind_share[plan.kind] * self.quality * self.quality
            * self.appeal * (1.0 - plan.ask) ** 2
        )  # fmt: skip
        self.luck = {p: model.chance.about(p, model.day, number) for p in ASKED_OF_READERS}
        self.reactions: dict[UserAgent, Reaction] = {}
        self.sharers: list[Reaction] = []

    def turned_out(self) -> float:
        """Return how good it turned out."""
        k = self.model.k
        if k.quality_low == k.quality_high:
            return float(k.quality_low)
        luck = self.model.chance.bell(Purpose.QUALITY, self.day, self.number)
        return float(min(1.0, max(0.02, self.plan.quality + k.quality_noise * luck)))

    def travel(self) -> None:
        """Show it to everybody it reaches; they meet it as the world was this morning."""
        self.show_to_own()
        if self.plan.paid > 0:
            self.show_to_bought()
        if self.plan.collaborator >= 0:
            self.lend_name(self.model.everybody[self.plan.collaborator])
        for sharer in self.sharers:  # grows while it is read
            self.show_to_friends_of(sharer)

    def show_to_own(self) -> None:
        """Show it to the followers of the home page, or in the circle it is made in."""
        plan, k = self.plan, self.model.k
        crowding = 1.0 + k.same_author * (self.siblings - 1)
        if plan.circle < 0:
            followers = sorted(self.brand.followers, key=lambda user: user.number)
            self.show(followers, k.home_rank / crowding, HOME)
        elif self.brand.doors[plan.circle].is_open:
            self.show(self.model.circles[plan.circle].everybody, k.circle_rank / crowding, CIRCLE)

    def show_to_bought(self) -> None:
        """Show it to whom bought impressions go: by interest, never behind a closed door."""
        brand, topic = self.brand.number, self.plan.topic
        listening = [u for u in self.model.everybody if u.bonds[brand].stance < MUTED]
        total = 0.0
        for user in listening:
            total += user.interests[topic]
        if total <= 0.0:
            return
        share = self.plan.paid / total
        picked = self.model.chance.about(Purpose.PAID, self.day, self.number)
        bought = [u for u in listening if picked(u.number) < share * u.interests[topic]]
        doors = self.brand.doors
        self.show([u for u in bought if doors[u.circle.number].is_open], CERTAIN, PAID)

    def show(self, users: Iterable[UserAgent], rank: float, source: int) -> None:
        """Let the brand itself show it to users, if their feeds let it through."""
        model, brand = self.model, self.brand.number
        sender = len(model.everybody) + source
        lucks = model.chance.about(Purpose.SHOW, self.day, self.number, sender)
        for user in users:
            if user.bonds[brand].stance >= MUTED:
                continue
            luck, shows = lucks(user.number), min(user.online, user.seen * rank)
            if luck < shows:
                self.meet(Offer(user, luck, shows, source))

    def lend_name(self, user: UserAgent) -> None:
        """Let the connector it was made with pass it on, if they trust the brand enough."""
        if user.bonds[self.brand.number].stance >= MUTED:
            return
        if user.trust(self.brand) >= COLLABORATOR_TRUST:
            shows = min(user.online, user.seen * CERTAIN)
            self.meet(Offer(user, -1.0, shows, HOME, is_lent=True))

    def show_to_friends_of(self, sharer: Reaction) -> None:
        """Show it to the friends of one who passed it on."""
        brand, doors, user = self.brand.number, self.brand.doors, sharer.user
        trust = user.trust(self.brand)
        chance = self.model.chance
        draws = chance.among(Purpose.SHOW, self.day, self.number, user.number, user.ties)
        for (friend, closeness), luck in zip(user.ties, draws, strict=False):
            shows = min(friend.online, friend.seen * closeness.rank)
            if luck >= shows:
                continue
            if friend.bonds[brand].stance >= MUTED or not doors[friend.circle.number].is_open:
                continue
            self.meet(Offer(friend, luck, shows, FRIEND, sharer, closeness.value, trust))

    def meet(self, offer: Offer) -> None:
        """Let one user whose feed shows it read it and pass it on, or scroll past."""
        user, sharer = offer.user, offer.sharer
        key, sent, hops = 0, 0.0, 0
        if sharer is not None:
            key, sent, hops = sharer.user.number + 1, sharer.hours, sharer.hops + 1
        hours = sent + self.model.delay_of(self.number, user, key)
        reaction = self.reactions.get(user)
        if reaction is None:
            reaction = self.reactions[user] = Reaction(self, user, offer.source, hops, hours)
        reaction.showings += 1
        if reaction.reads:
            if offer.is_lent and not reaction.shares:
                self.pass_on(reaction)
        elif self.is_read(reaction, offer):
            reaction.hops, reaction.hours = hops, hours
            if offer.is_lent or self.is_passed_on(reaction):
                self.pass_on(reaction)

    def is_read(self, reaction: Reaction, offer: Offer) -> bool:
        """Let one user read what their feed shows, or not."""
        k, user, ask = self.model.k, offer.user, self.plan.ask
        trust = user.trust(self.brand)
        credence = trust + (1.0 - trust) * k.friend_weight * offer.closeness * offer.friend_trust
        relevance = interest = user.interests[self.plan.topic]
        if ask > 0.0:
            interest += ask * (user.need - relevance)
        believes = k.cold_credence + (1.0 - k.cold_credence) * credence
        if offer.luck >= offer.shows * (k.base + (1.0 - k.base) * interest * believes):
            return False
        reaction.read(credence, relevance, interest)
        return True

    def is_passed_on(self, reaction: Reaction) -> bool:
        """Tell whether one who has read it passes it on."""
        k, user = self.model.k, reaction.user
        passes_on = (
            self.pull * user.propensity * reaction.relevance * user.circle.tones[self.plan.tone]
            * reaction.credence**k.credence_power * k.hop_fade**reaction.hops
        )  # fmt: skip
        return bool(self.luck[Purpose.SHARE](user.number) < passes_on)

    def pass_on(self, reaction: Reaction) -> None:
        """Let one user pass it on."""
        reaction.shares = True
        self.sharers.append(reaction)

    # --- in the evening

    def settle(self) -> None:
        """Let what it did to people become state, and count."""
        tally, sharers = self.brand.tally, self.sharers
        for reaction in self.reactions.values():
            reaction.settle()
        tally["impressions"] += sum(reaction.showings for reaction in self.reactions.values())
        tally["shares"] += len(sharers)
        depth = max((reaction.hops + 1 for reaction in sharers), default=0)
        tally["deepest_cascade"] = max(tally["deepest_cascade"], depth)
        if self.plan.link or self.plan.circle < 0:
            tally["inbound_links"] += len(sharers)


def places_of(circles: list[int]) -> list[int]:
    """Return the places, under MOST_POSTS, of one brand's posts of one day, by where each is made.

    Every circle has a place of its own, and the page; a second post made there on the same day
    takes what nobody claims, from the end.
    """
    claims = [(circle - PAGE) % MOST_POSTS for circle in circles]
    unclaimed = sorted(set(range(MOST_POSTS)) - set(claims))
    places: list[int] = []
    for claim in claims:
        places.append(unclaimed.pop() if claim in places else claim)
    return places
