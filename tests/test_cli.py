"""The doorbell: which command opens, and how each ending is told."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from trustsim import __version__, cli, errors


@click.command()
@click.option("--end", default="well")
def bell(end: str) -> int | None:
    """End as asked."""
    ends = {
        "refused": errors.PlanRefused("week 4: the plan takes 12 h and you have 9 h"),
        "failed": errors.TrustSimError("it failed"),
        "file": errors.ScenarioFileError(["a.yaml:1:2 x: is off", "a.yaml:3:4 y: is off"]),
        "incomplete": errors.Incomplete("3 of 5 runs are done"),
        "ctrl-c": KeyboardInterrupt(),
        "no-input": EOFError(),
        "bug": RuntimeError("a broken invariant"),
    }
    if end in ends:
        raise ends[end]
    return 4 if end == "own-code" else None


@pytest.fixture
def with_bell(monkeypatch):
    """Make `bell` a command beside the real ones."""
    monkeypatch.setitem(sys.modules, "trustsim.bell_for_tests", sys.modules[__name__])
    door = cli.Door("bell_for_tests:bell", "Ring.")
    monkeypatch.setattr(cli.Door, "exists", property(lambda self: self.module in sys.modules))
    monkeypatch.setattr(cli, "COMMANDS", {"bell": door})


@pytest.mark.parametrize(
    ("end", "code", "sentence"),
    [
        ("well", 0, ""),
        ("own-code", 4, ""),
        ("failed", 1, "trustsim: it failed\n"),
        ("refused", 2, "trustsim: week 4: the plan takes 12 h and you have 9 h\n"),
        ("file", 3, "a.yaml:1:2 x: is off\na.yaml:3:4 y: is off\n2 problems\n"),
        ("incomplete", 4, "trustsim: 3 of 5 runs are done\n"),
        ("ctrl-c", 130, "\ntrustsim: stopped.\n"),
        ("no-input", 1, "\ntrustsim: the input ended before the command was done.\n"),
    ],
)
def test_every_ending_has_its_exit_code_and_its_sentence(with_bell, capsys, end, code, sentence):
    assert cli.run(["bell", "--end", end]) == code
    assert capsys.readouterr().err == sentence


def test_a_bug_keeps_its_traceback(with_bell):
    with pytest.raises(RuntimeError, match="a broken invariant"):
        cli.run(["bell", "--end", "bug"])


def test_an_unknown_command_is_a_usage_error_that_names_the_nearest(with_bell, capsys):
    assert cli.run(["bel"], program="python3 main.py") == 2
    assert capsys.readouterr().err == (
        "trustsim: there is no command 'bel'; did you mean 'bell'?\nTry 'python3 main.py --help'.\n"
    )


def test_an_unknown_option_is_a_usage_error_that_names_the_command(with_bell, capsys):
    assert cli.run(["bell", "--nope"]) == 2
    complaint = capsys.readouterr().err
    assert "--nope" in complaint
    assert complaint.endswith("Try 'trustsim bell --help'.\n")


def test_help_lists_a_command_without_importing_it(with_bell, capsys, monkeypatch):
    monkeypatch.setattr(cli.Door, "open", lambda self: pytest.fail("help opened a door"))
    assert cli.run([]) == 0
    assert "bell  Ring." in capsys.readouterr().out


def test_the_version_is_the_packages(capsys):
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"trustsim {__version__}\n"


@pytest.mark.parametrize("name", [name for name, door in cli.COMMANDS.items() if door.exists])
def test_every_listed_command_opens_under_its_own_name(name):
    command = cli.COMMANDS[name].open()
    assert command.name == name
    assert command.help, f"{name} needs a docstring: it is what --help prints"


def test_every_module_that_defines_a_command_is_listed():
    files = (Path(cli.__file__).parent / "commands").glob("*.py")
    modules = {f"trustsim.commands.{p.stem}" for p in files if "@click.command" in p.read_text()}
    assert modules <= {door.module for door in cli.COMMANDS.values()}


def test_a_module_that_is_there_but_broken_raises(monkeypatch, tmp_path):
    monkeypatch.setattr(cli, "__file__", str(tmp_path / "cli.py"))
    (tmp_path / "broken.py").touch()
    door = cli.Door("broken:command", "It can't be imported.")
    assert door.exists
    with pytest.raises(ModuleNotFoundError):
        door.open()
    assert not cli.Door("absent:command", "It is not there.").exists


def test_a_reader_that_leaves_early_is_no_error():
    command = f"{sys.executable} -m trustsim --help | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""


def test_kernels_stay_where_numba_would_put_them_if_it_can(monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    cli.keep_kernels_somewhere()
    assert "NUMBA_CACHE_DIR" not in cli.os.environ


def test_kernels_get_a_private_folder_where_nothing_else_can_be_written(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "to be undone")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr(cli, "can_write_in", lambda folder: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    cli.keep_kernels_somewhere()
    folder = Path(cli.os.environ["NUMBA_CACHE_DIR"])
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o777 == 0o700
    cli.keep_kernels_somewhere()
    assert Path(cli.os.environ["NUMBA_CACHE_DIR"]) == folder


def test_kernels_are_never_taken_from_a_folder_others_can_write_to(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    planted = Path(cli.private_folder())
    planted.chmod(0o777)
    assert Path(cli.private_folder()) != planted
