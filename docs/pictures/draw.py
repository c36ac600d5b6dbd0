"""Draws every screen of the game, in both themes and two sizes, into this folder.

    python docs/pictures/draw.py
    python docs/pictures/draw.py --folder FOLDER --theme night --size 1280x720 --text-scale 2

It plays the game without a screen, by the same calls as a player's presses, so it can run anywhere.
Pictures are WebP, which needs Pillow; without it, or with --png, they are PNG.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "src"))

import numpy as np
import pygame

from trustsim.play.commands import window_size
from trustsim.play.window.game import Game
from trustsim.play.window.map.film import Film

SEED = 21
SIZES = ("1280x800", "1920x1080")
FRAME = 1 / 30
QUALITY = 88
"""Of the pictures in WebP: letters stay sharp, and night has no bands."""


def see(game: Game, seconds: float = 0.1) -> None:
    """Let time pass."""
    for _ in range(max(2, round(seconds / FRAME))):
        game.frame([], FRAME)


def settle(game: Game) -> None:
    """Let the work on its way end."""
    game.settle()
    see(game)


def main() -> None:
    """Draw everything that is asked for."""
    args = _arguments()
    args.folder.mkdir(parents=True, exist_ok=True)
    for theme in args.theme:
        for size in args.size:
            with tempfile.TemporaryDirectory() as home:
                os.environ["TRUSTSIM_HOME"] = home
                draw_all(args, theme, size)


def draw_all(args: argparse.Namespace, theme: str, size: str) -> None:
    """Draw every screen in one theme and size."""
    game = Game(window_size(size), warms=False)
    game.change(theme=theme, sound=False, captions=False, language="en",
                text_scale=args.text_scale)  # fmt: skip
    game.show_title()
    for name in screens(game):
        if args.only and not any(name.startswith(only) for only in args.only):
            continue
        path = args.folder / f"{name}-{theme}-{size}.webp"
        path = keep(game.window.surface, path, as_png=args.png)
        print(path.name, f"{path.stat().st_size // 1024} KB", flush=True)
    game.close()


def keep(surface: pygame.Surface, path: Path, *, as_png: bool) -> Path:
    """Write a picture; return where."""
    try:
        from PIL import Image
    except ImportError:
        as_png = True
    if as_png:
        path = path.with_suffix(".png")
        pygame.image.save(surface, path)
        return path
    picture = Image.frombytes("RGB", surface.size, pygame.image.tobytes(surface, "RGB"))
    picture.save(path, quality=QUALITY, method=4)
    return path


def screens(game: Game) -> Iterator[str]:
    """Yield the name of each screen once it is on show."""
    from trustsim.play.window.scenes import opening
    from trustsim.play.window.scenes.back import LookBack
    from trustsim.play.window.scenes.first import First
    from trustsim.play.window.scenes.goals import Goals
    from trustsim.play.window.scenes.help import Help
    from trustsim.play.window.scenes.settings import SettingsScene
    from trustsim.scenario.load import load_scenario

    see(game, 2.0)
    yield "01-title"
    yield from over(game, ("02-first", First), ("03-settings", SettingsScene), ("04-help", Help))
    yield from learning(game)
    opening.choose(game)
    settle(game)
    yield "05-choose"
    game.window.pop()
    game.start(load_scenario("the-party"), SEED)
    settle(game)
    yield "06-party"
    yield from party(game)
    game.start(load_scenario("garage-band"), SEED)
    settle(game)
    yield "10-briefing"
    yield from campaign(game)
    yield from over(game, ("20-goals", Goals))
    game.over(LookBack(game, 5))
    game.window.top.seek(game.window.top.showing.film.waves()[2])
    see(game)
    yield "21-look-back"
    game.window.pop()
    opening.show_saves(game)
    settle(game)
    yield "22-saves"
    game.window.pop()
    yield from end(game)


def over(game: Game, *overlays: tuple[str, Callable[[Game], object]]) -> Iterator[str]:
    """Show overlays one after the other."""
    for name, overlay in overlays:
        game.over(overlay(game))
        see(game)
        yield name
        game.window.pop()


def learning(game: Game) -> Iterator[str]:
    """Ask what the player believes, and try to prove the text wrong."""
    from trustsim.play.quiz import ITEMS
    from trustsim.play.window.scenes.claims import Shelf, open_claim
    from trustsim.play.window.scenes.proving import Proving
    from trustsim.play.window.scenes.quiz import ask_quiz, nothing

    ask_quiz(game, "before", nothing)
    settle(game)
    yield "28-quiz"
    for item in ITEMS["before"]:
        game.window.top.say(item.sells)
    see(game)
    yield "34-quiz-result"
    game.window.pop()
    yield from over(game, ("29-claims", Shelf))
    open_claim(game, "A5")
    settle(game)
    yield "30-claim"
    game.window.pop()
    game.over(Proving(game, "A5"))
    game.window.top.play_all()
    while (job := game.window.top.job) is not None:
        job.wait()
        see(game)
    yield "31-proving"
    game.window.pop()


def party(game: Game) -> Iterator[str]:
    """Spend the evening both ways."""
    screen = game.window.top
    screen.start("tell")
    see(game, 3.0)
    yield "07-party-telling"
    screen.skip()
    see(game)
    yield "08-party-told"
    screen.main()
    screen.skip()
    screen.main()
    screen.skip()
    see(game)
    yield "09-party-both"


def campaign(game: Game) -> Iterator[str]:
    """Win a circle, look around, then lose it again."""
    from trustsim.play.window.scenes.plan import TABS

    game.window.top.main()
    see(game)
    for week in range(1, 6):
        give(game, week)
        if week == 5:
            game.window.top.show_tab(1)
            see(game)
            yield "11-plan"
        game.window.top.run()
        settle(game)
        if week == 5:
            yield from watched(game, "12-watch")
        game.window.top.main()
        if week == 5:
            see(game)
            yield "13-reckon"
            yield from glass(game)
        game.window.top.main()
        see(game)
    screen = game.window.top
    for number, tab in ((14, "room"), (15, "inbox"), (16, "work")):
        screen.show_tab(TABS.index(tab))
        if tab == "inbox" and game.session.report.inbox:
            screen.comment = screen.session.report.inbox[0].id
            screen.rebuild()
        see(game)
        yield f"{number}-plan-{tab}"
    screen.ui.widget("why.followers").on_press()
    see(game)
    yield "33-why"
    game.window.pop()
    screen.open_circle(0)
    see(game)
    yield "17-circle"
    screen.open_person(reader(game))
    screen.view.hovered = screen.person
    see(game, 0.4)
    yield "18-person"
    screen.close_page()
    screen.close_page()
    for is_last in (False, True):
        pitch(game)
        game.window.top.run()
        settle(game)
        if is_last:
            yield from watched(game, "19-shut-out", door=True)
        game.window.top.main()
        game.window.top.main()
        see(game)


def glass(game: Game) -> Iterator[str]:
    """Take a post apart, and ask what would have been."""
    from trustsim.play.window.scenes.autopsy import open_autopsy
    from trustsim.play.window.scenes.what_if import AskWhatIf

    open_autopsy(game, game.session.report.posts[0])
    settle(game)
    yield "24-autopsy"
    game.window.pop()
    game.over(AskWhatIf(game, 3))
    see(game)
    yield "25-what-if"
    asks = next(one for one in game.window.top.choices() if "asked" in one[0])
    game.window.top.play(asks[3], asks[0])
    settle(game)
    yield "26-two-futures"
    game.window.pop()


def give(game: Game, week: int) -> None:
    """Plan a week of giving, talking and listening."""
    screen = game.window.top
    kinds = ("story", "useful", "fun", "useful", "story")
    screen.add_post("indie-kids")
    screen.set_post(kind=kinds[week - 1], tone="candid", care=5.0 if week == 5 else 3.0, day=1)
    if week > 1:
        screen.add_post()
        screen.set_post(kind="fun", tone="playful", care=1.0, day=4)
        screen.slot = 0
    screen.put_hours("take_part", "folk-singers" if week % 2 else "indie-kids", 1.0)
    if week < 3:
        screen.put_hours("listen", "indie-kids", 1.0)
    screen.bet(2)
    see(game)


def pitch(game: Game) -> None:
    """Plan a week of pitching."""
    screen = game.window.top
    for day in (0, 2, 4):
        screen.add_post("indie-kids" if day < 4 else "home")
        screen.set_post(kind="pitch", tone="hard_sell", day=day, care=2.0)


def watched(game: Game, name: str, *, door: bool = False) -> Iterator[str]:
    """Let the film run to where most is to be seen, or a door has just closed, and show it."""
    screen = game.window.top
    until = busiest(screen.showing.film)
    if door:
        closing = [beat.hour for beat in screen.showing.beats if beat.icon == "door-closed"]
        until = closing[0] + 7 if closing else until
    while screen.hour < until:
        see(game, FRAME)
    yield name


def busiest(film: Film) -> float:
    """Return the hour at which most light is on its way among friends."""
    hours = np.arange(0.0, film.end, 0.5)
    moments = (film.moment(float(hour)) for hour in hours)
    lights = [4 * int((m.journeys.other >= 0).sum()) + len(m.journeys.user) + 6 * len(m.traces.user)
              for m in moments]  # fmt: skip
    return float(hours[int(np.argmax(lights))])


def reader(game: Game) -> int:
    """Return a person with a long story."""
    rows = game.session.campaign.record.table("ledger")
    users, counts = np.unique(rows["user"], return_counts=True)
    return int(users[counts.argmax()])


def end(game: Game) -> Iterator[str]:
    """Let the weeks go by to the end."""
    from trustsim.play.window.scenes import opening

    while not game.session.campaign.is_over:
        game.stage.play_week(game.session)
    opening.go_on(game)
    game.window.top.research.wait()
    see(game)
    yield "23-end"
    yield from the_report(game)
    from trustsim.play.window.scenes.mattered import open_mattered

    open_mattered(game)
    settle(game)
    yield "27-what-mattered"


def the_report(game: Game) -> Iterator[str]:
    """Let what can be found out be found out, and show the report."""
    screen = game.window.top
    screen.research.wait()
    see(game)
    screen.show_report()
    settle(game)
    see(game, 1.0)
    yield "32-report"
    while game.window.top is not screen:
        game.window.pop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=HERE, help="where the pictures go")
    parser.add_argument("--theme", nargs="+", default=["night", "paper"])
    parser.add_argument("--size", nargs="+", default=list(SIZES), help="such as 1280x800")
    parser.add_argument("--text-scale", type=float, default=1.0, help="from 1 to 2")
    parser.add_argument("--only", nargs="+", help="pictures whose names begin so")
    parser.add_argument("--png", action="store_true", help="whole pictures, five times as large")
    return parser.parse_args()


if __name__ == "__main__":
    main()
