"""Starting a runner: which one, and with how many workers."""

from __future__ import annotations

import os

from trustsim.errors import UsageError
from trustsim.lab.local import LocalRunner
from trustsim.lab.runner import Runner, SerialRunner
from trustsim.lab.task import warm_up


def runner_for(workers: int | None, cluster: str | None) -> Runner:
    """Return the runner that a command line asks for.

    Args:
        workers: as for `local_runner`.
        cluster: the address of a scheduler, or None.

    Raises:
        UsageError: if both are given, or one can't be.
    """
    if cluster is None:
        return local_runner(workers)
    if workers is not None:
        raise UsageError("--workers is for this machine; a cluster has its own: leave it out")
    from trustsim.lab.cluster import ClusterRunner

    return ClusterRunner(cluster)


def local_runner(workers: int | None = None) -> Runner:
    """Return a runner on this machine: all cores if None, this very process if 0."""
    return SerialRunner() if workers == 0 else LocalRunner(workers or cores(), warm_up)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
