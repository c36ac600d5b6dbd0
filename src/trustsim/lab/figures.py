"""Figures: what an experiment's runs look like, by name."""

from __future__ import annotations

from collections.abc import Callable

from trustsim.errors import UnknownName, UsageError
from trustsim.lab.charts import along_a_parameter, cascade_sizes, compare_strategies, over_weeks
from trustsim.lab.look import STYLE, library
from trustsim.lab.maps import heat_map, trust_over_time
from trustsim.lab.panels import Figure, NothingToDrawError
from trustsim.lab.results import Results

FIGURES: dict[str, Callable[[Results], Figure]] = {
    "strategies": compare_strategies,
    "weeks": over_weeks,
    "along": along_a_parameter,
    "map": heat_map,
    "trust": trust_over_time,
    "cascades": cascade_sizes,
}

CAPTIONS = {
    "strategies": "Every run as a dot; the mean over seeds and its 95 % interval.",
    "weeks": "Mean over seeds, week by week; the band holds the middle 80 % of runs.",
    "along": "Mean over seeds along the parameter, with its 95 % interval.",
    "map": "Mean over seeds of the first outcome, for every point of the design.",
    "trust": "How trust is spread among those who know the brand; the line is the median person.",
    "cascades": "Share of posts that reached at least so many sharers; both axes logarithmic.",
}
"""What stands under each figure."""


def figures(results: Results, names: tuple[str, ...] = ()) -> dict[str, Figure]:
    """Return the figures that an experiment's runs allow, by name.

    Args:
        results: what is drawn.
        names: only these; all that can be drawn if left out.

    Raises:
        UnknownName: for a name that no figure has.
        UsageError: if a figure was asked for that these runs don't allow, with why.
    """
    for name in names:
        if name not in FIGURES:
            raise UnknownName("figure", name, FIGURES)
    found = {}
    with library().rc_context(STYLE):
        for name, draw in FIGURES.items():
            if names and name not in names:
                continue
            try:
                found[name] = draw(results)
            except NothingToDrawError as nothing:
                if names:
                    raise UsageError(f"the figure '{name}' can't be drawn: {nothing}") from nothing
    return found
