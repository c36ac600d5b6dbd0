"""The ledger inside the kernels: one row per change of one person's evidence, if anybody asks."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import float64, int64, typeof, void
from numpy.typing import NDArray

from trustsim.market.jit import inner_leaf
from trustsim.market.outcome import LEDGER


class Log(NamedTuple):
    """Room for rows of LEDGER, and (1,) how many were written or would have been."""

    rows: NDArray[np.void]
    used: NDArray[np.int64]


def log(most: int) -> Log:
    """Return room for ``most`` rows."""
    return Log(np.zeros(most, LEDGER), np.zeros(1, np.int64))


_type_of: Any = typeof
NOTE = void(_type_of(log(0)), int64, int64, int64, int64, float64, float64)


@inner_leaf(NOTE)
def note(log: Log, day: int, user: int, cause: int, post: int, good: float, harm: float) -> None:
    """Write one change of evidence down if there is room."""
    at = log.used[0]
    log.used[0] += 1
    if at < len(log.rows):
        row = log.rows[at]
        row["day"] = day
        row["user"] = user
        row["cause"] = cause
        row["post"] = post
        row["good"] = good
        row["harm"] = harm
