"""When each event is shown: light needs time, so nobody is lit before the one it came from."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.play.window.map.events import TRAVELS, Events, Happening, is_kind

Array = NDArray[np.float64]
Longs = NDArray[np.int64]

# Hours of the film that light is on its way.
TRAVEL: Final = 4.0
BRAND: Final = -1


@dataclass(frozen=True, eq=False)
class Schedule:
    """The hours at which the events of a film are shown.

    Attributes:
        shown: When each event is seen to happen, shape (events,).
        leaves: When the light of each event leaves; only of use for those that travel.
        hops: How many shares after the post each event came; 0 for the post itself, -1 unknown.
    """

    shown: Array
    leaves: Array
    hops: Longs


def schedule(events: Events) -> Schedule:
    """Return when each event is shown.

    What comes from a sharer leaves when the sharer is seen to share; what a person does with a
    post is delayed as much as the person's first sight of it.
    """
    hours = events["hour"].astype(np.float64)
    keys = _keys(events["post"], events["user"])
    passed_on, depth_of = _shares(events, hours, keys)
    sources = _keys(events["post"], events["other"])
    travels = is_kind(events, *TRAVELS)
    known = _looked_up(sources, passed_on, default=-np.inf)
    leaves = np.where(travels, np.maximum(hours - TRAVEL, known), hours)
    arrives = np.where(travels, leaves + TRAVEL, hours)
    hops = np.where(travels, _looked_up(sources, depth_of, default=-1.0) + 1, -1).astype(np.int64)
    sees = is_kind(events, Happening.SEE)
    delay, depth = _first_sights(keys[sees], arrives[sees] - hours[sees], hops[sees])
    later = ~travels & (events["post"] >= 0) & ~is_kind(events, Happening.PUBLISH)
    late = _looked_up(keys, delay, default=0.0)
    shown = np.where(later, hours + late, arrives)
    own = _looked_up(keys, depth, default=-1.0).astype(np.int64)
    hops = np.where(later, own, hops)
    hops[is_kind(events, Happening.PUBLISH)] = 0
    return Schedule(shown, leaves, hops)


Table = tuple[Longs, Array]


def _keys(posts: NDArray[np.integer], users: NDArray[np.integer]) -> Longs:
    """Return one number for each pair of post and user; the brand is user -1."""
    return posts.astype(np.int64) * (1 << 32) + users.astype(np.int64) + 1


def _shares(events: Events, hours: Array, keys: Longs) -> tuple[Table, Table]:
    """Return when each author and sharer is seen to pass a post on, and after how many shares."""
    passed: dict[int, float] = {}
    depth: dict[int, int] = {}
    source_of = _first_sources(events, keys)
    wanted = np.flatnonzero(is_kind(events, Happening.PUBLISH, Happening.SHARE))
    for index in wanted[np.argsort(hours[wanted], kind="stable")]:
        key, hour = int(keys[index]), float(hours[index])
        if events["kind"][index] == Happening.PUBLISH:
            passed[key], depth[key] = hour, 0
            # A brand's post may name the brand as its user or as the one it came from.
            brand = int(events["post"][index]) * (1 << 32) + BRAND + 1
            if events["other"][index] == BRAND:
                passed.setdefault(brand, hour)
                depth.setdefault(brand, 0)
            continue
        source = source_of.get(key, -1)
        passed.setdefault(key, max(hour, passed.get(source, -np.inf) + TRAVEL))
        depth.setdefault(key, depth.get(source, 0) + 1)
    return _table(passed), _table({key: float(value) for key, value in depth.items()})


def _first_sources(events: Events, keys: Longs) -> dict[int, int]:
    """Return whom each sharer first had the post from, as keys."""
    sharers = keys[is_kind(events, Happening.SHARE)]
    sees = is_kind(events, Happening.SEE) & np.isin(keys, sharers)
    firsts, at = np.unique(keys[sees], return_index=True)
    sources = _keys(events["post"][sees], events["other"][sees])[at]
    return dict(zip(firsts.tolist(), sources.tolist(), strict=True))


def _first_sights(keys: Longs, delays: Array, hops: Longs) -> tuple[Table, Table]:
    """Return by how much each person's first sight of a post is late, and its hops."""
    firsts, at = np.unique(keys, return_index=True)
    return (firsts, delays[at]), (firsts, hops[at].astype(np.float64))


def _table(values: dict[int, float]) -> Table:
    """Turn a dictionary into sorted keys and their values."""
    keys = np.array(sorted(values), dtype=np.int64)
    return keys, np.array([values[key] for key in keys.tolist()], dtype=np.float64)


def _looked_up(keys: Longs, table: Table, default: float) -> Array:
    """Return the value of each key, or the default."""
    known, values = table
    if len(known) == 0:
        return np.full(len(keys), default)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[at] == keys, values[at], default)
