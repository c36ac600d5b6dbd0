"""Results: what a folder of runs holds, as tables to work with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from trustsim.errors import UsageError
from trustsim.lab import analysis
from trustsim.lab.columns import RUN, SERIES, WEEK
from trustsim.lab.experiment import Experiment
from trustsim.lab.manifest import read_manifest, read_plan
from trustsim.lab.notebook import Picture, results_html
from trustsim.lab.outcomes import outcome_frame
from trustsim.lab.store import committed_parts, read_table


@dataclass(frozen=True)
class Results:
    """The runs of an experiment, as far as they have been played.

    Attributes:
        folder: where they are kept.
        experiment: what they are for.
        engine: what played them.
        seeds: how many seeds are planned.
        scenarios: fingerprint of every resolved scenario, by name and point (``name#0``).
        keeper: what keeps a temporary folder as long as it is needed.

    Example:
        results = Results.load("give-or-pitch")
        results.outcomes.groupby("strategy").mean()
    """

    folder: Path
    experiment: Experiment
    engine: str
    seeds: int
    scenarios: dict[str, str]
    keeper: object = field(default=None, repr=False, compare=False)

    @classmethod
    def load(cls, folder: str | Path, keeper: object = None) -> Results:
        """Return the results in a folder that `trustsim batch` has written.

        Args:
            folder: where they are.
            keeper: whatever is to live as long as the results.

        Raises:
            BadFile: if there are none, or they can't be read.
        """
        manifest = read_manifest(Path(folder))
        return cls(
            Path(folder),
            manifest.experiment,
            manifest.engine,
            manifest.seeds,
            manifest.scenarios,
            keeper,
        )

    @cached_property
    def plan(self) -> pd.DataFrame:
        """Every run that is planned, whether played or not."""
        frame: pd.DataFrame = read_plan(self.folder).to_pandas().set_index(RUN.name)
        return frame

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row for every run that was played, by the run's number."""
        frame = self._table("runs")
        if RUN.name not in frame:
            raise UsageError(
                f"{self.folder} has no runs yet; play some with 'trustsim batch' first"
            )
        return frame.set_index(RUN.name)

    @cached_property
    def weeks(self) -> pd.DataFrame:
        """A row for every week of every run."""
        frame = self._table("weeks")
        return frame if len(frame.columns) else pd.DataFrame(columns=[RUN.name, WEEK.name])

    @cached_property
    def trust(self) -> pd.DataFrame:
        """How many people trust the brand how much, for every week of every run."""
        return self._table("trust")

    @cached_property
    def posts(self) -> pd.DataFrame:
        """A row for every post, where the experiment records them."""
        return self._recorded("posts")

    @cached_property
    def cascades(self) -> pd.DataFrame:
        """A row for every sharer of every post, where the experiment records them."""
        return self._recorded("cascades")

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """What every run that got through is, and gave: one column for every outcome."""
        return outcome_frame(self.experiment, self.runs, self.weeks)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The paths of what varies."""
        return tuple(self.experiment.vary.over) if self.experiment.vary else ()

    @property
    def failed(self) -> pd.DataFrame:
        """The runs that did not get through, with why, and the command that repeats each."""
        columns = ["scenario", "point", "strategy", "seed", "status", "error", "command"]
        return self.runs.loc[self.runs["status"] != "done", columns]

    @property
    def missing(self) -> int:
        """How many planned runs have not been played yet."""
        return len(self.plan) - len(self.runs)

    def summary(self) -> pd.DataFrame:
        """Return every outcome's mean with its interval; see `analysis.summary`."""
        return analysis.summary(self)

    def differences(self) -> pd.DataFrame:
        """Return how strategies differ on the same luck; see `analysis.differences`."""
        return analysis.differences(self)

    def verdicts(self) -> pd.DataFrame:
        """Return what came of each hypothesis; see `analysis.verdicts`."""
        return analysis.verdicts(self)

    def more_seeds(self, half_width: float | None = None) -> pd.DataFrame:
        """Return how many seeds it takes to know outcomes so well; see `analysis.more_seeds`."""
        return analysis.more_seeds(self, half_width)

    def sensitivity(self) -> pd.DataFrame:
        """Return how much each parameter decides each outcome; see `sensitivity.sensitivity`."""
        from trustsim.lab.sensitivity import sensitivity

        return sensitivity(self)

    def figure(self, name: str = "strategies") -> Picture:
        """Return a figure by name: strategies, weeks, along, map, trust, cascades.

        Raises:
            UnknownName: if there is no such figure.
            UsageError: if these runs don't allow it, or the extra is not installed.
        """
        from trustsim.lab.figures import figures

        return Picture(figures(self, (name,))[name])

    def report(self, path: str | Path | None = None) -> Path:
        """Write the experiment up as one page and return its file.

        Raises:
            WriteFailed: if it can't be written.
        """
        from trustsim.lab.durable import write_whole
        from trustsim.lab.page import page

        file = Path(path) if path is not None else self.folder / "report.html"
        write_whole(file, page(self).encode())
        return file

    def _repr_html_(self) -> str:
        return results_html(self)

    def _recorded(self, table: str) -> pd.DataFrame:
        if not (self.folder / table).is_dir():
            raise UsageError(
                f"the experiment '{self.experiment.name}' keeps no {table}; "
                f"write 'record: {table}' in its file and play it into a new folder"
            )
        return self._table(table)

    def _table(self, name: str) -> pd.DataFrame:
        assert name == "runs" or name in SERIES
        table = read_table(self.folder, name, committed_parts(self.folder))
        frame: pd.DataFrame = table.to_pandas()
        return frame
