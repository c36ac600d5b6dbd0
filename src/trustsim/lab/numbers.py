"""The numbers of figures: what is drawn, as a table to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trustsim.lab.analysis import summary
from trustsim.lab.look import said
from trustsim.lab.panels import (
    MOST_PANELS,
    NothingToDrawError,
    first_cell,
    numeric_parameters,
    of_first_scenario,
)
from trustsim.lab.prose import number
from trustsim.lab.results import Results

MOST_WEEKS = 9
"""Weeks that a table tells of, spread evenly; the tables of the experiment have all."""

S = TypeVar("S", bound=Sequence[Any] | NDArray[Any] | pd.Index)


def weekly(results: Results) -> tuple[list[str], pd.DataFrame]:
    """Return the columns that figures follow over the weeks, and the rows of every run's weeks.

    Raises:
        NothingToDrawError: if the experiment keeps no weeks.
    """
    if not len(results.weeks):
        raise NothingToDrawError("the experiment keeps no weeks")
    runs = first_cell(results, results.runs[results.runs["status"] == "done"])
    weeks = results.weeks[results.weeks["run"].isin(runs.index)]
    columns = dict.fromkeys(outcome.column for outcome in results.experiment.outcomes)
    return list(columns)[:MOST_PANELS], weeks.assign(strategy=weeks["run"].map(runs["strategy"]))


def course(
    weeks: pd.DataFrame, strategy: str, column: str
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return one strategy's mean by week, and between what the middle 80 % of runs lie."""
    own = weeks[weeks["strategy"] == strategy].groupby("week")[column]
    return own.mean(), own.quantile(0.1), own.quantile(0.9)


def trusted(results: Results) -> dict[str, pd.DataFrame]:
    """Return, by strategy, the share of those who know the brand by week and step of trust.

    Raises:
        NothingToDrawError: if the experiment keeps no weeks.
    """
    if not len(results.weeks):
        raise NothingToDrawError("the experiment keeps no weeks")
    runs = first_cell(results, results.runs[results.runs["status"] == "done"])
    steps = np.round(np.arange(20) / 20, 2)
    found = {}
    for strategy in list(results.experiment.arms)[:MOST_PANELS]:
        own = results.trust[results.trust["run"].isin(runs.index[runs["strategy"] == strategy])]
        counts = own.groupby(["week", "trust"])["users"].sum().unstack(fill_value=0)
        counts = counts.rename(columns=lambda step: round(float(step), 2))
        shares = counts.div(counts.sum(axis=1), axis=0)
        found[strategy] = shares.reindex(columns=steps, fill_value=0.0)
    return found


def median_trust(shares: pd.DataFrame) -> list[float]:
    """Return the trust of the median person of every week, within its step."""
    found = []
    for _, week in shares.iterrows():
        values = week.to_numpy()
        below = np.cumsum(values)
        step = int(np.searchsorted(below, 0.5))
        before = below[step - 1] if step else 0.0
        found.append((step + (0.5 - before) / max(values[step], 1e-12)) / 20)
    return found


def sharers(results: Results) -> dict[str, tuple[NDArray[Any], NDArray[Any]]]:
    """Return, for ordinary users and each strategy, sizes of cascades and the share that reach it.

    Raises:
        NothingToDrawError: if the experiment keeps no posts.
    """
    if not (results.folder / "posts").is_dir():
        raise NothingToDrawError("the experiment keeps no posts; write 'record: posts'")
    runs = first_cell(results, results.runs[results.runs["status"] == "done"])
    posts = results.posts[results.posts["run"].isin(runs.index)]
    groups = {"ordinary users": posts[posts["brand"] < 0]}
    for strategy in results.experiment.arms:
        own = runs.index[runs["strategy"] == strategy]
        groups[strategy] = posts[(posts["brand"] == 0) & posts["run"].isin(own)]
    found = {}
    for name, group in groups.items():
        if len(group):
            sizes = np.sort(group["size"].to_numpy())
            shares = 1.0 - np.arange(len(sizes)) / len(sizes)
            first = np.concatenate([[True], sizes[1:] > sizes[:-1]])
            found[name] = sizes[first], shares[first]
    return found


def thinned(places: S, most: int) -> S:
    """Return at most so many of some places, spread evenly, with the first and the last."""
    if len(places) <= most:
        return places
    chosen: S = places[np.linspace(0, len(places) - 1, most).round().astype(int)]  # type: ignore[assignment,call-overload]
    return chosen


def with_interval(row: Any, name: str) -> str:
    """Return a value of a row with its interval, as it is read.

    Args:
        row: whatever has ``low`` and ``high`` by name: a mapping, or a row of a table.
        name: what the value is called there.

    Example:
        >>> with_interval({"mean": 4.0, "low": 3.5, "high": 4.25}, "mean")
        '4 [3.5, 4.25]'
    """
    return f"{number(row[name])} [{number(row['low'])}, {number(row['high'])}]"


def numbers_of(results: Results, figure: str) -> pd.DataFrame:
    """Return what a figure shows as a table; see `trustsim.lab.figures.FIGURES` for names."""
    return _TABLES[figure](results)


def _of_strategies(results: Results) -> pd.DataFrame:
    return _side_by_side(results, first_cell(results, summary(results)), [])


def _along(results: Results) -> pd.DataFrame:
    return _side_by_side(results, of_first_scenario(results, summary(results)), results.parameters)


def _of_map(results: Results) -> pd.DataFrame:
    table = of_first_scenario(results, summary(results))
    table = table[table["outcome"] == results.experiment.outcomes[0].name]
    return _side_by_side(results, table, numeric_parameters(results)[:2])


def _side_by_side(results: Results, table: pd.DataFrame, paths: Sequence[str]) -> pd.DataFrame:
    """Return means with their intervals, a column for each strategy."""
    keys = ["outcome", *paths]
    table = table.assign(told=[with_interval(row, "mean") for row in table.to_dict("records")])
    wide = table.pivot_table(index=keys, columns="strategy", values="told", aggfunc="first",
                             sort=False)  # fmt: skip
    wide = wide[[arm for arm in results.experiment.arms if arm in wide.columns]].reset_index()
    return wide.assign(outcome=wide["outcome"].map(said))


def _over_weeks(results: Results) -> pd.DataFrame:
    columns, weeks = weekly(results)
    rows = []
    for column in columns:
        found = {arm: course(weeks, arm, column) for arm in results.experiment.arms}
        for week in thinned(np.sort(weeks["week"].unique()), MOST_WEEKS):
            told = {
                arm: f"{number(mean[week])} [{number(low[week])}, {number(high[week])}]"
                for arm, (mean, low, high) in found.items()
                if week in mean.index
            }
            rows.append({"outcome": said(column), "week": int(week), **told})
    return pd.DataFrame(rows).fillna("")


def _over_trust(results: Results) -> pd.DataFrame:
    medians = {
        arm: pd.Series(median_trust(shares), index=shares.index)
        for arm, shares in trusted(results).items()
    }
    table = pd.DataFrame(medians)
    return table.loc[thinned(table.index, MOST_WEEKS)].reset_index(names="week")


def _of_cascades(results: Results) -> pd.DataFrame:
    found = sharers(results)
    most = max(int(sizes[-1]) for sizes, _ in found.values())
    sizes = [size * 10**power for power in range(7) for size in (1, 2, 5)]
    rows = []
    for size in sizes:
        if size <= most:
            told = {name: _at_least(size, *known) for name, known in found.items()}
            rows.append({"sharers, at least": size, **told})
    return pd.DataFrame(rows)


def _at_least(size: int, sizes: NDArray[Any], shares: NDArray[Any]) -> str:
    place = int(np.searchsorted(sizes, size))
    return f"{shares[place]:.3%}" if place < len(sizes) else "0 %"


_TABLES: dict[str, Callable[[Results], pd.DataFrame]] = {
    "strategies": _of_strategies,
    "weeks": _over_weeks,
    "along": _along,
    "map": _of_map,
    "trust": _over_trust,
    "cascades": _of_cascades,
}
