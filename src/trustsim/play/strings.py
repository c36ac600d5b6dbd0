"""Every sentence the player reads, by key, in the player's language."""

import locale
import os
import string
from collections.abc import Mapping
from functools import cache
from typing import Final

import yaml

from trustsim.errors import UnknownName
from trustsim.play.assets import asset

FALLBACK: Final = "en"
PARTS: Final = ("words", "text", "glass")
"""Folders beside the window's own catalogue: words both doors use, the text door's, and what
explains the game at both."""
_language = FALLBACK


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    """Read one catalogue; nested keys become dotted ones."""
    found: dict[str, str] = {}
    for folder in ((), *(((part,)) for part in PARTS)):
        path = asset("strings", *folder, f"{language}.yaml")
        found |= dict(_flatten(yaml.safe_load(path.read_text(encoding="utf-8")), ""))
    return found


def _flatten(branch: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    """List the leaves of a nested catalogue with their dotted keys."""
    leaves: list[tuple[str, str]] = []
    for key, value in branch.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            leaves += _flatten(value, f"{name}.")
        else:
            leaves.append((name, str(value)))
    return leaves


def languages() -> tuple[str, ...]:
    """Return the languages there is a catalogue for, English first."""
    found = {path.stem for path in asset("strings").glob("*.yaml")}
    return (FALLBACK, *sorted(found - {FALLBACK}))


def use_language(language: str) -> None:
    """Choose the language of everything said from now on.

    Raises:
        UnknownName: There is no catalogue for that language.
    """
    global _language  # noqa: PLW0603 - one player, one language
    if language not in languages():
        raise UnknownName("language", language, languages())
    _language = language


def system_language() -> str:
    """Return the language of the player's system if there is a catalogue for it, else English."""
    settings = (os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    wanted = next((value for value in settings if value), "") or locale.getlocale()[0] or ""
    for spoken in wanted.split(":"):
        if spoken[:2].lower() in languages():
            return spoken[:2].lower()
    return FALLBACK


def language() -> str:
    """Return the language in use."""
    return _language


def say(key: str, **values: object) -> str:
    """Return the sentence ``key`` in the player's language, with its values filled in.

    A key with the value ``count`` may have the forms ``key.one`` and ``key.other``. Where a
    sentence counts several things, ``{sales:sale|sales}`` is a number with its word beside it,
    and ``{sales:=is|are}`` the word alone.

    Raises:
        KeyError: No catalogue has that key, or a value it needs was not given.
    """
    template = _template(_form(key, values))
    if "|" in template:
        return _COUNTING.vformat(template, (), values)
    return template.format(**values) if values or "{" in template else template


class _Counting(string.Formatter):
    """Fills in values, numbers with the word in the number that fits."""

    def format_field(self, value: object, spec: str) -> str:
        """Return a value, with or as the word for one or for several."""
        if "|" not in spec:
            return str(super().format_field(value, spec))
        one, several = spec.removeprefix("=").split("|")
        word = one if str(value) == "1" else several
        return word if spec.startswith("=") else f"{value} {word}"


_COUNTING: Final = _Counting()


def has(key: str) -> bool:
    """Tell whether there is a sentence for ``key``."""
    return key in _catalogue(FALLBACK)


def _form(key: str, values: Mapping[str, object]) -> str:
    """Return the key of the singular or plural form where a key has both."""
    if "count" not in values or key in _catalogue(FALLBACK):
        return key
    return f"{key}.one" if values["count"] == 1 else f"{key}.other"


def _template(key: str) -> str:
    """Find a sentence in the language in use, else in English."""
    for language in (_language, FALLBACK):
        if (found := _catalogue(language).get(key)) is not None:
            return found
    raise KeyError(f"no sentence '{key}' in assets/strings/{FALLBACK}.yaml; add it there")


def values_of(key: str, language: str = FALLBACK) -> frozenset[str]:
    """Return the names of the values that the sentence ``key`` needs."""
    parts = string.Formatter().parse(_catalogue(language)[key])
    return frozenset(name for _, name, _, _ in parts if name)


def keys(language: str = FALLBACK) -> frozenset[str]:
    """Return every key of one catalogue."""
    return frozenset(_catalogue(language))
