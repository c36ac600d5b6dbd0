import sys
from types import ModuleType

import pytest

from trustsim.errors import TrustSimError
from trustsim.play.window.pygame_edition import pygame_problem, require_pygame_ce


def test_the_community_edition_is_no_problem():
    assert pygame_problem() is None


def test_the_older_pygame_is_refused_with_what_to_do(monkeypatch):
    older = ModuleType("pygame")
    older.__spec__ = sys.modules["pygame"].__spec__
    older.__version__ = "2.6.1"
    monkeypatch.setitem(sys.modules, "pygame", older)
    with pytest.raises(TrustSimError, match=r"gives pygame 2\.6\.1.*uninstall -y pygame pygame-ce"):
        require_pygame_ce()
