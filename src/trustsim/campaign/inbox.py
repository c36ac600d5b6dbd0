"""The inbox: the comments a marketer can answer, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.report import Comment
from trustsim.market.outcome import COMMENT_KINDS, Reason

KIND_INDEX = {kind: index for index, kind in enumerate(COMMENT_KINDS)}
URGENCY = {"complaint": 0, "question": 1, "suggestion": 2, "praise": 3}
"""What an inbox that is too small shows first."""

_URGENCY_BY_INDEX = np.array([URGENCY[kind] for kind in COMMENT_KINDS])
_REASONS = [reason.name.lower() for reason in Reason]


@dataclass(slots=True)
class Inbox:
    """One brand's comments.

    Attributes:
        room: how many comments it shows at most.
        weeks: how many weeks a comment can be answered for.
        open: the comments that can be answered now, by number.
        answered: in which week a comment was answered, by its number.
        next_id: the number of the next comment.
    """

    room: int
    weeks: int
    open: dict[int, Comment] = field(default_factory=dict)
    answered: dict[int, int] = field(default_factory=dict)
    next_id: int = 0

    def answer(self, comment_id: int, week: int) -> Comment:
        """Take out a comment that is being answered in ``week``."""
        self.answered[comment_id] = week
        return self.open.pop(comment_id)

    def lapse(self, week: int) -> list[Comment]:
        """Take out and return what has waited too long to be answered after ``week``."""
        late = [comment for comment in self.open.values() if comment.week <= week - self.weeks]
        for comment in late:
            del self.open[comment.id]
        return late

    def receive(
        self,
        rows: NDArray[np.void],
        week: int,
        circle_of: NDArray[np.int16],
        circles: Sequence[str],
        facets: Sequence[str],
    ) -> None:
        """Take in the week's comments about this brand, the most urgent if there are too many.

        Args:
            rows: rows of COMMENT, of this brand.
            week: the week they were written in.
            circle_of: every user's circle, shape (users,).
            circles: the circles' short names.
            facets: the short names of the product's sides.
        """
        free = self.room - len(self.open)
        if len(rows) > free:
            first = np.argsort(_URGENCY_BY_INDEX[rows["kind"]], kind="stable")[: max(0, free)]
            rows = rows[np.sort(first)]
        for row in rows.tolist():
            _, _, user, post, kind, facet, reason = row
            self.open[self.next_id] = Comment(
                id=self.next_id,
                week=week,
                user=user,
                circle=circles[circle_of[user]],
                post=post,
                kind=COMMENT_KINDS[kind],
                facet=facets[facet] if facet >= 0 else None,
                reason=_REASONS[reason],
            )
            self.next_id += 1
