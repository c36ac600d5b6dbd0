"""Scenes: what of a day can be seen, for the film of a week."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market.outcome import Film, Reason
from trustsim.market.recorder import Recorder
from trustsim.market.world import World

EVENING = 21.5


def talks(recorder: Recorder, first_hour: float, met: NDArray[np.int32]) -> None:
    """Show whom the player's brand talked with."""
    hours = first_hour + 9.0 + 8.0 * np.arange(len(met)) / max(len(met), 1)
    recorder.scenes(hours, Film.TALK, met)


def post(recorder: Recorder, hour: float, slot: int, rows: NDArray[np.void]) -> None:
    """Show a post of the player's brand, and everything it did."""
    recorder.scenes(np.array([hour]), Film.PUBLISH, np.array([-1], np.int32), -1, slot)
    recorder.touched(rows, slot, hour)


def warnings(
    recorder: Recorder, world: World, first_hour: float, shut: NDArray[np.int32], first: int
) -> None:
    """Show who warned whom tonight, and who followed suit (those from place ``first`` on)."""
    ties, stance = world.ties, world.stance[0]
    hours = first_hour + EVENING + 2.0 * np.arange(len(shut)) / max(len(shut), 1)
    for hour, user in zip(hours, shut.tolist(), strict=True):
        friends = ties.indices[ties.indptr[user] : ties.indptr[user + 1]]
        friends = friends[stance[friends] > 0]
        recorder.scenes(np.full(len(friends), hour), Film.WARN, friends, user)
    recorder.scenes(hours[first:], Film.MUTE, shut[first:].copy())


def doors(recorder: Recorder, kind: Film, first_hour: float, which: list[int]) -> None:
    """Show which doors closed or opened tonight."""
    if which:
        circles = np.array(which, np.int32)
        recorder.scenes(np.full(len(which), first_hour + 23.8), kind, circles)


def sales(
    recorder: Recorder, first_hour: float, buyers: NDArray[np.int32], said: NDArray[np.void]
) -> None:
    """Show who bought, and who complained."""
    hours = first_hour + 19.0 + 2.0 * np.arange(len(buyers)) / max(len(buyers), 1)
    recorder.scenes(hours, Film.BUY, buyers.copy())
    unhappy = said["user"][said["reason"] == int(Reason.PRODUCT_FLAW)]
    recorder.scenes(np.full(len(unhappy), first_hour + 22.0), Film.COMPLAIN, unhappy)
