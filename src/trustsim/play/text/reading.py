"""Reading what the player typed: words become posts, answers and work."""

from __future__ import annotations

import math
import shlex
from collections.abc import Sequence
from typing import Any, Final, cast

from trustsim.campaign.plan import HOME, Manner, PostPlan, Reply, Work, WorkKind
from trustsim.campaign.report import Report
from trustsim.errors import UsageError
from trustsim.play.strings import say
from trustsim.play.text.vocabulary import (
    choose,
    hint,
    is_word,
    meaning,
    shown,
    topic_words,
    typed,
    word,
)

MOST_CARE: Final = 40.0
MOST_HOURS: Final = 120.0
MOST_MONEY: Final = 1e6
_NATURAL_TONES: Final = {"pitch": "hard_sell", "offer": "hyped", "fun": "playful"}


def split(line: str) -> list[str]:
    """Split a typed line into words; quotes keep blanks together, if they are closed."""
    try:
        return shlex.split(line, comments=False)
    except ValueError:
        return line.replace("'", " ").replace('"', " ").split()


def number(what: str, written: str, high: float = MOST_MONEY) -> float:
    """Return a number from 0 to ``high``.

    Raises:
        UsageError: it is none.
    """
    try:
        value = float(written.replace(",", "."))
    except ValueError:
        value = math.nan
    if math.isnan(value) or value < 0:
        raise UsageError(say("text.error.number", what=say(f"text.what.{what}"), word=written))
    if value > high:
        raise UsageError(say("text.error.range", what=say(f"text.what.{what}"), value=written,
                             low=0, high=f"{high:g}"))  # fmt: skip
    return value


def whole(what: str, written: str) -> int:
    """Return a whole number of 0 or more; a # before it is let pass.

    Raises:
        UsageError: it is none.
    """
    bare = written.removeprefix("#")
    if not bare.isdecimal() or len(bare) > 9:
        raise UsageError(say("text.error.number", what=say(f"text.what.{what}"), word=written))
    return int(bare)


def post(words: Sequence[str], report: Report) -> PostPlan:
    """Read ``useful music in indie-kids tone playful care 3 day tue``.

    Raises:
        UsageError: a word is off; says which and what is allowed.
    """
    if not words:
        raise UsageError(say("text.error.post", use=say("text.verb.post.use"),
                             kinds=", ".join(shown("kind"))))  # fmt: skip
    kind = choose("kind", words[0], typed("kind"))
    first = {"kind": kind, "topic": _topic(report), "tone": _NATURAL_TONES.get(kind, "helpful")}
    return PostPlan(**cast(Any, first | _parts(words[1:], report)))


def changed(post: PostPlan, words: Sequence[str], report: Report) -> PostPlan:
    """Read ``tone playful care 3``: the same post with some parts changed.

    Raises:
        UsageError: a word is off.
    """
    if not words:
        raise UsageError(say("text.error.post", use=say("text.verb.change.use"),
                             kinds=", ".join(shown("kind"))))  # fmt: skip
    rest = list(words)
    update: dict[str, Any] = {}
    kind = meaning("kind", rest[0])
    if kind is not None and meaning("option", rest[0]) is None:
        update["kind"] = kind
        rest.pop(0)
    return post.model_copy(update=update | _parts(rest, report))


def _parts(words: Sequence[str], report: Report) -> dict[str, Any]:
    """Read the parts of a post that are named."""
    rest = list(words)
    if rest and meaning("option", rest[0]) is None:
        rest.insert(0, word("about"))
    fields: dict[str, Any] = {}
    while rest:
        name = _option(rest.pop(0))
        if name == "bot":
            fields["automated"] = True
            continue
        if not rest:
            raise UsageError(say("text.error.value", word=word(name)))
        field, value = _part(name, rest.pop(0), report)
        fields[field] = value
    return fields


def _option(written: str) -> str:
    """Return which part of a post a word names."""
    name = meaning("option", written)
    if name is None:
        raise UsageError(say("text.error.option", word=written,
                             hint=hint(written, typed("option")),
                             parts=", ".join(shown("option"))))  # fmt: skip
    return name


def _part(name: str, value: str, report: Report) -> tuple[str, object]:
    """Return the field of a post that one part sets, and to what."""
    match name:
        case "in":
            circles = {view.id: view.id for view in report.circles}
            return "audience", choose("circle", value, {HOME: HOME} | circles)
        case "about":
            return "topic", choose("topic", value, topic_words(report.topics))
        case "tone":
            return "tone", choose("tone", value, typed("tone"))
        case "care":
            return "care", number("care", value, MOST_CARE)
        case "day":
            return "day", int(choose("day", value, typed("day")))
        case "ask":
            return "ask", number("ask", value, 1.0)
        case "boost":
            return "boost", number("boost", value)
        case _:
            return "collaborator", whole("person", value)


def _topic(report: Report) -> str:
    return report.product_topics[0] if report.product_topics else report.topics[0]


def reply(words: Sequence[str]) -> Reply:
    """Read ``3 thank_fix``.

    Raises:
        UsageError: a word is off.
    """
    if len(words) < 2:
        raise UsageError(say("text.error.reply", use=say("text.verb.reply.use"),
                             manners=", ".join(shown("manner"))))  # fmt: skip
    manner = choose("manner", "_".join(words[1:]), typed("manner"))
    return Reply(comment=whole("comment", words[0]), manner=cast(Manner, manner))


def work(kind: WorkKind, words: Sequence[str], report: Report) -> Work:
    """Read ``listen indie-kids 2``; the hours may be left out, the circle where there is one.

    Raises:
        UsageError: a word is off.
    """
    names = [written for written in words if not _is_number(written)]
    hours = [written for written in words if _is_number(written)]
    if len(words) > 1 and len(names) > 1 and not hours:
        number("hours", names.pop())
    spent = number("hours", hours[-1], MOST_HOURS) if hours else 1.0
    if kind == "collaborate":
        return Work(kind=kind, hours=spent)
    if kind == "improve":
        return Work(kind=kind, hours=spent, facet=_only("facet", names, report.facets))
    circles = [view.id for view in report.circles]
    return Work(kind=kind, hours=spent, circle=_only("circle", names, circles))


def _only(what: str, names: Sequence[str], known: Sequence[str]) -> str:
    """Return what was named, or the only one there is."""
    if names:
        return choose(what, names[0], known)
    if len(known) == 1:
        return known[0]
    raise UsageError(say("text.error.which", what=say(f"text.what.{what}"), known=", ".join(known)))


def _is_number(written: str) -> bool:
    try:
        return math.isfinite(float(written.replace(",", ".")))
    except ValueError:
        return False


def is_all(words: Sequence[str]) -> bool:
    """Tell whether everything is asked for."""
    return bool(words) and is_word(words[0], "all")
