"""Progress: how far it is, how fast it goes, how long it takes, and how things look so far."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Protocol, Self

from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

MOST_ROWS = 8


class Watcher(Protocol):
    """Whoever wants to know how an experiment is getting on."""

    def begin(self, total: int, done: int) -> None:
        """There are ``total`` runs, of which ``done`` were there already."""
        ...

    def advance(self, rows: list[dict[str, Any]]) -> None:
        """These runs have been played and are kept."""
        ...


class Silence:
    """A watcher that says nothing."""

    def begin(self, total: int, done: int) -> None:
        """Say nothing."""

    def advance(self, rows: list[dict[str, Any]]) -> None:
        """Say nothing."""


class Screen:
    """A watcher that shows a bar, the pace, the time left, and running means, on a terminal.

    It is silent where standard error is no terminal, so that logs and pipes stay clean.
    """

    def __init__(self, outcome: str, unit: str = "runs") -> None:
        """Watch the means of the column ``outcome``, over so many of ``unit``."""
        self._unit = unit
        self._outcome = outcome
        self._console = Console(file=sys.stderr)
        self._means: dict[str, tuple[int, float]] = {}
        self._failed = 0
        self._started = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.percentage:>3.0f}%"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=self._console,
        )
        self._task = self._bar.add_task("runs", total=None, pace="")
        self._live = Live(console=self._console, refresh_per_second=4, transient=True)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def begin(self, total: int, done: int) -> None:
        """Show the bar, part of it full where runs were there already."""
        self._started = time.monotonic()
        self._bar.update(self._task, total=total, completed=done)
        self._show()

    def advance(self, rows: list[dict[str, Any]]) -> None:
        """Move on by these runs."""
        for row in rows:
            value = row.get(self._outcome)
            if row["status"] != "done" or value is None:
                self._failed += row["status"] != "done"
                continue
            count, mean = self._means.get(row["strategy"], (0, 0.0))
            self._means[row["strategy"]] = (count + 1, mean + (value - mean) / (count + 1))
        self._bar.advance(self._task, len(rows))
        played = sum(count for count, _ in self._means.values()) + self._failed
        pace = played / max(1e-9, time.monotonic() - self._started)
        self._bar.update(self._task, pace=f"{pace:.3g} {self._unit}/s")
        self._show()

    def _show(self) -> None:
        grid = Table.grid()
        grid.add_row(self._bar)
        for strategy, (count, mean) in list(self._means.items())[:MOST_ROWS]:
            name = self._outcome.replace("_", " ")
            grid.add_row(f"  {strategy}: {name} {mean:,.4g} on average of {count:,}")
        if self._failed:
            grid.add_row(f"  [red]{self._failed:,} failed[/red]")
        self._live.update(grid)
