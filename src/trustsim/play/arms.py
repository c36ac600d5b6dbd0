"""Arms: ways to play that differ in one thing, for finding where a claim fails."""

from __future__ import annotations

from dataclasses import dataclass

from trustsim.campaign.plan import HOME, Manner, Plan
from trustsim.campaign.report import Report
from trustsim.scenario.rules import Kind
from trustsim.strategies.contribute import GiveThenAsk
from trustsim.strategies.draft import Draft, everywhere, topic_for
from trustsim.strategies.pitch import PitchOnly


@dataclass
class Silent:
    """Has a page and does nothing."""

    name: str = "silent"

    def decide(self, report: Report) -> Plan:
        """Do nothing."""
        return Plan()


@dataclass
class Alike:
    """Makes the same kind of post at home and in open circles.

    Attributes:
        care: hours of each. ``ask``: how much each sells. ``automated``: sent by a scheduler.
        only_home: whether it leaves the circles alone.
    """

    care: float = 2.0
    ask: float = 0.0
    automated: bool = False
    only_home: bool = False
    name: str = "alike"

    def decide(self, report: Report) -> Plan:
        """Post wherever one can."""
        draft = Draft(report)
        for place in [HOME] if self.only_home else everywhere(report):
            draft.post("useful", topic_for(report, HOME), audience=place, care=self.care,
                       automated=self.automated)  # fmt: skip
        plan = draft.plan()
        posts = tuple(post.model_copy(update={"ask": self.ask}) for post in plan.posts)
        return plan.model_copy(update={"posts": posts})


@dataclass
class Mixed:
    """Gives and pitches in the proportion ``pitches``, everywhere, with even care."""

    pitches: float = 0.0
    name: str = "mixed"

    def decide(self, report: Report) -> Plan:
        """Pitch whenever that many are due."""
        draft = Draft(report)
        places = everywhere(report)
        for number, place in enumerate(places):
            in_run = report.week * report.max_posts + number
            sells = int((in_run + 1) * self.pitches) > int(in_run * self.pitches)
            kind: Kind = "pitch" if sells else "useful"
            care = draft.hours / (len(places) - number)
            draft.post(kind, topic_for(report, HOME), audience=place, care=care)
        return draft.plan()


class PitchesFirst:
    """Pitches for some weeks, then gives and asks."""

    def __init__(self, weeks: int = 4) -> None:
        """Choose for how many weeks it pitches."""
        self.weeks, self.name = weeks, "pitches-first"
        self._loud, self._kind = PitchOnly(), GiveThenAsk()

    def decide(self, report: Report) -> Plan:
        """Pitch, or give and ask."""
        return (self._loud if report.week < self.weeks else self._kind).decide(report)


class Answers:
    """Gives and asks, and answers every comment it has hours for in one manner."""

    def __init__(self, manner: Manner) -> None:
        """Choose the manner."""
        self.manner, self.name = manner, f"answers-{manner}"

    def decide(self, report: Report) -> Plan:
        """Answer, then post something useful and an offer."""
        draft = Draft(report)
        for comment in [one for one in report.inbox if one.kind == "complaint"][:6]:
            draft.reply(comment, self.manner)
        places = everywhere(report)
        draft.post("useful", topic_for(report, HOME), audience=places[-1], care=2.0)
        draft.post("offer", topic_for(report, HOME), care=1.0, tone="candid")
        return draft.plan()
