"""The almanac: a calendar of plans in a few lines, which can be followed on any luck.

A year falls into phases; a phase has slots, each a post that comes round every so many weeks, and
hours for other work. What a week has no hours or no open door for is left out. This is what
`trustsim search` looks for, and what it writes into a strategy file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import CircleView, Report
from trustsim.scenario.rules import Kind, Tone
from trustsim.strategies.draft import Draft, fit, open_circles, topic_for

Where = Literal["home", "circle"]
PLACES: tuple[Where, ...] = get_args(Where)


@dataclass(frozen=True, slots=True)
class Slot:
    """A post that comes round.

    Attributes:
        kind, tone: what it is, and how it speaks.
        where: on the brand's own page, or in the circle whose turn it is.
        every: weeks from one to the next.
    """

    kind: Kind
    tone: Tone
    where: Where
    every: int


@dataclass(frozen=True, slots=True)
class Phase:
    """Some weeks that are alike.

    Attributes:
        weeks: how many.
        slots: what is published.
        listen, take_part, answer: shares of the week's hours for other work; the rest is care.
    """

    weeks: int
    slots: tuple[Slot, ...]
    listen: float
    take_part: float
    answer: float


class Almanac:
    """Follows a calendar of phases; after the last, its last phase goes on.

    Example:
        class Mine(Almanac):
            phases = (
                Phase(8, (Slot("useful", "helpful", "circle", 1),), 0.1, 0.2, 0.1),
                Phase(18, (Slot("offer", "candid", "home", 4),), 0.0, 0.2, 0.1),
            )
    """

    name = "almanac"
    phases: tuple[Phase, ...] = ()
    effort: float = 0.88
    """Share of the hours that are worked; under nine tenths, no week is one that wears out."""

    def decide(self, report: Report) -> Plan:
        """Return what the calendar has for the week after ``report``."""
        phase = phase_of(self.phases, report.week)
        draft = Draft(report, self.effort)
        hours = draft.hours
        circle = _circle(report)
        _answer(draft, phase.answer * hours)
        if circle is not None:
            _listen(draft, circle, phase.listen * hours)
            draft.work("take_part", phase.take_part * hours, circle=circle.id)
        due = list(_due(phase, report, circle))
        for number, (slot, place) in enumerate(due):
            care = draft.hours / (len(due) - number) - report.prices.kinds[slot.kind]
            draft.post(
                slot.kind,
                topic_for(report, place),
                audience=place,
                care=max(0.0, care),
                tone=slot.tone,
            )
        return draft.plan()


def phase_of(phases: tuple[Phase, ...], week: int) -> Phase:
    """Return the phase that a week falls into, 0 for the first week.

    Example:
        >>> early, late = Phase(2, (), 0, 0, 0), Phase(3, (), 0, 0, 1)
        >>> [phase_of((early, late), week) is late for week in (0, 1, 2, 9)]
        [False, False, True, True]
    """
    begun = 0
    for phase in phases:
        begun += phase.weeks
        if week < begun:
            return phase
    return phases[-1]


def almanac(phases: tuple[Phase, ...], effort: float, name: str = "almanac") -> Almanac:
    """Return an almanac of these phases."""
    made = Almanac()
    made.phases, made.effort, made.name = phases, effort, name
    return made


def source_of(phases: tuple[Phase, ...], effort: float, notes: str) -> str:
    """Return an almanac as the text of a strategy file, to be played, read and edited."""
    blocks = "".join(_phase_source(phase) for phase in phases)
    return _FILE.format(notes=notes.rstrip(), effort=effort, phases=blocks)


def _phase_source(phase: Phase) -> str:
    slots = "".join(
        f'                Slot("{s.kind}", "{s.tone}", "{s.where}", every={s.every}),\n'
        for s in phase.slots
    )
    shares = f"listen={phase.listen:g}, take_part={phase.take_part:g}, answer={phase.answer:g}"
    listed = f"(\n{slots}            )" if slots else "()"
    return (
        f"        Phase(\n            weeks={phase.weeks},\n            slots={listed},\n"
        f"            {shares},\n        ),\n"
    )


_FILE = '''"""{notes}
"""

from trustsim.lab.almanac import Almanac, Phase, Slot


class Found(Almanac):
    """A calendar found by search."""

    name = "found"
    effort = {effort:g}
    phases = (
{phases}    )
'''


def _due(phase: Phase, report: Report, circle: CircleView | None) -> Iterator[tuple[Slot, str]]:
    """Yield the slots whose week it is, with the place of each, as far as there is one."""
    for number, slot in enumerate(phase.slots[: report.max_posts]):
        # Each slot begins in another week, so that rare ones don't all fall on the same.
        if (report.week + number) % slot.every:
            continue
        if slot.where == "home":
            yield slot, HOME
        elif circle is not None:
            yield slot, circle.id


def _circle(report: Report) -> CircleView | None:
    """Return the circle whose turn it is, of the open ones that fit the product best."""
    views = sorted(open_circles(report), key=lambda view: -fit(report, view))
    if not views:
        return None
    best = sorted(view.id for view in views[: max(2, len(views) // 3)])
    return report.circle(best[(report.week // 2) % len(best)])


def _answer(draft: Draft, hours: float) -> None:
    """Answer comments in so many hours: complaints first, praise last."""
    order = ("complaint", "question", "suggestion", "praise")
    floor = draft.hours - hours
    for comment in sorted(draft.report.inbox, key=lambda c: order.index(c.kind)):
        if draft.hours > floor:
            draft.reply(comment, "explain" if comment.kind == "question" else "thank_fix")


def _listen(draft: Draft, circle: CircleView, hours: float) -> None:
    """Listen where least is known, half of it in the circle whose turn it is."""
    strangers = [view for view in open_circles(draft.report) if view.listened == 0.0]
    if strangers and hours > 0:
        draft.work("listen", hours / 2, circle=strangers[0].id)
        hours /= 2
    if hours > 0:
        draft.work("listen", hours, circle=circle.id)
