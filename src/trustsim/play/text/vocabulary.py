"""The vocabulary: the words a player types, in the player's language and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from trustsim.errors import UsageError, nearest
from trustsim.play.reasons import NUMBERS
from trustsim.play.strings import has, language, say
from trustsim.play.tales import topic_word
from trustsim.scenario.rules import KINDS, TONES

MANNERS: Final = ("thank_fix", "explain", "joke", "delete", "ignore", "automate")
OPTIONS: Final = ("in", "about", "tone", "care", "day", "ask", "boost", "with", "bot")
WORDS: Final = ("drop", "nothing", "draft", "all", "change", "post")
DAYS: Final = tuple(str(day) for day in range(7))
ENGLISH_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SETTINGS: Final = ("language", "difficulty")

_GROUPS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "kind": (KINDS, "text.typed.kind."),
    "tone": (TONES, "text.typed.tones."),
    "manner": (MANNERS, "text.typed.manner."),
    "day": (DAYS, "text.typed.weekday."),
    "option": (OPTIONS, "text.typed."),
    "setting": (SETTINGS, "text.typed.setting."),
    "number": (NUMBERS, "text.typed.number."),
}

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

SYNONYMS: Final = {
    "?": "help", "h": "help", "q": "quit", "exit": "quit", "bye": "quit", "next": "go",
    "take": "talk", "take_part": "talk", "answer": "reply", "apologize": "apologise",
    "edit": "change", "lang": "settings", "overview": "status", "film": "watch",
    "feed": "room", "restart": "again",
}  # fmt: skip
"""Other words for the same verbs."""


def typed(group: str) -> dict[str, str]:
    """Return what can be typed for the things of a group, and what each word stands for.

    The words of the language in use come first; English ones are always understood.
    """
    return _typed(group, language())


@cache
def _typed(group: str, language: str) -> dict[str, str]:
    names, prefix = _GROUPS[group]
    found = {say(f"{prefix}{name}"): name for name in names}
    english = ENGLISH_DAYS if group == "day" else names
    for known, name in zip(english, names, strict=True):
        found.setdefault(known, name)
    return found


def topic_words(topics: Iterable[str]) -> dict[str, str]:
    """Return what can be typed for topics: their words in the language in use, and short names."""
    names = list(topics)
    found = {topic_word(name): name for name in names}
    for name in names:
        found.setdefault(name, name)
    return found


def meaning(group: str, typed_word: str) -> str | None:
    """Return what a word stands for in a group; None if it stands for nothing there."""
    known = {spelled(one): name for one, name in typed(group).items()}
    return known.get(spelled(typed_word))


def shown(group: str) -> list[str]:
    """Return the words of a group in the language in use."""
    names, prefix = _GROUPS[group]
    return [say(f"{prefix}{name}") for name in names]


def word(name: str) -> str:
    """Return the word that is typed for one verb or option in the language in use."""
    key = f"text.verb.{name}.word"
    return say(key if has(key) else f"text.typed.{name}")


def is_word(typed_word: str, name: str) -> bool:
    """Tell whether what was typed is the word for ``name``, in the player's language or English."""
    keys = (f"text.verb.{name}.word", f"text.typed.{name}")
    return spelled(typed_word) in {name, *(spelled(say(key)) for key in keys if has(key))}


def spelled(typed_word: str) -> str:
    """Return a word as it is looked up: small, and spelled as where there are no umlauts.

    Example:
        >>> spelled("Nützlich"), spelled("spaß")
        ('nuetzlich', 'spass')
    """
    return typed_word.casefold().translate(_UMLAUTS)


def choose(what: str, typed_word: str, known: Mapping[str, str] | Iterable[str]) -> str:
    """Return the one of ``known`` that a word names, begins, or counts off from 1.

    Args:
        what: what is chosen, a key of ``text.what``.
        typed_word: what was typed.
        known: what can be typed, and what it stands for; or names that stand for themselves.

    Raises:
        UsageError: it is none of them, or the beginning of several.
    """
    names = known if isinstance(known, Mapping) else {name: name for name in known}
    words = {spelled(name): name_of for name, name_of in names.items()}
    low = spelled(typed_word)
    for form in (low, low.replace("-", "_"), low.replace("_", "-")):
        if form in words:
            return words[form]
    order: list[str] = list(dict.fromkeys(words.values()))
    if low.isdecimal() and 1 <= int(low) <= len(order):
        return order[int(low) - 1]
    begun = {words[name] for name in words if name.startswith(low)}
    if len(begun) == 1:
        return begun.pop()
    raise UsageError(unknown(what, typed_word, names))


def unknown(what: str, typed_word: str, words: Mapping[str, str]) -> str:
    """Say that there is no such thing, and what may have been meant."""
    first: dict[str, str] = {}
    for one, name in words.items():
        first.setdefault(name, one)
    return say("text.error.unknown", what=say(f"text.what.{what}"), word=typed_word,
               hint=hint(typed_word, words), known=", ".join(first.values()))  # fmt: skip


def hint(typed_word: str, words: Iterable[str]) -> str:
    """Say what may have been meant, if that can be guessed."""
    near = nearest(typed_word, list(words))
    return say("text.error.hint", near=near) if near else ""
