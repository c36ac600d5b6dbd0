"""Analysis: from runs to answers. Outcomes with intervals, paired differences, and verdicts."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from trustsim.lab.estimate import (
    LEVEL,
    Floats,
    compare_paired,
    estimate_mean,
    holm,
    seeds_for,
    sign_flip,
)
from trustsim.lab.outcome import Hypothesis

if TYPE_CHECKING:
    from trustsim.lab.experiment import Experiment
    from trustsim.lab.results import Results

CELL = ["scenario", "point", "strategy"]
ALPHA = 1.0 - LEVEL


def summary(results: Results) -> pd.DataFrame:
    """Return every outcome's mean by scenario, point and strategy, with its interval.

    Columns: scenario, point, the parameters, strategy, outcome, mean, low, high, sd, seeds.
    """
    rows = []
    for cell, frame in _cells(results, CELL):
        for outcome in results.experiment.outcomes:
            sample = frame[outcome.name].dropna().to_numpy()
            if len(sample):
                found = estimate_mean(sample)
                spread = float(np.std(sample, ddof=1)) if len(sample) > 1 else math.nan
                rows.append({**cell, "outcome": outcome.name, "mean": found.value,
                             "low": found.low, "high": found.high, "sd": spread,
                             "seeds": found.count})  # fmt: skip
    return pd.DataFrame(rows)


def differences(results: Results) -> pd.DataFrame:
    """Return how every two strategies differ on the same luck, by scenario and point.

    Columns: scenario, point, the parameters, outcome, strategy, than, difference (the first's less
    the second's), low, high, standardised (Cohen's d_z), superiority (share of seeds on which the
    first is above, ties half), ratio, p (by flipping signs), p_holm (corrected for all of them),
    seeds.
    """
    rows = []
    for cell, frame in _cells(results, CELL[:2]):
        for outcome in results.experiment.outcomes:
            by_strategy = frame.pivot(index="seed", columns="strategy", values=outcome.name)
            names = [name for name in results.experiment.arms if name in by_strategy]
            for first, second in itertools.combinations(names, 2):
                pairs = by_strategy[[first, second]].dropna()
                if len(pairs):
                    found = compare_paired(pairs[first].to_numpy(), pairs[second].to_numpy())
                    rows.append({**cell, "outcome": outcome.name, "strategy": first, "than": second,
                                 "difference": found.estimate.value, "low": found.estimate.low,
                                 "high": found.estimate.high, "standardised": found.standardised,
                                 "superiority": found.superiority, "ratio": found.ratio,
                                 "p": found.p, "seeds": found.estimate.count})  # fmt: skip
    table = pd.DataFrame(rows)
    if len(table):
        table.insert(len(table.columns) - 1, "p_holm", holm(list(table["p"])))
    return table


def verdicts(results: Results) -> pd.DataFrame:
    """Return what came of each hypothesis.

    A hypothesis holds if the whole of it is beyond chance after Holm's correction for all that
    were stated, fails if the interval lies wholly on the other side, and is undecided otherwise.

    Columns: id, says, effect (the outcome, less the other's where it is compared with one), low,
    high, bound (what the effect has to be above, or below for ``less`` and ``falling``), p, p_holm,
    verdict, seeds.
    """
    rows = [tested(results.experiment, results.outcomes, h) for h in results.experiment.hypotheses]
    columns = ["id", "says", "effect", "low", "high", "bound", "p", "seeds"]
    table = pd.DataFrame(rows, columns=columns).astype({"seeds": int})
    table.insert(7, "p_holm", holm(list(table["p"])))
    words = [_verdict(row, h) for (_, row), h in
             zip(table.iterrows(), results.experiment.hypotheses, strict=True)]  # fmt: skip
    table.insert(8, "verdict", words)
    return table


def tested(
    experiment: Experiment, frame: pd.DataFrame, hypothesis: Hypothesis
) -> dict[str, object]:
    """Return one hypothesis's effect with its interval, and p.

    Args:
        experiment: what the runs are of.
        frame: the runs that got through, as `trustsim.lab.outcomes.outcome_frame` has them.
        hypothesis: one of the experiment's.
    """
    sample = effects(experiment, frame, hypothesis)
    found = estimate_mean(sample) if len(sample) else None
    beyond = _sign(hypothesis) * (sample - hypothesis.bound)
    two_sided = hypothesis.direction == "different"
    return {
        "id": hypothesis.id, "says": hypothesis.says,
        "effect": found.value if found else math.nan,
        "low": found.low if found else math.nan, "high": found.high if found else math.nan,
        "bound": hypothesis.bound,
        "p": sign_flip(beyond, "two-sided" if two_sided else "greater") if found else 1.0,
        "seeds": len(sample),
    }  # fmt: skip


def effects(experiment: Experiment, frame: pd.DataFrame, hypothesis: Hypothesis) -> Floats:
    """Return, seed by seed, what a hypothesis sets beside its bound.

    It is the arm's outcome, less (so many times) the other's where it is compared with another;
    or the slope along a parameter. Over several points it is each seed's mean, so that a seed
    counts once.
    """
    frame = frame[frame["scenario"] == (hypothesis.scenario or experiment.scenarios[0])]
    for path, value in hypothesis.where.items():
        frame = frame[frame[path] == value]
    if hypothesis.along is not None:
        return _slopes(experiment, frame, hypothesis)
    gap = _by_seed_and_point(frame, hypothesis.strategy, hypothesis.outcome)
    if hypothesis.others:
        others = pd.DataFrame({
            name: _by_seed_and_point(frame, name, hypothesis.outcome) for name in hypothesis.others
        }).dropna()  # fmt: skip
        best = others.min(axis=1) if hypothesis.direction == "less" else others.max(axis=1)
        gap = gap - hypothesis.times * best
    by_seed = gap.dropna().groupby("seed").mean()
    return by_seed.to_numpy(dtype=np.float64)


def _sign(hypothesis: Hypothesis) -> float:
    """Return 1 where more is right, and -1 where less is."""
    return -1.0 if hypothesis.direction in ("less", "falling") else 1.0


def more_seeds(results: Results, half_width: float | None = None) -> pd.DataFrame:
    """Return how many seeds it takes to know each outcome, and each difference, so well.

    Args:
        results: what is there.
        half_width: what is wanted, in each outcome's own unit; a tenth of the mean if left out.

    Columns: scenario, point, the parameters, outcome, of, half_width (now), wanted, seeds (now),
    needed (in all; as many as there are, where that is enough).
    """
    rows = []
    for cell, frame in _cells(results, CELL[:2]):
        for outcome in results.experiment.outcomes:
            by_strategy = frame.pivot(index="seed", columns="strategy", values=outcome.name)
            for of, sample in _samples(by_strategy):
                now = estimate_mean(sample)
                wanted = half_width or abs(now.value) / 10
                needed = seeds_for(sample, wanted) if now.half_width > wanted else now.count
                rows.append({**cell, "outcome": outcome.name, "of": of,
                             "half_width": now.half_width, "wanted": wanted,
                             "seeds": now.count, "needed": needed})  # fmt: skip
    return pd.DataFrame(rows)


def _samples(by_strategy: pd.DataFrame) -> Iterator[tuple[str, Floats]]:
    """Yield every strategy's values, and every two strategies' differences, where there are two."""
    names = list(by_strategy.columns)
    for name in names:
        yield name, by_strategy[name].dropna().to_numpy(dtype=np.float64)
    for first, second in itertools.combinations(names, 2):
        gap = (by_strategy[first] - by_strategy[second]).dropna()
        yield f"{first} less {second}", gap.to_numpy(dtype=np.float64)


def _cells(results: Results, by: list[str]) -> Iterator[tuple[dict[str, object], pd.DataFrame]]:
    """Yield the runs of each cell, with what the cell is."""
    frame = results.outcomes
    for key, part in frame.groupby(by, sort=False):
        cell: dict[str, object] = dict(zip(by, key, strict=True))
        values = {path: part[path].iloc[0] for path in results.parameters}
        yield {"scenario": cell["scenario"], "point": cell["point"], **values, **cell}, part


def _by_seed_and_point(frame: pd.DataFrame, strategy: str, outcome: str) -> pd.Series:
    own = frame[frame["strategy"] == strategy]
    found: pd.Series = own.set_index(["seed", "point"])[outcome]
    return found


def _slopes(experiment: Experiment, frame: pd.DataFrame, hypothesis: Hypothesis) -> Floats:
    """Return each seed's slope of the outcome along a parameter."""
    assert hypothesis.along is not None
    own = frame[frame["strategy"] == hypothesis.strategy].copy()
    if not pd.api.types.is_numeric_dtype(own[hypothesis.along]):
        # Words have the order in which the experiment names them.
        vary = experiment.vary
        order = list(vary.over[hypothesis.along].values) if vary else []
        own[hypothesis.along] = [order.index(value) for value in own[hypothesis.along]]
    found = []
    for _, seed in own.groupby("seed"):
        x = seed[hypothesis.along].to_numpy(dtype=np.float64)
        y = seed[hypothesis.outcome].to_numpy(dtype=np.float64)
        spread = np.sum((x - x.mean()) ** 2)
        if spread > 0:
            found.append(float(np.sum((x - x.mean()) * (y - y.mean())) / spread))
    return np.array(found)


def _verdict(row: pd.Series, hypothesis: Hypothesis) -> str:
    if row["seeds"] == 0:
        return "no runs"
    if row["p_holm"] < ALPHA:
        return "holds"
    if hypothesis.direction == "different":
        return "undecided"
    is_beyond = row["low"] > row["bound"] if _sign(hypothesis) < 0 else row["high"] < row["bound"]
    return "fails" if is_beyond else "undecided"
