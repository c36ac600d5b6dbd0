"""Answering complaints, always in one manner."""

from __future__ import annotations

from typing import get_args

from trustsim.campaign.plan import HOME, Manner, Plan
from trustsim.campaign.report import Report
from trustsim.errors import UnknownName
from trustsim.strategies.draft import Draft, open_circles, topic_for

MANNERS: tuple[Manner, ...] = get_args(Manner)
MOST_ANSWERS = 6
"""Complaints that are answered in one week."""


class Answering:
    """Answers every complaint in one manner (``answering:delete``), and mends if it thanks.

    Stands for a way of taking criticism. Whatever the manner, it makes the same posts with the same
    care: one gift in a circle and one offer at home.
    """

    def __init__(self, manner: str = "thank_fix") -> None:
        """Choose the manner."""
        if manner not in MANNERS:
            raise UnknownName("manner of answering", manner, MANNERS)
        self.manner: Manner = manner
        self.name = f"answering:{manner}"

    def decide(self, report: Report) -> Plan:
        """Answer, mend what is complained of, post."""
        draft = Draft(report)
        complaints = [comment for comment in report.inbox if comment.kind == "complaint"]
        for comment in complaints[:MOST_ANSWERS]:
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
