"""The protocol: what a strategy is, and how one is asked."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from trustsim.campaign.plan import Plan
from trustsim.campaign.report import Report
from trustsim.errors import UsageError


@runtime_checkable
class Strategy(Protocol):
    """Chooses the next week's plan from what a marketer can see.

    A class with this method is all it takes; it is registered by the entry point group
    ``trustsim.strategies`` or given as ``path/to/file.py:Class``. Two more members are used where
    a strategy has them: ``name``, what tables call it, and ``reset(seed, report)``, called once
    before the first week with the run's seed and the report of week 0.
    """

    def decide(self, report: Report) -> Plan:
        """Return the plan for the week after ``report``."""
        ...


def prepared(strategy: Strategy, seed: int, report: Report) -> Strategy:
    """Reset ``strategy`` for a new run, if it wants to be, and return it.

    Args:
        strategy: who will decide.
        seed: the run's seed; the only chance a strategy may use.
        report: the report of week 0.
    """
    reset = getattr(strategy, "reset", None)
    if reset is not None:
        reset(seed, report)
    return strategy


def decision(strategy: Strategy, report: Report) -> Plan:
    """Return what ``strategy`` decides.

    Raises:
        UsageError: it decided on something that is no plan.
    """
    plan = strategy.decide(report)
    if not isinstance(plan, Plan):
        raise UsageError(
            f"the strategy '{name_of(strategy)}' decided on {type(plan).__name__} in week "
            f"{report.week + 1}; decide() must return a trustsim.campaign.plan.Plan"
        )
    return plan


def name_of(strategy: Strategy) -> str:
    """Return what tables call a strategy."""
    return str(getattr(strategy, "name", type(strategy).__name__))
