"""What README.md and CONTRIBUTING.md point to is there, and their example runs."""

import re
from pathlib import Path

import pytest

from trustsim.cli import COMMANDS

ROOT = Path(__file__).parents[1]
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md")}


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_leads_to_a_file(name):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", TEXTS[name])
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_that_is_named_is_one(name):
    named = re.findall(r"(?:`trustsim|python3 main\.py) ([a-z]+)", TEXTS[name])
    assert named
    assert set(named) - {*COMMANDS, "test"} == set()


def test_the_example_of_the_readme_runs(capsys):
    [example] = re.findall(r"(?:^    (?:from|print).*\n)+", TEXTS["README.md"], flags=re.MULTILINE)
    exec(re.sub(r"^    ", "", example, flags=re.MULTILINE), {})
    assert "'followers'" in capsys.readouterr().out
