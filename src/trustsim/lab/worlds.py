"""Worlds: what a scenario and a seed make, before anybody plays in it."""

from __future__ import annotations

from trustsim.campaign.network import network_of, peopled
from trustsim.market.market import Market
from trustsim.scenario.schema import Scenario


def market_of(scenario: Scenario, seed: int, record: str = "none") -> Market:
    """Return the market of a scenario, its network grown or read from the scenario's file.

    Raises:
        BadFile: if the file is gone, has changed, or is no network.
    """
    ties = network_of(scenario)
    return Market(peopled(scenario, ties), seed, record=record, ties=ties)
