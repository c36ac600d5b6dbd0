"""The cascade autopsy: one post as a tree, and of each person who met it, what decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.campaign import Campaign
from trustsim.errors import UsageError
from trustsim.market.outcome import Source, Stance
from trustsim.market.world import World

Verdict = Literal["shared", "read", "scrolled", "missed", "unreached"]
"""How far a post came with somebody: passed it on; read it; saw it and scrolled on; it was on offer
but never on their screen; it was never on offer."""

FACTORS: Final = (
    "appeal", "person", "quality", "ask", "interest", "tone", "credence", "distance",
)  # fmt: skip
"""What the probability of a share is the product of, see `Factors`."""

BOUNDED: Final = FACTORS[2:]
"""The factors that lie from 0 to 1: they can only hold a share back."""


@dataclass(frozen=True, slots=True)
class Factors:
    """The probability of a share, taken apart: it is the product of the eight.

    Attributes:
        appeal: the luck of the draw and the kind of post, on the network's scale; the same for
            everybody.
        person: how readily this person passes things on at all.
        quality: the post's quality, squared, 0..1. ``ask``: what its ask has left, 0..1.
        interest: relevance, 0..1. ``tone``: how it fits their circle, 0..1.
        credence: how far they believe it, raised to the model's power, 0..1.
        distance: what the hops have left of the interest in it, 0..1.
    """

    appeal: float
    person: float
    quality: float
    ask: float
    interest: float
    tone: float
    credence: float
    distance: float

    @property
    def share_probability(self) -> float:
        """The product."""
        return prod(float(getattr(self, name)) for name in FACTORS)

    def at_best(self, factor: str) -> float:
        """Return the probability if one factor from 0 to 1 were 1."""
        value = float(getattr(self, factor))
        return self.share_probability / value if value > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Meeting:
    """One person and the post: what was likely, and how the dice fell.

    Attributes:
        user: who. ``circle``: index of their main circle.
        verdict: how far it came.
        sender: who brought it, -1 the brand itself. ``source``: home, circle, paid or friend.
        hop: 0 straight from the brand, 1 from a sharer, and so on.
        see_probability, read_probability: that it was on the screen, and then that it was read.
        draw: the dice of both: seen under the first, read under their product.
        share_probability: that a reader passes it on. ``share_draw``: the dice: shared under it.
        trust, credence: in the brand, and in the post as it was brought, 0..1.
        factors: the share probability, taken apart.
    """

    user: int
    circle: int
    verdict: Verdict
    sender: int
    source: str
    hop: int
    see_probability: float
    read_probability: float
    draw: float
    share_probability: float
    share_draw: float
    trust: float
    credence: float
    factors: Factors

    @property
    def missing(self) -> tuple[str, ...]:
        """The factors each of which at its best would have made a reader share it, best first."""
        if self.verdict == "shared":
            return ()
        enough = [
            (self.factors.at_best(name), name)
            for name in BOUNDED
            if self.factors.at_best(name) > self.share_draw
        ]
        return tuple(name for _, name in sorted(enough, reverse=True))


@dataclass(frozen=True, slots=True)
class Branch:
    """One sharer in the tree.

    Attributes:
        user: who; -1 is the brand, the root. ``parent``: whom they had it from.
        depth: hops from the root. ``hours``: since the post.
        reached: on how many screens it appeared through them.
        children: who passed it on from them.
    """

    user: int
    parent: int
    depth: int
    hours: float
    reached: int
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bridge:
    """A sharer who brought the post from one circle into another, and to how many there first."""

    user: int
    origin: int
    target: int
    brought: int


@dataclass(frozen=True)
class Autopsy:
    """One post of the player's brand, taken apart.

    Attributes:
        row: its row of POST.
        meetings: everybody it was on offer to, in the order of reaching.
        branches: the sharers by user, in the order of sharing; -1 is the root.
    """

    row: np.void
    meetings: Mapping[int, Meeting]
    branches: Mapping[int, Branch]
    bridges: tuple[Bridge, ...]

    @property
    def post(self) -> int:
        """The number of the post in the run."""
        return int(self.row["post"])

    @property
    def size(self) -> int:
        """Sharers incl. the root."""
        return len(self.branches)

    @property
    def depth(self) -> int:
        """The longest chain of shares."""
        return max(branch.depth for branch in self.branches.values())

    @cached_property
    def breadths(self) -> tuple[int, ...]:
        """Return how many sharers there are at each depth, from 0."""
        depths = [branch.depth for branch in self.branches.values()]
        return tuple(np.bincount(depths).tolist())

    @property
    def breadth(self) -> int:
        """The most sharers at one depth."""
        return max(self.breadths)

    @property
    def structural_virality(self) -> float:
        """The mean distance over all pairs of the tree; 0 for a lone root (Goel et al. 2016)."""
        return float(self.row["structural_virality"])

    def counts(self) -> dict[Verdict, int]:
        """Return how many people it came how far with."""
        found: dict[Verdict, int] = dict.fromkeys(("shared", "read", "scrolled", "missed"), 0)
        for meeting in self.meetings.values():
            found[meeting.verdict] += 1
        return found

    @property
    def nearly(self) -> tuple[Meeting, ...]:
        """The readers who did not share it, those with the least missing first."""
        readers = [meeting for meeting in self.meetings.values() if meeting.verdict == "read"]
        return tuple(
            sorted(readers, key=lambda one: one.share_draw / max(1e-12, one.share_probability))
        )


def autopsy(campaign: Campaign, post: int) -> Autopsy:
    """Take one post of the player's brand apart.

    Args:
        campaign: a campaign recorded at level ``full``.
        post: the post's number, as in reports and tables.

    Raises:
        UsageError: the brand has no such post, or the exposures were not recorded.
    """
    if campaign.record.level != "full":
        raise UsageError("the exposures were not recorded; record at level 'full'")
    posts = campaign.record.table("posts")
    row = posts[(posts["post"] == post) & (posts["brand"] == 0)]
    if not len(row):
        raise UsageError(f"the brand has no post {post}; its reports name those it has")
    exposures = campaign.record.table("exposures")
    exposures = exposures[exposures["post"] == post]
    cascade = campaign.record.table("cascades")
    meetings = _meetings(campaign, row[0], exposures)
    return Autopsy(
        row[0],
        meetings,
        _branches(cascade[cascade["post"] == post], exposures),
        _bridges(campaign.market.world, exposures),
    )


def own_posts(campaign: Campaign) -> list[int]:
    """Return the numbers of all posts of the player's brand so far, in the order of the plans."""
    return [result.post for report in campaign.reports for result in report.posts]


def meeting_with(campaign: Campaign, found: Autopsy, user: int) -> Meeting | Literal["unreached"]:
    """Return how a post met one person.

    Raises:
        UsageError: nobody has that number.
    """
    if not 0 <= user < campaign.market.world.users:
        last = campaign.market.world.users - 1
        raise UsageError(f"there is no person {user}; people are 0 to {last}")
    return found.meetings.get(user, "unreached")


def is_out_of_hearing(campaign: Campaign, user: int) -> bool:
    """Tell whether somebody has muted or blocked the brand by now."""
    return bool(campaign.market.world.stance[0, user] >= Stance.MUTED)


def _meetings(campaign: Campaign, row: np.void, exposures: NDArray[np.void]) -> dict[int, Meeting]:
    """Return of everybody the one exposure that tells most: the furthest it came."""
    best: dict[int, tuple[int, np.void]] = {}
    for exposure in exposures:
        user, reached = int(exposure["user"]), _how_far(exposure)
        if user not in best or reached > best[user][0]:
            best[user] = reached, exposure
    return {user: _meeting(campaign, row, exposure) for user, (_, exposure) in best.items()}


_STEPS: Final[tuple[Verdict, ...]] = ("missed", "scrolled", "read", "shared")


def _how_far(exposure: np.void) -> int:
    """Return how far one exposure came, as an index into the steps."""
    if exposure["shares"]:
        return 3
    if exposure["reads"]:
        return 2
    return 1 if exposure["draw"] < exposure["see_probability"] else 0


def _meeting(campaign: Campaign, row: np.void, exposure: np.void) -> Meeting:
    user = int(exposure["user"])
    return Meeting(
        user=user,
        circle=int(campaign.market.world.people.circle[user]),
        verdict=_STEPS[_how_far(exposure)],
        sender=int(exposure["sender"]),
        source=Source(int(exposure["source"])).name.lower(),
        hop=int(exposure["hop"]),
        see_probability=float(exposure["see_probability"]),
        read_probability=float(exposure["read_probability"]),
        draw=float(exposure["draw"]),
        share_probability=float(exposure["share_probability"]),
        share_draw=float(exposure["share_draw"]),
        trust=float(exposure["trust"]),
        credence=float(exposure["credence"]),
        factors=_factors(campaign, row, exposure),
    )


def _factors(campaign: Campaign, row: np.void, exposure: np.void) -> Factors:
    """Take a share probability apart; its appeal is what nothing else explains."""
    world, rules = campaign.market.world, campaign.played.rules.sharing
    user = int(exposure["user"])
    person = float(world.people.propensity[user])
    tone = float(world.tastes.tones[int(world.people.circle[user]), int(row["tone"])])
    interest = float(exposure["relevance"])
    credence = float(exposure["credence"]) ** rules.credence_power
    distance = rules.hop_fade ** int(exposure["hop"])
    quality, ask = float(row["quality"]) ** 2, (1.0 - float(row["ask"])) ** 2
    rest = person * quality * ask * interest * tone * credence * distance
    appeal = float(exposure["share_probability"]) / rest if rest > 0 else 0.0
    return Factors(appeal, person, quality, ask, interest, tone, credence, distance)


def _branches(cascade: NDArray[np.void], exposures: NDArray[np.void]) -> dict[int, Branch]:
    """Return the tree: the root and every sharer with those who took it on from them."""
    children: dict[int, list[int]] = {}
    for sharer in cascade[1:]:
        children.setdefault(int(sharer["parent"]), []).append(int(sharer["user"]))
    seen = exposures[exposures["draw"] < exposures["see_probability"]]
    senders, counts = np.unique(seen["sender"], return_counts=True)
    reached = dict(zip(senders.tolist(), counts.tolist(), strict=True))
    return {
        int(sharer["user"]): Branch(
            int(sharer["user"]),
            int(sharer["parent"]),
            int(sharer["depth"]),
            float(sharer["hours"]),
            reached.get(int(sharer["user"]), 0),
            tuple(children.get(int(sharer["user"]), ())),
        )
        for sharer in cascade
    }


def _bridges(world: World, exposures: NDArray[np.void]) -> tuple[Bridge, ...]:
    """Return who brought the post into a circle other than their own, the widest bridge first."""
    seen = exposures[exposures["draw"] < exposures["see_probability"]]
    _, first = np.unique(seen["user"], return_index=True)
    met = seen[np.sort(first)]
    met = met[met["sender"] >= 0]
    circle = world.people.circle
    pairs: dict[tuple[int, int, int], int] = {}
    for sender, user in zip(met["sender"].tolist(), met["user"].tolist(), strict=True):
        if circle[sender] != circle[user]:
            key = sender, int(circle[sender]), int(circle[user])
            pairs[key] = pairs.get(key, 0) + 1
    found = [Bridge(*key, count) for key, count in pairs.items()]
    return tuple(sorted(found, key=lambda one: (-one.brought, one.user, one.target)))
