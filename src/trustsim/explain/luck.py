"""The luck meter: the same plans in other worlds. How much was the plan, how much was chance?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from trustsim.campaign.campaign import LARGEST_SEED, Campaign
from trustsim.campaign.goals import MEDALS, medal_of
from trustsim.errors import UsageError
from trustsim.explain.whatif import afresh, played_on
from trustsim.explain.yardstick import reading, yardstick
from trustsim.scenario.schema import Medal

WORLDS: Final = 200
MOST_WORLDS: Final = 10_000


@dataclass(frozen=True, slots=True)
class World:
    """What the same plans came to in one other world, and the medal they won there."""

    seed: int
    value: float
    medal: Medal | None


@dataclass(frozen=True, slots=True)
class Luck:
    """One run among the runs that its plans make in other worlds.

    Attributes:
        measure: what was compared. ``own``: what the run came to; ``medal``: what it won.
        worlds: what its plans came to elsewhere.
    """

    measure: str
    own: float
    medal: Medal | None
    worlds: tuple[World, ...]

    @property
    def percentile(self) -> float:
        """The share of other worlds it came to more than in, 0..1; equals count half."""
        values = np.array([world.value for world in self.worlds])
        share = float(np.mean(values < self.own) + 0.5 * np.mean(values == self.own))
        return 1.0 - share if self.measure == "ostracism_rate" else share

    @property
    def band(self) -> tuple[float, float, float]:
        """What the plans come to: a quarter of the worlds under, half, a quarter over."""
        low, middle, high = np.quantile([world.value for world in self.worlds], (0.25, 0.5, 0.75))
        return float(low), float(middle), float(high)

    @property
    def verdict(self) -> Literal["lucky", "fair", "unlucky"]:
        """Whether chance helped: the best, the middle or the worst quarter of worlds."""
        share = self.percentile
        return "lucky" if share > 0.75 else "unlucky" if share < 0.25 else "fair"

    def wins(self, medal: Medal) -> float:
        """Return the share of the other worlds in which the plans win ``medal`` or better, 0..1."""
        enough = MEDALS[MEDALS.index(medal) :]
        return sum(world.medal in enough for world in self.worlds) / len(self.worlds)


def worlds(
    campaign: Campaign, count: int, measure: str | None = None, start: int = 0
) -> Iterator[World]:
    """Yield other worlds with the same plans, one played run each; stop taking them to stop.

    Args:
        campaign: as it was played; it doesn't change.
        count: how many.
        measure: what runs are compared by; the scenario's own if left out.
        start: how many of them are known already.
    """
    name = yardstick(campaign.scenario, measure)
    for number in range(start + 1, count + 1):
        seed = (campaign.seed + number) % (LARGEST_SEED + 1)
        other = afresh(campaign, record="none", seed=seed)
        played_on(other, campaign, same_luck=False)
        yield World(seed, reading(other, name), medal_of(other.goals))


def luck(
    campaign: Campaign,
    count: int = WORLDS,
    measure: str | None = None,
    on_world: Callable[[int, int], bool | None] | None = None,
) -> Luck:
    """Play a campaign's plans in other worlds: the same scenario, another seed.

    Args:
        campaign: as it was played so far; it doesn't change.
        count: how many other worlds, from 1.
        measure: what runs are compared by; the scenario's own if left out.
        on_world: told, after each, how many are done and how many there will be; ``False`` stops
            the work, and what was found so far is returned.

    Raises:
        UsageError: no week was played, or the number of worlds is off.
    """
    if not campaign.week:
        raise UsageError("no week has been played yet, so there is nothing to compare")
    if not 1 <= count <= MOST_WORLDS:
        raise UsageError(f"{count} worlds can't be compared; choose from 1 to {MOST_WORLDS:,}")
    name = yardstick(campaign.scenario, measure)
    found: list[World] = []
    for world in worlds(campaign, count, name):
        found.append(world)
        if on_world is not None and on_world(len(found), count) is False:
            break
    return Luck(name, reading(campaign, name), medal_of(campaign.goals), tuple(found))
