"""A brand's post: who is shown it, who reads it, what they feel, do and pass on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, subkey
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.ordinary import Scratch, delay_of, rank_of_friend, see_probability
from trustsim.market.people import People, Tastes
from trustsim.market.standing import Standing

SHOW, SHARE, DELAY, PAID = (
    int(Purpose.SHOW), int(Purpose.SHARE), int(Purpose.DELAY), int(Purpose.PAID),
)  # fmt: skip
LIKE, COMMENT, FOLLOW, CLICK = (
    int(Purpose.LIKE), int(Purpose.COMMENT), int(Purpose.FOLLOW), int(Purpose.CLICK),
)  # fmt: skip
WITHDRAW, LADDER, DETECT = int(Purpose.WITHDRAW), int(Purpose.LADDER), int(Purpose.DETECT)

READ_IT, LIKED, PRAISED, ASKED, SUGGESTED, COMPLAINED, SHARED, FOLLOWED, CLICKED = (
    1, 2, 4, 8, 16, 32, 64, 128, 256,
)  # fmt: skip
UNFOLLOWED, MUTED, BLOCKED, SAW_THROUGH = 512, 1024, 2048, 4096
"""What a touched person did, as bits of ``Touch.flags``."""

HOME_SOURCE, CIRCLE_SOURCE, PAID_SOURCE, FRIEND_SOURCE = 0, 1, 2, 3
FOLLOWER_STANCE, MUTED_STANCE = 2, 3
PROFILE_CLICK = 0.15
"""Clicks on a brand's name under a post without a link, against a link (guess)."""
COLLABORATOR_TRUST = 0.4
"""Trust under which a connector does not lend a name (guess)."""
DEAL_VALUE = 0.5
"""Good that a deal does to a bargain hunter, against a gift (guess)."""
CERTAIN = 1e9
"""Rank of what is shown to whoever is online at all: bought, or handed over in person."""

TOUCH = np.dtype(
    [
        ("user", "i4"), ("sender", "i4"), ("source", "i4"), ("hop", "i4"), ("flags", "i4"),
        ("parent", "i4"), ("showings", "i4"), ("queue", "i4"), ("hours", "f8"), ("gift", "f8"),
        ("deal", "f8"), ("ask", "f8"), ("repeat", "f8"), ("off_key", "f8"), ("fake", "f8"),
    ]
)  # fmt: skip
"""One row per user reached by a post, in the order of reaching: from whom (-1 the brand), first
source, hops, what they did, the row of the sharer it came from, and the six changes of evidence.
``queue`` of row n holds the row of the n-th sharer: people share in the order of reading, and one
who scrolls past at first may read it, and share, when a friend brings it."""


class PostNumbers(NamedTuple):
    """A brand's post as the kernel takes it; see market.orders.BrandPost."""

    post: int
    day: int
    brand: int
    kind: int
    tone: int
    topic: int
    circle: int
    quality: float
    appeal: float
    ask: float
    link: bool
    automated: bool
    paid: int
    collaborator: int
    siblings: int


@njit(cache=True, nogil=True, inline="always")
def trust_of(good: float, harm: float, prior_good: float, prior_harm: float) -> float:
    """Return the trust that evidence makes, 0..1 (Josang & Ismail 2002)."""
    return (prior_good + good) / (prior_good + prior_harm + good + harm)


@njit(cache=True, nogil=True)
def _paid_share(post: PostNumbers, people: People, stance: NDArray[np.uint8]) -> float:
    """Return the factor that turns interest into the chance of a paid showing."""
    total = 0.0
    for user in range(len(stance)):
        if stance[user] < MUTED_STANCE:
            total += float(people.interests[post.topic, user])
    return post.paid / total if total > 0.0 else 0.0


class DrawKeys(NamedTuple):
    """The keys of one post's draws, one per purpose."""

    show: np.uint64
    share: np.uint64
    delay: np.uint64
    paid: np.uint64
    like: np.uint64
    comment: np.uint64
    follow: np.uint64
    click: np.uint64
    withdraw: np.uint64
    ladder: np.uint64
    detect: np.uint64


@njit(cache=True, nogil=True)
def draw_keys(seed: np.uint64, day: int, post: int) -> DrawKeys:
    """Return the keys of all draws about one post."""
    return DrawKeys(
        subkey(seed, SHOW, day, post), subkey(seed, SHARE, day, post),
        subkey(seed, DELAY, day, post), subkey(seed, PAID, day, post),
        subkey(seed, LIKE, day, post), subkey(seed, COMMENT, day, post),
        subkey(seed, FOLLOW, day, post), subkey(seed, CLICK, day, post),
        subkey(seed, WITHDRAW, day, post), subkey(seed, LADDER, day, post),
        subkey(seed, DETECT, day, post),
    )  # fmt: skip


DIRECT, BOUGHT, LENT = -3, -2, -1
"""The passes before the sharers': shown by the brand itself, by boost, by a connector."""


@njit(cache=True, nogil=True)
def spread_brand(
    seed: np.uint64,
    post: PostNumbers,
    people: People,
    seen: NDArray[np.float32],
    ties: Ties,
    tastes: Tastes,
    standing: Standing,
    k: Numbers,
    room: Scratch,
    rows: NDArray[np.void],
    exposures: NDArray[np.void],
    detailed: bool,
) -> tuple[int, int]:
    """Let a brand's post travel; return the rows needed in ``rows`` and in ``exposures``.

    Everybody meets it as the world was this morning: first those the brand itself reaches, then,
    sharer by sharer, their audiences. If more rows are needed than there are, nothing beyond them
    is written: call again with more room.
    """
    users = len(seen)
    keys = draw_keys(seed, post.day, post.post)
    room.serial[0] += 1
    mark = np.int32(room.serial[0] * 2)
    own_rank = (k.home_rank if post.circle < 0 else k.circle_rank) / (
        1.0 + k.same_author * (post.siblings - 1)
    )
    paid_share = _paid_share(post, people, standing.stance) if post.paid > 0 else 0.0
    pull = (
        k.share_scale * k.kind_share[post.kind] * post.quality * post.quality * post.appeal
        * (1.0 - post.ask) ** 2
    )  # fmt: skip
    value = k.kind_value[post.kind] * post.quality
    count = 0
    written = 0
    sharing = 0
    turn = DIRECT
    while turn < sharing and count <= len(rows):
        low, high, sender, hop, sent, friend, fade = 0, users, -1, 0, 0.0, 0.0, 1.0
        parent = -1
        if turn == BOUGHT and paid_share <= 0.0:
            high = 0
        elif turn == LENT:
            low = max(0, post.collaborator)
            high = low + 1 if _lends(post.collaborator, standing.stance, standing.good,
                                     standing.harm, k.prior_good, k.prior_harm) else low  # fmt: skip
        elif turn >= 0:
            parent = int(rows[turn]["queue"])
            sender = int(rows[parent]["user"])
            hop = int(rows[parent]["hop"]) + 1
            sent = float(rows[parent]["hours"])
            friend = trust_of(
                standing.good[sender], standing.harm[sender], k.prior_good, k.prior_harm
            )
            fade = k.hop_fade**hop
            low, high = ties.indptr[sender], ties.indptr[sender + 1]
        for j in range(low, high):
            user = int(ties.indices[j]) if turn >= 0 else j
            if standing.stance[user] >= MUTED_STANCE:
                continue
            circle = int(people.circle[user])
            source, rank, strength = FRIEND_SOURCE, CERTAIN, 1.0
            if turn >= 0:
                if not standing.door_open[circle]:
                    continue
                strength = ties.strength[j] / 255.0
                rank = rank_of_friend(strength, k.ranked, k.friend_rank)
                x = draw(keys.show, user, sender)
            elif turn == DIRECT:
                rank = own_rank
                if post.circle < 0:
                    source = HOME_SOURCE
                    if standing.stance[user] != FOLLOWER_STANCE:
                        continue
                else:
                    source = CIRCLE_SOURCE
                    if not standing.door_open[post.circle] or (
                        circle != post.circle and people.second[user] != post.circle
                    ):
                        continue
                x = draw(keys.show, user, users + source)
            elif turn == BOUGHT:
                source = PAID_SOURCE
                chance = paid_share * float(people.interests[post.topic, user])
                if draw(keys.paid, user, 0) >= chance or not standing.door_open[circle]:
                    continue
                x = draw(keys.show, user, users + PAID_SOURCE)
            else:
                source = HOME_SOURCE
                x = -1.0
            shows = see_probability(float(seen[user]), float(people.online[user]), rank, k.limited)
            if x >= shows and not detailed:
                continue
            trust = trust_of(standing.good[user], standing.harm[user], k.prior_good, k.prior_harm)
            credence = trust + (1.0 - trust) * k.friend_weight * strength * friend
            relevance = float(people.interests[post.topic, user])
            interest = relevance
            if post.ask > 0.0:
                interest += post.ask * (float(people.need[user]) - relevance)
            read = k.base + (1.0 - k.base) * interest * (
                k.cold_credence + (1.0 - k.cold_credence) * credence
            )
            tone = tastes.tones[circle, post.tone]
            share = (
                pull * float(people.propensity[user]) * relevance * tone
                * credence**k.credence_power * fade
            )  # fmt: skip
            reads = x < shows and room.stamp[user] <= mark and x < shows * read
            shares = False
            if reads or detailed:
                share_draw = draw(keys.share, user, 0)
                shares = reads and (share_draw < share or turn == LENT)
                if detailed:
                    if written < len(exposures):
                        _write_exposure(
                            exposures[written], post.post, post.day, post.brand, user, sender,
                            source, hop, sent, shows, read, share, x, share_draw, relevance,
                            credence, trust, reads, shares,
                        )  # fmt: skip
                    written += 1
            if x >= shows:
                continue
            if room.stamp[user] < mark:
                room.stamp[user] = mark
                room.row[user] = count
                if count < len(rows):
                    _first_seen(
                        rows[count], user, sender, source, hop, parent,
                        sent + delay_of(keys.delay, user, sender + 1, k.delay_median, k.delay_cap),
                    )  # fmt: skip
                count += 1
            at = int(room.row[user])
            if at >= len(rows):
                continue
            row = rows[at]
            row["showings"] += 1
            passes_on = shares or (turn == LENT and room.stamp[user] > mark)
            if passes_on and not row["flags"] & SHARED:
                row["flags"] |= SHARED
                rows[sharing]["queue"] = at
                sharing += 1
            if not reads:
                continue
            room.stamp[user] = mark + 1
            row["sender"] = sender
            row["hop"] = hop
            row["parent"] = parent
            row["hours"] = sent + delay_of(
                keys.delay, user, sender + 1, k.delay_median, k.delay_cap
            )
            hunts = tastes.hunts_deals[circle]
            welcome = max(hunts, tastes.urgent[circle] * float(people.need[user]))
            patience = tastes.patience[circle]
            met = float(standing.asks_met[user])
            useful = value * relevance * tone * (1.0 - post.ask)
            sting = (
                k.gain * float(people.scepticism[user]) * post.ask
                * (1.0 - k.forgiveness * credence) * (1.0 - welcome) / patience
            )  # fmt: skip
            row["gift"] = k.gain * useful
            row["deal"] = k.gain * post.ask * hunts * post.quality * DEAL_VALUE
            row["ask"] = sting
            row["repeat"] = sting * k.repeat * met
            row["off_key"] = k.gain * k.off_key * max(0.0, 0.5 - tone) * 2.0
            flags = READ_IT | (SHARED if shares else 0)
            found_out = False
            if post.automated:
                guess = k.detection * (1.0 + float(standing.fakes_met[user]))
                found_out = draw(keys.detect, user, 0) < guess
                if found_out:
                    row["fake"] = k.gain * k.fakery
                    flags |= SAW_THROUGH
            if draw(keys.like, user, 0) < k.like * useful:
                flags |= LIKED
            annoyed = post.ask * (1.0 - credence) * (1.0 - welcome)
            if found_out:
                annoyed = max(annoyed, 0.8)
            talk = k.kind_comment[post.kind]
            flags |= _comment(
                draw(keys.comment, user, 0), k.praise * talk * useful,
                k.question * talk * (0.2 + 0.8 * relevance), k.suggestion * talk * relevance,
                k.complaint * annoyed,
            )  # fmt: skip
            follows = standing.stance[user] == FOLLOWER_STANCE
            if not follows and draw(keys.follow, user, 0) < (
                k.follow * useful * (0.4 + 0.6 * credence)
            ):
                flags |= FOLLOWED
            click = k.click * (1.0 if post.link else PROFILE_CLICK) * interest
            click *= k.cold_credence + (1.0 - k.cold_credence) * credence
            if draw(keys.click, user, 0) < click:
                flags |= CLICKED
            short = max(0.0, float(people.line[user]) - trust)
            fed_up = k.mute * post.ask * short * short * (1.0 + k.repeat * met)
            fed_up *= (1.0 - welcome) / patience
            over = max(0.0, float(standing.reads_met[user]) - k.tolerated)
            bored = k.boredom * over * (1.0 - useful) / patience
            row["flags"] = flags | _withdraw(
                draw(keys.withdraw, user, 0), draw(keys.ladder, user, 0), fed_up, bored, follows,
                k.unfollow, k.block,
            )  # fmt: skip
        turn += 1
    return count, written


@njit(cache=True, nogil=True)
def _lends(
    user: int, stance: NDArray[np.uint8], good: NDArray[np.float64], harm: NDArray[np.float64],
    prior_good: float, prior_harm: float,
) -> bool:  # fmt: skip
    """Tell whether a connector passes on what was made with them."""
    if user < 0 or stance[user] >= MUTED_STANCE:
        return False
    return trust_of(good[user], harm[user], prior_good, prior_harm) >= COLLABORATOR_TRUST


@njit(cache=True, nogil=True)
def _first_seen(
    row: np.void, user: int, sender: int, source: int, hop: int, parent: int, hours: float
) -> None:
    row["user"] = user
    row["sender"] = sender
    row["source"] = source
    row["hop"] = hop
    row["flags"] = 0
    row["parent"] = parent
    row["showings"] = 0
    row["queue"] = 0
    row["hours"] = hours
    row["gift"] = 0.0
    row["deal"] = 0.0
    row["ask"] = 0.0
    row["repeat"] = 0.0
    row["off_key"] = 0.0
    row["fake"] = 0.0


@njit(cache=True, nogil=True)
def _comment(x: float, praise: float, question: float, suggestion: float, complaint: float) -> int:
    """Return the flag of the comment that draw ``x`` picks, 0 for none."""
    if x < praise:
        return PRAISED
    if x < praise + question:
        return ASKED
    if x < praise + question + suggestion:
        return SUGGESTED
    return COMPLAINED if x < praise + question + suggestion + complaint else 0


@njit(cache=True, nogil=True)
def _withdraw(
    x: float, ladder: float, fed_up: float, bored: float, follows: bool, unfollow: float,
    block: float,
) -> int:  # fmt: skip
    """Return the flags of the ladder: nothing, unfollow, mute or block."""
    shut = min(1.0, fed_up + bored)
    if x < shut:
        blocks = ladder < block * fed_up / max(1e-12, fed_up + bored)
        return (BLOCKED if blocks else MUTED) | (UNFOLLOWED if follows else 0)
    return UNFOLLOWED if follows and x < shut + unfollow * (fed_up + bored) else 0


@njit(cache=True, nogil=True)
def _write_exposure(
    at: np.void, post: int, day: int, brand: int, user: int, sender: int, source: int, hop: int,
    hours: float, shows: float, read: float, share: float, x: float, share_draw: float,
    relevance: float, credence: float, trust: float, reads: bool, shares: bool,
) -> None:  # fmt: skip
    at["post"] = post
    at["day"] = day
    at["brand"] = brand
    at["user"] = user
    at["sender"] = sender
    at["source"] = source
    at["hop"] = hop
    at["hours"] = hours
    at["see_probability"] = shows
    at["read_probability"] = read
    at["share_probability"] = share
    at["draw"] = x
    at["share_draw"] = share_draw
    at["relevance"] = relevance
    at["credence"] = credence
    at["trust"] = trust
    at["reads"] = reads
    at["shares"] = shares
