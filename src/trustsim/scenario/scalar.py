"""What an unquoted word of a file means: a number, true, false, nothing, or simply text.

YAML 1.1 reads ``no`` as false, ``1:30`` as ninety and ``010`` as eight. Here a word is a number
only if it looks like a decimal one, and everything that is not a number, ``true``, ``false`` or
``null`` is the text that is written there.
"""

from __future__ import annotations

import re

from trustsim.scenario.tree import Scalar

LARGEST_WHOLE = 2**64 - 1
"""The largest whole number a file may hold; the largest seed needs that much."""

LONGEST_NUMBER = 40
"""Characters a number may take."""

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(r"([-+]?)(\d*)(\.\d*)?(?:[eE]([-+]?\d+))?", re.ASCII)


def meaning(word: str) -> Scalar:
    """Return what an unquoted ``word`` stands for.

    Raises:
        ValueError: with a sentence, if it is a number beyond all measure.

    Example:
        >>> [meaning(word) for word in ("12", "010", ".5", "1e6", "no", "1:30", "true", "~")]
        [12, 10, 0.5, 1000000, 'no', '1:30', True, None]
    """
    if word in _WORDS:
        return _WORDS[word]
    match = _NUMBER.fullmatch(word)
    if match is None or not any(c.isdigit() for c in (match[2] + (match[3] or ""))):
        return word
    if len(word) > LONGEST_NUMBER:
        shown = f"{word[:12]}…"
        raise ValueError(
            f"{shown} has {len(word):,} characters; a number takes at most {LONGEST_NUMBER}"
        )
    return _whole(word, match) if match[3] is None else _real(word)


def _whole(word: str, match: re.Match[str]) -> Scalar:
    """Return a number without a point: whole, unless its exponent is negative or very large."""
    exponent = int(match[4] or 0)
    if not 0 <= exponent <= 19:
        return _real(word)
    number: int = int(match[1] + match[2]) * 10**exponent
    if abs(number) > LARGEST_WHOLE:
        raise ValueError(f"{word} is too large; a whole number is at most {LARGEST_WHOLE}")
    return number


def _real(word: str) -> float:
    """Return a number with a point or an exponent."""
    number = float(word)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{word} is too large; a number is at most about 1e308")
    return number
