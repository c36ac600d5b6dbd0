"""A scheduler instead of a person."""

from __future__ import annotations

from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import Report
from trustsim.scenario.rules import Kind
from trustsim.strategies.draft import Draft, everywhere, topic_for

PROGRAMME: tuple[Kind, ...] = ("useful", "question", "story", "fun", "offer")
"""What the bot posts, in turn: one in five sells, as with ``give-then-ask``."""


class BotScheduler:
    """Lets a scheduler post and answer; nobody is there.

    Stands for the faked conversation: as many posts as a week takes, everywhere, made and sent by a
    machine, and canned answers to whatever is said. It costs no hours at all. What it posts is
    mostly gifts, so that all that differs from the others is that nobody means it.
    """

    name = "bot-scheduler"

    def decide(self, report: Report) -> Plan:
        """Fill the week with automated posts and answer every comment with a canned line."""
        draft = Draft(report)
        places = everywhere(report)
        for number in range(report.max_posts if places else 0):
            place = places[number % len(places)]
            kind = PROGRAMME[(report.week * report.max_posts + number) % len(PROGRAMME)]
            draft.post(kind, topic_for(report, HOME), audience=place, automated=True)
        for comment in report.inbox:
            draft.reply(comment, "automate")
        return draft.plan()
