"""What ships with TrustSim: where its scenarios and assets lie, in a checkout and in a wheel."""

from __future__ import annotations

import re
from pathlib import Path

from trustsim.errors import TrustSimError, UnknownName

_PACKAGE = Path(__file__).resolve().parents[1]
_NUMBER = re.compile(r"^\d+[-_]")


def shipped_folder(kind: str) -> Path:
    """Return the folder of shipped files of one kind.

    Args:
        kind: ``"scenarios"`` or ``"assets"``.

    Raises:
        TrustSimError: if this installation has no such folder.
    """
    homes = (_PACKAGE / "_shipped", _PACKAGE.parents[1])
    for home in homes:
        if (home / kind).is_dir():
            return home / kind
    raise TrustSimError(
        f"the folder {kind} of this installation is missing; install TrustSim again, "
        "or run it from its source tree"
    )


def shipped_paths() -> dict[str, Path]:
    """Return the files of the shipped scenarios by name, in the order of their lessons.

    A file's name may begin with the lesson's number: ``01-the-party.yaml`` is ``the-party``.
    """
    files = sorted(shipped_folder("scenarios").glob("*.yaml"))
    return {_NUMBER.sub("", file.stem): file for file in files}


def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped scenarios, in the order of their lessons."""
    return tuple(shipped_paths())


def shipped_path(name: str) -> Path:
    """Return the file of a shipped scenario.

    Raises:
        UnknownName: if none has that name.
    """
    paths = shipped_paths()
    if name not in paths:
        raise UnknownName("scenario", name, paths)
    return paths[name]
