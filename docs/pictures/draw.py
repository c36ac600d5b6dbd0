"""Draws every screen of the game, in both themes and two sizes, into this folder.

    python docs/pictures/draw.py [FOLDER]

It plays the game without a screen, by the same events as a player's, so it can run anywhere.
"""

from __future__ import annotations

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

from trustsim.play.window.colours import ramp
from trustsim.play.window.game import Game

SEED = 11
SIZES = ((1280, 800), (1920, 1080))
FRAME = 1 / 30
COLOURS = 256
"""So many colours a picture is kept in: a third of the bytes, and what has a meaning stays true."""


def see(game: Game, seconds: float = 0.1) -> None:
    """Let time pass."""
    for _ in range(max(2, round(seconds / FRAME))):
        game.frame([], FRAME)


def settle(game: Game) -> None:
    """Let the work on its way end."""
    game.settle()
    see(game)


def main(folder: Path) -> None:
    """Draw everything."""
    folder.mkdir(parents=True, exist_ok=True)
    for theme in ("night", "paper"):
        for size in SIZES:
            with tempfile.TemporaryDirectory() as home:
                os.environ["TRUSTSIM_HOME"] = home
                draw_all(folder, theme, size)


def draw_all(folder: Path, theme: str, size: tuple[int, int]) -> None:
    """Draw every screen in one theme and size."""
    game = Game(size, warms=False)
    game.change(theme=theme, sound=False, captions=False)
    game.show_title()
    for name in screens(game):
        path = folder / f"{name}-{theme}-{size[0]}x{size[1]}.png"
        keep(game, path)
        print(path.name, f"{path.stat().st_size // 1024} KB")
    game.close()


def keep(game: Game, path: Path) -> None:
    """Write a picture, made small if Pillow is there."""
    pygame.image.save(game.window.surface, path)
    try:
        from PIL import Image
    except ImportError:
        return
    meant = meaning(game)
    with Image.open(path) as picture:
        full = picture.convert("RGB")
    found = full.quantize(COLOURS - len(meant), method=Image.Quantize.MAXCOVERAGE)
    palette = Image.new("P", (1, 1))
    colours = found.getpalette()[: 3 * (COLOURS - len(meant))]
    palette.putpalette([*(channel for colour in meant for channel in colour), *colours])
    full.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def meaning(game: Game) -> list[tuple[int, int, int]]:
    """Return the colours that must not drift: the ramp of trust, and the theme's roles."""
    theme = game.look.theme
    trust = [tuple(colour) for colour in ramp(theme.trust_ramp(), 40).tolist()]
    roles = ("good", "bad", "accent", "text", "text_muted", "card", "card_raised", "panel", "line",
             "light", "muted_ring", "stranger", "warm_text", "background", "sea")  # fmt: skip
    return [*trust, *(getattr(theme, role) for role in roles)]


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
            yield from watched(game, "12-watch", 0.42)
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
            yield from watched(game, "19-shut-out", 0.75)
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
    screen.set_post(kind=kinds[week - 1], tone="candid", care=3.0)
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


def watched(game: Game, name: str, share: float) -> Iterator[str]:
    """Let the film run up to a share of its length, and show it."""
    screen = game.window.top
    length = screen.showing.pace.length
    while screen.showing.pace.second(screen.hour) < share * length:
        see(game, FRAME)
    yield name


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
    see(game)
    yield "23-end"
    from trustsim.play.window.scenes.mattered import open_mattered

    open_mattered(game)
    settle(game)
    yield "27-what-mattered"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
