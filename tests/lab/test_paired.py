from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from trustsim.campaign.plan import Plan
from trustsim.campaign.report import Report
from trustsim.campaign.run import RunResult, run
from trustsim.errors import ScenarioFileError, TrustSimError, UsageError
from trustsim.lab.local import LocalRunner
from trustsim.lab.outcome import Outcome
from trustsim.lab.paired import Arm, compare, measure
from trustsim.lab.task import warm_up
from trustsim.scenario.load import load_scenario

TOWN = {"population.users": 60, "brand.followers": 10}


def posts_made(result: RunResult) -> float:
    return result.totals["posts"]


class Silent:
    def decide(self, report: Report) -> Plan:
        return Plan()


class Tripping:
    def decide(self, report: Report) -> Plan:
        raise RuntimeError("my shoelaces")


def test_arms_are_played_on_the_same_luck_and_give_what_a_run_gives() -> None:
    town = load_scenario("garage-band", TOWN)
    arms = {"pitch": "pitch-only", "give": "contribute-only"}
    found = compare(town, arms, 3, {"reach": "reach", "posts": posts_made}, weeks=2, workers=0)
    assert found.seeds == (1, 2, 3)
    for seed in (1, 2, 3):
        alone = run(town, "pitch-only", seed, weeks=2)
        assert found.values["reach"]["pitch"][seed - 1] == alone.totals["reach"]
        assert found.values["posts"]["pitch"][seed - 1] == alone.totals["posts"]


def test_processes_give_the_same_as_none_and_a_runner_may_be_kept() -> None:
    town = load_scenario("garage-band", TOWN)
    arms = {"pitch": "pitch-only", "give": "contribute-only"}
    here = compare(town, arms, [5, 9], "reach", weeks=2, workers=0)
    with LocalRunner(2, warm_up) as runner:
        for _ in range(2):
            there = compare(town, arms, [5, 9], "reach", weeks=2, runner=runner)
            assert there.frame().equals(here.frame())


def test_an_arm_may_have_its_own_settings_strategy_and_scenario(tmp_path: Path) -> None:
    town = load_scenario("garage-band", TOWN)
    arms = {
        "plain": "pitch-only",
        "terse": Arm("pitch-only", {"brand.max_posts": 1}),
        "silent": Silent(),
        "party": Arm("pitch-only", scenario="the-party"),
    }
    found = compare(town, arms, 2, {"posts": posts_made, "aware": "aware"}, weeks=1, workers=0)
    assert found.estimate("posts", "silent").value == 0
    assert found.estimate("posts", "plain").value == 3
    assert found.estimate("posts", "terse").value == 1
    assert found.estimate("aware", "party").value <= 12


def test_a_difference_is_paired_seed_by_seed() -> None:
    town = load_scenario("garage-band", TOWN)
    found = compare(
        town, {"a": "pitch-only", "b": "contribute-only"}, 4, "reach", weeks=2, workers=0
    )
    values = found.values["reach"]
    assert found.difference("reach", "a", "b").estimate.value == pytest.approx(
        np.mean(values["a"] - values["b"])
    )
    assert found.difference("reach", "a", "b", times=2).estimate.value == pytest.approx(
        np.mean(values["a"] - 2 * values["b"])
    )
    assert list(found.frame().columns) == ["arm", "seed", "reach"]


def test_an_outcome_is_taken_from_the_weeks_as_it_says() -> None:
    result = run(load_scenario("garage-band", TOWN), "pitch-only", 1, weeks=4)
    reach = [week["reach"] for week in result.weeks]
    expected = {
        "total": sum(reach),
        "first": reach[0],
        "last": reach[3],
        "sum": sum(reach),
        "mean": sum(reach) / 4,
        "least": min(reach),
        "most": max(reach),
        "change": reach[3] - reach[0],
    }
    found = {
        take: measure(Outcome(name="x", column="reach", take=take), result)  # type: ignore[arg-type]
        for take in expected
    }
    assert found == expected
    middle = Outcome(name="x", column="reach", take="sum", weeks=(2, 3))
    assert measure(middle, result) == reach[1] + reach[2]


def test_a_run_that_fails_ends_the_comparison_with_its_reason() -> None:
    town = load_scenario("garage-band", TOWN)
    with pytest.raises(TrustSimError, match=r"(?s)a run of the comparison failed:.*my shoelaces"):
        compare(town, {"a": Tripping()}, 1, "reach", workers=0)


def test_a_setting_that_the_scenario_does_not_take_is_refused() -> None:
    town = load_scenario("garage-band", TOWN)
    with pytest.raises(ScenarioFileError, match="is not a known key"):
        compare(town, {"a": Arm("pitch-only", {"brand.follower": 3})}, 1, "reach", workers=0)


def test_a_strategy_of_a_notebook_is_refused_where_workers_cannot_see_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    monkeypatch.setattr(Silent, "__module__", "__main__")
    with pytest.raises(UsageError, match=r"'mine' lives in this notebook, .* or take workers=0"):
        compare("the-party", {"mine": Silent()}, 1, "reach", workers=2)
    assert compare("the-party", {"mine": Silent()}, 1, "reach", workers=0).seeds == (1,)
