#!/usr/bin/env python3
"""Start TrustSim, and set it up first where that is needed.

``python3 main.py`` plays, ``python3 main.py test`` runs the tests, and anything else goes to the
command line. An environment that has TrustSim and its libraries is used as it is. Anywhere else
this file makes an environment of its own, ``.venv`` beside itself, with the standard library only.

It parses on Python 3.6 and later, so that it can refuse an old Python with a sentence.
"""

import contextlib
import errno
import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from typing import Any, Dict, Iterator, List, Optional, Sequence, TextIO, Tuple

ROOT = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(ROOT, "src")
OLDEST = (3, 11)
# Set for the environment's own Python, so that handing over can't go in circles.
HANDED_OVER = "TRUSTSIM_HANDED_OVER"


class SetUpError(Exception):
    """What keeps TrustSim from starting, as a sentence with a remedy."""


def main(arguments: Sequence[str]) -> int:
    """Run ``arguments`` in an environment that has what they need; return the exit code."""
    try:
        refuse_old_python(sys.version_info[:3])
        was_handed_over = os.environ.pop(HANDED_OVER, None) is not None
        extras = ["dev"] if arguments[:1] == ["test"] else []
        if not is_ready_here(extras):
            if was_handed_over:
                raise SetUpError(why_not_ready(extras))
            set_up(environment_folder(), extras)
            return hand_over(arguments)
        prefer_this_checkout()
        return run_tests(arguments[1:]) if extras else run_command(arguments or ["play"])
    except SetUpError as error:
        print(f"trustsim: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ntrustsim: stopped; the same command starts again.", file=sys.stderr)
        return 130


def refuse_old_python(version: Sequence[int]) -> None:
    """Raise SetUpError for a Python that TrustSim does not run on."""
    if tuple(version[:2]) < OLDEST:
        found = ".".join(str(part) for part in version)
        needed = ".".join(str(part) for part in OLDEST)
        raise SetUpError(
            f"this is Python {found}, and TrustSim needs {needed} or later. "
            f"Install a newer Python and start it by name, for example: python{needed} main.py"
        )


# ---- what runs once everything is there


def run_command(arguments: Sequence[str]) -> int:
    """Hand ``arguments`` to TrustSim's command line."""
    cli = importlib.import_module("trustsim.cli")
    return int(cli.run(list(arguments), program="python3 main.py"))


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest from the project's root; ``arguments`` are pytest's."""
    os.chdir(ROOT)
    options = parallel_options(arguments)
    return become([sys.executable, "-m", "pytest", *options, *arguments])


def parallel_options(arguments: Sequence[str]) -> List[str]:
    """Return the options for two test workers, unless ``arguments`` decide about that."""
    decided = any(a.startswith(("-n", "--numprocesses", "--dist", "--pdb")) for a in arguments)
    return [] if decided or importlib.util.find_spec("xdist") is None else ["-n", "2"]


def prefer_this_checkout() -> None:
    """Let this checkout's code run even where the environment has another copy of TrustSim."""
    spec = importlib.util.find_spec("trustsim")
    if spec is not None and (spec.origin or "").startswith(SOURCE + os.sep):
        return
    sys.path.insert(0, SOURCE)
    inherited = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([SOURCE, inherited] if inherited else [SOURCE])


def hand_over(arguments: Sequence[str]) -> int:
    """Start this file again with the Python of the environment that was set up."""
    folder = environment_folder()
    python = environment_python(folder)
    if not os.path.exists(python):
        raise SetUpError(
            f"{folder} is in the way: TrustSim did not make it and there is no Python in it. Move "
            "it, or name another folder for TrustSim's environment in TRUSTSIM_VENV."
        )
    os.environ[HANDED_OVER] = "1"
    return become([python, os.path.join(ROOT, "main.py"), *arguments])


def become(command: Sequence[str]) -> int:
    """Let ``command`` take this process's place, so that Ctrl-C and exit codes are its own."""
    if os.name == "nt":  # exec there returns to the shell before the command is done
        return subprocess.call(command)
    sys.stdout.flush()
    os.execv(command[0], list(command))


# ---- is the Python that runs this enough?


def is_ready_here(extras: Sequence[str]) -> bool:
    """Return whether this Python has TrustSim, its libraries and those of ``extras``."""
    folder = environment_folder()
    if os.path.realpath(sys.prefix) == os.path.realpath(folder):
        mark = read_mark(folder)
        if mark is not None and not is_current(mark, extras):
            return False
    return not missing_libraries(extras)


def missing_libraries(extras: Sequence[str]) -> List[str]:
    """Return the names of what this Python lacks of TrustSim, its libraries and ``extras``."""
    from importlib import metadata

    if importlib.util.find_spec("trustsim") is None:
        return ["trustsim"]
    missing = []
    for name in required_libraries(extras):
        try:
            metadata.distribution(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
    return missing


def required_libraries(extras: Sequence[str]) -> List[str]:
    """Return the distributions that pyproject.toml asks for, without their version bounds."""
    import tomllib

    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        project = tomllib.load(file)["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return sorted({re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in wanted})


def why_not_ready(extras: Sequence[str]) -> str:
    """Return the sentence for an environment that lacks something after its set-up."""
    folder = environment_folder()
    return (
        f"{folder} lacks {', '.join(missing_libraries(extras))}. Move that folder away and start "
        f"again, or fill it by hand: {environment_python(folder)} -m pip install -e "
        f"'{ROOT}{bracketed(extras)}'"
    )


# ---- an environment of our own


def environment_folder() -> str:
    """Return the folder of TrustSim's own environment; ``TRUSTSIM_VENV`` names another one."""
    return os.path.join(ROOT, os.environ.get("TRUSTSIM_VENV") or ".venv")


def environment_python(folder: str) -> str:
    """Return the path of the Python in the environment ``folder``."""
    parts = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(folder, *parts)


def set_up(folder: str, extras: Sequence[str]) -> None:
    """Bring the environment in ``folder`` up to pyproject.toml and ``extras``, if it is not.

    One whose set-up was cut off is made anew; one that somebody else made is left as it is.
    """
    if state_of(folder, extras) in ("ready", "foreign"):
        return
    with only_one_at_a_time(folder + ".lock") as lock:
        state = state_of(folder, extras)
        if state in ("ready", "foreign"):
            return
        steps = Steps(lock)
        if state == "absent":
            make_environment(folder, steps)
        install(folder, extras, steps)


def state_of(folder: str, extras: Sequence[str]) -> str:
    """Return ``ready``, ``outdated``, ``absent`` (or cut off, or moved) or ``foreign``."""
    mark = read_mark(folder)
    if mark is None:
        return "foreign" if os.path.isdir(folder) and os.listdir(folder) else "absent"
    is_here = mark.get("root") == ROOT and os.path.exists(environment_python(folder))
    if not is_here or not mark.get("complete"):
        return "absent"
    return "ready" if is_current(mark, extras) else "outdated"


def is_current(mark: Dict[str, Any], extras: Sequence[str]) -> bool:
    """Return whether ``mark`` tells of all that today's pyproject.toml and ``extras`` ask for."""
    fits = mark.get("complete") is True and mark.get("pyproject") == pyproject_hash()
    return fits and set(extras) <= set(mark.get("extras", []))


def pyproject_hash() -> str:
    """Return the fingerprint of pyproject.toml, which says what has to be installed."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read_mark(folder: str) -> Optional[Dict[str, Any]]:
    """Return what the last set-up wrote into ``folder``; None where there never was one."""
    try:
        with open(os.path.join(folder, "trustsim.json"), encoding="utf-8") as file:
            mark = json.load(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        return {}
    return mark if isinstance(mark, dict) else {}


def write_mark(folder: str, **mark: Any) -> None:
    """Replace the mark in ``folder`` in one move, so that it is never half there."""
    path = os.path.join(folder, "trustsim.json")
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump({"root": ROOT, **mark}, file)
    os.replace(path + ".new", path)


def make_environment(folder: str, steps: "Steps") -> None:
    """Make an empty environment in ``folder``, in place of what a cut-off set-up left there."""
    if importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(
            f"this Python ({sys.executable}) cannot make environments: its ensurepip is missing. "
            "On Debian and Ubuntu `sudo apt install python3-venv` adds it; then start again."
        )
    discard(folder)
    os.mkdir(folder)
    write_mark(folder, complete=False)
    version = ".".join(str(part) for part in sys.version_info[:3])
    steps.say(f"TrustSim sets itself up in {folder}, once. This takes a minute or two.")
    # Inside an environment, sys.executable may be what was just discarded.
    python = getattr(sys, "_base_executable", None) or sys.executable
    steps.run(f"an empty environment for Python {version}", [python, "-m", "venv", folder])


def discard(folder: str) -> None:
    """Remove ``folder``; moved aside first, it is never seen half removed under its own name."""
    aside = folder + "-old"
    shutil.rmtree(aside, ignore_errors=True)
    if os.path.isdir(folder):
        os.rename(folder, aside)
        shutil.rmtree(aside, ignore_errors=True)


def install(folder: str, extras: Sequence[str], steps: "Steps") -> None:
    """Install the checkout, editable, with ``extras``; the mark that all is there comes last."""
    kept = (read_mark(folder) or {}).get("extras", [])
    wanted = sorted({*kept, *extras})
    write_mark(folder, complete=False)
    pip = [environment_python(folder), "-m", "pip", "install", "--no-input"]
    what = f"TrustSim and the {len(required_libraries(wanted))} libraries it asks for"
    steps.run(what, [*pip, "--disable-pip-version-check", "-e", "." + bracketed(wanted)])
    write_mark(folder, complete=True, extras=wanted, pyproject=pyproject_hash())
    steps.say(f"TrustSim is set up ({steps.elapsed():.0f} s in all).")


def bracketed(extras: Sequence[str]) -> str:
    """Return ``extras`` as pip wants them behind a project's name."""
    return "[" + ",".join(extras) + "]" if extras else ""


# ---- the set-up's programs


class Steps:
    """Runs the set-up's programs one by one and says so on the error stream."""

    def __init__(self, lock: TextIO) -> None:
        self.lock = lock
        self.start = time.monotonic()

    def elapsed(self) -> float:
        """Return the seconds since the set-up began."""
        return time.monotonic() - self.start

    def say(self, line: str) -> None:
        """Print one line for people; the output proper may be meant for a program."""
        print(line, file=sys.stderr, flush=True)

    def run(self, what: str, command: Sequence[str]) -> None:
        """Run ``command``, which installs ``what``, and say how long that took."""
        self.say(f"  installing {what} ...")
        began = self.elapsed()
        code, output = run_holding(self.lock, command)
        if code != 0:
            raise SetUpError(explain_failure(what, code, output))
        self.say(f"  ... done in {self.elapsed() - began:.0f} s")


def run_holding(lock: TextIO, command: Sequence[str]) -> Tuple[int, str]:
    """Run ``command``; return its exit code and all it printed.

    The program inherits the lock: if this process is killed, whoever comes next waits for the
    program's end instead of working on the same folder beside it.
    """
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PIP_USER": "0"},  # some set it to 1, which no environment accepts
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=() if os.name == "nt" else (lock.fileno(),),
    )
    try:
        output = process.communicate()[0]
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    return process.returncode, output


UNREACHABLE = (
    "Could not find a version that satisfies",
    "Max retries exceeded",
    "No matching distribution found",
    "Read timed out",
)


def explain_failure(what: str, code: int, output: str) -> str:
    """Return the sentence for a program of the set-up that failed."""
    if "No space left on device" in output:
        return f"could not install {what}: the disk is full. Make room, then start again."
    if any(sign in output for sign in UNREACHABLE):
        return (
            f"could not install {what}: no package index that has them could be reached. Connect "
            "to a network, or name an index you can reach in PIP_INDEX_URL; then start again.\n"
            f"{set_off(error_lines(output)[:3])}"
        )
    lines = [line for line in output.splitlines() if line.strip()]
    return f"could not install {what} (exit code {code}); the last lines:\n{set_off(lines[-15:])}"


def error_lines(output: str) -> List[str]:
    """Return the lines in which pip says what went wrong."""
    return [line.strip() for line in output.splitlines() if line.strip().startswith("ERROR:")]


def set_off(lines: Sequence[str]) -> str:
    """Return somebody else's ``lines`` so that they can be told from our own."""
    return "\n".join("  | " + line.rstrip() for line in lines)


# ---- one set-up at a time


@contextlib.contextmanager
def only_one_at_a_time(path: str) -> Iterator[TextIO]:
    """Hold the lock file ``path``; wait while another process holds it.

    The system drops the lock with the last process that holds it: none is ever left over.
    """
    try:
        lock = open(path, "a", encoding="utf-8")  # noqa: SIM115 - closed below, after the wait
    except OSError as error:
        raise SetUpError(
            f"cannot write to {os.path.dirname(path)} ({error.strerror}), where TrustSim makes its "
            "environment. Copy the project to a folder of yours, or name one in TRUSTSIM_VENV."
        ) from None
    with lock:
        if not is_taken(lock):
            print("Another TrustSim is setting itself up here; waiting for it.", file=sys.stderr)
            while not is_taken(lock):
                time.sleep(0.2)
        yield lock


def is_taken(lock: TextIO) -> bool:
    """Take the lock unless another process has it; return whether it is ours."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # A file system without locks is better used unlocked than waited for.
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
