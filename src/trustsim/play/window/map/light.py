"""Draws what is happening: light on its way, people lit, rings, ripples."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.play.window.colours import RGB, mix
from trustsim.play.window.look import Look
from trustsim.play.window.map.events import TURNS_AWAY, Happening
from trustsim.play.window.map.film import Marks, Moment
from trustsim.play.window.map.places import Places, along, bow
from trustsim.play.window.map.sprites import (
    LIGHT_STEPS,
    RING_STEPS,
    blend,
    glow_sprites,
    ring_sprites,
)

Array = NDArray[np.float64]
Sprites = list[pygame.Surface]

# Lights of one trail, and all that are drawn at once.
_TRAIL: Final = 7
_MOST_LIGHTS: Final = 3_200
_TRACE_POINTS: Final = np.linspace(0, 1, 10)
_FADE_STEPS: Final = 24
_POPS: Final = {
    Happening.BUY: "shopping-bag",
    Happening.COMPLAIN: "triangle-alert",
    Happening.FOLLOW: "user-plus",
    Happening.BLOCK: "ban",
    Happening.VOUCH: "thumbs-up",
}
_MOST_POPS: Final = 16
# Looked up by the kind of an event.
_HAS_POP: Final = np.isin(np.arange(256), [int(kind) for kind in _POPS])
_IS_WARNING: Final = np.arange(256) == int(Happening.WARN)


@dataclass(frozen=True, eq=False)
class Lights:
    """The pictures of light at one look; draws moments with them.

    Attributes:
        look: The look of the window.
        light: Of the running cascade, from dim to bright.
        warning: Of warnings.
        glow: Of people who just read.
        rings: What people do, by kind.
        fading: Colours of the ways of shares, from fresh to faded.
    """

    look: Look
    light: Sprites
    warning: Sprites
    glow: Sprites
    rings: dict[int, Sprites]
    fading: list[RGB]

    def draw(self, surface: pygame.Surface, places: Places, moment: Moment) -> None:
        """Draw everything of a moment that is light."""
        self._draw_glow(surface, places, moment)
        if not self.look.reduces_motion:
            self._draw_journeys(surface, places, moment.journeys)
        self._draw_rings(surface, places, moment.rings)

    def draw_pops(self, surface: pygame.Surface, places: Places, moment: Moment) -> None:
        """Draw small icons over people who just did something that counts."""
        rings = moment.rings
        chosen = np.flatnonzero(_HAS_POP[rings.kind])[-_MOST_POPS:]
        ends = places.ends(rings.user[chosen])
        for index, (x, y) in zip(chosen.tolist(), ends.tolist(), strict=True):
            age = float(rings.age[index])
            kind = Happening(int(rings.kind[index]))
            bad = kind in {*TURNS_AWAY, Happening.COMPLAIN}
            colour = self.look.theme.bad if bad else self.look.theme.good
            picture = self.look.icon(_POPS[kind], 15, colour)
            rise = 0.0 if self.look.reduces_motion else 16 * age
            place = picture.get_rect(center=(round(x), round(y - self.look.px(9 + rise))))
            picture.set_alpha(round(255 * min(1.0, 3 * (1 - age))))
            surface.blit(picture, place)
            picture.set_alpha(255)

    def draw_ripples(self, surface: pygame.Surface, places: Places, moment: Moment) -> None:
        """Draw the waves of turning away round the brand."""
        look, theme = self.look, self.look.theme
        x, y = (round(float(value)) for value in places.brand)
        for age, strength in moment.ripples:
            for ring in range(3):
                own = 0.4 if look.reduces_motion else age * 1.25 - ring * 0.11
                if not 0 < own < 1:
                    continue
                radius = look.px(36 + (130 + 70 * strength) * own**0.8)
                radius += look.px(26 * ring) if look.reduces_motion else 0
                fade = (1 - (age if look.reduces_motion else own)) ** 1.3 * (0.35 + 0.65 * strength)
                colour = mix(theme.sea_centre, theme.ripple, fade)
                pygame.draw.aacircle(surface, colour, (x, y), radius, look.px(1.6))

    def draw_traces(self, surface: pygame.Surface, places: Places, traces: Marks) -> None:
        """Draw the ways that shares went, fading."""
        if len(traces.user) == 0:
            return
        starts, ends = places.ends(traces.other), places.ends(traces.user)
        share = np.broadcast_to(_TRACE_POINTS[:, None], (len(_TRACE_POINTS), len(starts)))
        middles = bow(starts, ends)
        curves = along(starts[None], middles[None], ends[None], share).swapaxes(0, 1).tolist()
        faded = (traces.age * len(self.fading)).astype(np.int64).clip(0, len(self.fading) - 1)
        for curve, step in zip(curves, faded.tolist(), strict=True):
            pygame.draw.aalines(surface, self.fading[step], False, curve)

    def _draw_journeys(self, surface: pygame.Surface, places: Places, journeys: Marks) -> None:
        """Draw light on its way, each with a trail."""
        count = len(journeys.user)
        if count == 0:
            return
        starts, ends = places.ends(journeys.other), places.ends(journeys.user)
        middles = bow(starts, ends)
        trail = max(2, min(_TRAIL, _MOST_LIGHTS // count))
        # The head eases in and out; the trail is where it was a little before.
        ages = journeys.age[None, :] - np.arange(trail)[:, None] * 0.035
        seen = ages > 0
        share = np.clip(ages, 0, 1)
        share = share * share * (3 - 2 * share)
        points = along(starts[None], middles[None], ends[None], share)
        bright = (1 - np.arange(trail) / trail)[:, None] ** 1.4 * np.ones(count)[None, :]
        warns = _IS_WARNING[journeys.kind]
        for wanted, sprites in ((~warns, self.light), (warns, self.warning)):
            chosen = seen & wanted[None, :]
            self._blit_lights(surface, sprites, points[chosen], bright[chosen])

    def _draw_glow(self, surface: pygame.Surface, places: Places, moment: Moment) -> None:
        """Draw the light on people who read something lately."""
        bright = moment.glow > 0.06
        points = places.people[moment.glow_users[bright]]
        self._blit_lights(surface, self.glow, points, moment.glow[bright])

    def _draw_rings(self, surface: pygame.Surface, places: Places, rings: Marks) -> None:
        """Draw rings round people who just did something."""
        frame = np.minimum((rings.age * RING_STEPS).astype(np.int64), RING_STEPS - 1)
        if self.look.reduces_motion:
            frame = np.full_like(frame, RING_STEPS // 2)
        points = places.ends(rings.user)
        for kind, sprites in self.rings.items():
            chosen = rings.kind == kind
            if chosen.any():
                self._blit(surface, sprites, points[chosen], frame[chosen])

    def _blit_lights(
        self, surface: pygame.Surface, sprites: Sprites, points: Array, level: Array
    ) -> None:
        """Draw lights of the given brightness (0 to 1)."""
        step = np.clip((level * LIGHT_STEPS).astype(np.int64), 0, LIGHT_STEPS - 1)
        self._blit(surface, sprites, points, step)

    def _blit(
        self, surface: pygame.Surface, sprites: Sprites, points: Array, index: NDArray[np.int64]
    ) -> None:
        """Draw many small pictures at once."""
        half = sprites[0].width // 2
        corners = np.round(points - half).astype(np.int64).tolist()
        pictures = map(sprites.__getitem__, index.tolist())
        surface.fblits(list(zip(pictures, corners, strict=True)), blend(self.look))


def lights(look: Look, person_radius: float) -> Lights:
    """Make the pictures of light.

    Args:
        look: The look of the window.
        person_radius: How large a person is drawn, in pixels.
    """
    theme = look.theme
    reach = max(person_radius, 1.6 * look.ui_scale)
    warm = theme.trust_ramp(look.palette)[2]
    colours: dict[int, RGB] = {
        Happening.SHARE: theme.light,
        Happening.FOLLOW: theme.good,
        Happening.BUY: theme.good,
        Happening.VOUCH: theme.good,
        Happening.COMMENT: theme.light,
        Happening.UNFOLLOW: theme.ripple,
        Happening.MUTE: theme.ripple,
        Happening.BLOCK: theme.bad,
        Happening.COMPLAIN: theme.bad,
    }
    rings = {
        int(kind): ring_sprites(look, colour, reach * 4.4, inward=kind in TURNS_AWAY)
        for kind, colour in colours.items()
    }
    flying = mix(warm, theme.light, 0.4) if theme.is_dark else theme.light
    return Lights(
        look,
        glow_sprites(look, flying, max(6.0, 7.5 * look.ui_scale)),
        glow_sprites(look, theme.ripple, max(6.0, 7.0 * look.ui_scale)),
        glow_sprites(look, flying, reach * 5.0),
        rings,
        [_trace_colour(look, step / _FADE_STEPS) for step in range(_FADE_STEPS)],
    )


def _trace_colour(look: Look, age: float) -> RGB:
    """Return the colour of a way that a share went, at an age from 0 to 1."""
    theme = look.theme
    fade = (1 - age) ** 1.5
    warm = theme.trust_ramp(look.palette)[2]
    return mix(theme.sea_centre, mix(warm, theme.light, fade), 0.15 + 0.75 * fade)
