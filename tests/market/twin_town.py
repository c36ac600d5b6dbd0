"""The twin's town: people, ties, brands, and what is between a brand and a person.

Everything is a plain object; a process that changes one changes it here, by name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tests.market.twin_chance import Chance
from trustsim.market.market import Market
from trustsim.market.outcome import Cause
from trustsim.market.world import World
from trustsim.scenario.schema import Scenario

STRANGER, AWARE, FOLLOWER, MUTED, BLOCKED = range(5)


@dataclass
class Person:
    """One user.

    ``audience``: who gets what they share, and how close each is, 0 to 255. ``hears``: how many
    others they hear. ``crowd``: posts a day that compete in their feed. ``seen``: chance that
    a post of rank 1 is seen on a day.
    """

    name: int
    circle: int
    second: int
    interests: list[float]
    online: float
    attention: float
    posting: float
    propensity: float
    scepticism: float
    line: float
    threshold: float
    need: float
    need_full: float
    hears: int
    crowd: float
    seen: float
    audience: dict[int, int] = field(default_factory=dict)

    def friends(self) -> list[tuple[int, float]]:
        """Return (who, how close 0 to 1) of the audience, in the order of their numbers."""
        return [(other, close / 255.0) for other, close in sorted(self.audience.items())]


@dataclass
class Bond:
    """What is between one brand and one person."""

    good: float
    harm: float
    stance: int
    since: int
    asks_met: float
    reads_met: float
    fakes_met: int
    shut_friends: int
    visited: bool
    customer: bool
    reached_this_week: bool = False
    visited_this_week: bool = False
    shared_freely_this_week: bool = False
    bought_this_week: bool = False


@dataclass
class Brand:
    """One brand, and how it stands in every circle."""

    number: int
    bonds: list[Bond]
    door_open: list[bool]
    door_day: list[int]
    amends: list[float]
    apologised: list[int]
    facets: list[float]
    last_ask: int
    authority: float
    tally: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Change:
    """One dated, named change of evidence."""

    day: int
    user: int
    brand: int
    cause: Cause
    post: int
    good: float
    harm: float


class Town:
    """Everything that a run is made of, started from a world that was built."""

    def __init__(self, scenario: Scenario, market: Market) -> None:
        world = market.world
        self.k = constants(scenario)
        self.kinds = list(dict(scenario.rules.kinds).values())
        self.manners = list(dict(scenario.rules.answers).values())
        self.chance = Chance(market.seed)
        self.start = world.seats.start.tolist()
        self.topics = world.tastes.topics.tolist()
        self.tones = world.tastes.tones.tolist()
        self.urgent = world.tastes.urgent.tolist()
        self.hunts_deals = world.tastes.hunts_deals.tolist()
        self.patience = world.tastes.patience.tolist()
        self.people = people(world)
        self.brands = [brand(world, number) for number in range(world.brands)]
        self.chatter = world.chatter.tolist()
        self.day = world.day
        self.ledger: list[Change] = []
        self.posts: list[dict[str, Any]] = []
        self.comments: list[tuple[int, ...]] = []
        self.cascades: list[tuple[int, int, int, int, float]] = []
        self.k.share_scale = share_scale(self)

    def trust(self, brand: Brand, user: int) -> float:
        """Return how much a person trusts a brand: the mean of a Beta reputation."""
        bond = brand.bonds[user]
        good = self.k.prior_good + bond.good
        return good / (good + self.k.prior_harm + bond.harm)

    def members(self, circle: int) -> range:
        """Return who has their seat in a circle."""
        return range(self.start[circle], self.start[circle + 1])

    def knows(self, brand: Brand, circle: int) -> list[int]:
        """Count a circle's members by how they stand to a brand."""
        counts = [0] * 5
        for user in self.members(circle):
            counts[brand.bonds[user].stance] += 1
        return counts

    def helped(self, brand: Brand, user: int, cause: Cause, amount: float, post: int = -1) -> None:
        """Add to the good that a person has seen of a brand."""
        brand.bonds[user].good += amount
        self.ledger.append(Change(self.day, user, brand.number, cause, post, amount, 0.0))

    def hurt(self, brand: Brand, user: int, cause: Cause, amount: float, post: int = -1) -> None:
        """Add to the harm that a person has seen of a brand."""
        brand.bonds[user].harm += amount
        self.ledger.append(Change(self.day, user, brand.number, cause, post, 0.0, amount))

    def move(self, brand: Brand, user: int, stance: int) -> None:
        """Let a person take another step of the ladder today."""
        brand.bonds[user].stance = stance
        brand.bonds[user].since = self.day

    def notice(self, brand: Brand, user: int) -> None:
        """Let a stranger get to know a brand."""
        if brand.bonds[user].stance == STRANGER:
            self.move(brand, user, AWARE)

    def lift_mute(self, brand: Brand, user: int) -> None:
        """Let a person who muted a brand hear it again, and their friends see that."""
        self.move(brand, user, AWARE)
        for other, _ in self.people[user].friends():
            bond = brand.bonds[other]
            bond.shut_friends = max(0, bond.shut_friends - 1)


def constants(scenario: Scenario) -> SimpleNamespace:
    """Return the model's constants by name, with what ``scenario.without`` switches off."""
    rules = scenario.rules
    found: dict[str, Any] = {}
    for part in (rules.trust, rules.reading, rules.feed, rules.response, rules.sharing,
                 rules.posting, rules.talk, rules.shop, rules.weekly, rules.work,
                 scenario.platform):  # fmt: skip
        for name, value in dict(part).items():
            assert name not in found, f"two constants are called {name}"
            found[name] = value
    found["limited"] = "attention" not in scenario.without
    if "attention" in scenario.without:
        found["same_author"] = 0.0
    if "asymmetry" in scenario.without:
        found.update(repeat=0.0, forgiveness=0.0, harm_fade=found["good_fade"])
    if "quality" in scenario.without:
        found.update(quality_low=0.55, quality_high=0.55, quality_noise=0.0)
    return SimpleNamespace(**found)


def people(world: World) -> list[Person]:
    """Return everybody, as they are in ``world``."""
    folk, ties = world.people, world.ties
    found = []
    for user in range(world.users):
        row = range(int(ties.indptr[user]), int(ties.indptr[user + 1]))
        found.append(
            Person(
                name=user,
                circle=int(folk.circle[user]),
                second=int(folk.second[user]),
                interests=[float(x) for x in folk.interests[:, user]],
                online=float(folk.online[user]),
                attention=float(folk.attention[user]),
                posting=float(folk.posting[user]),
                propensity=float(folk.propensity[user]),
                scepticism=float(folk.scepticism[user]),
                line=float(folk.line[user]),
                threshold=float(folk.threshold[user]),
                need=float(folk.need[user]),
                need_full=float(folk.need_full[user]),
                hears=int(world.ties_in[user]),
                crowd=float(world.crowd[user]),
                seen=float(world.seen[user]),
                audience={int(ties.indices[j]): int(ties.strength[j]) for j in row},
            )
        )
    return found


def brand(world: World, number: int) -> Brand:
    """Return a brand, as it is in ``world``."""
    bonds = [
        Bond(
            good=float(world.good[number, user]),
            harm=float(world.harm[number, user]),
            stance=int(world.stance[number, user]),
            since=int(world.stance_day[number, user]),
            asks_met=float(world.asks_met[number, user]),
            reads_met=float(world.reads_met[number, user]),
            fakes_met=int(world.fakes_met[number, user]),
            shut_friends=int(world.shut_friends[number, user]),
            visited=bool(world.visited[number, user]),
            customer=bool(world.customer[number, user]),
        )
        for user in range(world.users)
    ]
    return Brand(
        number=number,
        bonds=bonds,
        door_open=world.door_open[number].tolist(),
        door_day=world.door_day[number].tolist(),
        amends=world.amends[number].tolist(),
        apologised=world.apologised[number].tolist(),
        facets=world.facets[number].tolist(),
        last_ask=int(world.last_ask[number]),
        authority=float(world.authority[number]),
    )


def share_scale(town: Town) -> float:
    """Return the scale of sharing: an average post's share causes as many as the platform says."""
    k = town.k
    weights = caused = 0.0
    for person in town.people:
        weight = person.propensity * person.seen * person.hears
        heard = 0.0
        for other, _ in person.friends():
            friend = town.people[other]
            shows = min(friend.online, friend.seen) if k.limited else friend.online
            heard += shows * friend.propensity
        weights += weight
        caused += weight * heard
    low, high = k.quality_low, k.quality_high
    squared_quality = (low * low + low * high + high * high) / 3.0
    credence = k.peer_credence + (1.0 - k.peer_credence) * 0.4 * k.friend_weight * k.peer_credence
    read = k.base + (1.0 - k.base) * 0.5 * (k.cold_credence + (1.0 - k.cold_credence) * credence)
    if weights == 0.0 or caused == 0.0:
        return 0.0
    pull = caused / weights * read * squared_quality * 0.5 * credence**k.credence_power
    return float(k.reproduction * k.share_ease * k.strength / pull)
