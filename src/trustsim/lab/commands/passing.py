"""``trustsim reopen`` and ``adopt``: from a sweep into the game, and from the game into a sweep."""

from __future__ import annotations

from pathlib import Path

import click

from trustsim.lab.commands.shared import FOLDER

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("run", type=int)
@click.option("--week", type=int, help="Weeks that have been played; all if left out.")
@click.option("--out", type=FILE, help="The save; run-RUN.json if left out.")
def reopen(folder: Path, run: int, week: int | None, out: Path | None) -> int:
    """Make a save of a run of an experiment.

    FOLDER holds the results of 'trustsim batch', RUN is the run's number in its tables. The save
    opens in the game: 'trustsim play --load FILE'.
    """
    from trustsim.campaign.save import save_text
    from trustsim.lab.durable import write_whole
    from trustsim.lab.reopen import reopened
    from trustsim.lab.results import Results

    path = out or Path(f"run-{run}.json")
    save = reopened(Results.load(folder), run, week)
    write_whole(path, save_text(save).encode())
    click.echo(f"{path}: {save.strategy}, seed {save.seed}, {len(save.plans)} weeks played")
    return 0


@click.command()
@click.argument("save", type=FILE)
@click.option("--out", type=FILE, help="The strategy file; named like the save if left out.")
def adopt(save: Path, out: Path | None) -> int:
    """Make a strategy of a game's plans.

    SAVE is a save of the game. The strategy does each week what was done there, as far as it can on
    other luck: use it with --strategy, or name it in an experiment.
    """
    from trustsim.campaign.save import load_save
    from trustsim.lab.durable import write_whole
    from trustsim.lab.rehearsed import source_of

    path = out or save.with_suffix(".py")
    game = load_save(save)
    write_whole(path, source_of(game, save.stem).encode())
    click.echo(f"{path}: {len(game.plans)} weeks of plans; play it with --strategy {path}")
    return 0
