"""Strategies that only experiments need: two ways that differ in one thing."""

from __future__ import annotations

from dataclasses import dataclass

from trustsim.campaign.plan import HOME, Manner, Plan
from trustsim.campaign.report import Report
from trustsim.scenario.rules import Kind
from trustsim.strategies.contribute import GiveThenAsk
from trustsim.strategies.draft import Draft, everywhere, open_circles, topic_for
from trustsim.strategies.pitch import PitchOnly


@dataclass
class Idle:
    """Has a page and does nothing."""

    name: str = "idle"

    def decide(self, report: Report) -> Plan:
        """Do nothing."""
        return Plan()


@dataclass
class HomePage:
    """Makes one useful post a week on its own page, for whoever follows.

    Attributes:
        care: hours put into it. ``ask``: how much it sells.
    """

    care: float = 6.0
    ask: float = 0.0
    name: str = "home-page"

    def decide(self, report: Report) -> Plan:
        """Post at home."""
        draft = Draft(report)
        draft.post("useful", topic_for(report, HOME), care=self.care)
        return _asking(draft.plan(), self.ask)


@dataclass
class Everywhere:
    """Makes useful posts at home and in open circles, all alike.

    Attributes:
        care: hours of each. ``ask``: how much each sells. ``automated``: sent by a scheduler.
    """

    care: float = 2.0
    ask: float = 0.0
    automated: bool = False
    name: str = "everywhere"

    def decide(self, report: Report) -> Plan:
        """Post wherever one can."""
        draft = Draft(report)
        for place in everywhere(report):
            draft.post(
                "useful", topic_for(report, HOME), audience=place, care=self.care,
                automated=self.automated,
            )  # fmt: skip
        return _asking(draft.plan(), self.ask)


@dataclass
class Mix:
    """Gives and pitches in the proportion ``pitches``, everywhere, with even care."""

    pitches: float = 0.0
    name: str = "mix"

    def decide(self, report: Report) -> Plan:
        """Pitch whenever that many are due."""
        draft = Draft(report)
        places = everywhere(report)
        for number, place in enumerate(places):
            place_in_run = report.week * report.max_posts + number
            sells = int((place_in_run + 1) * self.pitches) > int(place_in_run * self.pitches)
            kind: Kind = "pitch" if sells else "useful"
            care = draft.hours / (len(places) - number)
            draft.post(kind, topic_for(report, HOME), audience=place, care=care)
        return draft.plan()


class PitchFirst:
    """Pitches for some weeks, then does what ``give-then-ask`` does."""

    name = "pitch-first"

    def __init__(self, weeks: int = 8) -> None:
        """Choose for how many weeks it pitches."""
        self.weeks = weeks
        self._loud, self._kind = PitchOnly(), GiveThenAsk()

    def decide(self, report: Report) -> Plan:
        """Pitch, or give and ask."""
        return (self._loud if report.week < self.weeks else self._kind).decide(report)


class Answering:
    """Gives and asks, answers every comment it has hours for in one manner, and mends or not."""

    def __init__(self, manner: Manner) -> None:
        """Choose the manner."""
        self.manner, self.name = manner, f"answering-{manner}"

    def decide(self, report: Report) -> Plan:
        """Answer, mend what is complained of, post."""
        draft = Draft(report)
        complaints = [comment for comment in report.inbox if comment.kind == "complaint"]
        for comment in complaints[:6]:
            draft.reply(comment, self.manner)
        facets = [comment.facet for comment in complaints if comment.facet]
        if self.manner == "thank_fix" and facets:
            draft.work("improve", 2.0, facet=facets[0])
        circles = open_circles(report)
        if circles:
            circle = circles[report.week % len(circles)].id
            draft.post("useful", topic_for(report, circle), audience=circle, care=2.0)
        draft.post("offer", topic_for(report, HOME), care=1.0, tone="candid")
        return draft.plan()


def _asking(plan: Plan, ask: float) -> Plan:
    """Return the plan with every post selling so much."""
    posts = tuple(post.model_copy(update={"ask": ask}) for post in plan.posts)
    return plan.model_copy(update={"posts": posts})
