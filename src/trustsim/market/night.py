"""Night: what happens to a world after each seventh day, whatever anybody does."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market import chronicle, weekly
from trustsim.market.day import TALLIES
from trustsim.market.engine import Engine
from trustsim.market.network import Ties
from trustsim.market.outcome import Cause
from trustsim.market.world import World


def searching(engine: Engine, day: int) -> None:
    """Shared links build search authority, which fades by itself."""
    world, k = engine.world, engine.k
    for brand, links in enumerate(engine.tallies[:, TALLIES["inbound_links"]].tolist()):
        gained = k.authority_gain * float(np.log1p(links))
        world.authority[brand] = min(
            1.0, world.authority[brand] * (1.0 - k.authority_fade) + gained
        )


def forgetting(engine: Engine, day: int) -> None:
    """Evidence fades (harm slower than good), memories of asks too; old mutes may be lifted."""
    world, recorder = engine.world, engine.recorder
    for brand in range(world.brands):
        standing = world.standing(brand)
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
    pairs = heard * np.int64(world.users) + hearer
    if not directed:
        pairs = np.concatenate((pairs, hearer * np.int64(world.users) + heard))
    pairs.sort()
    folk = world.people
    world.ties = Ties(
        *weekly.tie_up(
            pairs, world.ties, folk.online, folk.attention, folk.posting, world.ties_in,
            world.crowd, world.seen, world.stance, world.shut_friends,
        )
    )  # fmt: skip
