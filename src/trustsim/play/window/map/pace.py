"""How fast the film runs: slower where more happens, so that a week is seen in seconds."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.play.window.map.film import Film

SPEEDS: Final = (0.5, 1.0, 2.0, 4.0)
LEAST_SECONDS: Final = 5.0
MOST_SECONDS: Final = 10.0

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pace:
    """The way from seconds of watching to hours of the film, and back.

    Attributes:
        seconds: Rising, from 0 to the length of the film.
        hours: The hour of the film at each, from 0 to its end.
    """

    seconds: Array
    hours: Array

    @property
    def length(self) -> float:
        """How many seconds the film takes at speed 1."""
        return float(self.seconds[-1])

    def hour(self, second: float) -> float:
        """Return the hour of the film at a second of watching."""
        return float(np.interp(second, self.seconds, self.hours))

    def second(self, hour: float) -> float:
        """Return the second of watching at an hour of the film."""
        return float(np.interp(hour, self.hours, self.seconds))

    def advance(self, hour: float, seconds: float, speed: float = 1.0) -> float:
        """Return the hour of the film ``seconds`` later at a speed."""
        return self.hour(self.second(hour) + seconds * speed)


def pace(film: Film) -> Pace:
    """Return the pace of a film: its busy hours get most of the time."""
    hours = np.arange(0.0, np.ceil(film.end) + 1.0)
    leaves = film.times.leaves
    busy = np.histogram(leaves, bins=hours)[0].astype(np.float64)
    # What leaves in an hour is on its way in the next four.
    busy = np.convolve(busy, np.ones(5), mode="full")[: len(busy)]
    weight = 0.25 + np.minimum(np.sqrt(busy / max(1.0, busy.mean())), 2.5)
    passed = np.concatenate([[0.0], np.cumsum(weight)])
    length = float(np.clip(4.0 + 0.35 * len(film.waves()), LEAST_SECONDS, MOST_SECONDS))
    return Pace(passed / passed[-1] * length, hours)
