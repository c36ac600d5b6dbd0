"""What ordinary users' posts give: how many are shared, how far, how fast."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

from trustsim.lab.worlds import market_of
from trustsim.market import measures
from trustsim.market.orders import Orders
from trustsim.scenario.schema import Scenario

Part = tuple[float, float]
"""A numerator and a denominator; a figure is the sum of the first over the sum of the second."""

FEWEST_POSTS = 1500
"""Posts that one seed should give; smaller worlds run for more weeks."""
LARGE = 10
"""Size from which a cascade has a shape worth measuring (guess)."""


def posts(scenario: Scenario, seed: int) -> dict[str, Part]:
    """Return the parts of the rows on ordinary posts, of one seed, nobody selling anything.

    Args:
        scenario: where; under the platform it was observed on.
        seed: the luck.
    """
    found, hours = _chatter(scenario, seed)
    count, shares = float(len(found.size)), float(len(hours))
    return {
        "no_share": (float((found.size == 1).sum()), count),
        "two_deep": (float((found.depth >= 2).sum()), count),
        "mean_size": (float(found.size.sum()), count),
        "within_1h": (float((hours <= 1.0).sum()), shares),
        "within_24h": (float((hours <= 24.0).sum()), shares),
        **_shapes(found),
    }


def _chatter(scenario: Scenario, seed: int) -> tuple[measures.Cascades, NDArray[np.float64]]:
    """Return the cascades of some weeks, and the hours between each share and its post."""
    market = market_of(scenario, seed, record="cascades")
    a_week = 7.0 * scenario.rules.posting.rate * market.world.users
    tables = [
        market.play_week(Orders()).cascades
        for _ in range(min(104, max(4, ceil(FEWEST_POSTS / max(a_week, 1e-9)))))
    ]
    table = np.concatenate(tables)
    return measures.cascades(table), table["hours"][table["depth"] > 0]


def _shapes(found: measures.Cascades) -> dict[str, Part]:
    """Return the parts of what is only described."""
    shares = found.size - 1
    large = found.size >= LARGE
    parts: dict[str, Part] = {
        "virality": (float(found.virality[large].sum()), float(large.sum())),
        "first_hop": (float(found.first_hop.sum()), float(shares.sum())),
        "stars": (float((found.depth == 1).sum()), float((shares > 0).sum())),
        "top_tenth": (measures.top_share(shares), 1.0),
        "gini": (measures.gini(shares), 1.0),
        "deepest": (float(found.depth.max()), 1.0),
    }
    if large.sum() >= 3:
        parts["virality_size"] = (measures.virality_and_size(found, at_least=LARGE), 1.0)
    if (tail := measures.tail(found.size)) is not None:
        parts["exponent"] = (tail.exponent, 1.0)
        parts["heavy"] = (float(tail.is_heavy), 1.0)
        parts["over_lognormal"] = (tail.over_lognormal, float(tail.count))
    return parts
