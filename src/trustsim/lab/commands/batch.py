"""``trustsim batch``: an experiment is played, or goes on where it stopped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trustsim.lab.commands.shared import FOLDER, counted, say_if_cold
from trustsim.lab.commands.shared import as_json as to_json

if TYPE_CHECKING:
    from trustsim.lab.batch import Tally
    from trustsim.lab.runner import Runner
    from trustsim.lab.schedule import Schedule

INTERRUPTED = 130


@click.command()
@click.argument("experiment", metavar="EXPERIMENT")
@click.option("--out", type=FOLDER, help="Where results go; a folder of its name if left out.")
@click.option("--workers", type=int, help="Processes; 0 plays in this one. All cores if left out.")
@click.option(
    "--cluster", metavar="ADDRESS", help="A dask scheduler, such as tcp://127.0.0.1:8786."
)
@click.option("--dry-run", is_flag=True, help="Say what would be played, and play nothing.")
@click.option("--retry-failed", is_flag=True, help="Play runs again that failed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def batch(
    experiment: str,
    out: Path | None,
    workers: int | None,
    cluster: str | None,
    dry_run: bool,
    retry_failed: bool,
    as_json: bool,
) -> int:
    """Run an experiment, or go on with one.

    EXPERIMENT is a file, or the name of a shipped one. Whatever stops it, the same command goes
    on where it stopped and ends with the same tables.
    """
    from trustsim.lab.reading import experiment_file, load_experiment
    from trustsim.lab.schedule import schedule_of
    from trustsim.lab.start import runner_for

    file = experiment_file(experiment)
    asked = load_experiment(file)
    schedule = schedule_of(asked, file.parent)
    folder = out or Path(asked.name)
    if dry_run:
        click.echo(to_json(_planned(schedule)) if as_json else _planned_text(schedule, folder))
        return 0
    runner = runner_for(workers, cluster)
    say_if_cold(quiet=as_json or cluster is not None)
    source = file.read_text(encoding="utf-8")
    return _batch(schedule, folder, runner, source, retry_failed, as_json)


def _batch(
    schedule: Schedule,
    folder: Path,
    runner: Runner,
    source: str,
    retry_failed: bool,
    as_json: bool,
) -> int:
    """Carry a batch out, with a screen to watch it on."""
    from trustsim.lab.batch import carry_out
    from trustsim.lab.progress import Screen

    first = schedule.experiment.outcomes[0].column
    try:
        with runner, Screen(first) as screen:
            tally = carry_out(
                schedule,
                folder,
                runner,
                source=source,
                watcher=screen,
                retry_failed=retry_failed,
            )
    except KeyboardInterrupt:
        click.echo(f"stopped; {folder} keeps what was done; the same command goes on", err=True)
        return INTERRUPTED
    click.echo(to_json(_told(tally, folder)) if as_json else _tally_text(tally, folder))
    return 1 if tally.failed else 0


def _planned(schedule: Schedule) -> dict[str, Any]:
    experiment = schedule.experiment
    points = 1 + max(cell.point for cell in schedule.cells)
    return {
        "experiment": experiment.name,
        "runs": len(schedule),
        "scenarios": len(experiment.scenarios),
        "points": points,
        "strategies": len(experiment.strategies),
        "seeds": len(schedule.seeds),
    }


def _planned_text(schedule: Schedule, folder: Path) -> str:
    plan = _planned(schedule)
    parts = [
        counted(plan["scenarios"], "scenario"),
        counted(plan["points"], "point"),
        counted(plan["strategies"], "strategy", "strategies"),
        counted(plan["seeds"], "seed"),
    ]
    first = schedule.command(schedule[0])
    return (
        f"{plan['experiment']}: {counted(plan['runs'], 'run')} = {' x '.join(parts)}\n"
        f"results would go to {folder}\nthe first run is: {first}"
    )


def _told(tally: Tally, folder: Path) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "planned": tally.planned,
        "statuses": dict(sorted(tally.statuses.items())),
        "played_now": tally.played,
        "seconds": round(tally.seconds, 3),
    }


def _tally_text(tally: Tally, folder: Path) -> str:
    pace = f" ({tally.played / tally.seconds:.3g} a second)" if tally.played else ""
    lines = [
        f"{counted(tally.done, 'run')} of {tally.planned:,} done, {tally.played:,} played now in "
        f"{tally.seconds:.1f} s{pace}; results in {folder}"
    ]
    if tally.failed:
        kinds = ", ".join(
            f"{count:,} {status}"
            for status, count in sorted(tally.statuses.items())
            if status != "done"
        )
        lines.append(
            f"{kinds}: each has a row in {folder / 'runs'} with its reason and the command that "
            "repeats it; --retry-failed plays them again"
        )
    return "\n".join(lines)
