"""What happened in a week, event by event: what the film is made of."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.market.outcome import FILM, Film

Happening = Film
"""What an event is: the machine's own kinds (``other`` is whom it came from, -1 for the brand)."""

TURNS_AWAY: Final = (Happening.UNFOLLOW, Happening.MUTE, Happening.BLOCK)
# Light that travels between two people, or from the brand to one.
TRAVELS: Final = (Happening.SEE, Happening.WARN, Happening.VOUCH, Happening.TALK)

EVENT: Final = FILM

Events = NDArray[np.void]


def is_kind(events: Events, *kinds: Happening) -> NDArray[np.bool_]:
    """Return which events are of one of these kinds, shape (events,)."""
    return np.isin(events["kind"], np.array(kinds, dtype=np.uint8))
