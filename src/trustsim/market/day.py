"""The day, in order: written once, as a list that a reader can print.

    from trustsim.market.day import DAY, WEEK
    for process in DAY: print(process.__name__, "-", process.__doc__)

Inside ``travelling``, one kernel takes each exposure through show, read and share and lets the
readers feel and respond, since what happens to one person depends on nothing but the morning's
world.
"""

from __future__ import annotations

from collections.abc import Callable

from trustsim.market.chat import chatting
from trustsim.market.duties import working
from trustsim.market.engine import Engine, Today
from trustsim.market.night import drifting, forgetting, meeting, needing, searching
from trustsim.market.ostracism import reopening, talking
from trustsim.market.postings import publishing, settling, travelling
from trustsim.market.visits import shopping

Process = Callable[[Engine, Today], None]
WeekProcess = Callable[[Engine, int], None]

DAY: tuple[Process, ...] = (
    working, publishing, chatting, travelling, settling, talking, reopening, shopping,
)  # fmt: skip
"""What happens on every day, in this order."""

WEEK: tuple[WeekProcess, ...] = (searching, forgetting, needing, drifting, meeting)
"""What happens after each seventh day, in this order."""
