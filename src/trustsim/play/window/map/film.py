"""The film of a week: what is seen at any hour, as a pure function of the hour."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trustsim.market.outcome import Stance
from trustsim.play.window.map.events import TRAVELS, TURNS_AWAY, Events, Happening, is_kind
from trustsim.play.window.map.schedule import TRAVEL, Schedule, schedule
from trustsim.play.window.map.town import Crowd, Floats

Array = NDArray[np.float64]
Longs = NDArray[np.int64]

HOURS: Final = 168.0
# Hours of the film that things stay to be seen.
GLOW: Final = 60.0
TRACE: Final = 26.0
RING: Final = 8.0
RIPPLE: Final = 20.0
DOOR: Final = 8.0
# So many at once are as full as a picture can be.
MOST_JOURNEYS: Final = 900
MOST_TRACES: Final = 140
MOST_RINGS: Final = 120
# How everybody stands is shown in steps of so many hours.
STEP: Final = 1.5

_RINGS: Final = (
    Happening.SHARE,
    Happening.COMMENT,
    Happening.FOLLOW,
    Happening.BUY,
    *TURNS_AWAY,
    Happening.VOUCH,
    Happening.COMPLAIN,
)
_RIPPLE_EVERY: Final = 6.0


@dataclass(frozen=True, eq=False)
class Marks:
    """Things of one sort that are to be seen at one hour.

    Attributes:
        user: Whom each is about, shape (marks,).
        other: Whom it came from, -1 for the brand.
        kind: Values of ``Happening``.
        age: How far each has gone, from 0 to 1.
        event: Index of its event.
    """

    user: Longs
    other: Longs
    kind: NDArray[np.uint8]
    age: Array
    event: Longs

    def part(self, which: slice) -> "Marks":
        """Return some of them."""
        return Marks(self.user[which], self.other[which], self.kind[which], self.age[which],
                     self.event[which])  # fmt: skip


@dataclass(frozen=True, eq=False)
class Moment:
    """What is seen at one hour.

    Attributes:
        hour: Of the week.
        journeys: Light on its way.
        traces: The ways that shares went a while ago.
        rings: What people just did.
        glow_users: People who read something lately.
        glow: How bright they are, from 0 to 1, in the same order.
        ripples: Age (0 to 1) and strength (0 to 1) of the waves of turning away.
        doors: How far each circle's door is closed, from 0 to 1.
        publishing: How long ago the brand last posted, from 0 to 1; 1 for long.
    """

    hour: float
    journeys: Marks
    traces: Marks
    rings: Marks
    glow_users: Longs
    glow: Array
    ripples: tuple[tuple[float, float], ...]
    doors: Array
    publishing: float


@dataclass(frozen=True, eq=False)
class _Track:
    """Events of one sort in the order they begin, each to be seen for a while."""

    begins: Array
    length: float
    event: Longs

    def at(self, events: Events, hour: float) -> Marks:
        """Return what of it is seen at an hour."""
        low = np.searchsorted(self.begins, hour - self.length, side="right")
        high = np.searchsorted(self.begins, hour, side="right")
        index = self.event[low:high]
        rows = events[index]
        return Marks(
            rows["user"].astype(np.int64),
            rows["other"].astype(np.int64),
            rows["kind"],
            (hour - self.begins[low:high]) / self.length,
            index,
        )


class Film:
    """A week that can be looked at at any hour, forwards and backwards.

    Args:
        events: Of dtype ``EVENT``, sorted by hour.
        before: How everybody stood when the week began.
        trust_by_day: Trust at the beginning of each day and at the end of the last, shape
            (days + 1, users); None when it stays as it was.
    """

    def __init__(self, events: Events, before: Crowd, trust_by_day: Floats | None = None) -> None:
        self.events = events
        self.before = before
        self.trust_by_day = trust_by_day if trust_by_day is not None else before.trust[None, :]
        self.times: Schedule = schedule(events)
        travels = is_kind(events, *TRAVELS)
        self._journeys = self._track(travels, self.times.leaves, TRAVEL, MOST_JOURNEYS)
        self._traces = self._track(self._leads_on(), self.times.shown, TRACE, MOST_TRACES)
        self._rings = self._track(is_kind(events, *_RINGS), self.times.shown, RING, MOST_RINGS)
        self._glows = self._track(is_kind(events, Happening.READ), self.times.shown, GLOW, 0)
        self._stances = self._stance_changes()
        self._ripples = self._ripple_starts()
        moves = is_kind(events, Happening.DOOR_CLOSES, Happening.DOOR_OPENS)
        self._door_moves: list[int] = np.flatnonzero(moves).tolist()
        self._sights = self._first_sights()
        self.posts = np.sort(self.times.shown[is_kind(events, Happening.PUBLISH)])
        last = float(self.times.shown.max(initial=0.0))
        self.end = max(HOURS, last + RING)

    def moment(self, hour: float) -> Moment:
        """Return what is seen at an hour, from 0 to ``end``."""
        glows = self._glows.at(self.events, hour)
        level = np.maximum(np.exp(-glows.age * GLOW / 9), 0.6 * np.exp(-glows.age * GLOW / 50))
        level *= np.minimum((1 - glows.age) * 8, 1)
        users, last = np.unique(glows.user[::-1], return_index=True)
        since = hour - self.posts[self.posts <= hour]
        return Moment(
            hour,
            self._journeys.at(self.events, hour),
            self.traces(hour),
            self._rings.at(self.events, hour),
            users,
            level[::-1][last],
            self._ripples_at(hour),
            self._doors_at(hour),
            float(min(1.0, since.min(initial=np.inf) / RING)),
        )

    def traces(self, hour: float) -> Marks:
        """Return the ways that shares went a while before an hour."""
        return self._traces.at(self.events, hour)

    def crowd(self, hour: float) -> Crowd:
        """Return how everybody stands at an hour, in steps of ``STEP`` hours."""
        step = self.step(hour) * STEP
        times, users, stances = self._stances
        stance = self.before.stance.copy()
        until = np.searchsorted(times, step, side="right")
        stance[users[:until]] = stances[:until]
        return Crowd(self._trust_at(step), stance, self._doors_at(hour) > 0.5)

    @staticmethod
    def step(hour: float) -> int:
        """Return the number of the step that an hour belongs to."""
        return int(max(0.0, hour) // STEP)

    def waves(self) -> Array:
        """Return the hours at which a post, or a wave of its sharing, has arrived."""
        sees = is_kind(self.events, Happening.SEE)
        hops, shown = self.times.hops[sees], self.times.shown[sees]
        posts = self.events["post"][sees].astype(np.int64)
        stops = [float(hour) for hour in self.posts]
        for wave in np.unique(posts * 64 + np.minimum(hops, 63)):
            hours = shown[posts * 64 + np.minimum(hops, 63) == wave]
            if len(hours) >= 2:
                stops.append(float(np.quantile(hours, 0.9)) + 0.5)
        merged: list[float] = []
        for stop in sorted(stops):
            if not merged or stop - merged[-1] > 1.0:
                merged.append(stop)
        return np.array(merged)

    def reach_by_hop(self, hour: float, post: int | None = None) -> Longs:
        """Return how many people a post has reached by an hour, by the number of shares between.

        Args:
            hour: Until when.
            post: Which post; None for all of them, each counted by itself.

        Returns:
            The counts from no share (straight from the author) on; a person counts once a post.
        """
        shown, hops, posts = self._sights
        until = np.searchsorted(shown, hour, side="right")
        counted = hops[:until] if post is None else hops[:until][posts[:until] == post]
        return np.bincount(counted - 1, minlength=1)

    def _track(self, wanted: NDArray[np.bool_], begins: Array, length: float, most: int) -> _Track:
        """Put events in the order they begin, thinned where too many are seen at once."""
        index = np.flatnonzero(wanted)
        index = index[np.argsort(begins[index], kind="stable")]
        starts = begins[index]
        if most and len(index):
            ends = np.searchsorted(starts, starts + length)
            since = np.searchsorted(starts, starts - length)
            crowd = np.maximum(1, (ends - since) / 2)
            # The same events are left out at every hour, so nothing flickers.
            kept = (index * 0.618033988749895) % 1.0 < most / crowd
            index, starts = index[kept], starts[kept]
        return _Track(starts, length, index)

    def _leads_on(self) -> NDArray[np.bool_]:
        """Return which sights of a post were passed on: the bones of the cascade."""
        sees = is_kind(self.events, Happening.SEE)
        keys = self.events["post"].astype(np.int64) * (1 << 32) + self.events["user"]
        sharing = np.isin(keys, keys[is_kind(self.events, Happening.SHARE)])
        return np.asarray(sees & sharing & (self.times.hops > 0))

    def _first_sights(self) -> tuple[Array, Longs, Longs]:
        """Return when each person first sees each post, after how many hops, and which post."""
        index = np.flatnonzero(is_kind(self.events, Happening.SEE) & (self.times.hops > 0))
        index = index[np.argsort(self.times.shown[index], kind="stable")]
        post = self.events["post"][index].astype(np.int64)
        _, first = np.unique(post * (1 << 32) + self.events["user"][index], return_index=True)
        first = np.sort(first)
        shown = np.asarray(self.times.shown[index][first], dtype=np.float64)
        return shown, self.times.hops[index][first], post[first]

    def _stance_changes(self) -> tuple[Array, Longs, NDArray[np.uint8]]:
        """Return when whose stance becomes what, in order."""
        becomes = {
            Happening.FOLLOW: Stance.FOLLOWER,
            Happening.UNFOLLOW: Stance.AWARE,
            Happening.MUTE: Stance.MUTED,
            Happening.BLOCK: Stance.BLOCKED,
        }
        user = self.events["user"].astype(np.int64)
        meets = np.flatnonzero(is_kind(self.events, Happening.SEE, Happening.TALK))
        meets = meets[self.before.stance[user[meets]] == Stance.STRANGER]
        meets = meets[np.argsort(self.times.shown[meets], kind="stable")]
        _, first = np.unique(user[meets], return_index=True)
        index, stance = [meets[first]], [np.full(len(first), int(Stance.AWARE), dtype=np.uint8)]
        for kind, new in becomes.items():
            found = np.flatnonzero(is_kind(self.events, kind))
            index.append(found)
            stance.append(np.full(len(found), int(new), dtype=np.uint8))
        events, stances = np.concatenate(index), np.concatenate(stance)
        order = np.lexsort((stances, self.times.shown[events]))
        return self.times.shown[events][order], user[events][order], stances[order]

    def _trust_at(self, hour: float) -> Floats:
        """Return everybody's trust at an hour, between two mornings."""
        last = len(self.trust_by_day) - 1
        day = min(max(hour / 24, 0.0), float(last))
        low = int(day)
        high = min(low + 1, last)
        part = np.float32(day - low)
        start = self.trust_by_day[low]
        return np.asarray(start + (self.trust_by_day[high] - start) * part)

    def _ripple_starts(self) -> tuple[Array, Array]:
        """Return when the crowd turns away, and how strongly."""
        away = self.times.shown[is_kind(self.events, *TURNS_AWAY)]
        if len(away) == 0:
            return np.zeros(0), np.zeros(0)
        bins = np.bincount((away // _RIPPLE_EVERY).astype(np.int64).clip(0))
        enough = max(2.0, 0.002 * len(self.before.stance))
        at = np.flatnonzero(bins >= enough)
        strength = np.minimum(1.0, 0.35 + bins[at] / (10 * enough))
        starts = (at + 0.5) * _RIPPLE_EVERY
        return starts.astype(np.float64), np.asarray(strength, dtype=np.float64)

    def _ripples_at(self, hour: float) -> tuple[tuple[float, float], ...]:
        """Return age and strength of the ripples at an hour."""
        starts, strength = self._ripples
        age = (hour - starts) / RIPPLE
        seen = (age >= 0) & (age < 1)
        return tuple(zip(age[seen].tolist(), strength[seen].tolist(), strict=True))

    def _doors_at(self, hour: float) -> Array:
        """Return how far each circle's door is closed, from 0 to 1."""
        doors = self.before.doors_closed.astype(np.float64)
        for index in self._door_moves:
            since = (hour - self.times.shown[index]) / DOOR
            if since > 0:
                circle = int(self.events["user"][index])
                goal = float(self.events["kind"][index] == Happening.DOOR_CLOSES)
                doors[circle] += (goal - doors[circle]) * min(1.0, since)
        return doors
