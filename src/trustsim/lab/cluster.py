"""Jobs on several machines, through dask.distributed (the extra ``cluster``)."""

from __future__ import annotations

import contextlib
import ipaddress
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from trustsim.errors import TrustSimError, UsageError
from trustsim.lab.runner import Died, Ended, Finished, Job, Raised, TimedOut, attempt
from trustsim.scenario.network_place import known_places

P = TypeVar("P")
R = TypeVar("R")

PATIENCE = 20.0
"""Seconds to wait for the scheduler, and for its first worker."""

_TLS = "DASK_DISTRIBUTED__COMM__TLS"
CERTIFICATES = {
    "ca-file": f"{_TLS}__CA_FILE",
    "client.cert": f"{_TLS}__CLIENT__CERT",
    "client.key": f"{_TLS}__CLIENT__KEY",
}
"""Dask's settings that a client needs for encryption, and the environment variables of them."""


class ClusterRunner:
    """Computes jobs on the workers of a dask scheduler.

    Example:
        with ClusterRunner("tcp://127.0.0.1:8786") as runner:
            for ended in runner.play(task, jobs):
                ...
    """

    grace = 60.0

    def __init__(self, address: str) -> None:
        """Connect.

        Args:
            address: the scheduler's, ``tcp://`` on this machine or ``tls://`` anywhere.

        Raises:
            UsageError: for an address that isn't safe, or without the extra.
            TrustSimError: if no scheduler answers, or none has workers.
        """
        refuse_open_network(address)
        self._client = _connected(address)
        self._flying: dict[Any, tuple[Job[Any], float]] = {}
        self.workers = self._counted()

    def play(self, task: Callable[[P], R], jobs: Iterable[Job[P]]) -> Iterator[Ended[P, R]]:
        """Compute every job on some worker; see `Runner.play`."""
        waiting = iter(jobs)
        is_exhausted = False
        try:
            while True:
                self.workers = self._counted()
                while not is_exhausted and len(self._flying) < self.workers:
                    job = next(waiting, None)
                    if job is None:
                        is_exhausted = True
                    else:
                        # Not pure: dask must not answer from memory what it has to compute.
                        future = self._client.submit(
                            attempt, task, job.payload, known_places(), pure=False
                        )
                        self._flying[future] = (job, time.monotonic())
                if is_exhausted and not self._flying:
                    return
                yield from self._landed()
        finally:
            self._give_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cancel what is under way and disconnect; scheduler and workers go on."""
        self._give_up()
        self._client.close()

    def _counted(self) -> int:
        """Return how many jobs the workers can compute at the same time, at least 1."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return max(1, sum(int(worker["nthreads"]) for worker in workers))

    def _landed(self) -> Iterator[Ended[Any, Any]]:
        """Wait until some job ends or takes too long; yield what ended."""
        distributed: Any = import_module("distributed")
        with contextlib.suppress(distributed.TimeoutError):
            distributed.wait(
                list(self._flying), timeout=self._time_left(), return_when="FIRST_COMPLETED"
            )
        now = time.monotonic()
        for future, (job, started) in list(self._flying.items()):
            if future.done():
                answer: Finished[Any] | Raised | TimedOut | Died = _answer(future)
            elif job.limit is not None and now - started >= job.limit:
                answer = self._stopped(future, job.limit)
            else:
                continue
            # A future that is let go of frees its result on the cluster.
            del self._flying[future]
            future.release()
            yield Ended(job, answer, now - started)

    def _time_left(self) -> float:
        """Return the seconds until some job takes too long, at most 5, to notice new workers."""
        now = time.monotonic()
        limits = [started + job.limit - now for job, started in self._flying.values() if job.limit]
        return max(0.01, min([5.0, *limits]))

    def _stopped(self, future: Any, limit: float) -> TimedOut:
        """End a job that takes too long, and the worker process that is stuck in it."""
        busy = [
            address for address, keys in self._client.processing().items() if future.key in keys
        ]
        future.cancel()
        if busy:
            # Dask can't stop a thread; a worker that has a nanny can be made anew.
            self._client.restart_workers(busy, timeout=PATIENCE, raise_for_error=False)
        return TimedOut(limit)

    def _give_up(self) -> None:
        for future in self._flying:
            future.cancel()
        self._flying.clear()


def refuse_open_network(address: str) -> None:
    """Refuse an address over which a stranger could run code on the workers.

    Raises:
        UsageError: unless it is loopback or encrypted.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise UsageError(
            f"'{address}' is no scheduler's address; write it like tcp://127.0.0.1:8786"
        )
    if parts.scheme == "tls" or _is_loopback(parts.hostname):
        return
    raise UsageError(
        f"{address} is on the network and not encrypted: whoever reaches it can run code on its "
        "workers; use tls:// (see docs/experiments.md) or a scheduler on this machine"
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_without_certificates() -> None:
    """Refuse an encrypted address where dask has not been told with which certificates.

    Raises:
        UsageError: naming what is missing.
    """
    settings: Any = import_module("dask").config
    for setting, variable in CERTIFICATES.items():
        file = settings.get(f"distributed.comm.tls.{setting}", None)
        if not file:
            raise UsageError(
                f"tls:// takes certificates, and dask knows none: set {variable} to a file; see "
                "docs/experiments.md"
            )
        if not Path(file).is_file():
            raise UsageError(f"{variable} says {file}, and there is no such file")


def _connected(address: str) -> Any:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise UsageError(
            "a cluster needs dask; install the extra: pip install 'trustsim[cluster]'"
        ) from error
    is_encrypted = address.startswith("tls:")
    if is_encrypted:
        _refuse_without_certificates()
    try:
        client = distributed.Client(address, timeout=PATIENCE)
    except (OSError, TimeoutError) as error:
        raise TrustSimError(
            f"no scheduler answers at {address}; start one with 'dask scheduler', "
            "and look which address it prints"
            + (", and that all have the same certificates" if is_encrypted else "")
        ) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, TimeoutError) as error:
        client.close()
        raise TrustSimError(
            f"the scheduler at {address} has no workers; start some with 'dask worker {address} "
            "--nthreads 1'"
        ) from error
    return client


def _answer(future: Any) -> Finished[Any] | Raised | Died:
    """Return how a job ended that is over."""
    if future.status == "finished":
        answer: Finished[Any] | Raised = future.result()
        return answer
    error = future.exception() if future.status == "error" else None
    if error is None or type(error).__name__ == "KilledWorker":
        return Died()
    return Raised(f"{type(error).__name__}: {error}")
