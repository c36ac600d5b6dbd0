"""Small pictures that are drawn many times: people, lights, rings."""

from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.market.outcome import Stance
from trustsim.play.window.colours import RGB, mix, ramp
from trustsim.play.window.look import Look

Array = NDArray[np.float64]

TRUST_STEPS: Final = 24
SIZES: Final = 6
LIGHT_STEPS: Final = 16
RING_STEPS: Final = 16


class PeopleSprites:
    """The pictures of people: trust by colour, stance by shape, ties by size.

    Args:
        look: Theme and palette.
        radii: Radius in pixels of each of the ``SIZES``, smallest first.
    """

    def __init__(self, look: Look, radii: tuple[float, ...]) -> None:
        theme = look.theme
        colours = [tuple(row) for row in ramp(theme.trust_ramp(look.palette), TRUST_STEPS).tolist()]
        self.pictures: list[pygame.Surface] = []
        for stance in Stance:
            for level in range(TRUST_STEPS):
                red, green, blue = colours[level]
                for radius in radii:
                    picture = _person(look, stance, (red, green, blue), level, radius)
                    self.pictures.append(picture)
        self.halves = np.array([picture.width // 2 for picture in self.pictures])

    def codes(
        self, trust: NDArray[np.floating], stance: NDArray[np.uint8], size: NDArray[np.integer]
    ) -> NDArray[np.int64]:
        """Return which picture shows each person, shape (users,)."""
        level = np.clip((trust * TRUST_STEPS).astype(np.int64), 0, TRUST_STEPS - 1)
        return (stance.astype(np.int64) * TRUST_STEPS + level) * SIZES + size


def _person(look: Look, stance: Stance, colour: RGB, level: int, radius: float) -> pygame.Surface:
    """Draw one kind of person."""
    theme = look.theme
    if stance in {Stance.MUTED, Stance.BLOCKED}:
        # Rings stay large enough to be told from discs.
        radius = max(radius, 2.3 * look.ui_scale)
        return _ring_person(look, theme.muted_ring, radius, crossed=stance is Stance.BLOCKED)
    if stance is Stance.STRANGER:
        return _disc_person(look, theme.stranger, radius * 0.8, 0.0)
    if stance is Stance.AWARE:
        return _disc_person(look, colour, radius * 0.88, 0.0)
    warmth = max(0.0, (level / (TRUST_STEPS - 1) - 0.45) / 0.55)
    halo = 0.25 + 0.6 * warmth if theme.is_dark else 0.0
    return _disc_person(look, colour, radius * 1.08, halo)


def _disc_person(look: Look, colour: RGB, radius: float, halo: float) -> pygame.Surface:
    """Draw a disc, in a soft halo."""
    key = ("disc person", colour, radius, halo)
    if (known := look.kept(key)) is not None:
        return known
    reach = radius * 3.2 if halo else radius + 1
    distance = _distances(reach)
    alpha = np.clip(radius + 0.5 - distance, 0, 1)
    if halo:
        glow = np.clip(1 - distance / reach, 0, 1) ** 2.2 * halo
        alpha = np.maximum(alpha, glow)
    return look.keep(key, _tinted(colour, alpha))


def _ring_person(look: Look, colour: RGB, radius: float, *, crossed: bool) -> pygame.Surface:
    """Draw a hollow ring, with a bar across for those who blocked."""
    key = ("ring person", colour, radius, crossed)
    if (known := look.kept(key)) is not None:
        return known
    distance = _distances(radius + 1)
    thick = max(1.0, radius * 0.32)
    alpha = np.clip(thick / 2 + 0.5 - np.abs(distance - radius + thick / 2), 0, 1)
    if crossed:
        across, down = _offsets(radius + 1)
        bar = np.clip(thick / 2 + 0.5 - np.abs(across + down) / np.sqrt(2), 0, 1)
        alpha = np.maximum(alpha, bar * (distance < radius))
    return look.keep(key, _tinted(colour, alpha))


def glow_sprites(look: Look, colour: RGB, radius: float) -> list[pygame.Surface]:
    """Return lights of rising brightness, to be drawn by ``blend(look)``."""
    distance = _distances(radius)
    core = np.clip(1 - distance / (radius * 0.3), 0, 1) ** 0.8
    halo = np.clip(1 - distance / radius, 0, 1) ** 2.0
    hot = mix(colour, (255, 255, 255), 0.65) if look.theme.is_dark else colour
    pictures = []
    for step in range(1, LIGHT_STEPS + 1):
        level = step / LIGHT_STEPS
        light = (
            halo[..., None] * np.array(colour) * (0.95 * level)
            + core[..., None] * np.array(hot) * level**1.3
        )
        pictures.append(
            _lit(look, light, np.clip(halo * 0.55 * level + core * level**1.3, 0, 1), colour)
        )
    return pictures


def ring_sprites(look: Look, colour: RGB, radius: float, *, inward: bool) -> list[pygame.Surface]:
    """Return a ring that grows (or shrinks) and fades, to be drawn by ``blend(look)``."""
    distance = _distances(radius + 1)
    pictures = []
    for step in range(RING_STEPS):
        age = step / (RING_STEPS - 1)
        at = radius * ((1 - age) * 0.9 + 0.1 if inward else 0.2 + 0.8 * age)
        thick = max(1.2, radius * 0.13)
        strength = np.clip(thick / 2 + 0.6 - np.abs(distance - at), 0, 1) * (1 - age) ** 0.7
        pictures.append(_lit(look, strength[..., None] * np.array(colour), strength, colour))
    return pictures


def blend(look: Look) -> int:
    """Return how light is drawn: on night the brightest counts, on paper the darkest."""
    return pygame.BLEND_RGB_MAX if look.theme.is_dark else pygame.BLEND_RGB_MIN


def _lit(look: Look, light: Array, ink: Array, colour: RGB) -> pygame.Surface:
    """Make an opaque picture of light on black, or of ink on white."""
    if look.theme.is_dark:
        values = np.clip(light, 0, 255)
    else:
        values = 255 - ink[..., None] * (255 - np.array(colour))
    picture = pygame.surfarray.make_surface(values.swapaxes(0, 1).astype(np.uint8))
    return picture.convert() if pygame.display.get_surface() else picture


def _tinted(colour: RGB, alpha: Array) -> pygame.Surface:
    """Make a picture of one colour with the given coverage."""
    side = alpha.shape[0]
    pixels = np.empty((side, side, 4), dtype=np.uint8)
    pixels[..., :3] = colour
    pixels[..., 3] = np.round(alpha * 255)
    picture = pygame.image.frombytes(pixels.tobytes(), (side, side), "RGBA")
    return picture.convert_alpha() if pygame.display.get_surface() else picture


def _offsets(radius: float) -> tuple[Array, Array]:
    """Return the distances across and down from the middle of a square of odd side."""
    half = int(np.ceil(radius))
    steps = np.arange(-half, half + 1, dtype=np.float64)
    across, down = np.meshgrid(steps, steps)
    return across, down


def _distances(radius: float) -> Array:
    """Return the distance of each pixel from the middle of a square of odd side."""
    across, down = _offsets(radius)
    return np.asarray(np.sqrt(across**2 + down**2))
