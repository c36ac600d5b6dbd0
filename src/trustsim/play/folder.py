"""Where a player's own files lie: saves and settings."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trustsim.errors import TrustSimError
from trustsim.play.refusals import spoken

if TYPE_CHECKING:
    from trustsim.campaign.campaign import Campaign
    from trustsim.campaign.save import Save

HOME_VARIABLE = "TRUSTSIM_HOME"
"""Names a folder to use instead of the system's own place."""


def player_folder() -> Path:
    """Return the folder of the player's files; it may not be there yet."""
    if given := os.environ.get(HOME_VARIABLE):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "TrustSim"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "TrustSim"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "trustsim"


def saves_folder() -> Path:
    """Return the folder of the saves."""
    return player_folder() / "saves"


@dataclass(frozen=True, slots=True)
class Found:
    """A file in the folder of saves: what it holds, or in one sentence why it can't be read."""

    path: Path
    save: Save | None
    problem: str = ""


def autosave_path(scenario: str, seed: int) -> Path:
    """Return where a game of ``scenario`` on ``seed`` is saved by itself."""
    return saves_folder() / f"{scenario}-{seed}.json"


def free_autosave_path(scenario: str, seed: int) -> Path:
    """Return where a new game saves itself: never over another game, nor over a broken file."""
    path = first = autosave_path(scenario, seed)
    number = 1
    while path.exists():
        number += 1
        path = first.with_stem(f"{first.stem}-{number}")
    return path


def keep(campaign: Campaign, path: Path) -> None:
    """Save a campaign, making the folder if need be.

    Raises:
        WriteFailed: the place can't be written to.
    """
    from trustsim.campaign.save import write_save

    write_save(campaign, path)


def found_saves() -> list[Found]:
    """Return every save there is, the newest first; broken ones say so and harm nothing."""
    folder = saves_folder()
    if not folder.is_dir():
        return []
    files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [_look(path) for path in files]


def newest_save() -> Found | None:
    """Return the newest save that can be read, or None."""
    folder = saves_folder()
    if not folder.is_dir():
        return None
    files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    return next((found for path in files if (found := _look(path)).save is not None), None)


def _look(path: Path) -> Found:
    from trustsim.campaign.save import load_save

    try:
        return Found(path, load_save(path))
    except TrustSimError as error:
        return Found(path, None, spoken(error).splitlines()[0])
