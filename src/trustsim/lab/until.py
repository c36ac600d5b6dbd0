"""Until: how many seeds an experiment still wants, where it goes on until it is sure enough.

Looking at an interval and stopping when it is narrow makes it cover a little less than it says;
with the dozen seeds it begins with, the loss is a percent or two (Chow & Robbins 1965).
"""

from __future__ import annotations

import math

import pandas as pd

from trustsim.lab.estimate import estimate_mean, seeds_for
from trustsim.lab.outcome import Until
from trustsim.lab.outcomes import outcome_frame
from trustsim.lab.schedule import Schedule
from trustsim.lab.store import Store, read_table

FEWEST = 12
"""Seeds before the first look."""

GROWTH = 2.0
"""How many times as many seeds one look may ask for."""


def seeds_wanted(schedule: Schedule, store: Store) -> int:
    """Return how many seeds it takes by what is known now; what there is, if that is enough."""
    until, there = schedule.experiment.until, len(schedule.seeds)
    if until is None or there >= until.at_most:
        return there
    if there < FEWEST:
        return min(FEWEST, until.at_most)
    samples = _samples(schedule, store, until)
    wide = [sample for sample in samples if _half_width(sample) > until.half_width]
    if not wide:
        return there
    needed = max(seeds_for(sample, until.half_width) for sample in wide)
    # A tenth more at least, so that a near miss does not ask for one seed at a time.
    step = max(needed, math.ceil(there * 1.1), there + 1)
    return min(step, math.ceil(there * GROWTH), until.at_most)


def _half_width(sample: list[float]) -> float:
    return estimate_mean(sample).half_width if len(sample) > 1 else math.inf


def _samples(schedule: Schedule, store: Store, until: Until) -> list[list[float]]:
    """Return, for every cell that matters, its values by seed: outcomes, or differences."""
    experiment = schedule.experiment
    runs = read_table(store.folder, "runs", store.parts).to_pandas().set_index("run")
    weeks = pd.DataFrame(columns=["run", "week"])
    if experiment.outcome(until.outcome).take != "total":
        weeks = read_table(store.folder, "weeks", store.parts).to_pandas()
    frame = outcome_frame(experiment, runs, weeks)
    found = []
    for _, cell in frame.groupby(["scenario", "point"]):
        by_strategy = cell.pivot(index="seed", columns="strategy", values=until.outcome)
        names = [until.strategy] if until.strategy else list(by_strategy.columns)
        for name in names:
            values = by_strategy[name]
            if until.than is not None:
                values = values - by_strategy[until.than]
            found.append([float(value) for value in values.dropna()])
    return [sample for sample in found if len(sample) > 1]
