"""The scenario's own folder: the one place a scenario may name other files from."""

from __future__ import annotations

from pathlib import Path


def file_inside(home: Path, start: Path, named: str) -> Path:
    """Return the file that a scenario names, if it is one and lies where it may.

    Args:
        home: the folder nothing may lead out of.
        start: the folder that ``named`` is relative to, inside ``home``.
        named: what the scenario says, with ``/`` between folders.

    Raises:
        ValueError: with a sentence, if it leads out of ``home`` or is no file.
    """
    target = Path(named)
    if target.is_absolute() or target.drive or "\\" in named:
        raise ValueError(f"'{named}' must be a relative path in the scenario's own folder, with /")
    try:
        file = (start / target).resolve()
        inside, there = file.is_relative_to(home.resolve()), file.is_file()
    except (OSError, ValueError, RuntimeError) as error:
        raise ValueError(f"'{named}' can't be the name of a file") from error
    if not inside:
        raise ValueError(f"'{named}' leads out of the scenario's own folder; copy the file into it")
    if not there:
        raise ValueError(f"there is no file '{named}' in the scenario's folder")
    return file
