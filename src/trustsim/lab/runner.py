"""The runner: what carries jobs to where they are computed, and brings back how each one ended.

Three of them keep the same promise: `SerialRunner` here, `LocalRunner` on this machine's cores,
`ClusterRunner` on several machines. A job that raises, hangs or takes its process with it ends as
an answer like any other, and harms no other job.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from trustsim.scenario.network_place import note_places

P = TypeVar("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Job(Generic[P]):
    """One piece of work.

    Attributes:
        payload: what the task is called with.
        limit: seconds it may take; None for as long as it likes.
    """

    payload: P
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Finished(Generic[R]):
    """The task returned ``value``."""

    value: R


@dataclass(frozen=True, slots=True)
class Raised:
    """The task raised; ``traceback`` is what Python would have printed."""

    traceback: str


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The task was stopped because it took longer than ``limit`` seconds."""

    limit: float


@dataclass(frozen=True, slots=True)
class Died:
    """The process that computed the task ended with it.

    Attributes:
        exit_code: as the system tells it, negative for a signal; None where nobody knows.
    """

    exit_code: int | None = None


@dataclass(frozen=True, slots=True)
class Ended(Generic[P, R]):
    """A job and how it ended, after how many seconds."""

    job: Job[P]
    answer: Finished[R] | Raised | TimedOut | Died
    seconds: float


class Runner(Protocol):
    """Computes jobs somewhere.

    A runner is a context manager: what it has started ends with the ``with`` block.

    Attributes:
        workers: how many jobs it computes at the same time.
        grace: seconds it takes a worker to get ready; a limit has to leave them.
    """

    workers: int
    grace: float

    def play(self, task: Callable[[P], R], jobs: Iterable[Job[P]]) -> Iterator[Ended[P, R]]:
        """Compute ``task`` for every job and yield each as it ends, in whatever order.

        Jobs are taken from ``jobs`` only when there is room for them, so that it may be endless,
        and may decide late how large the next piece is. A worker may get its next job before its
        last answer has been yielded.

        Args:
            task: a function of a module; its payload and result can be pickled.
            jobs: what to compute.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class SerialRunner:
    """Computes one job after the other in this very process, for debugging.

    A debugger's breakpoints work, and so does a strategy that lives in a notebook. Nothing can
    stop a job that hangs here: its limit is left to the task itself.
    """

    workers = 1
    grace = 0.0

    def play(self, task: Callable[[P], R], jobs: Iterable[Job[P]]) -> Iterator[Ended[P, R]]:
        """Compute every job here, in order."""
        for job in jobs:
            started = time.perf_counter()
            answer = attempt(task, job.payload)
            yield Ended(job, answer, time.perf_counter() - started)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def attempt(
    task: Callable[[P], R], payload: P, places: Mapping[str, Path] | None = None
) -> Finished[R] | Raised:
    """Call ``task``; whatever it raises is an answer, but not Ctrl-C.

    Args:
        task: what to call; ``payload``: what with.
        places: where the files of networks lie that whoever asks for this has loaded.
    """
    note_places(places or {})
    try:
        return Finished(task(payload))
    except (Exception, SystemExit):
        return Raised(traceback.format_exc())
