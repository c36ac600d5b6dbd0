"""The engine: what a day works on, and the day while it happens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trustsim.market.day import TALLIES, Desk
from trustsim.market.glance import Glance
from trustsim.market.ledger import Log, log
from trustsim.market.numbers import Numbers
from trustsim.market.orders import BrandPost, Orders
from trustsim.market.ordinary import Scratch, Sharers
from trustsim.market.recorder import Recorder
from trustsim.market.standing import Brands, Standing
from trustsim.market.world import World

if TYPE_CHECKING:
    from trustsim.market.chat import Chat

NO_LOG = log(0)
"""Room for no rows: nobody asks for the ledger."""


@dataclass(slots=True)
class Engine:
    """What a day works on: the world, its constants, working room, and this week's tallies.

    ``tallies``: (brands, COUNTS) this week's counts. ``top``: the most shared posts of ordinary
    users, see ordinary.count_talk. ``chat``: what they post these days.
    ``desk``: room for what brands' posts leave behind.
    """

    world: World
    k: Numbers
    constants: NDArray[np.void]
    seed: np.uint64
    recorder: Recorder
    brands: Brands
    standings: tuple[Standing, ...]
    glance: Glance
    rooms: tuple[Scratch, ...]
    pool: ThreadPoolExecutor | None
    sharers: list[Sharers]
    desk: Desk
    tallies: NDArray[np.int64]
    top: NDArray[np.int64]
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
            self.tallies[brand, TALLIES[name]] += times


@dataclass(slots=True)
class Stretch:
    """Some days while they happen.

    ``day``: the first. ``days``: how many. ``ahead``: days from the first on in which nobody
    reaches into the world.
    """

    day: int
    days: int
    orders: Orders
    ahead: int

    @property
    def weekday(self) -> int:
        """Weekday of the first day, 0 is Monday."""
        return self.day % 7

    @property
    def monday(self) -> int:
        """The week's first day."""
        return self.day - self.day % 7

    @property
    def posts(self) -> tuple[BrandPost, ...]:
        """The brands' posts of the whole week."""
        return self.orders.posts

    @property
    def first_hour(self) -> float:
        """Hour of the week at which it begins."""
        return 24.0 * self.weekday
