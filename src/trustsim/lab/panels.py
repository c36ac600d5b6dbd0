"""Panels: what all figures share. Which runs they show, how panels are laid out and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from trustsim.lab.columns import MEASURES, WORLD
from trustsim.lab.look import new_figure
from trustsim.lab.outcome import Outcome
from trustsim.lab.results import Results

Figure = Any

UNITS = {measure.name: measure.unit for measure in (*MEASURES, *WORLD)}
MOST_PANELS = 6


class NothingToDrawError(Exception):
    """These runs have nothing for this figure; the message says why."""


def unit_of(outcome: Outcome) -> str:
    """Return what an outcome is counted in."""
    return outcome.unit or UNITS[outcome.column]


def panels(
    count: int, width: float, height: float, *, share: bool = False
) -> tuple[Figure, list[Any]]:
    """Return a figure with ``count`` panels, two or three in a row, and the panels."""
    columns = 2 if count == 4 else min(3, count)
    rows = -(-count // columns)
    figure = new_figure(width * columns, height * rows + 0.3)
    axes = list(figure.subplots(rows, columns, squeeze=False, sharex=share, sharey=share).flat)
    for panel in axes[count:]:
        panel.set_visible(False)
    for panel in axes[:count]:
        panel.tick_params(labelbottom=True)
    return figure, axes[:count]


def legend_below(figure: Figure, panel: Any) -> None:
    """Put one legend for all panels under them."""
    handles, labels = panel.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=min(4, len(labels)))


def of_first_scenario(results: Results, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the experiment's first scenario."""
    return table[table["scenario"] == results.experiment.scenarios[0]]


def first_cell(results: Results, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the first scenario at the design's first point."""
    own = of_first_scenario(results, table)
    return own[own["point"] == 0]


def numeric_parameters(results: Results) -> list[str]:
    """Return the parameters that are numbers and take more than one value."""
    return [
        path
        for path in results.parameters
        if pd.api.types.is_numeric_dtype(results.plan[path]) and results.plan[path].nunique() > 1
    ]


def scale_like_its_axis(results: Results, path: str, set_scale: Callable[[str], object]) -> None:
    """Give a panel's axis the scale that the parameter was spread on."""
    vary = results.experiment.vary
    if vary is not None and vary.over[path].scale == "log":
        set_scale("log")
