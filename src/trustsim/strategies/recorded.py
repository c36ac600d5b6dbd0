"""Plans that were made before."""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.campaign.plan import Plan
from trustsim.campaign.report import Report


class Recorded:
    """Plays plans that were made before, such as those of a save (``recorded:FILE``).

    Stands for whoever made them. After the last one it does nothing.
    """

    def __init__(self, plans: Sequence[Plan], name: str = "recorded") -> None:
        """Take the plans, the first week's first."""
        self.plans = tuple(plans)
        self.name = name

    def decide(self, report: Report) -> Plan:
        """Return the plan of the week, or an empty one if there is none."""
        return self.plans[report.week] if report.week < len(self.plans) else Plan()
