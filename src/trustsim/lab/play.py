"""Playing an experiment from a program: the folder, the workers, and what to look at meanwhile."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

from trustsim.lab.batch import carry_out
from trustsim.lab.experiment import Experiment
from trustsim.lab.progress import Screen
from trustsim.lab.results import Results
from trustsim.lab.schedule import schedule_of
from trustsim.lab.start import runner_for


class _Folder:
    """A temporary folder that goes when nobody holds it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="trustsim-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def play(
    experiment: Experiment,
    out: str | Path | None,
    workers: int | None,
    cluster: str | None,
    home: Path,
    retry_failed: bool,
) -> Results:
    """Play what an experiment lacks and return its results; see `Experiment.run`."""
    schedule = schedule_of(experiment, home)
    keeper = _Folder() if out is None else None
    folder = keeper.path / experiment.name if keeper else Path(str(out))
    first = experiment.outcomes[0].column
    with runner_for(workers, cluster) as runner, Screen(first) as screen:
        carry_out(schedule, folder, runner, watcher=screen, retry_failed=retry_failed)
    return Results.load(folder, keeper)
