"""What made a run: the version of TrustSim, and the fingerprint of the code that plays."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from trustsim import __version__

ROOMS = ("market", "strategies", "campaign")
"""Where the code is that decides what a run gives; the scenario is in the run itself."""


@lru_cache(maxsize=1)
def engine_format() -> str:
    """Return the version and a fingerprint of the engine's source, such as ``0.1.0+3f2a9c41``.

    Two installations of one version have the same; one whose model somebody has changed has not.
    """
    package = Path(__file__).parents[1]
    found = blake2b(digest_size=4)
    for room in ROOMS:
        for file in sorted((package / room).rglob("*.py")):
            found.update(file.relative_to(package).as_posix().encode())
            found.update(file.read_bytes())
    return f"{__version__}+{found.hexdigest()}"
