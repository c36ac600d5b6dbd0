"""The record: what a campaign keeps of its weeks, as rows and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.market.outcome import CASCADE, EXPOSURE, FILM, LEDGER, POST, WeekOutcome

Row = dict[str, int | float]

STATE: Final = (
    "week", "followers", "aware", "ostracism_rate", "trust_mean", "trusting", "customers",
    "doors_closed", "open_doors", "money", "ask_share", "search_authority",
)  # fmt: skip
"""Columns that say how things stand at the week's end; a total takes the last week's."""

FLOW: Final = (
    "reach", "impressions", "shares", "likes", "comments", "clicks", "visits", "sales", "follows",
    "unfollows", "mutes", "blocks", "organic_sharers", "vouches", "talks", "inbound_links",
    "doors_shut", "doors_reopened", "posts", "asks", "hours",
)  # fmt: skip
"""Columns that count what the week brought; a total is their sum, so that somebody who is reached,
visits or shares in two weeks counts twice in it."""

PEAK: Final = ("deepest_cascade",)
"""Columns of which a total takes the largest."""

COLUMNS: Final = (
    "week", "followers", "aware", "reach", "impressions", "shares", "likes", "comments", "clicks",
    "visits", "sales", "customers", "follows", "unfollows", "mutes", "blocks", "ostracism_rate",
    "trust_mean", "trusting", "organic_sharers", "deepest_cascade", "doors_closed", "open_doors",
    "doors_shut", "doors_reopened", "talks", "vouches", "inbound_links", "search_authority",
    "posts", "asks", "ask_share", "hours", "money",
)  # fmt: skip
"""The columns of a week, in the order of tables.

ostracism_rate: muted or blocked / ever aware. trust_mean: mean trust of those who know the brand,
0..1; a stranger's where nobody does. trusting: people whose trust is over the would-share line.
organic_sharers: people who shared something that did not ask them to. doors_closed, open_doors:
circles whose door is closed or open at the week's end; doors_shut, doors_reopened: how often a door
closed or opened in the week. hours: hours worked. asks: posts that asked for something; ask_share:
their share in the last eight weeks.
"""

GATHERED: Final = {"posts": POST, "cascades": CASCADE, "ledger": LEDGER, "exposures": EXPOSURE}


@dataclass(slots=True)
class Record:
    """What a campaign keeps.

    Attributes:
        level: ``none`` keeps totals only, ``weeks`` a row per week, ``posts`` and above tables.
        weeks: a row per week, by column.
        totals: the campaign so far.
        films: what can be seen of each week, where the level has it.
    """

    level: str
    totals: Row
    weeks: list[Row] = field(default_factory=list)
    films: list[NDArray[np.void]] = field(default_factory=list)
    parts: dict[str, list[NDArray[np.void]]] = field(default_factory=dict)

    @classmethod
    def at_start(
        cls, level: str, state: Mapping[str, int | float], ledger: NDArray[np.void]
    ) -> Record:
        """Return the record of a campaign before its first week.

        Args:
            level: the record level.
            state: how things stand, by the columns of STATE.
            ledger: rows of LEDGER that the start itself has made.
        """
        totals: Row = {name: state.get(name, 0) for name in COLUMNS}
        record = cls(level, totals)
        if len(ledger):
            record.parts["ledger"] = [ledger]
        return record

    def add(self, row: Row, outcome: WeekOutcome) -> None:
        """Take in one week."""
        totals = self.totals
        for name in STATE:
            totals[name] = row[name]
        for name in FLOW:
            totals[name] += row[name]
        for name in PEAK:
            totals[name] = max(totals[name], row[name])
        if self.level == "none":
            return
        self.weeks.append({name: row[name] for name in COLUMNS})
        if self.level != "weeks":
            for name in GATHERED:
                rows: NDArray[np.void] = getattr(outcome, name)
                if len(rows):
                    self.parts.setdefault(name, []).append(rows)
            self.films.append(outcome.film)

    def table(self, name: str) -> NDArray[np.void]:
        """Return one of the tables posts, cascades, ledger and exposures, all weeks together."""
        return np.concatenate([np.zeros(0, GATHERED[name]), *self.parts.get(name, [])])

    def film(self, week: int) -> NDArray[np.void]:
        """Return what can be seen of one week, rows of FILM; none where it wasn't recorded."""
        return self.films[week - 1] if 0 < week <= len(self.films) else np.zeros(0, FILM)
