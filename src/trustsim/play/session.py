"""A session: one game as a player plays it, whatever the front door.

It holds the campaign and the draft, saves by itself after every week, and continues where one
left. Both doors, the window and the text, call the same few verbs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan
from trustsim.campaign.report import Report
from trustsim.campaign.save import Save, replay
from trustsim.errors import WriteFailed
from trustsim.play.bets import Bet
from trustsim.play.draft import Draft
from trustsim.play.findings import Findings
from trustsim.play.folder import free_autosave_path, keep
from trustsim.play.refusals import spoken
from trustsim.scenario.schema import Scenario

RECORD = "full"
"""A played game records everything: the player may ask why."""


@dataclass(slots=True)
class Session:
    """One game.

    Attributes:
        campaign: the run so far.
        draft: next week's plan.
        path: where it saves itself; None for nowhere.
        save_problem: why the last autosave failed, in a sentence; empty if it did not.
        bets: the bets so far.
        findings: what the report at the end has found out so far.
    """

    campaign: Campaign
    draft: Draft = field(default_factory=Draft)
    path: Path | None = None
    save_problem: str = ""
    bets: list[Bet] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)

    @classmethod
    def start(cls, scenario: Scenario, seed: int, *, saves: bool = True) -> Session:
        """Start a new game; with ``saves`` it saves itself after every week."""
        path = free_autosave_path(scenario.name, seed) if saves else None
        return cls(Campaign(scenario, seed, record=RECORD), path=path)

    @classmethod
    def resume(cls, save: Save, path: Path | None = None) -> Session:
        """Go on with a saved game: its plans are played again, and its digests verified.

        Raises:
            ReplayDiffers: the save does not end as it says it did.
        """
        session = cls(replay(save, record=RECORD), path=path)
        session._gather_bets()
        return session

    @property
    def report(self) -> Report:
        """What the marketer sees now."""
        return self.campaign.report

    @property
    def hours_planned(self) -> float:
        """Hours the draft takes."""
        return self.report.prices.of_plan(self.draft.plan)

    @property
    def hours_left(self) -> float:
        """Hours that are still free this week; below 0 if the draft takes too many."""
        return self.report.hours - self.hours_planned

    @property
    def money_left(self) -> float:
        """Money that the draft's boosts leave."""
        return self.report.money - sum(post.boost for post in self.draft.plan.posts)

    def play_week(self) -> Report:
        """Play the draft.

        Raises:
            PlanRefused: it can't be played; nothing has changed.
        """
        plan = self.draft.plan
        report = self.campaign.play_week(plan)
        self._settle(plan, report)
        self.findings = Findings()
        self.draft.start_anew()
        self._autosave()
        return report

    def undo_week(self) -> Plan:
        """Take back the last week; its plan becomes the draft again.

        Raises:
            UsageError: no week has been played.
        """
        plan = self.campaign.undo()
        self.findings = Findings()
        self._gather_bets()
        self.draft.start_anew()
        self.draft.change(plan)
        self._autosave()
        return plan

    def save_as(self, path: Path) -> None:
        """Save the game to a file of the player's choice.

        Raises:
            WriteFailed: the place can't be written to.
        """
        keep(self.campaign, path)

    def _autosave(self) -> None:
        """Save, and remember the sentence if that fails: a full disk must not end the game."""
        if self.path is None:
            return
        try:
            keep(self.campaign, self.path)
            self.save_problem = ""
        except WriteFailed as error:
            self.save_problem = spoken(error)

    def _settle(self, plan: Plan, report: Report) -> None:
        if plan.bet is not None:
            self.bets.append(Bet(report.week, *plan.bet, report.reach))

    def _gather_bets(self) -> None:
        self.bets = []
        pairs = zip(self.campaign.plans, self.campaign.reports[1:], strict=True)
        for plan, report in pairs:
            self._settle(plan, report)
