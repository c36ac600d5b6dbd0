"""Turning points: every week decided otherwise, on the same luck; which weeks mattered?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import HOME, Plan, PostPlan, Work
from trustsim.campaign.report import Report
from trustsim.errors import UsageError
from trustsim.explain.whatif import afresh, played_on
from trustsim.explain.yardstick import is_better, reading, yardstick
from trustsim.strategies.recorded import playable

Instead = Literal["nothing", "give", "ask", "talk"]
"""What a week is swapped for: no work at all; the same posts as gifts; the same posts as offers;
all hours for taking part instead of posting."""

MOST: Final = 3
"""Turning points that are named."""

COUNTS_AS_ASK: Final = 0.25
"""Ask from which a post is one that asks (as at the table)."""


@dataclass(frozen=True, slots=True)
class Swap:
    """One week decided otherwise.

    Attributes:
        week: from 1. ``instead``: what was done in it.
        value: what the run came to; ``difference``: against what it came to in truth.
    """

    week: int
    instead: Instead
    value: float
    difference: float


@dataclass(frozen=True, slots=True)
class Turning:
    """Which weeks mattered.

    Attributes:
        measure: what was compared. ``value``: what the run came to.
        swaps: every swap that was tried.
        weeks: the most telling swap of each of the weeks that mattered most, those first.
    """

    measure: str
    value: float
    swaps: tuple[Swap, ...]

    @property
    def weeks(self) -> tuple[Swap, ...]:
        """Return up to three swaps, of different weeks."""
        best: dict[int, Swap] = {}
        for swap in self.swaps:
            if swap.difference and abs(swap.difference) > abs(_change(best.get(swap.week))):
                best[swap.week] = swap
        ordered = sorted(best.values(), key=lambda swap: (-abs(swap.difference), swap.week))
        return tuple(ordered[:MOST])

    def would_be_better(self, swap: Swap) -> bool:
        """Tell whether the swap would have been the better decision."""
        return is_better(self.measure, swap.difference)


def alternatives(plan: Plan, report: Report) -> dict[Instead, Plan]:
    """Return what a week's plan is swapped for: what differs from it and can be played.

    Args:
        plan: what was decided.
        report: what it was decided on.
    """
    asks = [post for post in plan.posts if _asks(post, report)]
    found: dict[Instead, Plan] = {"nothing": Plan()}
    if asks:
        posts = tuple(_as_gift(post) if _asks(post, report) else post for post in plan.posts)
        found["give"] = plan.model_copy(update={"posts": posts})
    if len(asks) < len(plan.posts):
        posts = tuple(post if _asks(post, report) else _as_offer(post) for post in plan.posts)
        found["ask"] = plan.model_copy(update={"posts": posts})
    if plan.posts:
        found["talk"] = _talking(plan, report)
    plain = plan.model_copy(update={"bet": None, "note": None})
    fitted = {name: playable(other, report) for name, other in found.items()}
    return {name: other for name, other in fitted.items() if other != plain}


def swaps(campaign: Campaign, measure: str | None = None) -> Iterator[Swap]:
    """Yield every week's swaps, one played run each; stop taking them to stop the work.

    Args:
        campaign: as it was played; it doesn't change.
        measure: what runs are compared by; the scenario's own if left out.
    """
    name = yardstick(campaign.scenario, measure)
    value = reading(campaign, name)
    for week, instead, plan in _tries(campaign):
        other = afresh(campaign, record="none")
        other.play_weeks(campaign.plans[: week - 1])
        other.play_week(plan)
        played_on(other, campaign)
        came_to = reading(other, name)
        yield Swap(week, instead, came_to, came_to - value)


def turning_points(
    campaign: Campaign,
    measure: str | None = None,
    on_swap: Callable[[int, int], bool | None] | None = None,
) -> Turning:
    """Swap every week's decision for each alternative on the same luck.

    Args:
        campaign: as it was played; it doesn't change.
        measure: what runs are compared by; the scenario's own if left out.
        on_swap: told, after each swap, how many are done and how many there are; ``False``
            stops the work, and what was found so far is returned.

    Raises:
        UsageError: no week was played.
    """
    if not campaign.week:
        raise UsageError("no week has been played yet, so there is nothing to swap")
    name = yardstick(campaign.scenario, measure)
    count = swap_count(campaign)
    found: list[Swap] = []
    for swap in swaps(campaign, name):
        found.append(swap)
        if on_swap is not None and on_swap(len(found), count) is False:
            break
    return Turning(name, reading(campaign, name), tuple(found))


def swap_count(campaign: Campaign) -> int:
    """Return how many swaps there are to try, one played run each."""
    return sum(1 for _ in _tries(campaign))


def _tries(campaign: Campaign) -> Iterator[tuple[int, Instead, Plan]]:
    """Yield every week with each of its alternatives."""
    for week, (plan, report) in enumerate(zip(campaign.plans, campaign.reports, strict=False), 1):
        for instead, other in alternatives(plan, report).items():
            yield week, instead, other


def _change(swap: Swap | None) -> float:
    return swap.difference if swap is not None else 0.0


def _asks(post: PostPlan, report: Report) -> bool:
    """Tell whether a post asks for something."""
    ask = report.prices.asks[post.kind] if post.ask is None else post.ask
    return ask >= COUNTS_AS_ASK


def _as_gift(post: PostPlan) -> PostPlan:
    """Return the same post, giving instead of asking."""
    return post.model_copy(update={"kind": "useful", "tone": "helpful", "ask": None})


def _as_offer(post: PostPlan) -> PostPlan:
    """Return the same post, asking instead of giving."""
    return post.model_copy(update={"kind": "offer", "tone": "hyped", "ask": None})


def _talking(plan: Plan, report: Report) -> Plan:
    """Return a week of taking part with the hours that the posts took."""
    hours = sum(report.prices.of_post(post) for post in plan.posts)
    places = [post.audience for post in plan.posts if post.audience != HOME]
    circle = places[0] if places else max(report.circles, key=lambda view: view.followers).id
    talk = Work(kind="take_part", circle=circle, hours=max(0.25, hours))
    return Plan(replies=plan.replies, work=(*plan.work, talk))
