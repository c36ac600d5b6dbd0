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


def sleeping(engine: Engine, day: int) -> None:
    """Evidence, memories and mutes fade, needs return, interests drift, friends' friends meet."""
    world, recorder = engine.world, engine.recorder
    before = (world.good.copy(), world.harm.copy()) if recorder.is_full else None
    heard, hearer = weekly.sleep(
        engine.seed, day, world.people, world.ties, world.tastes.topics, engine.brands,
        engine.constants,
    )  # fmt: skip
    if before is not None:
        for brand, (good, harm) in enumerate(zip(*before, strict=True)):
            bonds = engine.standings[brand].bonds
            recorder.ledger.append(chronicle.changes(good, harm, bonds, day, brand, Cause.FADE))
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
