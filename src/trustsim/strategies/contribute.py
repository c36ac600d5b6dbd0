"""Contributing, with and without asking for something in the end."""

from __future__ import annotations

from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import CircleView, Report
from trustsim.scenario.rules import Kind
from trustsim.strategies.draft import Draft, fit, open_circles, tone_for, topic_for

GIFTS: tuple[Kind, ...] = ("useful", "story", "useful", "fun", "useful", "question")
"""What is given, in turn."""


class ContributeOnly:
    """Gives something useful every week, takes part, and never asks.

    Stands for the brand that is a good neighbour: it listens everywhere, stays with the few circles
    that care for what it does, makes few things well for them and for those at home, talks with
    people and answers them. It never sells; who wants to buy finds the way.
    """

    name = "contribute-only"

    def decide(self, report: Report) -> Plan:
        """Answer, take part, and give: at home, and in one circle."""
        draft = Draft(report, share=0.88)
        circle = self._circle(report)
        self._answer(draft)
        if circle is not None:
            self._get_to_know(draft, circle)
        places = [HOME] if circle is None else [circle.id, HOME]
        places = places[: draft.room] if report.followers else places[:1]
        for number, place in enumerate(places):
            gift = GIFTS[(report.week + number) % len(GIFTS)]
            care = draft.hours / (len(places) - number) - report.prices.kinds[gift]
            self._publish(draft, gift, place, max(0.0, care))
        return draft.plan()

    def _publish(self, draft: Draft, gift: Kind, place: str, care: float) -> None:
        """Add one post: a gift."""
        report = draft.report
        draft.post(
            gift, topic_for(report, place), audience=place, care=care, tone=tone_for(report, place)
        )

    @staticmethod
    def _circle(report: Report) -> CircleView | None:
        """Return the circle of the week, of those that fit best; each one's turn is two weeks."""
        views = sorted(open_circles(report), key=lambda view: -fit(report, view))
        if not views:
            return None
        best = sorted(view.id for view in views[: max(2, len(views) // 3)])
        return report.circle(best[(report.week // 2) % len(best)])

    def _answer(self, draft: Draft) -> None:
        """Thank for what was said, complaints and questions first, in a tenth of the hours."""
        budget = draft.hours * 0.9
        for comment in sorted(draft.report.inbox, key=lambda c: c.kind == "praise"):
            if draft.hours > budget:
                draft.reply(comment, "explain" if comment.kind == "question" else "thank_fix")

    @staticmethod
    def _get_to_know(draft: Draft, circle: CircleView) -> None:
        """Listen in circles that are new, and take part in that of the week."""
        hours = draft.report.hours
        strangers = [view for view in open_circles(draft.report) if view.listened == 0.0]
        for view in strangers[:2]:
            draft.work("listen", 0.08 * hours, circle=view.id)
        if circle.listened < 2.0:
            draft.work("listen", 0.1 * hours, circle=circle.id)
        draft.work("take_part", 0.2 * hours, circle=circle.id)


class GiveThenAsk(ContributeOnly):
    """Contributes for eight weeks, then asks with one post in five.

    Stands for conversation before selling: everything that ``contribute-only`` does, and once
    people know the brand, now and then an offer to those at home, who have come by themselves.
    Who is in a hurry asks sooner (``give-then-ask:quiet_weeks=2,ask_share=0.3``).
    """

    name = "give-then-ask"

    def __init__(self, quiet_weeks: int = 8, ask_share: float = 0.2) -> None:
        """Choose for how many weeks it asks nothing, and what share of its posts asks then."""
        self.quiet_weeks, self.ask_share = quiet_weeks, ask_share

    def _publish(self, draft: Draft, gift: Kind, place: str, care: float) -> None:
        """Add one post: an offer at home when one is due, else a gift."""
        report = draft.report
        is_due = report.week >= self.quiet_weeks and report.ask_share < self.ask_share
        if is_due and place == HOME:
            draft.post("offer", report.product_topics[0], care=care, tone="candid")
        else:
            super()._publish(draft, gift, place, care)
