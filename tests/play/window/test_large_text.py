"""At 200 % in a small window: nothing cut, nothing covered, nothing out of reach."""

from collections.abc import Iterator

import pygame
import pytest

from tests.play.window.player import Player
from tests.play.window.test_scenes_around import band, every_screen
from trustsim.play.window.fonts import ELLIPSIS, Fonts
from trustsim.play.window.game import Game
from trustsim.play.window.widgets.boxes import Scroll
from trustsim.play.window.widgets.button import Button, Buttons
from trustsim.play.window.widgets.card import Figure, fit_figures
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
    [
        ((1280, 720), "en"),
        ((960, 600), "de"),
        pytest.param((1280, 720), "de", marks=pytest.mark.slow),
        pytest.param((1280, 800), "en", marks=pytest.mark.slow),
    ],
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


@pytest.mark.parametrize("width", [900, 420, 240, 150])
def test_buttons_fold_into_fewer_columns_before_a_word_is_cut(look, width):
    buttons = Buttons([Button(text, lambda: None) for text in ("Watch again", "Rewind", "What if")])
    high = buttons.size(look, width)[1]
    buttons.place(look, pygame.Rect(0, 0, width, high))
    for one in buttons.parts:
        assert one.rect.width >= min(one.least_width(look), width)
        assert one.rect.right <= width
        assert one.rect.bottom <= high
    rows = {one.rect.y for one in buttons.parts}
    assert len(rows) == 1 or width < 420
    assert not list(meetings(buttons))


def test_figures_without_room_lose_icons_then_notes_but_never_their_value(look):
    figures = [Figure(value, "followers (+28)", "users") for value in ("1,204", "88", "12 h left")]
    whole = sum(figure.size(look, 999)[0] for figure in figures) + 20
    fit_figures(look, figures, whole, 10)
    assert all(figure.shows_icon and figure.shows_note for figure in figures)
    fit_figures(look, figures, whole - 10, 10)
    assert [figure.shows_icon for figure in figures] == [True, True, False]
    fit_figures(look, figures, whole // 2, 10)
    assert not all(figure.shows_note for figure in figures)
    for figure in figures:
        assert figure.size(look, 999)[0] >= look.text_width(figure.value, 16, "bold")
