"""A brand's post: who is shown it, who reads it, and who passes it on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market.chance import Purpose, draw, draw_bits, normal, sender_key, subkey, unit
from trustsim.market.feeling import feel
from trustsim.market.glance import ONLINE, READINESS, SEEN, Glance
from trustsim.market.jit import lean_part
from trustsim.market.network import Ties
from trustsim.market.numbers import Numbers
from trustsim.market.ordinary import (
    TOP_BYTE,
    Scratch,
    appeal_of,
    delay_of,
    faded,
    see_probability,
)
from trustsim.market.people import Tastes
from trustsim.market.standing import FOLLOWER, MUTED, Bonds, Memory, trust_of
from trustsim.market.touch import READ_IT, SHARED, PostNumbers, first_seen

SHOW, SHARE, DELAY, PAID = (
    int(Purpose.SHOW), int(Purpose.SHARE), int(Purpose.DELAY), int(Purpose.PAID),
)  # fmt: skip
HOUR, QUALITY, APPEAL = int(Purpose.HOUR), int(Purpose.QUALITY), int(Purpose.APPEAL)
HOME_SOURCE, CIRCLE_SOURCE, PAID_SOURCE, FRIEND_SOURCE = 0, 1, 2, 3
COLLABORATOR_TRUST = 0.4
"""Trust under which a connector does not lend a name (guess)."""
CERTAIN = 1e9
"""Rank of what is shown to whoever is online at all: bought, or handed over in person."""
FIRST_HOUR, LAST_HOUR = 8.0, 21.0
"""Hours of the day between which posts are published (guess)."""
LEAST_QUALITY = 0.02
"""Quality that chance leaves to the worst of posts (guess)."""
NOTHING = np.uint64(0)
DIRECT, BOUGHT, LENT = -3, -2, -1
"""The passes before the sharers': shown by the brand itself, by boost, by a connector."""


@lean_part
def try_luck(seed: np.uint64, plan: np.void, k: Numbers) -> None:
    """Fill in what chance decides about a row of PLANNED: quality, appeal and hour."""
    day, post = plan["day"], plan["post"]
    hour = draw(subkey(seed, HOUR, day, post), 0, 0)
    turn = normal(draw(subkey(seed, QUALITY, day, post), 0, 0))
    plan["hour"] = FIRST_HOUR + (LAST_HOUR - FIRST_HOUR) * hour
    plan["appeal"] = appeal_of(subkey(seed, APPEAL, day, post), k.appeal_spread, k.appeal_cap)
    plan["quality"] = min(1.0, max(LEAST_QUALITY, plan["planned"] + k.quality_noise * turn))
    if k.quality_low == k.quality_high:  # the ablation: every post is alike
        plan["quality"] = k.quality_low


@lean_part
def travel(
    seed: np.uint64,
    post: PostNumbers,
    circle: NDArray[np.int16],
    second: NDArray[np.int16],
    interests: NDArray[np.float32],
    need: NDArray[np.float32],
    scepticism: NDArray[np.float32],
    line: NDArray[np.float32],
    glance: Glance,
    ties: Ties,
    tastes: Tastes,
    bonds: Bonds,
    memory: Memory,
    door_open: NDArray[np.bool_],
    k: Numbers,
    room: Scratch,
    rows: NDArray[np.void],
    exposures: NDArray[np.void],
    detailed: bool,
) -> tuple[int, int]:
    """Let a brand's post travel, and its readers feel and respond; return the rows needed.

    Everybody meets it as the world was this morning: first those the brand itself reaches, then,
    sharer by sharer, their audiences. If more rows are needed than there are, nothing beyond them
    is written: call again with more room.

    Args:
        seed: the run's key.
        post: the post.
        circle, second, interests, need, scepticism, line, ties, tastes: of people and circles.
        glance: of ordinary posts; what friends pass on is seen as those are.
        bonds, memory, door_open: of the brand.
        k: the constants.
        room: working room.
        rows: of TOUCH, filled.
        exposures: of EXPOSURE, filled if ``detailed``.
        detailed: whether what nobody saw is written down as well.

    Returns: the rows needed in ``rows`` and in ``exposures``.
    """
    count, written = _spread(
        seed, post, circle, second, interests, need, glance, ties, tastes.tones, bonds, door_open,
        k, room, rows, exposures, detailed,
    )  # fmt: skip
    if count <= len(rows) and written <= len(exposures):
        feel(
            seed, post, circle, interests, scepticism, line, need, tastes, bonds, memory, k, rows,
            count,
        )  # fmt: skip
    return count, written


@lean_part
def _spread(
    seed: np.uint64, post: PostNumbers, circle: NDArray[np.int16], second: NDArray[np.int16],
    interests: NDArray[np.float32], need: NDArray[np.float32], glance: Glance,
    ties: Ties, tones: NDArray[np.float64], bonds: Bonds, door_open: NDArray[np.bool_],
    k: Numbers, room: Scratch, rows: NDArray[np.void], exposures: NDArray[np.void],
    detailed: bool,
) -> tuple[int, int]:  # fmt: skip
    """Let a brand's post travel; see :func:`travel`."""
    good, harm, stance = bonds.good, bonds.harm, bonds.stance
    indptr, indices, strength = ties.indptr, ties.indices, ties.strength
    stamp, row_of, reader = room.stamp, room.row, glance.reader
    prior_good, prior_harm, limited = k.prior_good, k.prior_harm, k.limited
    users = len(circle)
    liking = interests[post.topic]
    show_key = subkey(seed, SHOW, post.day, post.post)
    share_key = subkey(seed, SHARE, post.day, post.post)
    delay_key = subkey(seed, DELAY, post.day, post.post)
    paid_key = subkey(seed, PAID, post.day, post.post)
    room.serial[0] += 1
    mark = np.int32(room.serial[0] * 2)
    own_rank = (k.home_rank if post.circle < 0 else k.circle_rank) / (
        1.0 + k.same_author * (post.siblings - 1)
    )
    paid_share = _paid_share(post.paid, liking, stance) if post.paid > 0 else 0.0
    pull = (
        k.share_scale * k.kind_share[post.kind] * post.quality * post.quality * post.appeal
        * (1.0 - post.ask) ** 2
    )  # fmt: skip
    count = 0
    written = 0
    sharing = 0
    turn = DIRECT
    while turn < sharing and count <= len(rows):
        low, high, sender, hop, sent, friend, fade = 0, users, -1, 0, 0.0, 0.0, 1.0
        parent = -1
        source, rank, closeness = HOME_SOURCE, CERTAIN, 1.0
        if turn == DIRECT:
            rank = own_rank
            if post.circle >= 0:
                source = CIRCLE_SOURCE
                high = users if door_open[post.circle] else 0
        elif turn == BOUGHT:
            source = PAID_SOURCE
            high = users if paid_share > 0.0 else 0
        elif turn == LENT:
            low = max(0, post.collaborator)
            high = low
            if post.collaborator >= 0 and stance[low] < MUTED:
                trust = trust_of(good[low], harm[low], prior_good, prior_harm)
                high += trust >= COLLABORATOR_TRUST
        else:
            source = FRIEND_SOURCE
            parent = int(rows[turn]["queue"])
            sender = int(rows[parent]["user"])
            hop = int(rows[parent]["hop"]) + 1
            sent = float(rows[parent]["hours"])
            friend = trust_of(good[sender], harm[sender], prior_good, prior_harm)
            fade = faded(k.fades, k.hop_fade, hop)
            low, high = indptr[sender], indptr[sender + 1]
        for j in range(low, high):
            user = int(indices[j]) if turn >= 0 else j
            bits = NOTHING
            if turn >= 0:
                bits = draw_bits(sender_key(show_key, sender), user)
                if not detailed and (bits >> TOP_BYTE) > np.uint64(glance.shown[user]):
                    continue  # it would not be shown, whatever else
            if stance[user] >= MUTED:
                continue
            home = int(circle[user])
            x = -1.0
            if turn >= 0:
                if not door_open[home]:
                    continue
                closeness = strength[j] / 255.0
                rank = k.ranks[strength[j]]
                x = unit(bits)
            elif turn == DIRECT:
                if post.circle < 0:
                    if stance[user] != FOLLOWER:
                        continue
                elif home != post.circle and second[user] != post.circle:
                    continue
                x = draw(show_key, user, users + source)
            elif turn == BOUGHT:
                bought = draw(paid_key, user, 0) < paid_share * float(liking[user])
                if not bought or not door_open[home]:
                    continue
                x = draw(show_key, user, users + source)
            shows = see_probability(
                float(reader[user, SEEN]), float(reader[user, ONLINE]), rank, limited
            )
            if x >= shows and not detailed:
                continue
            trust = trust_of(good[user], harm[user], prior_good, prior_harm)
            credence = trust + (1.0 - trust) * k.friend_weight * closeness * friend
            relevance = float(liking[user])
            interest = relevance
            if post.ask > 0.0:
                interest += post.ask * (float(need[user]) - relevance)
            read = k.base + (1.0 - k.base) * interest * (
                k.cold_credence + (1.0 - k.cold_credence) * credence
            )
            share = (
                pull * float(reader[user, READINESS]) * relevance * tones[home, post.tone]
                * credence**k.credence_power * fade
            )  # fmt: skip
            reads = x < shows and stamp[user] <= mark and x < shows * read
            shares = False
            if reads or detailed:
                share_draw = draw(share_key, user, 0)
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
            hours = sent + delay_of(delay_key, user, sender + 1, k.delay_median, k.delay_cap)
            if stamp[user] < mark:
                stamp[user] = mark
                row_of[user] = count
                if count < len(rows):
                    first_seen(rows[count], user, sender, source, hop, parent, hours)
                count += 1
            at = int(row_of[user])
            if at >= len(rows):
                continue
            row = rows[at]
            row["showings"] += 1
            passes_on = shares or (turn == LENT and stamp[user] > mark)
            if passes_on and not row["flags"] & SHARED:
                row["flags"] |= SHARED
                rows[sharing]["queue"] = at
                sharing += 1
            if reads:
                stamp[user] = mark + 1
                row["sender"] = sender
                row["hop"] = hop
                row["parent"] = parent
                row["hours"] = hours
                row["credence"] = credence
                row["flags"] |= READ_IT
        turn += 1
    return count, written


@lean_part
def _paid_share(paid: int, liking: NDArray[np.float32], stance: NDArray[np.uint8]) -> float:
    """Return the factor that turns interest into the chance of a paid showing."""
    total = 0.0
    for user in range(len(stance)):
        if stance[user] < MUTED:
            total += float(liking[user])
    return paid / total if total > 0.0 else 0.0


@lean_part
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
