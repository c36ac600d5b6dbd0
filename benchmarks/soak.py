"""A long random game in the real window: no error, steady memory, the same weeks as headless.

    python benchmarks/soak.py
    python benchmarks/soak.py --minutes 2 --seed 5 --driver x11

A hand that knows nothing of the game moves, clicks, drags, scrolls, types and pads at random; it
resizes the window from 960x600 to 3840x2160, changes text size and theme, scrubs, skips, saves,
loads, goes back and closes the window in mid-week. Only events go in. After every week the same
plans are played headlessly, and the digests must be equal. Once a minute the hand goes to the title
in a small window, and memory, objects and pictures are counted there.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

if TYPE_CHECKING:
    import pygame

    from trustsim.campaign.campaign import Campaign
    from trustsim.play.window.game import Game

SIZES = ((1280, 720), (1280, 800), (960, 600), (1600, 900), (1920, 1080), (2560, 1440),
         (3840, 2160))  # fmt: skip
QUIET_SIZE = SIZES[0]
MOST_GROWTH = 2.0
"""Megabytes a minute that memory may grow by in the second half, when what is kept is full."""


@dataclass
class Twin:
    """Plays the window's plans again without one, and compares the digest of every week."""

    weeks: int = 0
    endings: int = 0
    differences: list[str] = field(default_factory=list)
    _watched: Campaign | None = None
    _twin: Campaign | None = None
    _seen: tuple[int, int] = (0, 0)

    def look(self, game: Game) -> None:
        """Compare what has been played since the last look."""
        session = game.session
        if session is None or game.job is not None:
            return
        played = session.campaign
        if played is self._watched and (played.week, id(played.report)) == self._seen:
            return
        is_new = played is not self._watched
        self._watched, self._seen = played, (played.week, id(played.report))
        before = self._twin.week if self._twin is not None and not is_new else played.week
        twin = self._at(played, is_new)
        if twin.digest() != played.digest():
            self.differences.append(f"{played.scenario.name} {played.seed} week {played.week}")
        if played.week > before:
            self.weeks += 1
            self.endings += played.is_over

    def _at(self, played: Campaign, is_new: bool) -> Campaign:
        """Return the twin, played as far as the original."""
        from trustsim.campaign.campaign import Campaign

        twin = self._twin
        if twin is None or is_new or twin.plans != played.plans[: twin.week]:
            twin = Campaign(played.scenario, played.seed, record="none")
        for plan in played.plans[twin.week :]:
            twin.play_week(plan)
        self._twin = twin
        return twin


@dataclass
class Hand:
    """Moves at random over the window of a game.

    Attributes:
        game: What it plays.
        chance: Decides everything.
        twin: Looks on.
        screens: How many frames each screen was seen.
        acts: What was done, counted.
        pressed: How often each thing of each screen was pressed.
        frames: How many were shown.
    """

    game: Game
    chance: random.Random
    twin: Twin
    screens: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    pressed: Counter[tuple[str, str]] = field(default_factory=Counter)
    frames: int = 0
    _pointer: tuple[int, int] = (0, 0)

    def move(self) -> None:
        """Do one thing."""
        kinds = list(_WEIGHTS)
        kind = self.chance.choices(kinds, [_WEIGHTS[each] for each in kinds])[0]
        getattr(self, f"_{kind}")()

    def see(self, *events: pygame.event.Event, seconds: float | None = None) -> None:
        """Let one frame pass, and the events come with it."""
        import pygame

        for event in events:
            action = self.game.window.bindings.action(event)
            if action is not None:
                self.acts[action.act.value] += 1
        if self.game.window.is_open:
            step = seconds if seconds is not None else self.chance.choice((1 / 60, 1 / 30, 0.1))
            self.game.frame([*pygame.event.get(), *events], step)
            pygame.display.flip()
            self.twin.look(self.game)
            self.frames += 1
            self.screens[type(self.game.window.top).__name__] += 1

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size."""
        import pygame

        pygame.display.set_mode(size, pygame.RESIZABLE)
        self.see(pygame.event.Event(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1]))

    def press(self, key: int, typed: str = "", mod: int = 0) -> None:
        """Press a key."""
        import pygame

        self.see(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=typed))

    def _widget(self) -> None:
        """Click something that can be pressed."""
        from trustsim.play.window.scenes.scene import Scene

        top = self.game.window.top
        stops = top.ui.focusable() if isinstance(top, Scene) else []
        if not stops:
            return self._key()
        if self.chance.random() < 0.5:
            # What was pressed least so far, so that the rare screens are come to.
            screen = type(top).__name__
            least = min(self.pressed[screen, stop] for stop in stops)
            stops = [stop for stop in stops if self.pressed[screen, stop] == least]
        stop = self.chance.choice(stops)
        self.pressed[type(top).__name__, stop] += 1
        widget = top.ui.widget(stop)
        box = widget.rect.clip(self.game.window.surface.get_rect())
        if box.width < 2 or box.height < 2:
            return self._key()
        across, down = self.chance.random(), self.chance.random()
        place = box.x + int(box.width * across), box.y + int(box.height * down)
        return self._click(place)

    def _go(self) -> None:
        """Do what comes next."""
        import pygame

        self.press(pygame.K_RETURN, mod=pygame.KMOD_CTRL)

    def _hurry(self) -> None:
        """Let a few weeks go by, as a player does who wants to see the end."""
        for _ in range(self.chance.randrange(4, 24)):
            self._go()
            for _ in range(3):
                self.see()
            while self.game.job is not None and self.game.window.is_open:
                self.see()
                time.sleep(0.002)

    def _key(self) -> None:
        """Press one of the keys that mean something, or a digit."""
        import pygame

        chords = [*self.game.window.bindings.keys, *"123456789"]
        *held, name = self.chance.choice([c for c in chords if c != "escape"]).rsplit("+", 1)
        if not name:
            held, name = ["ctrl"] * bool(held and held[0]), "+"
        mods = {"ctrl": pygame.KMOD_CTRL, "shift": pygame.KMOD_SHIFT}
        mod = sum(mods.get(each, 0) for each in held)
        typed = name if len(name) == 1 else ""
        for _ in range(self.chance.choice((1, 1, 3))):
            try:
                code = pygame.key.key_code(name)
            except ValueError:
                code = pygame.K_UNKNOWN
            self.press(code, typed, mod)

    def _escape(self) -> None:
        """Go back."""
        import pygame

        self.press(pygame.K_ESCAPE)

    def _type(self) -> None:
        """Press any key at all."""
        import pygame

        code = self.chance.randrange(32, 127)
        self.press(code, chr(code), self.chance.choice((0, 0, pygame.KMOD_CTRL, pygame.KMOD_ALT)))

    def _point(self) -> None:
        """Move the pointer, and let it rest a while."""
        self._move_to(self._anywhere())
        for _ in range(self.chance.randrange(12)):
            self.see()

    def _click_anywhere(self) -> None:
        """Click somewhere."""
        self._click(self._anywhere())

    def _drag(self) -> None:
        """Press, move about, and let go."""
        import pygame

        self._move_to(self._anywhere())
        self.see(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=self._pointer))
        for _ in range(self.chance.randrange(1, 8)):
            self._move_to(self._anywhere(), held=True)
        self.see(pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=self._pointer))

    def _wheel(self) -> None:
        """Turn the wheel."""
        import pygame

        self._move_to(self._anywhere())
        for _ in range(self.chance.randrange(1, 5)):
            self.see(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=self.chance.choice((-1, 1))))

    def _pad(self) -> None:
        """Use a gamepad."""
        import pygame

        if self.chance.random() < 0.5:
            value = self.chance.choice([(0, 1), (0, -1), (-1, 0), (1, 0), (0, 0)])
            self.see(pygame.event.Event(pygame.JOYHATMOTION, joy=0, hat=0, value=value))
        else:
            button = self.chance.choice([0, 2, 3, 4, 5, 6, 7, 9])
            self.see(pygame.event.Event(pygame.JOYBUTTONDOWN, joy=0, button=button))

    def _resize(self) -> None:
        """Drag the window's corner."""
        wide, high = self.chance.choices(SIZES, [8, 5, 6, 2, 3, 0.6, 0.4])[0]
        if self.chance.random() < 0.3:
            wide, high = wide + self.chance.randrange(-90, 90), high + self.chance.randrange(90)
        self.resize((max(960, wide), high))

    def _wait(self) -> None:
        """Look on."""
        for _ in range(self.chance.choice((2, 8, 40))):
            self.see()

    def _anywhere(self) -> tuple[int, int]:
        """Return a place in the window."""
        wide, high = self.game.window.surface.size
        return self.chance.randrange(wide), self.chance.randrange(high)

    def _move_to(self, place: tuple[int, int], *, held: bool = False) -> None:
        """Move the pointer to a place."""
        import pygame

        moved = place[0] - self._pointer[0], place[1] - self._pointer[1]
        self._pointer = place
        buttons = (int(held), 0, 0)
        self.see(pygame.event.Event(pygame.MOUSEMOTION, pos=place, rel=moved, buttons=buttons))

    def _click(self, place: tuple[int, int]) -> None:
        """Click a place."""
        import pygame

        self._move_to(place)
        self.see(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=place))
        self.see(pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=place))


_WEIGHTS = {"widget": 34, "go": 10, "hurry": 0.8, "key": 18, "escape": 2, "type": 3, "point": 8,
            "click_anywhere": 5, "drag": 5, "wheel": 4, "pad": 4, "resize": 0.7,
            "wait": 7}  # fmt: skip


@dataclass(frozen=True)
class Count:
    """What lies about at the end of a minute."""

    megabytes: float
    objects: int
    pictures: int


def count() -> Count:
    """Count memory, objects and pictures."""
    import pygame

    gc.collect()
    objects = gc.get_objects()
    pictures = {
        id(held)
        for each in objects
        for held in gc.get_referents(each)
        if type(held) is pygame.Surface
    }
    return Count(_megabytes(), len(objects), len(pictures))


def _megabytes() -> float:
    """Return the memory that the process holds."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def all_screens() -> set[str]:
    """Return the names of every screen there is."""
    import importlib
    import pkgutil

    from trustsim.play.window import scenes
    from trustsim.play.window.scenes.scene import Scene

    for module in pkgutil.iter_modules(scenes.__path__):
        importlib.import_module(f"{scenes.__name__}.{module.name}")

    def leaves(kind: type) -> Iterator[type]:
        below = kind.__subclasses__()
        for each in below:
            yield from leaves(each)
        if not getattr(kind, "__abstractmethods__", None) and kind is not Scene:
            yield kind

    parents = {base for kind in leaves(Scene) for base in kind.__mro__[1:]}
    return {kind.__name__ for kind in leaves(Scene) if kind not in parents}


def soak(minutes: float, seed: int, say: Callable[[str], None]) -> bool:
    """Play; return whether all was well."""
    from trustsim.play.window.game import Game

    chance = random.Random(seed)
    twin, counts = Twin(), []
    begun, opened = time.monotonic(), 1
    hand = Hand(Game(QUIET_SIZE), chance, twin)
    hand.game.show_title()
    next_line = 1.0
    while (passed := (time.monotonic() - begun) / 60) < minutes:
        hand.move()
        if not hand.game.window.is_open or chance.random() < 0.0004:
            hand.game.close()
            hand.game = Game(chance.choice(SIZES[:4]), warms=False)
            hand.game.show_title()
            opened += 1
        if passed >= next_line:
            counts.append(_quiet(hand))
            say(_line(next_line, hand, twin, opened, counts[-1]))
            next_line += 1
    counts.append(_quiet(hand))
    hand.game.close()
    return _verdict(hand, twin, counts, say)


def _quiet(hand: Hand) -> Count:
    """Go to the title in a small window, rest there for a second, and count."""
    hand.game.settle()
    if hand.game.window.is_open:
        hand.resize(QUIET_SIZE)
        hand.game.settle()
        hand.game.change(text_scale=1.0, theme="night")
        hand.game.show_title()
        for _ in range(10):
            hand.see(seconds=0.1)
    return count()


def _line(minute: float, hand: Hand, twin: Twin, opened: int, counted: Count) -> str:
    """Return the line of a minute."""
    return (
        f"{minute:>3.0f} min {hand.frames:>7} frames {sum(hand.acts.values()):>6} inputs "
        f"{twin.weeks:>5} weeks {twin.endings:>3} ended {opened:>3} windows "
        f"{len(hand.screens):>3} screens {counted.megabytes:>7.1f} MB "
        f"{counted.objects:>7} objects {counted.pictures:>5} pictures"
    )


def _verdict(hand: Hand, twin: Twin, counts: list[Count], say: Callable[[str], None]) -> bool:
    """Say how it went; return whether all was well."""
    from trustsim.play.window.actions import Act

    every = all_screens()
    missed = sorted(every - set(hand.screens))
    acts = {act.value for act in Act} - {Act.QUIT.value}
    say(f"screens visited: {len(every) - len(missed)} of {len(every)}"
        + (f"; never {', '.join(missed)}" if missed else ""))  # fmt: skip
    unused = sorted(acts - set(hand.acts))
    say(f"actions used: {len(acts) - len(unused)} of {len(acts)}"
        + (f"; never {', '.join(unused)}" if unused else ""))  # fmt: skip
    say(f"weeks whose digest was compared: {twin.weeks}; that differ: {len(twin.differences)}")
    for difference in twin.differences:
        say(f"  DIFFERS: {difference}")
    late = counts[len(counts) // 2 :]
    slope = growth([each.megabytes for each in late])
    more = growth([float(each.objects) for each in late])
    steady = slope <= MOST_GROWTH
    say(f"memory in the second half: {slope:+.2f} MB and {more:+.0f} objects a minute "
        f"({'steady' if steady else 'GROWS'}; at most {MOST_GROWTH:g} MB)")  # fmt: skip
    return steady and not twin.differences


def growth(values: list[float]) -> float:
    """Return by how much values grow from one to the next, by least squares."""
    import numpy as np

    return float(np.polyfit(range(len(values)), values, 1)[0]) if len(values) > 1 else 0.0


def main() -> int:
    args = _arguments()
    os.environ["SDL_VIDEODRIVER"] = args.driver
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    with tempfile.TemporaryDirectory() as home:
        os.environ["TRUSTSIM_HOME"] = home
        saves = Path(home) / "saves"
        saves.mkdir()
        (saves / "broken.json").write_text('{"trustsim_save": 1, "plans": [')
        seed = args.seed if args.seed is not None else random.randrange(10_000)
        print(f"seed {seed}, {args.minutes:g} minutes, driver {args.driver}", flush=True)
        well = soak(args.minutes, seed, lambda line: print(line, flush=True))
    print("no error" if well else "NOT WELL")
    return 0 if well else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, help="repeats the hand's moves, not their timing")
    parser.add_argument("--driver", default="dummy", help="SDL's video driver: dummy or x11")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
