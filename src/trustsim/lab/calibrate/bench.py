"""The bench: rows measured for many candidate values at once, all on the same luck."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from trustsim.errors import TrustSimError
from trustsim.lab.calibrate.constants import Fitted
from trustsim.lab.evidence.bonds import bonds
from trustsim.lab.evidence.measure import PLATFORMS, SOURCES
from trustsim.lab.evidence.posts import Part
from trustsim.lab.evidence.table import FIGURES, Figure, Place
from trustsim.lab.runner import Finished, Job, Raised, Runner
from trustsim.lab.variants import Variants
from trustsim.scenario.resolved import from_resolved, resolved_json
from trustsim.scenario.schema import Scenario

Values = Mapping[Fitted, float]
"""A candidate: a value for each constant that is fitted."""


@dataclass(frozen=True, slots=True)
class _Order:
    """One seed of one place under one candidate, for a worker."""

    candidate: int
    place: Place
    scenario: str
    seed: int
    keys: frozenset[str]


class Bench:
    """Measures rows under candidate values.

    Attributes:
        seeds: the luck, the same for every candidate.
    """

    def __init__(
        self, scenario: str, seeds: Sequence[int], runner: Runner, users: int | None = None
    ) -> None:
        """Read the scenario.

        Args:
            scenario: a shipped name or a file: where rows are measured.
            seeds: the luck.
            runner: who computes.
            users: instead of the scenario's.
        """
        self.seeds = tuple(seeds)
        self._variants = Variants(scenario)
        self._runner = runner
        self._fixed: dict[str, object] = {} if users is None else {"population.users": users}
        self._own_preset = self._variants.with_values(self._fixed).platform.preset

    def rows(
        self, candidates: Sequence[Values], figures: Iterable[Figure] = FIGURES
    ) -> list[dict[str, float]]:
        """Return what each candidate gives: values by the figure's key, pooled over the seeds.

        A figure that no seed gives is left out.
        """
        wanted = tuple(figures)
        keys = frozenset(figure.key for figure in wanted)
        places = tuple(dict.fromkeys(figure.place for figure in wanted))
        texts = [
            (number, place, self._scenario(place, values))
            for number, values in enumerate(candidates)
            for place in places
        ]
        jobs = [
            Job(_Order(number, place, text, seed, keys))
            for number, place, text in texts
            for seed in self.seeds
        ]
        found: dict[tuple[int, str, int], dict[str, Part]] = {}
        for ended in self._runner.play(_measured, jobs):
            if not isinstance(ended.answer, Finished):
                why = ended.answer.traceback if isinstance(ended.answer, Raised) else ended.answer
                raise TrustSimError(f"a measurement failed:\n{why}")
            order = ended.job.payload
            found[order.candidate, order.place, order.seed] = ended.answer.value
        return [_pooled(found, number, keys) for number in range(len(candidates))]

    def _scenario(self, place: Place, values: Values) -> str:
        """Return the scenario of one place under a candidate, as workers take it."""
        preset = PLATFORMS[place]
        settings = dict(self._fixed)
        if preset is not None:
            settings["platform.preset"] = preset
        preset = preset or self._own_preset
        settings |= {
            constant.path: value
            for constant, value in values.items()
            if constant.preset in (None, preset)
        }
        return resolved_json(self._variants.with_values(settings))


def _measured(order: _Order) -> dict[str, Part]:
    """Measure one seed of one place. Workers call this."""
    scenario = _scenario_of(order.scenario)
    if order.place == "bonds":
        return bonds(scenario, order.seed, order.keys)
    return SOURCES[order.place](scenario, order.seed)


@lru_cache(maxsize=8)
def _scenario_of(text: str) -> Scenario:
    """Read a resolved scenario; a candidate's seeds come one after the other."""
    return from_resolved(text)


def _pooled(
    found: Mapping[tuple[int, str, int], dict[str, Part]], candidate: int, keys: Collection[str]
) -> dict[str, float]:
    """Return one candidate's rows: each the ratio of sums over seeds, in the seeds' order."""
    sums: dict[str, tuple[float, float]] = {}
    for (number, _, _), parts in sorted(found.items()):
        for key, (top, bottom) in parts.items():
            if number == candidate and key in keys:
                before = sums.get(key, (0.0, 0.0))
                sums[key] = (before[0] + top, before[1] + bottom)
    return {key: top / bottom if bottom else 0.0 for key, (top, bottom) in sums.items()}
