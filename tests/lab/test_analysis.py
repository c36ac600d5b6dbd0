from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.lab.made import made
from tests.lab.small import small
from trustsim.errors import BadFile, UsageError
from trustsim.lab.analysis import differences, effects, more_seeds, summary, verdicts
from trustsim.lab.manifest import write_down
from trustsim.lab.outcome import Hypothesis
from trustsim.lab.results import Results
from trustsim.lab.schedule import Run, schedule_of
from trustsim.lab.sensitivity import sensitivity
from trustsim.lab.vary import with_tuples

LUCK = np.random.default_rng(1).normal(100, 20, 1000)


def by_strategy(run: Run) -> dict[str, Any]:
    """Luck decides most; giving adds 5 to it, and a little of its own."""
    gift = 5 + run.seed % 3 if run.cell.strategy == "contribute-only" else 0
    return {"reach": round(LUCK[run.seed]) + gift, "followers": 2 * run.seed}


def hypothesis(**fields: Any) -> dict[str, Any]:
    return {"id": "h", "says": "So it is.", "outcome": "reach", "strategy": "contribute-only",
            "than": "pitch-only", **fields}  # fmt: skip


def verdict(folder: Path, *stated: dict[str, Any], seeds: int = 20, **changes: Any) -> list[str]:
    named = [{**one, "id": f"h{place}"} for place, one in enumerate(stated)]
    results = made(folder, small(seeds=seeds, hypotheses=named, **changes), by_strategy)
    return list(verdicts(results)["verdict"])


def test_a_summary_has_a_row_for_every_cell_and_outcome(tmp_path: Path) -> None:
    results = made(tmp_path, small(seeds=10), by_strategy)
    table = summary(results).set_index(["strategy", "outcome"])
    assert len(table) == 4
    row = table.loc[("pitch-only", "followers")]
    assert row["mean"] == 11.0  # 2 * (1 + ... + 10) / 10
    assert row["low"] < 11.0 < row["high"]
    assert row["seeds"] == 10


def test_differences_are_paired_so_that_luck_goes_out(tmp_path: Path) -> None:
    results = made(tmp_path, small(seeds=30), by_strategy)
    row = differences(results).set_index("outcome").loc["reach"]
    # contribute-only has 5 + seed % 3 more: 6 on average of 30 seeds
    assert row["difference"] == pytest.approx(-6.0)
    assert row["high"] - row["low"] < 1.0
    assert row["superiority"] == 0.0
    assert row["p"] == pytest.approx(1e-4)
    assert row["p_holm"] == pytest.approx(2e-4)  # the smaller of two, doubled


def test_a_hypothesis_holds_fails_or_stays_undecided(tmp_path: Path) -> None:
    assert verdict(
        tmp_path,
        hypothesis(),
        hypothesis(by=4.0),
        hypothesis(by=8.0),
        hypothesis(by=6.0),
        hypothesis(direction="less"),
        hypothesis(direction="different"),
        hypothesis(outcome="followers", direction="different"),
        hypothesis(than=50),
        hypothesis(than=500),
        hypothesis(times=1.5),
    ) == ["holds", "holds", "fails", "undecided", "fails", "holds", "undecided", "holds", "fails",
          "fails"]  # fmt: skip


def test_many_hypotheses_make_each_harder_to_hold(tmp_path: Path) -> None:
    # five seeds: the smallest p is 1/32, below 0.05 for one and above it for two
    one = verdict(tmp_path / "one", hypothesis(), seeds=5)
    two = verdict(tmp_path / "two", hypothesis(), hypothesis(than=0), seeds=5)
    assert one == ["holds"]
    assert two == ["undecided", "undecided"]


def test_a_hypothesis_may_follow_a_parameter(tmp_path: Path) -> None:
    vary = {"over": {"brand.money": [0, 10, 20]}}

    def along(run: Run) -> dict[str, Any]:
        return {"reach": round(LUCK[run.seed]) + 2 * int(run.cell.values["brand.money"])}  # type: ignore[arg-type]

    rising = {"id": "r", "says": "Up.", "outcome": "reach", "strategy": "pitch-only",
              "direction": "rising", "along": "brand.money"}  # fmt: skip
    falling = {**rising, "id": "f", "direction": "falling"}
    experiment = small(seeds=10, vary=vary, hypotheses=[rising, falling])
    results = made(tmp_path, experiment, along)
    table = verdicts(results)
    assert list(table["verdict"]) == ["holds", "fails"]
    assert table["effect"][0] == pytest.approx(2.0)


def test_a_hypothesis_may_hold_only_somewhere(tmp_path: Path) -> None:
    vary = {"over": {"brand.money": [0, 10]}}

    def there_only(run: Run) -> dict[str, Any]:
        bonus = 3 if run.cell.values["brand.money"] == 10 and run.cell.point else 0
        return {"reach": run.seed + (bonus if run.cell.strategy == "contribute-only" else 0)}

    experiment = small(seeds=8, vary=vary, hypotheses=[
        hypothesis(where={"brand.money": 10}), {**hypothesis(), "id": "everywhere"},
    ])  # fmt: skip
    results = made(tmp_path, experiment, there_only)
    somewhere, everywhere = experiment.hypotheses
    assert effects(experiment, results.outcomes, somewhere).tolist() == [3.0] * 8
    assert (
        effects(experiment, results.outcomes, everywhere).tolist() == [1.5] * 8
    )  # a seed counts once


def three_arms(run: Run) -> dict[str, Any]:
    """On odd seeds b is best of the others, on even seeds c."""
    odd = run.seed % 2
    return {"reach": {"a": 20, "b": 8 if odd else 2, "c": 3 if odd else 6}[run.cell.strategy]}


ABC = [{"name": name, "plays": "idle"} for name in ("a", "b", "c")]


@pytest.mark.parametrize(
    ("stated", "effect", "bound", "verdict"),
    [
        # The best of b and c is 8 on odd seeds and 6 on even ones: 20 - 8 = 12 and 20 - 6 = 14.
        ({"than": ["b", "c"]}, 13.0, 0.0, "holds"),
        ({"than": ["b", "c"], "times": 2, "by": 3}, 6.0, 3.0, "holds"),  # 20 - 16 = 4, 20 - 12 = 8
        ({"than": ["b", "c"], "times": 3}, -1.0, 0.0, "undecided"),  # 20 - 24 = -4, 20 - 18 = 2
        # For less, the best is the least: 3 on odd seeds and 2 on even ones.
        ({"than": ["b", "c"], "direction": "less"}, 17.5, 0.0, "fails"),
        ({"than": 30, "direction": "less", "by": 4}, 20.0, 26.0, "holds"),
        ({"than": 6, "times": 3, "by": 1}, 20.0, 19.0, "holds"),
        ({"than": 20}, 20.0, 20.0, "undecided"),
        ({"than": 21}, 20.0, 21.0, "fails"),
    ],
)
def test_an_effect_is_set_beside_its_bound(
    tmp_path: Path, stated: dict[str, Any], effect: float, bound: float, verdict: str
) -> None:
    statement = {"id": "h", "says": "So.", "outcome": "reach", "strategy": "a", **stated}
    results = made(tmp_path, small(strategies=ABC, seeds=12, hypotheses=[statement]), three_arms)
    (row,) = verdicts(results).to_dict("records")
    assert row["effect"] == pytest.approx(effect)
    assert (row["bound"], row["verdict"]) == (bound, verdict)


def test_failed_runs_count_nowhere_but_are_listed(tmp_path: Path) -> None:
    def some_fail(run: Run) -> dict[str, Any]:
        failed = run.seed == 2 and run.cell.strategy == "pitch-only"
        return {"status": "failed", "error": "Oh"} if failed else by_strategy(run)

    results = made(tmp_path, small(seeds=4), some_fail)
    assert summary(results)["seeds"].tolist() == [3, 3, 4, 4]
    assert differences(results)["seeds"].tolist() == [3, 3]  # pairs need both
    assert results.failed["error"].tolist() == ["Oh"]


def test_it_says_how_many_more_seeds_it_takes(tmp_path: Path) -> None:
    results = made(tmp_path, small(seeds=40, outcomes=["reach"]), by_strategy)
    table = more_seeds(results, half_width=3.0).set_index("of")
    # luck has a standard deviation of 20: (1.96 * 20 / 3)^2 = 171
    assert 120 <= table.loc["pitch-only", "needed"] <= 240
    assert table.loc["contribute-only less pitch-only", "needed"] == 40  # enough already


def test_sensitivity_finds_the_parameter_that_decides(tmp_path: Path) -> None:
    pytest.importorskip("SALib")
    over = {"brand.money": {"low": 0, "high": 100}, "brand.hours": {"low": 5, "high": 10}}

    def by_money(run: Run) -> dict[str, Any]:
        return {"reach": round(10 * float(run.cell.values["brand.money"]))}  # type: ignore[arg-type]

    for design, points in (("saltelli", 64), ("morris", 16), ("latin-hypercube", 60), ("grid", 2)):
        vary = {"design": design, "points": points, "over": over}
        experiment = small(seeds=1, strategies=["pitch-only"], outcomes=["reach"], vary=vary)
        table = sensitivity(made(tmp_path / design, experiment, by_money))
        for (_, _), part in table.groupby(["method", "measure"]):
            values = part.set_index("parameter")["value"]
            if part["measure"].iloc[0] != "sigma":
                assert values["brand.money"] > 2 * abs(values["brand.hours"])
    sobol = sensitivity(Results.load(tmp_path / "saltelli")).set_index(["measure", "parameter"])
    assert sobol.loc[("total", "brand.money"), "value"] == pytest.approx(1.0, abs=0.1)
    assert sobol.loc[("total", "brand.hours"), "value"] == pytest.approx(0.0, abs=0.02)


def test_sensitivity_says_why_it_can_say_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing varies in 'small'; for sensitivity"):
        sensitivity(made(tmp_path / "a", small(), by_strategy))
    few = small(vary={"over": {"brand.money": [0, 1]}})
    with pytest.raises(UsageError, match="2 points are too few"):
        sensitivity(made(tmp_path / "b", few, by_strategy))


def test_results_are_tables_of_what_was_played(tmp_path: Path) -> None:
    results = made(tmp_path, small(seeds=3), by_strategy)
    assert list(results.outcomes.columns) == [
        "scenario", "point", "strategy", "seed", "followers", "reach",
    ]  # fmt: skip
    assert (len(results.plan), len(results.runs), len(results.weeks)) == (6, 6, 12)
    assert results.missing == 0
    with pytest.raises(UsageError, match="'small' keeps no posts; write 'record: posts' in its"):
        _ = results.posts


def test_a_folder_without_runs_says_so(tmp_path: Path) -> None:
    write_down(tmp_path, schedule_of(small()))
    results = Results.load(tmp_path)
    assert results.seeds == 4
    with pytest.raises(UsageError, match="has no runs yet; play some with 'trustsim batch' first"):
        _ = results.runs
    with pytest.raises(BadFile, match="holds no experiment"):
        Results.load(tmp_path / "elsewhere")


@pytest.mark.parametrize(
    ("stated", "formula"),
    [
        ({"than": "b"}, "reach of a less b > 0"),
        ({"than": "b", "times": 2, "by": 3}, "reach of a less 2 times b > 3"),
        ({"than": ["b", "c"]}, "reach of a less the best of b, c > 0"),
        ({"than": 0.5, "direction": "less"}, "reach of a < 0.5"),
        ({"than": 4, "times": 3, "scenario": "towns/hail.yaml"}, "in hail: reach of a > 12"),
        ({"than": "b", "direction": "different"}, "reach of a less b != 0"),
        ({"direction": "falling", "along": "brand.hours"}, "reach of a, falling along brand.hours"),
    ],
)
def test_a_hypothesis_says_what_is_measured_in_a_line(stated: dict[str, Any], formula: str) -> None:
    base = {"id": "h", "says": "So.", "outcome": "reach", "strategy": "a"}
    assert Hypothesis.model_validate(with_tuples({**base, **stated})).formula == formula
