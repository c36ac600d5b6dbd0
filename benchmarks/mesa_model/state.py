"""The state of a model, written back into the engine's arrays: what the digests are taken of."""

from __future__ import annotations

import copy
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trustsim.market.network import Ties
from trustsim.market.standing import CUSTOMER_THIS_WEEK, REACHED, SHARED_FREELY, VISITED
from trustsim.market.world import World

from .brand import Door
from .build import BOND_ARRAYS, TRAITS
from .model import MesaMarket
from .user import UserAgent


def as_world(model: MesaMarket, like: World) -> World:
    """Return a world that holds the state of ``model``.

    Args:
        model: whose state.
        like: a world of the same scenario and seed, for what never changes (ages, seats, tastes).
    """
    world = copy.deepcopy(like)
    world.day = model.day
    _write_users(model, world)
    _write_ties(model, world)
    _write_bonds(model, world)
    _write_brands(model, world)
    world.chatter[:] = [circle.chatter for circle in model.circles]
    return world


def _write_users(model: MesaMarket, world: World) -> None:
    def fill(array: NDArray[Any], value: Callable[[UserAgent], float]) -> None:
        array[:] = [value(user) for user in model.everybody]

    folk = world.people
    for name in TRAITS:
        fill(getattr(folk, name), attrgetter(name))
    fill(folk.circle, lambda user: user.circle.number)
    fill(folk.second, lambda user: user.second.number if user.second else -1)
    fill(world.ties_in, lambda user: user.hears)
    fill(world.crowd, lambda user: user.crowd)
    fill(world.seen, lambda user: user.seen)
    folk.interests[:] = np.array([user.interests for user in model.everybody]).T


def _write_ties(model: MesaMarket, world: World) -> None:
    ends = np.cumsum([0, *(len(user.ties) for user in model.everybody)])
    ties = [tie for user in model.everybody for tie in user.ties]
    world.ties = Ties(
        ends.astype(np.int64),
        np.array([friend.number for friend, _ in ties], np.int32),
        np.array([closeness.strength for _, closeness in ties], np.uint8),
    )


def _write_bonds(model: MesaMarket, world: World) -> None:
    for brand in model.brands:
        bonds = [user.bonds[brand.number] for user in model.everybody]
        for attribute, name in BOND_ARRAYS.items():
            getattr(world, name)[brand.number] = [getattr(bond, attribute) for bond in bonds]
        world.week_flags[brand.number] = [
            REACHED * bond.reached_this_week + VISITED * bond.visited_this_week
            + SHARED_FREELY * bond.shared_freely_this_week
            + CUSTOMER_THIS_WEEK * bond.bought_this_week
            for bond in bonds
        ]  # fmt: skip


def _write_brands(model: MesaMarket, world: World) -> None:
    def fill(array: NDArray[Any], value: Callable[[Door], Any]) -> None:
        array[:] = [[value(door) for door in brand.doors] for brand in model.brands]

    fill(world.knows, lambda door: door.stances)
    fill(world.door_open, lambda door: door.is_open)
    fill(world.door_day, lambda door: door.day)
    fill(world.amends, lambda door: door.amends)
    fill(world.apologised, lambda door: door.apologised)
    world.last_ask[:] = [brand.last_ask for brand in model.brands]
    world.authority[:] = [brand.authority for brand in model.brands]
    world.facets[:] = [brand.facets for brand in model.brands]
