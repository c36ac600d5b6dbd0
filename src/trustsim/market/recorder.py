"""The recorder: what of a week is kept, by record level. Recording never changes a run."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import DTypeLike, NDArray

from trustsim.market.outcome import (
    CASCADE,
    COMMENT,
    EXPOSURE,
    FILM,
    LEDGER,
    POST,
    RECORD_LEVELS,
    Film,
)
from trustsim.market.touch import (
    BLOCKS,
    CLICKED,
    COMMENTED,
    FOLLOWED,
    LIKED,
    MUTES,
    READ_IT,
    SHARED,
    UNFOLLOWED,
)

FILM_FLAGS = (
    (READ_IT, Film.READ), (LIKED, Film.LIKE), (COMMENTED, Film.COMMENT), (SHARED, Film.SHARE),
    (FOLLOWED, Film.FOLLOW), (CLICKED, Film.CLICK), (UNFOLLOWED, Film.UNFOLLOW),
    (MUTES, Film.MUTE), (BLOCKS, Film.BLOCK),
)  # fmt: skip
WEEK_HOURS = 168.0
RANK = {level: rank for rank, level in enumerate(RECORD_LEVELS)}


@dataclass(slots=True)
class Recorder:
    """Collects the rows of one week.

    ``is_full``: whether ledger, exposures and film are wanted.
    """

    level: str
    is_full: bool = field(init=False)
    posts: list[NDArray[np.void]] = field(default_factory=list)
    comments: list[NDArray[np.void]] = field(default_factory=list)
    cascades: list[NDArray[np.void]] = field(default_factory=list)
    ledger: list[NDArray[np.void]] = field(default_factory=list)
    exposures: list[NDArray[np.void]] = field(default_factory=list)
    film: list[NDArray[np.void]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Work out what days ask again and again."""
        self.is_full = self.level == "full"

    def keeps(self, level: str) -> bool:
        """Tell whether rows of ``level`` are wanted."""
        return RANK[self.level] >= RANK[level]

    def scenes(
        self, hours: NDArray[np.float64], kind: Film, users: NDArray[np.int32],
        others: NDArray[np.int32] | int = -1, post: int = -1,
    ) -> None:  # fmt: skip
        """Add events of one ``kind`` to the film, at ``hours`` of the week."""
        rows = np.zeros(len(users), FILM)
        rows["hour"] = np.minimum(hours, WEEK_HOURS - 0.05)
        rows["kind"] = int(kind)
        rows["user"] = users
        rows["other"] = others
        rows["post"] = post
        self.film.append(rows)

    def touched(self, rows: NDArray[np.void], post: int, hour: float) -> None:
        """Add everything that one post's TOUCH ``rows`` did to the film."""
        hours = hour + rows["hours"]
        self.scenes(hours, Film.SEE, rows["user"], rows["sender"], post)
        for flag, kind in FILM_FLAGS:
            hit = (rows["flags"] & flag) > 0
            if hit.any():
                part = rows[hit]
                self.scenes(hours[hit], kind, part["user"], part["sender"], post)

    def take(self) -> dict[str, NDArray[np.void]]:
        """Hand over the week's tables and start anew."""
        film = _joined(self.film, FILM)
        found = {
            "posts": _joined(self.posts, POST),
            "comments": _joined(self.comments, COMMENT),
            "cascades": _joined(self.cascades, CASCADE),
            "ledger": _joined(self.ledger, LEDGER),
            "exposures": _joined(self.exposures, EXPOSURE),
            "film": film[np.argsort(film["hour"], kind="stable")] if len(film) else film,
        }
        for part in (
            self.posts,
            self.comments,
            self.cascades,
            self.ledger,
            self.exposures,
            self.film,
        ):
            part.clear()
        return found


def _joined(parts: list[NDArray[np.void]], dtype: DTypeLike) -> NDArray[np.void]:
    """Return the parts as one table, joined as bytes: numpy would compare types field by field."""
    if len(parts) < 2:
        return parts[0] if parts else np.zeros(0, dtype)
    return np.concatenate([part.view(np.uint8) for part in parts]).view(dtype)
