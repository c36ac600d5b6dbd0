"""New ties between users who have met."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING

from .bond import MUTED

if TYPE_CHECKING:
    from .model import MesaMarket
    from .user import Tie, UserAgent

NEW_STRENGTH = 90


def tie_up(model: MesaMarket) -> None:
    """Tie those who have met, both ways among friends, and keep what depends on ties true."""
    pairs = {(heard.number, hearer.number) for heard, hearer in model.meetings}
    if not model.k.directed:
        pairs |= {(hearer, heard) for heard, hearer in pairs}
    for heard, hearer in sorted(pairs):
        add_tie(model, model.everybody[heard], model.everybody[hearer])
    single = model.chance.single
    for hearer in {hearer for _, hearer in pairs}:
        user = model.everybody[hearer]
        user.seen = single(single(user.online * user.attention) / user.crowd)
    model.meetings = []


def add_tie(model: MesaMarket, heard: UserAgent, hearer: UserAgent) -> None:
    """Let ``hearer`` hear ``heard``."""
    insort(heard.ties, (hearer, model.closenesses[NEW_STRENGTH]), key=number_of)
    hearer.hears += 1
    hearer.crowd = model.chance.single(hearer.crowd + heard.posting)
    for brand in model.brands:
        if heard.bonds[brand.number].stance >= MUTED:
            hearer.bonds[brand.number].shut_friends += 1


def number_of(tie: Tie) -> int:
    """Return the number of the user that a tie leads to."""
    return tie[0].number
