"""Mesa's face of the market: a mesa.Model of users and brands that are mesa.Agents.

    model = MarketModel(load_scenario("garage-band"), rng=1)
    model.orders = Orders(posts=(BrandPost(0, 0, weekday=0, kind=0, tone=0, topic=0),))
    model.step()                                   # one day
    model.agents_by_type[User].agg("trust", np.mean)
    model.agents.select(agent_type=User).groupby("circle").agg("need", max)

The world is arrays, and the engine never loops over agents. A user or brand comes into being when
somebody asks for it, reads and writes its own row, and then stays the same object for good (Mesa's
own sets hold their members weakly: people made on the fly would vanish from them). All that
touches Mesa is in this file; it works on Mesa 3.3 (Python 3.11) and 3.5 (3.12 and later).
"""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from secrets import randbits
from typing import Any, TypeVar

import mesa
import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from trustsim.errors import UsageError
from trustsim.market.market import Market
from trustsim.market.network import Seats, Ties
from trustsim.market.orders import Orders
from trustsim.market.outcome import Stance, WeekOutcome
from trustsim.market.standing import take_stance
from trustsim.market.world import World
from trustsim.scenario.schema import Scenario

try:  # Mesa 3.3 keeps GroupBy beside Agent, 3.5 beside AgentSet.
    from mesa.agentset import GroupBy
except ImportError:
    from mesa.agent import GroupBy

MANY = 10_000
"""New agents from which the garbage collector waits until they are made."""

Numbers = NDArray[np.int64]
A = TypeVar("A", bound=mesa.Agent)


class Column:
    """An attribute of every user that is kept in one array of the world.

    Args:
        array: the array of a world, one entry per user.
        high: the most it may be set to, 0 being the least; None if it can't be set.
        put: sets some users' entries, where more than the array has to change.
        one: reads one user's entry, where making the whole array would be a waste.
    """

    def __init__(
        self,
        array: Callable[[World], NDArray[Any]],
        *,
        high: float | None = None,
        put: Callable[[World, Numbers, Any], None] | None = None,
        one: Callable[[World, int], Any] | None = None,
    ) -> None:
        self.array = array
        self.high = high
        self.put = put
        self.one = one
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, user: User | None, owner: type) -> Any:
        if user is None:
            return self
        world = user.model.world
        return self.one(world, user.number) if self.one else self.array(world)[user.number].item()

    def __set__(self, user: User, value: Any) -> None:
        self.write(user.model.world, np.array([user.number]), value)

    def write(self, world: World, users: Numbers, value: Any) -> None:
        """Set the entries of some users to one value."""
        if self.high is None:
            raise UsageError(f"a user's {self.name} can be read, not set")
        if not 0 <= value <= self.high:
            most = "any number" if self.high == np.inf else f"{self.high:g}"
            raise UsageError(f"{self.name}: {value} is not from 0 to {most}")
        if self.put is not None:
            self.put(world, users, value)
        else:
            self.array(world)[users] = value


def _trait(name: str, high: float | None = None) -> Any:
    """Declare a trait of people as a column."""
    return Column(lambda world: getattr(world.people, name), high=high)


def _bond(name: str, high: float | None = None) -> Any:
    """Declare what is between a user and the player's brand as a column."""
    return Column(lambda world: getattr(world, name)[0], high=high)


def _notice(name: str, high: float) -> Any:
    """Declare a trait that decides how much of a feed is seen."""

    def put(world: World, users: Numbers, value: float) -> None:
        getattr(world.people, name)[users] = value
        folk = world.people
        world.seen[users] = folk.online[users] * folk.attention[users] / world.crowd[users]

    return Column(lambda world: getattr(world.people, name), high=high, put=put)


def take_stances(world: World, users: Numbers, stance: Stance, brand: int = 0) -> None:
    """Let users take a stance to a brand, and their friends know whom they have shut out."""
    row = world.standing(brand)
    bonds, knows, circle = row.bonds, row.doors.knows, world.people.circle
    for user in users.tolist():
        friends = world.ties.indices[world.ties.indptr[user] : world.ties.indptr[user + 1]]
        was_shut, is_shut = bonds.stance[user] >= Stance.MUTED, stance >= Stance.MUTED
        take_stance(
            bonds.stance, bonds.stance_day, knows, circle, user, int(Stance(stance)), world.day
        )
        if is_shut and not was_shut:
            row.shut_friends[friends] += 1
        elif was_shut and not is_shut:
            row.shut_friends[friends] -= row.shut_friends[friends] > 0


def _trust(world: World, user: int, brand: int = 0) -> float:
    good = world.prior_good + float(world.good[brand, user])
    return good / (good + world.prior_harm + float(world.harm[brand, user]))


class User(mesa.Agent):
    """A person; reads and writes one row of the world.

    Traits are those of :class:`~trustsim.market.people.People`; ``good``, ``harm``, ``trust``,
    ``stance`` and what follows are towards the player's brand, see World. ``circle`` and ``second``
    are indices of circles, ``age`` of age bands. What is set by hand is in no ledger.
    """

    __slots__ = ("model", "number")
    pos = None

    circle = _trait("circle")
    second = _trait("second")
    age = _trait("age")
    online = _notice("online", 1.0)
    attention = _notice("attention", 1e6)
    posting = _trait("posting")
    propensity = _trait("propensity", 1e6)
    scepticism = _trait("scepticism", 1e6)
    line = _trait("line", 1.0)
    threshold = _trait("threshold", 1.0)
    need = _trait("need", 1.0)
    need_full = _trait("need_full", 1.0)
    good = _bond("good", np.inf)
    harm = _bond("harm", np.inf)
    stance = Column(lambda world: world.stance[0], high=4, put=take_stances)
    asks_met = _bond("asks_met")
    reads_met = _bond("reads_met")
    fakes_met = _bond("fakes_met")
    shut_friends = _bond("shut_friends")
    visited = _bond("visited", 1)
    customer = _bond("customer", 1)
    trust = Column(lambda world: world.trust(0), one=_trust)
    hears = Column(lambda world: world.ties_in)
    heard_by = Column(
        lambda world: np.diff(world.ties.indptr),
        one=lambda world, user: int(world.ties.indptr[user + 1] - world.ties.indptr[user]),
    )

    def __init__(self, model: MarketModel, number: int) -> None:
        # Mesa's own __init__ would register a copy of what the arrays hold already.
        self.model = model
        self.number = number

    @property
    def unique_id(self) -> int:
        """Mesa's number of the agent: users first, from 1."""
        return self.number + 1

    @property
    def interests(self) -> tuple[float, ...]:
        """Liking of every topic, of unit length."""
        return tuple(self.model.world.people.interests[:, self.number].tolist())

    @interests.setter
    def interests(self, value: Sequence[float]) -> None:
        liking = np.asarray(value, float)
        topics, length = self.model.world.topics, float(np.linalg.norm(liking))
        if liking.shape != (topics,) or not length > 0 or not (liking >= 0).all():
            raise UsageError(
                f"interests: {tuple(value)} are not {topics} numbers of 0 or more, one for each "
                "topic and not all of them 0"
            )
        self.model.world.people.interests[:, self.number] = liking / length

    @property
    def audience(self) -> Crowd:
        """Return who gets what the user shares."""
        ties = self.model.world.ties
        row = ties.indices[ties.indptr[self.number] : ties.indptr[self.number + 1]]
        return Crowd(self.model, row.astype(np.int64))

    def trust_in(self, brand: int | Brand) -> float:
        """Return the user's trust in a brand, 0 to 1."""
        return _trust(
            self.model.world, self.number, brand if isinstance(brand, int) else brand.number
        )

    def remove(self) -> None:
        """Refuse to leave: nobody leaves the world."""
        raise UsageError("people and brands stay in the market; select() those you want to look at")


COLUMNS: Mapping[str, Column] = {
    name: value for name, value in vars(User).items() if isinstance(value, Column)
}


class Brand(mesa.Agent):
    """A brand; the player's is number 0."""

    __slots__ = ("model", "number")
    pos = None

    def __init__(self, model: MarketModel, number: int) -> None:
        self.model = model
        self.number = number

    @property
    def unique_id(self) -> int:
        """Mesa's number of the agent: brands come after the users."""
        return self.model.world.users + self.number + 1

    @property
    def name(self) -> str:
        """The name people read."""
        return self.model.blueprint.brands[self.number].name

    @property
    def followers(self) -> int:
        """How many follow it."""
        return self._count(Stance.FOLLOWER)

    @property
    def aware(self) -> int:
        """How many know it, whatever they think of it."""
        return self._count(*list(Stance)[1:])

    @property
    def shut_out_by(self) -> int:
        """How many have muted or blocked it."""
        return self._count(Stance.MUTED, Stance.BLOCKED)

    @property
    def ostracism_rate(self) -> float:
        """Share of those who know it that have shut it out."""
        return self.shut_out_by / self.aware if self.aware else 0.0

    @property
    def customers(self) -> int:
        """How many have ever bought."""
        return int(self.model.world.customer[self.number].sum())

    @property
    def open_doors(self) -> int:
        """How many circles let it in."""
        return int(self.model.world.door_open[self.number].sum())

    @property
    def authority(self) -> float:
        """Search authority, 0 to 1."""
        return float(self.model.world.authority[self.number])

    @property
    def counts(self) -> dict[str, int]:
        """What was counted for it in the last week; empty before the first."""
        outcome = self.model.outcome
        return dict(outcome.counts[self.number]) if outcome else {}

    def _count(self, *stances: Stance) -> int:
        return int(self.model.world.knows[self.number][:, list(stances)].sum())

    def remove(self) -> None:
        """Refuse to leave: nobody leaves the world."""
        raise UsageError("people and brands stay in the market; select() those you want to look at")


class Crowd(AgentSet):
    """An AgentSet of users and brands that holds their numbers, and makes agents when asked for.

    Every method gives what Mesa's own would give on the same agents in the same order; those that
    read an attribute kept in arrays make no agent.
    """

    def __init__(
        self, model: MarketModel, numbers: Iterable[int] | Numbers, random: Random | None = None
    ) -> None:
        """Hold agents of ``model`` by their ``numbers``: unique_id less 1."""
        self.model = model
        self.random = random or model.random
        self._update(numbers)

    def _of(self, numbers: Iterable[int] | Numbers) -> Crowd:
        return Crowd(self.model, numbers, self.random)

    def _update(self, numbers: Iterable[int] | Numbers) -> Crowd:
        listed = numbers if isinstance(numbers, np.ndarray) else list(numbers)
        self.numbers: Numbers = np.asarray(listed, np.int64)
        self._members: frozenset[int] | None = None
        return self

    def _from_iterable(self, agents: Iterable[mesa.Agent]) -> Crowd:
        """Make what the operators of sets make: ``|``, ``&``, ``-``, ``^``."""
        return self._of(list(dict.fromkeys(self._number(agent) for agent in agents)))

    def _number(self, agent: mesa.Agent) -> int:
        if not isinstance(agent, User | Brand) or agent.model is not self.model:
            raise UsageError(f"{agent!r} is not of this market, so it can't join its crowds")
        return int(agent.unique_id) - 1

    def _column(self, name: str) -> Column | None:
        """Return the column of an attribute that all of them keep in an array."""
        only_users = int(self.numbers.max(initial=0)) < self.model.world.users
        return COLUMNS.get(name) if only_users else None

    def _values(self, name: str) -> list[Any]:
        column = self._column(name)
        if column is None:
            return [getattr(agent, name) for agent in self]
        values: list[Any] = column.array(self.model.world)[self.numbers].tolist()
        return values

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[mesa.Agent]:
        return iter(self.to_list())

    def __contains__(self, agent: object) -> bool:
        if not isinstance(agent, User | Brand) or agent.model is not self.model:
            return False
        if self._members is None:
            self._members = frozenset(self.numbers.tolist())
        return agent.unique_id - 1 in self._members

    def __getitem__(self, item: int | slice) -> Any:
        """Return one agent, or a list of agents for a slice."""
        if isinstance(item, slice):
            return self._of(self.numbers[item]).to_list()
        return self.model.agent(int(self.numbers[item]))

    def to_list(self) -> list[mesa.Agent]:
        """Return the agents as a list."""
        return self.model.made(self.numbers.tolist())

    def __copy__(self) -> Crowd:
        return self._of(self.numbers.copy())

    def copy(self) -> Crowd:
        """Return a set of its own with the same agents."""
        return self.__copy__()

    def __getstate__(self) -> dict[str, Any]:
        return {"model": self.model, "numbers": self.numbers, "random": self.random}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.model, self.random = state["model"], state["random"]
        self._update(state["numbers"])

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: type[A] | None = None,
    ) -> Crowd:
        """Return those that a function picks, of one type, and at most so many or such a share."""
        numbers = self.numbers
        is_share = isinstance(at_most, float) and at_most <= 1.0
        most = int(len(numbers) * at_most) if is_share else at_most
        if agent_type is not None:
            numbers = numbers[self._are_of(agent_type)]
        if filter_func is not None:
            numbers = np.array(self._picked(numbers, filter_func, most), np.int64)
        if most < len(numbers):
            numbers = numbers[: max(0, math.ceil(most))]
        return self._update(numbers) if inplace else self._of(numbers.copy())

    def _are_of(self, agent_type: type[A]) -> NDArray[np.bool_]:
        is_user = self.numbers < self.model.world.users
        users, brands = issubclass(User, agent_type), issubclass(Brand, agent_type)
        return np.asarray((is_user & users) | (~is_user & brands))

    def _picked(
        self, numbers: Numbers, filter_func: Callable[[Any], bool], most: float
    ) -> list[int]:
        found: list[int] = []
        for agent in self._of(numbers):
            if len(found) >= most:
                break
            if filter_func(agent):
                found.append(agent.unique_id - 1)
        return found

    def shuffle(self, inplace: bool = False) -> Crowd:
        """Return them in a random order, drawn from the model's own ``random``."""
        numbers = self.numbers.tolist()
        self.random.shuffle(numbers)
        return self._update(numbers) if inplace else self._of(numbers)

    def sort(
        self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False
    ) -> Crowd:
        """Return them by an attribute or function, the highest first unless ``ascending``."""
        values = self._values(key) if isinstance(key, str) else [key(agent) for agent in self]
        order = sorted(range(len(values)), key=values.__getitem__, reverse=not ascending)
        numbers = self.numbers[order]
        return self._update(numbers) if inplace else self._of(numbers)

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Crowd:
        """Call a method or function for each, one after the other."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Crowd:
        """Call a method or function for each, in a random order."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Call a method or function for each and return the results."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self.to_list()]
        return [method(agent, *args, **kwargs) for agent in self.to_list()]

    def agg(
        self, attribute: str, func: Callable[..., Any] | Iterable[Callable[..., Any]]
    ) -> Any | list[Any]:
        """Return one or several functions of an attribute's values."""
        values = self.get(attribute)
        return func(values) if callable(func) else [one(values) for one in func]

    def get(
        self,
        attr_names: str | list[str],
        handle_missing: str = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """Return the values of an attribute, or a list of values for each agent."""
        if handle_missing not in ("error", "default"):
            raise ValueError(
                f"Unknown handle_missing option: {handle_missing}, "
                "should be one of 'error' or 'default'"
            )
        names = [attr_names] if isinstance(attr_names, str) else attr_names
        if handle_missing == "default":
            found = [self._with_default(name, default_value) for name in names]
        else:
            found = [self._values(name) for name in names]
        if isinstance(attr_names, str):
            return found[0]
        return [list(row) for row in zip(*found, strict=True)] if names else [[] for _ in self]

    def _with_default(self, name: str, default: Any) -> list[Any]:
        if self._column(name) is not None:
            return self._values(name)
        return [getattr(agent, name, default) for agent in self]

    def set(self, attr_name: str, value: Any) -> Crowd:
        """Set an attribute of each to one value."""
        column = self._column(attr_name)
        if column is not None:
            column.write(self.model.world, self.numbers, value)
        else:
            for agent in self:
                setattr(agent, attr_name, value)
        return self

    def groupby(self, by: Callable[[Any], Any] | str, result_type: str = "agentset") -> Groups:
        """Divide them by an attribute or function; groups keep their members for good."""
        values = self._values(by) if isinstance(by, str) else [by(agent) for agent in self]
        groups: dict[Any, list[int]] = {}
        for number, value in zip(self.numbers.tolist(), values, strict=True):
            groups.setdefault(value, []).append(number)
        crowds = {value: self._of(numbers) for value, numbers in groups.items()}
        if result_type == "agentset":
            return Groups(crowds)
        return Groups({value: crowd.to_list() for value, crowd in crowds.items()})

    def add(self, agent: mesa.Agent) -> None:
        """Let an agent of the same market join."""
        if agent not in self:
            self._update(np.append(self.numbers, self._number(agent)))

    def discard(self, agent: mesa.Agent) -> None:
        """Let an agent leave the set, if it is there."""
        if agent in self:
            self.remove(agent)

    def remove(self, agent: mesa.Agent) -> None:
        """Let an agent leave the set."""
        if agent not in self:
            raise KeyError(agent)
        self._update(self.numbers[self.numbers != agent.unique_id - 1])

    def clear(self) -> None:
        """Let everybody leave the set."""
        self._update([])


class Groups(GroupBy):
    """Crowds by what they have in common."""

    def agg(self, attr_name: str, func: Callable[..., Any]) -> dict[Any, Any]:
        """Return a function of an attribute's values, for each group."""
        return {
            name: func(group.get(attr_name) if isinstance(group, Crowd)
                       else [getattr(agent, attr_name) for agent in group])
            for name, group in self.groups.items()
        }  # fmt: skip


class MarketModel(mesa.Model):
    """A market as Mesa sees it; a step is a day.

    Set ``orders`` (or override ``decide``), then call ``step()``. Where a ``datacollector`` is
    set, it collects at the end of every day. ``running`` ends with the scenario's last week.

    Attributes:
        blueprint: the scenario. ``market``: the machine underneath.
        orders: what all brands do this week. ``outcome``: the last whole week, or None.
        datacollector: None, or one of Mesa's own.
    """

    def __init__(
        self,
        blueprint: Scenario,
        rng: int | None = None,
        *,
        record: str = "weeks",
        threads: int = 1,
        ties: tuple[Seats, Ties] | None = None,
    ) -> None:
        """Build the world.

        Args:
            blueprint: what to simulate. In batch_run, put it in a list: a scenario can be iterated.
            rng: the run's seed, a whole number; any if left out.
            record, threads, ties: see Market.
        """
        seed = randbits(63) if rng is None else int(rng)
        super().__init__(rng=seed)
        self.blueprint = blueprint
        self.market = Market(blueprint, seed, record=record, threads=threads, ties=ties)
        self.orders = Orders()
        self.outcome: WeekOutcome | None = None
        self.datacollector: mesa.DataCollector | None = None
        self._made: list[mesa.Agent | None] = [None] * (self.world.users + self.world.brands)
        everybody = np.arange(len(self._made))
        self._everybody = Crowd(self, everybody)
        self._by_type: dict[type[mesa.Agent], Crowd] = {
            User: Crowd(self, everybody[: self.world.users]),
            Brand: Crowd(self, everybody[self.world.users :]),
        }

    @property
    def world(self) -> World:
        """The state, as arrays."""
        return self.market.world

    @property
    def week(self) -> int:
        """Whole weeks played."""
        return self.market.week

    @property
    def day(self) -> int:
        """Days played."""
        return self.market.day

    def step(self) -> None:
        """Simulate one day."""
        if self.day % 7 == 0:
            for event in self.blueprint.events:
                if event.week == self.week + 1:
                    self.market.apply_event(event)
            self.orders = self.decide()
        self.market.play_day(self.orders)
        if self.day % 7 == 0:
            self.outcome = self.market.finish_week()
            self.running = self.week < self.blueprint.weeks
        if self.datacollector is not None:
            self.datacollector.collect(self)

    def decide(self) -> Orders:
        """Return the orders of the week that begins: those that are set, unless overridden."""
        return self.orders

    def agent(self, number: int) -> mesa.Agent:
        """Return the one agent of a number: users from 0, then brands."""
        return self.made([number])[0]

    def made(self, numbers: list[int]) -> list[mesa.Agent]:
        """Return the agents of some numbers; those nobody asked for before come into being."""
        made, users = self._made, self.world.users
        missing = [number for number in numbers if made[number] is None]
        collects = gc.isenabled() and len(missing) > MANY
        if collects:  # it would walk round all of the new ones, again and again
            gc.disable()
        for number in missing:
            made[number] = User(self, number) if number < users else Brand(self, number - users)
        if collects:
            gc.enable()
        return [made[number] for number in numbers]

    def user(self, number: int) -> User:
        """Return a user by index."""
        users = self.world.users
        if not 0 <= number < users:
            raise UsageError(f"there is no user {number}; they are numbered 0 to {users - 1}")
        found = self.agent(number)
        assert isinstance(found, User)
        return found

    def brand(self, number: int = 0) -> Brand:
        """Return a brand by index; 0 is the player's."""
        brands = self.world.brands
        if not 0 <= number < brands:
            raise UsageError(f"there is no brand {number}; they are numbered 0 to {brands - 1}")
        found = self.agent(self.world.users + number)
        assert isinstance(found, Brand)
        return found

    @property
    def agents(self) -> Crowd:
        """Everybody: users, then brands."""
        return self._everybody

    @agents.setter
    def agents(self, agents: Any) -> None:
        raise AttributeError("model.agents is Mesa's own; keep agents under another name")

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], Crowd]:
        """Users and brands apart."""
        return self._by_type

    @property
    def agent_types(self) -> list[type[mesa.Agent]]:
        """The two types of agent."""
        return list(self._by_type)

    def register_agent(self, agent: mesa.Agent) -> None:
        """Refuse agents from elsewhere: the arrays hold everybody there is."""
        raise UsageError(
            f"a {type(agent).__name__} can't join: a market's agents are its users and brands; "
            "keep your own in a model of your own beside it"
        )

    def deregister_agent(self, agent: mesa.Agent) -> None:
        """Refuse to let agents go."""
        agent.remove()

    def remove_all_agents(self) -> None:
        """Forget the agents that were made; the world stays as it is."""
        self._made = [None] * len(self._made)
