from itertools import combinations

import pytest

from trustsim.errors import BadFile, UnknownName
from trustsim.play.assets import asset
from trustsim.play.window.colours import DEFICIENCIES, contrast, distance, seen_with
from trustsim.play.window.theme import Theme, load_theme, read_theme, theme_names

# WCAG 2.2 AA for text.
READABLE = 4.5
# About ten times a just noticeable difference.
APART = 20


@pytest.fixture(params=theme_names())
def theme(request) -> Theme:
    return load_theme(request.param)


def test_night_and_paper_ship():
    assert theme_names() == ("night", "paper")


@pytest.mark.parametrize("ground", ["background", "sea", "panel", "card", "card_raised"])
@pytest.mark.parametrize("role", ["text", "text_muted", "accent", "good", "bad", "warm_text"])
def test_words_can_be_read_on_every_ground(theme, role, ground):
    assert contrast(getattr(theme, role), getattr(theme, ground)) >= READABLE


def test_words_on_the_accent_can_be_read(theme):
    assert contrast(theme.accent_text, theme.accent) >= READABLE


@pytest.mark.parametrize("palette", ["standard", "distinct"])
@pytest.mark.parametrize("eyes", [None, *DEFICIENCIES])
def test_the_states_of_people_differ_for_all_eyes(theme, palette, eyes):
    cold, neither, warm = theme.trust_ramp(palette)
    states = {
        "cold": cold,
        "neither": neither,
        "warm": warm,
        "stranger": theme.stranger,
        "sea": theme.sea,
    }
    seen = {name: seen_with(eyes, colour) if eyes else colour for name, colour in states.items()}
    for one, other in combinations(seen, 2):
        assert distance(seen[one], seen[other]) >= APART, (one, other)


@pytest.mark.parametrize("eyes", [None, *DEFICIENCIES])
def test_better_and_worse_differ_for_all_eyes(theme, eyes):
    good, bad = theme.good, theme.bad
    if eyes:
        good, bad = seen_with(eyes, good), seen_with(eyes, bad)
    assert distance(good, bad) >= APART


@pytest.mark.parametrize("palette", ["standard", "distinct"])
def test_what_can_be_pressed_never_looks_like_trust(theme, palette):
    assert distance(theme.accent, theme.trust_ramp(palette)[2]) >= 40


def test_black_seen_by_anybody_is_black():
    assert {seen_with(eyes, (0, 0, 0)) for eyes in DEFICIENCIES} == {(0, 0, 0)}


def test_an_unknown_theme_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match="there is no theme 'nihgt'; did you mean 'night'"):
        load_theme("nihgt")


def test_a_theme_file_with_a_wrong_colour_says_which_and_how_to_write_it(tmp_path):
    text = asset("themes", "night.yaml").read_text(encoding="utf-8")
    file = tmp_path / "dusk.yaml"
    file.write_text(text.replace('"0b101c"', '"nightish"'), encoding="utf-8")
    with pytest.raises(BadFile, match=r"dusk.yaml: background: .*'nightish' is not a colour"):
        read_theme(file)
