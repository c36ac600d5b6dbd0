"""Shapes that pygame has not: soft shadows, smooth rounded boxes, glows."""

import pygame

from trustsim.play.window.colours import RGB
from trustsim.play.window.look import Look

_SMOOTHING = 3


def rounded(
    look: Look,
    size: tuple[int, int],
    fill: RGB | None,
    radius: float = 10,
    border: RGB | None = None,
    width: float = 1,
) -> pygame.Surface:
    """Return a box with smooth round corners, kept by the look.

    Args:
        look: Keeps the picture.
        size: Width and height in pixels.
        fill: Colour inside, or None for a frame.
        radius: Of the corners, in lengths of the design; larger than half the height is a pill.
        border: Colour of the frame, or None.
        width: Of the frame, in lengths of the design.
    """
    key = ("rounded", size, fill, radius, border, width)
    if (known := look.kept(key)) is not None:
        return known
    large = pygame.Surface((size[0] * _SMOOTHING, size[1] * _SMOOTHING), pygame.SRCALPHA)
    large.fill((*(fill or border or (0, 0, 0)), 0))
    corner = min(look.px(radius), min(size) // 2) * _SMOOTHING
    box = large.get_rect()
    edge = max(1, round(width * look.ui_scale * _SMOOTHING)) if border else 0
    if border:
        pygame.draw.rect(large, border, box, border_radius=corner)
        inner = box.inflate(-2 * edge, -2 * edge)
        colour = (*fill, 255) if fill else (*border, 0)
        pygame.draw.rect(large, colour, inner, border_radius=max(0, corner - edge))
    elif fill:
        pygame.draw.rect(large, fill, box, border_radius=corner)
    return look.keep(key, _ready(pygame.transform.smoothscale(large, size)))


def box(
    surface: pygame.Surface,
    look: Look,
    rect: pygame.Rect,
    fill: RGB | None,
    radius: float = 10,
    border: RGB | None = None,
    width: float = 1,
) -> None:
    """Draw a box with smooth round corners."""
    if rect.width > 0 and rect.height > 0:
        surface.blit(rounded(look, rect.size, fill, radius, border, width), rect)


def shadow(
    surface: pygame.Surface, look: Look, rect: pygame.Rect, radius: float = 10, depth: float = 14
) -> None:
    """Draw the soft shadow of a floating box."""
    spread = look.px(depth)
    key = ("shadow", rect.size, radius, depth)
    picture = look.kept(key)
    if picture is None:
        picture = look.keep(key, _stretched(_small_shadow(look, radius, spread), rect, spread))
    surface.blit(picture, (rect.x - spread, rect.y - spread + spread // 3))


def _small_shadow(look: Look, radius: float, spread: int) -> pygame.Surface:
    """Return the shadow of the smallest box whose corners don't reach its middle."""
    corner = look.px(radius) + spread
    key = ("small shadow", corner, spread)
    if (known := look.kept(key)) is not None:
        return known
    side = 2 * corner + 1
    sharp = pygame.Surface((side + 2 * spread, side + 2 * spread), pygame.SRCALPHA)
    colour = (*look.theme.shadow, 150 if look.theme.is_dark else 70)
    inner = pygame.Rect(spread, spread, side, side)
    pygame.draw.rect(sharp, colour, inner, border_radius=look.px(radius))
    return look.keep(key, _ready(pygame.transform.gaussian_blur(sharp, max(1, spread // 2))))


def _stretched(small: pygame.Surface, rect: pygame.Rect, spread: int) -> pygame.Surface:
    """Return a shadow for a box of any size: corners as they are, edges and middle drawn out."""
    size = (rect.width + 2 * spread, rect.height + 2 * spread)
    picture = pygame.Surface(size, pygame.SRCALPHA)
    cuts = [min(small.width // 2, length // 2) for length in size]
    spans = []
    for cut, length, own in zip(cuts, size, small.size, strict=True):
        middle = own // 2
        spans.append(((0, cut, 0, cut), (middle, 1, cut, length - 2 * cut),
                      (own - cut, cut, length - cut, cut)))  # fmt: skip
    for x, wide, to_x, to_wide in spans[0]:
        for y, high, to_y, to_high in spans[1]:
            if min(to_wide, to_high) > 0:
                piece = small.subsurface((x, y, wide, high))
                if (wide, high) != (to_wide, to_high):
                    piece = pygame.transform.scale(piece, (to_wide, to_high))
                picture.blit(piece, (to_x, to_y), special_flags=pygame.BLEND_RGBA_MAX)
    return _ready(picture)


def disc(
    surface: pygame.Surface, look: Look, centre: tuple[int, int], radius: int, colour: RGB
) -> None:
    """Draw a smooth filled circle."""
    key = ("disc", radius, colour)
    picture = look.kept(key)
    if picture is None:
        picture = look.keep(key, _disc(radius, colour))
    surface.blit(picture, (centre[0] - radius - 1, centre[1] - radius - 1))


def _disc(radius: int, colour: RGB) -> pygame.Surface:
    """Draw a smooth filled circle on a transparent ground one pixel larger each side."""
    side = (2 * radius + 2) * _SMOOTHING
    large = pygame.Surface((side, side), pygame.SRCALPHA)
    large.fill((*colour, 0))
    pygame.draw.circle(large, colour, (side / 2, side / 2), radius * _SMOOTHING)
    return _ready(pygame.transform.smoothscale(large, (2 * radius + 2, 2 * radius + 2)))


def _ready(picture: pygame.Surface) -> pygame.Surface:
    """Bring a picture into the form that is fastest to draw, once there is a window."""
    return picture.convert_alpha() if pygame.display.get_surface() else picture
