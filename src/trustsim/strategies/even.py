"""Posts that are all alike, so that two runs can differ in one thing about them."""

from __future__ import annotations

from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import Report
from trustsim.errors import UnknownName, UsageError
from trustsim.scenario.rules import KINDS, Kind
from trustsim.strategies.draft import Draft, everywhere, topic_for
from trustsim.strategies.one_note import TONES_BY_KIND

MOST_CARE = 40.0
"""Hours that one post may take, as plans have it."""


def within(name: str, value: float, most: float) -> float:
    """Return ``value``.

    Raises:
        UsageError: it is not from 0 to ``most``.
    """
    if not 0.0 <= value <= most:
        raise UsageError(f"{name} is {value:g} and must be from 0 to {most:g}")
    return value


class HomePage:
    """Makes one useful post a week on its own page (``home-page:care=6``).

    Stands for the brand that speaks only to those who came by themselves: whoever else hears of it
    has heard it from a friend.
    """

    name = "home-page"

    def __init__(self, care: float = 6.0) -> None:
        """Choose the hours that go into each post."""
        self.care = within("care", care, MOST_CARE)

    def decide(self, report: Report) -> Plan:
        """Post at home."""
        draft = Draft(report)
        draft.post("useful", topic_for(report, HOME), care=self.care)
        return draft.plan()


class Everywhere:
    """Makes useful posts, all alike, everywhere (``everywhere:care=3,ask=0,automated=true``).

    Stands for no one: it is there to change one thing about posts, how much care they get, how much
    they sell, or whether a scheduler makes them, and leave the rest as it was.
    """

    name = "everywhere"

    def __init__(self, care: float = 2.0, ask: float = 0.0, automated: bool = False) -> None:
        """Choose the hours of each post, how much it sells (0 to 1), and who makes it."""
        self.care, self.ask = within("care", care, MOST_CARE), within("ask", ask, 1.0)
        self.automated = automated

    def decide(self, report: Report) -> Plan:
        """Post at home and in the next open circles."""
        draft = Draft(report)
        for place in everywhere(report):
            draft.post(
                "useful", topic_for(report, HOME), audience=place, care=self.care,
                automated=self.automated,
            )  # fmt: skip
        plan = draft.plan()
        posts = tuple(post.model_copy(update={"ask": self.ask}) for post in plan.posts)
        return plan.model_copy(update={"posts": posts})


class OnePlace:
    """Speaks at home and in one circle only (``one-place:circle=gamers,kind=pitch``).

    Stands for who knows one crowd and keeps to it. Where that circle's door is shut, or there is no
    such circle, it speaks at home.
    """

    def __init__(self, circle: str = "", kind: str = "useful") -> None:
        """Choose the circle by its short name, and the kind of post."""
        if kind not in KINDS:
            raise UnknownName("kind of post", kind, KINDS)
        self.circle = circle
        self.kind: Kind = kind
        self.name = f"one-place:circle={circle},kind={kind}" if circle else "one-place"

    def decide(self, report: Report) -> Plan:
        """Post there, and at home if somebody follows."""
        draft = Draft(report)
        is_open = any(view.id == self.circle and view.door_open for view in report.circles)
        places = [*([self.circle] if is_open else []), *([HOME] if report.followers else [])]
        places = places[: draft.room]
        for number, place in enumerate(places):
            care = draft.hours / (len(places) - number)
            topic, tone = topic_for(report, HOME), TONES_BY_KIND[self.kind]
            draft.post(self.kind, topic, audience=place, care=care, tone=tone)
        return draft.plan()
