"""A run: a strategy plays a scenario to its end, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trustsim import __version__
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.goals import Ending
from trustsim.campaign.players import player
from trustsim.campaign.record import Row
from trustsim.campaign.tables import Table, tables, write_tables
from trustsim.errors import UsageError
from trustsim.scenario.schema import Scenario
from trustsim.strategies.protocol import Strategy, decision, name_of, prepared

MOST_WEEKS = 520
OnWeek = Callable[[Campaign], object]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What came of a run.

    Attributes:
        scenario, strategy, seed, version: what it follows from.
        difficulty: the scenario's.
        ending: how it ended; None where it stopped before its end.
        weeks: a row per week (none at record level ``none``). ``totals``: the whole run.
        digest: the fingerprint of the world and the table at the end.
        tables: columns by table, as the record level has them.
        campaign: the campaign itself, to look at or to save.
    """

    scenario: str
    strategy: str
    seed: int
    version: str
    difficulty: str
    ending: Ending | None
    weeks: list[Row]
    totals: Row
    digest: str
    campaign: Campaign

    @property
    def tables(self) -> dict[str, Table]:
        """The recorded tables by name, as columns."""
        return tables(self.campaign.record, self.campaign.scenario)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as one JSON object."""
        ending = self.ending
        return {
            "scenario": self.scenario,
            "strategy": self.strategy,
            "seed": self.seed,
            "version": self.version,
            "difficulty": self.difficulty,
            "ending": ending.kind if ending else None,
            "medal": ending.medal if ending else None,
            "weeks": self.weeks,
            "totals": self.totals,
            "digest": self.digest,
        }

    def write(self, folder: Path) -> list[Path]:
        """Write the tables as Parquet files into ``folder`` and return them.

        Raises:
            WriteFailed: the folder can't be written to, or the disk is full.
        """
        return write_tables(self.tables, folder)


def run(
    scenario: Scenario,
    strategy: Strategy | str,
    seed: int,
    *,
    weeks: int | None = None,
    record: str = "weeks",
    threads: int = 1,
    on_week: OnWeek | None = None,
) -> RunResult:
    """Let a strategy play a scenario.

    A run goes on to its last week even when the brand is ghosted on the way: what happens then is
    a result too.

    Args:
        scenario: what to play.
        strategy: who decides, or what `player` takes.
        seed: 0 to 2**63 - 1.
        weeks: how many weeks to play; the scenario's own number if left out. Fewer stop early,
            more prolong the scenario.
        record: the record level.
        threads: threads for the machine; the result doesn't depend on them.
        on_week: called after every week with the campaign.

    Raises:
        TrustSimError: an argument is off, or the strategy's plan can't be played.
    """
    who = player(strategy) if isinstance(strategy, str) else strategy
    name = strategy if isinstance(strategy, str) else name_of(strategy)
    count = scenario.weeks if weeks is None else weeks
    if not 1 <= count <= MOST_WEEKS:
        raise UsageError(f"{count} weeks can't be played; choose from 1 to {MOST_WEEKS}")
    if count > scenario.weeks:
        scenario = scenario.model_copy(update={"weeks": count})
    campaign = Campaign(scenario, seed, record, threads)
    prepared(who, seed, campaign.report)
    for _ in range(count):
        campaign.play_week(decision(who, campaign.report))
        if on_week is not None:
            on_week(campaign)
    return result_of(campaign, name)


def result_of(campaign: Campaign, strategy: str) -> RunResult:
    """Return what came of a campaign so far."""
    return RunResult(
        scenario=campaign.scenario.name,
        strategy=strategy,
        seed=campaign.seed,
        version=__version__,
        difficulty=campaign.scenario.difficulty,
        ending=campaign.ending,
        weeks=list(campaign.record.weeks),
        totals=dict(campaign.record.totals),
        digest=campaign.digest(),
        campaign=campaign,
    )
