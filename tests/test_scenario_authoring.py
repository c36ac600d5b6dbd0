"""The page for authors: what it shows is in its examples, works, and prints what it says."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from trustsim.cli import run
from trustsim.commands.check import check
from trustsim.scenario.load import examine
from trustsim.scenario.source import read_text

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "scenario-authoring.md").read_text(encoding="utf-8")
EXAMPLES = sorted((DOCS / "examples").glob("*.yaml"))
EXCERPTS = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
CONSOLES = re.findall(r"```console\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_a_good_scenario(path: Path):
    assert [str(problem) for problem in examine(path).problems] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_can_be_played(path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["run", str(path), "--strategy", "give-then-ask", "--weeks", "2", "--json"]) == 0
    weeks = json.loads(capsys.readouterr().out)["weeks"]
    assert [week["reach"] > 0 for week in weeks] == [True, True]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_on_the_page(path: Path):
    assert f"(examples/{path.name})" in PAGE


@pytest.mark.parametrize("excerpt", EXCERPTS, ids=lambda text: text.split(":")[0].strip())
def test_every_excerpt_is_in_an_example(excerpt: str):
    if "$schema" in excerpt:
        excerpt = excerpt.replace("=scenario", "=../../scenarios/scenario")
    assert any(excerpt in path.read_text(encoding="utf-8") for path in EXAMPLES)


def test_every_link_of_the_page_leads_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert len(links) > len(EXAMPLES)
    assert [link for link in links if not (DOCS / link).exists()] == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder an author works in, with the files that the page speaks of."""
    monkeypatch.chdir(tmp_path)
    mistakes = re.search(r"```yaml mistakes\n(.*?)```", PAGE, re.S)
    assert mistakes is not None
    (tmp_path / "bike-kitchen.yaml").write_text(EXCERPTS[0], encoding="utf-8")
    (tmp_path / "mistakes.yaml").write_text(mistakes[1], encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_checking_prints_what_the_page_says():
    shown = [part for console in CONSOLES for part in console.split("$ ") if part]
    checks = [part for part in shown if part.startswith("trustsim check ")]
    assert len(checks) == 2
    for part in checks:
        command, _, printed = part.partition("\n")
        words = shlex.split(command)[2:]
        assert CliRunner().invoke(check, words, standalone_mode=False).output == printed


def test_the_settings_of_the_page_can_be_set(folder: Path):
    settings = dict(pair.split("=", 1) for pair in re.findall(r"--set (\S+)", PAGE))
    assert len(settings) == 2
    assert examine(folder / "bike-kitchen.yaml", settings).problems == []


def test_the_network_of_the_page_can_be_used(folder: Path):
    network = re.search(r"`(network: \{.*?\})`", PAGE)
    assert network is not None
    (folder / "friends.txt").write_text("0 1\n")
    town = EXCERPTS[0].replace("  users: 300\n", f"  users: 300\n  {network[1]}\n")
    (folder / "town.yaml").write_text(town, encoding="utf-8")
    assert examine(folder / "town.yaml").problems == []


def test_the_kinds_of_event_on_the_page_are_all_there_are():
    from trustsim.scenario.schema import Event

    section = PAGE[PAGE.index("## Events") : PAGE.index("## Rivals")]
    kinds = re.findall(r"^\| `(\w+)` \|", section, re.M)
    assert kinds == list(Event.model_fields["kind"].annotation.__args__)


def test_quotes_help_as_the_page_says():
    tree = read_text('title: "Trust: a game"\n', "f").tree
    assert tree is not None
    assert tree.content["title"].content == "Trust: a game"
