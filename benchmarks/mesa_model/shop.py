"""The shop: visits, sales, what customers think of the product, and what they tell friends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.market.chance import Purpose
from trustsim.market.outcome import Reason

from .bond import MUTED

if TYPE_CHECKING:
    from .brand import BrandAgent
    from .model import MesaMarket
    from .post import Post
    from .user import UserAgent

PRAISE, COMPLAINT = 0, 2
PRAISE_SHARE = 0.1
SPEAKING_UP, PRAISING = 100, 200
"""Senders of the draws about writing: 100 + the facet, 200."""


def bring_clicks(post: Post) -> None:
    """Let those who clicked on a post look around the brand's page."""
    for reaction in post.reactions.values():
        if reaction.reads and reaction.clicks:
            visit(post.model, post.brand, reaction.user, post.number, post.plan.ask)


def bring_searches(model: MesaMarket, brand: BrandAgent) -> None:
    """Let those who find a brand by searching look around its page."""
    most = model.k.organic * brand.authority
    if most <= 0.0:
        return
    luck = model.chance.about(Purpose.ORGANIC, model.day, brand.number)
    found: list[UserAgent] = []
    model.users.do("search", brand, most, luck, found)
    for user in found:
        visit(model, brand, user, -1, 0.0)


def visit(model: MesaMarket, brand: BrandAgent, user: UserAgent, post: int, ask: float) -> None:
    """Let one user look around a brand's page, and perhaps buy."""
    k, bond = model.k, user.bonds[brand.number]
    if bond.stance >= MUTED:
        return
    bond.visited = True
    brand.tally["visits"] += not bond.visited_this_week
    bond.visited_this_week = True
    brand.notice(user)
    urgent = user.circle.urgent
    willing = urgent + (1.0 - urgent) * user.trust(brand) ** k.trust_power
    asked = k.unasked + (1.0 - k.unasked) * ask
    buys = k.purchase * user.need * asked * willing
    if model.chance.about(Purpose.BUY, model.day, post + 1, brand.number)(user.number) < buys:
        user.need = 0.0
        bond.customer = bond.bought_this_week = True
        brand.tally["sales"] += 1
        judge(model, brand, user)


def judge(model: MesaMarket, brand: BrandAgent, user: UserAgent) -> None:
    """Let a customer judge the product, facet by facet, and perhaps vouch for it."""
    k, bond = model.k, user.bonds[brand.number]

    def luck(sender: int) -> float:
        return model.chance.about(Purpose.FACET, model.day, brand.number, sender)(user.number)

    is_pleased = True
    for facet, pleases in enumerate(brand.facets):
        if luck(facet) < pleases:
            continue
        is_pleased = False
        bond.harm += k.gain * k.displeased
        if luck(SPEAKING_UP + facet) < k.speak_up:
            write(model, brand, user, COMPLAINT, facet, Reason.PRODUCT_FLAW)
    if not is_pleased:
        return
    bond.good += k.gain * k.pleased
    if luck(PRAISING) < PRAISE_SHARE:
        write(model, brand, user, PRAISE, -1, Reason.PRODUCT_GOOD)
    if model.chance.about(Purpose.VOUCH, model.day, brand.number)(user.number) < k.vouch:
        vouch(model, brand, user)


def vouch(model: MesaMarket, brand: BrandAgent, user: UserAgent) -> None:
    """Let a customer tell friends."""
    k = model.k
    brand.tally["vouches"] += 1
    for friend, closeness in user.ties:
        bond = friend.bonds[brand.number]
        if bond.stance < MUTED:
            brand.notice(friend)
            bond.good += k.gain * k.vouch_good * closeness.value


def write(
    model: MesaMarket, brand: BrandAgent, user: UserAgent, kind: int, facet: int, reason: Reason
) -> None:
    """Write a comment about the product."""
    brand.tally["comments"] += 1
    model.comments.append((model.day, brand.number, user.number, -1, kind, facet, reason))
