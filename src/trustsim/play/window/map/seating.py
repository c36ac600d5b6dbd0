"""Gives everybody a seat in their circle: hubs inside, people with friends abroad on that shore."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.play.window.map.town import Town

Array = NDArray[np.float64]

_GOLDEN_ANGLE: Final = np.pi * (3 - np.sqrt(5))
# People are matched to seats by direction within rings of about so many seats.
_RING: Final = 48


def sunflower(count: int) -> Array:
    """Return ``count`` seats evenly over the unit disc, from the middle out, shape (count, 2)."""
    step = np.arange(count)
    radius = np.sqrt((step + 0.5) / max(count, 1))
    angle = step * _GOLDEN_ANGLE
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def seat(town: Town, centres: Array) -> Array:
    """Return everybody's seat in the unit disc of their circle, shape (users, 2).

    Args:
        town: The people and their ties.
        centres: Where the circles lie to each other, shape (circles, 2).
    """
    pull, abroad = _pull(town, centres)
    seats = np.empty((town.user_count, 2))
    for circle in range(town.circle_count):
        members = np.flatnonzero(town.circle_of == circle)
        outward = _rank(abroad[members]) - _rank(town.degree[members])
        order = members[np.argsort(outward, kind="stable")]
        seats[order] = _by_direction(sunflower(len(order)), pull[order])
    return seats


def _pull(town: Town, centres: Array) -> tuple[Array, Array]:
    """Return where each user's friends abroad pull, and which share of the friends is abroad."""
    ones, others = town.tie_ends()
    home, away = town.circle_of[ones], town.circle_of[others]
    foreign = home != away
    ones, home, away = ones[foreign], home[foreign], away[foreign]
    towards = centres[away] - centres[home]
    towards /= np.maximum(np.sqrt((towards**2).sum(axis=1, keepdims=True)), 1e-9)
    count = town.user_count
    pull = np.stack(
        [np.bincount(ones, weights=towards[:, axis], minlength=count) for axis in (0, 1)], axis=1
    )
    share = np.bincount(ones, minlength=count) / np.maximum(town.degree, 1)
    return pull.astype(np.float64), share


def _rank(values: NDArray[np.generic]) -> Array:
    """Return the rank of each value from 0 to 1; equal values in the order they come in."""
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.linspace(0, 1, len(values))
    return ranks


def _by_direction(seats: Array, pull: Array) -> Array:
    """Give the seats of each ring to the people whose friends lie that way.

    Args:
        seats: From the middle out, shape (people, 2).
        pull: Direction in which each person is pulled, from the middle out; zero for none.

    Returns:
        The seat of each person, shape (people, 2).
    """
    result = np.empty_like(seats)
    inner = max(1, int(_RING * max(1.0, np.sqrt(len(seats)) / 14)))
    for start in range(0, len(seats), inner):
        ring = slice(start, min(start + inner, len(seats)))
        result[ring] = _match(seats[ring], pull[ring])
    return result


def _match(seats: Array, pull: Array) -> Array:
    """Match people to the seats of one ring, in the turn that suits them best."""
    seat_angle = np.arctan2(seats[:, 1], seats[:, 0])
    wish = np.arctan2(pull[:, 1], pull[:, 0])
    strength = np.sqrt((pull**2).sum(axis=1))
    # Those who don't care fill the gaps instead of crowding at angle 0.
    idle = strength < 1e-9
    wish[idle] = seat_angle[idle]
    strength[idle] = 0.01
    by_seat = np.argsort(seat_angle, kind="stable")
    by_wish = np.argsort(wish, kind="stable")
    angles, wishes, weights = seat_angle[by_seat], wish[by_wish], strength[by_wish]
    count = len(seats)
    turns = (np.arange(count)[None, :] + np.arange(0, count, max(1, count // 64))[:, None]) % count
    misfit = ((1 - np.cos(angles[turns] - wishes[None, :])) * weights[None, :]).sum(axis=1)
    best = turns[int(np.argmin(misfit))]
    result = np.empty_like(seats)
    result[by_wish] = seats[by_seat[best]]
    return result
