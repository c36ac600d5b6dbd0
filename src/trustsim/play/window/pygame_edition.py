"""Which pygame is installed: the window needs the community edition."""

import os
import sys
from importlib.util import find_spec

from trustsim.errors import TrustSimError


def require_pygame_ce() -> None:
    """Check that ``import pygame`` gives pygame-ce.

    Raises:
        TrustSimError: There is no pygame, or it is the older one.
    """
    if problem := pygame_problem():
        raise TrustSimError(problem)


def pygame_problem() -> str | None:
    """Return what is wrong with the pygame here and what to do, or None if all is well."""
    pip = f"{sys.executable} -m pip"
    if find_spec("pygame") is None:
        return f"the window needs pygame-ce, which is not installed; run: {pip} install pygame-ce"
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame

    if getattr(pygame, "IS_CE", False):
        return None
    version = getattr(pygame, "__version__", "without a version")
    return (
        f"the window needs pygame-ce, but `import pygame` gives pygame {version}, which has not "
        "what it draws with; the two can't live side by side, so run: "
        f"{pip} uninstall -y pygame pygame-ce, then {pip} install pygame-ce"
    )
