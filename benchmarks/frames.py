"""Frame times of the watch screen's map and panels, without a display or under one.

    python benchmarks/frames.py
    python benchmarks/frames.py --users 2000 --size 1920x1080 --frames 600 --driver x11

Draws an invented week that goes viral and then turns people away, at 60 steps a second, and
prints the median and the 99th percentile of the milliseconds per frame, the flip included, and the
same of the processor's time, which other programs on the machine disturb less. The clock never
waits. The garbage collector is frozen and off, as while a week plays in the game.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

USERS = (500, 2_000, 10_000)
SIZES = ("1280x720", "1920x1080")
MUST = (8.0, 16.0)


def main() -> int:
    args = _arguments()
    os.environ.setdefault("SDL_VIDEODRIVER", args.driver)
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    print(
        f"{'users':>7} {'window':>10} {'events':>8} {'median ms':>10} {'p99 ms':>8} {'max ms':>8}"
    )
    all_met = True
    for users in args.users:
        for size in args.size:
            times, busy, events = measure(users, _size(size), args.frames, theme=args.theme)
            median, high = statistics.median(times), float(np.quantile(times, 0.99))
            all_met &= median <= MUST[0] and high <= MUST[1]
            print(
                f"{users:>7} {size:>10} {events:>8} {median:>10.2f} {high:>8.2f} {max(times):>8.2f}"
                f" {statistics.median(busy):>11.2f} {float(np.quantile(busy, 0.99)):>8.2f}"
            )
    return 0 if all_met else 1


def measure(
    users: int, size: tuple[int, int], frames: int, theme: str = "night"
) -> tuple[list[float], list[float], int]:
    """Return the milliseconds of each frame, on the clock and of work, and the events' number."""
    import pygame

    from trustsim.play.window.interface import Interface, Panel
    from trustsim.play.window.look import make_look
    from trustsim.play.window.map.film import Film
    from trustsim.play.window.map.layout import take_seats
    from trustsim.play.window.map.pace import pace
    from trustsim.play.window.map.town import Crowd
    from trustsim.play.window.map.view import MapView
    from trustsim.play.window.steady import hold_collector, release_collector
    from trustsim.play.window.theme import load_theme

    pygame.display.init()
    surface = pygame.display.set_mode(size)
    look = make_look(load_theme(theme), size=size)
    town, trust, stance = invented_town(users)
    events = invented_week(town, trust, stance)
    crowd = Crowd(trust, stance, np.zeros(town.circle_count, dtype=bool))
    days = np.stack([np.clip(trust + 0.02 * day, 0, 1) for day in range(8)])
    film = Film(events, crowd, days)
    side, foot = look.px(384), look.px(166)
    width, height = size
    view = MapView(take_seats(town), crowd, look, pygame.Rect(0, 0, width - side, height - foot))
    view.show_film(film)
    interface = Interface(look)
    interface.show(
        [
            Panel(pygame.Rect(width - side, 0, side, height), _side(), edges="l"),
            Panel(pygame.Rect(0, height - foot, width - side, foot), _foot(), edges="t"),
        ]
    )
    hours = [pace(film).hour(pace(film).length * frame / frames) for frame in range(frames)]
    for hour in hours[:: max(1, frames // 20)]:
        _frame(surface, view, interface, hour)
    hold_collector()
    times, busy = [], []
    for hour in hours:
        begin, worked = time.perf_counter(), time.process_time()
        _frame(surface, view, interface, hour)
        times.append((time.perf_counter() - begin) * 1_000)
        busy.append((time.process_time() - worked) * 1_000)
    release_collector()
    pygame.display.quit()
    return times, busy, len(events)


def _frame(surface, view, interface, hour: float) -> None:  # type: ignore[no-untyped-def]
    """Draw and show one frame of the watch screen."""
    import pygame

    pygame.event.pump()
    view.seek(hour)
    view.pass_time(1 / 60)
    interface.pass_time(1 / 60)
    view.draw(surface)
    interface.draw(surface)
    interface.draw_tip(surface)
    pygame.display.flip()


def _side():  # type: ignore[no-untyped-def]
    """Return a side panel as the watch screen has it."""
    from trustsim.play.window.charts.bars import HopBars
    from trustsim.play.window.widgets.boxes import Column, Padded
    from trustsim.play.window.widgets.card import Card, Entry
    from trustsim.play.window.widgets.label import Label

    entries = [Card(Entry("It jumped", "Nobody there knew you before.", icon="flame"))] * 1
    bars = HopBars([8, 61, 148, 239, 302, 412], ["0", "1", "2", "3", "4", "5"])
    return Padded(Column([Label("Week 7 is playing", letter=22), *entries, bars]))


def _foot():  # type: ignore[no-untyped-def]
    """Return the panel under the map as the watch screen has it."""
    from trustsim.play.window.charts.lines import Trend
    from trustsim.play.window.widgets.boxes import Padded, Row

    values = [1.0, 2.0, 4.0, 3.0, 6.0]
    cards = [Trend(name, "1,284", "+112", values, True) for name in ("Followers", "Reach")]
    return Padded(Row(cards, is_even=True, align="fill"))


def invented_town(users: int, circles: int = 8):  # type: ignore[no-untyped-def]
    """Return a town with a heavy tail of ties, its trust and its stances."""
    from trustsim.market.outcome import Stance
    from trustsim.play.window.map.town import Town

    chance = np.random.default_rng(7)
    shares = np.linspace(2.0, 0.6, circles)
    circle_of = np.sort(chance.choice(circles, users, p=shares / shares.sum())).astype(np.int32)
    begins = np.searchsorted(circle_of, np.arange(circles))
    counts = np.bincount(circle_of, minlength=circles)
    ones = chance.integers(0, users, users * 9)
    circle = circle_of[ones].copy()
    abroad = chance.random(len(ones)) < 0.12
    circle[abroad] = chance.integers(0, circles, int(abroad.sum()))
    # Low numbers of a circle are its hubs.
    others = begins[circle] + (counts[circle] * chance.random(len(ones)) ** 1.7).astype(np.int64)
    pairs = np.unique(np.sort(np.stack([ones, others], axis=1), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    degree = np.bincount(both[:, 0], minlength=users)
    indptr = np.concatenate([[0], np.cumsum(degree)])
    names = tuple(f"Circle {index + 1}" for index in range(circles))
    town = Town(
        circle_of, degree, indptr, both[:, 1], names, ("bike",) * circles, "Brand", "coffee"
    )
    trust = np.clip(chance.normal(0.5, 0.2, users), 0, 1)
    stance = chance.choice(
        [Stance.STRANGER, Stance.AWARE, Stance.FOLLOWER, Stance.MUTED],
        users,
        p=[0.3, 0.3, 0.3, 0.1],
    ).astype(np.uint8)
    return town, trust, stance


def invented_week(  # type: ignore[no-untyped-def]
    town, trust: NDArray[np.floating], stance: NDArray[np.uint8]
):
    """Return a week in which two posts go far and the third one turns people away."""
    from trustsim.play.window.map.events import EVENT, Happening

    chance = np.random.default_rng(11)
    rows: list[tuple[float, int, int, int, int]] = []
    for post, hour in enumerate((10.0, 60.0, 112.0)):
        rows.append((hour, Happening.PUBLISH, -1, -1, post))
        firsts = np.flatnonzero(stance == 2)[:: 6 + post]
        queue = [(hour + float(chance.exponential(3)), int(user), -1) for user in firsts]
        met = {user for _, user, _ in queue}
        while queue:
            at, user, source = queue.pop()
            rows.append((at, Happening.SEE, user, source, post))
            if at > 165 or chance.random() > 0.7:
                continue
            rows.append((at, Happening.READ, user, source, post))
            if post == 2 and chance.random() < 0.15:
                rows.append((at, Happening.MUTE, user, -1, post))
            if post < 2 and chance.random() < 0.2 * (0.5 + trust[user]):
                rows.append((at, Happening.SHARE, user, -1, post))
                for friend in town.indices[town.indptr[user] : town.indptr[user + 1]].tolist():
                    if friend not in met and chance.random() < 0.7:
                        met.add(friend)
                        queue.append((at + float(chance.exponential(2)), friend, user))
    rows.append((140.0, Happening.DOOR_CLOSES, town.circle_count - 1, -1, -1))
    events = np.array([(h, int(k), u, o, p) for h, k, u, o, p in rows], dtype=EVENT)
    return events[np.argsort(events["hour"], kind="stable")]


def _size(text: str) -> tuple[int, int]:
    """Read a size such as 1280x720."""
    width, height = text.split("x")
    return int(width), int(height)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, nargs="+", default=list(USERS))
    parser.add_argument("--size", nargs="+", default=list(SIZES), help="such as 1280x720")
    parser.add_argument("--frames", type=int, default=480, help="frames the week is drawn in")
    parser.add_argument("--theme", default="night", choices=("night", "paper"))
    parser.add_argument("--driver", default="dummy", help="SDL's video driver: dummy or x11")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
