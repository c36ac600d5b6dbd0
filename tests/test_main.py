"""main.py on a fresh machine: what it makes, mends, leaves alone, and refuses."""

import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import main

ROOT = Path(main.__file__).parent
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
OLD_PYTHONS = sorted(
    folder / "bin/python"
    for folder in PYENV.glob("versions/3.*")
    if int(folder.name.split(".")[1]) in range(6, 11)
)

# Stands in for venv and pip: one more line in the journal per call, and a Python where one belongs.
FAKE_PROGRAM = """
import os, sys
from pathlib import Path
words = sys.argv[1:]
journal = Path(os.environ["JOURNAL"])
journal.write_text(journal.read_text() + " ".join(words[1:]) + "\\n")
if words[1:2] == ["venv"]:
    python = Path(words[2]) / "bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
elif os.environ.get("FAIL"):
    print(os.environ["FAIL"])
    sys.exit(1)
"""


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Return a small checkout whose set-up is done by programs that only write a journal."""
    (tmp_path / "pyproject.toml").write_text(
        "[project]\ndependencies = ['mesa>=3.3,<4', 'numpy']\n"
        "[project.optional-dependencies]\ndev = ['pytest>=8']\n"
    )
    journal = tmp_path / "journal"
    journal.touch()
    fake = tmp_path / "fake.py"
    fake.write_text(FAKE_PROGRAM)
    monkeypatch.setenv("JOURNAL", str(journal))
    monkeypatch.delenv("TRUSTSIM_VENV", raising=False)
    monkeypatch.setattr(main, "ROOT", str(tmp_path))
    really_run = main.run_holding

    def run_fake(lock, command):
        return really_run(lock, [sys.executable, str(fake), *command[1:]])

    monkeypatch.setattr(main, "run_holding", run_fake)
    return tmp_path


def journal_of(checkout: Path) -> list[str]:
    return (checkout / "journal").read_text().splitlines()


VENV_CALL = "venv {}/.venv"
PIP_CALL = "pip install --no-input --disable-pip-version-check -e ."


def test_a_fresh_checkout_gets_an_environment_and_then_the_project(checkout, capsys):
    main.set_up(main.environment_folder(), [])
    assert journal_of(checkout) == [VENV_CALL.format(checkout), PIP_CALL]
    assert main.state_of(main.environment_folder(), []) == "ready"
    told = capsys.readouterr()
    assert told.out == ""
    assert "installing TrustSim and the 2 libraries it asks for" in told.err


def test_a_finished_set_up_is_not_done_again(checkout):
    main.set_up(main.environment_folder(), [])
    main.set_up(main.environment_folder(), [])
    assert len(journal_of(checkout)) == 2


def test_what_the_tests_need_is_added_to_the_environment_and_stays(checkout):
    folder = main.environment_folder()
    main.set_up(folder, [])
    main.set_up(folder, ["dev"])
    assert journal_of(checkout)[2:] == [PIP_CALL + "[dev]"]
    (checkout / "pyproject.toml").write_text(
        (checkout / "pyproject.toml").read_text() + "docs = []\n"
    )
    main.set_up(folder, [])
    assert journal_of(checkout)[3:] == [PIP_CALL + "[dev]"]


def test_another_pyproject_is_installed_into_the_same_environment(checkout):
    main.set_up(main.environment_folder(), [])
    with (checkout / "pyproject.toml").open("a") as file:
        file.write("docs = []\n")
    assert main.state_of(main.environment_folder(), []) == "outdated"
    main.set_up(main.environment_folder(), [])
    assert journal_of(checkout)[2:] == [PIP_CALL]


def test_an_environment_that_was_cut_off_is_made_anew(checkout):
    folder = Path(main.environment_folder())
    main.set_up(str(folder), [])
    main.write_mark(str(folder), complete=False)
    (folder / "half-written").touch()
    main.set_up(str(folder), [])
    assert journal_of(checkout)[2:] == [VENV_CALL.format(checkout), PIP_CALL]
    assert not (folder / "half-written").exists()
    assert sorted(p.name for p in checkout.glob(".venv*")) == [".venv", ".venv.lock"]


def test_a_mark_that_is_half_written_counts_as_cut_off(checkout):
    folder = Path(main.environment_folder())
    main.set_up(str(folder), [])
    (folder / "trustsim.json").write_text('{"complete": tr')
    assert main.state_of(str(folder), []) == "absent"


def test_an_environment_whose_python_is_gone_or_that_was_moved_is_made_anew(checkout, monkeypatch):
    folder = Path(main.environment_folder())
    main.set_up(str(folder), [])
    monkeypatch.setattr(main, "ROOT", str(checkout / "elsewhere"))
    assert main.state_of(str(folder), []) == "absent"
    monkeypatch.setattr(main, "ROOT", str(checkout))
    (folder / "bin/python").unlink()
    assert main.state_of(str(folder), []) == "absent"


def test_an_environment_that_somebody_else_made_is_left_alone(checkout):
    folder = checkout / ".venv"
    folder.mkdir()
    (folder / "theirs").touch()
    main.set_up(str(folder), ["dev"])
    assert journal_of(checkout) == []
    assert [p.name for p in folder.iterdir()] == ["theirs"]
    with pytest.raises(main.SetUpError, match=r"\.venv is in the way: TrustSim did not make it"):
        main.hand_over([])


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "ERROR: Could not find a version that satisfies the requirement mesa",
            "no package index that has them could be reached",
        ),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("error: command 'gcc' failed", "(exit code 1); the last lines:\n  | error: command 'gcc'"),
    ],
)
def test_a_failed_installation_is_told_in_a_sentence_and_tried_again(
    checkout, monkeypatch, output, sentence
):
    monkeypatch.setenv("FAIL", output)
    with pytest.raises(main.SetUpError) as caught:
        main.set_up(main.environment_folder(), [])
    assert str(caught.value).startswith("could not install TrustSim and the 2 libraries")
    assert sentence in str(caught.value)
    assert main.state_of(main.environment_folder(), []) == "absent"
    monkeypatch.delenv("FAIL")
    main.set_up(main.environment_folder(), [])
    assert main.state_of(main.environment_folder(), []) == "ready"


def test_a_python_without_ensurepip_is_told_how_to_get_it(checkout, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(main.SetUpError, match="sudo apt install python3-venv"):
        main.set_up(main.environment_folder(), [])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_to_is_named(checkout):
    checkout.chmod(0o500)
    with pytest.raises(main.SetUpError, match=f"cannot write to {checkout}"):
        main.set_up(main.environment_folder(), [])


def test_only_one_set_up_runs_at_a_time(tmp_path):
    """The lock is held as long as the set-up or a program it started lives, and no longer."""
    path = tmp_path / "lock"
    holder = (
        "import sys; sys.path.insert(0, sys.argv[1]); import main, os\n"
        "with main.only_one_at_a_time(sys.argv[2]) as lock:\n"
        "    print('held', flush=True)\n"
        "    main.run_holding(lock, ['cat', sys.argv[3]])\n"
    )
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-c", holder, str(ROOT), str(path), str(pipe)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with path.open("a") as ours:
            assert not main.is_taken(ours)
            writer = os.open(pipe, os.O_WRONLY)  # returns once `cat` has opened the other end
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert not main.is_taken(ours), "the killed set-up's program still works on the folder"
            os.close(writer)
            wait_until(lambda: main.is_taken(ours))


def wait_until(holds) -> None:
    """Return once ``holds()`` is true; fail after ten seconds."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        os.sched_yield()


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 6, 0), (2, 7, 18)])
def test_an_old_python_is_refused(version):
    with pytest.raises(main.SetUpError, match=r"TrustSim needs 3\.11 or later"):
        main.refuse_old_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_new_python_is_not_refused(version):
    main.refuse_old_python(version)


@pytest.mark.skipif(not OLD_PYTHONS, reason="no old Python on this machine")
@pytest.mark.parametrize("python", OLD_PYTHONS, ids=lambda path: path.parts[-3])
def test_an_old_python_can_still_read_main_and_gets_its_sentence(python):
    done = subprocess.run([python, ROOT / "main.py"], capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.startswith("trustsim: this is Python 3.")
    assert len(done.stderr.splitlines()) == 1


def test_libraries_are_read_from_pyproject_without_their_bounds(checkout):
    assert main.required_libraries(["dev"]) == ["mesa", "numpy", "pytest"]


def test_this_environment_is_used_as_it_is(monkeypatch):
    """The tests run in an environment that has all, so nothing would be set up here."""
    monkeypatch.setattr(main, "environment_folder", lambda: "/nowhere")
    assert main.missing_libraries([]) == []
    assert main.is_ready_here([])


def test_arguments_reach_the_command_line_unchanged():
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "--version"], capture_output=True, text=True
    )
    version = importlib.import_module("trustsim").__version__
    assert (done.returncode, done.stdout) == (0, f"trustsim {version}\n")


def test_help_names_the_command_that_was_typed():
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "--help"], capture_output=True, text=True
    )
    assert done.stdout.startswith("Usage: python3 main.py ")


def test_the_tests_get_two_workers_unless_their_arguments_decide():
    assert main.parallel_options(["-k", "trust"]) == ["-n", "2"]
    assert main.parallel_options(["-n0"]) == []
    assert main.parallel_options(["--pdb"]) == []


def test_an_environment_that_lacks_something_after_handing_over_says_so(checkout, monkeypatch):
    monkeypatch.setenv(main.HANDED_OVER, "1")
    monkeypatch.setattr(main, "is_ready_here", lambda extras: False)
    monkeypatch.setattr(main, "missing_libraries", lambda extras: ["mesa"])
    monkeypatch.setattr(main, "set_up", lambda *_: pytest.fail("would go in circles"))
    assert main.main([]) == 1


def test_ctrl_c_during_the_set_up_is_told_in_a_line(monkeypatch, capsys):
    def press(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "is_ready_here", lambda extras: False)
    monkeypatch.setattr(main, "set_up", press)
    assert main.main(["play"]) == 130
    assert capsys.readouterr().err == "\ntrustsim: stopped; the same command starts again.\n"


def test_another_copy_of_trustsim_in_the_environment_does_not_shadow_this_checkout(tmp_path):
    (tmp_path / "trustsim").mkdir()
    (tmp_path / "trustsim/__init__.py").write_text("raise SystemExit('the other copy')")
    for name in ("main.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, ROOT / "main.py", "--version"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
