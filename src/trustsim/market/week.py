"""The week, in order: written once, as lists that a reader can print.

    from trustsim.market.week import DAYS, WEEK
    for process in (*DAYS, *WEEK): print(process.__name__, "-", process.__doc__)

What happens on one day, and in which order, is market.day.
"""

from __future__ import annotations

from collections.abc import Callable

from trustsim.market.chat import chatting
from trustsim.market.duties import working
from trustsim.market.engine import Engine, Stretch
from trustsim.market.night import searching, sleeping
from trustsim.market.postings import posting
from trustsim.market.visits import finding

Process = Callable[[Engine, Stretch], None]
WeekProcess = Callable[[Engine, int], None]

DAYS: tuple[Process, ...] = (working, chatting, posting, finding)
"""What happens on each day, or on all days that nobody reaches into, in this order."""

WEEK: tuple[WeekProcess, ...] = (searching, sleeping)
"""What happens after each seventh day, in this order."""
