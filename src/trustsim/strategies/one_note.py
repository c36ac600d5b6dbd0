"""One kind of post, always."""

from __future__ import annotations

from trustsim.campaign.plan import HOME, Plan
from trustsim.campaign.report import Report
from trustsim.errors import UnknownName
from trustsim.scenario.rules import KINDS, Kind, Tone
from trustsim.strategies.draft import Draft, everywhere, topic_for

TONES_BY_KIND: dict[Kind, Tone] = {
    "useful": "helpful", "story": "candid", "fun": "playful", "question": "helpful",
    "announce": "neutral", "offer": "candid", "pitch": "hyped", "share": "helpful",
}  # fmt: skip


class OneNote:
    """Makes one kind of post and nothing else (``one-note:fun``).

    Stands for the recipe: whatever worked once, again and again, everywhere. Any kind of post can
    be the note; without a word it is ``useful``.
    """

    def __init__(self, kind: str = "useful") -> None:
        """Choose the note: a kind of post."""
        if kind not in KINDS:
            raise UnknownName("kind of post", kind, KINDS)
        self.kind: Kind = kind
        self.name = f"one-note:{kind}"

    def decide(self, report: Report) -> Plan:
        """Post the same kind at home and in the next open circles."""
        draft = Draft(report)
        places = everywhere(report)
        for number, place in enumerate(places):
            care = draft.hours / (len(places) - number)
            tone = TONES_BY_KIND[self.kind]
            draft.post(self.kind, topic_for(report, HOME), audience=place, care=care, tone=tone)
        return draft.plan()
