"""The engine: what a day works on, and the day while it happens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trustsim.market.commit import Settled, settled
from trustsim.market.glance import Glance
from trustsim.market.ledger import Log, log
from trustsim.market.numbers import Numbers
from trustsim.market.orders import BrandPost, Orders
from trustsim.market.ordinary import Scratch, Sharers
from trustsim.market.outcome import COUNTS, EXPOSURE
from trustsim.market.recorder import Recorder
from trustsim.market.standing import Standing
from trustsim.market.touch import PostNumbers
from trustsim.market.world import World

if TYPE_CHECKING:
    from trustsim.market.chat import Chat

NO_LOG = log(0)
"""Room for no rows: nobody asks for the ledger."""
NO_EXPOSURES = np.zeros(0, EXPOSURE)
COLUMN = {name: column for column, name in enumerate(COUNTS)}


@dataclass(slots=True)
class Engine:
    """What a day works on: the world, its constants, working room, and this week's tallies.

    ``tallies``: (brands, COUNTS) this week's counts. ``top``: the most shared posts of ordinary
    users, see ordinary.count_talk. ``chat``: what they post these days.
    """

    world: World
    k: Numbers
    constants: NDArray[np.void]
    seed: np.uint64
    recorder: Recorder
    standings: tuple[Standing, ...]
    glance: Glance
    rooms: tuple[Scratch, ...]
    pool: ThreadPoolExecutor | None
    sharers: list[Sharers]
    shut: NDArray[np.int32]
    tallies: NDArray[np.int64]
    top: NDArray[np.int64]
    touches: list[NDArray[np.void]] = field(default_factory=list)
    exposures: NDArray[np.void] = field(default_factory=lambda: NO_EXPOSURES)
    settled: Settled = field(default_factory=lambda: settled(0))
    chat: Chat | None = None

    def log(self, most: int) -> Log:
        """Return room for ``most`` rows of the ledger, or none where nobody asks for them."""
        return log(most) if self.recorder.is_full else NO_LOG

    def keep(self, log: Log, brand: int) -> None:
        """Hand what a kernel logged about ``brand`` to the recorder."""
        if self.recorder.is_full and log.used[0]:
            assert log.used[0] <= len(log.rows), "the ledger's room was estimated too small"
            kept = log.rows[: log.used[0]].copy()
            kept["brand"] = brand
            self.recorder.ledger.append(kept)

    def count(self, brand: int, name: str, times: int) -> None:
        """Add to one of a brand's counts of this week."""
        if times:
            self.tallies[brand, COLUMN[name]] += times


@dataclass(slots=True)
class Today:
    """One day while it happens.

    ``weekday``: 0 is Monday. ``due``: the posts to publish, by brand and place in the plan.
    ``ahead``: days from this one on in which nobody reaches into the world.
    """

    day: int
    weekday: int
    orders: Orders
    due: list[BrandPost]
    ahead: int = 1
    posts: list[PostNumbers] = field(default_factory=list)
    hours: list[float] = field(default_factory=list)
    rows: list[NDArray[np.void]] = field(default_factory=list)
    shut: list[NDArray[np.int32]] = field(default_factory=list)
    visitors: list[NDArray[np.int32]] = field(default_factory=list)

    @property
    def first_hour(self) -> float:
        """Hour of the week at which it begins."""
        return 24.0 * self.weekday
