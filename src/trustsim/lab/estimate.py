"""Estimates from seeds: means with intervals, paired differences, and how many more it takes.

All of it is deterministic: the resampling has a fixed seed of its own, so that the same runs give
the same answer, digit for digit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Alternative = Literal["greater", "less", "two-sided"]

LEVEL = 0.95
"""Coverage of every interval."""

RESAMPLES = 9999
MOST_RESAMPLED = 5000
"""Above so many values the mean is as good as normal, and the normal interval is given."""

EXACT_UP_TO = 13
"""Pairs up to which every pattern of signs is tried."""

_LUCK = 20_240_501


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its interval.

    Attributes:
        value: the mean over seeds.
        low, high: its 95 % interval; equal to the mean where every seed gave the same.
        count: how many seeds.
    """

    value: float
    low: float
    high: float
    count: int

    @property
    def half_width(self) -> float:
        """Half the interval's width; infinite for a single seed, which tells nothing of luck."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Difference:
    """How two ways of playing differ on the same luck.

    Attributes:
        estimate: the mean of the differences, seed by seed.
        standardised: that mean over the standard deviation of the differences (Cohen's d_z);
            infinite where every seed gave the same difference.
        superiority: share of seeds on which the first is above the second, ties half.
        ratio: the first's mean over the second's; None where that is not above 0.
        p: chance of so large a difference if luck alone decided its sign, either way.
    """

    estimate: Estimate
    standardised: float
    superiority: float
    ratio: float | None
    p: float


def estimate_mean(sample: ArrayLike) -> Estimate:
    """Return the mean of a sample with its bias-corrected and accelerated bootstrap interval.

    Source: Efron 1987, Better bootstrap confidence intervals, JASA 82.

    Example:
        >>> estimate_mean([3.0, 3.0, 3.0])
        Estimate(value=3.0, low=3.0, high=3.0, count=3)
    """
    values = _cleaned(sample)
    count, mean = len(values), float(np.mean(values))
    if count == 1:
        return Estimate(mean, -math.inf, math.inf, 1)
    spread = values - mean
    if not np.any(np.abs(spread) > 1e-12 * max(1.0, abs(mean))):
        return Estimate(mean, mean, mean, count)
    if count > MOST_RESAMPLED:
        margin = special.ndtri((1 + LEVEL) / 2) * float(np.std(values, ddof=1)) / math.sqrt(count)
        return Estimate(mean, mean - margin, mean + margin, count)
    resampled = np.sort(_weights(count) @ values)
    low, high = np.quantile(resampled, _bca_levels(resampled, mean, spread))
    return Estimate(mean, float(low), float(high), count)


def compare_paired(first: ArrayLike, second: ArrayLike) -> Difference:
    """Return how two samples differ whose values belong together, seed by seed."""
    ours, theirs = _cleaned(first), _cleaned(second)
    differences = ours - theirs
    spread = float(np.std(differences, ddof=1)) if len(differences) > 1 else 0.0
    mean = float(np.mean(differences))
    base = float(np.mean(theirs))
    return Difference(
        estimate=estimate_mean(differences),
        standardised=mean / spread if spread else (math.copysign(math.inf, mean) if mean else 0.0),
        superiority=float(np.mean(ours > theirs) + 0.5 * np.mean(ours == theirs)),
        ratio=float(np.mean(ours)) / base if base > 0 else None,
        p=sign_flip(differences),
    )


def sign_flip(differences: ArrayLike, alternative: Alternative = "two-sided") -> float:
    """Return the chance of so large a mean if each difference could as well be its opposite.

    Every pattern of signs is tried for up to 13 pairs, 9,999 random ones for more, the observed
    one always among them.

    Example:
        >>> sign_flip([1.0, 2.0, 3.0], "greater")  # one pattern of eight
        0.125
    """
    values = _cleaned(differences)
    signs = _signs(len(values))
    means = signs @ values / len(values)
    observed = float(np.mean(values))
    slack = 1e-12 * max(1.0, abs(observed))
    match alternative:
        case "greater":
            extreme = means >= observed - slack
        case "less":
            extreme = means <= observed + slack
        case _:
            extreme = np.abs(means) >= abs(observed) - slack
    return float(np.mean(extreme))


def holm(chances: Sequence[float]) -> list[float]:
    """Return p values corrected for how many there are, in the order given.

    Source: Holm 1979, A simple sequentially rejective multiple test procedure.

    Example:
        >>> holm([0.01, 0.04, 0.03])
        [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(chances)), key=lambda index: chances[index])
    corrected = [0.0] * len(chances)
    reached = 0.0
    for rank, index in enumerate(order):
        reached = max(reached, min(1.0, (len(chances) - rank) * chances[index]))
        corrected[index] = reached
    return corrected


def seeds_for(sample: ArrayLike, half_width: float) -> int:
    """Return how many seeds an interval of that half width takes, by what these seeds vary.

    Args:
        sample: one value per seed so far, at least 2.
        half_width: what is wanted, in the sample's unit.
    """
    values = _cleaned(sample)
    spread = float(np.std(values, ddof=1))
    if spread == 0.0:
        return len(values)
    needed = 2
    for _ in range(50):
        quantile = float(special.stdtrit(max(1, needed - 1), (1 + LEVEL) / 2))
        found = max(2, math.ceil((quantile * spread / half_width) ** 2))
        if found == needed:
            break
        # Halfway back where the small numbers' wide quantiles make it swing.
        needed = found if found > needed else (found + needed) // 2
    return needed


def _cleaned(sample: ArrayLike) -> Floats:
    values = np.asarray(sample, dtype=np.float64)
    if values.ndim != 1 or not len(values):
        raise ValueError("a sample needs at least one value, and one dimension")
    if not np.all(np.isfinite(values)):
        raise ValueError("a sample has values that are no numbers")
    return values


def _bca_levels(resampled: Floats, mean: float, spread: Floats) -> Floats:
    """Return which quantiles of the resampled means are the interval's ends."""
    below = np.mean(resampled < mean) + 0.5 * np.mean(resampled == mean)
    bias = special.ndtri(np.clip(below, 1e-9, 1 - 1e-9))
    # For a mean, the jackknife's acceleration is a sixth of the sample's skew over root n.
    acceleration = np.sum(spread**3) / (6.0 * np.sum(spread**2) ** 1.5)
    ends = special.ndtri(np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    moved = bias + (bias + ends) / (1 - acceleration * (bias + ends))
    return np.asarray(special.ndtr(moved), dtype=np.float64)


@lru_cache(maxsize=4)
def _weights(count: int) -> Floats:
    """Return what each of ``count`` values weighs in each resample, one row per resample."""
    drawn = np.random.default_rng(_LUCK).multinomial(count, np.full(count, 1 / count), RESAMPLES)
    return drawn / count


@lru_cache(maxsize=4)
def _signs(count: int) -> Floats:
    """Return patterns of signs, one per row, the first all +1."""
    if count <= EXACT_UP_TO:
        bits = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    else:
        bits = np.random.default_rng(_LUCK).integers(0, 2, (9999, count))
        bits = np.vstack([np.zeros((1, count), dtype=bits.dtype), bits])
    return (1 - 2 * bits).astype(np.float64)
