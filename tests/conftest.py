"""What every test may rely on: no screen, no sound, nobody's home, and repeatable examples."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# SDL reads these when pygame is imported, so they come before any fixture.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

# A shell starts what it puts in the background deaf to Ctrl-C, and a process hands that on to its
# own: the tests that press Ctrl-C need children that hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The first call of a kernel compiles it: a time limit per example would measure the compiler.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

GOLDEN = Path(__file__).parent / "golden"
SOURCE = Path(__file__).parents[1] / "src"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden files anew instead of comparing with them",
    )


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep saves and settings of tests out of the user's own folders."""
    with pytest.MonkeyPatch.context() as patch:
        # What a test starts as a process of its own finds this checkout's code, installed or not.
        patch.setenv("PYTHONPATH", str(SOURCE), prepend=os.pathsep)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data-home")))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config-home")))
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return ``golden(file_name, text)``: compare ``text`` with tests/golden/``file_name``.

    ``pytest --rewrite-golden`` writes the files instead; look at the difference before committing.
    """
    rewrites = request.config.getoption("--rewrite-golden")

    def compare(file_name: str, text: str) -> None:
        path = GOLDEN / file_name
        if rewrites:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing; write it with --rewrite-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare
