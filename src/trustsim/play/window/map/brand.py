"""The brand in the middle of the map."""

import numpy as np
import pygame

from trustsim.play.window import brush
from trustsim.play.window.colours import mix
from trustsim.play.window.look import Look

_DOTS = 44


def brand_radius(look: Look) -> int:
    """Return how large the brand is drawn, in pixels."""
    return look.px(32)


def draw_brand(
    surface: pygame.Surface, look: Look, icon: str, place: tuple[int, int], trusting: float
) -> None:
    """Draw the brand with a ring of lights: the share of those who know it that trust it.

    Args:
        surface: The map.
        look: The look of the window.
        icon: Name of the brand's icon.
        place: Its middle.
        trusting: From 0 to 1.
    """
    lit = round(_DOTS * trusting)
    key = ("brand", icon, lit)
    picture = look.kept(key) or look.keep(key, _picture(look, icon, lit))
    surface.blit(picture, picture.get_rect(center=place))


def _picture(look: Look, icon: str, lit: int) -> pygame.Surface:
    """Draw the brand with so many lights lit."""
    theme = look.theme
    outer = brand_radius(look)
    picture = pygame.Surface((2 * outer + 3, 2 * outer + 3), pygame.SRCALPHA)
    middle = (outer + 1, outer + 1)
    brush.disc(picture, look, middle, outer, mix(theme.background, theme.sea, 0.4))
    warm = theme.trust_ramp(look.palette)[2]
    dim = mix(theme.sea, theme.line, 0.9)
    for dot in range(_DOTS):
        angle = 2 * np.pi * dot / _DOTS - np.pi / 2
        x = middle[0] + round(np.cos(angle) * (outer - look.px(3.5)))
        y = middle[1] + round(np.sin(angle) * (outer - look.px(3.5)))
        brush.disc(picture, look, (x, y), look.px(1.6), warm if dot < lit else dim)
    brush.disc(picture, look, middle, outer - look.px(8), theme.accent)
    mark = look.icon(icon, 26, theme.accent_text)
    picture.blit(mark, mark.get_rect(center=middle))
    return picture
