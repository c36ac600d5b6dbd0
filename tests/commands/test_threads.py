"""How many threads one run takes."""

import os

import pytest

from trustsim.cli import run
from trustsim.commands.threads import LARGE, threads_for


@pytest.mark.parametrize(
    ("users", "asked", "threads"),
    [(LARGE, None, os.cpu_count() or 1), (LARGE - 1, None, 1), (50, 3, 3), (LARGE, 1, 1)],
)
def test_large_towns_take_the_whole_machine_unless_told_otherwise(users, asked, threads):
    assert threads_for(users, asked) == threads


def test_no_threads_at_all_are_refused_with_what_is_allowed(capsys):
    code = run(["run", "garage-band", "--weeks", "1", "--threads", "0"])
    assert code == 2
    assert "0 threads can't work; take 1 or more" in capsys.readouterr().err
