"""Values set anew from a command line or a program."""

from pathlib import Path

import pytest

from trustsim.scenario.load import examine, load_scenario

CASES = Path(__file__).parent / "cases" / "valid"
SHORT = CASES / "short.yaml"
CIRCLES = CASES / "circles.yaml"


def said(file: Path, **overrides: object) -> list[str]:
    return [str(problem) for problem in examine(file, overrides).problems]


def said_of(path: str, value: object = "1", file: Path = SHORT) -> list[str]:
    return [str(problem) for problem in examine(file, {path: value}).problems]


def test_text_is_read_like_a_value_in_a_file():
    overrides = {
        "population.users": "1000000",
        "platform": "facebook",
        "weeks": "1e2",
        "title": "no",
        "topics": "[music, food]",
        "brand.product": "{price: .5}",
    }
    scenario = load_scenario(SHORT, overrides)
    assert scenario.population.users == 1_000_000
    assert scenario.platform.preset == "facebook"
    assert (scenario.weeks, scenario.title, scenario.topics) == (100, "no", ("music", "food"))
    assert scenario.brand.product.price == 0.5


def test_other_values_are_taken_as_they_are():
    scenario = load_scenario(SHORT, {"population.users": 70, "without": ("quality",), "brand": {}})
    assert (scenario.population.users, scenario.without) == (70, ("quality",))


def test_an_item_of_a_list_is_named_by_its_number():
    scenario = load_scenario(CIRCLES, {"population.circles[2].share": "0.3"})
    assert [circle.share for circle in scenario.population.circles] == [2, 1, 0.3]


def test_a_key_that_is_no_plain_word_is_put_in_quotes():
    scenario = load_scenario(CIRCLES, {'population.circles[0].ages["55+"]': "2"})
    assert scenario.population.circles[0].ages["55+"] == 2


def test_a_later_override_goes_on_from_an_earlier_one():
    scenario = load_scenario(SHORT, {"platform": "twitter", "platform.ranked": "0.5"})
    assert (scenario.platform.preset, scenario.platform.ranked) == ("twitter", 0.5)


def test_the_platforms_short_form_can_be_changed_in_part():
    scenario = load_scenario(CASES / "platform-by-name.yaml", {"platform.ranked": "0.5"})
    assert (scenario.platform.preset, scenario.platform.ranked) == ("twitter", 0.5)


def test_no_override_changes_nothing():
    assert load_scenario(SHORT, {}) == load_scenario(SHORT)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("population.usres", "5", "population.usres: is not a known key; did you mean 'users'?"),
        ("popluation.users", "5", "popluation: is not a known key; did you mean 'population'?"),
        ("users", "5", "users: is not a known key here; it belongs under 'population'"),
        ("weeks", "many", "weeks: 'many' must be a whole number"),
        ("weeks", "", "weeks: is empty; it must be a whole number"),
        ("weeks", 2.5, "weeks: 2.5 must be a whole number"),
        ("weeks", None, "weeks: is empty; it must be a whole number"),
        ("title.x", "5", "title.x: title is a single value, without keys of its own"),
        ("title[0]", "5", "title[0]: title has no items that this file lists"),
        ("events[0].week", "5", "events[0].week: events has no items that this file lists"),
        (
            "population.circles[3].share",
            "5",
            "population.circles[3].share: population.circles has 3 items, from [0] on",
        ),
        (
            "population.circles[0].share",
            "-1",
            "population.circles[0].share: -1 must be more than 0",
        ),
        (
            "platform",
            "friendster",
            "platform: 'friendster' must be one of myspace, facebook, twitter",
        ),
        (
            "brand",
            "{hous: 5}",
            "brand.hous: is not a known key; did you mean 'hours'?",
        ),
        (
            "topics",
            "[music",
            "topics: a list that opens with [ needs commas between items and a ] at last",
        ),
        (
            "summary",
            "!!python/name:os",
            "summary: the tag !!python/name:os has no meaning here; remove it",
        ),
        ("weeks", "9" * 41, "weeks: 999999999999… has 41 characters; a number takes at most 40"),
        ("summary", "a\x1bb", "summary: the character U+001B can't be read; remove it"),
        ("summary", "a\udcffb", "summary: the character U+DCFF can't be read; remove it"),
        (
            "brand.first_circle",
            "fan",
            "brand.first_circle: there is no circle 'fan'; did you mean 'fans'?",
        ),
        (
            "population.network.file",
            "none.txt",
            "population.network.file: there is no file 'none.txt' in the scenario's folder",
        ),
    ],
)  # fmt: skip
def test_a_wrong_override_is_said_with_its_path(path: str, value: object, message: str):
    file = CIRCLES if "circle" in path else SHORT
    assert said_of(path, value, file) == [f"--set {message}"]


@pytest.mark.parametrize(
    "path", ["", ".", "a..b", "a.", ".a", "[0]", "a[x]", "a[-1]", "a b", "a[0"]
)
def test_what_is_no_path_is_refused(path: str):
    assert said_of(path) == [
        f"--set: '{path}' is no path; write it like population.circles[0].share"
    ]


def test_wrong_overrides_come_after_the_mistakes_of_the_file(tmp_path: Path):
    file = tmp_path / "town.yaml"
    file.write_text(SHORT.read_text() + "mode: fast\n")
    assert said(file, weeks="0", difficulty="easy") == [
        f"{file}:7:7 mode: 'fast' must be one of campaign, party",
        "--set weeks: 0 must be at least 1",
        "--set difficulty: 'easy' must be one of gentle, normal, hard",
    ]


def test_an_override_mends_a_mistake_of_the_file(tmp_path: Path):
    file = tmp_path / "town.yaml"
    file.write_text(SHORT.read_text() + "mode: fast\n")
    assert said(file, mode="party") == []
