"""The book of claims, and the machinery that tests them."""

import json
import os
import signal

import pytest

from trustsim.campaign.plan import Plan
from trustsim.cli import run
from trustsim.commands.constants import LABELS, all_constants
from trustsim.errors import UnknownName, UsageError
from trustsim.lab.claims.book import CLAIMS, Arm, Claim, picked
from trustsim.lab.claims.trial import Bench, judged
from trustsim.lab.runner import SerialRunner
from trustsim.lab.start import local_runner

SMALL = {"population.users": 300}
IDS = [*(f"A{i}" for i in range(1, 8)), *(f"B{i}" for i in range(1, 13)), "C1"]


def silent(words):
    assert words


def lead_in_followers(found):
    return found["a"]["followers"] - found["b"]["followers"]


def test_the_book_has_all_twenty_claims_in_order():
    assert [claim.id for claim in CLAIMS] == IDS


def test_claims_are_picked_by_name_and_an_unknown_one_is_told():
    assert [claim.id for claim in picked(["b3", "A4"])] == ["B3", "A4"]
    assert [claim.id for claim in picked([], where=True)] == ["A4", "A5", "B3", "B5", "B6"]
    with pytest.raises(UnknownName, match="there is no claim 'Z9'"):
        picked(["Z9"])
    with pytest.raises(UsageError, match="where A1 turns is not looked for"):
        picked(["A1"], where=True)


def test_an_arm_that_two_claims_share_is_played_once():
    arm = Arm("pitch-only", SMALL, weeks=2)
    with SerialRunner() as runner:
        bench = Bench(range(1, 3), runner, silent)
        first = bench.play({"a": arm}, "one")["a"]
        assert bench.play({"b": arm}, "two")["b"] is first


@pytest.mark.parametrize(("bound", "verdict"), [(-1e9, "holds"), (1e9, "fails")])
def test_a_claim_holds_if_its_whole_interval_lies_above_the_bound(bound, verdict):
    arms = {"a": Arm("contribute-only", SMALL, weeks=2), "b": Arm("pitch-only", SMALL, weeks=2)}
    claim = Claim("T1", "A test.", "followers", arms, lead_in_followers, bound)
    with SerialRunner() as runner:
        rows = list(judged([claim], range(1, 4), runner, silent))
    assert rows[0]["verdict"] == verdict
    assert rows[0]["low"] <= rows[0]["effect"] <= rows[0]["high"]


def test_the_command_prints_a_json_list(capsys):
    assert run(["claims", "A1", "B7", "--seeds", "3", "--workers", "0", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows] == ["A1", "B7"]
    assert set(rows[0]) >= {"id", "claim", "effect", "low", "high", "verdict", "seeds"}


def test_every_constant_says_where_it_comes_from():
    rows = all_constants()
    assert len(rows) > 200
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        assert row["label"] in LABELS, row["name"]
        assert row["description"], row["name"]
        assert row["source"] or row["label"] == "guess", row["name"]


class KillsItsWorkerOnce:
    def __init__(self, mark):
        self.mark = mark

    def decide(self, report):
        if not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Plan()


def test_runs_whose_worker_was_killed_are_played_again(tmp_path):
    arm = Arm(KillsItsWorkerOnce(tmp_path / "mark"), SMALL, weeks=1)
    with local_runner(1) as runner:
        found = Bench(range(1, 3), runner, silent).play({"a": arm}, "one")["a"]
    assert sorted(found) == [1, 2]
