"""What the figures of docs/model.md are drawn from: runs, played here and now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.plan import Plan
from trustsim.campaign.players import player
from trustsim.campaign.report import Report
from trustsim.campaign.run import run
from trustsim.lab.evidence.bonds import ACQUAINTED
from trustsim.lab.evidence.measure import Finding, findings, samples
from trustsim.lab.evidence.neighbour import gift, week
from trustsim.lab.evidence.table import Figure
from trustsim.lab.runner import SerialRunner
from trustsim.market import measures
from trustsim.market.market import Market
from trustsim.market.network_measures import friends
from trustsim.market.orders import Orders
from trustsim.scenario.load import load_scenario

SCENARIO = "free-play"
Series = NDArray[np.float64]
"""Shape (seeds, weeks) unless a function says otherwise."""


class Turning:
    """Does what one strategy does, and after some weeks what another does."""

    def __init__(self, first: str, then: str = "", weeks: int = 0) -> None:
        """Name both; with no second one, the first goes on."""
        self._first, self._then, self._weeks = player(first), player(then or first), weeks
        self.name = f"{first} {then} {weeks}"

    def decide(self, report: Report) -> Plan:
        """Decide as the one whose turn it is."""
        is_first = not self._weeks or report.week < self._weeks
        return (self._first if is_first else self._then).decide(report)


def weekly(
    strategy: str | Turning, seeds: Sequence[int], columns: Sequence[str]
) -> dict[str, Series]:
    """Return columns of the record, week by week, of a strategy's runs."""
    scenario = load_scenario(SCENARIO)
    rows = [run(scenario, strategy, seed).weeks for seed in seeds]
    return {
        name: np.array([[row[name] for row in weeks] for weeks in rows], np.float64)
        for name in columns
    }


def ladder(strategy: str, seeds: Sequence[int]) -> Series:
    """Return the share of people on each rung, week by week: (rungs, weeks), mean over seeds."""
    scenario = load_scenario(SCENARIO)
    found: list[list[Series]] = []
    for seed in seeds:
        weeks: list[Series] = []
        run(
            scenario, strategy, seed, record="none",
            on_week=lambda campaign, weeks=weeks: weeks.append(
                campaign.market.world.knows[0].sum(axis=0) / scenario.population.users
            ),
        )  # fmt: skip
        found.append(weeks)
    return np.asarray(found, np.float64).mean(axis=0).T


def cascade_sizes(platform: str, seeds: Sequence[int], weeks: int) -> NDArray[np.int64]:
    """Return the sizes of ordinary users' cascades under a platform, all seeds together."""
    scenario = load_scenario(SCENARIO, {"platform.preset": platform})
    tables = []
    for seed in seeds:
        market = Market(scenario, seed, record="cascades")
        rows = np.concatenate([market.play_week(Orders()).cascades for _ in range(weeks)])
        tables.append(measures.cascades(rows).size)
    return np.concatenate(tables)


def rows_of_evidence(users: int, seeds: Sequence[int]) -> list[Finding]:
    """Return every row of the evidence table at one size."""
    with SerialRunner() as runner:
        *_, found = samples(SCENARIO, seeds, runner, settings={"population.users": users})
    return [row for row in findings(found) if isinstance(row.figure, Figure)]


def responses(posts_a_week: int, seeds: Sequence[int]) -> Series:
    """Return the responses to a week of gifts at home, after twelve weeks of taking part.

    Shape (seeds,): the mean over the first post of every weekday, the same seven posts on the same
    luck whatever else is posted. Up to seven a week they take turns.
    """
    scenario = load_scenario(SCENARIO)
    found = []
    for seed in seeds:
        market = Market(scenario, seed, record="none")
        for number in range(ACQUAINTED):
            market.play_week(week(scenario, number))
        total = 0
        starts = range(7) if posts_a_week < 7 else range(1)
        for start in starts:
            taken = [(start + i) % 7 if posts_a_week < 7 else i for i in range(posts_a_week)]
            posts = tuple(gift(scenario, slot, slot % 7) for slot in sorted(taken))
            rows = market.fork(record="posts").play_week(Orders(posts=posts)).posts
            rows = rows[(rows["brand"] == 0) & (rows["slot"] < 7)]
            total += sum(int(rows[n].sum()) for n in ("likes", "comments", "shares", "clicks"))
        found.append(total / (len(starts) * min(7, posts_a_week)))
    return np.asarray(found, np.float64)


def likeness_by_distance(
    platform: str, seeds: Sequence[int], farthest: int = 4, sources: int = 300
) -> Series:
    """Return the mean likeness of interests at each number of hops: (seeds, farthest).

    Likeness is the cosine between two people's interests. From ``sources`` people of each seed to
    everybody at that distance.
    """
    scenario = load_scenario(SCENARIO, {"platform.preset": platform})
    found = []
    for seed in seeds:
        world = Market(scenario, seed, record="none").world
        net, interests = friends(world.ties), world.people.interests
        total, count = np.zeros(farthest), np.zeros(farthest)
        for source in np.random.default_rng(seed).choice(world.users, sources, replace=False):
            hops = _hops(net.indptr, net.indices, int(source), farthest)
            cosine = interests[:, source] @ interests
            for distance in range(1, farthest + 1):
                there = hops == distance
                total[distance - 1] += float(cosine[there].sum())
                count[distance - 1] += int(there.sum())
        found.append(total / np.maximum(count, 1.0))
    return np.asarray(found)


def _hops(
    indptr: NDArray[np.int64], indices: NDArray[np.int32], source: int, farthest: int
) -> NDArray[np.int64]:
    """Return how many hops everybody is from ``source``; 0 beyond the farthest."""
    hops = np.zeros(len(indptr) - 1, np.int64)
    near = np.array([source])
    seen = np.zeros(len(hops), np.bool_)
    seen[source] = True
    for distance in range(1, farthest + 1):
        found = np.concatenate([indices[indptr[u] : indptr[u + 1]] for u in near])
        near = np.unique(found[~seen[found]])
        seen[near] = True
        hops[near] = distance
        if not len(near):
            break
    return hops
