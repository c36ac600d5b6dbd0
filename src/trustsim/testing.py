"""Checkers for people who extend TrustSim: their strategies, their scenarios.

Put one line into a test of your own::

    from trustsim.testing import check_strategy


    def test_my_strategy_is_a_good_one():
        check_strategy(MyStrategy)
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan
from trustsim.campaign.players import player
from trustsim.campaign.run import run
from trustsim.errors import PlanRefused
from trustsim.scenario.load import load_scenario
from trustsim.scenario.resolved import from_resolved, resolved_json
from trustsim.scenario.schema import BrandSpec, Circle, Population, Product, Scenario
from trustsim.strategies.protocol import Strategy, decision, name_of, prepared

WEEKS = 10
"""Weeks that a strategy is tried for: long enough for doors to shut and inboxes to fill."""

LONGEST_TRIAL = 200_000
"""Users times weeks up to which a scenario is played to its end."""


def check_strategy(maker: Callable[[], Strategy]) -> None:
    """See that a strategy keeps the rules in worlds of several kinds.

    It must have ``decide(report)``, give plans that can be played whatever the hours, the money and
    the circles, decide the same in the same run, and leave the report and all shared chance alone.

    Args:
        maker: makes a new strategy, such as its class.

    Raises:
        AssertionError: with a sentence on the first rule that it breaks.
    """
    for scenario in trial_scenarios():
        first = _plans(maker(), scenario)
        assert _plans(maker(), scenario) == first, (
            f"a new '{name_of(maker())}' decides differently in the same run of '{scenario.name}'; "
            "draw lots only from the seed that reset(seed, report) is given"
        )
        used = maker()
        if hasattr(used, "reset"):
            _plans(used, scenario)
            assert _plans(used, scenario) == first, (
                f"'{name_of(used)}' decides differently in '{scenario.name}' after another run; "
                "reset(seed, report) must forget everything"
            )


def check_scenario(source: str | Path) -> None:
    """See that a scenario can be loaded, kept and played, and that all of it can happen.

    Args:
        source: a shipped name or a path, as for `load_scenario`.

    Raises:
        TrustSimError: it can't be loaded; every mistake is named.
        AssertionError: with a sentence on what doesn't work in play.
    """
    scenario = load_scenario(source)
    assert from_resolved(resolved_json(scenario)) == scenario, "it changes when it is kept"
    for event in scenario.events:
        assert event.week <= scenario.weeks, (
            f"the event of week {event.week} never happens in {scenario.weeks} weeks"
        )
    weeks = max(1, min(scenario.weeks, LONGEST_TRIAL // scenario.population.users))
    for strategy in ("thoughtful", "pitch-only", "random"):
        result = run(scenario, strategy, seed=1, weeks=weeks)
        again = run(scenario, strategy, seed=1, weeks=weeks, record="none")
        assert result.digest == again.digest, f"a run of '{strategy}' does not repeat itself"


def trial_scenarios() -> tuple[Scenario, ...]:
    """Return small worlds that differ in what a strategy has to work with."""
    ample = BrandSpec(followers=10, hours=12.0, money=100.0, max_posts=4)
    poor = BrandSpec(followers=0, hours=0.3, money=0.0, max_posts=1)
    busy = BrandSpec(followers=20, hours=40.0, money=5.0, max_posts=21)
    return (
        _town("ample", 60, ("bees", "tea"), 2, ample),
        _town("poor", 12, ("bees",), 1, poor),
        _town("busy", 120, ("bees", "tea", "kites", "moss"), 9, busy),
    )


def _town(
    name: str, users: int, topics: tuple[str, ...], circles: int, brand: BrandSpec
) -> Scenario:
    """Return one small world."""
    product = Product(topics={topics[0]: 1.0})
    return Scenario(
        name=name,
        title=name,
        weeks=WEEKS,
        topics=topics,
        population=Population(
            users=users,
            circles=tuple(
                Circle(id=f"c{i}", name=f"Circle {i}", topics={topics[i % len(topics)]: 1.0})
                for i in range(circles)
            ),
        ),
        brand=brand.model_copy(update={"product": product}),
    )


def _plans(strategy: Strategy, scenario: Scenario) -> list[Plan]:
    """Let a strategy play a scenario and return what it decided."""
    assert isinstance(strategy, Strategy), (
        f"{type(strategy).__name__} has no method decide(report), so it is no strategy"
    )
    campaign = Campaign(scenario, seed=7)
    prepared(strategy, 7, campaign.report)
    for _ in range(scenario.weeks):
        _play_one(strategy, campaign)
    return campaign.plans


def _play_one(strategy: Strategy, campaign: Campaign) -> None:
    """Play one week and see that nothing was touched that isn't the strategy's."""
    name, report = name_of(strategy), campaign.report
    before, lots = copy.deepcopy(report), _shared_chance()
    plan = decision(strategy, report)
    assert report == before, f"'{name}' changes the report; copy what it wants to change"
    assert _shared_chance() == lots, (
        f"'{name}' draws from the shared random generator; make one of its own from the seed"
    )
    try:
        campaign.play_week(plan)
    except PlanRefused as error:
        raise AssertionError(
            f"'{name}' made a plan that can't be played in '{campaign.scenario.name}': {error}"
        ) from error


def _shared_chance() -> tuple[object, ...]:
    """Return the state of the generators that every module shares."""
    state = np.random.get_state(legacy=False)
    return random.getstate(), repr(state["state"]["pos"]), state["state"]["key"].tobytes()


def check_named_strategy(spec: str) -> None:
    """Check a strategy as a command line names it, such as ``my_strategy.py:Mine``."""
    check_strategy(lambda: player(spec))
