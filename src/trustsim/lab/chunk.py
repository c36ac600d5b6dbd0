"""Chunks: several runs sent to a worker together, as many as take a few seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

R = TypeVar("R")

TARGET = 5.0
"""Seconds a chunk should take: what a kill costs at most, and how often there is news."""

SHORTEST = 0.3
"""Seconds under which it does not pay to cut finer, so that all workers end together."""

LARGEST = 2000


class Chunker(Generic[R]):
    """Cuts runs into chunks, each as it is asked for, by the pace known then.

    The first chunks are single runs; as the pace becomes known they grow to some seconds, and
    towards the end they shrink again so that no worker is left with a long last one.
    """

    def __init__(self, runs: Sequence[R], workers: int) -> None:
        """Cut ``runs`` for ``workers`` that compute at the same time."""
        self._runs = runs
        self._workers = workers
        self._next = 0
        self.pace: float | None = None
        """Seconds per run, as last measured."""

    def __iter__(self) -> Iterator[tuple[R, ...]]:
        while self._next < len(self._runs):
            chunk = tuple(self._runs[self._next : self._next + self._size()])
            self._next += len(chunk)
            yield chunk

    def learn(self, runs: int, seconds: float) -> None:
        """Take note that ``runs`` runs took ``seconds`` on one worker."""
        measured = max(seconds / runs, 1e-4)
        # A worker's first run also warms it up, so a faster one corrects it at once.
        self.pace = measured if self.pace is None else min(measured, (self.pace + measured) / 2)

    def _size(self) -> int:
        if self.pace is None:
            return 1
        most = int(TARGET / self.pace)
        least = int(SHORTEST / self.pace)
        share = (len(self._runs) - self._next) // (2 * self._workers)
        return max(1, min(most, max(share, least), LARGEST))
