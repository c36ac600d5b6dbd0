"""Hours: what a week has of them, and what three full weeks in a row do."""

from __future__ import annotations

from dataclasses import dataclass

from trustsim.campaign.terms import Terms


@dataclass(slots=True)
class Hours:
    """One marketer's hours. They don't carry over, and three full weeks in a row cost the next.

    Attributes:
        base: hours of an ordinary week.
        burnout: share of them that is lost after too many full weeks.
        terms: when a week is a full one.
        full_weeks: full weeks in a row so far.
        extra: hours that this week gives or takes besides.

    Example:
        >>> from trustsim.campaign.terms import TERMS
        >>> hours = Hours(10.0, 0.3, TERMS)
        >>> for _ in range(3):
        ...     hours.spend(10.0)
        >>> hours.available
        7.0
    """

    base: float
    burnout: float
    terms: Terms
    full_weeks: int = 0
    extra: float = 0.0

    @property
    def is_burnt_out(self) -> bool:
        """Whether too many full weeks lie behind."""
        return self.full_weeks >= self.terms.full_weeks

    @property
    def available(self) -> float:
        """The hours that the coming week has."""
        kept = 1.0 - self.burnout if self.is_burnt_out else 1.0
        return max(0.0, self.base * kept + self.extra)

    def spend(self, used: float) -> None:
        """End a week in which ``used`` hours were worked; a week of burn-out is rest enough."""
        was_full = used >= self.terms.full_week * self.available and used > 0.0
        self.full_weeks = self.full_weeks + 1 if was_full and not self.is_burnt_out else 0
        self.extra = 0.0
