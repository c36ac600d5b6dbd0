"""The verdict: what a calibration came to, as a table, a record, and pieces of scenario files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trustsim.lab.calibrate.blocks import Block
from trustsim.lab.calibrate.constants import Fitted
from trustsim.lab.calibrate.distance import distance, misfit, pull
from trustsim.lab.durable import write_whole
from trustsim.lab.evidence.table import Figure


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a calibration came to.

    Attributes:
        blocks: what was fitted.
        after: the values by constant. Their ``shipped`` ones are those before.
        rows_before, rows_after: what the shipped values and these give, by the figure's key.
        settings: how it was searched, for the record.
        interrupted: whether somebody stopped it; then ``after`` is the best until then.
    """

    blocks: Sequence[Block]
    after: Mapping[Fitted, float]
    rows_before: Mapping[str, float]
    rows_after: Mapping[str, float]
    settings: Mapping[str, Any] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def figures(self) -> list[Figure]:
        """The rows that were fitted to."""
        return [figure for block in self.blocks for figure in block.figures]

    def better(self) -> Verdict:
        """Return this verdict, or the shipped values if they are no worse, the pull included."""
        shipped = {constant: constant.shipped for constant in self.after}
        before = misfit(self.rows_before, self.figures) + pull(shipped)
        if misfit(self.rows_after, self.figures) + pull(self.after) < before:
            return self
        return Verdict(
            self.blocks, shipped, self.rows_before, self.rows_before,
            self.settings, self.interrupted,
        )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            **self.settings,
            "interrupted": self.interrupted,
            "misfit_before": misfit(self.rows_before, self.figures),
            "misfit_after": misfit(self.rows_after, self.figures),
            "constants": [
                {
                    "name": constant.name,
                    "before": constant.shipped,
                    "after": value,
                    "first_guess": constant.range.guess,
                    "range": [constant.range.low, constant.range.high],
                    "step": constant.step,
                    "rows": list(constant.rows),
                }
                for constant, value in self.after.items()
            ],
            "rows": [self._row(figure) for figure in self.figures],
        }

    def _row(self, figure: Figure) -> dict[str, Any]:
        before, after = self.rows_before.get(figure.key), self.rows_after.get(figure.key)
        return {
            "id": figure.id,
            "statistic": figure.statistic,
            "before": before,
            "after": after,
            "centre": figure.centre,
            "band": [figure.low, figure.high],
            "distance_before": distance(figure, before),
            "distance_after": distance(figure, after),
            "verdict": "in" if after is not None and figure.low <= after <= figure.high else "out",
        }

    def sentences(self) -> str:
        """Return it for people: constants, rows, and the misfit."""
        told = self.told()
        wide = max(len(row["name"]) for row in told["constants"])
        lines = [f"{'constant':{wide}}  {'before':>8}  {'after':>8}  rows"]
        lines += [
            f"{row['name']:{wide}}  {row['before']:8g}  {row['after']:8g}  "
            + ", ".join(row["rows"])
            for row in told["constants"]
        ]
        lines += ["", *row_lines(told["rows"]), ""]
        lines.append(
            f"misfit, the sum of squared distances: {told['misfit_before']:.3f} before, "
            f"{told['misfit_after']:.3f} after"
        )
        return "\n".join(lines)

    def write(self, file: Path) -> list[Path]:
        """Write what a scenario can extend, one file per platform that was fitted, and the record.

        ``file`` gets the rules; beside it, ``NAME.twitter.yaml`` and its like extend it with what
        was fitted under that platform, and ``NAME.json`` holds the record.

        Raises:
            WriteFailed: if one can't be written.
        """
        rules = {c.path: value for c, value in self.after.items() if c.preset is None}
        written = {file: _fragment(rules, {})}
        for preset in dict.fromkeys(c.preset for c in self.after if c.preset):
            own = {c.path: value for c, value in self.after.items() if c.preset == preset}
            name = file.with_name(f"{file.stem}.{preset}{file.suffix}")
            written[name] = _fragment(own, {"extends": f"./{file.name}", "preset": preset})
        record = json.dumps(self.told(), indent=2, ensure_ascii=False) + "\n"
        written[file.with_suffix(".json")] = record
        for path, text in written.items():
            write_whole(path, text.encode())
        return list(written)


def row_lines(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return rows as the lines of a table."""
    lines = [f"{'row':5} {'':3} {'before':>8} {'after':>8} {'centre':>8}  band"]
    for row in rows:
        low, high = row["band"]
        before, after = (
            f"{'none' if row[when] is None else format(row[when], '.3g'):>8}"
            for when in ("before", "after")
        )
        lines.append(
            f"{row['id']:5} {row['verdict']:3} {before} {after} {row['centre']:8g}  "
            f"{low:g} to {high:g}  {row['statistic']}"
        )
    return lines


def _fragment(values: Mapping[str, float], head: Mapping[str, str]) -> str:
    """Return a piece of a scenario file with these values by path."""
    lines = ["# Fitted by 'trustsim calibrate' to the evidence table."]
    if "extends" in head:
        lines.append(f"extends: {head['extends']}")
    tree: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        *parts, key = path.split(".")
        tree.setdefault(parts[0], {}).setdefault(".".join(parts[1:]), {})[key] = value
    for part, groups in tree.items():
        lines.append(f"{part}:")
        if part == "platform":
            lines.append(f"  preset: {head['preset']}")
        for group, keys in groups.items():
            indent = "    " if group else "  "
            lines += [f"  {group}:"] if group else []
            lines += [f"{indent}{key}: {value:g}" for key, value in keys.items()]
    return "\n".join(lines) + "\n"
