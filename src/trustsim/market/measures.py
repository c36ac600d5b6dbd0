"""Measures of cascades and of unequal shares, with their definitions.

A tail is called heavy, never a power law: sizes that fit one exponent well over the range of a
simulation fit a log-normal as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trustsim.market.jit import kernel

FEWEST_IN_TAIL = 30
"""Values a tail must have to be fitted (guess: fewer say nothing)."""
MOST_STARTS = 60
"""Places where a tail is tried to begin (spares work, changes nothing for small tables)."""


@dataclass(frozen=True, slots=True)
class Cascades:
    """One entry per cascade of a CASCADE table.

    Attributes:
        post: its post. ``size``: sharers incl. the root. ``depth``: most hops.
        breadth: most sharers at one depth. ``virality``: mean distance over all pairs.
        first_hop: shares that came from the root itself.
    """

    post: NDArray[np.int64]
    size: NDArray[np.int64]
    depth: NDArray[np.int64]
    breadth: NDArray[np.int64]
    virality: NDArray[np.float64]
    first_hop: NDArray[np.int64]


def cascades(table: NDArray[np.void]) -> Cascades:
    """Measure every cascade of ``table`` (rows of CASCADE, whole cascades, in any order)."""
    order = np.lexsort((table["hours"], table["depth"], table["post"]))
    rows = table[order]
    start = np.flatnonzero(np.diff(rows["post"], prepend=-1))
    ends = np.append(start[1:], len(rows))
    columns = _measure(start, ends, rows["user"].copy(), rows["parent"].copy(),
                       rows["depth"].astype(np.int64))  # fmt: skip
    return Cascades(rows["post"][start].astype(np.int64), *columns)


@kernel
def _measure(
    start: NDArray[np.int64], ends: NDArray[np.int64], user: NDArray[np.int32],
    parent: NDArray[np.int32], depth: NDArray[np.int64],
) -> tuple[
    NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]
]:  # fmt: skip
    count = len(start)
    sizes = ends - start
    deepest = np.zeros(count, np.int64)
    broadest = np.zeros(count, np.int64)
    first_hop = np.zeros(count, np.int64)
    virality = np.zeros(count)
    for i in range(count):
        low, high = start[i], ends[i]
        at_depth = np.zeros(depth[high - 1] + 1, np.int64)
        for row in range(low, high):
            at_depth[depth[row]] += 1
        deepest[i] = depth[high - 1]
        broadest[i] = at_depth.max()
        if len(at_depth) > 1:
            first_hop[i] = at_depth[1]
            virality[i] = _virality(user[low:high], parent[low:high])
    return sizes, deepest, broadest, virality, first_hop


@kernel
def _virality(user: NDArray[np.int32], parent: NDArray[np.int32]) -> float:
    """Return the mean distance over all pairs of one tree; parents stand before children."""
    count = len(user)
    order = np.argsort(user)
    by_name = user[order]
    below = np.ones(count)
    total = 0.0
    for row in range(count - 1, 0, -1):
        total += below[row] * (count - below[row])
        at = np.searchsorted(by_name, parent[row])
        below[order[at]] += below[row]
    return total / (0.5 * count * (count - 1.0))


def share_of_stars(found: Cascades) -> float:
    """Return the share of shared posts of which every share came from the root itself."""
    shared = found.size > 1
    return float((found.depth[shared] == 1).mean()) if shared.any() else 0.0


def shares_at_first_hop(found: Cascades) -> float:
    """Return the share of all shares that came from the root itself."""
    shares = int((found.size - 1).sum())
    return int(found.first_hop.sum()) / shares if shares else 0.0


def virality_and_size(found: Cascades, *, at_least: int = 3) -> float:
    """Return the rank correlation of structural virality and size (Spearman's).

    Args:
        found: the cascades.
        at_least: size from which a cascade counts; smaller ones have but one shape.
    """
    large = found.size >= at_least
    return rank_correlation(found.virality[large], found.size[large])


def rank_correlation(one: ArrayLike, other: ArrayLike) -> float:
    """Return Spearman's rank correlation; equal values share a rank; 0 if one is constant."""
    a, b = _ranks(np.asarray(one)), _ranks(np.asarray(other))
    if len(a) < 2 or a.std() == 0.0 or b.std() == 0.0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _ranks(values: NDArray[np.generic]) -> NDArray[np.float64]:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - 0.5 * (counts - 1))[place], np.float64)


def gini(values: ArrayLike) -> float:
    """Return the Gini coefficient of ``values`` (0 or more): 0 all alike, towards 1 one has all."""
    ordered = np.sort(np.asarray(values, np.float64))
    count, total = len(ordered), float(ordered.sum())
    if not count or total <= 0.0:
        return 0.0
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    return float((weights * ordered).sum()) / (count * total)


def top_share(values: ArrayLike, part: float = 0.1) -> float:
    """Return what the largest ``part`` of ``values`` (rounded up) holds of their sum."""
    ordered = np.sort(np.asarray(values, np.float64))[::-1]
    total = float(ordered.sum())
    top = math.ceil(round(part * len(ordered), 9))
    return float(ordered[:top].sum()) / total if total > 0.0 else 0.0


@dataclass(frozen=True, slots=True)
class Tail:
    """The upper tail of whole numbers, and which law describes it best.

    Attributes:
        start: value from which the tail is fitted. ``count``: how many values it has.
        exponent: a of x**-a, by maximum likelihood; ``error``: its standard error.
        distance: largest gap between the fitted and the met shares (Kolmogorov & Smirnov).
        lognormal: (mu, sigma) of the best log-normal. ``rate``: of the best exponential.
        over_lognormal, over_exponential: log-likelihood ratio of the exponent's law over the
            other; above 0 it describes the tail better. ``p_lognormal``, ``p_exponential``:
            chance of so large a ratio, either way, by luck alone (Vuong 1989).
        lognormal_over_exponential, p_lognormal_over_exponential: the same for these two.
    """

    start: int
    count: int
    exponent: float
    error: float
    distance: float
    lognormal: tuple[float, float]
    rate: float
    over_lognormal: float
    p_lognormal: float
    over_exponential: float
    p_exponential: float
    lognormal_over_exponential: float
    p_lognormal_over_exponential: float

    @property
    def is_heavy(self) -> bool:
        """Whether the tail is heavier than exponential, beyond luck (p < 0.05)."""
        by_exponent = self.over_exponential > 0 and self.p_exponential < 0.05
        by_lognormal = (
            self.lognormal_over_exponential > 0 and self.p_lognormal_over_exponential < 0.05
        )
        return by_exponent or by_lognormal


def tail(values: ArrayLike, start: int | None = None) -> Tail | None:
    """Fit the upper tail of whole numbers of 1 or more.

    Args:
        values: such as cascade sizes; those below 1 are left out.
        start: value from which to fit; where the fit is closest if left out.

    Returns: None if the tail would have fewer than FEWEST_IN_TAIL values, or but one.

    Source: Clauset, Shalizi & Newman 2009, for whole numbers.
    """
    whole = np.asarray(values, np.int64)
    met, counts = np.unique(whole[whole >= 1], return_counts=True)
    begin = _best_start(met, counts) if start is None else start
    met, counts = met[met >= begin], counts[met >= begin]
    if len(met) < 2 or counts.sum() < FEWEST_IN_TAIL or begin < 1:
        return None
    x, n = met.astype(np.float64), counts.astype(np.float64)
    total = float(n.sum())
    exponent, curvature = _exponent(x, n, float(begin))
    rate = math.log1p(1.0 / (float((x * n).sum()) / total - begin))
    lognormal = _fit_lognormal(x, n, float(begin))
    power = _power_logs(x, float(begin), exponent)
    bell = _lognormal_logs(x, float(begin), *lognormal)
    line = math.log(-math.expm1(-rate)) - rate * (x - begin)
    return Tail(
        begin, int(total), exponent, 1.0 / math.sqrt(total * curvature),
        _distance(x, n, float(begin), exponent), lognormal, rate,
        *_vuong(power, bell, n), *_vuong(power, line, n), *_vuong(bell, line, n),
    )  # fmt: skip


def _best_start(met: NDArray[np.int64], counts: NDArray[np.int64]) -> int:
    """Return where the tail's fit is closest to what was met."""
    left = np.cumsum(counts[::-1])[::-1]
    candidates = np.flatnonzero(left >= FEWEST_IN_TAIL)[:-1]
    if len(candidates) > MOST_STARTS:
        picked = np.geomspace(1, len(candidates), MOST_STARTS).astype(np.int64) - 1
        candidates = candidates[np.unique(picked)]
    best, closest = 1, math.inf
    for at in candidates:
        x, n = met[at:].astype(np.float64), counts[at:].astype(np.float64)
        if len(x) < 2:
            continue
        exponent, _ = _exponent(x, n, x[0])
        distance = _distance(x, n, x[0], exponent)
        if distance < closest:
            best, closest = int(met[at]), distance
    return best


@kernel
def zeta(power: float, start: float) -> float:
    """Return Hurwitz's zeta: the sum of (start + i) ** -power over i >= 0, for power > 1.

    Source: Euler & Maclaurin's summation, twelve terms written out; right to 12 digits.
    """
    total = 0.0
    for i in range(12):
        total += (start + i) ** -power
    x = start + 12.0
    total += x ** (1.0 - power) / (power - 1.0) + 0.5 * x**-power
    term = power * x ** (-power - 1.0)
    total += term / 12.0
    term *= (power + 1.0) * (power + 2.0) / (x * x)
    total -= term / 720.0
    term *= (power + 3.0) * (power + 4.0) / (x * x)
    return total + term / 30240.0


def _exponent(x: NDArray[np.float64], n: NDArray[np.float64], start: float) -> tuple[float, float]:
    """Return the exponent of highest likelihood, and how sharply the likelihood peaks there."""
    mean_log = float((n * np.log(x)).sum() / n.sum())

    def loss(power: float) -> float:
        return math.log(zeta(power, start)) + power * mean_log

    power = _lowest(loss, 1.0001, 40.0)
    step = 1e-3
    curvature = (loss(power + step) - 2.0 * loss(power) + loss(power - step)) / step**2
    return power, max(curvature, 1e-12)


def _lowest(loss: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one valley is lowest (golden section; Kiefer 1953)."""
    part = (math.sqrt(5.0) - 1.0) / 2.0
    left, right = high - part * (high - low), low + part * (high - low)
    at_left, at_right = loss(left), loss(right)
    while high - low > 1e-9 * (abs(low) + abs(high)):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - part * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + part * (high - low)
            at_right = loss(right)
    return 0.5 * (low + high)


def _power_logs(x: NDArray[np.float64], start: float, exponent: float) -> NDArray[np.float64]:
    return np.asarray(-exponent * np.log(x) - math.log(zeta(exponent, start)))


def _distance(
    x: NDArray[np.float64], n: NDArray[np.float64], start: float, exponent: float
) -> float:
    """Return the largest gap between the met share of values up to x and the fitted one."""
    whole = zeta(exponent, start)
    fitted = np.array([1.0 - zeta(exponent, value + 1.0) / whole for value in x])
    return float(np.abs(fitted - np.cumsum(n) / n.sum()).max())


@kernel
def _lognormal_logs(
    x: NDArray[np.float64], start: float, mu: float, sigma: float
) -> NDArray[np.float64]:
    """Return log P(x) of a log-normal rounded to whole numbers, given x >= start."""
    root = math.sqrt(2.0) * sigma
    whole = math.erfc((math.log(start - 0.5) - mu) / root)
    found = np.empty(len(x))
    for i in range(len(x)):
        low = math.erfc((math.log(x[i] - 0.5) - mu) / root)
        high = math.erfc((math.log(x[i] + 0.5) - mu) / root)
        found[i] = math.log(max(low - high, 1e-300)) - math.log(max(whole, 1e-300))
    return found


def _fit_lognormal(
    x: NDArray[np.float64], n: NDArray[np.float64], start: float
) -> tuple[float, float]:
    """Return the (mu, sigma) of highest likelihood: for every sigma the best mu, and so on."""
    logs = np.log(x)
    middle = float((n * logs).sum() / n.sum())
    width = math.sqrt(float((n * (logs - middle) ** 2).sum() / n.sum()))

    def loss(mu: float, sigma: float) -> float:
        return -float((n * _lognormal_logs(x, start, mu, sigma)).sum())

    def best_mu(sigma: float) -> float:
        # Far below the start of the tail, erfc ends: 25 sigma is the last that can be told from 0.
        lowest = max(middle - 40.0, math.log(start) - 25.0 * sigma)
        return _lowest(lambda mu: loss(mu, sigma), lowest, middle + 3.0 * width + 1.0)

    sigma = _lowest(lambda s: loss(best_mu(s), s), 0.05, 3.0 * width + 2.0)
    return best_mu(sigma), sigma


def _vuong(
    one: NDArray[np.float64], other: NDArray[np.float64], n: NDArray[np.float64]
) -> tuple[float, float]:
    """Return the log-likelihood ratio of two laws, and its p-value."""
    total = float(n.sum())
    ratio = float((n * (one - other)).sum())
    spread = float((n * (one - other - ratio / total) ** 2).sum() / total)
    if spread <= 0.0:
        return ratio, 1.0
    return ratio, math.erfc(abs(ratio) / math.sqrt(2.0 * total * spread))
