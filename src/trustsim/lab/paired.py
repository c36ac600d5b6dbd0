"""Paired comparison: several ways of playing on the same luck, at once and without a folder.

It is what tests, claims and notebooks use where an experiment's file and store would be too much.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.run import RunResult, run
from trustsim.errors import TrustSimError, UsageError
from trustsim.lab.chunk import Chunker
from trustsim.lab.estimate import Difference, Estimate, compare_paired, estimate_mean
from trustsim.lab.outcome import Outcome
from trustsim.lab.runner import Finished, Job, Raised, Runner, SerialRunner
from trustsim.lab.start import local_runner
from trustsim.lab.variants import Variants
from trustsim.scenario.resolved import fingerprint, from_resolved, resolved_json
from trustsim.scenario.schema import Scenario
from trustsim.strategies.protocol import Strategy

if TYPE_CHECKING:
    import pandas as pd

Measure = str | Outcome | Callable[[RunResult], float]
"""A total's column, an outcome, or a function of a module that takes a run's result."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of playing.

    Attributes:
        strategy: who decides; a name, a file, or a strategy that can be pickled.
        settings: values of the scenario set anew, by path.
        scenario: another scenario than the comparison's.
    """

    strategy: str | Strategy
    settings: Mapping[str, object] = field(default_factory=dict)
    scenario: Scenario | str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of a comparison.

    Attributes:
        seeds: the luck, the same for every arm.
        values: by outcome and arm, one value per seed, in the order of ``seeds``.
    """

    seeds: tuple[int, ...]
    values: dict[str, dict[str, Floats]]

    def estimate(self, outcome: str, arm: str) -> Estimate:
        """Return the mean of an outcome in one arm, with its interval."""
        return estimate_mean(self.values[outcome][arm])

    def difference(self, outcome: str, first: str, second: str, times: float = 1.0) -> Difference:
        """Return by how much an outcome of ``first`` is above ``times`` that of ``second``."""
        values = self.values[outcome]
        return compare_paired(values[first], times * values[second])

    def frame(self) -> pd.DataFrame:
        """Return the values as a tidy table: arm, seed, and one column per outcome."""
        import pandas as pd

        arms = next(iter(self.values.values()))
        tables = [
            pd.DataFrame(
                {"arm": arm, "seed": self.seeds}
                | {outcome: by_arm[arm] for outcome, by_arm in self.values.items()}
            )
            for arm in arms
        ]
        return pd.concat(tables, ignore_index=True)


@dataclass(frozen=True, slots=True)
class _Match:
    """One run to be played: which arm, on which seed."""

    arm: str
    seed: int


@dataclass(frozen=True, slots=True)
class _Order:
    """Runs to be played together, with all that it takes."""

    matches: tuple[_Match, ...]
    strategies: Mapping[str, str | Strategy]
    scenarios: Mapping[str, str]
    measures: Mapping[str, Measure]
    weeks: int | None
    record: str


def compare(
    scenario: Scenario | str,
    arms: Mapping[str, str | Strategy | Arm],
    seeds: int | Iterable[int],
    outcome: Measure | Mapping[str, Measure],
    *,
    weeks: int | None = None,
    record: str = "weeks",
    workers: int | None = None,
    runner: Runner | None = None,
) -> Comparison:
    """Play several ways on the same luck and return what each gave, seed by seed.

    Args:
        scenario: what is played, unless an arm has its own.
        arms: who plays, by the name that tables give them.
        seeds: how many (1, 2, ...), or which.
        outcome: what is measured; several by name.
        weeks: instead of the scenario's.
        record: the record level, for outcomes that need more than weeks.
        workers: processes; all cores if left out, 0 plays in this one.
        runner: instead of ``workers``, one that is there already and stays.

    Raises:
        TrustSimError: if a run fails, with why.

    Example:
        >>> from trustsim.lab.paired import compare
        >>> found = compare(
        ...     "the-party", {"a": "pitch-only", "b": "contribute-only"}, 2, "mutes", workers=0
        ... )
        >>> sorted(found.values["mutes"])
        ['a', 'b']
    """
    taken = {name: arm if isinstance(arm, Arm) else Arm(arm) for name, arm in arms.items()}
    measures = dict(outcome) if isinstance(outcome, Mapping) else {_named(outcome): outcome}
    luck = tuple(range(1, seeds + 1)) if isinstance(seeds, int) else tuple(seeds)
    order = _Order(
        matches=(),
        strategies={name: arm.strategy for name, arm in taken.items()},
        scenarios=_scenarios(scenario, taken),
        measures={name: _as_outcome(measure) for name, measure in measures.items()},
        weeks=weeks,
        record=record,
    )
    matches = [_Match(arm, seed) for seed in luck for arm in taken]
    if workers != 0 and not isinstance(runner, SerialRunner):
        _refuse_what_lives_in_a_notebook(taken)
    if runner is not None:
        found = _played(order, matches, runner)
    else:
        with local_runner(workers) as own:
            found = _played(order, matches, own)
    return Comparison(
        luck,
        {
            name: {arm: np.array([found[arm, seed][name] for seed in luck]) for arm in taken}
            for name in measures
        },
    )


def _refuse_what_lives_in_a_notebook(arms: Mapping[str, Arm]) -> None:
    """Refuse a strategy that worker processes could not find."""
    if hasattr(sys.modules["__main__"], "__file__"):
        return
    for name, arm in arms.items():
        if type(arm.strategy).__module__ == "__main__":
            raise UsageError(
                f"the strategy of '{name}' lives in this notebook, where workers can't see it; "
                "put it into a file, or take workers=0"
            )


def measure(outcome: Measure, result: RunResult) -> float:
    """Return an outcome of one run."""
    if callable(outcome):
        return float(outcome(result))
    asked = _as_outcome(outcome)
    assert isinstance(asked, Outcome)
    if asked.take == "total":
        return float(result.totals[asked.column])
    low, high = asked.weeks or (1, len(result.weeks))
    values = [float(row[asked.column]) for row in result.weeks if low <= row["week"] <= high]
    return _taken(values, asked.take)


def _taken(values: Sequence[float], take: str) -> float:
    match take:
        case "first":
            return values[0]
        case "last":
            return values[-1]
        case "sum":
            return sum(values)
        case "mean":
            return sum(values) / len(values)
        case "least":
            return min(values)
        case "most":
            return max(values)
        case _:
            return values[-1] - values[0]


def _named(outcome: Measure) -> str:
    if isinstance(outcome, str):
        return outcome
    return outcome.name if isinstance(outcome, Outcome) else getattr(outcome, "__name__", "outcome")


def _as_outcome(outcome: Measure) -> Measure:
    return Outcome.model_validate(outcome) if isinstance(outcome, str) else outcome


def _scenarios(scenario: Scenario | str, arms: Mapping[str, Arm]) -> dict[str, str]:
    """Return every arm's scenario as resolved text, each file read only once."""
    sources: dict[str, Variants] = {}
    found = {}
    for name, arm in arms.items():
        source = scenario if arm.scenario is None else arm.scenario
        key = source if isinstance(source, str) else fingerprint(source)
        variants = sources.setdefault(key, Variants(source))
        found[name] = resolved_json(variants.with_values(arm.settings))
    return found


def _played(
    order: _Order, matches: Sequence[_Match], runner: Runner
) -> dict[tuple[str, int], dict[str, float]]:
    chunker = Chunker(matches, runner.workers)
    found: dict[tuple[str, int], dict[str, float]] = {}
    for ended in runner.play(_play_matches, _jobs(order, chunker)):
        if not isinstance(ended.answer, Finished):
            why = ended.answer.traceback if isinstance(ended.answer, Raised) else str(ended.answer)
            raise TrustSimError(f"a run of the comparison failed:\n{why}")
        chunk = ended.job.payload.matches
        chunker.learn(len(chunk), ended.seconds)
        for match, values in zip(chunk, ended.answer.value, strict=True):
            found[match.arm, match.seed] = values
    return found


def _jobs(order: _Order, chunker: Chunker[_Match]) -> Iterator[Job[_Order]]:
    for chunk in chunker:
        names = {match.arm for match in chunk}
        yield Job(
            _Order(
                chunk,
                {name: order.strategies[name] for name in names},
                {name: order.scenarios[name] for name in names},
                order.measures,
                order.weeks,
                order.record,
            )
        )


def _play_matches(order: _Order) -> list[dict[str, float]]:
    """Play the runs of one order and return their outcomes. Workers call this."""
    return [_play_match(match, order) for match in order.matches]


def _play_match(match: _Match, order: _Order) -> dict[str, float]:
    strategy = order.strategies[match.arm]
    who: Any = strategy if isinstance(strategy, str) else copy.deepcopy(strategy)
    result = run(
        _scenario(order.scenarios[match.arm]),
        who,
        match.seed,
        weeks=order.weeks,
        record=order.record,
    )
    return {name: measure(outcome, result) for name, outcome in order.measures.items()}


@lru_cache(maxsize=32)
def _scenario(resolved: str) -> Scenario:
    return from_resolved(resolved)
