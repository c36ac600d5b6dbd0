"""The market: a world that plays week after week. This is the engine's whole face."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trustsim.errors import UsageError
from trustsim.market import ordinary
from trustsim.market.build import build_world
from trustsim.market.chance import seed_key
from trustsim.market.day import desk
from trustsim.market.engine import Engine, Stretch
from trustsim.market.events import happen
from trustsim.market.glance import glance
from trustsim.market.network import Seats, Ties
from trustsim.market.orders import Orders
from trustsim.market.outcome import COUNTS, LEDGER, RECORD_LEVELS, Cause, WeekOutcome
from trustsim.market.recorder import Recorder
from trustsim.market.talk import opens_on
from trustsim.market.week import DAYS, WEEK
from trustsim.market.world import World
from trustsim.scenario.schema import Event, Scenario

FEED_LINES = 8
WOULD_SHARE = 0.5
"""Chance to pass on an excellent, relevant post that marks the would-share line, against that at
full credence (guess)."""


class Market:
    """A world of users and brands on a social network, played week by week.

    The same (version, scenario, seed, orders) gives the same digest, whatever the record level,
    the number of threads, or whether anybody looks.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        *,
        record: str = "weeks",
        threads: int = 1,
        ties: tuple[Seats, Ties] | None = None,
    ) -> None:
        """Build the world.

        Args:
            scenario: what to simulate.
            seed: any whole number.
            record: none, weeks, posts, cascades or full.
            threads: how many posts travel side by side; the result does not depend on it.
            ties: a network read from a file, instead of a grown one.

        Raises:
            TooLarge: if the world does not fit into memory.
            UsageError: for an unknown record level, or a scenario whose network is a file and that
                comes without ``ties``: a market reads no files.
        """
        if record not in RECORD_LEVELS:
            raise UsageError(f"record: '{record}' is none of {', '.join(RECORD_LEVELS)}")
        self.scenario = scenario
        self.seed = seed
        self.key = seed_key(seed)
        with np.errstate(over="ignore"):
            world, k = build_world(scenario, self.key, ties)
        self._engine = Engine(
            world=world,
            k=k,
            constants=k.table(),
            seed=self.key,
            recorder=Recorder(record),
            tallies=np.zeros((world.brands, len(COUNTS)), np.int64),
            top=np.full((FEED_LINES, ordinary.TOP_COLUMNS), -1),
            **_room_for(world, max(1, threads)),
        )
        self.first_ledger = self._opening()

    @property
    def world(self) -> World:
        """The state, as arrays."""
        return self._engine.world

    @property
    def week(self) -> int:
        """Weeks played so far."""
        return self.world.day // 7

    @property
    def day(self) -> int:
        """Days simulated so far."""
        return self.world.day

    @property
    def share_line(self) -> float:
        """Trust at which a person would share: half as readily as at full credence."""
        power = self._engine.k.credence_power
        return float(WOULD_SHARE ** (1.0 / power)) if power > 0 else 0.0

    def apply_event(self, event: Event) -> None:
        """Let something happen to the world, whatever the players do."""
        with np.errstate(over="ignore"):
            happen(event, self.scenario, self._engine)

    def play_week(self, orders: Orders) -> WeekOutcome:
        """Simulate seven days in which every brand does what ``orders`` say."""
        self._play(orders, 7)
        return self.finish_week()

    def play_day(self, orders: Orders) -> None:
        """Simulate one day; posts of other weekdays wait for theirs."""
        self._play(orders, 1)

    def _play(self, orders: Orders, days: int) -> None:
        engine, world = self._engine, self._engine.world
        at_once = 1 if engine.recorder.keeps("posts") else days
        with np.errstate(over="ignore"):
            for ahead in range(days, 0, -at_once):
                stretch = Stretch(world.day, at_once, orders, ahead)
                for process in DAYS:
                    process(engine, stretch)
                world.day += at_once

    def finish_week(self) -> WeekOutcome:
        """Do what ends a week, and hand over its outcome."""
        engine = self._engine
        with np.errstate(over="ignore"):
            for process in WEEK:
                process(engine, engine.world.day - 1)
        outcome = WeekOutcome(
            week=self.week,
            counts=tuple(dict(zip(COUNTS, row, strict=True)) for row in engine.tallies.tolist()),
            feed=tuple(_feed(engine.top)),
            **engine.recorder.take(),
        )
        engine.tallies[:] = 0
        engine.top[:] = -1
        return outcome

    def fork(self, record: str | None = None) -> Market:
        """Return a copy of this market that goes its own way from here, on the same luck.

        Args:
            record: the copy's record level, if it shall be another one.
        """
        twin, engine = copy.copy(self), self._engine
        world = copy.deepcopy(engine.world)
        twin._engine = replace(
            engine,
            world=world,
            recorder=Recorder(record or engine.recorder.level),
            chat=None,
            **_room_for(world, len(engine.rooms)),
            tallies=engine.tallies.copy(),
            top=engine.top.copy(),
        )
        return twin

    def digest(self) -> str:
        """Return the fingerprint of the world: equal for equal runs."""
        return self.world.digest()

    def opens_in(self, brand: int, circle: int) -> int:
        """Return the days until a closed door is open if the brand asks for nothing; 0 if it is.

        Doors reopen in the evening: a post made on the day itself comes too early.
        """
        if self.world.door_open[brand, circle]:
            return 0
        world, k = self.world, self._engine.k
        day = opens_on(
            world.door_day[brand, circle], world.last_ask[brand], world.amends[brand, circle],
            k.quiet_days, k.amends_days,
        )  # fmt: skip
        return max(1, 1 + int(np.ceil(day - world.day)))

    def _opening(self) -> NDArray[np.void]:
        """Return the LEDGER rows of what the first followers feel at the start."""
        brand, user = np.nonzero(self.world.good)
        rows = np.zeros(len(user), LEDGER)
        rows["brand"], rows["user"], rows["post"] = brand, user, -1
        rows["cause"], rows["good"] = int(Cause.FIRST_FOLLOWER), self.world.good[brand, user]
        return rows


def _room_for(world: World, threads: int) -> dict[str, Any]:
    """Return views of ``world`` and working room for it, as an Engine takes them."""
    return {
        "brands": world.standings,
        "standings": tuple(world.standing(brand) for brand in range(world.brands)),
        "glance": glance(world.topics, world.users),
        "rooms": tuple(ordinary.scratch(world.users) for _ in range(threads)),
        "pool": ThreadPoolExecutor(threads) if threads > 1 else None,
        "sharers": [ordinary.sharers(256) for _ in range(threads)],
        "desk": desk(world.users, world.circles),
    }


def _feed(top: NDArray[np.int64]) -> list[tuple[int, int, int, int]]:
    """Return the week's most shared ordinary posts as (user, circle, topic, shares)."""
    rows = top[top[:, 0] >= 0].tolist()
    return [(-author, circle, topic, shares) for shares, _, author, circle, topic in rows]
