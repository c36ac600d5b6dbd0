"""A player's folder of its own for every test, and English afterwards."""

import pytest

from tests.play.typed import Typed
from trustsim.play import strings


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep each test's saves and settings apart."""
    monkeypatch.setenv("TRUSTSIM_HOME", str(tmp_path / "player"))
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C")
    yield tmp_path / "player"
    strings.use_language(strings.FALLBACK)


@pytest.fixture
def game():
    """Return a new game, typed line by line."""
    return Typed()


@pytest.fixture
def later():
    """Return a game after three weeks: a gift and talk, another gift, a loud week."""
    typed = Typed()
    typed.type(
        "post useful bees in keepers care 3", "talk keepers 2", "bet 1", "go",
        "post story bees in keepers care 4 tone candid", "post useful tea", "go",
        "post pitch in keepers", "post offer in tasters boost 2", "go",
    )  # fmt: skip
    return typed
