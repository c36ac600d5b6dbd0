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
from trustsim.market.outcome import EXPOSURE
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
CERTAIN = 1e9
"""Rank of what is shown to whoever is online at all: bought, or handed over in person."""

TOUCH = np.dtype(
    [
        ("user", "i4"), ("sender", "i4"), ("source", "i4"), ("hop", "i4"), ("flags", "i4"),
        ("parent", "i4"), ("showings", "i4"), ("pad", "i4"), ("hours", "f8"), ("gift", "f8"),
        ("deal", "f8"), ("ask", "f8"), ("repeat", "f8"), ("off_key", "f8"), ("fake", "f8"),
    ]
)  # fmt: skip
"""One row per user reached by a post, in the order of reaching: from whom (-1 the brand), first
source, hops, what they did, the row of the sharer it came from, and the six changes of evidence."""


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
def trust_of(good: float, harm: float, k: Numbers) -> float:
    """Return the trust that evidence makes, 0..1 (Josang & Ismail 2002)."""
    return (k.prior_good + good) / (k.prior_good + k.prior_harm + good + harm)


@njit(cache=True, nogil=True)
def _paid_share(post: PostNumbers, people: People, stance: NDArray[np.uint8]) -> float:
    """Return the factor that turns interest into the chance of a paid showing."""
    total = 0.0
    for user in range(len(stance)):
        if stance[user] < MUTED_STANCE:
            total += float(people.interests[post.topic, user])
    return post.paid / total if total > 0.0 else 0.0


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

    Everybody meets it as the world was this morning. If more rows are needed than there are,
    nothing beyond them is written: call again with more room.
    """
    users = len(seen)
    show_key = subkey(seed, SHOW, post.day, post.post)
    paid_key = subkey(seed, PAID, post.day, post.post)
    room.serial[0] += 1
    mark = np.int32(room.serial[0] * 2)
    dilution = 1.0 + k.same_author * (post.siblings - 1)
    paid_share = _paid_share(post, people, standing.stance) if post.paid > 0 else 0.0
    count = 0
    written = 0
    for user in range(users):
        if standing.stance[user] >= MUTED_STANCE:
            continue
        source = -1
        rank = 0.0
        if post.circle < 0:
            if standing.stance[user] == FOLLOWER_STANCE:
                source = HOME_SOURCE
                rank = k.home_rank / dilution
        elif (people.circle[user] == post.circle or people.second[user] == post.circle) and (
            standing.door_open[post.circle]
        ):
            source = CIRCLE_SOURCE
            rank = k.circle_rank / dilution
        if source >= 0:
            count, written = _expose(
                seed, post, user, -1, source, 0, 0.0, -1, 1.0, 0.0, rank,
                draw(show_key, user, users + source), people, seen, tastes, standing, k, room,
                mark, rows, exposures, detailed, count, written,
            )  # fmt: skip
        if paid_share > 0.0:
            chance = paid_share * float(people.interests[post.topic, user])
            if draw(paid_key, user, 0) < chance and standing.door_open[people.circle[user]]:
                count, written = _expose(
                    seed, post, user, -1, PAID_SOURCE, 0, 0.0, -1, 1.0, 0.0, CERTAIN,
                    draw(show_key, user, users + PAID_SOURCE), people, seen, tastes, standing, k,
                    room, mark, rows, exposures, detailed, count, written,
                )  # fmt: skip
    count, written = _lend_name(
        seed, post, people, seen, tastes, standing, k, room, mark, rows, exposures, detailed,
        count, written,
    )  # fmt: skip
    done = 0
    while done < count and count <= len(rows):
        if rows[done]["flags"] & SHARED:
            sender = int(rows[done]["user"])
            hop = int(rows[done]["hop"]) + 1
            hours = float(rows[done]["hours"])
            friend = trust_of(standing.good[sender], standing.harm[sender], k)
            for j in range(ties.indptr[sender], ties.indptr[sender + 1]):
                user = int(ties.indices[j])
                if standing.stance[user] >= MUTED_STANCE:
                    continue
                if not standing.door_open[people.circle[user]]:
                    continue
                strength = ties.strength[j] / 255.0
                rank = rank_of_friend(strength, k.ranked, k.friend_rank)
                x = draw(show_key, user, sender)
                if x >= people.online[user] and not detailed:
                    continue
                count, written = _expose(
                    seed, post, user, sender, FRIEND_SOURCE, hop, hours, done, strength, friend,
                    rank, x, people, seen, tastes, standing, k, room, mark, rows, exposures,
                    detailed, count, written,
                )  # fmt: skip
        done += 1
    return count, written


@njit(cache=True, nogil=True)
def _lend_name(
    seed: np.uint64, post: PostNumbers, people: People, seen: NDArray[np.float32], tastes: Tastes,
    standing: Standing, k: Numbers, room: Scratch, mark: np.int32, rows: NDArray[np.void],
    exposures: NDArray[np.void], detailed: bool, count: int, written: int,
) -> tuple[int, int]:  # fmt: skip
    """Let the connector a post was made with pass it on, if trust is there."""
    user = post.collaborator
    if user < 0 or standing.stance[user] >= MUTED_STANCE:
        return count, written
    if trust_of(standing.good[user], standing.harm[user], k) < COLLABORATOR_TRUST:
        return count, written
    if room.stamp[user] < mark:
        count, written = _expose(
            seed, post, user, -1, HOME_SOURCE, 0, 0.0, -1, 1.0, 0.0, CERTAIN, -1.0, people, seen,
            tastes, standing, k, room, mark, rows, exposures, detailed, count, written,
        )  # fmt: skip
    row = int(room.row[user])
    if row < len(rows) and row < count:
        rows[row]["flags"] |= READ_IT | SHARED
    return count, written


@njit(cache=True, nogil=True)
def _expose(
    seed: np.uint64, post: PostNumbers, user: int, sender: int, source: int, hop: int,
    sent: float, parent: int, strength: float, friend: float, rank: float, x: float,
    people: People, seen: NDArray[np.float32], tastes: Tastes, standing: Standing, k: Numbers,
    room: Scratch, mark: np.int32, rows: NDArray[np.void], exposures: NDArray[np.void],
    detailed: bool, count: int, written: int,
) -> tuple[int, int]:  # fmt: skip
    """Offer the post to one user's feed once; return the new (count, written)."""
    shows = see_probability(float(seen[user]), float(people.online[user]), rank, k.limited)
    if x >= shows and not detailed:
        return count, written
    trust = trust_of(standing.good[user], standing.harm[user], k)
    credence = trust + (1.0 - trust) * k.friend_weight * strength * friend
    relevance = float(people.interests[post.topic, user])
    read = k.base + (1.0 - k.base) * relevance * (
        k.cold_credence + (1.0 - k.cold_credence) * credence
    )
    tone = tastes.tones[people.circle[user], post.tone]
    gift = (1.0 - post.ask) ** 2
    share = (
        k.share_scale * k.kind_share[post.kind] * float(people.propensity[user]) * post.quality
        * post.quality * post.appeal * relevance * tone * credence**k.credence_power * gift
        * k.hop_fade**hop
    )  # fmt: skip
    fresh = x < shows and room.stamp[user] <= mark
    reads = fresh and x < shows * read
    shares = False
    if detailed or reads:
        share_draw = draw(subkey(seed, SHARE, post.day, post.post), user, 0)
        shares = reads and share_draw < share
        if detailed:
            if written < len(exposures):
                _write_exposure(
                    exposures[written], post, user, sender, source, hop, sent, shows, read, share,
                    x, share_draw, relevance, credence, trust, reads, shares,
                )  # fmt: skip
            written += 1
    if x >= shows:
        return count, written
    if room.stamp[user] < mark:
        room.stamp[user] = mark
        room.row[user] = count
        if count < len(rows):
            row = rows[count]
            row["user"] = user
            row["sender"] = sender
            row["source"] = source
            row["hop"] = hop
            row["flags"] = 0
            row["parent"] = parent
            row["showings"] = 0
            row["pad"] = 0
            row["hours"] = sent + delay_of(
                subkey(seed, DELAY, post.day, post.post), user, sender + 1, k.delay_median,
                k.delay_cap,
            )  # fmt: skip
            row["gift"] = 0.0
            row["deal"] = 0.0
            row["ask"] = 0.0
            row["repeat"] = 0.0
            row["off_key"] = 0.0
            row["fake"] = 0.0
        count += 1
    at = int(room.row[user])
    if at < len(rows):
        row = rows[at]
        row["showings"] += 1
        if reads:
            room.stamp[user] = mark + 1
            row["sender"] = sender
            row["hop"] = hop
            row["parent"] = parent
            row["hours"] = sent + delay_of(
                subkey(seed, DELAY, post.day, post.post), user, sender + 1, k.delay_median,
                k.delay_cap,
            )  # fmt: skip
            row["flags"] = READ_IT | (SHARED if shares else 0)
            _feel(
                seed, post, user, credence, trust, relevance, tone, people, tastes, standing, k, row
            )
    return count, written


@njit(cache=True, nogil=True)
def _feel(
    seed: np.uint64, post: PostNumbers, user: int, credence: float, trust: float,
    relevance: float, tone: float, people: People, tastes: Tastes, standing: Standing, k: Numbers,
    row: np.void,
) -> None:  # fmt: skip
    """Write what reading does to the reader's evidence, and what the reader does about it."""
    circle = people.circle[user]
    hunts = tastes.hunts_deals[circle]
    patience = tastes.patience[circle]
    value = k.kind_value[post.kind] * post.quality * relevance * tone
    useful = value * (1.0 - post.ask)
    met = float(standing.asks_met[user])
    row["gift"] = k.gain * useful
    row["deal"] = k.gain * post.ask * hunts * post.quality * 0.5
    sting = (
        k.gain * float(people.scepticism[user]) * post.ask * (1.0 - k.forgiveness * credence)
        * (1.0 - hunts) / patience
    )  # fmt: skip
    row["ask"] = sting
    row["repeat"] = sting * k.repeat * met
    row["off_key"] = k.gain * k.off_key * max(0.0, 0.5 - tone) * 2.0
    found_out = False
    if post.automated:
        guess = k.detection * (1.0 + float(standing.fakes_met[user]))
        found_out = draw(subkey(seed, DETECT, post.day, post.post), user, 0) < guess
        if found_out:
            row["fake"] = k.gain * k.fakery
    row["flags"] |= _respond(
        seed, post, user, credence, trust, relevance, useful, met, hunts, patience, found_out,
        people, standing, k,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _respond(
    seed: np.uint64, post: PostNumbers, user: int, credence: float, trust: float,
    relevance: float, useful: float, met: float, hunts: float, patience: float, found_out: bool,
    people: People, standing: Standing, k: Numbers,
) -> int:  # fmt: skip
    """Return the flags of what a reader does besides sharing."""
    flags = SAW_THROUGH if found_out else 0
    if draw(subkey(seed, LIKE, post.day, post.post), user, 0) < k.like * useful:
        flags |= LIKED
    talk = k.kind_comment[post.kind]
    annoyed = post.ask * (1.0 - credence) * (1.0 - hunts)
    if found_out:
        annoyed = max(annoyed, 0.8)
    x = draw(subkey(seed, COMMENT, post.day, post.post), user, 0)
    praise = k.praise * talk * useful
    asks = k.question * talk * (0.2 + 0.8 * relevance)
    idea = k.suggestion * talk * relevance
    if x < praise:
        flags |= PRAISED
    elif x < praise + asks:
        flags |= ASKED
    elif x < praise + asks + idea:
        flags |= SUGGESTED
    elif x < praise + asks + idea + k.complaint * annoyed:
        flags |= COMPLAINED
    stance = standing.stance[user]
    if stance < FOLLOWER_STANCE:
        likes_it = k.follow * useful * (0.4 + 0.6 * credence)
        if draw(subkey(seed, FOLLOW, post.day, post.post), user, 0) < likes_it:
            flags |= FOLLOWED
    wants = relevance * (1.0 - post.ask) + float(people.need[user]) * post.ask
    click = k.click * (1.0 if post.link else PROFILE_CLICK) * (
        k.cold_credence + (1.0 - k.cold_credence) * credence
    ) * wants  # fmt: skip
    if draw(subkey(seed, CLICK, post.day, post.post), user, 0) < click:
        flags |= CLICKED
    return flags | _withdraw(
        seed, post, user, trust, useful, met, hunts, patience, people, standing, k
    )


@njit(cache=True, nogil=True)
def _withdraw(
    seed: np.uint64, post: PostNumbers, user: int, trust: float, useful: float, met: float,
    hunts: float, patience: float, people: People, standing: Standing, k: Numbers,
) -> int:  # fmt: skip
    """Return the flags of the ladder: nothing, unfollow, mute or block."""
    short = max(0.0, float(people.line[user]) - trust)
    annoyed = k.mute * post.ask * short * short * (1.0 + k.repeat * met) * (1.0 - hunts) / patience
    over = max(0.0, float(standing.reads_met[user]) - k.tolerated)
    bored = k.boredom * over * (1.0 - useful) / patience
    shut = min(1.0, annoyed + bored)
    x = draw(subkey(seed, WITHDRAW, post.day, post.post), user, 0)
    follows = standing.stance[user] == FOLLOWER_STANCE
    if x < shut:
        ladder = draw(subkey(seed, LADDER, post.day, post.post), user, 0)
        blocks = ladder < k.block * annoyed / max(1e-12, annoyed + bored)
        return (BLOCKED if blocks else MUTED) | (UNFOLLOWED if follows else 0)
    if follows and x < shut + k.unfollow * (annoyed + bored):
        return UNFOLLOWED
    return 0


@njit(cache=True, nogil=True)
def _write_exposure(
    at: np.void, post: PostNumbers, user: int, sender: int, source: int, hop: int, hours: float,
    shows: float, read: float, share: float, x: float, share_draw: float, relevance: float,
    credence: float, trust: float, reads: bool, shares: bool,
) -> None:  # fmt: skip
    at["post"] = post.post
    at["day"] = post.day
    at["brand"] = post.brand
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


def empty_exposures(room: int) -> NDArray[np.void]:
    """Make an exposure table with ``room`` rows."""
    return np.zeros(room, EXPOSURE)
