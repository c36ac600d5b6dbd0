import os
from collections.abc import Iterator

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from tests.play.window.player import Player
from trustsim.market.outcome import Stance
from trustsim.play.window.game import Game
from trustsim.play.window.look import Look, make_look
from trustsim.play.window.map.events import EVENT, Events, Happening
from trustsim.play.window.map.town import Crowd, Town
from trustsim.play.window.theme import load_theme


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> None:
    """Saves and settings of every test's own."""
    monkeypatch.setenv("TRUSTSIM_HOME", str(tmp_path))


@pytest.fixture
def player() -> Iterator[Player]:
    """Somebody in front of a fresh window."""
    game = Game((1280, 800), warms=False)
    game.show_title()
    yield Player(game)
    if game.window.is_open:
        game.close()


@pytest.fixture
def surface() -> Iterator[pygame.Surface]:
    pygame.display.init()
    yield pygame.display.set_mode((1280, 720))
    pygame.display.quit()


@pytest.fixture
def look(surface: pygame.Surface) -> Look:
    return make_look(load_theme("night"), size=surface.size)


def make_town(users: int = 240, circles: int = 5, seed: int = 3) -> Town:
    """A town with a heavy tail of ties, nine in ten of them inside the circles."""
    chance = np.random.default_rng(seed)
    circle_of = np.sort(chance.integers(0, circles, users)).astype(np.int32)
    circle_of[:circles] = np.arange(circles)
    ones, others = chance.integers(0, users, users * 5), chance.integers(0, users, users * 5)
    near = (circle_of[ones] == circle_of[others]) | (chance.random(len(ones)) < 0.1)
    near &= ones != others
    pairs = np.unique(np.sort(np.stack([ones[near], others[near]], axis=1), axis=1), axis=0)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    degree = np.bincount(both[:, 0], minlength=users)
    indptr = np.concatenate([[0], np.cumsum(degree)])
    names = tuple(f"Circle number {circle}" for circle in range(circles))
    icons = ("bike",) * circles
    return Town(circle_of, degree, indptr, both[:, 1], names, icons, "Juniper", "coffee")


def make_crowd(town: Town) -> Crowd:
    chance = np.random.default_rng(5)
    stance = chance.integers(0, len(Stance), town.user_count).astype(np.uint8)
    closed = np.zeros(town.circle_count, dtype=np.bool_)
    return Crowd(chance.random(town.user_count), stance, closed)


def make_events(*rows: tuple[float, Happening, int, int, int]) -> Events:
    """Events of (hour, kind, user, other, post)."""
    events = np.array([(h, int(k), u, o, p) for h, k, u, o, p in rows], dtype=EVENT)
    return events[np.argsort(events["hour"], kind="stable")]


def make_week(town: Town) -> Events:
    """A post that goes three hops, another that turns people away, and a door that closes."""
    chance = np.random.default_rng(9)
    rows: list[tuple[float, Happening, int, int, int]] = []
    for post, start in ((0, 5.0), (1, 70.0)):
        rows.append((start, Happening.PUBLISH, -1, -1, post))
        wave = {int(user): -1 for user in chance.choice(town.user_count, 20, replace=False)}
        met = set(wave)
        hour = start
        for _ in range(3):
            following: dict[int, int] = {}
            for user, source in wave.items():
                at = hour + float(chance.exponential(2))
                rows.append((at, Happening.SEE, user, source, post))
                rows.append((at + 0.1, Happening.READ, user, source, post))
                if post == 1:
                    rows.append((at + 0.3, Happening.MUTE, user, -1, post))
                elif chance.random() < 0.5:
                    rows.append((at + 1, Happening.SHARE, user, -1, post))
                    for friend in town.indices[town.indptr[user] : town.indptr[user + 1]].tolist():
                        if friend not in met:
                            met.add(friend)
                            following[friend] = user
            wave, hour = following, hour + 8
    rows.append((100.0, Happening.DOOR_CLOSES, 1, -1, -1))
    return make_events(*rows)
