"""The party as text: two choices, and both evenings side by side."""

from __future__ import annotations

from collections.abc import Callable

from trustsim.play.party import CHOICES, Choice, evening, guests
from trustsim.play.people import name_of
from trustsim.play.results import Result, keep_result
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.text.figures import wrapped
from trustsim.scenario.schema import Scenario


def play_party(
    scenario: Scenario, seed: int, read: Callable[[str], str | None], write: Callable[[str], None]
) -> None:
    """Play the evening, then the other one, and show both on the same luck."""
    story = told(scenario).story
    write(wrapped(story.briefing))
    write("")
    choice = _choose(read, write)
    if choice is None:
        return
    _tell(scenario, seed, choice, write)
    other: Choice = "join" if choice == "tell" else "tell"
    if read(say("text.party.again")) is None:
        return
    _tell(scenario, seed, other, write)
    keep_result(Result.of(evening(scenario, seed, "join")))
    _side_by_side(scenario, seed, write)
    write("")
    write(wrapped(story.lesson))
    write("")
    write(say("text.party.next"))


def _choose(read: Callable[[str], str | None], write: Callable[[str], None]) -> Choice | None:
    """Ask until one of the two is chosen; None at the end of the input."""
    product_lines = [say(f"text.party.{choice}") for choice in CHOICES]
    while True:
        for number, line in enumerate(product_lines, 1):
            write(f"  {number}  {line}")
        typed = read(say("text.party.prompt"))
        if typed is None:
            return None
        word = typed.strip().lower()
        for number, choice in enumerate(CHOICES, 1):
            if word and (word == str(number) or choice.startswith(word)):
                return choice
        if word in ("quit", "q", "exit"):
            return None
        write(say("text.party.which"))


def _tell(scenario: Scenario, seed: int, choice: Choice, write: Callable[[str], None]) -> None:
    campaign = evening(scenario, seed, choice)
    write("")
    write(say(f"text.party.after_{choice}"))
    for guest in guests(campaign):
        write(say("text.party.guest", name=name_of(guest.user), word=say(f"guest.{guest.word}")))
    write(say(f"text.party.sum_{choice}"))


def _side_by_side(scenario: Scenario, seed: int, write: Callable[[str], None]) -> None:
    told, joined = (guests(evening(scenario, seed, choice)) for choice in CHOICES)
    write("")
    write(say("text.party.both", seed=seed))
    wide = max(len(say(f"guest.{guest.word}")) for guest in told) + 3
    for a, b in zip(told, joined, strict=True):
        left, right = say(f"guest.{a.word}"), say(f"guest.{b.word}")
        write(f"  {name_of(a.user):<6} {left:<{wide}} {right}")
