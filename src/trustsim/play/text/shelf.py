"""The shelf: the verbs for saves and settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from trustsim.campaign.campaign import check_seed
from trustsim.errors import UsageError
from trustsim.play.folder import Found, found_saves
from trustsim.play.session import Session
from trustsim.play.settings import Settings, first_settings, keep_settings, load_settings
from trustsim.play.strings import language, languages, say, use_language
from trustsim.play.tales import told
from trustsim.play.text.shell import Shell
from trustsim.play.text.vocabulary import choose, typed

DIFFICULTIES = ("gentle", "normal", "hard")


def save(shell: Shell, words: Sequence[str]) -> None:
    """Save a copy of the game to a file that isn't there yet."""
    if not words:
        raise UsageError(say("text.error.save"))
    path = Path(" ".join(words)).expanduser()
    if path.exists():
        raise UsageError(say("text.save.kept_nothing", path=path))
    shell.session.save_as(path)
    shell.write(say("text.save.done", path=path))


def saves(shell: Shell, words: Sequence[str]) -> None:
    """List the saved games."""
    shell.show(listed(found_saves(), shell.session.path))


def listed(found: Sequence[Found], here: Path | None = None) -> Iterator[str]:
    """Yield the saved games, numbered; broken ones with what is wrong with them."""
    if not found:
        yield say("text.saves.none")
        return
    yield say("text.saves.head")
    for number, one in enumerate(found, 1):
        if one.save is None:
            yield say("text.saves.broken", problem=one.problem)
            continue
        kept = one.save
        yield say("text.saves.line", number=number, title=told(kept.scenario).title,
                  week=len(kept.plans), weeks=kept.scenario.weeks, seed=kept.seed,
                  here=say("text.saves.here") if one.path == here else "")  # fmt: skip


def load(shell: Shell, words: Sequence[str]) -> None:
    """Go on with another saved game: by its number in the list, or a file."""
    from trustsim.campaign.save import load_save

    if not words:
        raise UsageError(say("text.error.load"))
    if words[0].isdecimal():
        shell.keep_draft()
        found, number = found_saves(), int(words[0])
        if not 1 <= number <= len(found) or found[number - 1].save is None:
            raise UsageError(say("text.error.no_save", word=words[0]))
        kept, path = found[number - 1].save, found[number - 1].path
    else:
        path = Path(" ".join(words)).expanduser()
        kept = load_save(path)
    assert kept is not None
    shell.take_up(Session.resume(kept, path))
    shell.drafts.restore(shell.session)
    campaign = shell.session.campaign
    shell.write(say("text.saves.loaded", title=told(campaign.scenario).title, week=campaign.week,
                    weeks=campaign.scenario.weeks))  # fmt: skip
    shell.greet()


def again(shell: Shell, words: Sequence[str]) -> None:
    """Start the same scenario anew, on the same luck or on a seed of one's own."""
    campaign = shell.session.campaign
    seed = campaign.seed
    if words:
        seed = int(words[0]) if words[0].isdecimal() else -1
        check_seed(seed)
    shell.take_up(Session.start(campaign.scenario, seed, saves=shell.session.path is not None))
    shell.greet()


def settings(shell: Shell, words: Sequence[str]) -> None:
    """Show the settings, or change one of them."""
    shell.show(set_or_show(words))


def set_or_show(words: Sequence[str]) -> Iterator[str]:
    """Change the setting that is named and say so, or yield all there are.

    Raises:
        UsageError: there is no such setting, or it can't be that.
        WriteFailed: the settings can't be kept.
    """
    known = load_settings() or first_settings().changed(language=language())
    if not words:
        yield from settings_page(known)
        return
    name = choose("setting", words[0], typed("setting"))
    if len(words) < 2:
        raise UsageError(say("text.error.setting"))
    choices = languages() if name == "language" else DIFFICULTIES
    shown = {say(f"text.{name}.{one}").lower(): one for one in choices}
    value = choose(name, words[1], shown | {one: one for one in choices})
    keep_settings(known.changed(**{name: value}))
    if name == "language":
        use_language(value)
    yield say("text.settings.done", name=say(f"text.settings.{name}"),
              value=say(f"text.{name}.{value}"))  # fmt: skip


def settings_page(known: Settings) -> Iterator[str]:
    """Yield what can be set here."""
    for name, value, choices in (
        ("language", language(), languages()),
        ("difficulty", known.difficulty, DIFFICULTIES),
    ):
        others = [say(f"text.{name}.{one}") for one in choices if one != value]
        yield say("text.settings.line", name=say(f"text.settings.{name}"),
                  value=say(f"text.{name}.{value}"), others=", ".join(others) or "-")  # fmt: skip
    yield say("text.settings.hint")
    yield say("text.settings.hint_window")
