"""Charts: strategies side by side, outcomes over weeks and along a parameter, cascade sizes."""

from __future__ import annotations

from typing import Any

import numpy as np

from trustsim.lab.analysis import summary
from trustsim.lab.look import COLOURS, DASHES, FAINT, MARKERS, hover, new_figure, said
from trustsim.lab.numbers import course, sharers, thinned, weekly, with_interval
from trustsim.lab.panels import (
    MOST_PANELS,
    UNITS,
    Figure,
    NothingToDrawError,
    first_cell,
    legend_below,
    numeric_parameters,
    of_first_scenario,
    panels,
    scale_like_its_axis,
    unit_of,
)
from trustsim.lab.prose import number
from trustsim.lab.results import Results


def compare_strategies(results: Results) -> Figure:
    """Draw every outcome of every strategy as a mean with its interval, and each run as a dot."""
    outcomes, strategies = results.experiment.outcomes, results.experiment.arms
    table = first_cell(results, summary(results))
    frame = first_cell(results, results.outcomes)
    columns = min(3, len(outcomes))
    rows = -(-len(outcomes) // columns)
    figure = new_figure(3.1 * columns + 1.2, (0.42 * len(strategies) + 0.9) * rows + 0.2)
    axes = figure.subplots(rows, columns, squeeze=False, sharey=True)
    for panel, outcome in zip(axes.flat, outcomes, strict=False):
        own = table[table["outcome"] == outcome.name].set_index("strategy")
        for place, strategy in enumerate(strategies):
            if strategy not in own.index:
                continue
            row, colour = own.loc[strategy], COLOURS[place % len(COLOURS)]
            values = frame.loc[frame["strategy"] == strategy, outcome.name].to_numpy()
            panel.scatter(values, np.full(len(values), place) + _jitter(len(values)),
                          s=7, color=colour, alpha=0.25, linewidths=0)  # fmt: skip
            panel.errorbar(row["mean"], place, xerr=[[row["mean"] - row["low"]],
                           [row["high"] - row["mean"]]], fmt=MARKERS[place % len(MARKERS)],
                           color=colour, markeredgecolor="white", markersize=7, elinewidth=2.2,
                           capsize=3)  # fmt: skip
            told = f"{strategy}: {said(outcome.name)} {with_interval(row, 'mean')}"
            hover(panel, row["mean"], place, f"{told}, {row['seeds']} seeds")
        panel.set_title(said(outcome.name))
        panel.set_xlabel(unit_of(outcome))
        panel.grid(axis="y", visible=False)
        panel.margins(x=0.06)
    for panel in axes[:, 0]:
        panel.set_yticks(range(len(strategies)), strategies)
        panel.set_ylim(len(strategies) - 0.5, -0.5)
    for panel in axes.flat[len(outcomes) :]:
        panel.set_visible(False)
    return figure


def over_weeks(results: Results) -> Figure:
    """Draw outcomes over the weeks: the mean of all seeds, and the middle 80 % of runs."""
    columns, weeks = weekly(results)
    figure, axes = panels(len(columns), 3.4, 2.5)
    for panel, column in zip(axes, columns, strict=False):
        for place, strategy in enumerate(results.experiment.arms):
            mean, low, high = course(weeks, strategy, column)
            colour = COLOURS[place % len(COLOURS)]
            panel.fill_between(mean.index, low, high, color=colour, alpha=0.16, linewidth=0)
            panel.plot(mean.index, mean, color=colour, label=strategy,
                       linestyle=DASHES[place % len(DASHES)])  # fmt: skip
            for week in thinned(mean.index, 60):
                hover(
                    panel,
                    week,
                    mean[week],
                    f"{strategy}, week {week}: {said(column)} "
                    f"{number(mean[week])} [{number(low[week])}, {number(high[week])}]",
                )
        panel.set_title(said(column))
        panel.set_xlabel("week")
        panel.set_ylabel(UNITS[column])
        panel.margins(x=0.01)
        panel.set_ylim(bottom=min(0.0, panel.get_ylim()[0]))
    legend_below(figure, axes[0])
    return figure


def along_a_parameter(results: Results) -> Figure:
    """Draw outcomes along the one parameter that varies, with intervals."""
    paths = numeric_parameters(results)
    if len(results.parameters) != 1 or not paths:
        raise NothingToDrawError("it takes exactly one parameter that varies, in numbers")
    table = of_first_scenario(results, summary(results))
    outcomes = results.experiment.outcomes[:MOST_PANELS]
    figure, axes = panels(len(outcomes), 3.4, 2.6)
    for panel, outcome in zip(axes, outcomes, strict=False):
        for place, strategy in enumerate(results.experiment.arms):
            own = table[(table["outcome"] == outcome.name) & (table["strategy"] == strategy)]
            own = own.sort_values(paths[0])
            colour = COLOURS[place % len(COLOURS)]
            panel.fill_between(own[paths[0]], own["low"], own["high"], color=colour, alpha=0.18,
                               linewidth=0)  # fmt: skip
            panel.plot(own[paths[0]], own["mean"], color=colour, label=strategy,
                       marker=MARKERS[place % len(MARKERS)], markersize=4,
                       linestyle=DASHES[place % len(DASHES)])  # fmt: skip
            for row in own.to_dict("records"):
                at = f"{strategy} at {number(row[paths[0]])}"
                told = f"{at}: {said(outcome.name)} {with_interval(row, 'mean')}"
                hover(panel, row[paths[0]], row["mean"], told)
        panel.set_title(said(outcome.name))
        panel.set_xlabel(paths[0])
        panel.set_ylabel(unit_of(outcome))
        scale_like_its_axis(results, paths[0], panel.set_xscale)
    legend_below(figure, axes[0])
    return figure


def cascade_sizes(results: Results) -> Figure:
    """Draw the share of posts whose cascade has at least so many sharers, on log axes."""
    figure = new_figure(5.6, 3.6)
    panel = figure.subplots()
    for place, (name, (sizes, shares)) in enumerate(sharers(results).items()):
        colour = FAINT if place == 0 else COLOURS[(place - 1) % len(COLOURS)]
        panel.step(sizes, shares, where="post", color=colour, label=name,
                   linestyle=DASHES[place % len(DASHES)])  # fmt: skip
        panel.plot(sizes[-1], shares[-1], marker=MARKERS[place % len(MARKERS)],
                   color=colour, clip_on=False)  # fmt: skip
        for size, share in zip(thinned(sizes, 40), thinned(shares, 40), strict=True):
            told = f"{name}: {share:.2%} of posts have at least {size:,} sharers"
            hover(panel, size, share, told)
    panel.set_xscale("log")
    panel.set_yscale("log")
    panel.set_xlabel("sharers, the author included")
    panel.set_ylabel("share of posts with at least so many")
    panel.legend()
    return figure


def _jitter(count: int) -> Any:
    """Return offsets that keep dots apart, without chance: the golden ratio's."""
    return ((np.arange(count) * 0.6180339887) % 1.0 - 0.5) * 0.5
