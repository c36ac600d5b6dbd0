"""What the lab's commands share."""

from __future__ import annotations

import json
from pathlib import Path

import click

from trustsim.errors import UsageError

FOLDER = click.Path(path_type=Path, file_okay=False)


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun.

    Example:
        >>> counted(1, "strategy", "strategies"), counted(3, "strategy", "strategies")
        ('1 strategy', '3 strategies')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def as_json(found: object) -> str:
    """Return something as JSON for programs; numbers that are none become null."""
    return json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)


def say_if_cold(*, quiet: bool = False) -> None:
    """Tell whoever waits that the kernels are compiled first; nothing where they are there.

    Args:
        quiet: whether the command speaks to a program, which waits without being told.
    """
    from trustsim.market.jit import PREPARING, is_cold

    if not quiet and is_cold():
        click.echo(PREPARING, err=True)


def settings_of(values: tuple[str, ...]) -> dict[str, object]:
    """Return what a command line sets anew, by path.

    Raises:
        UsageError: a value is not written as PATH=VALUE.
    """
    found: dict[str, object] = {}
    for written in values:
        path, equals, value = written.partition("=")
        if not equals or not path.strip():
            raise UsageError(f"--set {written}: write it as PATH=VALUE, like population.users=1000")
        found[path.strip()] = value
    return found
