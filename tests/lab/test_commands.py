from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lab.small import HERE
from trustsim.cli import run

FILE = """\
schema_version: 1
name: tiny
title: Tiny
scenarios: [garage-band]
strategies: [pitch-only, contribute-only]
seeds: {seeds}
weeks: 2
settings: {{population.users: 60, brand.followers: 10}}
outcomes: [followers, reach]
hypotheses:
  - {{id: h, says: Pitching reaches more., outcome: reach, strategy: pitch-only,
     than: contribute-only}}
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("tiny.yaml").write_text(FILE.format(seeds=3))
    return tmp_path


def told(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_a_dry_run_says_what_would_be_played(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", "tiny.yaml", "--dry-run"]) == 0
    assert told(capsys)[0] == (
        "tiny: 6 runs = 1 scenario x 1 point x 2 strategies x 3 seeds\n"
        "results would go to tiny\n"
        "the first run is: trustsim run garage-band --strategy pitch-only --seed 1 --weeks 2 "
        "--set brand.followers=10 --set population.users=60\n"
    )
    assert not Path("tiny").exists()


def test_from_a_file_to_an_answer(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    assert run(["batch", "tiny.yaml", "--workers", "0", "--json"]) == 0
    out, err = told(capsys)
    assert json.loads(out)["statuses"] == {"done": 6}
    assert err == ""  # quiet where nobody watches
    assert Path("tiny/experiment.yaml").read_text() == FILE.format(seeds=3)

    assert run(["analyse", "tiny", "--half-width", "1", "--save", "csv"]) == 0
    out = told(capsys)[0]
    assert "Outcomes: mean over seeds" in out
    assert "Seeds it takes" in out
    assert out.endswith("\n6 runs of 6 count\n")
    assert sorted(os.listdir("csv")) == [
        "differences.csv", "outcomes.csv", "seeds.csv", "verdicts.csv",
    ]  # fmt: skip

    assert run(["analyse", "tiny", "--json"]) == 0
    found = json.loads(told(capsys)[0])
    assert [row["id"] for row in found["verdicts"]] == ["h"]

    assert run(["plot", "tiny", "--figure", "weeks", "--format", "png"]) == 0
    assert told(capsys)[0] == "tiny/figures/weeks.png\n"
    assert run(["report", "tiny"]) == 0
    assert Path("tiny/report.html").read_text().startswith("<!DOCTYPE html>")


def test_failed_runs_give_exit_code_1_and_are_listed(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = FILE.format(seeds=3).replace("contribute-only", f"{HERE}/poison.py:Raises")
    Path("tiny.yaml").write_text(text)
    assert run(["batch", "tiny.yaml", "--workers", "0"]) == 1
    assert (
        "1 failed: each has a row in tiny/runs with its reason and the command" in told(capsys)[0]
    )
    assert run(["analyse", "tiny", "--failed"]) == 0
    out = told(capsys)[0]
    assert "run 5 failed" in out
    assert "ZeroDivisionError: no trust left to divide by" in out
    assert f"trustsim run garage-band --strategy {HERE}/poison.py:Raises --seed 3" in out
    assert run(["batch", "tiny.yaml", "--workers", "0", "--retry-failed"]) == 1


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["batch", "tiny.yml"], 3, "there is no such file"),
        (["batch", "tinny"], 2, "there is no experiment 'tinny'"),
        (["batch", "tiny.yaml", "--workers", "-2"], 2, "-2 workers can't do anything"),
        (["batch", "tiny.yaml", "--workers", "2", "--cluster", "tcp://localhost:1"], 2, "leave it"),
        (["batch", "tiny.yaml", "--cluster", "tcp://example.org:1"], 2, "not encrypted"),
        (["batch", "tiny.yaml", "--cluster", "localhost:1"], 2, "is no scheduler's address"),
        (["batch", "tiny.yaml", "--out", "tiny.yaml/x"], 1, "can't be written: not a directory"),
        (["analyse", "."], 3, "holds no experiment"),
        (["plot", "."], 3, "holds no experiment"),
        (["report", "nowhere"], 3, "holds no experiment"),
        (["search", "garage-bnad"], 2, "did you mean 'garage-band'"),
        (["search", "garage-band", "--set", "weeks"], 2, "write it as PATH=VALUE"),
        (["reopen", ".", "1"], 3, "holds no experiment"),
        (["adopt", "tiny.yaml"], 3, "is no save of TrustSim"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_its_exit_code(
    tiny: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, says: str
) -> None:
    assert run(words) == code
    assert says in told(capsys)[1]


def test_search_saves_a_strategy_that_run_can_play(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("optuna")
    small = ["--set", "population.users=60", "--set", "weeks=3"]
    words = ["search", "garage-band", "--goal", "reach", "--trials", "10", "--seeds", "1"]
    assert run([*words, *small, "--workers", "0", "--json"]) == 0
    found = json.loads(told(capsys)[0])
    assert found["file"] == "found.py"
    assert 0 <= found["ask_share"] <= 1
    assert run(["run", "garage-band", "--strategy", "found.py", *small]) == 0


def test_from_a_sweep_into_the_game_and_back(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", "tiny.yaml", "--workers", "0"]) == 0
    assert run(["reopen", "tiny", "3", "--week", "1", "--out", "run.json"]) == 0
    assert "run.json: contribute-only, seed 2, 1 weeks played" in told(capsys)[0]
    assert run(["replay", "run.json"]) == 0
    assert run(["adopt", "run.json"]) == 0
    Path("tiny.yaml").write_text(FILE.format(seeds=2).replace("pitch-only", "run.py"))
    assert run(["batch", "tiny.yaml", "--workers", "0", "--out", "again"]) == 0


def test_ctrl_c_stops_at_once_and_keeps_what_was_done(tiny: Path) -> None:
    Path("tiny.yaml").write_text(FILE.format(seeds=4000))
    words = [sys.executable, "-m", "trustsim.cli", "batch", "tiny.yaml", "--workers", "2"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 120
    while len(list(Path("tiny").glob("runs/[0-9]*.parquet"))) < 3:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    pressed = time.monotonic()
    assert process.stderr is not None
    with process, process.stderr:
        said = process.stderr.readline()
    assert said == "stopped; tiny keeps what was done; the same command goes on\n"
    # Under a second on a machine that has nothing else to do.
    assert time.monotonic() - pressed < 3.0
    assert process.returncode == 130
    from trustsim.lab.store import committed_parts

    assert sum(len(part.runs) for part in committed_parts(Path("tiny"))) >= 3
