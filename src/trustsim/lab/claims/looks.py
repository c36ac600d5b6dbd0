"""What a world shows by itself: people, ties and feeds."""

from __future__ import annotations

import numpy as np

from trustsim.lab.evidence.neighbour import week
from trustsim.market.market import Market
from trustsim.market.network_measures import likeness
from trustsim.market.people import HOURS_HALF_ONLINE, OTHER_HOURS
from trustsim.scenario.schema import Scenario

YOUNG = 1
"""Index of the age band 18-34."""
WEEKS_WATCHED = 6


def circles(scenario: Scenario, seed: int) -> dict[str, float]:
    """Return how much more alike friends are than strangers, in mean cosine of interests."""
    world = Market(scenario, seed, record="none").world
    found = likeness(world.ties, world.people.interests)
    return {"lead": found.friends - found.strangers}


def media_diet(scenario: Scenario, seed: int) -> dict[str, float]:
    """Return hours on social media over hours with other media, of those aged 18 to 34."""
    people = Market(scenario, seed, record="none").world.people
    online = people.online[people.age == YOUNG].astype(np.float64)
    hours = HOURS_HALF_ONLINE * online / (1.0 - online)
    return {"ratio": float(hours.mean()) / OTHER_HOURS[YOUNG] if len(hours) else 0.0}


def choice(scenario: Scenario, seed: int) -> dict[str, float]:
    """Return how much closer to people's interests is what they read than what they are shown."""
    market = Market(scenario, seed, record="full")
    tables = [market.play_week(week(scenario, n)).exposures for n in range(WEEKS_WATCHED)]
    rows = np.concatenate(tables)
    rows = rows[rows["draw"] < rows["see_probability"]]
    read = rows["relevance"][rows["reads"]]
    from_friends = float((rows["sender"] >= 0).mean()) if len(rows) else 0.0
    lead = float(read.mean() - rows["relevance"].mean()) if len(read) else 0.0
    return {"lead": lead, "from_friends": from_friends}
