"""Refusals: what the rooms below say of a plan, a save or a disk, in the player's language.

They say it in English, as one sentence each. Here every such sentence is known by its form, and
said again from the strings; one that is not known stays as it is.
"""

from __future__ import annotations

import re
from typing import Final

from trustsim.play.strings import FALLBACK, language, say

_N: Final = r"[\d.,]+"
_FORMS: Final = tuple(
    (name, re.compile(form, re.DOTALL))
    for name, form in (
        ("week", r"week (?P<week>\d+): (?P<rest>.*)"),
        ("posts", rf"the plan has (?P<many>{_N}) posts and a week takes (?P<most>{_N}); "
                  rf"drop (?P<drop>{_N})"),
        ("hours", rf"the plan takes (?P<takes>{_N}) h and you have (?P<have>{_N}) h; (?P<rest>.*)"),
        ("drop_or_less", r"drop a post or give one less care"),
        ("less_care", r"give the post less care"),
        ("do_less", r"do less"),
        ("boosts", r"the boosts cost (?P<cost>\S+) and you have (?P<have>\S+); boost less"),
        ("bet", r"the bet runs from (?P<low>\S+) to (?P<high>\S+); put the smaller number first"),
        ("door", r"post (?P<post>\d+) is for the circle '(?P<circle>[^']*)', whose door is shut; "
                 r"it opens (?P<rest>.*) if you ask for nothing; take part, or apologise once"),
        ("within_a_day", r"within a day"),
        ("in_days", r"in about (?P<days>\d+) days"),
        ("stranger", r"post (?P<post>\d+) is to be made with user (?P<user>-?\d+), whom you know "
                     r"of no circle; you know: (?P<known>.*); listen in a circle to find its "
                     r"connector"),
        ("lost", r"post (?P<post>\d+) is to be made with user (?P<user>\d+), who has muted you; "
                 r"make it alone"),
        ("twice", r"comment (?P<comment>\d+) is answered (?:twice|\d+ times); once is enough"),
        ("answered", r"comment (?P<comment>\d+) was answered in week (?P<week>\d+) already"),
        ("too_old", r"comment (?P<comment>\d+) is too old to be answered; answer what is in the "
                    r"inbox"),
        ("no_comment", r"there is no comment (?P<comment>\d+) in the inbox; it holds: "
                       r"(?P<known>.*)"),
        ("needs_circle", r"the work '(?P<work>[^']*)' needs a circle; there are: (?P<known>.*)"),
        ("needs_facet", r"to improve the product, name a facet; there are: (?P<known>.*)"),
        ("apology", rf"an apology takes at least (?P<least>{_N}) h and this one gets "
                    rf"(?P<hours>{_N}) h; mean it, or leave it"),
        ("collaborate", r"to collaborate, name a connector as the collaborator of a post, or drop "
                        r"that work"),
        ("not_there", r".* the (?:topic|circle|facet) '(?P<name>[^']*)', which is not there; "
                      r"(?P<rest>.*)"),
        ("meant", r"did you mean '(?P<near>[^']*)'\?"),
        ("there_are", r"there are: (?P<known>.*)"),
        ("over", r"the campaign ended after week (?P<week>\d+); undo a week, or start anew"),
        ("no_undo", r"no week has been played, so there is none to undo"),
        ("cant_decide", r"that can't be decided: (?P<rest>.*)"),
        ("not_played", r"week (?P<week>\d+) wasn't played; choose from 1 to (?P<last>\d+)"),
        ("none_to_change", r"no week has been played yet, so there is none to change"),
        ("none_to_swap", r"no week has been played yet, so there is nothing to (?:swap|compare)"),
        ("no_work", r"that week's plan has no (?:post|work) (?P<number>\d+); it has "
                    r"(?P<count>\w+)"),
        ("no_such", r"there is no [\w ]+ '(?P<name>[^']*)'; .*known: (?P<known>.*)"),
        ("foreign", r"(?P<file>.*) is no save of TrustSim(?:; .*)?"),
        ("no_text", r"(?P<file>.*) is no text, so it is no save of TrustSim"),
        ("version", r"(?P<file>.*) was saved by TrustSim (?P<then>\S+) and this is (?P<now>\S+); "
                    r"a run repeats .*"),
        ("damaged", r"(?P<file>.*) is damaged: .*; go back to an older save"),
        ("cut", r"(?P<file>.*) is cut or damaged: .*; go back to an older save"),
        ("too_large", r"(?P<file>.*) is too large for a save; .*"),
        ("no_save", r"there is no save (?P<file>.*); check the name"),
        ("unreadable", r"(?P<file>.*) can't be read: (?P<why>.*)"),
        ("changed", r"week (?P<week>\d+) of this save can't be played again: (?P<rest>.*)"),
        ("differs", r"the replay differs from its save in week (?P<week>\d+): .*"),
        ("unwritable", r"(?P<file>.*) can't be written: (?P<why>[^;]*);.*"),
        ("closed_folder", r"(?P<file>.*) can't be written to;.*"),
    )
)  # fmt: skip

_REASONS: Final = {
    "no space left on device": "full",
    "disk quota exceeded": "full",
    "permission denied": "forbidden",
    "operation not permitted": "forbidden",
    "read-only file system": "read_only",
    "no such file or directory": "missing",
    "is a directory": "folder",
    "not a directory": "no_folder",
    "file name too long": "long_name",
    "input/output error": "broken_disk",
}
"""What a system says of a file it can't read or write."""


def spoken(problem: object) -> str:
    """Return what was refused, in the player's language; every line by itself."""
    text = str(problem)
    if language() == FALLBACK:
        return text
    return "\n".join(_line(line) for line in text.splitlines())


def is_known(sentence: str) -> bool:
    """Tell whether a sentence can be said in every language."""
    return any(form.fullmatch(sentence) for _, form in _FORMS)


def _line(sentence: str) -> str:
    """Return one sentence, and what is in it, in the player's language."""
    for name, form in _FORMS:
        if found := form.fullmatch(sentence):
            values = found.groupdict()
            if "rest" in values:
                values["rest"] = _line(values["rest"])
            if "why" in values:
                values["why"] = _reason(values["why"])
            return say(f"refusal.{name}", **values)
    return sentence


def _reason(why: str) -> str:
    """Return why a file can't be used, in the player's language; as it is where nobody said."""
    name = next((name for said, name in _REASONS.items() if said in why.lower()), "")
    return say(f"refusal.why.{name}") if name else why
