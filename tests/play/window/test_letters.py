import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustsim.errors import UnknownName
from trustsim.play.window.fonts import ELLIPSIS, Fonts
from trustsim.play.window.icons import icon, icon_names
from trustsim.play.window.look import make_look
from trustsim.play.window.theme import load_theme

FAMILIES = ("inter", "atkinson-hyperlegible-next")

_TEXTS = {".py", ".yaml", ".md"}


@pytest.fixture(params=FAMILIES)
def fonts(request) -> Fonts:
    return Fonts(request.param)


def test_german_money_and_quotes_can_be_written(fonts):
    assert fonts.covers("äöüÄÖÜß £€ “”‘’„…–—×·")


def test_a_letter_that_no_file_has_is_known_to_be_missing(fonts):
    assert not fonts.covers("→")


@pytest.mark.parametrize("weight", ["regular", "semibold", "bold"])
def test_every_weight_is_there(fonts, weight):
    assert fonts.render("Trust", 14, (255, 255, 255), weight).width > 20


def test_no_wrapped_line_is_wider_than_its_place(fonts):
    text = "Donaudampfschifffahrtsgesellschaft shares what 412 people passed on without being asked"
    for width in (40, 90, 200):
        lines = fonts.wrap(text, 14, width)
        assert max(fonts.width(line, 14) for line in lines) <= width


def test_wrapping_loses_no_word(fonts):
    text = "Nobody is rude. They just stop hearing you."
    assert " ".join(fonts.wrap(text, 13, 120)) == text


def test_a_cut_text_fits_and_says_that_it_was_cut(fonts):
    cut = fonts.cut("Third advert this month", 14, 80)
    assert cut.endswith(ELLIPSIS)
    assert fonts.width(cut, 14) <= 80


def test_a_text_with_too_many_lines_ends_with_an_ellipsis(fonts):
    lines = fonts.wrap("one two three four five six seven", 14, 60, most_lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith(ELLIPSIS)


def test_the_same_text_is_drawn_once(fonts):
    assert fonts.render("Week 7", 16, (1, 2, 3)) is fonts.render("Week 7", 16, (1, 2, 3))


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160)])
def test_lengths_grow_with_the_window(size):
    look = make_look(load_theme("night"), size=size)
    assert look.px(100) == round(100 * size[0] / 1280)


def test_text_can_be_twice_as_large_and_no_larger():
    theme = load_theme("night")
    plain, twice = make_look(theme), make_look(theme, text_scale=5)
    assert twice.letter(13) == 2 * plain.letter(13)


def test_an_unknown_icon_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'lock'"):
        icon("lokc", 16, (0, 0, 0))


def test_every_icon_that_ships_can_be_drawn():
    for name in icon_names():
        assert icon(name, 16, (255, 255, 255)).get_bounding_rect().width > 0, name


def test_every_icon_is_used_or_one_that_scenarios_may_want():
    root = Path(__file__).resolve().parents[3]
    folders = (root / "src", root / "scenarios", root / "docs", root / "tests")
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in _TEXTS]
    words = set(re.findall(r"[\w-]+", " ".join(path.read_text("utf-8") for path in files)))
    for_scenarios = {"briefcase", "dog", "dumbbell", "package", "shopping-cart", "snowflake",
                     "tree-pine"}  # fmt: skip
    assert icon_names() - words - for_scenarios == set()


@settings(max_examples=60, deadline=None)
@given(st.text("abcdef ghij", min_size=20, max_size=160), st.integers(90, 400))
def test_no_last_word_stands_alone_where_the_line_before_has_words_to_spare(text, width):
    fonts = Fonts("inter")
    words = text.split()
    lines = fonts.wrap(" ".join(words), 14, width)
    assert " ".join(lines).replace(" ", "") == "".join(words)
    assert all(fonts.width(line, 14) <= width for line in lines)
    if len(lines) > 1 and " " not in lines[-1] and lines[-2].count(" ") > 1:
        pair = f"{lines[-2].rpartition(' ')[2]} {lines[-1]}"
        assert fonts.width(pair, 14) > width
