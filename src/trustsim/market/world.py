"""The world: all mutable state of a run, as arrays."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from trustsim.market.network import Seats, Ties
from trustsim.market.people import People, Tastes
from trustsim.market.standing import Brands, Standing, rows_of


@dataclass(slots=True)
class World:
    """State of one run. U users, B brands, C circles, K topics, F facets.

    Attributes:
        people, ties, seats, tastes: see their own classes.
        ties_in: (U,) how many others each user hears.
        crowd: (U,) posts a day that compete in each feed.
        seen: (U,) chance that a post of rank 1 is seen on a day.
        good, harm: (B, U) evidence.
        stance: (B, U) see Stance; ``stance_day``: (B, U) the day it was taken.
        asks_met: (B, U) memory of asks read; ``reads_met``: (B, U) posts read this week;
            ``fakes_met``: (B, U) automated posts read.
        shut_friends: (B, U) how many of those one hears have shut the brand out.
        visited, customer: (B, U).
        week_flags: (B, U) what happened this week, see market.standing.
        knows: (B, C, 5) users per main circle and stance.
        door_open: (B, C); ``door_day``: day it closed; ``amends``: (B, C) made since.
        last_ask: (B,) day of the last ask; ``apologised``: (B, C) day of the last apology.
        authority: (B,) search authority; ``facets``: (B, F) chance that a facet pleases.
        chatter: (C, K) ordinary posts and shares of the week by circle and topic.
        day: days simulated so far.
    """

    people: People
    ties: Ties
    seats: Seats
    tastes: Tastes
    ties_in: NDArray[np.int32]
    crowd: NDArray[np.float32]
    seen: NDArray[np.float32]
    good: NDArray[np.float64]
    harm: NDArray[np.float64]
    stance: NDArray[np.uint8]
    stance_day: NDArray[np.int32]
    asks_met: NDArray[np.float32]
    reads_met: NDArray[np.float32]
    fakes_met: NDArray[np.uint8]
    shut_friends: NDArray[np.uint16]
    visited: NDArray[np.bool_]
    customer: NDArray[np.bool_]
    week_flags: NDArray[np.uint8]
    knows: NDArray[np.int64]
    door_open: NDArray[np.bool_]
    door_day: NDArray[np.int32]
    amends: NDArray[np.float64]
    last_ask: NDArray[np.int32]
    apologised: NDArray[np.int32]
    authority: NDArray[np.float64]
    facets: NDArray[np.float64]
    chatter: NDArray[np.int64]
    prior_good: float
    prior_harm: float
    day: int = 0

    @property
    def users(self) -> int:
        """How many people there are."""
        return len(self.people.circle)

    @property
    def brands(self) -> int:
        """How many brands there are; 0 is the player's."""
        return len(self.good)

    @property
    def circles(self) -> int:
        """How many circles there are."""
        return len(self.seats.start) - 1

    @property
    def topics(self) -> int:
        """How many topics there are."""
        return len(self.people.interests)

    @property
    def members(self) -> NDArray[np.int64]:
        """Return the users per main circle, shape (circles,)."""
        return np.diff(self.seats.start)

    def trust(self, brand: int = 0) -> NDArray[np.float64]:
        """Return everybody's trust in ``brand``, shape (users,), 0..1.

        Source: Josang & Ismail 2002, the mean of a Beta reputation.
        """
        good = self.prior_good + self.good[brand]
        return good / (good + self.prior_harm + self.harm[brand])

    @property
    def standings(self) -> Brands:
        """Everything that is between the brands and the users, as the kernels take it."""
        return Brands(*(getattr(self, name) for name in Brands._fields))

    def standing(self, brand: int) -> Standing:
        """Return views of everything that is between ``brand`` and the users."""
        return rows_of(self.standings, brand)

    def digest(self) -> str:
        """Return the fingerprint of the whole state: 32 hex digits, equal for equal worlds."""
        found = hashlib.blake2b(digest_size=16)
        for array in self.arrays():
            found.update(np.ascontiguousarray(array).data)
        found.update(str(self.day).encode())
        return found.hexdigest()

    def arrays(self) -> list[NDArray[np.generic]]:
        """Return every array of the state, in the order of declaration."""
        found: list[NDArray[np.generic]] = []
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, np.ndarray):
                found.append(value)
            elif isinstance(value, tuple):
                found.extend(value)
        return found

    def memory(self) -> int:
        """Return the bytes its arrays take."""
        return sum(array.nbytes for array in self.arrays())
