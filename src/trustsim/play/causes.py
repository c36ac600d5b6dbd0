"""Causes: what moved people in a week, and how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from trustsim.campaign.campaign import Campaign
from trustsim.market.outcome import Cause

_BY_ITSELF: Final = (int(Cause.FADE), int(Cause.FIRST_FOLLOWER))


@dataclass(frozen=True, slots=True)
class Move:
    """One cause of a week: how many people it moved, and whether towards the brand."""

    cause: str
    people: int
    is_warm: bool


def moves(campaign: Campaign, week: int) -> list[Move]:
    """Return what moved people in one week, what moved most of them first.

    Args:
        campaign: a game recorded at level ``full``.
        week: from 1.
    """
    rows = campaign.record.table("ledger")
    mine = rows[(rows["brand"] == 0) & (rows["day"] // 7 == week - 1)]
    mine = mine[~np.isin(mine["cause"], _BY_ITSELF)]
    found = []
    for cause in np.unique(mine["cause"]).tolist():
        for side in ("good", "harm"):
            moved = mine[(mine["cause"] == cause) & (mine[side] > 0)]
            if len(moved):
                people = len(np.unique(moved["user"]))
                found.append(Move(Cause(cause).name.lower(), people, side == "good"))
    return sorted(found, key=lambda move: (-move.people, move.cause))
