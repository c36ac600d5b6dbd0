"""``trustsim play`` and ``trustsim text``: the two ways to play."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trustsim.errors import TrustSimError, UsageError

if TYPE_CHECKING:
    from trustsim.campaign.save import Save
    from trustsim.scenario.schema import Scenario

FIRST_SCENARIO = "the-party"


@click.command()
@click.argument("scenario", default=FIRST_SCENARIO)
@click.option("--seed", type=int, default=None, help="The run's luck; a new one if left out.")
@click.option("--resume", is_flag=True, help="Go on with the newest save of this scenario.")
@click.option("--load", "save_path", type=click.Path(path_type=Path), help="Go on with a save.")
@click.option("--set", "changes", multiple=True, metavar="PATH=VALUE", help="Change the scenario.")
@click.option("--language", default=None, help="Language of the game, such as en or de.")
def text(
    scenario: str,
    seed: int | None,
    resume: bool,
    save_path: Path | None,
    changes: tuple[str, ...],
    language: str | None,
) -> None:
    """Play SCENARIO (a shipped name or a file) as text, typed or piped."""
    from trustsim.play.strings import use_language

    if language is not None:
        use_language(language)
    play_text(scenario, seed, _wanted(scenario, resume, save_path), changes)


def play_text(
    name: str, seed: int | None, save: tuple[Save, Path] | None, changes: tuple[str, ...] = ()
) -> None:
    """Play as text, from a save or from the start."""
    from trustsim.play.session import Session
    from trustsim.play.text.party import play_party
    from trustsim.play.text.shell import Shell

    read = reader()
    if save is not None:
        Shell(Session.resume(*save), read, click.echo).play()
        return
    scenario = loaded(name, changes)
    seed = new_seed() if seed is None else seed
    if scenario.mode == "party":
        play_party(scenario, seed, read, click.echo)
    else:
        Shell(Session.start(scenario, seed), read, click.echo).play()


def loaded(name: str, changes: tuple[str, ...]) -> Scenario:
    """Load a scenario with the changes of the command line.

    Raises:
        TrustSimError: there is no such scenario, or it or a change is off.
    """
    from trustsim.scenario.load import load_scenario

    return load_scenario(name, changes_of(changes))


def changes_of(changes: tuple[str, ...]) -> dict[str, object]:
    """Split ``path=value`` words.

    Raises:
        UsageError: one has no ``=``.
    """
    found: dict[str, object] = {}
    for change in changes:
        path, sign, value = change.partition("=")
        if not sign:
            raise UsageError(f"--set {change}: write PATH=VALUE, such as population.users=500")
        found[path] = value
    return found


def new_seed() -> int:
    """Return a seed nobody chose; a game names it, so it can be played again."""
    return int.from_bytes(os.urandom(3), "big")


def reader() -> Callable[[str], str | None]:
    """Return what asks the player: typed lines, or piped ones, which are shown as if typed."""
    piped = not sys.stdin.isatty()

    def read(prompt: str) -> str | None:
        click.echo(prompt, nl=False)
        line = sys.stdin.readline()
        if not line:
            click.echo("")
            return None
        if piped:
            click.echo(line.rstrip("\n"))
        return line.rstrip("\n")

    return read


def _wanted(scenario: str, resume: bool, path: Path | None) -> tuple[Save, Path] | None:
    """Return the save to go on with, if one is asked for.

    Raises:
        TrustSimError: there is none, or it can't be read.
    """
    from trustsim.campaign.save import load_save
    from trustsim.play.folder import found_saves

    if path is not None:
        return load_save(path), path
    if not resume:
        return None
    problem = ""
    for found in found_saves():
        if found.save is not None and found.save.scenario.name == scenario:
            return found.save, found.path
        problem = problem or found.problem
    more = f" ({problem})" if problem else ""
    raise UsageError(f"there is no save of '{scenario}' to go on with{more}; start it anew")


@click.command()
@click.argument("scenario", required=False)
@click.option("--seed", type=int, default=None, help="The run's luck; a new one if left out.")
@click.option("--resume", is_flag=True, help="Go on with the newest save of this scenario.")
@click.option("--load", "save_path", type=click.Path(path_type=Path), help="Go on with a save.")
@click.option("--set", "changes", multiple=True, metavar="PATH=VALUE", help="Change the scenario.")
@click.option("--language", default=None, help="Language of the game, such as en or de.")
@click.option("--text", "as_text", is_flag=True, help="Play as text even where a window opens.")
def play(
    scenario: str | None,
    seed: int | None,
    resume: bool,
    save_path: Path | None,
    changes: tuple[str, ...],
    language: str | None,
    as_text: bool,
) -> None:
    """Play SCENARIO in the window, or as text where there is no display."""
    from trustsim.play.strings import say, use_language

    if language is not None:
        use_language(language)
    save = _wanted(scenario or FIRST_SCENARIO, resume, save_path)
    if as_text or not has_display():
        if not as_text:
            click.echo(say("text.no_display"))
        play_text(scenario or FIRST_SCENARIO, seed, save, changes)
        return
    from trustsim.play.window.game import open_window

    chosen = loaded(scenario, changes) if scenario else None
    open_window(chosen, seed, save)


def has_display() -> bool:
    """Tell whether a window can be opened here."""
    if os.environ.get("SDL_VIDEODRIVER"):
        return True
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


__all__ = ["TrustSimError", "play", "text"]
