"""No sentence stands in the code: with every string made strange, no plain letter is drawn."""

import re
import string

import pytest

from tests.play.window.player import Player
from tests.play.window.test_scenes_around import band, every_screen
from trustsim.play import strings, tales
from trustsim.play.people import NAMES
from trustsim.play.window.fonts import Fonts
from trustsim.play.window.game import Game

assert band

WIDE = 0xFEE0
STRANGE = {ord(letter): ord(letter) + WIDE for letter in string.ascii_letters}
"""Every letter as a wide one: told apart at once, and never in a name."""

NAMED = {
    *NAMES, "TrustSim", "MySpace", "Facebook", "Twitter", "garage", "band", "json", "html", "png",
}  # fmt: skip
"""Names of people, of platforms and of files."""


def made_strange(text):
    """Return a sentence in wide letters, with the places for its values left as they are."""
    parts = re.split(r"(\{[^}]*\})", text)
    return "".join(_filled(part) if part.startswith("{") else part.translate(STRANGE)
                   for part in parts)  # fmt: skip


def _filled(part):
    """Return the place of a value; the words that may stand there are made strange."""
    name, _, words = part.partition(":")
    return f"{name}:{words.translate(STRANGE)}" if "|" in words else part


class Anything(dict):
    """A dictionary that has every sentence of every scenario."""

    def get(self, text, otherwise=None):
        return made_strange(text)


@pytest.fixture
def strange(monkeypatch):
    """Let every string be strange, and return everything that is drawn."""
    english = dict(strings._catalogue("en"))
    catalogue = {key: made_strange(text) for key, text in english.items()}
    monkeypatch.setattr(strings, "_catalogue", lambda language: catalogue)
    monkeypatch.setattr(strings, "_language", "de")
    monkeypatch.setattr(tales, "dictionary", lambda language: Anything())
    monkeypatch.setattr(tales, "topics", lambda language: Anything())
    monkeypatch.setattr(tales, "_told", [])
    drawn = set()
    render = Fonts.render

    def kept(self, text, *args, **kwargs):
        drawn.add(text)
        return render(self, text, *args, **kwargs)

    monkeypatch.setattr(Fonts, "render", kept)
    return drawn


def plain_words(text):
    """Return the words in plain letters that are no names."""
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"/\S+", "", text))
    known = {name.lower() for name in NAMED}
    return [word for word in words if word.lower() not in known]


def test_every_text_of_every_screen_goes_through_the_strings(band, strange):
    game = Game((1280, 800), warms=False)
    game.change(language="de")
    game.show_title()
    player = Player(game)
    said = {}
    try:
        for name in every_screen(player, band):
            player.see(2)
            said |= {text: name for text in strange if text not in said}
    finally:
        game.close()
    assert len(said) > 400
    found = {text: name for text, name in said.items() if plain_words(text)}
    assert not found, found
