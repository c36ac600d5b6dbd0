"""Mesa's face: every tool of Mesa's gives on the market what it gives on agents of its own."""

from __future__ import annotations

import copy
import gc
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.agent import AgentSet

from tests.market.towns import TOUCHY, audience, busy_orders, town
from trustsim.errors import UsageError
from trustsim.market.market import Market
from trustsim.market.model import COLUMNS, Brand, Crowd, MarketModel, User
from trustsim.market.orders import BrandPost, Orders
from trustsim.market.outcome import Stance

SOURCE = Path(__file__).parents[2] / "src"


class Person(mesa.Agent):
    """A real agent with a user's attributes."""

    def __init__(self, model: mesa.Model, values: dict[str, Any]) -> None:
        super().__init__(model)
        for name, value in values.items():
            setattr(self, name, value)

    def trust_in(self, brand: int) -> float:
        return self.trust if brand == 0 else 0.0


class Shop(mesa.Agent):
    """A real agent with a brand's attributes."""

    def __init__(self, model: mesa.Model, followers: int) -> None:
        super().__init__(model)
        self.followers = followers


class Plain(mesa.Model):
    """The same town made of real agents."""

    def __init__(self, market: MarketModel) -> None:
        super().__init__(rng=7)
        for number in range(market.world.users):
            user = market.user(number)
            Person(self, {name: getattr(user, name) for name in COLUMNS})
        for number in range(market.world.brands):
            Shop(self, market.brand(number).followers)


def played(seed: int = 7) -> MarketModel:
    """Return a small town after a busy week."""
    model = MarketModel(town(60, rules=TOUCHY, rivals=1), rng=seed)
    model.orders = Orders(
        posts=tuple(BrandPost(0, i, i, i, 0, i % 3, circle=i % 3, ask=0.4 * i) for i in range(3))
    )
    for _ in range(7):
        model.step()
    return model


def told(found: Any) -> Any:
    """Return what a result says, with agents by their numbers."""
    if isinstance(found, mesa.Agent):
        return found.unique_id
    if hasattr(found, "groups"):
        return {key: told(group) for key, group in found.groups.items()}
    if isinstance(found, dict):
        return {key: told(value) for key, value in found.items()}
    if isinstance(found, AgentSet | list | tuple) or hasattr(found, "shuffle_do"):
        return [told(part) for part in found]
    return found


def noted(log: list[int]) -> Callable[..., None]:
    return lambda agent, *args, **kwargs: log.append(agent.unique_id)


def done(agents: Any, how: str) -> list[int]:
    """Return whom ``do`` or ``shuffle_do`` calls, in order."""
    log: list[int] = []
    assert getattr(agents, how)(noted(log), 1, word="x") is agents
    return log


def changed(agents: Any, way: Callable[[Any], Any]) -> Any:
    """Return a copy of the set after something was done to it."""
    own = copy.copy(agents)
    way(own)
    return own


def regrouped(agents: Any) -> list[int]:
    log: list[int] = []
    agents.groupby("circle").do(lambda group: log.extend(a.unique_id for a in group))
    return log


def first(agents: Any, count: int) -> Any:
    return agents.select(at_most=count)


ON_PEOPLE: dict[str, Callable[[Any], Any]] = {
    "len": len,
    "iter": list,
    "contains": lambda a: [agent in first(a, 20) for agent in a],
    "contains a stranger": lambda a: "me" in a,
    "get": lambda a: [a.get(name) for name in COLUMNS],
    "get several": lambda a: a.get(["need", "stance", "customer"]),
    "get nothing": lambda a: first(a, 2).get([]),
    "get with default": lambda a: a.get("mood", handle_missing="default", default_value=5),
    "get several with default": lambda a: a.get(["mood", "age"], handle_missing="default"),
    "agg": lambda a: a.agg("trust", sum),
    "agg several": lambda a: a.agg("need", [min, max, len, np.mean]),
    "select by function": lambda a: a.select(lambda agent: agent.need > 0.4),
    "select at most": lambda a: a.select(at_most=7),
    "select one": lambda a: a.select(at_most=1),
    "select none": lambda a: a.select(at_most=0),
    "select a share": lambda a: a.select(at_most=0.33),
    "select all as a share": lambda a: a.select(at_most=1.0),
    "select a broken number": lambda a: a.select(at_most=2.5),
    "select some by function": lambda a: a.select(lambda agent: agent.stance == 1, at_most=5),
    "select a share by function": lambda a: a.select(lambda agent: agent.age < 2, at_most=0.2),
    "select in place": lambda a: changed(a, lambda own: own.select(at_most=9, inplace=True)),
    "select everybody": lambda a: a.select(),
    "shuffle": lambda a: a.shuffle(),
    "shuffle in place": lambda a: changed(a, lambda own: own.shuffle(inplace=True)),
    "sort": lambda a: a.sort("need"),
    "sort ascending": lambda a: a.sort("circle", ascending=True),
    "sort keeps equals in order": lambda a: a.sort("circle"),
    "sort by function": lambda a: a.sort(lambda agent: (agent.age, -agent.need)),
    "sort in place": lambda a: changed(a, lambda own: own.sort("trust", inplace=True)),
    "do": lambda a: done(copy.copy(a), "do"),
    "shuffle_do": lambda a: done(copy.copy(a), "shuffle_do"),
    "do by name": lambda a: told(a.do("step")),
    "map": lambda a: a.map(lambda agent, more: agent.circle + more, 3),
    "map by name": lambda a: a.map("trust_in", brand=0),
    "groupby": lambda a: a.groupby("circle"),
    "groupby a function": lambda a: a.groupby(lambda agent: agent.need > 0.3),
    "groupby into lists": lambda a: a.groupby("stance", result_type="list"),
    "groups count": lambda a: a.groupby("age").count(),
    "groups agg": lambda a: a.groupby("circle").agg("need", np.mean),
    "groups agg of lists": lambda a: a.groupby("circle", result_type="list").agg("need", sum),
    "groups map": lambda a: a.groupby("circle").map(len),
    "groups map by name": lambda a: a.groupby("circle").map("agg", "need", max),
    "groups do": regrouped,
    "groups len": lambda a: len(a.groupby("circle")),
    "groups iter": lambda a: [(key, told(group)) for key, group in a.groupby("circle")],
    "union": lambda a: first(a, 5) | a.select(lambda agent: agent.circle == 2),
    "intersection": lambda a: first(a, 40) & a.select(lambda agent: agent.circle == 1),
    "difference": lambda a: first(a, 40) - first(a, 11),
    "symmetric difference": lambda a: sorted(
        told(first(a, 9) ^ a.select(lambda agent: agent.need > 0.5))
    ),
    "is part of": lambda a: (first(a, 3) <= a, a <= first(a, 3), first(a, 3) < a, a >= first(a, 2)),
    "is equal": lambda a: (first(a, 3) == first(a, 3), first(a, 3) == first(a, 4)),
    "is disjoint": lambda a: (first(a, 3).isdisjoint(a), first(a, 0).isdisjoint(a)),
    "add": lambda a: changed(first(a, 3), lambda own: [own.add(agent) for agent in first(a, 5)]),
    "discard": lambda a: changed(first(a, 3), lambda own: [own.discard(x) for x in a]),
    "remove": lambda a: changed(first(a, 4), lambda own: own.remove(next(iter(a)))),
    "pop": lambda a: changed(first(a, 4), lambda own: own.pop()),
    "clear": lambda a: changed(first(a, 4), lambda own: own.clear()),
    "copy": copy.copy,
    "random": lambda a: a.random.random(),
}  # fmt: skip

ON_EVERYBODY: dict[str, Callable[[Any, type, type], Any]] = {
    "agents": lambda model, user, brand: model.agents,
    "len": lambda model, user, brand: len(model.agents),
    "one": lambda model, user, brand: model.agents[61],
    "from behind": lambda model, user, brand: model.agents[-1],
    "slice": lambda model, user, brand: model.agents[3:9:2],
    "of one type": lambda model, user, brand: model.agents.select(agent_type=user),
    "of the other type": lambda model, user, brand: model.agents.select(agent_type=brand),
    "of any type": lambda model, user, brand: model.agents.select(agent_type=mesa.Agent),
    "of one type and by function": lambda model, user, brand: model.agents.select(
        lambda agent: agent.unique_id % 3 == 0, at_most=4, agent_type=user
    ),
    "a share of one type": lambda model, user, brand: model.agents.select(
        at_most=0.5, agent_type=brand
    ),
    "types": lambda model, user, brand: [kind is expected for kind, expected in
                                         zip(model.agent_types, (user, brand), strict=True)],
    "by type": lambda model, user, brand: [model.agents_by_type[user], model.agents_by_type[brand]],
    "what only some have": lambda model, user, brand: model.agents.get(
        "followers", handle_missing="default", default_value=-1
    ),
    "what users have": lambda model, user, brand: model.agents.get("need", "default"),
    "by type, grouped": lambda model, user, brand: model.agents.groupby(
        lambda agent: isinstance(agent, user)
    ),
    "shuffled": lambda model, user, brand: model.agents.shuffle(),
    "sorted": lambda model, user, brand: model.agents.sort("unique_id"),
}  # fmt: skip


@pytest.fixture(scope="module")
def pair() -> tuple[MarketModel, Plain]:
    model = played()
    return model, Plain(model)


def same_luck(model: MarketModel, plain: Plain) -> None:
    model.random.seed(3)
    plain.random.seed(3)


@pytest.mark.parametrize("name", ON_PEOPLE)
def test_a_method_of_agentset_does_on_users_what_it_does_on_real_agents(name, pair):
    model, plain = pair
    same_luck(model, plain)
    ours = told(ON_PEOPLE[name](model.agents_by_type[User]))
    theirs = told(ON_PEOPLE[name](plain.agents_by_type[Person]))
    assert ours == theirs


@pytest.mark.parametrize("name", ON_EVERYBODY)
def test_users_and_brands_together_are_as_real_agents_are(name, pair):
    model, plain = pair
    same_luck(model, plain)
    assert told(ON_EVERYBODY[name](model, User, Brand)) == told(
        ON_EVERYBODY[name](plain, Person, Shop)
    )


def test_every_method_of_agentset_is_compared_or_named_here(pair):
    named = {
        "get", "agg", "select", "shuffle", "sort", "do", "shuffle_do", "map", "groupby", "add",
        "discard", "remove", "pop", "clear", "isdisjoint", "set", "to_list", "copy", "index",
        "count",
    }  # fmt: skip
    public = {name for name in dir(AgentSet) if not name.startswith("_")}
    assert public <= named, "a Mesa that can more: compare that too"


def test_a_missing_attribute_is_an_error_as_with_real_agents(pair):
    for agents in (pair[0].agents_by_type[User], pair[1].agents_by_type[Person], pair[0].agents):
        with pytest.raises(AttributeError, match="mood"):
            agents.get("mood")
        with pytest.raises(ValueError, match="Unknown handle_missing option: never"):
            agents.get("need", handle_missing="never")
    with pytest.raises(KeyError):
        pair[0].agents_by_type[Brand].remove(pair[0].user(0))


def test_values_have_the_types_that_real_attributes_have(pair):
    users = pair[0].agents_by_type[User]
    for name in COLUMNS:
        kinds = {type(value) for value in users.get(name)}
        assert kinds == {type(getattr(agent, name)) for agent in users}
        assert len(kinds) == 1
        assert kinds <= {int, float, bool}


def test_an_attribute_of_one_s_own_can_be_set_and_got():
    model = played()
    users = model.agents_by_type[User]
    users.select(at_most=10).set("mood", "curious")
    assert users.get("mood", handle_missing="default") == ["curious"] * 10 + [None] * 50
    assert users.groupby(lambda agent: hasattr(agent, "mood")).count() == {True: 10, False: 50}


def test_agents_that_were_made_stay_however_little_they_are_held():
    # Mesa's sets hold members weakly: what was made on the fly would vanish from its groups.
    model = played()
    groups = model.agents.groupby(lambda agent: type(agent).__name__)
    picked = model.agents.select(lambda agent: agent.unique_id % 2 == 0)
    gc.collect()
    assert {kind: len(list(group)) for kind, group in groups} == {"User": 60, "Brand": 2}
    assert len(list(picked)) == 31


def test_one_person_is_always_the_same_object():
    model = played()
    assert model.user(5) is model.agents[5] is next(iter(model.agents.select(at_most=6)[5:]))
    assert model.brand(1) is model.agents[61]
    assert len({id(agent) for _ in range(2) for agent in model.agents}) == 62


def test_reading_columns_makes_no_agent():
    model = played()
    users = model.agents_by_type[User]
    users.groupby("stance").agg("trust", np.mean)
    users.shuffle().sort("need").select(at_most=0.5).get(["good", "harm"])
    users.set("need", 0.5)
    assert model._made == [None] * 62


def test_the_lengths_of_crowds_are_the_world_s():
    model = played()
    assert len(model.agents) == 62
    assert [len(model.agents_by_type[kind]) for kind in (User, Brand)] == [60, 2]


# --- users


def test_a_user_reads_its_row_of_the_world():
    model = played()
    world = model.world
    for number in (0, 17, 59):
        user = model.user(number)
        assert (user.number, user.unique_id, user.model, user.pos) == (
            number, number + 1, model, None
        )  # fmt: skip
        assert user.circle == world.people.circle[number]
        assert user.need == world.people.need[number]
        assert user.good == world.good[0, number]
        assert user.stance == world.stance[0, number]
        assert user.trust == user.trust_in(0) == world.trust(0)[number]
        assert user.trust_in(model.brand(1)) == user.trust_in(1) == world.trust(1)[number]
        assert user.interests == tuple(world.people.interests[:, number].tolist())
        assert user.audience.get("number") == audience(model.market, number).tolist()
        assert user.heard_by == len(user.audience)
        assert user.hears == world.ties_in[number]
        assert (user.random, user.rng) == (model.random, model.rng)


def test_what_is_set_on_a_user_is_set_in_the_world():
    model = played()
    user, world = model.user(8), model.world
    before = model.market.digest()
    user.need, user.good, user.harm, user.line = 0.25, 3.0, 1.5, 0.75
    assert world.people.need[8] == 0.25
    assert (world.good[0, 8], world.harm[0, 8]) == (3.0, 1.5)
    assert world.people.line[8] == 0.75
    assert user.trust == (1 + 3) / (1 + 3 + 2 + 1.5)
    user.customer = True
    assert bool(world.customer[0, 8]) is True
    assert model.market.digest() != before


def test_a_stance_that_is_set_keeps_what_is_counted_true():
    model = played()
    world = model.world
    model.user(8).stance = Stance.BLOCKED
    model.agents_by_type[User].select(at_most=5).set("stance", Stance.MUTED)
    model.user(2).stance = Stance.FOLLOWER
    knows = np.zeros((3, 5), int)
    np.add.at(knows, (world.people.circle, world.stance[0]), 1)
    assert (world.knows[0] == knows).all()
    shut = np.zeros(60, int)
    heard = np.repeat(np.arange(60), np.diff(world.ties.indptr))
    np.add.at(shut, world.ties.indices[world.stance[0][heard] >= 3], 1)
    assert (world.shut_friends[0] == shut).all()
    assert model.user(8).stance == Stance.BLOCKED


def test_who_is_online_more_sees_more():
    model = played()
    user = model.user(8)
    user.online, user.attention = 0.5, 4.0
    world = model.world
    assert world.seen[8] == pytest.approx(0.5 * 4.0 / world.crowd[8])
    model.agents_by_type[User].set("online", 0.25)
    assert world.seen[8] == pytest.approx(0.25 * 4.0 / world.crowd[8])


def test_interests_that_are_set_are_of_unit_length():
    model = played()
    model.user(3).interests = (3.0, 0.0, 4.0)
    assert model.user(3).interests == pytest.approx((0.6, 0.0, 0.8))
    for wrong in ((1.0, 2.0), (0.0, 0.0, 0.0), (1.0, -1.0, 0.0)):
        with pytest.raises(UsageError, match="not 3 numbers of 0 or more, one for each topic"):
            model.user(3).interests = wrong


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("need", 1.5, "need: 1.5 is not from 0 to 1"),
        ("need", float("nan"), "need: nan is not from 0 to 1"),
        ("good", -1.0, "good: -1.0 is not from 0 to any number"),
        ("stance", 7, "stance: 7 is not from 0 to 4"),
        ("circle", 1, "a user's circle can be read, not set"),
        ("trust", 1.0, "a user's trust can be read, not set"),
    ],
)
def test_what_a_user_can_t_be_is_refused(name, value, message):
    model = played()
    before = model.market.digest()
    with pytest.raises(UsageError, match=message):
        setattr(model.user(1), name, value)
    with pytest.raises(UsageError, match=message):
        model.agents_by_type[User].set(name, value)
    assert model.market.digest() == before


def test_who_is_not_there_can_t_be_asked_for():
    model = played()
    with pytest.raises(UsageError, match="there is no user 60; they are numbered 0 to 59"):
        model.user(60)
    with pytest.raises(UsageError, match="there is no brand -1; they are numbered 0 to 1"):
        model.brand(-1)


# --- brands


def test_a_brand_reads_its_row_of_the_world():
    model = played()
    world = model.world
    for number in range(2):
        brand = model.brand(number)
        stance = world.stance[number]
        assert brand.unique_id == 60 + number + 1
        assert brand.name == model.blueprint.brands[number].name
        assert brand.followers == (stance == Stance.FOLLOWER).sum()
        assert brand.aware == (stance != Stance.STRANGER).sum()
        assert brand.shut_out_by == (stance >= Stance.MUTED).sum()
        assert brand.ostracism_rate == brand.shut_out_by / brand.aware
        assert brand.customers == world.customer[number].sum()
        assert brand.open_doors == world.door_open[number].sum()
        assert brand.authority == world.authority[number]
        assert brand.counts == model.outcome.counts[number]
    assert model.brand(0).shut_out_by > 0
    assert MarketModel(town(20), rng=1).brand().counts == {}


# --- the model


def test_seven_steps_are_the_week_that_the_market_plays():
    scenario = town(150, rules=TOUCHY, rivals=1)
    model, market = MarketModel(scenario, rng=5), Market(scenario, 5)
    luck = Random(5)
    for week in range(3):
        model.orders = busy_orders(luck, market, None)
        outcome = market.play_week(model.orders)
        for _ in range(7):
            model.step()
        assert model.market.digest() == market.digest()
        assert model.outcome.counts == outcome.counts
        assert (model.steps, model.day, model.week) == (7 * week + 7, 7 * week + 7, week + 1)


def test_looking_through_mesa_changes_nothing():
    scenario = town(80, rules=TOUCHY)
    seen, unseen = MarketModel(scenario, rng=5), MarketModel(scenario, rng=5)
    for _ in range(14):
        seen.step()
        seen.agents.shuffle().do("step").groupby(lambda agent: type(agent).__name__).count()
        _ = (seen.agents_by_type[User].get(list(COLUMNS)), seen.brand().counts)
        unseen.step()
    assert seen.market.digest() == unseen.market.digest()


def test_the_model_runs_until_the_scenario_s_last_week():
    model = MarketModel(town(20, weeks=2), rng=1)
    model.run_model()
    assert (model.running, model.steps, model.week) == (False, 14, 2)


def test_the_scenario_s_events_happen():
    event = {"week": 2, "kind": "flaw", "facet": "songs", "amount": 0.5, "text": "x"}
    model = MarketModel(town(20, weeks=3, events=[event]), rng=1)
    found = []
    for _ in range(14):
        model.step()
        found.append(model.world.facets[0, 0])
    assert found == [0.9] * 7 + [0.4] * 7


class Weekly(MarketModel):
    """Decides anew every week, as a subclass may."""

    def __init__(self, blueprint: Any, rng: int | None = None, ask: float = 0.0) -> None:
        super().__init__(blueprint, rng)
        self.ask = ask
        self.asked = 0
        self.datacollector = mesa.DataCollector(
            model_reporters={"followers": lambda model: model.brand().followers, "day": "day"},
            agent_reporters={"trust": lambda agent: getattr(agent, "trust", None)},
            agenttype_reporters={User: {"need": "need"}, Brand: {"aware": "aware"}},
        )

    def decide(self) -> Orders:
        self.asked += 1
        return Orders(posts=(BrandPost(0, 0, 2, 0, 0, 0, ask=self.ask),))


def test_a_subclass_decides_once_a_week():
    model = Weekly(town(30, weeks=3), rng=2)
    model.run_model()
    assert model.asked == 3


def test_a_datacollector_collects_every_day():
    model = Weekly(town(30, weeks=2), rng=2)
    model.run_model()
    days = model.datacollector.get_model_vars_dataframe()
    assert days["day"].tolist() == list(range(1, 15))
    assert days["followers"].iloc[-1] == model.brand().followers
    people = model.datacollector.get_agent_vars_dataframe()
    assert len(people) == 14 * 31
    last = people.xs(people.index.get_level_values(0).max())
    assert last["trust"].tolist()[:30] == model.agents_by_type[User].get("trust")
    needs = model.datacollector.get_agenttype_vars_dataframe(User)
    assert len(needs) == 14 * 30
    brands = model.datacollector.get_agenttype_vars_dataframe(Brand)
    assert brands["aware"].tolist()[-1] == model.brand().aware


def test_batch_run_runs_the_market():
    scenario = town(30, weeks=1)
    rows = mesa.batch_run(
        Weekly, {"blueprint": [scenario], "rng": [1, 2], "ask": [0.0, 1.0]},
        display_progress=False, max_steps=100,
    ) if MESA_3_3 else mesa.batch_run(
        Weekly, {"blueprint": [scenario], "ask": [0.0, 1.0]}, rng=[1, 2],
        display_progress=False, max_steps=100,
    )  # fmt: skip
    last = {row["RunId"]: row for row in rows}
    assert len(last) == 4
    for row in last.values():
        model = Weekly(scenario, rng=row.get("rng", row.get("seed")), ask=row["ask"])
        for _ in range(row["day"]):
            model.step()
        assert row["followers"] == model.brand().followers


MESA_3_3 = mesa.__version__.startswith("3.3")


def test_the_same_rng_is_the_same_run_and_none_is_any():
    scenario = town(30)
    one, two = MarketModel(scenario, rng=4), MarketModel(scenario, rng=np.int64(4))
    assert one.market.digest() == two.market.digest() == Market(scenario, 4).digest()
    assert one.random.random() == two.random.random()
    any_one, any_other = MarketModel(scenario), MarketModel(scenario)
    assert any_one.market.digest() != any_other.market.digest()


def test_a_model_can_be_made_anew_from_its_class_and_parameters_as_solaraviz_does():
    model = played()
    again = type(model)(blueprint=model.blueprint, rng=7)
    assert (again.running, again.steps) == (True, 0)


def test_nobody_joins_or_leaves_a_market():
    model = played()
    with pytest.raises(UsageError, match="a Shop can't join: a market's agents are its users"):
        Shop(model, 3)
    for agent in (model.user(3), model.brand()):
        with pytest.raises(UsageError, match="people and brands stay in the market"):
            agent.remove()
    with pytest.raises(AttributeError, match="keep agents under another name"):
        model.agents = []
    with pytest.raises(UsageError, match="is not of this market"):
        model.agents.select(at_most=1).add(played(8).user(3))
    kept = model.market.digest()
    model.remove_all_agents()
    assert (len(model.agents), model.market.digest()) == (62, kept)


def test_a_crowd_survives_being_pickled():
    model = played()
    picked = model.agents_by_type[User].select(lambda user: user.need > 0.4)
    again = pickle.loads(pickle.dumps(picked))
    assert isinstance(again, Crowd)
    assert again.get("unique_id") == picked.get("unique_id")
    assert again.model.market.digest() == model.market.digest()


def test_of_the_machine_only_the_model_loads_mesa():
    code = (
        "import sys, trustsim.market.market, trustsim.market.measures; print('mesa' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          env={"PYTHONPATH": str(SOURCE)})  # fmt: skip
    assert done.stdout.strip() == "False", done.stderr


def test_a_crowd_is_a_sequence():
    users = played().agents_by_type[User]
    listed = users.to_list()
    assert users.copy() == users
    assert [users.index(listed[4]), users.count(listed[4]), users.count("me")] == [4, 1, 0]
    assert list(reversed(users)) == listed[::-1]
    assert (users[2:5], users[-1]) == (listed[2:5], listed[-1])
    with pytest.raises(IndexError):
        users[60]
