"""The campaign: one run of a scenario, week by week, for whoever decides."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.desk import Desk
from trustsim.campaign.difficulty import adjusted, terms_of
from trustsim.campaign.goals import Ending, Standing, medal_of, standings
from trustsim.campaign.network import network_of, peopled
from trustsim.campaign.orders import joined
from trustsim.campaign.plan import Plan, PostPlan
from trustsim.campaign.preview import Preview, preview
from trustsim.campaign.record import Record, Row
from trustsim.campaign.report import Report
from trustsim.campaign.reporting import Reporter
from trustsim.campaign.rulebook import unknown
from trustsim.errors import PlanRefused, UnknownName, UsageError
from trustsim.market.market import Market
from trustsim.market.network import Seats, Ties
from trustsim.market.outcome import RECORD_LEVELS, Stance, WeekOutcome
from trustsim.scenario.schema import Event, Scenario
from trustsim.strategies.protocol import Strategy, decision, prepared
from trustsim.strategies.registry import named

LARGEST_SEED = 2**63 - 1
STRANGER = int(Stance.STRANGER)


class Campaign:
    """One run: scenario and seed, and the plans played so far.

    A campaign is exactly (version, scenario, seed, plans); everything else follows from them.

    Attributes:
        scenario: as its file says. ``played``: as its difficulty has it.
        seed: the run's seed, 0 to 2**63 - 1.
        market: the machine; to look at, never to change.
        record: what is kept. ``plans``: the plans played. ``reports``: from week 0 on.
        outcome: the last week; None before the first.
        digests: the digests that were asked for, by week.

    Example:
        >>> from trustsim.campaign.campaign import Campaign
        >>> from trustsim.campaign.plan import Plan
        >>> from trustsim.scenario.load import load_scenario
        >>> campaign = Campaign(load_scenario("the-party"), seed=1)
        >>> campaign.play_week(Plan()).week
        1
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        record: str = "weeks",
        threads: int = 1,
        ties: tuple[Seats, Ties] | None = None,
    ) -> None:
        """Build the world and write the first report.

        Args:
            scenario: what to play.
            seed: 0 to 2**63 - 1.
            record: the record level.
            threads: threads for the machine; the result doesn't depend on them.
            ties: a network instead of the scenario's own, be that grown or read from a file.

        Raises:
            UsageError: the seed, the record level or the number of threads is off.
            BadFile: the file of the scenario's network is gone, has changed, or is none.
        """
        check_seed(seed)
        if record not in RECORD_LEVELS:
            raise UnknownName("record level", record, RECORD_LEVELS)
        if threads < 1:
            raise UsageError(f"{threads} threads can't work; take 1 or more")
        ties = ties or network_of(scenario)
        self.scenario = scenario
        self.played = adjusted(peopled(scenario, ties))
        self.seed = seed
        self._level = record
        self._threads = threads
        self._ties = ties
        self._start()

    def _start(self) -> None:
        """Set everything to before the first week."""
        played = self.played
        self.market = Market(
            played, self.seed, record=self._level, threads=self._threads, ties=self._ties
        )
        terms = terms_of(played.difficulty)
        self._desks = [
            Desk.at_start(played, brand, self.seed, terms) for brand in range(len(played.brands))
        ]
        self._reporter = Reporter.of(played, self.market)
        self.plans: list[Plan] = []
        self.outcome: WeekOutcome | None = None
        self.digests: dict[int, str] = {}
        self.record = Record.at_start(self._level, self._state(), self.market.first_ledger)
        self._shut_weeks = 0
        self._ghosted_week: int | None = None
        self._events = self._begin_week()
        self.reports: list[Report] = [self._report(self._desks[0])]
        self._rivals: list[tuple[Desk, Strategy, Report]] = [
            self._rival(desk, spec.strategy)
            for desk, spec in zip(self._desks[1:], played.rivals, strict=True)
        ]

    def _rival(self, desk: Desk, strategy: str) -> tuple[Desk, Strategy, Report]:
        """Return a rival's desk, who decides at it, and its first report."""
        first = self._report(desk)
        return desk, prepared(named(strategy), self.seed + desk.brand, first), first

    @property
    def week(self) -> int:
        """The weeks played so far."""
        return len(self.plans)

    @property
    def report(self) -> Report:
        """What the player's marketer sees now."""
        return self.reports[-1]

    @property
    def is_over(self) -> bool:
        """Whether the campaign has ended: its weeks are up, or the player is ghosted."""
        return self.ending is not None

    @property
    def ending(self) -> Ending | None:
        """How the campaign ended; None while it goes on.

        A ghosted campaign may be played on, to see whether anybody comes back; it stays ghosted.
        """
        if self._ghosted_week is not None:
            return Ending("ghosted", None, self._ghosted_week)
        if self.week < self.scenario.weeks:
            return None
        medal = medal_of(self.goals)
        return Ending("won" if medal else "time_up", medal, self.week)

    @property
    def goals(self) -> tuple[Standing, ...]:
        """How far each goal of the scenario has come."""
        return standings(self.scenario.goals, self.record.totals)

    def preview(self, post: PostPlan) -> Preview:
        """Return who is likely to see ``post``, as a range, and the hours it takes.

        Raises:
            PlanRefused: there is no such circle.
        """
        circles = self.scenario.circle_ids
        if post.audience != "home" and post.audience not in circles:
            raise PlanRefused(
                unknown("the post is for", "circle", post.audience, ["home", *circles])
            )
        return preview(post, self.reports)

    def check(self, plan: Plan) -> None:
        """Let a plan pass that can be played now; nothing changes.

        Raises:
            PlanRefused: with every reason, a line each.
        """
        if self.week >= self.scenario.weeks:
            raise PlanRefused(
                f"the campaign ended after week {self.scenario.weeks}; undo a week, or start anew"
            )
        self._desks[0].check(plan, self.report, self.market.world, self.played)

    def play_week(self, plan: Plan) -> Report:
        """Play one week by ``plan`` and return the report of it.

        Raises:
            PlanRefused: the plan can't be played; nothing has changed.
        """
        self.check(plan)
        decided = [(self._desks[0], plan), *self._rivals_decide()]
        for event in self._events:
            self.market.apply_event(event)
        week, world = self.week + 1, self.market.world
        orders = joined(desk.work(plan, week, world) for desk, plan in decided)
        self.outcome = self.market.play_week(orders)
        self.plans.append(plan)
        for desk in self._desks:
            desk.settle(self.outcome, world, self.played)
        self._keep(plan, self.outcome)
        self._events = self._begin_week()
        self._rivals = [(desk, who, self._report(desk)) for desk, who, _ in self._rivals]
        self.reports.append(self._report(self._desks[0]))
        return self.report

    def undo(self) -> Plan:
        """Take back the last week and return its plan: every plan before it is played anew.

        Raises:
            UsageError: there is no week to take back.
        """
        if not self.plans:
            raise UsageError("no week has been played, so there is none to undo")
        *kept, last = self.plans
        digests = {week: digest for week, digest in self.digests.items() if week <= len(kept)}
        self._start()
        self.play_weeks(kept)
        self.digests = digests
        return last

    def play_weeks(self, plans: Sequence[Plan]) -> Report:
        """Play several weeks and return the last report."""
        for plan in plans:
            self.play_week(plan)
        return self.report

    def digest(self) -> str:
        """Return the fingerprint of the world and the table as they stand, 32 hex digits."""
        found = blake2b(self.market.digest().encode(), digest_size=16)
        for desk in self._desks:
            found.update(desk.state())
        self.digests[self.week] = found.hexdigest()
        return self.digests[self.week]

    def _rivals_decide(self) -> list[tuple[Desk, Plan]]:
        """Ask every rival for its plan."""
        decided = [(desk, decision(who, report), report) for desk, who, report in self._rivals]
        for desk, plan, report in decided:
            desk.check(plan, report, self.market.world, self.played)
        return [(desk, plan) for desk, plan, _ in decided]

    def _begin_week(self) -> tuple[Event, ...]:
        """Let the coming week begin: return its events, and give and take what they say."""
        events = tuple(event for event in self.scenario.events if event.week == self.week + 1)
        self._desks[0].begin_week(events)
        return events

    def _report(self, desk: Desk) -> Report:
        """Write the report of one desk."""
        return self._reporter.report(desk, self.outcome, self._events)

    def _keep(self, plan: Plan, outcome: WeekOutcome) -> None:
        """Write the week down, and see whether every door is shut."""
        desk, counts = self._desks[0], outcome.counts[0]
        row: Row = {**counts, **self._state()}
        row["doors_shut"], row["doors_reopened"] = counts["doors_closed"], counts["doors_opened"]
        row["posts"], row["asks"] = desk.asks[-1]
        row["hours"] = desk.worked
        self.record.add(row, outcome)
        is_shut = row["open_doors"] == 0 or (row["aware"] > 0 and row["ostracism_rate"] >= 1.0)
        self._shut_weeks = self._shut_weeks + 1 if is_shut else 0
        if self._ghosted_week is None and self._shut_weeks >= desk.clerk.terms.ghosted_weeks:
            self._ghosted_week = self.week

    def _state(self) -> Row:
        """Return how things stand for the player's brand, by the columns of the record."""
        world, desk = self.market.world, self._desks[0]
        _, known, followers, muted, blocked = world.knows[0].sum(axis=0).tolist()
        aware = known + followers + muted + blocked
        trust = world.trust(0)
        open_doors = int(np.count_nonzero(world.door_open[0]))
        return {
            "week": self.week,
            "followers": followers,
            "aware": aware,
            "ostracism_rate": (muted + blocked) / aware if aware else 0.0,
            "trust_mean": self._trust_mean(trust[world.stance[0] != STRANGER]),
            "trusting": int(np.count_nonzero(trust >= self.market.share_line)),
            "customers": int(np.count_nonzero(world.customer[0])),
            "doors_closed": world.circles - open_doors,
            "open_doors": open_doors,
            "money": desk.money,
            "ask_share": desk.ask_share,
            "search_authority": float(world.authority[0]),
        }

    def _trust_mean(self, known: NDArray[np.float64]) -> float:
        """Return the mean trust of those who know the brand; a stranger's where nobody does."""
        if len(known):
            return float(np.add.reduce(known)) / len(known)
        rules = self.played.rules.trust
        return rules.prior_good / (rules.prior_good + rules.prior_harm)


def check_seed(seed: int) -> None:
    """Let a seed pass that a run can have.

    Raises:
        UsageError: it is no whole number from 0 to 2**63 - 1.
    """
    if type(seed) is not int or not 0 <= seed <= LARGEST_SEED:
        raise UsageError(
            f"the seed {seed} is not a whole number from 0 to {LARGEST_SEED}; give one that is"
        )
