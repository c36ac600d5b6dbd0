"""Voices: what three people would say after a week, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.campaign import Campaign
from trustsim.market.outcome import LEDGER, Cause, Stance
from trustsim.play.people import name_of
from trustsim.play.strings import say
from trustsim.play.tales import told

VOICES: Final = 3
VARIANTS: Final = 3

_SILENT: Final = (int(Cause.FADE), int(Cause.FIRST_FOLLOWER), int(Cause.IGNORED))
"""Causes nobody would speak about."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody says and why: ``cause`` is a ledger's cause, ``is_warm`` tells its side."""

    user: int
    name: str
    circle: str
    cause: str
    text: str
    is_warm: bool


def voices(campaign: Campaign, week: int | None = None) -> list[Voice]:
    """Return up to three voices on a week: the most moved, each for another reason.

    Args:
        campaign: the game.
        week: which week, from 1; the last one if left out. A week before the last needs a
            recorded ledger.
    """
    if campaign.outcome is None:
        return []
    ledger = _ledger(campaign, campaign.week if week is None else week)
    spoken = ledger[(ledger["brand"] == 0) & ~np.isin(ledger["cause"], _SILENT)]
    strength = np.maximum(spoken["good"], spoken["harm"])
    found: list[Voice] = []
    users: set[int] = set()
    causes: set[int] = set()
    for at in np.argsort(-strength, kind="stable"):
        user, cause = int(spoken["user"][at]), int(spoken["cause"][at])
        if user in users or cause in causes:
            continue
        users.add(user)
        causes.add(cause)
        found.append(voice(campaign, spoken[at]))
        if len(found) == VOICES:
            break
    return found


def _ledger(campaign: Campaign, week: int) -> NDArray[np.void]:
    """Return one week's changes of evidence."""
    if campaign.outcome is not None and week == campaign.week:
        return campaign.outcome.ledger
    rows = campaign.record.table("ledger")
    of_week: NDArray[np.void] = rows[rows["day"] // 7 == week - 1]
    return of_week


def voice(campaign: Campaign, row: np.void) -> Voice:
    """Return what the person of one LEDGER row would say about it."""
    assert row.dtype == LEDGER
    user, cause = int(row["user"]), Cause(int(row["cause"])).name.lower()
    scenario = told(campaign.scenario)
    circle = scenario.population.circles[int(campaign.market.world.people.circle[user])]
    if cause == "ask" and campaign.market.world.stance[0, user] >= Stance.MUTED:
        cause = "ask_muted"
    variant = (user + int(row["day"]) // 7 + 1) % VARIANTS + 1
    product = scenario.brand.product.name
    text = say(f"voice.{cause}.{variant}", product=product)
    return Voice(user, name_of(user), circle.name, cause, text, float(row["good"]) > 0)
