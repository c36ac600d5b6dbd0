"""Experiments on a network from a file."""

from pathlib import Path

from tests.lab.small import small
from trustsim.lab.batch import carry_out
from trustsim.lab.local import LocalRunner
from trustsim.lab.results import Results
from trustsim.lab.runner import Runner, SerialRunner
from trustsim.lab.schedule import schedule_of

CLUB = Path(__file__).parents[2] / "docs" / "examples" / "09-network.yaml"


def digests(folder: Path, runner: Runner) -> list[str]:
    experiment = small(scenarios=(str(CLUB),), settings={}, seeds=2)
    with runner:
        tally = carry_out(schedule_of(experiment), folder, runner)
    assert tally.done == 4
    return Results.load(folder).runs["digest"].tolist()


def test_workers_find_the_file_of_a_network(tmp_path: Path):
    assert digests(tmp_path / "a", LocalRunner(2)) == digests(tmp_path / "b", SerialRunner())
