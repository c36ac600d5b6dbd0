"""Taking criticism, always in one manner."""

from __future__ import annotations

from typing import get_args

from trustsim.campaign.plan import Manner
from trustsim.errors import UnknownName
from trustsim.strategies.contribute import GiveThenAsk
from trustsim.strategies.draft import Draft

MANNERS: tuple[Manner, ...] = get_args(Manner)
FOR_CRITICS = 0.2
"""Share of the week's hours set aside for complaints and suggestions."""


class Answering(GiveThenAsk):
    """Takes all criticism in one manner (``answering:delete``), and mends if it thanks.

    Stands for a way of taking criticism. Besides, it does what ``give-then-ask`` does. It sets the
    same hours aside for critics whatever the manner, so that its posts get the same care.
    """

    def __init__(self, manner: str = "thank_fix") -> None:
        """Choose the manner."""
        super().__init__()
        if manner not in MANNERS:
            raise UnknownName("manner of answering", manner, MANNERS)
        self.manner: Manner = manner
        self.name = f"answering:{manner}"

    def _answer(self, draft: Draft) -> None:
        """Answer complaints and suggestions; mend what is complained of in what is left."""
        rest = draft.hours - FOR_CRITICS * draft.report.hours
        critics = [c for c in draft.report.inbox if c.kind in ("complaint", "suggestion")]
        for comment in sorted(critics, key=lambda comment: comment.kind):
            if draft.hours - draft.report.prices.manners[self.manner] >= rest:
                draft.reply(comment, self.manner)
        facets = [comment.facet for comment in critics if comment.facet]
        if self.manner == "thank_fix" and facets and draft.hours > rest:
            draft.work("improve", draft.hours - rest, facet=facets[0])
        draft.hours = min(draft.hours, rest)
