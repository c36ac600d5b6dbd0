"""Half gifts, half pitches."""

from __future__ import annotations

from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import Report
from trustsim.strategies.draft import Draft, everywhere, topic_for


class HalfHalf:
    """Alternates: one gift, one pitch.

    Stands for the brand that has heard of giving first and can't wait: every second post sells.
    """

    name = "half-half"

    def decide(self, report: Report) -> Plan:
        """Post at home and in the next open circles, every second time to sell."""
        draft = Draft(report)
        places = everywhere(report)
        for number, place in enumerate(places):
            care = draft.hours / (len(places) - number)
            sells = (report.week * len(places) + number) % 2 == 1
            if sells:
                draft.post(
                    "pitch", topic_for(report, HOME), audience=place, care=care, tone="candid"
                )
            else:
                draft.post("useful", topic_for(report, place), audience=place, care=care)
        return draft.plan()
