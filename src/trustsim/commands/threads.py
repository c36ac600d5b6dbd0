"""``--threads``: how much of the machine one run takes."""

from __future__ import annotations

import os

import click

LARGE = 20_000
"""Users from which a run's threads are worth their while."""

threads_option = click.option(
    "--threads",
    type=int,
    default=None,
    metavar="N",
    help="Threads of the machine; by itself all it has for large towns, one for small ones. "
    "The result doesn't depend on them.",
)


def threads_for(users: int, asked: int | None) -> int:
    """Return the threads for a town of ``users``: what was asked for, else what pays."""
    if asked is not None:
        return asked
    return (os.cpu_count() or 1) if users >= LARGE else 1
