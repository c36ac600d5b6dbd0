"""docs/playing.md: what it tells to type and to press is there, and its game can be played."""

import io
import re
from pathlib import Path

from trustsim.cli import COMMANDS, run
from trustsim.play.text.verbs import GROUPS, VERBS
from trustsim.play.window.actions import STANDARD_KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "playing.md").read_text(encoding="utf-8")


def table_after(heading):
    """Return the rows of the first table under a heading, as lists of cells."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| ")]
    return rows[1:]


def test_every_word_it_names_is_a_verb_and_every_verb_is_named():
    rows = table_after("As text")
    named = {word for row in rows for word in re.findall(r"`([a-z]+)`", row[1])}
    assert named == set(VERBS)
    assert len(rows) == len(GROUPS)


def test_every_key_it_names_does_something():
    keys = {key for row in table_after("In the window") for key in re.findall(r"`([^`]+)`", row[0])}
    assert keys <= set(STANDARD_KEYS)
    assert len(keys) > 10


def test_every_command_it_names_is_one():
    named = set(re.findall(r"trustsim (play|text|[a-z]+)\b", PAGE.split("## Saves")[0]))
    assert named <= set(COMMANDS)
    assert {"play", "text", "whatif", "diff"} <= named


def test_its_two_weeks_can_be_played(capsys, monkeypatch):
    [typed] = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    words = ["text", "garage-band", "--seed", "3", "--set", "population.users=150"]
    assert run(words) == 0
    said = capsys.readouterr().out
    assert "-- What came of week 2 --" in said
    assert "Not like this" not in said
    assert "is nothing you can do here" not in said
