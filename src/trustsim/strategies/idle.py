"""Nothing at all."""

from __future__ import annotations

from trustsim.campaign.plan import Plan
from trustsim.campaign.report import Report


class Idle:
    """Has a page and does nothing.

    Stands for the world without the marketer: what happens anyway, against which to measure.
    """

    name = "idle"

    def decide(self, report: Report) -> Plan:
        """Do nothing."""
        return Plan()
