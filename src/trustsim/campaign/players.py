"""The players: whoever decides, by what a command line calls them."""

from __future__ import annotations

from pathlib import Path

from trustsim.errors import UsageError
from trustsim.strategies.protocol import Strategy
from trustsim.strategies.recorded import Recorded
from trustsim.strategies.registry import from_spec

RECORDED = "recorded"


def player(spec: str) -> Strategy:
    """Return a new strategy: by name, from a user's file, or as the plans of a save.

    Args:
        spec: such as ``thoughtful``, ``one-note:fun``, ``my_strategy.py:Mine`` or
            ``recorded:my-save.json``.

    Raises:
        UnknownName: no strategy has that name.
        UsageError: it can't be used.
        BrokenSave: the save can't be read.
    """
    name, colon, file = spec.partition(":")
    if name != RECORDED:
        return from_spec(spec)
    if not colon or not file:
        raise UsageError("the strategy 'recorded' needs a file; write recorded:FILE")
    from trustsim.campaign.save import load_plans

    return Recorded(load_plans(Path(file)), spec)
