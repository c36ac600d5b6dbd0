"""Before it works on a machine without kernels, a command says what it waits for."""

import io
import os
import subprocess
import sys

import pytest

from trustsim.campaign.run import run as play_run
from trustsim.cli import run
from trustsim.commands.ready import say_if_cold
from trustsim.market.jit import JIT, PREPARING
from trustsim.scenario.load import load_scenario

needs_compiling = pytest.mark.skipif(not JIT, reason="numba is told not to compile")

EXPERIMENT = """\
schema_version: 1
name: tiny
title: Tiny
scenarios: [garage-band]
strategies: [pitch-only, contribute-only]
seeds: 2
weeks: 2
settings: {population.users: 60, brand.followers: 10}
outcomes: [followers]
"""


@pytest.fixture(scope="module")
def cold(tmp_path_factory):
    """Return the surroundings of a process that finds no kernels."""
    return {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path_factory.mktemp("kernels"))}


def first_line(words, surroundings, folder):
    """Return the first line that a command writes to stderr, and end it there."""
    command = [sys.executable, "-m", "trustsim", *words]
    with subprocess.Popen(
        command, env=surroundings, cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as started:  # fmt: skip
        try:
            return started.stderr.readline().rstrip("\n")
        finally:
            started.kill()


@needs_compiling
@pytest.mark.parametrize(
    "words",
    [
        ("run", "the-party"),
        ("demo",),
        ("batch", "tiny.yaml", "--workers", "0"),
        ("claims", "A4", "--workers", "0"),
        ("evidence", "--seeds", "2", "--workers", "0"),
        ("text", "the-party", "--language", "en"),
        ("play", "the-party", "--text", "--language", "en"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_that_plays_says_first_that_the_engine_is_prepared(cold, tmp_path, words):
    (tmp_path / "tiny.yaml").write_text(EXPERIMENT)
    assert first_line(words, cold, tmp_path) == PREPARING


@needs_compiling
def test_a_cold_engine_is_told_of_once_on_stderr_and_never_to_a_program(cold):
    code = (
        "from trustsim.commands.ready import say_if_cold as of_commands\n"
        "from trustsim.lab.commands.shared import say_if_cold as of_lab\n"
        "of_commands(quiet=True); of_lab(quiet=True); of_commands()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=cold, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", f"{PREPARING}\n")


def test_nothing_is_said_where_the_kernels_are_there(capsys, monkeypatch):
    play_run(load_scenario("the-party"), "pitch-only", 1)
    say_if_cold()
    assert run(["demo"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n\n"))
    assert run(["text", "the-party", "--seed", "1"]) == 0
    assert capsys.readouterr().err == ""
