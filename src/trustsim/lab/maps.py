"""Maps: an outcome over two parameters, and trust over time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from trustsim.lab.analysis import summary
from trustsim.lab.look import COLOURS, INK, hover, said
from trustsim.lab.numbers import median_trust, trusted, with_interval
from trustsim.lab.panels import (
    MOST_PANELS,
    Figure,
    NothingToDrawError,
    numeric_parameters,
    of_first_scenario,
    panels,
    scale_like_its_axis,
    unit_of,
)
from trustsim.lab.prose import number
from trustsim.lab.results import Results


def heat_map(results: Results) -> Figure:
    """Draw the first outcome over two parameters, a map for every strategy."""
    paths = numeric_parameters(results)[:2]
    if len(paths) < 2:
        raise NothingToDrawError("it takes two parameters that vary, in numbers")
    outcome = results.experiment.outcomes[0]
    table = of_first_scenario(results, summary(results))
    table = table[table["outcome"] == outcome.name]
    strategies = list(results.experiment.arms)[:MOST_PANELS]
    figure, axes = panels(len(strategies), 3.3, 3.0)
    low, high = float(table["mean"].min()), float(table["mean"].max())
    drawn: Any = None
    for panel, strategy in zip(axes, strategies, strict=False):
        own = table[table["strategy"] == strategy]
        drawn = _one_map(results, panel, own, paths, low, high)
        panel.set_title(strategy)
        panel.set_xlabel(paths[0])
        panel.set_ylabel(paths[1])
        panel.grid(visible=False)
    bar = figure.colorbar(drawn, ax=axes, shrink=0.85, pad=0.02)
    bar.set_label(f"{said(outcome.name)} ({unit_of(outcome)})")
    bar.outline.set_visible(False)
    return figure


def trust_over_time(results: Results) -> Figure:
    """Draw how trust is spread among those who know the brand, week by week, for every strategy."""
    trust = trusted(results)
    strategies = list(trust)
    figure, axes = panels(len(strategies), 3.2, 2.7, share=True)
    drawn: Any = None
    low, high = 1.0, 0.0
    for panel, strategy in zip(axes, strategies, strict=False):
        shares = trust[strategy]
        edges = np.append(shares.index, shares.index[-1] + 1) - 0.5
        drawn = panel.pcolormesh(edges, np.arange(21) / 20, shares.to_numpy().T, vmin=0, vmax=0.4,
                                 cmap="Blues")  # fmt: skip
        medians = median_trust(shares)
        panel.plot(shares.index, medians, color="white", linewidth=3.6)
        panel.plot(shares.index, medians, color=COLOURS[1])
        for week, median in zip(shares.index, medians, strict=True):
            hover(panel, week, median, f"{strategy}, week {week}: median trust {median:.2f}")
        used = np.flatnonzero(shares.max().to_numpy() > 0.002)
        low, high = min(low, used.min() / 20), max(high, (used.max() + 1) / 20)
        panel.set_title(strategy)
        panel.set_xlabel("week")
        panel.grid(visible=False)
    axes[0].set_ylabel("trust")
    axes[0].set_ylim(max(0.0, low - 0.05), min(1.0, high + 0.05))
    bar = figure.colorbar(drawn, ax=axes, shrink=0.85, pad=0.02, extend="max")
    bar.set_label("share of those who know the brand")
    bar.outline.set_visible(False)
    return figure


def _one_map(
    results: Results, panel: Any, own: pd.DataFrame, paths: list[str], low: float, high: float
) -> Any:
    """Draw one map: cells where the points are a grid, dots where they are not."""
    grid = own.pivot_table(index=paths[1], columns=paths[0], values="mean")
    vary = results.experiment.vary
    assert vary is not None
    if vary.design == "grid":
        drawn = panel.pcolormesh(grid.to_numpy(), vmin=low, vmax=high, cmap="cividis",
                                 edgecolors="white", linewidth=0.5)  # fmt: skip
        panel.set_xticks(np.arange(grid.shape[1]) + 0.5, _short(grid.columns))
        panel.set_yticks(np.arange(grid.shape[0]) + 0.5, _short(grid.index))
        middle = (low + high) / 2
        for (row, column), value in np.ndenumerate(grid.to_numpy()):
            panel.text(column + 0.5, row + 0.5, f"{value:.3g}", ha="center", va="center",
                       fontsize=8, color="white" if value < middle else INK)  # fmt: skip
        return drawn
    scale_like_its_axis(results, paths[0], panel.set_xscale)
    scale_like_its_axis(results, paths[1], panel.set_yscale)
    for row in own.to_dict("records"):
        at = ", ".join(f"{path} {number(row[path])}" for path in paths)
        hover(panel, row[paths[0]], row[paths[1]], f"{at}: {with_interval(row, 'mean')}")
    return panel.scatter(own[paths[0]], own[paths[1]], c=own["mean"], vmin=low, vmax=high,
                         cmap="cividis", s=42, edgecolors="white", linewidths=0.4)  # fmt: skip


def _short(values: Any) -> list[str]:
    return [f"{value:.4g}" for value in values]
