"""Measuring: every figure over many seeds, with an interval and a verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from trustsim.errors import TrustSimError
from trustsim.lab.estimate import LEVEL
from trustsim.lab.evidence.bonds import bonds
from trustsim.lab.evidence.posts import Part, posts
from trustsim.lab.evidence.table import DESCRIBED, FIGURES, Described, Figure, Place
from trustsim.lab.evidence.ties import ties
from trustsim.lab.runner import Finished, Job, Raised, Runner
from trustsim.lab.variants import Variants
from trustsim.scenario.resolved import from_resolved, resolved_json
from trustsim.scenario.schema import Scenario

PLATFORMS: Final[Mapping[Place, str | None]] = {
    "posts": "twitter", "cascades": "twitter", "ties": "facebook", "bonds": None,
}  # fmt: skip
"""The platform that each place is measured under; None is the scenario's own."""

SOURCES: Final[Mapping[str, Callable[[Scenario, int], dict[str, Part]]]] = {
    "posts": posts, "ties": ties, "bonds": bonds,
}  # fmt: skip
"""What gives the parts, by place; ``cascades`` come with ``posts``."""

RESAMPLES = 4999
_LUCK = 20_240_501

Samples = dict[str, list[Part]]
"""By figure, one part per seed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the model gives for one figure.

    Attributes:
        figure: the figure. ``value``: the model's, pooled over seeds.
        low, high: its 95 % interval over seeds. ``seeds``: how many.
    """

    figure: Figure | Described
    value: float
    low: float
    high: float
    seeds: int

    @property
    def is_in(self) -> bool:
        """Whether the value lies in the band; True for what has none."""
        figure = self.figure
        return not isinstance(figure, Figure) or figure.low <= self.value <= figure.high

    def as_dict(self) -> dict[str, Any]:
        """Return it as one row of the command's JSON."""
        figure = self.figure
        row: dict[str, Any] = {
            "id": figure.id,
            "statistic": figure.statistic,
            "value": self.value,
            "low": self.low,
            "high": self.high,
        }
        if isinstance(figure, Figure):
            row["band"] = [figure.low, figure.high]
            row["centre"] = figure.centre
            row["source"] = figure.source
            row["verdict"] = "in" if self.is_in else "out"
        else:
            row["definition"], row["source"] = figure.definition, figure.source
        row["seeds"] = self.seeds
        return row


@dataclass(frozen=True, slots=True)
class _Order:
    """One seed of one place, for a worker."""

    place: str
    scenario: str
    seed: int


def samples(
    scenario: Scenario | str,
    seeds: Sequence[int],
    runner: Runner,
    *,
    settings: Mapping[str, object] | None = None,
    places: Sequence[str] = tuple(SOURCES),
) -> Iterator[Samples]:
    """Measure seed by seed and yield what there is after each; the last is everything.

    Args:
        scenario: a shipped name, a file, or a scenario.
        seeds: the luck.
        runner: who computes.
        settings: values of the scenario set anew, by path.
        places: which of SOURCES.

    Raises:
        TrustSimError: if a measurement fails, with why.
    """
    variants = Variants(scenario)
    texts = {place: resolved_json(_placed(variants, place, settings or {})) for place in places}
    jobs = [Job(_Order(place, texts[place], seed)) for seed in seeds for place in places]
    found: dict[tuple[str, int], dict[str, Part]] = {}
    for ended in runner.play(_measured, jobs):
        if not isinstance(ended.answer, Finished):
            why = ended.answer.traceback if isinstance(ended.answer, Raised) else str(ended.answer)
            raise TrustSimError(f"a measurement failed:\n{why}")
        order = ended.job.payload
        found[order.place, order.seed] = ended.answer.value
        yield _by_figure(found)


def _placed(variants: Variants, place: str, settings: Mapping[str, object]) -> Scenario:
    """Return the scenario under the platform that ``place`` is measured under."""
    platform = PLATFORMS[place]  # type: ignore[index]
    base = {} if platform is None else {"platform.preset": platform}
    return variants.with_values({**base, **settings})


def _measured(order: _Order) -> dict[str, Part]:
    """Measure one seed of one place. Workers call this."""
    return SOURCES[order.place](from_resolved(order.scenario), order.seed)


def _by_figure(found: Mapping[tuple[str, int], dict[str, Part]]) -> Samples:
    """Gather parts by figure, in the order of seeds whichever came first."""
    by_figure: Samples = defaultdict(list)
    for _, parts in sorted(found.items()):
        for key, part in parts.items():
            by_figure[key].append(part)
    return dict(by_figure)


def findings(found: Samples, *, described: bool = False) -> list[Finding]:
    """Return what was measured of the table, or of what is only described.

    A figure that no seed gave is left out.
    """
    table: Sequence[Figure | Described] = DESCRIBED if described else FIGURES
    rows = []
    for figure in table:
        if parts := found.get(figure.key):
            value, low, high = pooled(parts)
            rows.append(Finding(figure, value, low, high, len(parts)))
    return rows


def pooled(parts: Sequence[Part]) -> tuple[float, float, float]:
    """Return the ratio of sums over seeds, with its 95 % bootstrap interval.

    Args:
        parts: a numerator and a denominator per seed.

    Source: Efron 1979, with seeds resampled and a luck of its own that never changes.
    """
    top, bottom = np.array(parts, np.float64).T
    value = float(top.sum() / bottom.sum()) if bottom.sum() else 0.0
    if len(top) < 2:
        return value, -np.inf, np.inf
    luck = np.random.default_rng(_LUCK)
    weights = luck.multinomial(len(top), np.full(len(top), 1 / len(top)), RESAMPLES)
    sums = weights @ bottom
    ratios = (weights @ top)[sums != 0] / sums[sums != 0]
    if not len(ratios):
        return value, value, value
    low, high = np.quantile(ratios, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return value, float(low), float(high)
