import json

import pytest

from trustsim.cli import run
from trustsim.commands.demo import NAMES


def test_twelve_people_are_shown_twice_and_in_eighty_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["demo"]) == 0
    lines = capsys.readouterr().out.splitlines()
    people = [line for line in lines if line.split(" ")[0] in NAMES]
    assert [line.split()[0] for line in people] == list(NAMES)
    assert max(len(line) for line in lines) <= 80
    assert "pitched to" in lines[2]
    assert "talked with" in lines[2]


@pytest.mark.parametrize("seed", range(6))
def test_the_numbers_are_those_of_the_runs(capsys, seed):
    assert run(["demo", "--json", "--seed", str(seed)]) == 0
    loud, kind = json.loads(capsys.readouterr().out)["evenings"]
    for evening in (loud, kind):
        assert run(["run", "the-party", "--strategy", evening["strategy"], "--seed", str(seed),
                    "--json"]) == 0  # fmt: skip
        result = json.loads(capsys.readouterr().out)
        assert result["digest"] == evening["digest"]
        faces = [guest["face"] for guest in evening["people"]]
        shut = sum(face in ("X(", ":x") for face in faces)
        assert shut == round(result["totals"]["ostracism_rate"] * result["totals"]["aware"])
    assert loud["totals"]["ostracism_rate"] > kind["totals"]["ostracism_rate"]
