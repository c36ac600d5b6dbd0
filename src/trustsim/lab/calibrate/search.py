"""The search: constants fitted block by block, in rounds that look ever closer to the best."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from trustsim.lab.calibrate.bench import Bench
from trustsim.lab.calibrate.blocks import Block
from trustsim.lab.calibrate.constants import Fitted
from trustsim.lab.calibrate.distance import misfit, pull
from trustsim.lab.optuna_extra import optuna_for

GENERATION: Final = 8
"""Trials that are suggested before any of them is heard of: the same for every number of workers,
so that the search is too."""

CLOSER: Final = 0.35
"""What each round leaves of the range of the one before, around the best so far."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard is searched.

    Attributes:
        rounds: how often every block is fitted.
        trials: trials of a block in each round, for each of its constants.
        luck: seed of the search itself.
    """

    rounds: int = 2
    trials: int = 10
    luck: int = 1


@dataclass(frozen=True, slots=True)
class Moment:
    """How far a search is.

    Attributes:
        round: from 1. ``block``: what is being fitted.
        trials, of: trials of that block and round that are done.
        loss: the lowest of the block.
        left: seconds that are left, about.
    """

    round: int
    block: Block
    trials: int
    of: int
    loss: float
    left: float


class Search:
    """Looks for values that bring the rows to their centres.

    Attributes:
        best: the best values so far, for every constant; safe to read at any moment.
        rows: what the best gave when its block was last fitted, by the figure's key.
        optuna: the version of Optuna, for the record.
    """

    def __init__(self, blocks: Sequence[Block], bench: Bench, effort: Effort) -> None:
        """Start from the first guesses.

        Args:
            blocks: what is fitted.
            bench: where rows are measured.
            effort: how hard.

        Raises:
            UsageError: if the extra is not installed.
        """
        self._optuna = optuna_for("calibration")
        self._blocks = tuple(blocks)
        self._bench = bench
        self._effort = effort
        self.best: dict[Fitted, float] = {
            constant: constant.rounded(constant.range.guess)
            for block in blocks
            for constant in block.constants
        }
        self.rows: dict[str, float] = {}
        self.optuna = str(self._optuna.__version__)
        self._clock = _Clock(self._blocks, effort)

    @property
    def found(self) -> dict[Fitted, float]:
        """The best values of the blocks that have been tried at all."""
        return {
            constant: self.best[constant]
            for block in self._blocks
            if any(figure.key in self.rows for figure in block.figures)
            for constant in block.constants
        }

    def run(self) -> Iterator[Moment]:
        """Search, and say after every generation how far it is."""
        for number in range(1, self._effort.rounds + 1):
            for block in self._blocks:
                yield from self._fit(block, number)

    def _fit(self, block: Block, number: int) -> Iterator[Moment]:
        """Fit one block, the other constants as they are."""
        study = self._study(block, number)
        ranges = {constant: self._range(constant, number) for constant in block.constants}
        study.enqueue_trial({constant.name: self.best[constant] for constant in block.constants})
        wanted = self._effort.trials * len(block.constants)
        lowest = float("inf")
        for done in range(0, wanted, GENERATION):
            asked = [_asked(study, ranges) for _ in range(min(GENERATION, wanted - done))]
            candidates = [{**self.best, **values} for _, values in asked]
            for (trial, values), rows in zip(
                asked, self._bench.rows(candidates, block.figures), strict=True
            ):
                loss = misfit(rows, block.figures) + pull(values)
                study.tell(trial, loss)
                if loss < lowest:
                    lowest = loss
                    self.best |= values
                    self.rows |= rows
            left = self._clock.after(block, len(asked))
            yield Moment(number, block, done + len(asked), wanted, lowest, left)

    def _range(self, constant: Fitted, number: int) -> tuple[float, float]:
        """Return where a round looks: everywhere first, then closer and closer to the best."""
        low, high = constant.range.low, constant.range.high
        reach = 0.5 * (high - low) * CLOSER ** (number - 1)
        if number == 1:
            return low, high
        middle = self.best[constant]
        return constant.rounded(middle - reach), constant.rounded(middle + reach)

    def _study(self, block: Block, number: int) -> Any:
        with warnings.catch_warnings():
            # Optuna calls two of its options experimental; both have been there since 2020.
            warnings.simplefilter("ignore")
            sampler = self._optuna.samplers.TPESampler(
                seed=self._effort.luck * 1000 + number * 100 + block.number,
                n_startup_trials=max(GENERATION, self._effort.trials * len(block.constants) // 4),
                multivariate=True,
                constant_liar=True,
            )
        return self._optuna.create_study(sampler=sampler)


def _asked(
    study: Any, ranges: dict[Fitted, tuple[float, float]]
) -> tuple[Any, dict[Fitted, float]]:
    """Return a trial of the study and the values it suggests, on each constant's grid."""
    trial = study.ask()
    values = {
        constant: constant.rounded(
            trial.suggest_float(constant.name, low, high, step=constant.step)
        )
        for constant, (low, high) in ranges.items()
    }
    return trial, values


class _Clock:
    """Tells how long a search will still take, from how long it has taken so far."""

    def __init__(self, blocks: Sequence[Block], effort: Effort) -> None:
        self._started = time.monotonic()
        self._done = 0.0
        self._all = effort.rounds * sum(
            effort.trials * len(block.constants) * block.seconds for block in blocks
        )

    def after(self, block: Block, trials: int) -> float:
        """Return the seconds that are left after so many more trials of a block."""
        self._done += trials * block.seconds
        spent = time.monotonic() - self._started
        return spent * (self._all - self._done) / self._done
