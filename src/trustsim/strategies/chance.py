"""Plans by lot."""

from __future__ import annotations

import numpy as np

from trustsim.campaign.plan import HOME, Manner, Plan, WorkKind
from trustsim.campaign.report import Report
from trustsim.scenario.rules import KINDS, TONES
from trustsim.strategies.draft import Draft, open_circles

MANNERS: tuple[Manner, ...] = ("thank_fix", "explain", "joke", "delete", "ignore", "automate")
WORKS: tuple[WorkKind, ...] = ("listen", "take_part", "improve", "apologise")


class Random:
    """Draws every decision by lot.

    Stands for improvising without a thought, and is what the others are to be measured against.
    The lots depend on the run's seed and the week alone, so that a replay draws the same.
    """

    name = "random"

    def __init__(self) -> None:
        """Start with the lots of seed 0."""
        self.seed = 0

    def reset(self, seed: int, report: Report) -> None:
        """Take the lots that belong to ``seed``."""
        self.seed = seed

    def decide(self, report: Report) -> Plan:
        """Draw posts, answers and other work."""
        lots = np.random.default_rng([self.seed, report.week])
        draft = Draft(report)
        for comment in report.inbox:
            if lots.random() < 0.3:
                draft.reply(comment, MANNERS[lots.integers(len(MANNERS))])
        for _ in range(int(lots.integers(3))):
            self._work(draft, lots)
        for _ in range(int(lots.integers(report.max_posts + 1))):
            self._post(draft, lots)
        return draft.plan()

    @staticmethod
    def _work(draft: Draft, lots: np.random.Generator) -> None:
        """Draw one piece of other work."""
        report = draft.report
        kind = WORKS[lots.integers(len(WORKS))]
        circle = report.circles[lots.integers(len(report.circles))].id
        facet = report.facets[lots.integers(len(report.facets))]
        draft.work(
            kind,
            float(lots.random()) * 0.4 * report.hours,
            circle=None if kind == "improve" else circle,
            facet=facet if kind == "improve" else None,
        )

    @staticmethod
    def _post(draft: Draft, lots: np.random.Generator) -> None:
        """Draw one post."""
        report = draft.report
        places = [HOME, *(view.id for view in open_circles(report))]
        draft.post(
            KINDS[lots.integers(len(KINDS))],
            report.topics[lots.integers(len(report.topics))],
            audience=places[lots.integers(len(places))],
            care=float(lots.random()) * report.hours,
            tone=TONES[lots.integers(len(TONES))],
            automated=bool(lots.random() < 0.15),
        )
