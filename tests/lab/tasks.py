"""Small tasks that compute, hang, raise and die: what a runner carries."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def square(number: int) -> int:
    return number * number


def by_temper(temper: str) -> str:
    """Behave as told."""
    if temper == "raises":
        raise ValueError("no such thing as a free lunch")
    if temper == "exits":
        raise SystemExit(3)
    if temper == "hangs":
        time.sleep(3600)
    if temper == "spins":
        while True:
            pass
    if temper == "dies":
        os._exit(7)
    if temper == "is killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if temper == "answers with what can't be sent":
        return open(os.devnull)  # type: ignore[return-value]
    return temper


def heavy(number: int) -> tuple[int, bytes]:
    """Answer at length, so that a kill often falls into the middle of the answer."""
    return number, bytes(2_000_000)


def process(folder: str) -> int:
    """Tell one's process id and stay until told otherwise."""
    me = os.getpid()
    Path(folder, str(me)).touch()
    while not Path(folder, "enough").exists():
        time.sleep(0.01)
    return me
