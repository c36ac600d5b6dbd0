"""Prose: numbers and findings as people say them."""

from __future__ import annotations

import math
from typing import Any

from trustsim.lab.analysis import summary
from trustsim.lab.look import said
from trustsim.lab.outcome import Outcome
from trustsim.lab.results import Results

_BEGINNINGS = {
    "holds": "It holds",
    "fails": "It fails",
    "undecided": "It stays undecided",
    "no runs": "There are no runs for it",
}


def number(value: Any) -> str:
    """Return a number with as many digits as a reader can use.

    Example:
        >>> [number(v) for v in (1234567, 140.26, 8.5, 0.00148, 0.0, -2.0, float("inf"), 12)]
        ['1,234,567', '140.3', '8.5', '0.0015', '0', '-2', '∞', '12']
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool | str):
        return str(value)
    value = float(value)
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if value == round(value) and abs(value) < 1e15:
        return f"{value:,.0f}"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) >= 100:
        return f"{value:.1f}"
    return f"{value:.3g}" if abs(value) >= 1 else f"{value:.2g}"


def sentence_of_verdict(row: dict[Any, Any]) -> str:
    """Say what came of a hypothesis, from a row of `analysis.verdicts`."""
    beginning = _BEGINNINGS[row["verdict"]]
    if row["verdict"] == "no runs":
        return f"{row['says']} {beginning}."
    interval = f"{number(row['effect'])} [{number(row['low'])}, {number(row['high'])}]"
    bound = f"bound {number(row['bound'])}, " if row["bound"] else ""
    return (
        f"{row['says']} {beginning}: the effect is {interval} over {row['seeds']} seeds "
        f"({bound}p {_chance(row['p_holm'])})."
    )


def sentence_of_winner(outcome: Outcome, results: Results) -> str:
    """Say which strategy has most of an outcome at the design's first point."""
    table = summary(results)
    own = table[
        (table["outcome"] == outcome.name)
        & (table["scenario"] == results.experiment.scenarios[0])
        & (table["point"] == 0)
    ].sort_values("mean", ascending=False)
    parts = [
        f"{row['strategy']} {number(row['mean'])} [{number(row['low'])}, {number(row['high'])}]"
        for row in own.to_dict("records")
    ]
    return f"Mean {said(outcome.name)}, most first: {'; '.join(parts)}."


def _chance(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"= {p:.2g}"
