"""Chronicle: the rows of tables that days leave behind, made from what the kernels filled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trustsim.market import ordinary
from trustsim.market.chance import Purpose, draw_of_posts
from trustsim.market.numbers import Numbers
from trustsim.market.ordinary import Sharers, post_id
from trustsim.market.outcome import CASCADE, LEDGER, POST, Cause
from trustsim.market.standing import Bonds

CHAT_COUNTS = (
    ("reach", ordinary.REACH), ("shared_reach", ordinary.REACH),
    ("impressions", ordinary.IMPRESSIONS), ("reads", ordinary.READS), ("shares", ordinary.SHARES),
    ("depth", ordinary.DEPTH), ("topic", ordinary.TOPIC_OF),
)  # fmt: skip
"""Columns of POST and of what :func:`~trustsim.market.ordinary.spread_ordinary` fills."""


def chat_posts(
    seed: np.uint64, k: Numbers, users: int, day: int, authors: NDArray[np.int32],
    found: NDArray[np.int64], rows: Sharers, count: int,
) -> NDArray[np.void]:  # fmt: skip
    """Return the POST rows of ordinary posts."""
    table = np.zeros(len(authors), POST)
    table["post"] = post_id(users, day, 0) + authors
    table["day"], table["author"], table["brand"] = day, authors, -1
    table["slot"], table["circle"] = -1, -1
    luck = draw_of_posts(seed, int(Purpose.QUALITY), day, table["post"].copy())
    table["quality"] = k.quality_low + (k.quality_high - k.quality_low) * luck
    for name, column in CHAT_COUNTS:
        table[name] = found[:, column]
    table["size"] = table["shares"] + 1
    ends = np.append(found[1:, ordinary.FIRST_ROW], count)
    for i in np.flatnonzero(table["shares"]):
        first = int(found[i, ordinary.FIRST_ROW])
        table["structural_virality"][i] = ordinary.structural_virality(
            rows.parent[first : ends[i]], first
        )
    return table


def chat_cascades(
    users: int, day: int, authors: NDArray[np.int32], found: NDArray[np.int64], rows: Sharers,
    count: int,
) -> NDArray[np.void]:  # fmt: skip
    """Return the CASCADE rows of ordinary posts: each root, then its sharers."""
    first_id = int(post_id(users, day, 0))
    table = np.zeros(len(authors) + count, CASCADE)
    root = found[:, ordinary.FIRST_ROW] + np.arange(len(authors))
    is_root = np.zeros(len(table), np.bool_)
    is_root[root] = True
    table["post"][root] = first_id + authors
    table["user"][root], table["parent"][root] = authors, -1
    author = authors[rows.post[:count]]
    parent = rows.parent[:count]
    other = ~is_root
    table["post"][other] = first_id + author
    table["user"][other] = rows.user[:count]
    table["parent"][other] = np.where(parent < 0, author, rows.user[np.maximum(parent, 0)])
    table["depth"][other] = rows.depth[:count]
    table["hours"][other] = rows.hours[:count]
    return table


def brand_cascade(post: int, rows: NDArray[np.void], shares: int) -> NDArray[np.void]:
    """Return the CASCADE rows of a brand's ``post``: the root, then its sharers in order."""
    sharers = rows[rows["queue"][:shares]]
    table = np.zeros(1 + len(sharers), CASCADE)
    table["post"] = post
    table["user"][0], table["parent"][0] = -1, -1
    table["user"][1:] = sharers["user"]
    from_user = sharers["parent"] >= 0
    table["parent"][1:] = np.where(from_user, rows["user"][np.maximum(sharers["parent"], 0)], -1)
    table["depth"][1:] = sharers["hop"] + 1
    table["hours"][1:] = sharers["hours"]
    return table


def changes(
    good: NDArray[np.float64], harm: NDArray[np.float64], bonds: Bonds, day: int, brand: int,
    cause: Cause,
) -> NDArray[np.void]:  # fmt: skip
    """Return the LEDGER rows of what ``cause`` changed since ``good`` and ``harm`` were copied."""
    more_good, more_harm = bonds.good - good, bonds.harm - harm
    which = np.flatnonzero((more_good != 0) | (more_harm != 0))
    table = np.zeros(len(which), LEDGER)
    table["day"], table["user"], table["brand"] = day, which, brand
    table["cause"], table["post"] = int(cause), -1
    table["good"], table["harm"] = more_good[which], more_harm[which]
    return table
