"""The menu as text: what there is to play, and what to go on with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trustsim.errors import TrustSimError
from trustsim.play.folder import Found, found_saves
from trustsim.play.quiz import next_round
from trustsim.play.results import best_results
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.text import reading, shelf
from trustsim.play.text.figures import amount, listing
from trustsim.play.text.learning import PARTY, ask_quiz
from trustsim.play.text.shell import Print, Read
from trustsim.play.text.verbs import is_quit
from trustsim.play.text.vocabulary import hint, is_word
from trustsim.scenario.load import load_scenario
from trustsim.scenario.schema import Scenario
from trustsim.scenario.shipped import shipped_names


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the player wants to play: a scenario from its start, or a saved game."""

    scenario: str | None = None
    save: Found | None = None


def is_new_player() -> bool:
    """Tell whether nobody has played here yet."""
    return not best_results() and not found_saves()


def choose(read: Read, write: Print) -> Chosen | None:
    """Ask until something is chosen; None if the player leaves or the input ends."""
    saves = [found for found in found_saves() if found.save is not None]
    _show(saves, write)
    while True:
        line = read(say("text.menu.prompt"))
        if line is None or is_quit(line):
            return None
        words = reading.split(line)
        if not words:
            continue
        if is_word(words[0], "settings"):
            _settings(words[1:], write)
            continue
        if is_word(words[0], "quiz"):
            ask_quiz(read, write, next_round(any(name != PARTY for name in best_results())))
            continue
        chosen = _chosen(words[0], saves)
        if chosen is not None:
            return chosen
        near = hint(words[0], shipped_names())
        write(say("text.menu.unknown", word=words[0], hint=near))


def _settings(words: list[str], write: Print) -> None:
    try:
        for line in shelf.set_or_show(words):
            write(line)
    except TrustSimError as error:
        write(say("text.error.refused", problem=str(error)))


def _chosen(word: str, saves: list[Found]) -> Chosen | None:
    """Return what a number or a name stands for."""
    names = shipped_names()
    if word in names:
        return Chosen(scenario=word)
    number = int(word) if word.isdecimal() else 0
    if 1 <= number <= len(names):
        return Chosen(scenario=names[number - 1])
    if 0 < number - len(names) <= len(saves):
        return Chosen(save=saves[number - len(names) - 1])
    begun = [name for name in names if name.startswith(word.lower())]
    return Chosen(scenario=begun[0]) if len(begun) == 1 else None


def _show(saves: list[Found], write: Print) -> None:
    names = shipped_names()
    write("")
    write(say("text.menu.head"))
    for number, name in enumerate(names, 1):
        for line in _scenario(number, load_scenario(name)):
            write(line)
    for number, found in enumerate(saves, len(names) + 1):
        assert found.save is not None
        kept = found.save
        write(say("text.menu.save", number=number, title=told(kept.scenario).title,
                  week=len(kept.plans), weeks=kept.scenario.weeks, seed=kept.seed))  # fmt: skip
    for found in found_saves():
        if found.save is None:
            write(say("text.saves.broken", problem=found.problem))


def _scenario(number: int, scenario: Scenario) -> Iterator[str]:
    """Yield what a list shows of one scenario."""
    spoken = told(scenario)
    yield say("text.menu.scenario", number=number, title=spoken.title, summary=spoken.summary)
    key = "party_more" if scenario.mode == "party" else "scenario_more"
    values = {} if scenario.mode == "party" else {"weeks": scenario.weeks}
    yield say(f"text.menu.{key}", users=amount(scenario.population.users),
              teaches=listing(scenario.teaches) or "-", best=_best(scenario.name),
              **values)  # fmt: skip


def _best(name: str) -> str:
    result = best_results().get(name)
    if result is None:
        return ""
    if result.medal is None:
        return say("text.menu.played")
    return say("text.menu.best", medal=say(f"medal.{result.medal}"))
