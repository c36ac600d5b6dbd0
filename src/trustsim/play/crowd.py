"""The crowd: trust as a histogram against the would-share line, and four counts per circle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.campaign import Campaign
from trustsim.market.outcome import Stance
from trustsim.play.tales import told

BINS: Final = 20


@dataclass(frozen=True, slots=True)
class Histogram:
    """How much those who know the brand trust it.

    Attributes:
        counts: people per bin; the bins divide 0..1 evenly.
        line: the would-share line, 0..1.
        over: how many are at or over it.
    """

    counts: tuple[int, ...]
    line: float
    over: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One circle's four stacked counts: they add up to its members who know the brand.

    ``knows``: know you, no more; ``trusts``: trust you more than a stranger's wariness by half;
    ``would_share``: over the would-share line; ``muted``: have muted or blocked you.
    """

    circle: str
    members: int
    knows: int
    trusts: int
    would_share: int
    muted: int


def histogram(campaign: Campaign) -> Histogram:
    """Return the histogram of trust of all who know the player's brand."""
    trust, stance = campaign.market.world.trust(0), campaign.market.world.stance[0]
    known = trust[stance != Stance.STRANGER]
    counts, _ = np.histogram(known, bins=BINS, range=(0.0, 1.0))
    line = campaign.market.share_line
    return Histogram(tuple(counts.tolist()), line, int((known >= line).sum()))


def standings(campaign: Campaign) -> list[Standing]:
    """Return the four counts of every circle."""
    world = campaign.market.world
    trust, stance = world.trust(0), world.stance[0]
    line = campaign.market.share_line
    stranger = world.prior_good / (world.prior_good + world.prior_harm)
    middle = (stranger + line) / 2.0
    found = []
    for index, circle in enumerate(told(campaign.scenario).population.circles):
        low, high = int(world.seats.start[index]), int(world.seats.start[index + 1])
        found.append(_standing(circle.name, trust[low:high], stance[low:high], middle, line))
    return found


def _standing(
    name: str, trust: NDArray[np.float64], stance: NDArray[np.uint8], middle: float, line: float
) -> Standing:
    hears = (stance == Stance.AWARE) | (stance == Stance.FOLLOWER)
    would = int((hears & (trust >= line)).sum())
    trusts = int((hears & (trust >= middle)).sum()) - would
    return Standing(
        name,
        len(trust),
        int(hears.sum()) - trusts - would,
        trusts,
        would,
        int((stance >= Stance.MUTED).sum()),
    )
