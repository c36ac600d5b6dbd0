"""``trustsim calibrate``: the fitted constants, fitted again."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trustsim import __version__

if TYPE_CHECKING:
    from trustsim.lab.calibrate.bench import Bench
    from trustsim.lab.calibrate.blocks import Block
    from trustsim.lab.calibrate.search import Effort, Moment
    from trustsim.lab.calibrate.verdict import Verdict

INTERRUPTED = 130
FRESH = 1_000
"""Before the first seed of the luck that --check goes by; fitting goes by 1, 2, 3 and so on."""


@click.command()
@click.option("--rounds", type=click.IntRange(1, 20), default=2, show_default=True,
              help="How often every block is fitted, each time closer to the best.")  # fmt: skip
@click.option("--trials", type=click.IntRange(1, 10_000), default=10, show_default=True,
              help="For each constant of a block, in each round.")  # fmt: skip
@click.option("--seeds", type=click.IntRange(1, 10_000), default=12, show_default=True,
              help="Runs that every trial is measured on, always the same.")  # fmt: skip
@click.option("--seed", "luck", type=click.IntRange(0), default=1, show_default=True,
              help="Luck of the search itself.")  # fmt: skip
@click.option("--scenario", default="free-play", show_default=True, help="Where it is measured.")
@click.option("--users", type=click.IntRange(50), help="Instead of the scenario's.")
@click.option("--rows", metavar="SF1,...", help="Only what is fitted to these rows.")
@click.option("--check", is_flag=True, help="Only measure what is shipped, on other luck.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Write what was found, for scenarios to extend, and a record.")  # fmt: skip
@click.option("--workers", type=int, help="Processes; all cores if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def calibrate(
    rounds: int,
    trials: int,
    seeds: int,
    luck: int,
    scenario: str,
    users: int | None,
    rows: str | None,
    check: bool,
    out: Path | None,
    workers: int | None,
    as_json: bool,
) -> int:
    """Fit the constants labelled 'fitted' to the evidence table, and to nothing else.

    What is shipped is what this prints. It begins with first guesses, never with the shipped
    values, and ends with the same values for any number of workers. Ctrl-C keeps the best so far.
    """
    from trustsim.lab.calibrate.bench import Bench
    from trustsim.lab.calibrate.blocks import blocks
    from trustsim.lab.calibrate.constants import fitted_constants
    from trustsim.lab.calibrate.search import Effort
    from trustsim.lab.commands.shared import as_json as to_json
    from trustsim.lab.commands.shared import say_if_cold
    from trustsim.lab.durable import make_folder
    from trustsim.lab.start import local_runner

    if out is not None:
        make_folder(out.absolute().parent)
    ids = tuple(name.strip() for name in rows.split(",")) if rows else ()
    lots = blocks(fitted_constants(), ids)
    first = FRESH if check else 0
    say_if_cold(quiet=as_json)
    with local_runner(workers) as runner:
        bench = Bench(scenario, range(first + 1, first + seeds + 1), runner, users)
        if check:
            from trustsim.lab.calibrate.check import checked

            found = checked(lots, bench)
            click.echo(to_json(found.told()) if as_json else found.sentences())
            return int(not found.holds)
        settings = {
            "scenario": scenario, "users": users, "seeds": seeds,
            "rounds": rounds, "trials": trials, "seed": luck,
        }  # fmt: skip
        verdict = _fitted(lots, bench, Effort(rounds, trials, luck), settings)
    _tell("")
    if out is not None:
        written = ", ".join(str(path) for path in verdict.write(out))
        click.echo(f"written: {written}", err=True)
    click.echo(to_json(verdict.told()) if as_json else verdict.sentences())
    return INTERRUPTED if verdict.interrupted else 0


def _fitted(
    lots: Sequence[Block], bench: Bench, effort: Effort, settings: Mapping[str, object]
) -> Verdict:
    """Search, and return what came of it, also if somebody presses Ctrl-C."""
    from trustsim.lab.calibrate.search import Search
    from trustsim.lab.calibrate.verdict import Verdict

    search = Search(lots, bench, effort)
    figures = [figure for block in lots for figure in block.figures]
    shipped = {constant: constant.shipped for block in lots for constant in block.constants}
    before: dict[str, float] = {}
    interrupted = False
    try:
        (before,) = bench.rows([shipped], figures)
        for moment in search.run():
            _tell(_progress(moment, effort))
        (after,) = bench.rows([search.best], figures)
    except KeyboardInterrupt:
        interrupted, after = True, {**before, **search.rows}
    record = {"trustsim": __version__, "optuna": search.optuna, **settings}
    values = {**shipped, **search.found}
    return Verdict(lots, values, before, after, record, interrupted).better()


def _progress(moment: Moment, effort: Effort) -> str:
    minutes, seconds = divmod(round(moment.left), 60)
    return (
        f"round {moment.round} of {effort.rounds}, {', '.join(moment.block.ids)}: "
        f"{moment.trials} of {moment.of} trials, loss {moment.loss:.3f}; "
        f"{minutes}:{seconds:02} left"
    )


def _tell(words: str) -> None:
    """Show progress in one line of a terminal, and nothing elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        sys.stderr.flush()
