"""Arms: ways to play that only finding where a claim fails needs."""

from __future__ import annotations

from trustsim.campaign.plan import HOME, Manner, Plan
from trustsim.campaign.report import Report
from trustsim.strategies.draft import Draft, everywhere, topic_for


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
