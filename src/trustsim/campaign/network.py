"""The network that a scenario reads from a file: read once, and kept for the runs that follow."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from trustsim.errors import UsageError
from trustsim.scenario.network_place import file_of
from trustsim.scenario.schema import Scenario

if TYPE_CHECKING:
    from trustsim.market.network import Seats, Ties
    from trustsim.market.seating import GivenNetwork

KEPT = 4
"""Networks kept in memory, so that a batch over a few scenarios reads each once."""


def network_of(scenario: Scenario) -> GivenNetwork | None:
    """Return the network of a scenario that names a file; None if its network is grown.

    Raises:
        BadFile: if the file is gone, has changed, or is no network.
        UsageError: if reading it takes a library that is not installed.
    """
    if scenario.population.network.file is None:
        return None
    return _read(_Source(scenario))


def peopled(scenario: Scenario, ties: tuple[Seats, Ties] | None) -> Scenario:
    """Return a scenario with as many users as a network that was not grown has.

    Raises:
        UsageError: if a brand would have more followers than there are people.
    """
    if ties is None:
        return scenario
    users = len(ties[1].indptr) - 1
    most = max(brand.followers for brand in scenario.brands)
    if most > users:
        raise UsageError(
            f"a brand begins with {most:,} followers, and the network has {users:,} users; "
            "give it fewer followers, or take a larger network"
        )
    population = scenario.population.model_copy(update={"users": users})
    return scenario.model_copy(update={"population": population})


class _Source:
    """A scenario, told from others only by what the reading of its file depends on."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        population = scenario.population.model_dump_json()
        platform = scenario.platform.model_dump_json()
        self._key = (population, platform, scenario.topics, scenario.without)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=KEPT)
def _read(source: _Source) -> GivenNetwork:
    from trustsim.market.network_file import read_network

    return read_network(file_of(source.scenario.population.network), source.scenario)
