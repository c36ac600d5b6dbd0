"""Every error TrustSim raises on purpose.

TrustSimError                 anything that went wrong in a way we can explain (exit code 1)
├── UsageError                a word on the command line or an argument is off (2)
│   ├── UnknownName           no such scenario, circle ... ; says what was meant (2)
│   └── PlanRefused           a plan that can't be played; a sentence for the player (2)
├── BadFile                   a file that can't be used (3)
│   ├── ScenarioFileError     a scenario with one or more problems, each with its place (3)
│   └── BrokenSave            a save or replay that is cut, foreign or from another version (3)
├── ReplayDiffers             a replay that does not end in the digest it names (1)
├── TooLarge                  a world that would not fit into this machine's memory (1)
├── WriteFailed               a folder or disk that can't take what we write (1)
└── Incomplete                work that stopped half way and can go on (4)

A broken invariant is no TrustSimError: it is a bug, and it crashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import ClassVar


class TrustSimError(Exception):
    """Say in one sentence what was wrong, what is allowed and what to do."""

    exit_code: ClassVar[int] = 1


class UsageError(TrustSimError):
    """An argument or option that can't be taken."""

    exit_code = 2


class UnknownName(UsageError):
    """A name that nothing has, with the nearest one that something has."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        """Name ``what`` was looked for (such as ``scenario``), the ``name``, the ``known``."""
        choices = sorted(known, key=natural_order)
        near = nearest(name, choices)
        hint = f"did you mean '{near}'? " if near else ""
        super().__init__(
            f"there is no {what} '{name}'; {hint}known: {', '.join(choices) or 'none'}"
        )


class PlanRefused(UsageError):
    """A plan that breaks the rules of the week, said to the player."""


class BadFile(TrustSimError):
    """A file that can't be used as what it was given for."""

    exit_code = 3


class ScenarioFileError(BadFile):
    """A scenario file with problems, every one with its place and a way out.

    Attributes:
        problems: one line each, such as ``band.yaml:13:12 circles[2].share: 1.4 must be ...``.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the ``problems`` (at least one line) and join them for display."""
        self.problems = tuple(problems)
        count = len(self.problems)
        tail = "" if count == 1 else f"\n{count} problems"
        super().__init__("\n".join(self.problems) + tail)


class BrokenSave(BadFile):
    """A save or replay file that can't be read."""


class ReplayDiffers(TrustSimError):
    """A replay whose world does not end as its file says it did."""


class TooLarge(TrustSimError):
    """A world that needs more memory than this machine has."""


class WriteFailed(TrustSimError):
    """A place that can't be written to."""


class Incomplete(TrustSimError):
    """Work that ended before it was done; the same command goes on with it."""

    exit_code = 4


def natural_order(name: str) -> list[str | int]:
    """Return what to sort names by, so that numbers in them count as numbers.

    Example:
        >>> sorted(["B10", "B2", "A1"], key=natural_order)
        ['A1', 'B2', 'B10']
    """
    parts = re.split(r"(\d+)", name)
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of ``known`` that ``word`` was probably meant to be, or None.

    Example:
        >>> nearest("pich", ["half-half", "pitch-only"])
        'pitch-only'
    """
    names = list(known)
    wholes = {name.lower(): name for name in names}
    starts = {name.lower().replace("_", "-").partition("-")[0]: name for name in names}
    for lookup in (wholes, starts):
        close = get_close_matches(word.lower(), lookup, n=1, cutoff=0.6)
        if close:
            return lookup[close[0]]
    return None
