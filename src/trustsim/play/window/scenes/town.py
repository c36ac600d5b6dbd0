"""From the world's arrays to what the map shows of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.campaign import Campaign
from trustsim.market.outcome import Cause, Stance
from trustsim.market.world import World
from trustsim.play.tales import told
from trustsim.play.window.icons import icon_names
from trustsim.play.window.map.events import Events, Happening, is_kind
from trustsim.play.window.map.film import Film
from trustsim.play.window.map.town import Crowd, Town

PLAYER = 0
FALLBACK_ICON = "users"


@dataclass(frozen=True, eq=False)
class Page:
    """How everybody stood to the player's brand when a week began.

    Attributes:
        good, harm: Evidence, shape (users,).
        stance: Shape (users,).
        doors_closed: Shape (circles,).
        prior: Good and harm that a stranger is given.
    """

    good: NDArray[np.float32]
    harm: NDArray[np.float32]
    stance: NDArray[np.uint8]
    doors_closed: NDArray[np.bool_]
    prior: tuple[float, float]

    def crowd(self) -> Crowd:
        """Return the crowd of that morning."""
        return Crowd(self._trust(self.good, self.harm), self.stance, self.doors_closed)

    def trust_by_day(self, ledger: NDArray[np.void], week: int) -> NDArray[np.float32]:
        """Return everybody's trust at the beginning of each day of the week, and at its end.

        Args:
            ledger: Rows of LEDGER that hold those of the week, and may hold others.
            week: Which, from 1.

        Returns:
            Shape (8, users).
        """
        good, harm = self.good.copy(), self.harm.copy()
        mornings = [self._trust(good, harm)]
        # What the first followers felt from the start is in the page of that morning already.
        own = ledger[(ledger["brand"] == PLAYER) & (ledger["cause"] != Cause.FIRST_FOLLOWER)]
        for day in range(7 * (week - 1), 7 * week):
            today = own[own["day"] == day]
            np.add.at(good, today["user"], today["good"])
            np.add.at(harm, today["user"], today["harm"])
            mornings.append(self._trust(good, harm))
        return np.stack(mornings)

    def _trust(self, good: NDArray[np.float32], harm: NDArray[np.float32]) -> NDArray[np.float32]:
        prior_good, prior_harm = self.prior
        return ((good + prior_good) / (good + harm + prior_good + prior_harm)).astype(np.float32)


def page_of(world: World) -> Page:
    """Take down how everybody stands now."""
    return Page(
        world.good[PLAYER].astype(np.float32),
        world.harm[PLAYER].astype(np.float32),
        world.stance[PLAYER].copy(),
        ~world.door_open[PLAYER],
        (world.prior_good, world.prior_harm),
    )


def crowd_of(world: World) -> Crowd:
    """Return how everybody stands now."""
    trust = world.trust(PLAYER).astype(np.float32)
    return Crowd(trust, world.stance[PLAYER].copy(), ~world.door_open[PLAYER])


def town_of(campaign: Campaign) -> Town:
    """Return who lives where and who knows whom."""
    world, scenario = campaign.market.world, told(campaign.scenario)
    circles = scenario.population.circles
    return Town(
        world.people.circle.astype(np.int32),
        np.diff(world.ties.indptr),
        world.ties.indptr,
        world.ties.indices,
        tuple(circle.name for circle in circles),
        tuple(known_icon(circle.icon) for circle in circles),
        scenario.brand.name,
        known_icon(scenario.brand.icon, "store"),
    )


def known_icon(name: str, otherwise: str = FALLBACK_ICON) -> str:
    """Return the icon a scenario asks for, or one that ships."""
    return name if name in icon_names() else otherwise


def film_of(campaign: Campaign, week: int, before: Page, after: Page) -> Film:
    """Return the film of a week.

    Args:
        campaign: Recorded at level ``full``.
        week: Which, from 1.
        before, after: How everybody stood when it began, and when it was over.
    """
    ledger = campaign.record.table("ledger")
    events = _with_follows(campaign.record.film(week), before, after)
    return Film(events, before.crowd(), before.trust_by_day(ledger, week))


def _with_follows(events: Events, before: Page, after: Page) -> Events:
    """Add the moments at which people who were talked with began to follow.

    The recorder keeps the talk, and that they follow at the week's end; both belong together.
    """
    now = (after.stance == Stance.FOLLOWER) & (before.stance != Stance.FOLLOWER)
    now[events["user"][is_kind(events, Happening.FOLLOW)]] = False
    talks = events[is_kind(events, Happening.TALK)]
    won = talks[now[talks["user"]]].copy()
    if len(won) == 0:
        return events
    _, first = np.unique(won["user"], return_index=True)
    won = won[first]
    won["kind"] = int(Happening.FOLLOW)
    won["hour"] += 1.0
    joined = np.concatenate([events, won])
    return joined[np.argsort(joined["hour"], kind="stable")]
