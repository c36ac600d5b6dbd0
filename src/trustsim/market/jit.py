"""How the kernels are compiled: a ``kernel`` is called from Python, a ``part`` only from kernels.

Cold compilation is what a first run waits for. Its cost is in what crosses a border: every array
that a function takes, and everything that Python hands over. So kernels take the arrays they use
and the constants as one table, and parts do without an entrance for Python. A ``leaf`` has its
signature written out: left open, numba would compile it anew for every constant it is called with.
"""

from __future__ import annotations

from typing import Any

from numba import config, njit

JIT: bool = not vars(config)["DISABLE_JIT"]
"""False if NUMBA_DISABLE_JIT is set: the kernels run as plain Python."""

_part: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

kernel: Any = njit(cache=True, nogil=True)
"""A kernel: cached on disk, and it lets other threads run."""

part: Any = njit(cache=True, nogil=True, **_part)
"""A part of kernels."""


def leaf(signature: Any, **options: Any) -> Any:
    """Return the decorator of a small function that takes plain numbers."""
    return njit(signature, cache=True, nogil=True, **options)


def inner_leaf(signature: Any, **options: Any) -> Any:
    """Return the decorator of a :func:`leaf` that only kernels call."""
    return leaf(signature, **_part, **options)
