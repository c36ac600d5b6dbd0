"""What is between one user and one brand."""

from __future__ import annotations

from dataclasses import dataclass

STRANGER, AWARE, FOLLOWER, MUTED, BLOCKED = range(5)


@dataclass(slots=True)
class Bond:
    """Evidence, the step of the ladder, memories, and what happened this week."""

    good: float = 0.0
    harm: float = 0.0
    stance: int = STRANGER
    since: int = 0
    asks_met: float = 0.0
    reads_met: float = 0.0
    fakes_met: int = 0
    shut_friends: int = 0
    visited: bool = False
    customer: bool = False
    reached_this_week: bool = False
    visited_this_week: bool = False
    shared_freely_this_week: bool = False
    bought_this_week: bool = False
