"""Where the files of networks lie: known by what is in them, wherever they were found.

A scenario names its network's file relative to itself, and a scenario that travels (in a save, in
an experiment's folder, to a worker) leaves that place behind. So what it keeps is the file's
SHA-256, and each process keeps in mind where a file of that content was last seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path

from trustsim.errors import BadFile
from trustsim.scenario.schema import Network

_places: dict[str, Path] = {}


def content_of(file: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        OSError: if it can't be read.
    """
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def note_place(file: Path) -> str:
    """Keep in mind where a file lies; return its SHA-256.

    Raises:
        OSError: if it can't be read.
    """
    content = content_of(file)
    _places[content] = file.resolve()
    return content


def note_places(places: Mapping[str, Path]) -> None:
    """Keep in mind what another process knows; each file is looked at only when it is read."""
    for content, place in places.items():
        _places.setdefault(content, place)


def known_places() -> dict[str, Path]:
    """Return every place that is known, by SHA-256."""
    return dict(_places)


def place_of(network: Network) -> Path | None:
    """Return where the file of a network was last seen; None if it never was."""
    return _places.get(network.sha256 or "")


def look_in(network: Network, *tries: Path) -> None:
    """Keep in mind the first of some places where the very file of a network lies.

    Where none has it, the first that is there will do: reading it says that it has changed.
    """
    if place_of(network) is not None or network.sha256 is None:
        return
    there = [file for file in tries if _holds(file)]
    same = (file for file in there if _holds(file, network.sha256))
    found = next(same, there[0] if there else None)
    if found is not None:
        _places[network.sha256] = found.resolve()


def _holds(file: Path, content: str | None = None) -> bool:
    """Tell whether a file is there, and holds what it should."""
    try:
        return file.is_file() if content is None else content_of(file) == content
    except (OSError, ValueError):
        return False


def file_of(network: Network) -> Path:
    """Return the file of a network, which has the content that it had.

    Raises:
        BadFile: if it is gone, or has been changed.
    """
    named, place = network.file, place_of(network)
    if network.sha256 is None:
        raise BadFile(
            f"the network is the file '{named}', and nobody knows which that is; load the scenario "
            "from its own file, or take population.network.file out"
        )
    if place is None or place.name != Path(str(named)).name:
        raise BadFile(
            f"the network's file '{named}' (SHA-256 {network.sha256[:12]}…) is not where it was; "
            "put it back there, or beside what you open"
        )
    try:
        content = content_of(place)
    except OSError as error:
        raise BadFile(
            f"the network's file {place} can't be read: {(error.strerror or str(error)).lower()}; "
            "put it back there"
        ) from error
    if content != network.sha256:
        raise BadFile(
            f"the network's file {place} has changed since (its SHA-256 begins with "
            f"{content[:12]} and was {network.sha256[:12]}…); put the old one back, or start anew"
        )
    return place
