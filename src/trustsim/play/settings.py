"""Settings: how the player likes to see, hear and play; kept in the player's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trustsim.campaign.writing import write_text
from trustsim.play.folder import player_folder
from trustsim.play.strings import FALLBACK, languages, system_language

FILE = "settings.json"


class Settings(BaseModel):
    """What the player has chosen; each of it can be changed at any time."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    theme: Literal["night", "paper"] = Field("night", description="Night or paper.")
    text_scale: float = Field(1.0, ge=1.0, le=2.0, description="How large text is.")
    palette: Literal["standard", "distinct"] = Field("standard", description="Colours of trust.")
    reduces_motion: bool = Field(False, description="Brighten instead of moving.")
    sound: bool = Field(True, description="Whether there is sound.")
    captions: bool = Field(True, description="Whether sounds are written out.")
    tips: bool = Field(True, description="Whether pop-ups explain things.")
    language: str = Field(FALLBACK, description="Language of everything said.")
    difficulty: Literal["gentle", "normal", "hard"] = Field(
        "normal", description="Of games started from now on."
    )

    def changed(self, **values: object) -> Settings:
        """Return the settings with some of them changed."""
        return Settings.model_validate({**self.model_dump(), **values})


def first_settings() -> Settings:
    """Return what a player who has chosen nothing yet gets, in the language of their system."""
    return Settings(language=system_language())


def settings_path() -> Path:
    """Return where the settings lie; nothing may be there yet."""
    return player_folder() / FILE


def load_settings() -> Settings | None:
    """Read the settings; None if there are none that can be read, which harms nothing."""
    try:
        found = Settings.model_validate_json(settings_path().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return None
    return found if found.language in languages() else found.changed(language=FALLBACK)


def keep_settings(settings: Settings) -> None:
    """Write the settings.

    Raises:
        WriteFailed: the place can't be written to.
    """
    write_text(settings_path(), settings.model_dump_json(indent=1) + "\n")
