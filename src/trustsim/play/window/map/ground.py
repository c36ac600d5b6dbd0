"""The ground of the map: sea, ties as a whisper, circles. Drawn once, then kept."""

from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.market.outcome import Stance
from trustsim.play.window.colours import RGB, mix
from trustsim.play.window.look import Look
from trustsim.play.window.map.outline import shore
from trustsim.play.window.map.places import Places, along, bend, bow
from trustsim.play.window.map.town import Crowd, Town

Array = NDArray[np.float64]

_WHISPERS: Final = 800
_STRANDS: Final = 5
_FOLLOWER_STRANDS: Final = 10
_CURVE: Final = np.linspace(0, 1, 15)


def sea(look: Look, places: Places) -> pygame.Surface:
    """Return the sea, lighter where the brand is; fine noise keeps the steps from showing."""
    width, height = places.size
    x = ((np.arange(width) - places.brand[0]) / (0.62 * width)).astype(np.float32)
    y = ((np.arange(height) - places.brand[1]) / (0.72 * height)).astype(np.float32)
    near = np.exp(-2.6 * x**2)[:, None] * np.exp(-2.6 * y**2)[None, :]
    theme = look.theme
    edge, middle = np.array(theme.sea, np.float32), np.array(theme.sea_centre, np.float32)
    colours = edge + near[..., None] * (middle - edge)
    grain = _grain(width, height)
    picture = pygame.surfarray.make_surface(
        (colours + grain[..., None]).clip(0, 255).astype(np.uint8)
    )
    return picture.convert() if pygame.display.get_surface() else picture


def _grain(width: int, height: int) -> NDArray[np.float32]:
    """Return a fixed noise from 0 to 1, shape (width, height)."""
    x = np.arange(width, dtype=np.float32)[:, None]
    y = np.arange(height, dtype=np.float32)[None, :]
    # Jimenez' interleaved gradient noise.
    return np.asarray((52.9829189 * ((0.06711056 * x + 0.00583715 * y) % 1)) % 1, np.float32)


def draw_ground(
    surface: pygame.Surface, look: Look, town: Town, crowd: Crowd, places: Places
) -> None:
    """Draw everything that lies under the people."""
    surface.blit(_kept_sea(look, places), (0, 0))
    _draw_bundles(surface, look, town, places)
    _draw_halo(surface, look, places)
    for circle in range(town.circle_count):
        _draw_circle(surface, look, circle, places)
    _draw_whispers(surface, look, town, places)
    _draw_followings(surface, look, town, crowd, places)


def _kept_sea(look: Look, places: Places) -> pygame.Surface:
    """Return the sea, made once for a size and place of the brand."""
    key = ("sea", places.size, tuple(places.brand.round().astype(int).tolist()))
    return look.kept(key) or look.keep(key, sea(look, places))


def tint(look: Look, circle: int) -> RGB:
    """Return the tint of a circle."""
    tints = look.theme.circles
    return tints[circle % len(tints)]


def _draw_circle(surface: pygame.Surface, look: Look, circle: int, places: Places) -> None:
    """Draw the land of one circle: a soft fill, a shore, a glow round it."""
    radius = float(places.radii[circle])
    x, y = places.centres[circle]
    half = int(radius + 16 * look.ui_scale)
    frame = pygame.Rect(round(x) - half, round(y) - half, 2 * half + 1, 2 * half + 1)
    seen = frame.clip(pygame.Rect((0, 0), places.size))
    if not seen.width or not seen.height:
        return
    part = seen.move(-frame.x - half, -frame.y - half)
    key = ("land", circle, round(radius, 1), tuple(part))
    picture = look.kept(key) or look.keep(key, _land(look, circle, radius, part))
    surface.blit(picture, seen)


def _land(look: Look, circle: int, radius: float, part: pygame.Rect) -> pygame.Surface:
    """Draw a part of a circle's land, given from the circle's middle, on a transparent ground."""
    theme = look.theme
    across, down = np.meshgrid(
        np.arange(part.left, part.right, dtype=np.float32),
        np.arange(part.top, part.bottom, dtype=np.float32),
    )
    distance = np.sqrt(across**2 + down**2)
    turn = np.linspace(-np.pi, np.pi, 1_441)
    edge = np.interp(np.arctan2(down, across), turn, shore(circle, turn)).astype(np.float32)
    edge *= np.float32(radius)
    beyond = distance - edge
    inside = np.clip(0.5 - beyond, 0, 1)
    depth = np.clip(distance / np.maximum(edge, 1), 0, 1)
    line = np.clip(np.float32(1.1 * look.ui_scale + 0.5) - np.abs(beyond), 0, 1)
    glow = np.exp(-np.maximum(beyond, 0) / np.float32(5.5 * look.ui_scale)) * (1 - inside)
    glow *= np.clip((np.float32(15 * look.ui_scale) - beyond) / np.float32(6 * look.ui_scale), 0, 1)
    if theme.is_dark:
        alpha = inside * (0.20 + 0.20 * depth**3) + line * 0.42 + glow * 0.22
        rim = mix(tint(look, circle), (255, 255, 255), 0.22)
    else:
        alpha = inside * (0.55 + 0.15 * depth**3) + line * 0.6 + glow * 0.25
        rim = mix(tint(look, circle), (60, 60, 90), 0.25)
    share = np.clip(line + glow * 0.5, 0, 1)[..., None]
    pixels = np.empty((*alpha.shape, 4), dtype=np.uint8)
    land = np.array(tint(look, circle), dtype=np.float32)
    pixels[..., :3] = land + share * (np.array(rim, dtype=np.float32) - land)
    pixels[..., 3] = np.clip(alpha, 0, 1) * 255
    picture = pygame.image.frombytes(pixels.tobytes(), part.size, "RGBA")
    return picture.convert_alpha() if pygame.display.get_surface() else picture


def _draw_halo(surface: pygame.Surface, look: Look, places: Places) -> None:
    """Draw the light in which the brand stands."""
    if not look.theme.is_dark:
        return
    radius = round(105 * look.ui_scale)
    key = ("halo", radius)
    picture = look.kept(key)
    if picture is None:
        steps = np.arange(-radius, radius + 1) / radius
        distance = np.sqrt(steps[:, None] ** 2 + steps[None, :] ** 2)
        light = np.clip(1 - distance, 0, 1) ** 2.2 * 0.36
        values = light[..., None] * np.array(look.theme.trust_ramp(look.palette)[2])
        picture = look.keep(key, pygame.surfarray.make_surface(values.astype(np.uint8)))
    place = picture.get_rect(center=places.brand.round().astype(int).tolist())
    surface.blit(picture, place, special_flags=pygame.BLEND_RGB_ADD)


def _draw_whispers(surface: pygame.Surface, look: Look, town: Town, places: Places) -> None:
    """Draw some of the ties inside the circles, hardly to be seen."""
    ones, others = town.tie_ends()
    home = town.circle_of[ones] == town.circle_of[others]
    index = np.flatnonzero(home & (ones < others))
    index = index[:: max(1, len(index) // _WHISPERS)]
    strength = 0.05 if look.theme.is_dark else 0.06
    starts, ends = places.people[ones[index]].tolist(), places.people[others[index]].tolist()
    circles = town.circle_of[ones[index]].tolist()
    ink = (255, 255, 255) if look.theme.is_dark else (70, 70, 90)
    # Hardly lighter than the land it lies on.
    land = 0.27 if look.theme.is_dark else 0.6
    grounds = [mix(look.theme.sea, tint(look, c), land) for c in range(town.circle_count)]
    colours = [mix(ground, ink, strength) for ground in grounds]
    for start, end, circle in zip(starts, ends, circles, strict=True):
        pygame.draw.aaline(surface, colours[circle], start, end)


def _draw_bundles(surface: pygame.Surface, look: Look, town: Town, places: Places) -> None:
    """Draw a few of the ties between circles, bundled past the middle."""
    ones, others = town.tie_ends()
    home, away = town.circle_of[ones].astype(np.int64), town.circle_of[others].astype(np.int64)
    index = np.flatnonzero(home < away)
    pairs = home[index] * town.circle_count + away[index]
    order = np.argsort(pairs, kind="stable")
    index, pairs = index[order], pairs[order]
    _, first, count = np.unique(pairs, return_index=True, return_counts=True)
    shown = np.concatenate(
        [start + _spread(number, _STRANDS) for start, number in zip(first, count, strict=True)]
        or [np.zeros(0, dtype=np.int64)]
    ).astype(np.int64)
    index = index[shown]
    starts, ends = places.people[ones[index]], places.people[others[index]]
    middles = bend(starts, ends, places.brand[None, :], 0.35)
    colour = mix(look.theme.sea, look.theme.text_muted, 0.15 if look.theme.is_dark else 0.09)
    _draw_curves(surface, starts, middles, ends, colour)


def _draw_followings(
    surface: pygame.Surface, look: Look, town: Town, crowd: Crowd, places: Places
) -> None:
    """Draw strands from the brand to some of its followers in each circle."""
    chosen: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    for circle in range(town.circle_count):
        following = (crowd.stance == Stance.FOLLOWER) & (town.circle_of == circle)
        people = np.flatnonzero(following)
        chosen.append(people[_spread(len(people), _FOLLOWER_STRANDS)])
    users = np.concatenate(chosen)
    ends = places.people[users]
    starts = np.broadcast_to(places.brand, ends.shape)
    warm = look.theme.trust_ramp(look.palette)[2]
    colour = mix(look.theme.sea_centre, warm, 0.15 if look.theme.is_dark else 0.16)
    _draw_curves(surface, starts, bow(starts, ends, 0.08), ends, colour)


def _spread(count: int, most: int) -> NDArray[np.int64]:
    """Return up to ``most`` indices below ``count``, evenly spread."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _draw_curves(
    surface: pygame.Surface, starts: Array, middles: Array, ends: Array, colour: RGB
) -> None:
    """Draw smooth thin curves."""
    if len(starts) == 0:
        return
    share = np.broadcast_to(_CURVE[:, None], (len(_CURVE), len(starts)))
    points = along(starts[None], middles[None], ends[None], share).swapaxes(0, 1)
    for curve in points.tolist():
        pygame.draw.aalines(surface, colour, False, curve)
