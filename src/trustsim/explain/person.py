"""The person ledger: every change of one person's trust, dated, with its cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trustsim.campaign.campaign import Campaign
from trustsim.errors import UsageError
from trustsim.market.outcome import Cause


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: on which day (0 is the first), why, by which post (-1: none), and what it did.

    ``good`` and ``harm`` are evidence; ``trust`` is the trust right after, 0..1.
    """

    day: int
    cause: str
    post: int
    good: float
    harm: float
    trust: float

    @property
    def week(self) -> int:
        """The week it happened in, from 1."""
        return self.day // 7 + 1


def person_ledger(campaign: Campaign, user: int, brand: int = 0) -> list[Entry]:
    """Return every change of one person's evidence about a brand, in order; they sum to today's.

    Args:
        campaign: a campaign recorded at level ``full``.
        user: whose, 0 up to the number of users.
        brand: about which brand.

    Raises:
        UsageError: nobody has that number, or the ledger was not recorded.
    """
    world = campaign.market.world
    if not 0 <= user < world.users:
        raise UsageError(f"there is no person {user}; people are 0 to {world.users - 1}")
    if campaign.record.level != "full":
        raise UsageError("the ledger was not recorded; record at level 'full'")
    rows = campaign.record.table("ledger")
    rows = rows[(rows["user"] == user) & (rows["brand"] == brand)]
    good = world.prior_good + np.cumsum(rows["good"])
    total = good + world.prior_harm + np.cumsum(rows["harm"])
    return [
        Entry(int(row["day"]), Cause(int(row["cause"])).name.lower(), int(row["post"]),
              float(row["good"]), float(row["harm"]), float(g / t))
        for row, g, t in zip(rows, good, total, strict=True)
    ]  # fmt: skip


def starting_trust(campaign: Campaign) -> float:
    """Return a stranger's trust."""
    world = campaign.market.world
    return world.prior_good / (world.prior_good + world.prior_harm)
