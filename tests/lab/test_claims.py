"""The book of claims, and the machinery that tests them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.lab.small import HERE, small
from trustsim.campaign.campaign import Campaign
from trustsim.cli import run
from trustsim.commands.constants import LABELS, all_constants
from trustsim.errors import TrustSimError, UnknownName, UsageError
from trustsim.lab.analysis import verdicts
from trustsim.lab.batch import carry_out
from trustsim.lab.claims.book import Claim, picked
from trustsim.lab.claims.trial import Bench, judged, turning_points
from trustsim.lab.columns import WORLD
from trustsim.lab.experiment import Experiment
from trustsim.lab.looks import LOOKS, look
from trustsim.lab.reading import shipped_claims
from trustsim.lab.results import Results
from trustsim.lab.runner import SerialRunner
from trustsim.lab.schedule import schedule_of
from trustsim.lab.start import local_runner
from trustsim.market.network_measures import likeness
from trustsim.scenario.load import load_scenario
from trustsim.testing import check_scenario

IDS = [*(f"A{i}" for i in range(1, 8)), *(f"B{i}" for i in range(1, 13)), "C1"]

STATED = """\
schema_version: 1
name: mine
title: Who posts in more places is seen by more.
scenarios: [garage-band]
settings: {population.users: 60, brand.followers: 10}
weeks: 2
strategies:
  - "everywhere:care=1"
  - {name: quiet, plays: idle}
  - {name: brief, plays: "everywhere:care=1", weeks: 1}
outcomes:
  - reach
  - {name: first_week, column: reach, take: first}
  - likeness_lead
  - posts
hypotheses:
  - {id: seen, says: It is seen., outcome: reach, strategy: "everywhere:care=1", than: quiet}
  - {id: best, says: More than any., outcome: reach, strategy: "everywhere:care=1",
     than: [quiet, brief], times: 1.01}
  - {id: week, says: One week alike., outcome: first_week, strategy: brief, direction: less,
     than: "everywhere:care=1"}
  - {id: alike, says: Alike., outcome: likeness_lead, strategy: quiet, than: 0.01}
  - {id: busy, says: It posts a lot., outcome: posts, strategy: "everywhere:care=1", than: 5}
turn:
  hypothesis: busy
  along: weeks
  values: [3, 2, 1]
"""


def silent(words: str) -> None:
    assert words


def claim(**changes: Any) -> Claim:
    stated = {"id": "more", "says": "More.", "outcome": "followers",
              "strategy": "contribute-only", "than": "pitch-only", **changes}  # fmt: skip
    return Claim("T1", small(seeds=3, hypotheses=[stated]))


class Counting(SerialRunner):
    """Counts the runs that it is asked for."""

    def __init__(self) -> None:
        self.played = 0

    def play(self, task: Any, jobs: Any) -> Any:
        for ended in super().play(task, jobs):
            self.played += len(ended.job.payload[1].calls)
            yield ended


def test_the_book_has_all_twenty_claims_in_order() -> None:
    assert [one.id for one in picked([])] == IDS
    turning = picked([], where=True)
    assert [one.id for one in turning] == ["A4", "A5", "B3", "B5", "B6"]


def test_claims_are_picked_by_name_and_an_unknown_one_is_told() -> None:
    assert [one.id for one in picked(["b3", "A4", "b3"])] == ["B3", "A4"]
    with pytest.raises(
        UnknownName, match=r"there is no claim 'Z9'; .*known: A1, A2, .* B9, B10, B11, B12, C1$"
    ):
        picked(["Z9"])
    with pytest.raises(UsageError, match="where A1 turns is not looked for; try A4, A5, B3, B5"):
        picked(["A1"], where=True)


def test_an_experiment_of_ones_own_is_a_claim_if_it_states_something(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(STATED)
    assert [one.id for one in picked([str(file)])] == ["mine"]
    file.write_text(STATED.partition("hypotheses:")[0])
    with pytest.raises(UsageError, match="states no hypothesis; write what is expected under hyp"):
        picked([str(file)])


def test_a_run_that_several_claims_need_is_played_once() -> None:
    with Counting() as runner:
        bench = Bench(range(1, 4), runner, silent)
        first = small(weeks=1)
        second = small(weeks=1, strategies=("pitch-only", "idle"))
        frames = list(bench.frames([[first], [second]]))
    assert runner.played == 3 * 3  # pitch-only, contribute-only and idle, on three seeds
    pitched = [frame[frame["strategy"] == "pitch-only"]["reach"] for (frame,) in frames]
    assert pitched[0].tolist() == pitched[1].tolist()


def test_it_says_how_far_it_is_and_how_long_it_still_takes() -> None:
    said: list[str] = []
    with SerialRunner() as runner:
        list(judged([claim()], range(1, 8), runner, said.append))
    # Two arms on seven seeds, five and two at a time.
    assert [line.partition(" of ")[0] for line in said] == ["5", "7", "12", "14"]
    assert all(re.fullmatch(r"\d+ of 14 runs, (\d+ min )?\d+ s left", line) for line in said)
    assert said[-1] == "14 of 14 runs, 0 s left"


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"by": 0.0, "than": 1e9}, "fails"),
        ({"than": 0.5}, "holds"),
        ({"than": 0.5, "direction": "less"}, "fails"),
        ({"than": 1e6, "direction": "less"}, "holds"),
        ({"than": 1e6, "direction": "different"}, "holds"),
    ],
)
def test_a_claim_holds_if_its_whole_interval_is_on_the_right_side(
    changes: dict[str, Any], verdict: str
) -> None:
    with SerialRunner() as runner:
        (row,) = judged([claim(**changes)], range(1, 4), runner, silent)
    assert row["verdict"] == verdict
    assert row["low"] <= row["effect"] <= row["high"]
    assert row["seeds"] == 3
    assert "parts" not in row


def test_claims_and_batch_with_analyse_give_the_same_answer(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(STATED)
    (stated,) = picked([str(file)])
    with SerialRunner() as runner:
        (row,) = judged([stated], range(1, 5), runner, silent)
        experiment = Experiment.model_validate_json(
            stated.experiment.model_copy(update={"turn": None}).model_dump_json(), strict=True
        )
        carry_out(schedule_of(experiment, tmp_path).with_seeds(4), tmp_path / "out", runner)
    table = verdicts(Results.load(tmp_path / "out"))
    assert [
        (part["effect"], part["low"], part["high"], part["bound"]) for part in row["parts"]
    ] == [(r["effect"], r["low"], r["high"], r["bound"]) for r in table.to_dict("records")]
    assert row["parts"][0]["effect"] > 0
    # the brief arm has no second week, so its first week is that of the other
    assert row["parts"][2]["effect"] == 0.0
    assert [part["verdict"] for part in row["parts"]] == [
        "holds",
        "holds",
        "fails",
        "holds",
        "holds",
    ]
    assert row["verdict"] == "fails"
    assert row["measured"].startswith("first_week of brief less everywhere:care=1 < ")


@pytest.mark.parametrize("name", ["A4", "C1"])
def test_the_commands_claims_batch_and_analyse_agree(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = shipped_claims()[name].parent
    shutil.copytree(shipped / "towns", tmp_path / "towns")
    text = (shipped / f"{name}.yaml").read_text(encoding="utf-8")
    file, out = tmp_path / f"{name}.yaml", str(tmp_path / "out")
    file.write_text(text.replace("seeds: 50", "seeds: 2"))
    run(["claims", str(file), "--seeds", "2", "--workers", "0", "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert run(["batch", str(file), "--out", out, "--workers", "0"]) == 0
    capsys.readouterr()
    assert run(["analyse", out, "--json"]) == 0
    analysed = json.loads(capsys.readouterr().out)["verdicts"]
    keys = ("effect", "low", "high", "bound", "seeds")
    told = [[part[key] for key in keys] for part in row["parts"]]
    assert told == [[verdict[key] for key in keys] for verdict in analysed]


def test_a_turn_is_the_first_value_at_which_it_fails(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(STATED)
    with SerialRunner() as runner:
        (row,) = turning_points(picked([str(file)], where=True), range(1, 3), runner, silent)
    # Three posts a week, and more than five are expected.
    assert [(point["value"], point["effect"], point["verdict"]) for point in row["points"]] == [
        (3.0, 9.0, "holds"), (2.0, 6.0, "holds"), (1.0, 3.0, "fails"),
    ]  # fmt: skip
    assert row["turns_at"] == 1.0
    assert row["parameter"] == "weeks"


def test_every_measure_of_the_world_is_there_with_its_meaning() -> None:
    assert [column.name for column in WORLD] == list(LOOKS)
    town = load_scenario("garage-band", {"population.users": 400})
    assert look("likeness_lead", town, 1) > 0.1
    assert 3.0 < look("media_ratio", town, 1) < 6.0
    assert 0.0 < look("peer_share", town, 1) < 1.0
    assert look("choice_lead", town, 1) > 0.0
    mixed = load_scenario("garage-band", {"population.users": 400, "without": ["clustering"]})
    assert look("likeness_lead", mixed, 1) < 0.1


def test_a_world_is_looked_at_with_the_ties_of_its_file() -> None:
    club = load_scenario(HERE.parents[1] / "docs/examples/09-network.yaml")
    world = Campaign(club, 1).market.world
    found = likeness(world.ties, world.people.interests)
    assert look("likeness_lead", club, 1) == found.friends - found.strangers


def test_the_command_prints_a_json_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "A1", "B7", "--seeds", "3", "--workers", "0", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows] == ["A1", "B7"]
    assert set(rows[0]) >= {"id", "claim", "effect", "low", "high", "verdict", "seeds"}
    assert {part["verdict"] for part in rows[1]["parts"]} == {"holds"}


def test_the_text_fits_a_hundred_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "B7", "--seeds", "2", "--workers", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("B7  holds  At 18 to 34, people spend 4.3 times as long")
    assert max(len(line) for line in lines) <= 100


def test_an_unknown_claim_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "Z9"]) == 2
    assert "there is no claim 'Z9'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("town", "special"),
    [("hailstorm", {"urgent"}), ("moving-day", {"once"}), ("bargain-corner", {"deals"})],
)
def test_every_town_of_the_counter_case_has_one_condition_and_not_the_others(
    town: str, special: set[str]
) -> None:
    file = shipped_claims()["C1"].parent / "towns" / f"{town}.yaml"
    check_scenario(file)
    found = load_scenario(file)
    circles = found.population.circles
    conditions = {
        "urgent": any(circle.urgent > 0 for circle in circles),
        "once": found.rules.shop.recovery_weeks > 20,
        "deals": any(circle.hunts_deals > 0 for circle in circles),
    }
    assert {name for name, there in conditions.items() if there} == special
    usual = load_scenario("free-play").rules.model_dump()
    own = found.rules.model_dump()
    own["shop"]["recovery_weeks"] = usual["shop"]["recovery_weeks"]
    assert own == usual, "nothing else of the model is set anew"


def test_every_constant_says_where_it_comes_from() -> None:
    rows = all_constants()
    assert len(rows) > 200
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        assert row["label"] in LABELS, row["name"]
        assert row["description"], row["name"]
        assert row["source"] or row["label"] == "guess", row["name"]


KILLER = """\
import os, pathlib, signal
from trustsim.campaign.plan import Plan
MARK = pathlib.Path({mark!r})

class Killer:
    def decide(self, report):
        if not MARK.exists():
            MARK.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Plan()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_runs_whose_worker_was_killed_are_played_again(tmp_path: Path) -> None:
    file = tmp_path / "killer.py"
    file.write_text(KILLER.format(mark=str(tmp_path / "mark")))
    experiment = small(strategies=(f"{file}:Killer",), weeks=1)
    with local_runner(1) as runner:
        ((frame,),) = Bench(range(1, 3), runner, silent).frames([[experiment]])
    assert frame["seed"].tolist() == [1, 2]


def test_a_run_that_fails_ends_it_with_why() -> None:
    experiment = small(strategies=("poison.py:Raises",))
    experiment._home = HERE
    with SerialRunner() as runner, pytest.raises(TrustSimError, match="failed on seed 3:\nTrace"):
        list(Bench(range(1, 4), runner, silent).frames([[experiment]]))


@pytest.mark.skipif(os.name == "nt", reason="no Ctrl-C can be sent here")
def test_ctrl_c_ends_at_once_and_prints_what_is_judged_so_far() -> None:
    words = ["claims", "B7", "A4", "--seeds", "100", "--workers", "1"]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "trustsim", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first.startswith("B7  holds")
    process.send_signal(signal.SIGINT)
    pressed = time.monotonic()
    process.communicate()
    # A second is what a machine takes that has nothing else to do.
    assert time.monotonic() - pressed < 3.0
    assert process.returncode == 130
