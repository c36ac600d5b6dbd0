"""Scenarios that extend others: merged key by key, places kept, nothing outside the folder."""

from pathlib import Path

import pytest

from trustsim.errors import ScenarioFileError
from trustsim.scenario.family import LONGEST_LINE
from trustsim.scenario.load import examine, load_scenario

TOWN = """\
name: town
title: A town
topics: [music, food]
platform: twitter
population:
  users: 500
  circles:
    - {id: fans, name: Fans, topics: {music: 1}}
    - {id: cooks, name: Cooks, topics: {food: 1}}
brand: {name: The Band, money: 50}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder one works in, with a scenario to extend."""
    home = tmp_path / "home"
    (home / "bases").mkdir(parents=True)
    monkeypatch.chdir(home)
    (home / "town.yaml").write_text(TOWN)
    return home


def said(text: str, file: str = "mine.yaml") -> list[str]:
    Path(file).write_text(text)
    return [str(problem) for problem in examine(file).problems]


@pytest.mark.usefixtures("folder")
class TestMerging:
    """What the file says wins; what it does not say stays."""

    def test_mappings_join_and_lists_are_replaced(self):
        circles = "circles: [{id: bikers, name: Bikers, topics: {music: 1}}]"
        assert said(f"extends: town.yaml\nweeks: 3\npopulation:\n  {circles}\n") == []
        scenario = load_scenario("mine.yaml")
        assert (scenario.name, scenario.weeks, scenario.brand.money) == ("town", 3, 50)
        assert scenario.population.users == 500
        assert scenario.circle_ids == ("bikers",)

    def test_the_result_is_that_of_one_file(self):
        assert said("extends: town.yaml\nweeks: 3\n") == []
        Path("whole.yaml").write_text(TOWN + "weeks: 3\n")
        assert load_scenario("mine.yaml") == load_scenario("whole.yaml")

    def test_a_changed_key_of_the_platform_keeps_the_preset_of_the_base(self):
        assert said("extends: town.yaml\nplatform: {ranked: 0.9}\n") == []
        platform = load_scenario("mine.yaml").platform
        assert (platform.preset, platform.ranked) == ("twitter", 0.9)

    def test_another_preset_replaces_the_platform_of_the_base(self):
        Path("town.yaml").write_text(TOWN.replace("twitter", "{preset: twitter, ranked: 0.9}"))
        assert said("extends: town.yaml\nplatform: myspace\n") == []
        platform = load_scenario("mine.yaml").platform
        assert (platform.preset, platform.ranked) == ("myspace", 0.0)

    def test_a_scenario_may_extend_one_that_extends_another(self):
        Path("bases/middle.yaml").write_text("extends: ../town.yaml\nweeks: 7\nsummary: Middle\n")
        assert said("extends: bases/middle.yaml\nweeks: 8\n") == []
        scenario = load_scenario("mine.yaml")
        assert (scenario.weeks, scenario.summary) == (8, "Middle")


@pytest.mark.usefixtures("folder")
class TestPlaces:
    """A mistake is shown in the file in which it is to be mended."""

    def test_mistakes_of_both_files_are_found_at_once(self):
        Path("town.yaml").write_text(TOWN + "weeks: many\n")
        assert said("extends: town.yaml\nbrand:\n  hours: ten\n") == [
            "mine.yaml:3:10 brand.hours: 'ten' must be a number",
            "town.yaml:11:8 weeks: 'many' must be a whole number",
        ]

    def test_a_mended_value_of_the_base_is_no_mistake(self):
        Path("town.yaml").write_text(TOWN + "weeks: many\n")
        assert said("extends: town.yaml\nweeks: 4\n") == []

    def test_a_name_that_no_longer_fits_is_shown_where_it_is_written(self):
        assert said("extends: town.yaml\ntopics: [music]\n") == [
            "town.yaml:9:41 population.circles[1].topics.food: "
            "there is no topic 'food'; known: music"
        ]

    def test_an_unreadable_base_is_named_once(self):
        Path("town.yaml").write_text(TOWN + "weeks: [1\n")
        assert said("extends: town.yaml\n") == [
            "town.yaml:11:8 a list that opens with [ needs commas between items and a ] at last"
        ]

    def test_a_newer_base_is_refused(self):
        Path("town.yaml").write_text("schema_version: 9\n" + TOWN)
        assert said("extends: town.yaml\n") == [
            "town.yaml:1:17 schema_version: 9 is newer than this TrustSim, "
            "which reads up to 1; update it"
        ]


class TestWhatIsRefused:
    """Nothing leads out of the folder, nor round in a circle."""

    def test_two_that_extend_one_another_are_refused(self, folder: Path):
        (folder / "town.yaml").write_text("extends: mine.yaml\n" + TOWN)
        assert said("extends: town.yaml\n") == [
            "town.yaml:1:10 extends: goes round in a circle: "
            "mine.yaml > town.yaml > mine.yaml; take one 'extends' out"
        ]

    def test_a_line_that_is_too_long_is_refused(self, folder: Path):
        for number in range(LONGEST_LINE + 1):
            (folder / f"s{number}.yaml").write_text(f"extends: s{number + 1}.yaml\n")
        (folder / f"s{LONGEST_LINE + 1}.yaml").write_text(TOWN)
        assert [str(p) for p in examine("s0.yaml").problems] == [
            "s9.yaml:1:10 extends: more than 10 scenarios extend one another; join some"
        ]

    def test_a_link_that_leads_out_of_the_folder_is_refused(self, folder: Path):
        (folder.parent / "outside.yaml").write_text(TOWN)
        (folder / "link.yaml").symlink_to(folder.parent / "outside.yaml")
        assert said("extends: link.yaml\n") == [
            "mine.yaml:1:10 extends: 'link.yaml' leads out of the scenario's own folder; "
            "copy the file into it"
        ]

    def test_a_base_in_a_folder_below_may_not_lead_out_either(self, folder: Path):
        (folder.parent / "outside.yaml").write_text(TOWN)
        (folder / "bases" / "middle.yaml").write_text("extends: ../../outside.yaml\n")
        assert said("extends: bases/middle.yaml\n") == [
            "bases/middle.yaml:1:10 extends: '../../outside.yaml' leads out of the scenario's "
            "own folder; copy the file into it"
        ]

    def test_a_link_inside_the_folder_is_followed(self, folder: Path):
        (folder / "link.yaml").symlink_to("town.yaml")
        assert said("extends: link.yaml\n") == []

    def test_a_scenario_that_is_itself_reached_by_a_link_is_read(self, folder: Path):
        (folder.parent / "link.yaml").symlink_to(folder / "town.yaml")
        assert load_scenario(folder.parent / "link.yaml").name == "town"


class TestNetworkFile:
    """The file of the network lies beside the scenario that names it."""

    def test_it_is_found_beside_the_base_that_names_it(self, folder: Path):
        (folder / "bases" / "ties.txt").write_text("0 1\n")
        network = TOWN.replace("users: 500", "users: 500\n  network: {file: ties.txt}")
        (folder / "bases" / "town.yaml").write_text(network)
        (folder / "mine.yaml").write_text("extends: bases/town.yaml\n")
        found = examine("mine.yaml")
        assert found.problems == []
        assert found.network_file == (folder / "bases" / "ties.txt").resolve()

    def test_a_link_out_of_the_folder_is_refused(self, folder: Path):
        (folder.parent / "secret.txt").write_text("0 1\n")
        (folder / "ties.txt").symlink_to(folder.parent / "secret.txt")
        network = TOWN.replace("users: 500", "users: 500\n  network: {file: ties.txt}")
        assert said(network) == [
            "mine.yaml:7:19 population.network.file: 'ties.txt' leads out of the scenario's "
            "own folder; copy the file into it"
        ]


def test_load_scenario_raises_all_problems_in_one_error(folder: Path):
    (folder / "mine.yaml").write_text(TOWN + "weeks: many\nmode: fast\n")
    with pytest.raises(ScenarioFileError) as error:
        load_scenario("mine.yaml")
    assert str(error.value).splitlines() == [
        "mine.yaml:11:8 weeks: 'many' must be a whole number",
        "mine.yaml:12:7 mode: 'fast' must be one of campaign, party",
        "2 problems",
    ]


def test_a_file_that_is_not_there_is_a_problem(folder: Path):
    assert [str(p) for p in examine("none.yaml").problems] == ["none.yaml: there is no such file"]


def test_a_file_without_an_ending_can_be_loaded(folder: Path):
    (folder / "town").write_text(TOWN)
    assert load_scenario("town").name == "town"
