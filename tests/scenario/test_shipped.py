"""What ships is found, in a checkout and in an installed package alike."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import trustsim
from trustsim.errors import UnknownName
from trustsim.scenario.shipped import shipped_folder, shipped_path, shipped_paths

PACKAGE = Path(trustsim.__file__).parent
NEEDED = ["__init__.py", "campaign", "cli.py", "commands", "errors.py", "scenario", "strategies"]
TOWN = """\
name: {}
title: {}
topics: [music]
population:
  users: 50
  circles: [{{id: fans, name: Fans, topics: {{music: 1}}}}]
"""


@pytest.fixture(params=["checkout", "wheel"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the folder to import from: laid out like a checkout, or like a wheel."""
    if request.param == "checkout":
        root, shipped = tmp_path / "src", tmp_path
    else:
        root, shipped = tmp_path, tmp_path / "trustsim" / "_shipped"
    ignore = shutil.ignore_patterns("__pycache__")
    for part in NEEDED:
        source, target = PACKAGE / part, root / "trustsim" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignore)
        else:
            shutil.copy(source, target)
    scenarios = shipped / "scenarios"
    (scenarios / "experiments").mkdir(parents=True)
    (scenarios / "01-first.yaml").write_text(TOWN.format("first", "First") + "teaches: [A4]\n")
    (scenarios / "02-second.yaml").write_text("extends: first\ntitle: Second\nweeks: 1\n")
    (scenarios / "extra.yaml").write_text(TOWN.format("extra", "Extra") + "summary: More\n")
    (scenarios / "experiments" / "trial.yaml").write_text("name: trial\n")
    (scenarios / "scenario.schema.json").write_text("{}")
    return root


def trustsim_command(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "trustsim.cli", *words],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_scenarios_are_listed_in_the_order_of_their_lessons(installation: Path):
    done = trustsim_command(installation, "scenarios")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "name    weeks  users  teaches  title",
        "first      12     50  A4       First",
        "second      1     50  A4       Second",
        "extra      12     50  -        Extra: More",
    ]


def test_the_list_for_programs_holds_the_same(installation: Path):
    listed = json.loads(trustsim_command(installation, "scenarios", "--json").stdout)
    assert [entry["name"] for entry in listed] == ["first", "second", "extra"]
    assert listed[1] == {
        "name": "second",
        "title": "Second",
        "summary": "",
        "teaches": ["A4"],
        "weeks": 1,
        "users": 50,
        "platform": "myspace",
    }


def test_a_file_of_ones_own_may_extend_a_shipped_scenario(installation: Path):
    (installation / "mine.yaml").write_text("extends: second\nweeks: 3\n")
    done = trustsim_command(installation, "check", "mine.yaml")
    assert (done.returncode, done.stdout) == (0, "mine.yaml: good (50 users, 3 weeks, 1 circle)\n")


def test_a_mistake_in_a_shipped_base_names_its_file(installation: Path):
    (installation / "mine.yaml").write_text("extends: second\ntopics: [food]\n")
    done = trustsim_command(installation, "check", "mine.yaml")
    assert done.returncode == 3
    assert done.stdout.splitlines() == [
        "01-first.yaml:6:45 population.circles[0].topics.music: "
        "there is no topic 'music'; known: food",
        "1 file, 1 problem",
    ]


def test_an_unknown_name_is_answered_with_the_nearest_and_the_list(installation: Path):
    (installation / "mine.yaml").write_text("extends: frist\n")
    done = trustsim_command(installation, "check", "secnd", "mine.yaml")
    assert done.returncode == 3
    assert done.stdout.splitlines() == [
        "secnd: there is no scenario 'secnd'; did you mean 'second'? known: extra, first, second",
        "mine.yaml:1:10 extends: there is no scenario 'frist'; did you mean 'first'? "
        "known: extra, first, second",
        "2 files, 2 problems",
    ]


def test_without_its_scenarios_an_installation_says_so(installation: Path):
    for folder in (installation.parent / "scenarios", installation / "trustsim" / "_shipped"):
        if folder.exists():
            shutil.rmtree(folder)
    done = trustsim_command(installation, "scenarios")
    assert done.returncode == 1
    assert done.stderr == (
        "trustsim: the folder scenarios of this installation is missing; "
        "install TrustSim again, or run it from its source tree\n"
    )


def test_both_shipped_folders_are_there():
    assert shipped_folder("scenarios").is_dir()
    assert shipped_folder("assets").is_dir()


def test_every_shipped_name_has_its_path():
    for name, path in shipped_paths().items():
        assert shipped_path(name) == path


def test_a_name_that_nothing_has_is_an_error():
    with pytest.raises(UnknownName, match="there is no scenario 'nothing-like-it'; known: "):
        shipped_path("nothing-like-it")
