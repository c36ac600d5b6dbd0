"""The doorbell: one command line for every door, each opened only when it is rung.

A command lives in the module of its own door and is named in `COMMANDS`, with a line of help that
`trustsim --help` prints without importing anything. This is also the one place where an error
becomes a sentence and an exit code:

====  ==========================================================
0     done
1     failed
2     the command line itself is off
3     a file can't be used
4     incomplete: the same command goes on with it
130   Ctrl-C
====  ==========================================================
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click

from trustsim import __version__
from trustsim.errors import ScenarioFileError, TrustSimError, nearest

INTERRUPTED = 130


class Door(NamedTuple):
    """Where a command lives, as ``module:attribute``, and what it does in a line."""

    place: str
    summary: str

    @property
    def module(self) -> str:
        """The full name of the command's module."""
        return "trustsim." + self.place.partition(":")[0]

    @property
    def exists(self) -> bool:
        """Whether the module is part of this edition of TrustSim."""
        path = Path(__file__).parent.joinpath(*self.module.split(".")[1:])
        return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()

    def open(self) -> click.Command:
        """Import the module and return its command."""
        command = getattr(import_module(self.module), self.place.partition(":")[2])
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.place} is no click command")
        return command


COMMANDS = {
    "play": Door("play.commands:play", "Play a scenario, in the window or else as text."),
    "text": Door("play.commands:text", "Play a scenario as text, typed or piped."),
    "demo": Door("commands.demo:demo", "Pitch to twelve people, or talk with them: see both."),
    "replay": Door("commands.replay:replay", "Play a save again; check that it ends alike."),
    "run": Door("commands.run:run", "Let a strategy play a scenario; print the result."),
    "check": Door("commands.check:check", "Find every mistake in scenario files."),
    "scenarios": Door("commands.scenarios:scenarios", "List the scenarios."),
    "strategies": Door("commands.strategies:strategies", "List the strategies."),
    "export": Door("commands.export:export", "Write networks, tables or the schema."),
    "constants": Door("commands.constants:constants", "List the model's constants."),
    "whatif": Door("commands.whatif:whatif", "Change one decision and compare."),
    "diff": Door("commands.diff:diff", "Find the first day on which two runs differ."),
    "batch": Door("lab.commands:batch", "Run an experiment, or go on with one."),
    "analyse": Door("lab.commands:analyse", "Estimate outcomes and their uncertainty."),
    "plot": Door("lab.commands:plot", "Draw an experiment's figures."),
    "report": Door("lab.commands:report", "Write an experiment up as one page."),
    "search": Door("lab.commands:search", "Look for what does best."),
    "claims": Door("lab.science_commands:claims", "Test what the model is said to show."),
    "evidence": Door("lab.science_commands:evidence", "Set the model beside published figures."),
    "calibrate": Door("lab.calibrate.command:calibrate", "Fit constants to the published figures."),
    "reopen": Door("lab.commands:reopen", "Make a save of a run of an experiment."),
    "adopt": Door("lab.commands:adopt", "Make a strategy of a game's plans."),
}


class Doorbell(click.Group):
    """A click group that imports a command only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands of this edition, in the order of `COMMANDS`."""
        return [name for name, door in COMMANDS.items() if door.exists]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command called ``cmd_name``, imported now; None if there is none."""
        door = COMMANDS.get(cmd_name)
        return door.open() if door is not None and door.exists else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that ``args`` begin with; suggest the nearest if there is none."""
        known = self.list_commands(ctx)
        if not args[0].startswith("-") and args[0] not in known:
            near = nearest(args[0], known)
            hint = f"; did you mean '{near}'?" if near else ""
            ctx.fail(f"there is no command '{args[0]}'{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        rows = [(name, COMMANDS[name].summary) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


@click.command(cls=Doorbell, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="trustsim %(version)s")
def doorbell() -> None:
    """A simulation and a game about trust on social media."""


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str], program: str = "trustsim") -> int:
    """Run one command line and return its exit code.

    An error that is no `TrustSimError` is a bug and passes through, traceback and all.

    Args:
        arguments: the words after the program's name.
        program: the name by which help texts call the program.
    """
    keep_kernels_somewhere()
    try:
        words = list(arguments) or ["--help"]
        result = doorbell.main(words, prog_name=program, standalone_mode=False)
        sys.stdout.flush()
    except TrustSimError as error:
        return refuse(error)
    except click.ClickException as error:
        return complain(error)
    except (click.Abort, KeyboardInterrupt) as error:
        return interrupted(error)
    except BrokenPipeError:
        # The reader has gone; what is left in the buffer has nowhere to go at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return result if type(result) is int else 0


def refuse(error: TrustSimError) -> int:
    """Print the sentence of ``error`` and return its exit code."""
    # The lines of a scenario's problems begin with their place, where editors look for it.
    prefix = "" if isinstance(error, ScenarioFileError) else "trustsim: "
    click.echo(f"{prefix}{error}", err=True)
    return error.exit_code


def complain(error: click.ClickException) -> int:
    """Print what was wrong with the command line and return the exit code."""
    click.echo(f"trustsim: {error.format_message()}", err=True)
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(f"Try '{context.command_path} --help'.", err=True)
    return error.exit_code


def interrupted(error: BaseException) -> int:
    """Say that Ctrl-C, or the end of the input, ended it; return the exit code."""
    if isinstance(error.__cause__, EOFError):
        click.echo("trustsim: the input ended before the command was done.", err=True)
        return 1
    click.echo("trustsim: stopped.", err=True)
    return INTERRUPTED


def keep_kernels_somewhere() -> None:
    """Give numba a folder for compiled kernels where it would find none and refuse to work.

    It keeps them beside the source or in the user's cache. In a container both may be read-only;
    then they go into a folder of this process's user that no other can write to.
    """
    home_cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    beside = Path(__file__).parent / "market"
    if "NUMBA_CACHE_DIR" in os.environ or can_write_in(beside) or can_write_in(home_cache):
        return
    os.environ["NUMBA_CACHE_DIR"] = private_folder()


def can_write_in(folder: Path) -> bool:
    """Return whether ``folder``, or the nearest folder above that exists, can be written to."""
    nearest_existing = next(f for f in (folder, *folder.parents) if f.exists())
    return os.access(nearest_existing, os.W_OK)


def private_folder() -> str:
    """Return a temporary folder that is this user's own and stays for the next run."""
    import tempfile

    owner = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    path = Path(tempfile.gettempdir()) / f"trustsim-kernels-{owner}"
    path.mkdir(mode=0o700, exist_ok=True)
    status = path.lstat()
    is_ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    # Compiled kernels are code: take none from a folder that somebody else could fill.
    return str(path) if is_ours and not status.st_mode & 0o022 else tempfile.mkdtemp()


if __name__ == "__main__":
    main()
