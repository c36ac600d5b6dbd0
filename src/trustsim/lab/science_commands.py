"""The commands of the science: evidence and claims."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

INTERRUPTED = 130


@click.command()
@click.option("--seeds", type=click.IntRange(2, 10_000), default=20, show_default=True)
@click.option("--users", type=click.IntRange(50), help="Instead of the scenario's.")
@click.option("--scenario", default="free-play", show_default=True, help="Where it is measured.")
@click.option(
    "--without",
    type=click.Choice(["asymmetry", "clustering", "quality", "attention"]),
    multiple=True,
    help="Switch a mechanism off, to see what it breaks.",
)
@click.option("--described", is_flag=True, help="What is measured and defined, but never fitted.")
@click.option(
    "--workers", type=int, help="Processes; 0 measures in this one. All cores if left out."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def evidence(
    seeds: int,
    users: int | None,
    scenario: str,
    without: tuple[str, ...],
    described: bool,
    workers: int | None,
    as_json: bool,
) -> int:
    """Set the model beside published figures.

    Every figure is measured on runs, where it was observed: cascades on ordinary users' posts under
    the Twitter preset, networks under the Facebook preset, the rest in the scenario as it is.
    """
    from trustsim.lab.evidence.measure import Samples, findings, samples
    from trustsim.lab.start import local_runner

    settings: dict[str, object] = {}
    if users is not None:
        settings["population.users"] = users
    if without:
        settings["without"] = list(without)
    found: Samples = {}
    code = 0
    try:
        with local_runner(workers) as runner:
            for found in samples(scenario, range(1, seeds + 1), runner, settings=settings):
                _tell(f"{max(len(parts) for parts in found.values())} of {seeds} seeds")
    except KeyboardInterrupt:
        code = INTERRUPTED
    _tell("")
    rows = [finding.as_dict() for finding in findings(found, described=described)]
    click.echo(_json(rows) if as_json else "\n".join(map(_figure_line, rows)))
    return code


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--seeds", type=click.IntRange(2, 10_000), default=50, show_default=True)
@click.option("--where", is_flag=True, help="Say where the claim turns (A4, A5, B3, B5, B6).")
@click.option("--workers", type=int, help="Processes; 0 plays in this one. All cores if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def claims(
    ids: tuple[str, ...], seeds: int, where: bool, workers: int | None, as_json: bool
) -> int:
    """Test what the model is said to show, on the same luck in every arm."""
    from trustsim.lab.claims.book import picked
    from trustsim.lab.claims.trial import judged, turning_points
    from trustsim.lab.start import local_runner

    book = picked(ids, where=where)
    rows: list[dict[str, Any]] = []
    code = 0
    try:
        with local_runner(workers) as runner:
            make = turning_points if where else judged
            for row in make(book, range(1, seeds + 1), runner, _tell):
                rows.append(row)
    except KeyboardInterrupt:
        code = INTERRUPTED
    _tell("")
    line = _turn_line if where else _claim_line
    click.echo(_json(rows) if as_json else "\n".join(map(line, rows)))
    return code or int(any(row.get("verdict") == "fails" for row in rows))


def _tell(words: str) -> None:
    """Show progress in one line of a terminal, and nothing elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        sys.stderr.flush()


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _figure_line(row: Mapping[str, Any]) -> str:
    value = f"{row['value']:8.3g} [{row['low']:.3g}, {row['high']:.3g}]"
    if "band" not in row:
        return f"{value:30} {row['statistic']}: {row['definition']} ({row['source']})"
    low, high = row["band"]
    return (
        f"{row['id']:5} {row['verdict']:3} {value:30} in {low:g} to {high:g}  "
        f"{row['statistic']} ({row['source']})"
    )


def _claim_line(row: Mapping[str, Any]) -> str:
    return (
        f"{row['id']:4} {row['verdict']:5} {row['effect']:9.4g} [{row['low']:.4g}, "
        f"{row['high']:.4g}]  {row['claim']} ({row['measured']})"
    )


def _turn_line(row: Mapping[str, Any]) -> str:
    points = ", ".join(
        f"{point['value']:g}: {point['effect']:.3g} {point['verdict']}" for point in row["points"]
    )
    turn = "nowhere tried" if row["turns_at"] is None else f"{row['turns_at']:g}"
    return f"{row['id']} turns at {row['parameter']} = {turn}  ({points})"
