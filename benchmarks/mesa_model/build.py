"""How a model begins: objects made from the arrays of a world that the engine has built."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from trustsim.market.market import Market
from trustsim.market.world import World

from .bond import FOLLOWER, Bond
from .brand import BrandAgent, Door
from .circle import Circle
from .user import Tie, UserAgent

if TYPE_CHECKING:
    from .model import MesaMarket

TRAITS = (
    "online", "attention", "posting", "propensity", "scepticism", "line", "threshold", "need",
    "need_full",
)  # fmt: skip
BOND_ARRAYS = {
    "good": "good", "harm": "harm", "stance": "stance", "since": "stance_day",
    "asks_met": "asks_met", "reads_met": "reads_met", "fakes_met": "fakes_met",
    "shut_friends": "shut_friends", "visited": "visited", "customer": "customer",
}  # fmt: skip
"""Attributes of a bond and the arrays of the world they are kept in there."""


def constants_of(market: Market, single: Callable[[float], float]) -> SimpleNamespace:
    """Return the model's constants by name, as plain numbers and lists."""
    found = {
        name: value.tolist() if isinstance(value, np.ndarray) else value
        for name, value in market._engine.k._asdict().items()
    }
    k = SimpleNamespace(**found)
    k.friend_rank = market.scenario.rules.feed.friend_rank
    k.ranked = market.scenario.platform.ranked
    if not k.limited:  # the ablation: whoever is online sees everything
        k.home_rank = k.circle_rank = math.inf
    k.keep_good, k.keep_harm = 1.0 - k.good_fade, 1.0 - k.harm_fade
    k.keep_asks = single(1.0 - k.memory_fade)
    k.recovery_weeks = single(k.recovery_weeks)
    return k


def circles_of(world: World) -> list[Circle]:
    """Return the circles, empty still."""
    tastes = world.tastes
    rows = zip(tastes.topics.tolist(), tastes.tones.tolist(), tastes.urgent.tolist(),
               tastes.hunts_deals.tolist(), tastes.patience.tolist(), world.chatter.tolist(),
               strict=True)  # fmt: skip
    return [Circle(number, *row) for number, row in enumerate(rows)]


def brands_of(model: MesaMarket, world: World) -> list[BrandAgent]:
    """Return the brands, with their doors."""
    brands = []
    for number in range(world.brands):
        brand = BrandAgent(model, number)
        brand.facets = world.facets[number].tolist()
        brand.last_ask = int(world.last_ask[number])
        brand.authority = float(world.authority[number])
        rows = zip(model.circles, world.knows[number].tolist(), world.door_open[number].tolist(),
                   world.door_day[number].tolist(), world.amends[number].tolist(),
                   world.apologised[number].tolist(), strict=True)  # fmt: skip
        brand.doors = [Door(*row) for row in rows]
        brands.append(brand)
    return brands


def users_of(model: MesaMarket, world: World) -> list[UserAgent]:
    """Return the users, each in their circles, with ties and bonds."""
    folk, circles = world.people, model.circles
    names = (*TRAITS, "hears", "crowd", "seen")
    columns = [getattr(folk, name).tolist() for name in TRAITS]
    columns += [world.ties_in.tolist(), world.crowd.tolist(), world.seen.tolist()]
    seats = zip(folk.circle.tolist(), folk.second.tolist(), folk.interests.T.tolist(), strict=True)
    users = []
    rows = zip(seats, zip(*columns, strict=True), strict=True)
    for number, ((circle, second, interests), row) in enumerate(rows):
        users.append(
            UserAgent(
                model,
                number,
                circles[circle],
                circles[second] if second >= 0 else None,
                interests,
                dict(zip(names, row, strict=True)),
            )
        )
    seat(users)
    tie(model, users, world)
    bind(model, users, world)
    return users


def seat(users: list[UserAgent]) -> None:
    """Let every user sit in their circles."""
    for user in users:
        user.circle.members.append(user)
        user.circle.everybody.append(user)
        if user.second is not None and user.second is not user.circle:
            user.second.everybody.append(user)


def tie(model: MesaMarket, users: list[UserAgent], world: World) -> None:
    """Give every user their ties."""
    ties, bounds = world.ties, world.ties.indptr.tolist()
    for user in users:
        row = slice(bounds[user.number], bounds[user.number + 1])
        friends, strengths = ties.indices[row].tolist(), ties.strength[row].tolist()
        found: list[Tie] = [
            (users[friend], model.closenesses[strength])
            for friend, strength in zip(friends, strengths, strict=True)
        ]
        user.ties = found


def bind(model: MesaMarket, users: list[UserAgent], world: World) -> None:
    """Give every user a bond with every brand."""
    for brand in model.brands:
        columns = [getattr(world, name)[brand.number].tolist() for name in BOND_ARRAYS.values()]
        for user, row in zip(users, zip(*columns, strict=True), strict=True):
            bond = Bond(**dict(zip(BOND_ARRAYS, row, strict=True)))
            user.bonds.append(bond)
            if bond.stance == FOLLOWER:
                brand.followers.add(user)
