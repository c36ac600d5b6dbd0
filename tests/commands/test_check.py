"""trustsim check: every mistake with its place, a count, and the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trustsim.commands.check import check

CASES = Path(__file__).parents[1] / "scenario" / "cases"
GOOD = str(CASES / "valid" / "circles.yaml")
BAD = str(CASES / "invalid" / "many-mistakes-at-once.yaml")


def checked(*words: str) -> Result:
    result = CliRunner().invoke(check, words, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


def test_a_good_file_is_said_to_be_good():
    result = checked(GOOD)
    assert result.return_value == 0
    assert result.output == f"{GOOD}: good (900 users, 12 weeks, 3 circles)\n"


def test_every_problem_is_a_line_and_then_they_are_counted():
    result = checked(BAD, GOOD)
    lines = result.output.splitlines()
    assert result.return_value == 3
    assert len(lines) == 14
    assert lines[0] == f"{BAD}:14:1 titel: is not a known key; did you mean 'title'?"
    assert lines[-2:] == [
        f"{GOOD}: good (900 users, 12 weeks, 3 circles)",
        "2 files, 12 problems",
    ]


def test_five_mistakes_by_hand_are_five_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("band.yaml").write_text(
        """\
name: band
title: Our band
weeks: ten
topics: [music, food]
population:
  users: 2,000
  circles:
    - id: fans
      name: Fans
      topics: {musik: 1}
      need: 1.4
events:
  - {week: 3, kind: news, texte: It rains}
"""
    )
    assert checked("band.yaml").output.splitlines() == [
        "band.yaml:3:8 weeks: 'ten' must be a whole number",
        "band.yaml:6:10 population.users: '2,000' must be a whole number; write 2000",
        "band.yaml:10:16 population.circles[0].topics.musik: "
        "there is no topic 'musik'; did you mean 'music'?",
        "band.yaml:11:13 population.circles[0].need: 1.4 must be at most 1",
        "band.yaml:13:27 events[0].texte: is not a known key; did you mean 'text'?",
        "1 file, 5 problems",
    ]


def test_a_rivals_strategy_must_be_one_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    rivals = "rivals: [{id: one, strategy: 'one-note:fun'}, {id: two, strategy: pitch_only}]\n"
    Path("band.yaml").write_text((CASES / "valid" / "short.yaml").read_text() + rivals)
    lines = checked("band.yaml").output.splitlines()
    assert lines[0].startswith(
        "band.yaml:7:67 rivals[1].strategy: there is no strategy 'pitch_only'; "
        "did you mean 'pitch-only'?"
    )
    assert lines[1:] == ["1 file, 1 problem"]


def test_json_has_the_same(tmp_path: Path):
    result = checked("--json", GOOD, str(tmp_path / "none.yaml"))
    answer = json.loads(result.output)
    assert result.return_value == 3
    assert answer["problems"] == 1
    good, missing = answer["files"]
    assert len(good.pop("fingerprint")) == 32
    assert good == {
        "file": GOOD,
        "good": True,
        "name": "town",
        "users": 900,
        "weeks": 12,
        "circles": 3,
        "problems": [],
    }
    assert missing == {
        "file": str(tmp_path / "none.yaml"),
        "good": False,
        "problems": [
            {
                "file": str(tmp_path / "none.yaml"),
                "line": None,
                "column": None,
                "path": "",
                "message": "there is no such file",
            }
        ],
    }


def test_json_gives_line_column_and_path():
    problem = json.loads(checked("--json", BAD).output)["files"][0]["problems"][4]
    assert problem == {
        "file": BAD,
        "line": 23,
        "column": 14,
        "path": "population.circles[0].share",
        "message": "10000000 must be at most 1,000,000",
    }


def test_checking_imports_nothing_heavy():
    script = (
        "import sys; from trustsim.cli import run; code = run(sys.argv[1:]);"
        "heavy = {'mesa', 'numba', 'numpy', 'pandas', 'pygame', 'pyarrow', 'rich', 'scipy'};"
        "print(sorted(heavy & set(sys.modules)), code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "check", GOOD],
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] == "[] 0", done.stderr
