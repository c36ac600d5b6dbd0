"""``trustsim play`` and ``trustsim text``: the two ways to play."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from trustsim.errors import UsageError

if TYPE_CHECKING:
    from trustsim.campaign.save import Save
    from trustsim.play.text.shell import Read
    from trustsim.scenario.schema import Scenario

FIRST_SCENARIO = "the-party"
LEAST_SIZE = (960, 600)
MOST_SIZE = (7_680, 4_320)
"""Sizes that the window can have, in pixels."""
UNSEEN = ("offscreen", "dummy", "evdev")
"""Video drivers that SDL falls back to where it finds no display; nobody sees their windows."""
Command = TypeVar("Command", bound=Callable[..., Any])


def _how(command: Command) -> Command:
    """Give a command the options that both ways to play have."""
    options = (
        click.argument("scenario", required=False),
        click.option("--seed", type=int, help="The run's luck; a new one if left out."),
        click.option(
            "--resume", is_flag=True, help="Go on with the newest save (of SCENARIO, if given)."
        ),
        click.option(
            "--load", "save_path", type=click.Path(path_type=Path), help="Go on with a save."
        ),
        click.option(
            "--set", "changes", multiple=True, metavar="PATH=VALUE", help="Change the scenario."
        ),
        click.option(
            "--language",
            metavar="NAME",
            help="Language of the game, such as en or de; the system's if left out.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@_how
def text(
    scenario: str | None,
    seed: int | None,
    resume: bool,
    save_path: Path | None,
    changes: tuple[str, ...],
    language: str | None,
) -> None:
    """Play SCENARIO (a shipped name or a file) as text, typed or piped; without one, choose."""
    speak(language)
    play_text(scenario, seed, _wanted(scenario, resume, save_path), changes)


@click.command()
@_how
@click.option("--text", "as_text", is_flag=True, help="Play as text even where a window opens.")
@click.option(
    "--size", metavar="WIDTHxHEIGHT", help="Size of the window in pixels, such as 1920x1080."
)
def play(
    scenario: str | None,
    seed: int | None,
    resume: bool,
    save_path: Path | None,
    changes: tuple[str, ...],
    language: str | None,
    as_text: bool,
    size: str | None,
) -> None:
    """Play SCENARIO in the window, or as text where there is no display; without one, choose."""
    speak(language)
    pixels = window_size(size) if size else None
    save = _wanted(scenario, resume, save_path)
    reason = "" if as_text else why_no_window()
    if as_text or reason:
        if reason:
            click.echo(reason)
        play_text(scenario, seed, save, changes)
        return
    from trustsim.play.window.game import open_window

    open_window(loaded(scenario, changes) if scenario else None, seed, save, pixels)


def window_size(text: str) -> tuple[int, int]:
    """Read a size of the window, such as ``1920x1080``.

    Raises:
        UsageError: it is none, or one that the window can't have.
    """
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text.strip().lower())
    wide, high = (int(found[1]), int(found[2])) if found else (0, 0)
    fits = LEAST_SIZE[0] <= wide <= MOST_SIZE[0] and LEAST_SIZE[1] <= high <= MOST_SIZE[1]
    if not fits:
        least, most = ("x".join(map(str, size)) for size in (LEAST_SIZE, MOST_SIZE))
        raise UsageError(
            f"--size {text}: write WIDTHxHEIGHT in pixels, such as 1920x1080, "
            f"from {least} to {most}"
        )
    return wide, high


def speak(wanted: str | None) -> None:
    """Use the language that is asked for, else the player's own, else the system's.

    Raises:
        UnknownName: there is no such language.
    """
    from trustsim.play.settings import load_settings
    from trustsim.play.strings import system_language, use_language

    settings = load_settings() if wanted is None else None
    use_language(wanted or (settings.language if settings else system_language()))


def play_text(
    name: str | None,
    seed: int | None,
    save: tuple[Save, Path] | None,
    changes: tuple[str, ...] = (),
) -> None:
    """Play as text: a save, a scenario from its start, or what the player chooses."""
    read = reader()
    if save is not None:
        _resume(*save, read)
    elif name is not None:
        _start(name, seed, changes, read)
    else:
        _play_what_is_chosen(seed, changes, read)


def _play_what_is_chosen(seed: int | None, changes: tuple[str, ...], read: Read) -> None:
    """Let the player choose until they leave; who is new here begins with the party."""
    from trustsim.play.text import menu

    if menu.is_new_player():
        _start(FIRST_SCENARIO, seed, changes, read)
    while (chosen := menu.choose(read, click.echo)) is not None:
        if chosen.save is not None and chosen.save.save is not None:
            _resume(chosen.save.save, chosen.save.path, read)
        elif chosen.scenario is not None:
            _start(chosen.scenario, seed, changes, read)


def _start(name: str, seed: int | None, changes: tuple[str, ...], read: Read) -> None:
    """Play a scenario from its start."""
    from trustsim.campaign.campaign import check_seed
    from trustsim.play.session import Session
    from trustsim.play.text.party import play_party
    from trustsim.play.text.shell import Shell

    scenario = as_hard_as_wanted(loaded(name, changes), changes)
    seed = new_seed() if seed is None else seed
    check_seed(seed)
    _say_if_cold()
    if scenario.mode == "party":
        play_party(scenario, seed, read, click.echo)
    else:
        Shell(Session.start(scenario, seed), read, click.echo).play()


def _resume(save: Save, path: Path, read: Read) -> None:
    """Go on with a saved game, and with the plan that was being made."""
    from trustsim.play.session import Session
    from trustsim.play.text.shell import Shell

    _say_if_cold()
    shell = Shell(Session.resume(save, path), read, click.echo)
    shell.drafts.restore(shell.session)
    shell.play()


def _say_if_cold() -> None:
    """Tell whoever waits that the kernels are compiled first; nothing where they are there."""
    from trustsim.market.jit import is_cold
    from trustsim.play.strings import say

    if is_cold():
        click.echo(say("text.preparing"), err=True)


def loaded(name: str, changes: tuple[str, ...]) -> Scenario:
    """Load a scenario with the changes of the command line.

    Raises:
        TrustSimError: there is no such scenario, or it or a change is off.
    """
    from trustsim.scenario.load import load_scenario

    return load_scenario(name, changes_of(changes))


def as_hard_as_wanted(scenario: Scenario, changes: tuple[str, ...]) -> Scenario:
    """Return the scenario at the difficulty of the player's settings, if it has none of its own."""
    from trustsim.play.settings import load_settings

    settings = load_settings()
    is_set = any(change.partition("=")[0].strip() == "difficulty" for change in changes)
    if settings is None or is_set or scenario.difficulty != "normal":
        return scenario
    return scenario.model_copy(update={"difficulty": settings.difficulty})


def changes_of(changes: tuple[str, ...]) -> dict[str, object]:
    """Split ``path=value`` words.

    Raises:
        UsageError: one has no ``=``.
    """
    found: dict[str, object] = {}
    for change in changes:
        path, sign, value = change.partition("=")
        if not sign or not path.strip():
            raise UsageError(f"--set {change}: write PATH=VALUE, such as population.users=500")
        found[path.strip()] = value
    return found


def new_seed() -> int:
    """Return a seed nobody chose; a game names it, so it can be played again."""
    return int.from_bytes(os.urandom(3), "big")


def reader() -> Read:
    """Return what asks the player: typed lines, or piped ones, which are shown as if typed."""
    for stream in (sys.stdin, sys.stdout):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A letter that the terminal doesn't know must not end the game.
            reconfigure(errors="replace")
    if sys.stdin.isatty() and sys.stdout.isatty():
        return _typed_lines()
    return _piped_lines


def _typed_lines() -> Read:
    """Return what asks at a terminal, with the line editing and the history that it has."""
    from contextlib import suppress

    with suppress(ImportError):
        import readline  # noqa: F401 - importing it is what gives input() its line editing

    def read(prompt: str) -> str | None:
        try:
            return input(prompt)
        except EOFError:
            click.echo("")
            return None

    return read


def _piped_lines(prompt: str) -> str | None:
    """Return the next line of the input, shown behind the prompt as if somebody typed it."""
    click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    click.echo(line.rstrip("\n"))
    return line.rstrip("\n") if line else None


def _wanted(scenario: str | None, resume: bool, path: Path | None) -> tuple[Save, Path] | None:
    """Return the save to go on with, if one is asked for.

    Raises:
        TrustSimError: there is none, or it can't be read.
    """
    if path is None and not resume:
        return None
    from trustsim.campaign.save import load_save
    from trustsim.play.folder import found_saves
    from trustsim.play.strings import say

    if path is not None:
        return load_save(path), path
    broken = []
    for found in found_saves():
        if found.save is None:
            broken.append(found.problem)
        elif scenario in (None, found.save.scenario.name):
            for problem in broken:
                click.echo(say("text.saves.skipped", problem=problem), err=True)
            return found.save, found.path
    what = f"of '{scenario}' " if scenario else ""
    more = f" ({'; '.join(broken)})" if broken else ""
    raise UsageError(f"there is no save {what}to go on with{more}; start it anew")


def why_no_window() -> str:
    """Return in a sentence why no window can be opened here; empty if one can."""
    from trustsim.play.strings import say

    if not has_display():
        return say("text.no_display")
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame

    try:
        pygame.display.init()
    except pygame.error as error:
        return say("text.no_window", problem=str(error))
    if os.environ.get("SDL_VIDEODRIVER") or pygame.display.get_driver() not in UNSEEN:
        return ""
    pygame.display.quit()
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return say("text.unreachable", display=display)


def has_display() -> bool:
    """Tell whether there is a display."""
    if os.environ.get("SDL_VIDEODRIVER"):
        return True
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
