"""What the map shows: who is in which circle, who knows whom, and how they stand to the brand."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]
Floats = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Town:
    """The people and their ties; it doesn't change while the map is on show.

    Attributes:
        circle_of: Circle of each user, shape (users,), from 0.
        degree: Number of ties of each user, shape (users,).
        indptr: Where each user's ties begin in ``indices``, shape (users + 1,).
        indices: The users at the other ends of the ties.
        circle_names: What the label of each circle says.
        circle_icons: Icon of each circle; an empty one has none.
        brand_name: What the label of the brand says.
        brand_icon: Icon of the brand.
    """

    circle_of: Ints
    degree: Ints
    indptr: Ints
    indices: Ints
    circle_names: tuple[str, ...]
    circle_icons: tuple[str, ...]
    brand_name: str
    brand_icon: str

    @property
    def user_count(self) -> int:
        """Number of users."""
        return len(self.circle_of)

    @property
    def circle_count(self) -> int:
        """Number of circles."""
        return len(self.circle_names)

    def circle_sizes(self) -> NDArray[np.int64]:
        """Return the number of users in each circle, shape (circles,)."""
        return np.bincount(self.circle_of, minlength=self.circle_count)

    def tie_ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return both ends of every tie, each of shape (ties,)."""
        ones = np.repeat(np.arange(self.user_count), np.diff(self.indptr))
        return ones.astype(np.int64), np.asarray(self.indices, dtype=np.int64)

    def ties_between(self) -> NDArray[np.int64]:
        """Return the number of ties between each two circles, shape (circles, circles)."""
        ones, others = self.tie_ends()
        count = self.circle_count
        pairs = self.circle_of[ones].astype(np.int64) * count + self.circle_of[others]
        return np.bincount(pairs, minlength=count * count).reshape(count, count)


@dataclass(frozen=True, eq=False)
class Crowd:
    """How everybody stands to the brand at one moment.

    Attributes:
        trust: From 0 to 1, shape (users,).
        stance: Values of ``Stance``, shape (users,).
        doors_closed: Whether each circle has shut the brand out, shape (circles,).
    """

    trust: Floats
    stance: NDArray[np.uint8]
    doors_closed: NDArray[np.bool_]
