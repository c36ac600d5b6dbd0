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
    from trustsim.lab.commands.shared import say_if_cold
    from trustsim.lab.evidence.measure import Samples, findings, samples
    from trustsim.lab.start import local_runner

    settings: dict[str, object] = {}
    if users is not None:
        settings["population.users"] = users
    if without:
        settings["without"] = list(without)
    found: Samples = {}
    code = 0
    say_if_cold(quiet=as_json)
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
@click.argument("names", metavar="[ID|FILE]...", nargs=-1)
@click.option("--seeds", type=click.IntRange(2, 10_000), default=50, show_default=True)
@click.option(
    "--where", "--turn", "where", is_flag=True, help="Say where claims turn, for those that do."
)
@click.option("--workers", type=int, help="Processes; 0 plays in this one. All cores if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def claims(
    names: tuple[str, ...], seeds: int, where: bool, workers: int | None, as_json: bool
) -> int:
    """Test what the model is said to show, on the same luck in every arm.

    ID is a claim's, such as A4; FILE is an experiment of your own that states hypotheses. All that
    ship with TrustSim are tested if none is named. The exit code is 1 if any fails.
    """
    from trustsim.lab.claims.book import picked
    from trustsim.lab.claims.trial import judged, turning_points
    from trustsim.lab.commands.shared import say_if_cold
    from trustsim.lab.start import local_runner

    rows: list[dict[str, Any]] = []
    code = 0
    try:
        book = picked(names, where=where)
        say_if_cold(quiet=as_json)
        with local_runner(workers) as runner:
            make = turning_points if where else judged
            for row in make(book, range(1, seeds + 1), runner, _tell):
                rows.append(row)
                if not as_json:
                    _tell("")
                    click.echo(_turn_text(row) if where else _claim_text(row))
    except KeyboardInterrupt:
        code = INTERRUPTED
    _tell("")
    if as_json:
        click.echo(_json(rows))
    return code or int(any(row.get("verdict") == "fails" for row in rows))


def _tell(words: str) -> None:
    """Show progress in one line of a terminal, and nothing elsewhere; ``""`` clears it."""
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


WIDTH = 100


def _claim_text(row: Mapping[str, Any]) -> str:
    """Return a claim as lines: the verdict and the claim, then what was measured."""
    lines = [*_wrapped(f"{row['id']:<4}{row['verdict']:<7}{row['claim']}", 11)]
    for part in row.get("parts", [row]):
        mark = "" if part["verdict"] == "holds" else " fails"
        lines += _wrapped(f"{'':11}{_interval(part)}{mark}  {part['measured']}", 13)
    return "\n".join(lines)


def _turn_text(row: Mapping[str, Any]) -> str:
    """Return where a claim turns as lines: the answer, then what was found at every value."""
    turns = "nowhere tried" if row["turns_at"] is None else f"{row['turns_at']:g}"
    head = f"{row['id']:<4}turns at {row['parameter']} = {turns}: {row['hypothesis']}"
    points = [
        f"{'':4}{point['value']:<8g}{point['verdict']:<7}{_interval(point)}"
        for point in row["points"]
    ]
    return "\n".join([*_wrapped(head, 4), *points])


def _interval(part: Mapping[str, Any]) -> str:
    return f"{part['effect']:.4g} [{part['low']:.4g}, {part['high']:.4g}]"


def _wrapped(line: str, indent: int) -> list[str]:
    import textwrap

    return textwrap.wrap(line, WIDTH, subsequent_indent=" " * indent, drop_whitespace=True)
