"""Sensitivity: which of the parameters that vary decide an outcome (the extra ``analysis``)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trustsim.errors import UsageError
from trustsim.lab.design import salib_problem, unit_points
from trustsim.lab.results import Results
from trustsim.lab.vary import Vary

Floats = NDArray[np.float64]

FEWEST_FOR_PAWN = 20
"""Points under which the distributions that PAWN compares are mere scatter."""


def sensitivity(results: Results) -> pd.DataFrame:
    """Return how much each parameter decides each outcome, by the methods that the design allows.

    A ``saltelli`` design gives Sobol's indices, a ``morris`` design Morris's elementary effects;
    any other of 20 points and more gives PAWN, which needs no particular one. An outcome is taken
    as its mean over seeds.

    Columns: scenario, strategy, outcome, parameter, method, measure, value, half_width (95 %, where
    the method has one), meaning.

    Raises:
        UsageError: if nothing varies, points are missing, or the extra is not installed.
    """
    vary = results.experiment.vary
    if vary is None:
        raise UsageError(
            f"nothing varies in '{results.experiment.name}'; "
            "for sensitivity, its file needs parameters under vary"
        )
    points = results.plan["point"].nunique()
    methods = [_METHODS[vary.design]] if vary.design in _METHODS else []
    if vary.design != "morris" and points >= FEWEST_FOR_PAWN:
        methods.append(_pawn)
    if not methods:
        raise UsageError(
            f"{points} points are too few to say which parameter decides; take "
            f"{FEWEST_FOR_PAWN} or more, best of the design saltelli"
        )
    where = _places(vary, results)
    rows = []
    for (scenario, strategy), frame in results.outcomes.groupby(["scenario", "strategy"]):
        for outcome in results.experiment.outcomes:
            means = frame.groupby("point")[outcome.name].mean().reindex(range(points))
            if means.isna().any():
                raise UsageError(
                    f"{int(means.isna().sum())} of {points} points have no result yet for "
                    f"{strategy} in {scenario}; play the rest first"
                )
            for method in methods:
                for row in method(vary, where, means.to_numpy(dtype=np.float64)):
                    rows.append({"scenario": scenario, "strategy": strategy,
                                 "outcome": outcome.name, **row})  # fmt: skip
    return pd.DataFrame(rows)


def _places(vary: Vary, results: Results) -> Floats:
    """Return where every point lies in the unit cube, one row each."""
    if vary.design not in ("grid", "list"):
        return unit_points(vary)
    points = results.plan.drop_duplicates("point").sort_values("point")
    columns = [pd.factorize(points[path], sort=True)[0] for path in vary.over]
    tops = [max(1, int(column.max())) for column in columns]
    return np.column_stack([column / top for column, top in zip(columns, tops, strict=True)])


def _sobol(vary: Vary, where: Floats, values: Floats) -> list[dict[str, Any]]:
    found = _salib("SALib.analyze.sobol").analyze(
        salib_problem(vary), _spread(values), calc_second_order=False, seed=1
    )
    return [
        *_rows(vary, "Sobol", "first_order", found["S1"], found["S1_conf"],
               "share of the variance that it explains alone"),
        *_rows(vary, "Sobol", "total", found["ST"], found["ST_conf"],
               "share of the variance that it has a part in"),
    ]  # fmt: skip


def _morris(vary: Vary, where: Floats, values: Floats) -> list[dict[str, Any]]:
    found = _salib("SALib.analyze.morris").analyze(
        salib_problem(vary), where, values, num_levels=4, seed=1
    )
    return [
        *_rows(vary, "Morris", "mu_star", found["mu_star"], found["mu_star_conf"],
               "mean size of its effect over its whole range, in the outcome's unit"),
        *_rows(vary, "Morris", "sigma", found["sigma"], None,
               "how much its effect depends on the others, or bends"),
    ]  # fmt: skip


def _pawn(vary: Vary, where: Floats, values: Floats) -> list[dict[str, Any]]:
    # Numbers of slices whose parts add up to exactly 1, which SALib relies on.
    slides = max(count for count in (2, 4, 5, 8, 10) if count <= max(2, len(values) // 10))
    with np.errstate(invalid="ignore"):  # A parameter without any effect has a spread of 0 / 0.
        found = _salib("SALib.analyze.pawn").analyze(
            salib_problem(vary), where, values, S=slides, seed=1
        )
    return _rows(vary, "PAWN", "median", found["median"], None,
                 "how far knowing it moves the outcome's distribution, 0 to 1")  # fmt: skip


_METHODS = {"saltelli": _sobol, "morris": _morris}


def _rows(
    vary: Vary, method: str, measure: str, values: Any, half_widths: Any, meaning: str
) -> list[dict[str, Any]]:
    return [
        {
            "parameter": path,
            "method": method,
            "measure": measure,
            "value": float(values[index]),
            "half_width": float(half_widths[index]) if half_widths is not None else np.nan,
            "meaning": meaning,
        }
        for index, path in enumerate(vary.over)
    ]


def _spread(values: Floats) -> Floats:
    """Return values around 0, without which Sobol's estimator is poor for means far from it."""
    return np.asarray(values - values.mean())


def _salib(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError(
            "sensitivity needs SALib; install the extra: pip install 'trustsim[analysis]'"
        ) from error
