"""Listening, giving, and asking when trust is there."""

from __future__ import annotations

from collections import Counter

from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import CircleView, Comment, Report
from trustsim.scenario.rules import Kind
from trustsim.strategies.draft import Draft, fit, open_circles, tone_for, topic_for

GIFTS: tuple[Kind, ...] = ("useful", "story", "useful", "fun")
BEST_CARE = 6.0
"""Hours after which more care hardly shows."""


class Thoughtful:
    """Listens, gives, answers, mends, and asks when people show that they trust it.

    Stands for a good marketer: gets to know a circle before speaking in it, makes one or two good
    things instead of many, thanks for criticism and repairs what it names, apologises where a door
    was shut, and offers something only while the likes outweigh the complaints; when an offer was
    taken badly, it waits longer before the next.
    """

    name = "thoughtful"

    def __init__(self) -> None:
        """Start with nothing noticed."""
        self._forget()

    def reset(self, seed: int, report: Report) -> None:
        """Forget the last run."""
        self._forget()

    def _forget(self) -> None:
        """Set everything noticed back."""
        self.patience = 5
        self.last_ask = 0
        self.faults: Counter[str] = Counter()
        self.apologised: dict[str, int] = {}
        self.warmth = 0.0

    def decide(self, report: Report) -> Plan:
        """Answer, mend, listen, take part, and publish what the hours still make well."""
        self._notice(report)
        draft = Draft(report, share=0.88)
        self._answer(draft)
        self._mend(draft)
        circle = self._circle(report)
        if circle is not None:
            self._get_to_know(draft, circle)
        self._publish(draft, circle)
        return draft.plan()

    def _notice(self, report: Report) -> None:
        """Read the last week: was it liked, and how was the last offer taken?"""
        reach = sum(post.reach for post in report.posts)
        if reach:
            likes = sum(post.likes + 2 * post.shares for post in report.posts)
            anger = 3 * (report.mutes + report.blocks + report.unfollows)
            self.warmth = 0.5 * self.warmth + 0.5 * (likes - anger) / reach
        asked = [post for post in report.posts if post.ask >= 0.3]
        if asked:
            taken_badly = report.mutes + report.blocks > 0.04 * max(1, report.reach)
            self.patience = min(12, self.patience + 3) if taken_badly else max(2, self.patience - 1)
        fresh = (comment for comment in report.inbox if comment.week == report.week)
        self.faults.update(c.facet for c in fresh if c.kind == "complaint" and c.facet)

    def _answer(self, draft: Draft) -> None:
        """Answer in a third of the hours at most: complaints, questions, ideas, then praise."""
        order = ("complaint", "question", "suggestion", "praise")
        floor = draft.hours * 2 / 3
        for comment in sorted(draft.report.inbox, key=lambda c: order.index(c.kind)):
            if draft.hours > floor:
                self._answer_one(draft, comment)

    @staticmethod
    def _answer_one(draft: Draft, comment: Comment) -> None:
        """Thank and mend, explain, or laugh together."""
        if comment.kind == "question":
            draft.reply(comment, "explain")
        elif comment.kind == "praise":
            draft.reply(comment, "joke")
        else:
            draft.reply(comment, "thank_fix")

    def _mend(self, draft: Draft) -> None:
        """Improve what was complained of twice, and make amends where a door is shut."""
        report = draft.report
        for facet, times in self.faults.most_common(1):
            if times >= 2 and draft.work("improve", 0.25 * report.hours, facet=facet):
                self.faults[facet] = 0
        for view in report.circles:
            if view.door_open:
                continue
            if report.week - self.apologised.get(view.id, -9) >= 9:
                if draft.work("apologise", 1.0, circle=view.id):
                    self.apologised[view.id] = report.week
            else:
                draft.work("take_part", 0.08 * report.hours, circle=view.id)

    @staticmethod
    def _circle(report: Report) -> CircleView | None:
        """Return the circle of the week, of those that promise most; each one's turn is a week."""
        views = sorted(open_circles(report), key=lambda view: -_promise(report, view))
        if not views:
            return None
        best = sorted(view.id for view in views[: max(2, len(views) // 3)])
        return report.circle(best[report.week % len(best)])

    @staticmethod
    def _get_to_know(draft: Draft, circle: CircleView) -> None:
        """Listen where little is known, and take part where one speaks."""
        hours = draft.report.hours
        strangers = [view for view in open_circles(draft.report) if view.listened == 0.0]
        for view in sorted(strangers, key=lambda view: -view.members)[:3]:
            draft.work("listen", 0.06 * hours, circle=view.id)
        if circle.listened < 3.0:
            draft.work("listen", 0.1 * hours, circle=circle.id)
        draft.work("take_part", 0.15 * hours, circle=circle.id)

    def _publish(self, draft: Draft, circle: CircleView | None) -> None:
        """Make one good thing, or two if the hours are enough for both."""
        report = draft.report
        places = [HOME] if circle is None else [circle.id, HOME]
        if report.followers == 0:
            places = places[:1]
        for number, place in enumerate(places):
            share = draft.hours / (len(places) - number)
            if place == HOME and self._may_ask(report):
                if draft.post("offer", report.product_topics[0], care=share, tone="candid"):
                    self.last_ask = report.week + 1
                continue
            gift = GIFTS[(report.week + number) % len(GIFTS)]
            tone = tone_for(report, place)
            draft.post(
                gift,
                topic_for(report, place),
                audience=place,
                care=min(share, BEST_CARE),
                tone=tone,
            )

    def _may_ask(self, report: Report) -> bool:
        """Return whether the people at home seem ready for an offer."""
        rested = report.week + 1 - self.last_ask >= self.patience
        return rested and self.warmth > 0.05 and report.ask_share < 0.25


def _promise(report: Report, view: CircleView) -> float:
    """Return how much a circle promises: how well it fits, its mood, and how many are not lost."""
    kept = 1.0 - 2.0 * view.shut_out / max(1, view.members)
    return fit(report, view) * (1.0 + 0.5 * view.mood) * max(0.0, kept)
