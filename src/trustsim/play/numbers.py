"""How numbers are written, in the separators of the player's language."""

from __future__ import annotations

from trustsim.play.strings import say


def amount(value: float, digits: int = 2) -> str:
    """Return a number as people write it: no more digits than it needs.

    >>> amount(1284), amount(0.25), amount(9.5)
    ('1,284', '0.25', '9.5')
    """
    written = f"{value:,.{digits}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return localised("0" if written == "-0" else written)


def fixed(value: float, digits: int = 2) -> str:
    """Return a number with a fixed count of digits after the point."""
    return localised(f"{value:,.{digits}f}")


def signed(value: float, digits: int = 2) -> str:
    """Return a change with its sign; no change as a word of its own.

    >>> signed(112), signed(-3), signed(0)
    ('+112', '−3', '±0')
    """
    if round(value, digits) == 0:
        return "±0"
    return ("+" if value > 0 else "−") + amount(abs(value), digits)


def percent(share: float) -> str:
    """Return a share as percent; a small one with a digit more, so that it isn't called none."""
    digits = 1 if 0 < share < 0.095 else 0
    return f"{amount(100 * share, digits)}%"


def localised(written: str) -> str:
    """Return a number with the language's own separators."""
    signs = {",": say("number.thousands"), ".": say("number.decimal")}
    return "".join(signs.get(sign, sign) for sign in written)
