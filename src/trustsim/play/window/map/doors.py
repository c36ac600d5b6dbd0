"""Closed doors: a fence round the circle and a lock at the gate, seen without any colour."""

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.play.window import brush
from trustsim.play.window.look import Look
from trustsim.play.window.map.outline import shore
from trustsim.play.window.map.places import Places

Array = NDArray[np.float64]

_FINE = 2


def draw_doors(surface: pygame.Surface, look: Look, places: Places, doors: Array) -> None:
    """Draw the fence of each circle as far as its door is closed (0 to 1)."""
    for circle in np.flatnonzero(doors > 0.01).tolist():
        closed = float(doors[circle])
        x, y = (round(float(value)) for value in places.centres[circle])
        picture = _kept_fence(look, places, circle)
        picture.set_alpha(round(255 * closed))
        surface.blit(picture, picture.get_rect(center=(x, y)))
        _draw_gate(surface, look, gate(places, circle), closed)


def gate(places: Places, circle: int) -> tuple[int, int]:
    """Return where the gate of a circle is: on its shore, towards the brand."""
    centre = places.centres[circle]
    to_brand = places.brand - centre
    angle = np.arctan2(to_brand[1], to_brand[0])
    radius = float(shore(circle, np.array([angle]))[0] * places.radii[circle])
    return (
        round(float(centre[0] + np.cos(angle) * radius)),
        round(float(centre[1] + np.sin(angle) * radius)),
    )


def _draw_gate(surface: pygame.Surface, look: Look, place: tuple[int, int], closed: float) -> None:
    """Draw the lock on a disc; it grows as the door closes."""
    theme = look.theme
    size = 15 * (0.5 + 0.5 * closed)
    radius = look.px(size * 0.82)
    brush.disc(surface, look, place, radius + look.px(2), theme.closed)
    brush.disc(surface, look, place, radius, theme.panel)
    name = "lock" if closed > 0.5 else "lock-open"
    picture = look.icon(name, size * 0.95, theme.closed)
    surface.blit(picture, picture.get_rect(center=place))


def _kept_fence(look: Look, places: Places, circle: int) -> pygame.Surface:
    """Return the fence of a circle, made once for its radius."""
    radius = min(float(places.radii[circle]), 2.0 * max(places.size))
    key = ("fence", circle, round(radius, 1))
    return look.kept(key) or look.keep(key, _fence(look, circle, radius))


def _fence(look: Look, circle: int, radius: float) -> pygame.Surface:
    """Draw a veil over the circle, a heavy shore and posts across it."""
    theme = look.theme
    side = int(2 * (radius + 10 * look.ui_scale))
    large = pygame.Surface((side * _FINE, side * _FINE), pygame.SRCALPHA)
    middle = np.array([side * _FINE / 2, side * _FINE / 2])
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    points = _ring(circle, angles, radius * _FINE) + middle
    pygame.draw.polygon(large, (*theme.sea, 150), points.tolist())
    wide = max(2, round(2.6 * look.ui_scale * _FINE))
    pygame.draw.lines(large, theme.closed, True, points.tolist(), wide)
    count = max(12, round(2 * np.pi * radius / (11 * look.ui_scale)))
    posts = np.linspace(0, 2 * np.pi, count, endpoint=False)
    reach = 4.5 * look.ui_scale * _FINE
    inner = _ring(circle, posts, radius * _FINE, -reach) + middle
    outer = _ring(circle, posts, radius * _FINE, reach) + middle
    for start, end in zip(inner.tolist(), outer.tolist(), strict=True):
        pygame.draw.line(
            large, theme.closed, start, end, max(2, round(1.8 * look.ui_scale * _FINE))
        )
    picture = pygame.transform.smoothscale(large, (side, side))
    return picture.convert_alpha() if pygame.display.get_surface() else picture


def _ring(circle: int, angles: Array, radius: float, beyond: float = 0.0) -> Array:
    """Return points of a shore, or so many pixels beyond it, round (0, 0)."""
    distance = shore(circle, angles) * radius + beyond
    return np.stack([np.cos(angles), np.sin(angles)], axis=1) * distance[:, None]
