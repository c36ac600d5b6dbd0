"""Icons as pictures: drawn once per size and colour, kept."""

import io
from functools import cache
from typing import Final

import pygame

from trustsim.errors import UnknownName
from trustsim.play.assets import asset
from trustsim.play.window.colours import RGB
from trustsim.play.window.kept import Kept

# Every size of window and text has icons of its own: those not seen for long go.
_KEPT: Final = Kept(6_000_000)


@cache
def icon_names() -> frozenset[str]:
    """Return the names of the icons that ship."""
    return frozenset(path.stem for path in asset("icons").glob("*.svg"))


@cache
def _outline(name: str) -> str:
    """Read the drawing of one icon."""
    if name not in icon_names():
        raise UnknownName("icon", name, icon_names())
    return asset("icons", f"{name}.svg").read_text(encoding="utf-8")


def icon(name: str, size: int, colour: RGB, stroke: float = 1.75) -> pygame.Surface:
    """Return the icon ``name`` as a picture.

    Args:
        name: A file name in ``assets/icons`` without its ending.
        size: Side of the square in pixels.
        colour: Colour of the strokes.
        stroke: Width of the strokes on the icon's own grid of 24.

    Raises:
        UnknownName: No such icon ships.
    """
    key = (name, size, colour, stroke)
    if (known := _KEPT.get(key)) is not None:
        return known
    red, green, blue = colour
    drawing = _outline(name).replace("currentColor", f"#{red:02x}{green:02x}{blue:02x}")
    drawing = drawing.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    picture = pygame.image.load_sized_svg(io.BytesIO(drawing.encode()), (size, size))
    return _KEPT.keep(key, picture.convert_alpha() if pygame.display.get_surface() else picture)
