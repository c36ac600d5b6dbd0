"""The design: from what varies to the points that are played."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trustsim.errors import UsageError
from trustsim.lab.vary import MOST_POINTS, Axis, Value, Vary

Point = dict[str, Value]


def points_of(vary: Vary | None) -> list[Point]:
    """Return the points of a design: for each, the value of every parameter.

    The same design gives the same points, always. Without anything that varies there is one
    point, which changes nothing.

    Raises:
        UsageError: if the design has more points than anybody could play, or needs an extra
            that is not installed.
    """
    if vary is None:
        return [{}]
    names = list(vary.over)
    if vary.design == "grid":
        count = math.prod(len(values_of(axis)) for axis in vary.over.values())
        _refuse_too_many(count)
        rows = itertools.product(*(values_of(axis) for axis in vary.over.values()))
        return [dict(zip(names, row, strict=True)) for row in rows]
    if vary.design == "list":
        rows_together = zip(*(values_of(axis) for axis in vary.over.values()), strict=True)
        return [dict(zip(names, row, strict=True)) for row in rows_together]
    unit = unit_points(vary)
    _refuse_too_many(len(unit))
    columns = [placed(axis, unit[:, i]) for i, axis in enumerate(vary.over.values())]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def values_of(axis: Axis) -> tuple[Value, ...]:
    """Return the values of an axis in a grid or a list.

    Example:
        >>> values_of(Axis(low=1, high=100, steps=3, scale="log"))
        (1.0, 10.0, 100.0)
    """
    if axis.values:
        return axis.values
    return tuple(dict.fromkeys(placed(axis, np.linspace(0.0, 1.0, axis.steps))))


def placed(axis: Axis, unit: NDArray[np.float64]) -> list[Value]:
    """Return the axis's values at places from 0 to 1 along it.

    Every value of a list has an equal share of the way; every whole number of a range, too.
    """
    if axis.values:
        last = len(axis.values) - 1
        return [axis.values[min(last, int(u * (last + 1)))] for u in unit]
    assert axis.low is not None
    assert axis.high is not None
    low, high = axis.low, axis.high
    if axis.scale == "log":
        found = np.exp(np.log(low) + unit * (np.log(high) - np.log(low)))
    else:
        found = low + unit * (high - low)
    if axis.whole:
        return [round(float(value)) for value in found]
    # Rounded so that files and tables show 0.3 and not 0.30000000000000004.
    return [float(f"{value:.12g}") for value in found]


def unit_points(vary: Vary) -> NDArray[np.float64]:
    """Return the points of a sampled design in the unit cube, one row each."""
    from scipy.stats import qmc

    dimensions = len(vary.over)
    if vary.design == "latin-hypercube":
        return np.asarray(qmc.LatinHypercube(dimensions, rng=vary.seed).random(vary.points))
    if vary.design == "sobol":
        return np.asarray(qmc.Sobol(dimensions, rng=vary.seed).random(vary.points))
    return _salib_points(vary)


def salib_problem(vary: Vary) -> dict[str, Any]:
    """Return what SALib calls the problem: the parameters, each from 0 to 1."""
    names = list(vary.over)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _salib_points(vary: Vary) -> NDArray[np.float64]:
    """Return the points that Sobol's or Morris's analysis needs."""
    try:
        from SALib.sample import morris, sobol
    except ImportError as error:
        raise UsageError(
            f"the design '{vary.design}' needs SALib; install the extra: "
            "pip install 'trustsim[analysis]'"
        ) from error
    problem = salib_problem(vary)
    if vary.design == "saltelli":
        points = sobol.sample(problem, vary.points, calc_second_order=False, seed=vary.seed)
    else:
        points = morris.sample(problem, vary.points, num_levels=4, seed=vary.seed)
    return np.asarray(points, dtype=np.float64)


def _refuse_too_many(count: int) -> None:
    if count > MOST_POINTS:
        raise UsageError(
            f"this design has {count:,} points; at most {MOST_POINTS:,} can be played; "
            "take fewer values, or sample them (design: sobol)"
        )
