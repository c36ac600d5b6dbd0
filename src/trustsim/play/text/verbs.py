"""The verbs: every word that begins a line, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from trustsim.errors import UsageError
from trustsim.play.results import Result, keep_result
from trustsim.play.strings import say
from trustsim.play.text import asking, learning, pages, planning, reading, reckoning, shelf
from trustsim.play.text.shell import Shell
from trustsim.play.text.vocabulary import SYNONYMS, hint, is_word, shown, spelled, typed, word

Verb = Callable[[Shell, Sequence[str]], None]


def room(shell: Shell, words: Sequence[str]) -> None:
    """Show what the community talks about."""
    shell.show(pages.room(shell.session))


def circles(shell: Shell, words: Sequence[str]) -> None:
    """Show what is known of every circle."""
    shell.show(pages.circles(shell.session))


def inbox(shell: Shell, words: Sequence[str]) -> None:
    """Show what people write."""
    shell.show(pages.inbox(shell.session, whole=reading.is_all(words)))


def goals(shell: Shell, words: Sequence[str]) -> None:
    """Show what wins medals, and what the scenario is about."""
    shell.show(pages.goals(shell.session.campaign))
    shell.show(pages.claims(shell.session.campaign))


def status(shell: Shell, words: Sequence[str]) -> None:
    """Show how things stand."""
    shell.show(pages.status(shell.session))


def brief(shell: Shell, words: Sequence[str]) -> None:
    """Show the briefing again."""
    shell.show(pages.briefing(shell.session))
    shell.show(pages.claims(shell.session.campaign))


def plan(shell: Shell, words: Sequence[str]) -> None:
    """Show the plan."""
    shell.show(pages.plan(shell.session))


def post(shell: Shell, words: Sequence[str]) -> None:
    """Plan a post, or show a past one if it is called by its number."""
    if words and words[0].isdecimal():
        asking.past_post(shell, words)
    else:
        planning.post(shell, words)


def posts(shell: Shell, words: Sequence[str]) -> None:
    """Show every post so far."""
    shell.show(reckoning.posts(shell.session.campaign))


def crowd(shell: Shell, words: Sequence[str]) -> None:
    """Show how much people trust the brand."""
    shell.show(reckoning.crowd(shell.session))


def history(shell: Shell, words: Sequence[str]) -> None:
    """Show every week so far."""
    shell.show(reckoning.history(shell.session.campaign))


def go(shell: Shell, words: Sequence[str]) -> None:
    """Play the week."""
    shell.must_go_on()
    with shell.week_at_work():
        shell.session.play_week()
    campaign = shell.session.campaign
    shell.show(reckoning.reckoning(shell.session, campaign.week))
    if campaign.is_over and shell.session.path is not None:
        keep_result(Result.of(campaign))
    shell.go_on()


def rewind(shell: Shell, words: Sequence[str]) -> None:
    """Take the last week back; its plan is the draft again."""
    with shell.week_at_work():
        shell.session.undo_week()
    shell.go_on()
    shell.show(pages.plan(shell.session))


def leave(shell: Shell, words: Sequence[str]) -> None:
    """Leave the game."""
    shell.quit()


def show_help(shell: Shell, words: Sequence[str]) -> None:
    """Show every verb, or one of them with what it takes."""
    verb = verb_of(words) if words else None
    if words and verb is None:
        near = hint(words[0], typed_words())
        raise UsageError(say("text.error.verb", word=words[0], hint=near))
    shell.show(help_on(verb) if verb else help_page())


def help_page() -> Iterator[str]:
    """Yield every verb, by what it is for."""
    for group, verbs in GROUPS.items():
        yield say(f"text.groups.{group}")
        for verb in verbs:
            yield _help_line(verb)


def help_on(verb: str) -> Iterator[str]:
    """Yield what one verb does, and the words it takes."""
    yield _help_line(verb)
    if verb == "post":
        yield _help_line("autopsy")
    if verb in ("post", "change"):
        yield say("text.help_parts.kinds")
        for kind, name in zip(shown("kind"), dict.fromkeys(typed("kind").values()), strict=True):
            yield say("text.help_parts.kind", word=kind, hint=say(f"kind_hint.{name}"))
        yield say("text.help_parts.tones", words=", ".join(shown("tone")))
        yield say("text.help_parts.post_parts", words=", ".join(shown("option")))
        yield say("text.help_parts.days", words=", ".join(shown("day")))
    if verb == "reply":
        yield say("text.help_parts.manners", words=", ".join(shown("manner")))


def _help_line(verb: str) -> str:
    use, does = say(f"text.verb.{verb}.use"), say(f"text.verb.{verb}.does")
    return f"  {use:<24} {does}" if len(use) <= 24 else f"  {use}\n{'':<27}{does}"


VERBS: Final[Mapping[str, Verb]] = {
    "circles": circles,
    "room": room,
    "inbox": inbox,
    "goals": goals,
    "status": status,
    "brief": brief,
    "post": post,
    "change": planning.change,
    "talk": partial(planning.work, kind="take_part"),
    "listen": partial(planning.work, kind="listen"),
    "reply": planning.reply,
    "improve": partial(planning.work, kind="improve"),
    "apologise": partial(planning.work, kind="apologise"),
    "collaborate": partial(planning.work, kind="collaborate"),
    "bet": planning.bet,
    "plan": plan,
    "drop": planning.drop,
    "clear": planning.clear,
    "undo": planning.undo,
    "go": go,
    "watch": asking.watch,
    "crowd": crowd,
    "rewind": rewind,
    "history": history,
    "week": asking.week,
    "posts": posts,
    "why": asking.why,
    "whatif": asking.whatif,
    "turning": asking.turning,
    "luck": asking.luck,
    "report": learning.report,
    "claims": learning.claims,
    "prove": learning.prove,
    "quiz": learning.guess,
    "save": shelf.save,
    "saves": shelf.saves,
    "load": shelf.load,
    "again": shelf.again,
    "settings": shelf.settings,
    "help": show_help,
    "quit": leave,
}
"""Every verb by its name; the player's language may call it otherwise."""

GROUPS: Final = {
    "read": ("circles", "room", "inbox", "goals", "status", "brief"),
    "plan": ("post", "change", "talk", "listen", "reply", "improve", "apologise", "collaborate",
             "bet", "plan", "drop", "clear", "undo"),
    "play": ("go", "watch", "crowd", "rewind"),
    "back": ("history", "week", "posts", "autopsy", "why", "whatif", "turning", "luck", "report"),
    "learn": ("claims", "prove", "quiz"),
    "rest": ("save", "saves", "load", "again", "settings", "help", "quit"),
}  # fmt: skip
"""The verbs as the help lists them."""


def typed_words() -> dict[str, str]:
    """Return what can begin a line, and the verb it stands for."""
    return {name: name for name in VERBS} | {word(name): name for name in VERBS}


def verb_of(words: Sequence[str]) -> str | None:
    """Return the verb that a line begins with, or None; a unique beginning is enough."""
    first = spelled(words[0])
    known = {spelled(one): verb for one, verb in typed_words().items()}
    if first in known:
        return known[first]
    if first in SYNONYMS:
        return SYNONYMS[first]
    begun = {verb for name, verb in known.items() if name.startswith(first)}
    return begun.pop() if len(begun) == 1 else None


def is_quit(typed_line: str) -> bool:
    """Tell whether a line asks to leave."""
    words = reading.split(typed_line)
    return bool(words) and (is_word(words[0], "quit") or SYNONYMS.get(words[0].lower()) == "quit")
