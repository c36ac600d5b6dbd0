"""How long it takes until something is there: the help, a check, the title screen.

    python benchmarks/startup.py [--times 5]

Every line is a fresh process with warm caches (one run of each comes first and isn't counted). Each
is printed as the median on the clock and of the processor's time, which other programs on the
machine disturb less. The title screen counts from the start of ``python main.py`` until its first
frame is on the window; the model goes on warming up behind it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = "import sys; from trustsim.cli import run; sys.exit(run(sys.argv[1:]))"
# main.py as it is, ended by the first picture that comes onto the window.
TITLE = """
import os, runpy, sys
import pygame
show = pygame.display.flip
def flip():
    show()
    os._exit(0)
pygame.display.flip = flip
sys.argv = ["main.py"]
runpy.run_path("main.py", run_name="__main__")
"""
BARS = {
    "trustsim --help": ([COMMAND, "--help"], 0.3, 0.15),
    "trustsim check": ([COMMAND, "check", "scenarios/01-the-party.yaml"], 0.6, 0.3),
    "main.py to the title": ([TITLE], 2.0, 1.0),
}


def main() -> int:
    args = _arguments()
    print(f"{'what':<22} {'clock, s':>9} {'processor, s':>13}")
    all_met = True
    with tempfile.TemporaryDirectory() as home:
        for name, (words, must, aim) in BARS.items():
            once(words, home)
            found = [once(words, home) for _ in range(args.times)]
            clock, busy = (statistics.median(each) for each in zip(*found, strict=True))
            word = "meets the aim" if busy <= aim else "meets the bar"
            word = word if busy <= must else "MISSES THE BAR"
            print(f"{name:<22} {clock:>9.2f} {busy:>13.2f}  {word} (must {must:g}, aim {aim:g})")
            all_met &= busy <= must
    return 0 if all_met else 1


def once(words: list[str], home: str) -> tuple[float, float]:
    """Run Python with ``words`` once; return the seconds on the clock and of work."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "TRUSTSIM_HOME": home,
        "SDL_VIDEODRIVER": "dummy",
        "SDL_AUDIODRIVER": "dummy",
    }
    before, begun = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", *words], cwd=ROOT, env=env, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    after, seconds = os.times(), time.perf_counter() - begun
    busy = after.children_user - before.children_user
    return seconds, busy + after.children_system - before.children_system


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=5, help="runs that are counted")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
