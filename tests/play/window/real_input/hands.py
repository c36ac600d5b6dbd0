"""Hands on a real keyboard and mouse: xdotool under a display of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[3] / "src"
PATIENCE = 180.0
"""Seconds after which nothing more is hoped for."""
_STEP = 0.02


class Hands:
    """Presses keys and moves the mouse, and looks at what the game says of itself.

    Attributes:
        display: Name of the display.
        path: Where the game writes where it stands.
        pictures: Where pictures are kept; None for nowhere.
    """

    def __init__(self, display: str, path: Path, pictures: Path | None = None) -> None:
        self.display, self.path, self.pictures = display, path, pictures
        self.pressed = 0

    def see(self) -> dict[str, Any]:
        """Return where the game stands."""
        found: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return found

    def await_(self, wanted: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Wait until the game stands as wanted."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.path.exists() and wanted(now := self.see()):
                return now
            time.sleep(_STEP)
        raise AssertionError(f"never {what}; the game says {self.path.read_text()[:400]}")

    def await_screen(self, *names: str) -> dict[str, Any]:
        """Wait for a screen that hears."""
        return self.await_(lambda s: s["screen"] in names and not s["is_busy"], " or ".join(names))

    def key(self, *names: str) -> None:
        """Press keys, and let a frame pass after each."""
        for name in names:
            self._do("key", "--clearmodifiers", name)
            self.pressed += 1
            self._let_pass(3, name)

    def tab_to(self, key: str) -> None:
        """Go to a widget by the tab key; the focus must be seen all the way."""
        self.await_(lambda s: key in s["stops"], f"a way to '{key}'")
        # On a busy machine a key seems to be held down, and goes past what is wanted.
        for _ in range(4 * len(self.see()["stops"]) + 4):
            if self.see()["focus"] == key:
                return
            self.key("Tab")
            assert self.see()["focus"], "the focus is not shown"
        raise AssertionError(f"the tab key never comes to '{key}': {self.see()['stops']}")

    def click(self, key: str, cell: int = 0) -> None:
        """Click a widget, or one cell of it."""
        now = self.await_(lambda s: key in s["widgets"], f"a widget '{key}'")
        left, top, wide, high = now["widgets"][key][cell]
        self.click_at(left + wide // 2, top + high // 2)

    def click_at(self, x: int, y: int) -> None:
        """Move the pointer somewhere and click."""
        self._do("mousemove", str(x), str(y))
        self._let_pass(2, "moving")
        self._do("click", "1")
        self.pressed += 1
        self._let_pass(3, "clicking")

    def _let_pass(self, frames: int, what: str) -> None:
        """Wait until the game has seen what was done."""
        done = self.see()["frame"]
        self.await_(lambda s: s["frame"] >= done + frames, f"a frame after {what}")

    def picture(self, name: str) -> Path | None:
        """Keep a picture of the display, if pictures are wanted."""
        if self.pictures is None:
            return None
        path = self.pictures / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=self._env(), check=True)
        return path

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._env(), check=True, capture_output=True)

    def _env(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}


@contextmanager
def at_the_game(home: Path, pictures: Path | None = None) -> Iterator[Hands]:
    """Open a display and the game on it; close both at the end."""
    with _display() as display:
        path = home / "told.json"
        env = {
            **os.environ,
            "DISPLAY": display,
            "SDL_VIDEODRIVER": "x11",
            "SDL_AUDIODRIVER": "dummy",
            "SDL_FRAMEBUFFER_ACCELERATION": "0",
            "TRUSTSIM_HOME": str(home),
            "PYTHONPATH": str(SOURCE),
            "LANG": "en_GB.UTF-8",
        }
        command = [sys.executable, str(HERE / "told_game.py"), str(path)]
        game = subprocess.Popen(command, env=env)
        try:
            hands = Hands(display, path, pictures)
            hands.await_screen("Title")
            hands._do("search", "--sync", "--onlyvisible", "--class", "told_game", "windowfocus")
            yield hands
        finally:
            game.kill()
            game.wait()


@contextmanager
def _display() -> Iterator[str]:
    """Open a virtual display under a number that is free."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-r"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        server.kill()
        server.wait()
