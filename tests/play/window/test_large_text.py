"""At 200 % in a small window: nothing cut, nothing covered, nothing out of reach."""

from collections.abc import Iterator

import pygame
import pytest

from tests.play.window.player import Player
from tests.play.window.test_scenes_around import band, every_screen
from trustsim.play.window.fonts import ELLIPSIS, Fonts
from trustsim.play.window.game import Game
from trustsim.play.window.widgets.boxes import Scroll
from trustsim.play.window.widgets.widget import Widget

assert band

SLACK = 3
"""Pixels by which rounding may bring two things into each other."""


@pytest.fixture
def drawn(monkeypatch):
    """Return every text that is drawn."""
    texts = set()
    render = Fonts.render

    def noted(self, text, *args, **kwargs):
        texts.add(text)
        return render(self, text, *args, **kwargs)

    monkeypatch.setattr(Fonts, "render", noted)
    return texts


def meetings(widget: Widget) -> Iterator[tuple[str, str]]:
    """Yield the keys of things that lie over each other."""
    parts = [part for part in widget.children() if part.rect.width and part.rect.height]
    for place, one in enumerate(parts):
        for other in parts[place + 1 :]:
            common = one.rect.clip(other.rect)
            if min(common.size) > SLACK:
                yield one.key, other.key
        yield from meetings(one)


def strays(widget: Widget, bounds: pygame.Rect) -> Iterator[str]:
    """Yield the keys of things that are out of their panel and can't be scrolled to."""
    if widget.rect.width and not bounds.inflate(SLACK, SLACK).contains(widget.rect):
        yield widget.key
        return
    if isinstance(widget, Scroll):
        return
    for part in widget.children():
        yield from strays(part, bounds)


@pytest.mark.parametrize(
    ("size", "language"),
    [((1280, 720), "en"), ((1280, 720), "de"), ((1280, 800), "en"), ((960, 600), "de")],
)
def test_nothing_is_cut_covered_or_out_of_reach_at_the_largest_letters(band, drawn, size, language):
    game = Game(size, warms=False)
    game.change(text_scale=2.0, language=language)
    game.show_title()
    player = Player(game)
    found = {}
    try:
        for name in every_screen(player, band):
            drawn.clear()
            game.look.fonts._pictures.clear()
            player.see(2)
            cut = {text for text in drawn if text.endswith(ELLIPSIS) and text != ELLIPSIS}
            panels = player.screen.ui.panels
            met = [pair for panel in panels for pair in meetings(panel.content)]
            lost = [key for panel in panels for key in strays(panel.content, panel.rect)]
            if cut or met or lost:
                found[name] = (cut, met, lost)
    finally:
        game.close()
    assert not found
