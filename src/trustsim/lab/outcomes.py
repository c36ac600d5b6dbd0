"""Outcomes: the one number per run that an experiment measures, from its tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from trustsim.lab.experiment import Experiment
from trustsim.lab.outcome import Outcome


def outcome_values(outcome: Outcome, runs: pd.DataFrame, weeks: pd.DataFrame) -> pd.Series:
    """Return an outcome of every run that got through, indexed by the run's number.

    Args:
        outcome: what is measured.
        runs: the table of runs, indexed by ``run``.
        weeks: the table of weeks; may be empty where the outcome is a total.
    """
    done = runs[runs["status"] == "done"]
    if outcome.take == "total":
        total: pd.Series = done[outcome.column].astype(float).rename(outcome.name)
        return total
    rows = weeks[weeks["run"].isin(done.index)]
    if outcome.weeks is not None:
        low, high = outcome.weeks
        rows = rows[rows["week"].between(low, high)]
    found = _taken(rows.sort_values(["run", "week"]).groupby("run")[outcome.column], outcome.take)
    by_run: pd.Series = found.astype(float).reindex(done.index).rename(outcome.name)
    return by_run


def outcome_frame(experiment: Experiment, runs: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """Return the runs that got through, with one column for every outcome.

    The other columns say what each run is: scenario, point, strategy, seed and the parameters.
    """
    done = runs[runs["status"] == "done"]
    parameters = list(experiment.vary.over) if experiment.vary else []
    frame = done[["scenario", "point", "strategy", "seed", *parameters]].copy()
    for outcome in experiment.outcomes:
        frame[outcome.name] = outcome_values(outcome, runs, weeks)
    return frame


def _taken(weeks: Any, take: str) -> Any:
    match take:
        case "first":
            return weeks.first()
        case "last":
            return weeks.last()
        case "sum":
            return weeks.sum()
        case "mean":
            return weeks.mean()
        case "least":
            return weeks.min()
        case "most":
            return weeks.max()
        case _:
            return weeks.last() - weeks.first()
