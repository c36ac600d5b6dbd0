"""``trustsim analyse``, ``plot`` and ``report``: from runs to answers."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trustsim.lab.commands.shared import FOLDER, counted
from trustsim.lab.commands.shared import as_json as to_json

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.lab.results import Results


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--half-width", type=float, help="Say how many seeds it takes to know it so well.")
@click.option("--sensitivity", "which", is_flag=True, help="Say which parameters decide.")
@click.option("--failed", is_flag=True, help="List the runs that failed, with why.")
@click.option("--save", type=FOLDER, help="Write every table there as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def analyse(
    folder: Path,
    half_width: float | None,
    which: bool,
    failed: bool,
    save: Path | None,
    as_json: bool,
) -> int:
    """Estimate outcomes and their uncertainty.

    FOLDER holds the results of 'trustsim batch', finished or not.
    """
    from trustsim.lab.analysis import differences, more_seeds, summary, verdicts
    from trustsim.lab.results import Results
    from trustsim.lab.tables import as_text

    results = Results.load(folder)
    tables = {
        "outcomes": summary(results),
        "differences": differences(results),
        "verdicts": verdicts(results),
    }
    if half_width is not None:
        tables["seeds"] = more_seeds(results, half_width)
    if which:
        from trustsim.lab.sensitivity import sensitivity

        tables["sensitivity"] = sensitivity(results)
    if failed and (save is not None or as_json):
        tables["failed"] = results.failed.reset_index()
    if save is not None:
        _save_tables(tables, save)
    if as_json:
        click.echo(to_json({name: _records(table) for name, table in tables.items()}))
    else:
        click.echo("\n\n".join(as_text(table, TITLES[name]) for name, table in tables.items()))
        if failed:
            click.echo(_failures(results))
        click.echo(f"\n{_state(results)}")
    return 0


TITLES = {
    "outcomes": "Outcomes: mean over seeds, with its 95 % interval",
    "differences": "Differences between strategies on the same luck",
    "verdicts": "What was expected, and what came (p corrected by Holm)",
    "seeds": "Seeds it takes",
    "sensitivity": "Which parameter decides",
}


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--figure", "names", multiple=True, help="Only this one; may be given several times.")
@click.option(
    "--format", "file_format", type=click.Choice(["svg", "png"]), default="svg", show_default=True
)
@click.option("--out", type=FOLDER, help="Where figures go; FOLDER/figures if left out.")
def plot(folder: Path, names: tuple[str, ...], file_format: str, out: Path | None) -> int:
    """Draw an experiment's figures.

    FOLDER holds the results of 'trustsim batch'. What can be drawn: strategies, weeks, along, map,
    trust, cascades.
    """
    from trustsim.lab.durable import make_folder, write_whole
    from trustsim.lab.figures import figures
    from trustsim.lab.look import drawn
    from trustsim.lab.results import Results

    target = out or folder / "figures"
    found = figures(Results.load(folder), names)
    make_folder(target)
    for name, figure in found.items():
        path = target / f"{name}.{file_format}"
        write_whole(path, drawn(figure, file_format))
        click.echo(str(path))
    return 0


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--out", type=click.Path(path_type=Path), help="FOLDER/report.html if left out.")
def report(folder: Path, out: Path | None) -> int:
    """Write an experiment up as one page.

    FOLDER holds the results of 'trustsim batch'. The page is a single file that needs no network.
    """
    from trustsim.lab.results import Results

    click.echo(str(Results.load(folder).report(out)))
    return 0


def _save_tables(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    from trustsim.lab.durable import make_folder, write_whole

    make_folder(folder)
    for name, table in tables.items():
        write_whole(folder / f"{name}.csv", table.to_csv(index=False).encode())


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows for JSON, which knows neither infinity nor what is no number."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    found = value.item() if hasattr(value, "item") else value
    return None if isinstance(found, float) and not math.isfinite(found) else found


def _failures(results: Results) -> str:
    """Return why each failed run did, and what repeats it."""
    parts = [
        f"\nrun {number} {row['status']}: {row['command']}\n{str(row['error']).rstrip()}"
        for number, row in results.failed.iterrows()
    ]
    return "\n".join(parts) or "\nno run failed"


def _state(results: Results) -> str:
    """Say how complete the results are."""
    done = len(results.runs) - len(results.failed)
    parts = [f"{counted(done, 'run')} of {len(results.plan):,} count"]
    if len(results.failed):
        parts.append(f"{len(results.failed):,} failed (--failed lists them)")
    if results.missing:
        parts.append(f"{results.missing:,} are still to be played")
    return "; ".join(parts)
