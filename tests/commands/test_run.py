import json
import os

import pytest
from pyarrow import parquet

from trustsim.cli import run

FEW = ["--set", "population.users=80", "--set", "brand.followers=10"]


@pytest.fixture
def trustsim(capsys, monkeypatch):
    """Return ``trustsim(*words)``: run a command line; (exit code, stdout, stderr)."""

    def call(*words: str):
        monkeypatch.setenv("COLUMNS", "100")
        code = run(words)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_a_run_prints_one_json_object(trustsim):
    code, out, err = trustsim(
        "run", "the-regular", *FEW, "--strategy", "give-then-ask", "--seed", "7", "--json"
    )
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["scenario"], found["strategy"], found["seed"]) == (
        "the-regular",
        "give-then-ask",
        7,
    )
    assert len(found["weeks"]) == 12
    assert len(found["digest"]) == 32


def test_a_run_for_people_is_a_table_and_an_ending(trustsim):
    code, out, _ = trustsim("run", "the-regular", *FEW, "--strategy", "half-half", "--weeks", "3")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("The regular: half-half, seed 1")
    assert lines[1].split()[:2] == ["week", "followers"]
    assert [line.split()[0] for line in lines[2:6]] == ["1", "2", "3", "all"]
    assert "It stopped before the end." in out


def test_the_same_words_give_the_same_digest_on_one_thread_and_on_two(trustsim):
    words = ("run", "the-party", "--json")
    digests = {json.loads(trustsim(*words, "--threads", n)[1])["digest"] for n in ("1", "2")}
    assert len(digests) == 1


@pytest.mark.parametrize("level", ["none", "weeks", "posts", "cascades", "full"])
def test_the_record_level_changes_no_digest(trustsim, level):
    digest = json.loads(trustsim("run", "the-party", "--json")[1])["digest"]
    code, out, _ = trustsim("run", "the-party", "--record", level, "--json")
    assert code == 0
    assert json.loads(out)["digest"] == digest


def test_tables_are_written_as_parquet(trustsim, tmp_path):
    out = tmp_path / "out"
    code, _, _ = trustsim("run", "the-party", "--record", "full", "--out", str(out))
    assert code == 0
    assert sorted(os.listdir(out)) == [
        "cascades.parquet",
        "exposures.parquet",
        "ledger.parquet",
        "posts.parquet",
        "weeks.parquet",
    ]
    assert parquet.read_table(out / "weeks.parquet").num_rows == 4


def test_the_number_of_users_and_the_platform_can_be_set(trustsim):
    words = ("--set", "population.users=60", "--set", "platform=twitter", "--weeks", "1")
    one = json.loads(trustsim("run", "the-regular", *words, "--json")[1])
    other = json.loads(trustsim("run", "the-regular", *words[:2], *words[4:], "--json")[1])
    assert one["digest"] != other["digest"]


@pytest.mark.parametrize("what", ["asymmetry", "clustering", "quality", "attention"])
def test_a_mechanism_can_be_switched_off(trustsim, what):
    words = ("run", "the-regular", *FEW, "--strategy", "half-half", "--json")
    whole = json.loads(trustsim(*words)[1])
    part = json.loads(trustsim(*words, "--without", what)[1])
    assert part["digest"] != whole["digest"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["the-pary"], 2, "there is no scenario 'the-pary'; did you mean 'the-party'?"),
        (["the-party", "--strategy", "pitch"], 2, "there is no strategy 'pitch'; did you mean"),
        (["the-party", "--seed", "-1"], 2, "the seed -1 is not a whole number from 0 to"),
        (["the-party", "--seed", str(2**63)], 2, "is not a whole number from 0 to"),
        (["the-party", "--seed", "x"], 2, "is not a valid integer"),
        (["the-party", "--weeks", "0"], 2, "0 weeks can't be played; choose from 1 to 520"),
        (["the-party", "--threads", "0"], 2, "0 threads can't work"),
        (["the-party", "--set", "weeks"], 2, "--set weeks: write it as PATH=VALUE"),
        (["the-party", "--set", "weeks=many"], 3, "--set weeks"),
        (["the-party", "--set", "wekes=3"], 3, "did you mean 'weeks'"),
        (["the-party", "--record", "all"], 2, "is not one of"),
        (["the-party", "--without", "luck"], 2, "is not one of"),
        (["none.yaml"], 3, "none.yaml: there is no such file"),
        (["the-party", "--strategy", "none.py:Mine"], 2, "there is no strategy file none.py"),
        (["the-party", "--strategy", "recorded:none.json"], 3, "there is no save none.json"),
    ],
)
def test_bad_words_get_a_sentence_and_their_exit_code(trustsim, words, code, said):
    found, out, err = trustsim("run", *words)
    assert (found, out) == (code, "")
    assert said in err


def test_a_folder_that_cannot_be_written_to_is_found_before_the_run(trustsim, tmp_path):
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    code, out, err = trustsim("run", "the-party", "--out", str(tmp_path / "out" / "deep"))
    assert (code, out) == (1, "")
    assert "can't be written" in err


def test_a_strategy_of_ones_own_plays(trustsim, tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(
        "from trustsim.campaign.plan import Plan\n"
        "class Mine:\n    def decide(self, report):\n        return Plan()\n",
        encoding="utf-8",
    )
    code, out, _ = trustsim("run", "the-party", "--strategy", f"{file}:Mine", "--json")
    assert code == 0
    assert json.loads(out)["totals"]["posts"] == 0


def test_a_strategy_that_wants_too_much_is_told_so(trustsim, tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(
        "from trustsim.campaign.plan import Plan, Work\n"
        "class Mine:\n    def decide(self, report):\n"
        "        return Plan(work=(Work(kind='listen', hours=99, circle='room'),))\n",
        encoding="utf-8",
    )
    code, _, err = trustsim("run", "the-party", "--strategy", f"{file}:Mine")
    assert code == 2
    assert "week 1: the plan takes 99 h and you have 8 h; do less" in err


def test_a_saved_run_is_replayed(trustsim, tmp_path):
    file = tmp_path / "save.json"
    words = ("--strategy", "thoughtful", "--seed", "4", "--save", str(file), "--json")
    digest = json.loads(trustsim("run", "the-party", *words)[1])["digest"]
    code, out, _ = trustsim("replay", str(file), "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["digest"], found["same"], found["checked_weeks"]) == (digest, True, [1, 2, 3, 4])
    code, out, _ = trustsim("replay", str(file))
    assert out == (
        f"The party, seed 4, thoughtful: 4 weeks played again, all 4 digests the same. "
        f"Digest {digest}.\n"
    )


def test_a_replay_that_differs_and_a_broken_save_have_their_exit_codes(trustsim, tmp_path):
    file = tmp_path / "save.json"
    trustsim("run", "the-party", "--save", str(file))
    content = json.loads(file.read_text(encoding="utf-8"))
    content["digests"]["2"] = "0" * 32
    file.write_text(json.dumps(content), encoding="utf-8")
    code, _, err = trustsim("replay", str(file))
    assert code == 1
    assert "differs from its save in week 2" in err
    file.write_text(file.read_text(encoding="utf-8")[:900], encoding="utf-8")
    code, _, err = trustsim("replay", str(file))
    assert code == 3
    assert "cut or damaged" in err
