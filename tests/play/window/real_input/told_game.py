"""The real game in a real window, telling after every frame where it stands.

    python told_game.py FILE [WIDTHxHEIGHT]

Only the telling is ours: events, frames and clock are the game's own. FILE is rewritten whole.
"""

import json
import os
import sys
from pathlib import Path

import pygame

from trustsim.play.commands import window_size
from trustsim.play.window.game import Game
from trustsim.play.window.scenes.scene import Scene


def told(game: Game) -> dict[str, object]:
    """Return where a game stands: screen, focus, week, and where everything lies."""
    top = game.window.top
    assert isinstance(top, Scene)
    campaign = game.session.campaign if game.session is not None else None
    widgets = {}
    for key, widget in top.ui._widgets.items():
        if widget.can_focus:
            cells = getattr(widget, "_cells", None)
            rects = cells(game.look) if cells else [widget.rect]
            widgets[key] = [list(rect) for rect in rects]
    return {
        "screen": type(top).__name__,
        "focus": top.ui.focus if top.ui.shows_focus else "",
        "week": campaign.week if campaign else 0,
        "is_over": campaign.is_over if campaign else False,
        "is_busy": game.job is not None or not game.is_warm or top.deaf_for > 0,
        "state": getattr(top, "state", ""),
        "widgets": widgets,
        "stops": top.ui.focusable(),
        "size": list(game.window.surface.size),
    }


def main(path: Path, size: tuple[int, int]) -> None:
    """Play until the window is closed."""
    game = Game(size)
    game.show_title()
    clock = pygame.time.Clock()
    number = 0
    while game.window.is_open:
        seconds = min(clock.tick(60) / 1_000, 0.1)
        game.frame(pygame.event.get(), seconds)
        pygame.display.flip()
        number += 1
        if game.window.is_open:
            fresh = path.with_suffix(".new")
            fresh.write_text(json.dumps({"frame": number, **told(game)}), encoding="utf-8")
            os.replace(fresh, path)
    game.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), window_size(sys.argv[2] if len(sys.argv) > 2 else "1280x800"))
