"""The check: the shipped values on luck they have not seen, and which way each would move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from trustsim.lab.calibrate.bench import Bench
from trustsim.lab.calibrate.blocks import Block
from trustsim.lab.calibrate.constants import Fitted
from trustsim.lab.calibrate.distance import distance, misfit, pull

NUDGE: Final = 0.1
"""How far each constant is moved to see what that does, as a share of its range."""

TELLING: Final = 0.02
"""What a move has to gain to be worth telling."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One constant moved a little.

    Attributes:
        constant: which. ``value``: where to.
        gain: by how much the loss of its block falls; below 0 it rises.
    """

    constant: Fitted
    value: float
    gain: float


@dataclass(frozen=True, slots=True)
class Check:
    """How the shipped values do on luck they have not seen.

    Attributes:
        blocks: what is fitted. ``rows``: what the shipped values give, by the figure's key.
        nudges: what moving one constant at a time would do.
    """

    blocks: Sequence[Block]
    rows: dict[str, float]
    nudges: list[Nudge]

    @property
    def holds(self) -> bool:
        """Whether every row is in its band."""
        figures = [figure for block in self.blocks for figure in block.figures]
        return all(
            figure.low <= self.rows.get(figure.key, float("nan")) <= figure.high
            for figure in figures
        )

    def told(self) -> dict[str, Any]:
        """Return it for programs."""
        figures = [figure for block in self.blocks for figure in block.figures]
        return {
            "misfit": misfit(self.rows, figures),
            "rows": [
                {
                    "id": figure.id,
                    "statistic": figure.statistic,
                    "value": (value := self.rows.get(figure.key)),
                    "centre": figure.centre,
                    "band": [figure.low, figure.high],
                    "distance": distance(figure, value),
                    "verdict": "in"
                    if value is not None and figure.low <= value <= figure.high
                    else "out",
                }
                for figure in figures
            ],
            "moves": [
                {
                    "name": nudge.constant.name,
                    "shipped": nudge.constant.shipped,
                    "to": nudge.value,
                    "gain": nudge.gain,
                }
                for nudge in self.nudges
            ],
        }

    def sentences(self) -> str:
        """Return it for people."""
        told = self.told()
        lines = [f"{'row':5} {'':3} {'value':>8} {'centre':>8}  band"]
        for row in told["rows"]:
            value = "none" if row["value"] is None else f"{row['value']:.3g}"
            lines.append(
                f"{row['id']:5} {row['verdict']:3} {value:>8} {row['centre']:8g}  "
                f"{row['band'][0]:g} to {row['band'][1]:g}  {row['statistic']}"
            )
        lines += ["", f"misfit, the sum of squared distances: {told['misfit']:.3f}", ""]
        moves = [move for move in told["moves"] if move["gain"] > TELLING]
        if not moves:
            lines.append("no constant moved by itself would bring the rows nearer to their centres")
        lines += [
            f"{move['name']}: {move['shipped']:g} to {move['to']:g} would take "
            f"{move['gain']:.3f} off"
            for move in moves
        ]
        return "\n".join(lines)


def checked(blocks: Sequence[Block], bench: Bench) -> Check:
    """Measure the shipped values, and each constant moved a little up and down."""
    shipped = {c: c.shipped for block in blocks for c in block.constants}
    found: dict[str, float] = {}
    nudges: list[Nudge] = []
    for block in blocks:
        moves = [(constant, moved) for constant in block.constants for moved in _moved(constant)]
        candidates = [shipped, *({**shipped, constant: moved} for constant, moved in moves)]
        rows = bench.rows(candidates, block.figures)
        found |= rows[0]
        losses = [
            misfit(given, block.figures) + pull(values)
            for given, values in zip(rows, candidates, strict=True)
        ]
        nudges += [
            Nudge(constant, moved, losses[0] - loss)
            for (constant, moved), loss in zip(moves, losses[1:], strict=True)
        ]
    nudges.sort(key=lambda nudge: -nudge.gain)
    return Check(blocks, found, nudges)


def _moved(constant: Fitted) -> list[float]:
    """Return the values a little below and above, as far as the range goes."""
    reach = NUDGE * (constant.range.high - constant.range.low)
    both = (constant.rounded(constant.shipped + way * reach) for way in (-1.0, 1.0))
    return [value for value in both if value != constant.shipped]
