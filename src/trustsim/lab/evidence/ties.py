"""What a network gives: how close-knit it is, and whether friends like alike."""

from __future__ import annotations

from trustsim.lab.evidence.posts import Part
from trustsim.lab.worlds import market_of
from trustsim.market.network_measures import likeness, shape
from trustsim.scenario.schema import Scenario

SOURCES = 60
"""People from whom paths are counted."""


def ties(scenario: Scenario, seed: int) -> dict[str, Part]:
    """Return the parts of the rows on the network of one seed, as it is at the start."""
    world = market_of(scenario, seed).world
    net = shape(world.ties, sources=SOURCES)
    alike = likeness(world.ties, world.people.interests)
    return {
        "clustering": (net.clustering, 1.0),
        "transitivity": (net.transitivity, 1.0),
        "assortativity": (net.assortativity, 1.0),
        "mean_path": (net.mean_path, 1.0),
        "paradox": (net.paradox, 1.0),
        "likeness_p": (max(alike.p_friends, alike.p_friends_of_friends), 1.0),
    }
