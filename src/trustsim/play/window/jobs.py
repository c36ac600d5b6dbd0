"""Work that takes longer than a frame: done in a thread, taken up between frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from typing import Any


@dataclass
class Job:
    """One piece of work on its way.

    Attributes:
        line: What the player reads meanwhile.
        work: What is done, in a thread, given this job; it touches nothing that a screen reads.
        then: Takes up what came of it, between two frames.
        seconds: How long it has taken so far.
        is_cancelled: Whether the player would rather not wait; work in steps looks at it.
    """

    line: str
    work: Callable[[Job], Any]
    then: Callable[[Any], None]
    seconds: float = 0.0
    is_cancelled: bool = False
    _result: Any = field(default=None, init=False)
    _problem: BaseException | None = field(default=None, init=False)
    _thread: Thread = field(init=False)

    def __post_init__(self) -> None:
        """Begin."""
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or badly."""
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._thread.join()

    def take(self) -> Any:
        """Return what came of it, or raise what went wrong."""
        if self._problem is not None:
            raise self._problem
        return self._result

    def _run(self) -> None:
        """Do the work and keep what comes of it, whatever that is."""
        try:
            self._result = self.work(self)
        except BaseException as problem:
            # It is raised again where the frames are drawn.
            self._problem = problem
