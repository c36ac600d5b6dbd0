"""What the bond between a brand and its people gives: asymmetry, sharing, patience, recovery."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.lab.evidence.neighbour import gift, week
from trustsim.lab.evidence.posts import Part
from trustsim.lab.worlds import market_of
from trustsim.market.market import Market
from trustsim.market.orders import BrandPost, Orders
from trustsim.market.outcome import Cause
from trustsim.scenario.schema import Scenario

ACQUAINTED = 12
"""Weeks of taking part before anything is measured: people know the brand, and it knows them."""
REPEATED = 4
"""Weeks in a row in which a single week's trial is made anew: one week of posts is mostly luck."""
PAIRED = 8
"""The same for the trial of a second post a day, which counts responses to a few posts only."""
WATCHED = 26
"""Weeks in which is watched who shares."""
RECOVERY = 12
"""Weeks that a breach is given to heal."""
EXCELLENT = 0.9

Floats = NDArray[np.float64]


def bonds(scenario: Scenario, seed: int, keys: Collection[str] = ()) -> dict[str, Part]:
    """Return the parts of the rows on trust of one seed.

    A neighbourly brand takes part for twelve weeks. From there the world goes four ways on the same
    luck: one more gift, one ask of the same size, two posts a day instead of one, and just on. What
    takes a single week is tried in each of some.

    Args:
        scenario: where.
        seed: the luck.
        keys: only these rows; all if left out.
    """
    market = market_of(scenario, seed)
    for number in range(ACQUAINTED):
        market.play_week(week(scenario, number))
    found: dict[str, Part] = {}
    for key, way in WAYS.items():
        if not keys or key in keys:
            found |= way(market)
    return found


def asymmetry(market: Market) -> dict[str, Part]:
    """Return trust lost per unit of harm, over trust gained per unit of help.

    The same post at home is made twice: once as a gift, and once with an ask as large as the help
    that the gift was to its readers, on average. Only what the ask moved counts in the second.
    """
    given, _ = _moved(market, 0.0)
    reads = given > 0
    if not reads.any():
        return {}
    help_given = given[reads] / market.scenario.rules.trust.gain
    size = float(help_given.mean())
    _, taken = _moved(market, size)
    asked = taken > 0
    gained = float(_change(market, given, 0.0)[reads].sum()) / float(help_given.sum())
    lost = -float(_change(market, 0.0, taken)[asked].sum()) / (size * max(1, int(asked.sum())))
    return {"asymmetry": (lost, gained)}


def _moved(market: Market, ask: float) -> tuple[Floats, Floats]:
    """Return how one excellent post at home moves everybody's good, and harm: (users,) each."""
    branch = market.fork(record="full")
    post = gift(market.scenario, 0, 1, quality=EXCELLENT, ask=min(1.0, ask))
    ledger = branch.play_week(Orders(posts=(post,))).ledger
    ledger = ledger[(ledger["brand"] == 0) & (ledger["post"] >= 0)]
    good, harm = np.zeros(market.world.users), np.zeros(market.world.users)
    gifts = ledger[ledger["cause"] == Cause.GIFT]
    asks = ledger[np.isin(ledger["cause"], (Cause.ASK, Cause.REPEATED_ASK))]
    np.add.at(good, gifts["user"], gifts["good"])
    np.add.at(harm, asks["user"], asks["harm"])
    return good, harm


def _change(market: Market, good: Floats | float, harm: Floats | float) -> Floats:
    """Return how much trust such evidence adds to everybody's as it stands."""
    world = market.world
    all_good = world.prior_good + world.good[0]
    total = all_good + world.prior_harm + world.harm[0]
    return np.asarray((all_good + good) / (total + good + harm) - all_good / total)


def second_post(market: Market) -> dict[str, Part]:
    """Return responses per post in a week of two posts a day, over a week of one a day.

    Counted are the days' first posts. A post's luck goes by its day and its place, so those are the
    same seven posts on the same luck in both weeks, and all that differs is what a second post does
    to them.
    """
    days = range(7)
    first = tuple(gift(market.scenario, slot, slot) for slot in days)
    second = tuple(gift(market.scenario, 7 + slot, slot) for slot in days)
    return {"second_post": (_responses(market, first + second), _responses(market, first))}


def _responses(market: Market, posts: tuple[BrandPost, ...]) -> float:
    """Return the likes, comments, shares and clicks of the first post of each day of a week."""
    rows = market.fork(record="posts").play_week(Orders(posts=posts)).posts
    rows = rows[(rows["brand"] == 0) & (rows["slot"] < 7)]
    return float(sum(rows[name].sum() for name in ("likes", "comments", "shares", "clicks")))


def recovery(market: Market) -> dict[str, Part]:
    """Return the trust that is back after some weeks, over the trust that one ask cost."""
    scenario, number = market.scenario, market.week
    with_ask, without = market.fork(record="full"), market.fork(record="none")
    calm = week(scenario, number)
    breach = gift(scenario, 0, 1, ask=1.0)
    ledger = with_ask.play_week(Orders(posts=(breach,), take_part=calm.take_part)).ledger
    without.play_week(Orders(posts=(gift(scenario, 0, 1),), take_part=calm.take_part))
    hurt = np.unique(ledger["user"][(ledger["brand"] == 0) & (ledger["cause"] == Cause.ASK)])
    if not len(hurt):
        return {}
    cost = _gap(with_ask, without, hurt)
    with_ask = with_ask.fork(record="none")
    for later in range(number + 1, number + 1 + RECOVERY):
        with_ask.play_week(week(scenario, later))
        without.play_week(week(scenario, later))
    return {"recovery": (cost - _gap(with_ask, without, hurt), cost)}


def _gap(one: Market, other: Market, users: NDArray[np.int32]) -> float:
    """Return by how much those users trust less in one world than in the other, summed."""
    return float((other.world.trust() - one.world.trust())[users].sum())


def trust_and_sharing(market: Market) -> dict[str, Part]:
    """Return the chance to share of the most trusting third of readers, over the least trusting.

    Thirds are of everybody who read a post of the brand while it takes part for half a year, by
    their trust on that day. The two are compared post by post, so that neither topic nor quality
    nor a post's luck decides (Mantel & Haenszel 1959).
    """
    branch = market.fork(record="full")
    tables = []
    for number in range(market.week, market.week + WATCHED):
        exposures = branch.play_week(week(market.scenario, number)).exposures
        tables.append(exposures[(exposures["brand"] == 0) & exposures["reads"]])
    read = np.concatenate(tables)
    if not len(read):
        return {}
    low, high = np.quantile(read["trust"], [1 / 3, 2 / 3])
    return {
        "trust_and_sharing": _compared_by_post(read, read["trust"] <= low, read["trust"] > high)
    }


def _compared_by_post(
    read: NDArray[np.void], low: NDArray[np.bool_], high: NDArray[np.bool_]
) -> Part:
    """Return the two sides of Mantel and Haenszel's ratio: shares of ``high`` over ``low``."""
    _, post = np.unique(read["post"], return_inverse=True)
    shares = read["shares"].astype(np.float64)
    readers_low, readers_high = (np.bincount(post, side) for side in (low, high))
    shares_low, shares_high = (np.bincount(post, shares * side) for side in (low, high))
    both = np.maximum(readers_low + readers_high, 1.0)
    return (
        float((shares_high * readers_low / both).sum()),
        float((shares_low * readers_high / both).sum()),
    )


def repeated(
    way: Callable[[Market], dict[str, Part]], weeks: int
) -> Callable[[Market], dict[str, Part]]:
    """Return a trial that is made in each of so many weeks, its parts added up."""

    def over_weeks(market: Market) -> dict[str, Part]:
        later = market.fork(record="none")
        found: dict[str, Part] = {}
        for again in range(weeks):
            if again:
                later.play_week(week(later.scenario, later.week))
            for key, (top, bottom) in way(later).items():
                before = found.get(key, (0.0, 0.0))
                found[key] = (before[0] + top, before[1] + bottom)
        return found

    return over_weeks


WAYS: Final[Mapping[str, Callable[[Market], dict[str, Part]]]] = {
    "asymmetry": repeated(asymmetry, REPEATED),
    "second_post": repeated(second_post, PAIRED),
    "recovery": recovery,
    "trust_and_sharing": trust_and_sharing,
}
"""What is tried on acquainted people, by the row it gives."""
