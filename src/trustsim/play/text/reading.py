"""Reading what the player typed: words become posts, answers and work."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from trustsim.campaign.plan import HOME, Manner, PostPlan, Reply, Work
from trustsim.campaign.report import Report
from trustsim.errors import UnknownName, UsageError, nearest
from trustsim.play.strings import say
from trustsim.scenario.rules import KINDS, TONES

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MANNERS = ("thank_fix", "explain", "joke", "delete", "ignore", "automate")
WORK = ("listen", "take_part", "improve", "apologise")
_OPTIONS = ("in", "about", "tone", "care", "day", "ask", "boost", "with")


def split(line: str) -> list[str]:
    """Split a typed line into words; quotes keep blanks together.

    Raises:
        UsageError: a quote is not closed.
    """
    try:
        return shlex.split(line, comments=False)
    except ValueError:
        return line.replace("'", " ").replace('"', " ").split()


def pick(what: str, word: str, known: Sequence[str]) -> str:
    """Return the one of ``known`` that ``word`` names or begins.

    Raises:
        UnknownName: none does, or several do.
    """
    low = word.lower().replace("-", "_") if "_" in "".join(known) else word.lower()
    if low in known:
        return low
    if word.isdigit() and 1 <= int(word) <= len(known):
        return known[int(word) - 1]
    begun = [name for name in known if name.startswith(low)]
    if len(begun) == 1:
        return begun[0]
    raise UnknownName(what, word, known)


def number(what: str, word: str) -> float:
    """Return a number of 0 or more.

    Raises:
        UsageError: it is none.
    """
    try:
        value = float(word.replace(",", "."))
    except ValueError:
        raise UsageError(say("text.error.number", what=what, word=word)) from None
    if not 0 <= value < 1e6:
        raise UsageError(say("text.error.number", what=what, word=word))
    return value


def post(words: Sequence[str], report: Report) -> PostPlan:
    """Read ``useful music in indie-kids tone playful care 3 day tue``.

    Raises:
        UsageError: a word is off; says which and what is allowed.
    """
    if not words:
        raise UsageError(say("text.error.post"))
    kind = pick("kind of post", words[0], KINDS)
    rest = list(words[1:])
    if rest and rest[0] not in (*_OPTIONS, "bot"):
        rest.insert(0, "about")
    found = _options(rest)
    circles = [view.id for view in report.circles]
    topic = pick("topic", found["about"], report.topics) if "about" in found else _topic(report)
    fields: dict[str, Any] = {
        "kind": kind,
        "topic": topic,
        "audience": pick("circle", found.get("in", HOME), [HOME, *circles]),
        "tone": pick("tone", found["tone"], TONES) if "tone" in found else _tone(kind),
        "care": number("care", found.get("care", "1")),
        "boost": number("boost", found.get("boost", "0")),
        "automated": "bot" in found,
    }
    if "day" in found:
        fields["day"] = DAYS.index(pick("day", found["day"][:3], DAYS))
    if "ask" in found:
        fields["ask"] = number("ask", found["ask"])
    if "with" in found:
        fields["collaborator"] = int(number("person", found["with"]))
    return checked(PostPlan, fields)


def _options(words: Sequence[str]) -> Mapping[str, str]:
    """Read ``name value`` pairs; ``bot`` stands alone."""
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        name = words[at].lower()
        if name == "bot":
            found[name] = "yes"
            at += 1
            continue
        if name not in _OPTIONS:
            near = nearest(name, [*_OPTIONS, "bot"])
            hint = say("text.error.hint", near=near) if near else ""
            raise UsageError(say("text.error.option", word=name, hint=hint))
        if at + 1 >= len(words):
            raise UsageError(say("text.error.value", word=name))
        found[name] = words[at + 1]
        at += 2
    return found


def _topic(report: Report) -> str:
    return report.product_topics[0] if report.product_topics else report.topics[0]


def _tone(kind: str) -> str:
    return {"pitch": "hard_sell", "offer": "hyped", "fun": "playful"}.get(kind, "helpful")


def reply(words: Sequence[str]) -> Reply:
    """Read ``3 thank_fix``.

    Raises:
        UsageError: a word is off.
    """
    if len(words) < 2:
        raise UsageError(say("text.error.reply", manners=", ".join(MANNERS)))
    comment = int(number("comment", words[0].lstrip("#")))
    return Reply(comment=comment, manner=cast(Manner, pick("manner", "_".join(words[1:]), MANNERS)))


def work(kind: str, words: Sequence[str], report: Report) -> Work:
    """Read ``listen indie-kids 2``; the hours may be left out, the circle where there is one.

    Raises:
        UsageError: a word is off.
    """
    hours = [word for word in words if _is_number(word)]
    names = [word for word in words if not _is_number(word)]
    fields: dict[str, Any] = {"kind": kind, "hours": float(hours[-1]) if hours else 1.0}
    if kind == "improve":
        fields["facet"] = _only("facet", names, report.facets)
    else:
        fields["circle"] = _only("circle", names, [view.id for view in report.circles])
    return checked(Work, fields)


def _only(what: str, names: Sequence[str], known: Sequence[str]) -> str:
    if names:
        return pick(what, names[0], known)
    if len(known) == 1:
        return known[0]
    raise UsageError(say("text.error.which", what=what, known=", ".join(known)))


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).replace(",", "", 1).isdigit()


PartT = TypeVar("PartT", PostPlan, Work)


def checked(part: type[PartT], fields: Mapping[str, Any]) -> PartT:
    """Build a part of a plan, or say in one sentence what does not fit."""
    try:
        return part(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise UsageError(f"{place}: {first['msg'].lower()}") from None


def listing(names: Iterable[str]) -> str:
    """Return names with commas between them."""
    return ", ".join(names)
