"""Keeps the frames even and the memory small: the collector, and what is given back."""

import ctypes
import gc
from functools import cache
from typing import Final

# Pictures larger than this are given back as soon as they are gone, instead of leaving holes.
_LARGE: Final = 1_000_000
_MMAP_THRESHOLD: Final = -3
"""Of the C library's ``mallopt``."""


def hold_collector() -> None:
    """Collect once, set what is alive aside for good, and collect no more.

    Call before a film begins: a collection over everything that a game keeps alive takes longer
    than a frame may.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


def release_collector() -> None:
    """Let the collector work again, after the film."""
    gc.enable()
    gc.unfreeze()


def keep_memory_small() -> None:
    """Let large pictures have memory of their own, where the C library can do it.

    Else it learns from the first large picture that goes to keep the place of all of them; after
    some changes of the window's size that is several times what the game needs.
    """
    if (library := _c_library()) is not None:
        library.mallopt(_MMAP_THRESHOLD, _LARGE)


def tidy() -> None:
    """Collect what is not needed, and give its memory back to the system where that can be done.

    It takes longer than a frame may, so it is for moments at which nothing moves; while a film
    holds the collector nothing is done.
    """
    if gc.isenabled():
        gc.collect()
        if (library := _c_library()) is not None:
            library.malloc_trim(0)


@cache
def _c_library() -> ctypes.CDLL | None:
    """Return the C library if it is one that knows how; others give back by themselves."""
    try:
        library = ctypes.CDLL(None)
        library.mallopt, library.malloc_trim  # noqa: B018
    except (OSError, AttributeError, TypeError):
        return None
    return library
