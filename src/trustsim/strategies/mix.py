"""Giving and pitching in proportion, or one after the other."""

from __future__ import annotations

from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import Report
from trustsim.scenario.rules import Kind
from trustsim.strategies.contribute import GiveThenAsk
from trustsim.strategies.draft import Draft, everywhere, topic_for
from trustsim.strategies.even import within
from trustsim.strategies.pitch import PitchOnly


class Mix:
    """Pitches with a share of its posts and gives with the others (``mix:0.3``).

    Stands for every point between giving only and selling only, with even care everywhere.
    """

    def __init__(self, pitches: float = 0.5) -> None:
        """Choose the share of posts that pitch, 0 to 1."""
        self.pitches, self.name = within("pitches", pitches, 1.0), f"mix:{pitches:g}"

    def decide(self, report: Report) -> Plan:
        """Pitch whenever that many are due."""
        draft = Draft(report)
        places = everywhere(report)
        for number, place in enumerate(places):
            at = report.week * report.max_posts + number
            sells = int((at + 1) * self.pitches) > int(at * self.pitches)
            kind: Kind = "pitch" if sells else "useful"
            care = draft.hours / (len(places) - number)
            draft.post(kind, topic_for(report, HOME), audience=place, care=care)
        return draft.plan()


class PitchFirst:
    """Pitches for some weeks, then does what ``give-then-ask`` does (``pitch-first:8``).

    Stands for who wants to sell at once and remembers manners later.
    """

    def __init__(self, weeks: int = 8) -> None:
        """Choose for how many weeks it pitches."""
        self.weeks, self.name = weeks, f"pitch-first:{weeks}"
        self._loud, self._kind = PitchOnly(), GiveThenAsk()

    def decide(self, report: Report) -> Plan:
        """Pitch, or give and ask."""
        return (self._loud if report.week < self.weeks else self._kind).decide(report)
