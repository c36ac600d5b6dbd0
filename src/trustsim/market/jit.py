"""How the kernels are compiled: a ``kernel`` is called from Python, a ``part`` only from kernels.

Cold compilation is what a first run waits for. Its cost is in what crosses a border: every array
that a function takes, and everything that Python hands over. So kernels take the arrays they use
and the constants as one table, and parts do without an entrance for Python. A ``leaf`` has its
signature written out: left open, numba would compile it anew for every constant it is called with.
What makes no array is ``lean``: numba then does not count who holds which, which it otherwise does
at every slice and every call. A lean part must not hand an array to what is not lean.

What numba keeps on disk it takes for current as long as the file stands as it did in which a
kernel is written. But a kernel holds the parts and the numbers of other files as well, so here it
is current as long as every file of this package stands as it did.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from numba import config, njit

JIT: bool = not vars(config)["DISABLE_JIT"]
"""False if NUMBA_DISABLE_JIT is set: the kernels run as plain Python."""

PREPARING = "Preparing the engine for this machine: once, up to a minute."
"""What whoever waits for cold kernels is told."""

_part: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_lean: dict[str, Any] = {"_nrt": False}


def _sources() -> str:
    """Return the fingerprint of every file of this package."""
    found = blake2b(digest_size=16)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()


_SOURCES = _sources() if JIT else ""


def _kept(function: Callable[..., Any], **options: Any) -> Any:
    """Return the function to be compiled, and kept on disk as long as no file changes."""
    made = njit(cache=True, nogil=True, **options)(function)
    if JIT:
        made._cache._cache_file._source_stamp = _SOURCES
    return made


def kernel(function: Callable[..., Any]) -> Any:
    """Make a kernel: cached on disk, and it lets other threads run."""
    return _kept(function)


def part(function: Callable[..., Any]) -> Any:
    """Make a part of kernels."""
    return _kept(function, **_part)


def lean_kernel(function: Callable[..., Any]) -> Any:
    """Make a kernel that makes no array."""
    return _kept(function, **_lean)


def lean_part(function: Callable[..., Any]) -> Any:
    """Make a part that makes no array."""
    return _kept(function, **_part, **_lean)


def lean_inset(function: Callable[..., Any]) -> Any:
    """Make a lean part of the one kernel that calls it all the time: its code is put in there."""
    return _kept(function, **_part, **_lean, forceinline=True)


def leaf(signature: Any, **options: Any) -> Any:
    """Return the decorator of a small function that takes plain numbers."""

    def decorate(function: Callable[..., Any]) -> Any:
        made = _kept(function, **_lean, **options)
        if JIT:
            made.compile(signature)
            made.disable_compile()
        return made

    return decorate


def is_cold() -> bool:
    """Tell whether kernels must be compiled before the first day: once, for up to a minute."""
    from trustsim.market.day import play_days

    return JIT and not play_days.overloads and not play_days._cache._cache_file._load_index()


def inner_leaf(signature: Any, **options: Any) -> Any:
    """Return the decorator of a :func:`leaf` that only kernels call."""
    return leaf(signature, **_part, **options)
