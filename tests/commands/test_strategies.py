import json

from trustsim.cli import run
from trustsim.strategies.registry import SHIPPED


def test_every_strategy_is_listed_with_what_it_stands_for(capsys):
    assert run(["strategies"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(SHIPPED)
    assert lines[0].endswith("Pitches to everybody, everywhere, every week.")


def test_the_list_is_there_for_programs(capsys):
    assert run(["strategies", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in found] == list(SHIPPED)
    assert all(set(one) == {"name", "summary", "origin"} for one in found)
