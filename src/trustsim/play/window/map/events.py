"""What happened in a week, event by event: what the film is made of."""

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray


class Happening(IntEnum):
    """What an event is; ``other`` is whom it came from, -1 for the brand."""

    PUBLISH = 0
    SEE = 1
    READ = 2
    LIKE = 3
    COMMENT = 4
    SHARE = 5
    FOLLOW = 6
    CLICK = 7
    BUY = 8
    UNFOLLOW = 9
    MUTE = 10
    BLOCK = 11
    WARN = 12
    DOOR_CLOSES = 13
    DOOR_OPENS = 14
    VOUCH = 15
    COMPLAIN = 16
    TALK = 17


TURNS_AWAY: Final = (Happening.UNFOLLOW, Happening.MUTE, Happening.BLOCK)
# Light that travels between two people, or from the brand to one.
TRAVELS: Final = (Happening.SEE, Happening.WARN, Happening.VOUCH, Happening.TALK)

EVENT: Final = np.dtype(
    [
        ("hour", np.float32),
        ("kind", np.uint8),
        ("user", np.int32),
        ("other", np.int32),
        ("post", np.int32),
    ]
)

Events = NDArray[np.void]


def is_kind(events: Events, *kinds: Happening) -> NDArray[np.bool_]:
    """Return which events are of one of these kinds, shape (events,)."""
    return np.isin(events["kind"], np.array(kinds, dtype=np.uint8))
