"""Jobs on the cores of this machine, each worker a process of its own.

Every worker has one pipe to this process and shares nothing with the others, no lock and no
queue, so that killing one at any instant, even half-way through its answer, costs its own job and
nothing else: the pipe ends, and the parent knows.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self, TypeVar

from trustsim.errors import TrustSimError, UsageError
from trustsim.lab.runner import Died, Ended, Finished, Job, Raised, TimedOut, attempt
from trustsim.scenario.network_place import known_places

P = TypeVar("P")
R = TypeVar("R")

PATIENCE = 0.5
"""Seconds a worker gets to leave by itself."""

MOST_FALSE_STARTS = 5
"""Workers in a row that may end before they are ready."""


@dataclass(slots=True)
class _Seat:
    """A worker: its process, its pipe, and what it is at."""

    process: BaseProcess
    pipe: Connection
    is_ready: bool = False
    job: Job[Any] | None = None
    started: float = 0.0

    @property
    def deadline(self) -> float | None:
        """When its job has taken too long; None if it has no job or no limit."""
        if self.job is None or self.job.limit is None:
            return None
        return self.started + self.job.limit


class LocalRunner:
    """Computes jobs in ``workers`` processes of this machine.

    Example:
        with LocalRunner(2) as runner:
            for ended in runner.play(task, jobs):
                ...
    """

    grace = 5.0

    def __init__(self, workers: int, warm_up: Callable[[], object] | None = None) -> None:
        """Start nothing yet.

        Args:
            workers: how many processes, at least 1.
            warm_up: a function of a module that every worker calls before its first job, so that
                no job's time goes into getting ready.
        """
        if workers < 1:
            raise UsageError(f"{workers} workers can't do anything; take 1 or more")
        self.workers = workers
        self._warm_up = warm_up
        self._context = _context(warm_up)
        self._seats: list[_Seat] = []
        self._false_starts = 0

    def play(self, task: Callable[[P], R], jobs: Iterable[Job[P]]) -> Iterator[Ended[P, R]]:
        """Compute every job in some worker; see `Runner.play`."""
        _refuse_what_workers_cannot_see(task)
        waiting = iter(jobs)
        ended: list[Ended[P, R]] = []
        is_exhausted = False
        try:
            while True:
                self._fill_seats()
                for seat in self._seats:
                    while seat.is_ready and seat.job is None and not is_exhausted:
                        job = next(waiting, None)
                        if job is None:
                            is_exhausted = True
                        elif (problem := _given(seat, task, job)) is not None:
                            ended.append(problem)
                # Only now that everybody has work: whoever keeps the answers takes time over it.
                yield from ended
                if is_exhausted and not any(seat.job for seat in self._seats):
                    return
                ended = list(self._heard())
        finally:
            # Whoever stops asking does not want what is still being computed.
            for seat in [seat for seat in self._seats if seat.job is not None]:
                _kill(seat.process)
                self._remove(seat)
                seat.process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every worker, at once those that are at work."""
        for seat in self._seats:
            if seat.job is not None:
                _kill(seat.process)
            seat.pipe.close()
        for seat in self._seats:
            seat.process.join(PATIENCE)
            if seat.process.exitcode is None:
                seat.process.kill()
                seat.process.join()
            seat.process.close()
        self._seats.clear()

    def _fill_seats(self) -> None:
        while len(self._seats) < self.workers:
            try:
                self._seats.append(self._new_seat())
            except (EOFError, OSError) as error:
                # What makes the workers was ended itself. It is made anew once the system has
                # noticed that it is gone, which takes a moment.
                self._count_false_start(error)
                time.sleep(0.1 * self._false_starts)

    def _new_seat(self) -> _Seat:
        ours, theirs = self._context.Pipe()
        try:
            process = self._context.Process(  # type: ignore[attr-defined]
                target=_work, args=(theirs, self._warm_up), daemon=True, name="trustsim-worker"
            )
            process.start()
        except (EOFError, OSError):
            ours.close()
            raise
        finally:
            # Only the worker holds its end now, so the pipe ends when the worker does.
            theirs.close()
        return _Seat(process, ours)

    def _heard(self) -> Iterator[Ended[Any, Any]]:
        """Wait until some worker says something, ends or takes too long; yield what ended."""
        heard = wait([seat.pipe for seat in self._seats], self._time_left())
        for seat in list(self._seats):
            if seat.pipe in heard:
                ended = self._listen(seat)
            elif seat.deadline is not None and time.monotonic() >= seat.deadline:
                ended = self._stopped(seat)
            else:
                continue
            if ended is not None:
                yield ended

    def _time_left(self) -> float | None:
        deadlines = [seat.deadline for seat in self._seats if seat.deadline is not None]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _listen(self, seat: _Seat) -> Ended[Any, Any] | None:
        """Take what a worker sent; its silence means that it has died."""
        try:
            said = seat.pipe.recv_bytes()
        except (EOFError, OSError):
            return self._buried(seat)
        if not seat.is_ready:
            seat.is_ready, self._false_starts = True, 0
            return None
        job, seat.job = seat.job, None
        assert job is not None
        return Ended(job, _read(said), time.monotonic() - seat.started)

    def _buried(self, seat: _Seat) -> Ended[Any, Any] | None:
        """Remove a worker that has died; return its job, if it had one."""
        self._remove(seat)
        exit_code = seat.process.exitcode
        seat.process.close()
        if seat.job is not None:
            return Ended(seat.job, Died(exit_code), time.monotonic() - seat.started)
        if not seat.is_ready:
            self._count_false_start(f"exit code {exit_code}")
        return None

    def _count_false_start(self, why: object) -> None:
        self._false_starts += 1
        if self._false_starts >= MOST_FALSE_STARTS:
            raise TrustSimError(
                f"{self._false_starts} workers in a row ended before they could begin (the last: "
                f"{why}); a script that runs an experiment has to do so under "
                "'if __name__ == \"__main__\":', because workers read it too"
            )

    def _stopped(self, seat: _Seat) -> Ended[Any, Any]:
        """End a worker whose job takes too long."""
        assert seat.job is not None
        assert seat.job.limit is not None
        _kill(seat.process)
        self._remove(seat)
        seat.process.close()
        return Ended(seat.job, TimedOut(seat.job.limit), time.monotonic() - seat.started)

    def _remove(self, seat: _Seat) -> None:
        self._seats.remove(seat)
        seat.pipe.close()
        seat.process.kill()
        seat.process.join()


def _context(warm_up: Callable[[], object] | None) -> BaseContext:
    """Return how processes are made: from one that has imported everything, where possible.

    Never by forking this process, whose threads (numba's, arrow's, a notebook's) would be cut off
    in the middle of what they do.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *([warm_up.__module__] if warm_up else [])])
    return context


def _refuse_what_workers_cannot_see(task: Callable[..., object]) -> None:
    try:
        pickle.dumps(task)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise UsageError(
            f"{getattr(task, '__qualname__', task)} can't be sent to a worker; take a function of "
            "a module, or run it in this process (workers=0)"
        ) from error


def _given(seat: _Seat, task: Callable[[P], R], job: Job[P]) -> Ended[P, R] | None:
    """Hand a job to a worker; return it ended at once if it can't be sent."""
    try:
        asked = (task, job.payload, known_places())
        message = pickle.dumps(asked, protocol=pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError):
        return Ended(job, Raised(traceback.format_exc()), 0.0)
    seat.job, seat.started = job, time.monotonic()
    # It may have died while idle; listening to it finds out.
    with contextlib.suppress(OSError):
        seat.pipe.send_bytes(message)
    return None


def _kill(process: BaseProcess) -> None:
    """End a worker whose pipe is open, so that it is surely there."""
    process.kill()
    if os.name != "nt" and process.pid is not None:
        # Where the fork server is gone, Python takes its children for gone as well.
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def _read(said: bytes) -> Finished[Any] | Raised:
    try:
        answer: Finished[Any] | Raised = pickle.loads(said)
    except Exception:
        return Raised(traceback.format_exc())
    return answer


def _work(pipe: Connection, warm_up: Callable[[], object] | None) -> None:
    """Compute what comes through the pipe until it closes. This is a worker's whole life."""
    # Ctrl-C reaches every process of a terminal; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    try:
        if warm_up is not None:
            warm_up()
        # What is here now stays: the collector need not look through all of it again and again.
        gc.collect()
        gc.freeze()
        pipe.send_bytes(b"ready")
        while True:
            pipe.send_bytes(_answer(pipe.recv_bytes()))
    except (EOFError, OSError):
        # Nobody listens any more. Threads of libraries must not keep an orphan alive.
        os._exit(0)


def _answer(message: bytes) -> bytes:
    """Compute one job and return how it ended, pickled."""
    try:
        asked = pickle.loads(message)
        return pickle.dumps(attempt(*asked), protocol=pickle.HIGHEST_PROTOCOL)
    except Exception:
        return pickle.dumps(Raised(traceback.format_exc()))


def _leave_with_parent() -> None:
    """End this process when its parent has ended, even in the middle of a job."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(0)
