"""Pitching only."""

from __future__ import annotations

from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import Report
from trustsim.strategies.draft import Draft, everywhere, topic_for


class PitchOnly:
    """Pitches to everybody, everywhere, every week.

    Stands for the marketer who barges in: every post sells, loudly, at home and in whatever circle
    still has its door open, circle after circle. No listening, no talk, no answers.
    """

    name = "pitch-only"

    def decide(self, report: Report) -> Plan:
        """Pitch at home and in the next open circles."""
        draft = Draft(report)
        places = everywhere(report)
        for number, place in enumerate(places):
            care = draft.hours / (len(places) - number)
            draft.post("pitch", topic_for(report, HOME), audience=place, care=care, tone="hyped")
        return draft.plan()
