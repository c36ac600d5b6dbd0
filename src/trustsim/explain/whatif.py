"""What if: one past week decided otherwise, on the same luck, and both futures side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan
from trustsim.campaign.record import Row
from trustsim.errors import PlanRefused, UsageError
from trustsim.explain.carry import carried
from trustsim.market.outcome import Stance
from trustsim.market.world import World

STANCES: Final = tuple(stance.name.lower() for stance in Stance)


@dataclass(frozen=True, slots=True)
class WeekPair:
    """One week in both futures, as rows of the record."""

    week: int
    was: Row
    would_be: Row


@dataclass(frozen=True, slots=True)
class CirclePair:
    """One circle at the end of both futures: its people by how they stand to the brand."""

    circle: str
    was: dict[str, int]
    would_be: dict[str, int]


@dataclass(frozen=True, slots=True)
class PersonPair:
    """One person who ends otherwise: stance, trust (0..1) and whether they bought, in both."""

    user: int
    stance: tuple[str, str]
    trust: tuple[float, float]
    bought: tuple[bool, bool]

    @property
    def gain(self) -> float:
        """Trust that the change would have won; below 0 if it would have lost some."""
        return self.trust[1] - self.trust[0]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a later week's plan can't be done in the other future: how many of each."""

    week: int
    posts: int
    replies: int
    work: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Both futures of one changed week.

    Attributes:
        week: the changed week, from 1.
        plan, changed: what was decided, and what is decided instead.
        was, would_be: both campaigns, up to the same week.
        left_out: what of the later plans can't be done in the other future.
    """

    week: int
    plan: Plan
    changed: Plan
    was: Campaign
    would_be: Campaign
    left_out: tuple[LeftOut, ...]

    @property
    def weeks(self) -> list[WeekPair]:
        """The weeks from the changed one on."""
        pairs = zip(self.was.record.weeks, self.would_be.record.weeks, strict=True)
        return [WeekPair(int(a["week"]), a, b) for a, b in pairs if a["week"] >= self.week]

    @property
    def circles(self) -> list[CirclePair]:
        """Every circle in both futures."""
        then, now = (side.market.world.knows[0].tolist() for side in (self.was, self.would_be))
        return [
            CirclePair(name, dict(zip(STANCES, a, strict=True)), dict(zip(STANCES, b, strict=True)))
            for name, a, b in zip(self.was.scenario.circle_ids, then, now, strict=True)
        ]

    @property
    def touched(self) -> NDArray[np.int64]:
        """The people between whom and the brand anything at all differs, ascending."""
        return np.flatnonzero(differs(self.was.market.world, self.would_be.market.world))

    @property
    def people(self) -> list[PersonPair]:
        """The people who end otherwise, those with the largest change of trust first."""
        pairs = [self._pair(int(user)) for user in self.touched]
        return sorted(pairs, key=lambda pair: (-abs(pair.gain), pair.user))

    def _pair(self, user: int) -> PersonPair:
        worlds = (self.was.market.world, self.would_be.market.world)
        a, b = worlds
        return PersonPair(
            user,
            (STANCES[a.stance[0, user]], STANCES[b.stance[0, user]]),
            (trust_in(a, user), trust_in(b, user)),
            (bool(a.customer[0, user]), bool(b.customer[0, user])),
        )


def what_if(campaign: Campaign, week: int, plan: Plan, record: str = "weeks") -> WhatIf:
    """Play a campaign again with one week decided otherwise, on the same luck.

    The weeks after it are played as they were decided, as far as that can be done there. Nobody
    whom the change never reaches ends otherwise: chance belongs to each event.

    Args:
        campaign: as it was played, recorded at level ``weeks`` or above; it doesn't change.
        week: the week to change, from 1.
        plan: what is decided instead.
        record: the record level of the other future.

    Raises:
        UsageError: that week wasn't played, or the weeks were not recorded.
        PlanRefused: the plan can't be played in that week.
    """
    decided = decided_in(campaign, week)
    if "none" in (campaign.record.level, record):
        raise UsageError("the weeks were not recorded; record at level 'weeks' or above")
    other = afresh(campaign, record)
    other.play_weeks(campaign.plans[: week - 1])
    try:
        other.play_week(plan)
    except PlanRefused as error:
        raise PlanRefused(f"that can't be decided: {error}") from error
    left_out = played_on(other, campaign)
    return WhatIf(week, decided, plan, campaign, other, tuple(left_out))


def decided_in(campaign: Campaign, week: int) -> Plan:
    """Return the plan of one week.

    Raises:
        UsageError: it wasn't played.
    """
    if not campaign.week:
        raise UsageError("no week has been played yet, so there is none to change")
    if not 1 <= week <= campaign.week:
        raise UsageError(f"week {week} wasn't played; choose from 1 to {campaign.week}")
    return campaign.plans[week - 1]


def afresh(campaign: Campaign, record: str = "weeks", seed: int | None = None) -> Campaign:
    """Return the same campaign before its first week; on another ``seed``, with other luck."""
    seed = campaign.seed if seed is None else seed
    return Campaign(campaign.scenario, seed, record, ties=campaign._ties)


def played_on(other: Campaign, campaign: Campaign, *, same_luck: bool = True) -> list[LeftOut]:
    """Play ``other`` up to the week of ``campaign`` as was decided there.

    Returns: what of it could not be done.
    """
    found = []
    while other.week < campaign.week:
        week = other.week
        decided, then = campaign.plans[week], campaign.reports[week]
        plan = carried(decided, then, other.report, same_luck=same_luck)
        other.play_week(plan)
        lost = LeftOut(
            week + 1,
            len(decided.posts) - len(plan.posts),
            len(decided.replies) - len(plan.replies),
            len(decided.work) - len(plan.work),
        )
        if lost.posts or lost.replies or lost.work:
            found.append(lost)
    return found


def without(plan: Plan, posts: Iterable[int] = (), work: Iterable[int] = ()) -> Plan:
    """Return a plan without some of its posts and works, both numbered from 1.

    A post's luck belongs to its place in the plan, so the last one fills the gap and the others
    stay where they are.

    Raises:
        UsageError: it has no post or no work of that number.
    """
    return plan.model_copy(
        update={
            "posts": _others(plan.posts, posts, "post"),
            "work": _others(plan.work, work, "work"),
        }
    )


def _others(parts: tuple[object, ...], dropped: Iterable[int], what: str) -> tuple[object, ...]:
    """Return the parts that are kept, the last ones in the place of those that are not."""
    numbers = sorted(set(dropped))
    for number in numbers:
        if not 1 <= number <= len(parts):
            has = f"it has {len(parts)}" if parts else "it has none"
            raise UsageError(f"that week's plan has no {what} {number}; {has}")
    kept = list(parts)
    for number in reversed(numbers):
        last = kept.pop()
        if number <= len(kept):
            kept[number - 1] = last
    return tuple(kept)


def differs(was: World, would_be: World) -> NDArray[np.bool_]:
    """Tell, for everybody, whether anything between them and the player's brand differs."""
    found: NDArray[np.bool_] = was.people.need != would_be.people.need
    for name in ("good", "harm", "stance", "asks_met", "fakes_met", "shut_friends", "visited",
                 "customer"):  # fmt: skip
        found = found | (getattr(was, name)[0] != getattr(would_be, name)[0])
    return found


def trust_in(world: World, user: int) -> float:
    """Return one person's trust in the player's brand, 0..1."""
    good = world.prior_good + float(world.good[0, user])
    return good / (good + world.prior_harm + float(world.harm[0, user]))
