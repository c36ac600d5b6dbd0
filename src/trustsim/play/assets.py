"""Where the fonts, icons, themes and texts that ship with TrustSim lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_HOMES = (_PACKAGE / "_shipped" / "assets", _PACKAGE.parents[1] / "assets")


def asset(*parts: str) -> Path:
    """Return the path of one shipped file.

    Args:
        parts: The path below ``assets``, such as ``"fonts", "inter-latin-400-normal.woff2"``.

    Returns:
        The path in the installed package, or in the source tree when run from there.

    Raises:
        FileNotFoundError: No such file ships with this version.
    """
    for home in _HOMES:
        path = home.joinpath(*parts)
        if path.exists():
            return path
    looked = " and ".join(str(home) for home in _HOMES)
    raise FileNotFoundError(
        f"assets/{'/'.join(parts)} is missing; it was looked for in {looked}; "
        "install TrustSim again, or run it from its source tree"
    )
