"""Build a world from a scenario and a seed: seats, ties, people, brands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.errors import TooLarge, UsageError
from trustsim.market.chance import Purpose, draws, key_for
from trustsim.market.jit import kernel
from trustsim.market.network import Seats, Ties, count_in, grow, popularity, seat_users
from trustsim.market.numbers import Numbers, numbers
from trustsim.market.ordinary import mean_pull
from trustsim.market.people import People, people, tastes
from trustsim.market.prefetch import FAR, prefetch
from trustsim.market.seating import GivenNetwork
from trustsim.market.standing import AWARE, FOLLOWER
from trustsim.market.world import World
from trustsim.scenario.schema import Scenario

BYTES_PER_USER = 140
BYTES_PER_TIE = 24
BYTES_PER_STANDING = 45
"""Upper estimates of memory while a world is built, measured at a million users."""

FOLLOWER_GOOD = 1.5
"""Good that the first followers feel at the start (guess: friends of the house)."""

LIKELY_POWER = 2
"""Power of interest in the product in who a brand's first followers are (guess)."""


def build_world(
    scenario: Scenario, seed: np.uint64, ties: tuple[Seats, Ties] | None = None
) -> tuple[World, Numbers]:
    """Build the world of ``scenario`` as it is before the first day.

    Args:
        scenario: what to build.
        seed: the run's key, from :func:`~trustsim.market.chance.seed_key`.
        ties: seats and ties read from a file, instead of grown ones.

    Raises:
        TooLarge: if it would not fit into this machine's memory.
        UsageError: if the scenario's network is a file, and nobody has read it.
    """
    if ties is None and (file := scenario.population.network.file) is not None:
        raise UsageError(
            f"the network of '{scenario.name}' is the file '{file}', and a market reads no files: "
            "pass ties=read_network(file, scenario) of trustsim.market.network_file, "
            "or play a Campaign, which reads it"
        )
    check_memory(scenario)
    taste = tastes(scenario)
    seats, weight, found = _network(scenario, seed) if ties is None else _given(*ties)
    folk = people(seed, scenario, seats, taste, weight)
    if isinstance(ties, GivenNetwork) and ties.interests is not None:
        told = ~np.isnan(ties.interests[0])
        folk.interests[:, told] = ties.interests[:, told]
    users, brands, circles = len(weight), len(scenario.brands), len(seats.start) - 1
    ties_in = count_in(found.indices, users)
    base = scenario.rules.feed.crowd
    crowd = crowds(folk.posting, found, base)
    world = World(
        people=folk,
        ties=found,
        seats=seats,
        tastes=taste,
        ties_in=ties_in,
        crowd=crowd,
        seen=seen_at_rank_one(folk, crowd),
        good=np.zeros((brands, users)),
        harm=np.zeros((brands, users)),
        stance=np.zeros((brands, users), np.uint8),
        stance_day=np.zeros((brands, users), np.int32),
        asks_met=np.zeros((brands, users), np.float32),
        reads_met=np.zeros((brands, users), np.float32),
        fakes_met=np.zeros((brands, users), np.uint8),
        shut_friends=np.zeros((brands, users), np.uint16),
        visited=np.zeros((brands, users), np.bool_),
        customer=np.zeros((brands, users), np.bool_),
        week_flags=np.zeros((brands, users), np.uint8),
        knows=np.zeros((brands, circles, 5), np.int64),
        door_open=np.ones((brands, circles), np.bool_),
        door_day=np.zeros((brands, circles), np.int32),
        amends=np.zeros((brands, circles)),
        last_ask=np.full(brands, -1000, np.int32),
        apologised=np.full((brands, circles), -1000, np.int32),
        authority=np.zeros(brands),
        facets=_facets(scenario),
        chatter=np.zeros((circles, len(scenario.topics)), np.int64),
        prior_good=scenario.rules.trust.prior_good,
        prior_harm=scenario.rules.trust.prior_harm,
    )
    world.knows[:, :, 0] = world.members
    _first_followers(scenario, seed, world)
    return world, _scaled(scenario, world)


def _network(scenario: Scenario, seed: np.uint64) -> tuple[Seats, NDArray[np.float64], Ties]:
    population, platform = scenario.population, scenario.platform
    if population.network.mean_ties is not None:
        platform = platform.model_copy(update={"mean_ties": population.network.mean_ties})
    shares = np.array([c.share for c in population.circles])
    seats = seat_users(seed, shares, population.users, platform.pocket, platform.least_pocket)
    weight = popularity(seed, seats, platform, population.network.hermits)
    clustered = "clustering" not in scenario.without
    return seats, weight, grow(seed, seats, weight, platform, clustered=clustered)


def _given(seats: Seats, ties: Ties) -> tuple[Seats, NDArray[np.float64], Ties]:
    heard = np.diff(ties.indptr).astype(np.float64)
    mean = heard.mean() if len(heard) else 1.0
    return seats, heard / max(mean, 1e-12), ties


@kernel
def crowds(posting: NDArray[np.float32], ties: Ties, base: float) -> NDArray[np.float32]:
    """Return posts a day that compete in each feed: ``base`` and those of the ones one hears."""
    found = np.full(len(posting), np.float32(base))
    for user in range(len(posting)):
        rate = posting[user]
        for j in range(ties.indptr[user], ties.indptr[user + 1]):
            if j + FAR < len(ties.indices):
                prefetch(found, ties.indices[j + FAR])
            found[ties.indices[j]] += rate
    return found


def seen_at_rank_one(folk: People, crowd: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return online * attention / crowd, shape (users,): what a post of rank 1 gets, uncapped."""
    return (folk.online * folk.attention / crowd).astype(np.float32)


def _facets(scenario: Scenario) -> NDArray[np.float64]:
    most = max(len(b.product.facets) for b in scenario.brands)
    found = np.ones((len(scenario.brands), most))
    for row, brand in enumerate(scenario.brands):
        for column, facet in enumerate(brand.product.facets):
            found[row, column] = facet.quality
    return found


def product_topics(scenario: Scenario, brand: int) -> NDArray[np.float64]:
    """Return what a brand's product is about, shape (topics,), unit length."""
    given = scenario.brands[brand].product.topics
    row = np.array([given.get(t, 0.0) if given else 1.0 for t in scenario.topics])
    length = float(np.linalg.norm(row))
    return row / length if length > 0 else np.full(len(row), len(row) ** -0.5)


def _first_followers(scenario: Scenario, seed: np.uint64, world: World) -> None:
    """Let each brand start with the followers it has: keyed picks among those it would interest."""
    for index, brand in enumerate(scenario.brands):
        likely = product_topics(scenario, index) @ world.people.interests
        luck = draws(key_for(seed, Purpose.FIRST_FOLLOWER, 0, index), world.users)
        goodness = luck ** (1.0 / np.maximum(likely**LIKELY_POWER, 1e-6))
        if brand.first_circle is not None:
            circle = scenario.circle_ids.index(brand.first_circle)
            goodness = goodness + 2.0 * (world.people.circle == circle)
        first = _best(goodness, min(brand.followers, world.users))
        world.stance[index, first] = FOLLOWER
        world.good[index, first] = FOLLOWER_GOOD
        counted = np.bincount(world.people.circle[first], minlength=world.circles)
        world.knows[index, :, FOLLOWER] += counted
        world.knows[index, :, 0] -= counted
    assert AWARE < FOLLOWER


def _best(goodness: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Return the ``count`` users of the greatest goodness, ascending; of equals the first."""
    if count == 0:
        return np.zeros(0, np.int64)
    line = np.partition(goodness, -count)[-count]
    over = np.flatnonzero(goodness > line)
    level = np.flatnonzero(goodness == line)
    return np.sort(np.concatenate((over, level[: count - len(over)])))


def _scaled(scenario: Scenario, world: World) -> Numbers:
    """Set the scale of sharing from the network, so that constants hold at any size."""
    plain = numbers(scenario, 1.0)
    folk = world.people
    pull = mean_pull(
        folk.online, folk.propensity, world.seen, world.ties, world.ties_in, plain.table()
    )
    wanted = scenario.platform.reproduction * scenario.platform.share_ease
    wanted *= scenario.rules.sharing.strength
    return plain._replace(share_scale=wanted / pull if pull > 0 else 0.0)


def memory_estimate(scenario: Scenario) -> int:
    """Return the bytes that building the world of ``scenario`` takes at most, roughly."""
    users = scenario.population.users
    ties = scenario.population.network.mean_ties or scenario.platform.mean_ties
    per_user = (
        BYTES_PER_USER + 4 * len(scenario.topics) + BYTES_PER_TIE * ties
        + BYTES_PER_STANDING * len(scenario.brands)
    )  # fmt: skip
    return int(users * per_user)


def check_memory(scenario: Scenario) -> None:
    """Refuse a world that is larger than the memory that is free.

    Raises:
        TooLarge: with how much it needs and how many users would fit.
    """
    free = _free_memory()
    need = memory_estimate(scenario)
    if free is None or need <= free:
        return
    fits = int(scenario.population.users * free / need)
    raise TooLarge(
        f"{scenario.population.users:,} users need about {need / 1e9:.1f} GB and "
        f"{free / 1e9:.1f} GB are free; try --set population.users={fits // 1000 * 1000}"
    )


def _free_memory() -> int | None:
    """Return the bytes of memory that can still be had, or None where that can't be told."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        return None
    return None
