"""The people as the player meets them: every user has a name."""

from __future__ import annotations

from typing import Final

NAMES: Final = (
    "Ana", "Ben", "Chi", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jo", "Kai", "Lea", "Mo",
    "Noor", "Ola", "Priya", "Quin", "Rosa", "Sami", "Tess", "Udo", "Vera", "Wim", "Xenia", "Yara",
    "Zoe", "Amir", "Bea", "Carlos", "Dilek", "Emre", "Freya", "Gita", "Hugo", "Ines", "Jonas",
    "Kofi", "Lena", "Mina", "Nils", "Omar", "Pia", "Rafa", "Suki", "Tariq", "Ulla", "Viktor",
    "Wanda", "Yusuf", "Zadie", "Aiko", "Bruno", "Clara", "Davi", "Esra", "Finn", "Greta", "Hamid",
    "Isa", "Juri", "Katya", "Luca", "Maja", "Nuno",
)  # fmt: skip
"""Given names from many places; two people of one circle rarely share one."""

_STEP: Final = 29  # shares no factor with the number of names: neighbours differ


def name_of(user: int) -> str:
    """Return the name of a user; the same in every run."""
    return NAMES[(user * _STEP) % len(NAMES)] if user >= len(NAMES) else NAMES[user]
