"""Looks: what a world shows by itself, before anybody plays in it. People, ties and feeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from trustsim.lab.evidence.neighbour import week
from trustsim.lab.worlds import market_of
from trustsim.market.network_measures import likeness
from trustsim.market.people import HOURS_HALF_ONLINE, OTHER_HOURS
from trustsim.scenario.resolved import from_resolved, resolved_json
from trustsim.scenario.schema import Scenario

YOUNG = 1
"""Index of the age band 18-34."""
WEEKS_WATCHED = 6


def look(name: str, scenario: Scenario, seed: int) -> float:
    """Return a measure of the world that a scenario and a seed make.

    Args:
        name: one of `trustsim.lab.columns.WORLD`.
        scenario: whose people, platform and brands they are; nobody plays.
        seed: the luck.
    """
    return LOOKS[name](scenario, seed)


def _likeness_lead(scenario: Scenario, seed: int) -> float:
    """Return how much more alike friends are than strangers, in mean cosine of interests."""
    world = market_of(scenario, seed).world
    found = likeness(world.ties, world.people.interests)
    return found.friends - found.strangers


def _media_ratio(scenario: Scenario, seed: int) -> float:
    """Return hours on social media over hours with other media, of those aged 18 to 34."""
    people = market_of(scenario, seed).world.people
    online = people.online[people.age == YOUNG].astype(np.float64)
    hours = HOURS_HALF_ONLINE * online / (1.0 - online)
    return float(hours.mean()) / OTHER_HOURS[YOUNG] if len(hours) else 0.0


def _choice_lead(scenario: Scenario, seed: int) -> float:
    """Return how much closer to people's interests is what they read than what is shown."""
    return _watched(resolved_json(scenario), seed)[0]


def _peer_share(scenario: Scenario, seed: int) -> float:
    """Return the share of showings of a brand's posts that came from another person."""
    return _watched(resolved_json(scenario), seed)[1]


@lru_cache(maxsize=2)
def _watched(text: str, seed: int) -> tuple[float, float]:
    """Watch feeds for some weeks, in which a brand takes part; both measures come from it."""
    scenario = from_resolved(text)
    market = market_of(scenario, seed, "full")
    tables = [market.play_week(week(scenario, n)).exposures for n in range(WEEKS_WATCHED)]
    rows = np.concatenate(tables)
    rows = rows[rows["draw"] < rows["see_probability"]]
    read = rows["relevance"][rows["reads"]]
    peers = float((rows["sender"] >= 0).mean()) if len(rows) else 0.0
    return (float(read.mean() - rows["relevance"].mean()) if len(read) else 0.0), peers


LOOKS: Final[Mapping[str, Callable[[Scenario, int], float]]] = {
    "likeness_lead": _likeness_lead,
    "media_ratio": _media_ratio,
    "choice_lead": _choice_lead,
    "peer_share": _peer_share,
}
"""The measures of `trustsim.lab.columns.WORLD`."""
