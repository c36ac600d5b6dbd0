"""Distance: how far what the model gives lies from what was published."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from trustsim.lab.calibrate.constants import Fitted
from trustsim.lab.evidence.table import FIGURES, Figure

FARTHEST: Final = 10.0
"""The most that one row counts, and what a row counts that could not be measured."""

PULL: Final = 0.25
"""What a constant at an end of its range costs: as much as a row half-way from its centre to the
edge of its band. There are about as many constants as rows, so where the rows say little, the
first guess stays."""

_LEAST: Final = 1e-9


def distance(figure: Figure, value: float | None) -> float:
    """Return how far ``value`` lies from a figure's centre, in units of its band's half-width.

    0 is the centre and 1 the edge of the band on that side. A figure of scale ``log`` is compared
    in logarithms.

    Example:
        >>> from trustsim.lab.evidence.table import FIGURES
        >>> no_share = FIGURES[0]  # centre 0.84, band 0.70 to 0.95
        >>> round(distance(no_share, 0.77), 2), round(distance(no_share, 0.95), 2)
        (0.5, 1.0)
    """
    if value is None or math.isnan(value):
        return FARTHEST
    centre = _scaled(figure, figure.centre)
    edge = _scaled(figure, figure.high if value > figure.centre else figure.low)
    gap = abs(_scaled(figure, value) - centre)
    if gap == 0.0:
        return 0.0
    return min(FARTHEST, gap / abs(edge - centre)) if edge != centre else FARTHEST


def misfit(values: Mapping[str, float], figures: Iterable[Figure] = FIGURES) -> float:
    """Return the sum over rows of their squared distances.

    Args:
        values: measured values by the figure's key.
        figures: the rows that count.
    """
    return sum(distance(figure, values.get(figure.key)) ** 2 for figure in figures)


def pull(values: Mapping[Fitted, float]) -> float:
    """Return what values cost for being far from their first guesses."""
    return PULL * sum(
        ((value - constant.range.guess) / (0.5 * (constant.range.high - constant.range.low))) ** 2
        for constant, value in values.items()
    )


def _scaled(figure: Figure, value: float) -> float:
    return math.log(max(value, _LEAST)) if figure.scale == "log" else value
