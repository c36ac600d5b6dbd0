"""Results whose numbers a test has made up, so that what must come of them is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.lab.small import HERE
from trustsim.lab.columns import MEASURES, table_of
from trustsim.lab.experiment import Experiment
from trustsim.lab.manifest import tables_of, write_down
from trustsim.lab.results import Results
from trustsim.lab.schedule import Run, schedule_of
from trustsim.lab.store import Batch, Store

Made = Callable[[Run], dict[str, Any]]


def made(folder: Path, experiment: Experiment, totals: Made, weeks: int = 2) -> Results:
    """Return results in which each run has these totals, and half of each in every week.

    Args:
        folder: where to keep them.
        experiment: what they are said to be of.
        totals: columns that are not 0, by run; ``status`` may be one.
        weeks: how many weeks each run has.
    """
    schedule = schedule_of(experiment, HERE)
    columns = tables_of(schedule)
    nothing = {measure.name: 0 for measure in MEASURES}
    rows, by_week, trust = [], [], []
    for run in schedule:
        values = {"status": "done", "command": "trustsim run ..."} | nothing | totals(run)
        rows.append({**schedule.identity(run), **values})
        if values["status"] != "done":
            continue
        for week in range(1, weeks + 1):
            shares = {name: values[name] // weeks if isinstance(values[name], int) else values[name]
                      for name in nothing}  # fmt: skip
            by_week.append({"run": run.number, "week": week, **shares})
            trust.append({"run": run.number, "week": week, "trust": 0.3, "users": 7})
    with Store(folder, columns) as store:
        write_down(folder, schedule)
        series = {
            "weeks": table_of(by_week, columns["weeks"]),
            "trust": table_of(trust, columns["trust"]),
        }
        store.commit(Batch(table_of(rows, columns["runs"]), series))
    return Results.load(folder)
