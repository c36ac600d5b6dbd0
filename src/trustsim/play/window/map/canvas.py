"""The picture of ground and people, kept, and mended circle by circle as the crowd changes."""

from collections import deque
from collections.abc import Iterator
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.play.window.map.film import STEP, Film
from trustsim.play.window.map.light import Lights
from trustsim.play.window.map.people import People
from trustsim.play.window.map.places import Places
from trustsim.play.window.map.town import Crowd, Town

# Circles take turns, so that no frame has to draw everybody.
_TURNS: Final = 4
_TRACES_AT_ONCE: Final = 36
# In the place of a step: before the first picture, and while no film is shown.
_NEVER: Final = -1_000
_AT_REST: Final = -2_000


class Canvas:
    """Everything on the map that changes slowly.

    What it shows is a function of the hour alone: circle ``c`` is shown as it stood at the last
    step whose number leaves the same rest by the number of turns as ``c``. While one step is
    shown the next is drawn, piece by piece, so that no frame has to do it all.

    Args:
        town: Whose map.
        ground: What lies under the people, drawn.
        people: Everybody's picture and place.
        places: Where everything is seen.
        lights: Draws the ways of shares.
    """

    def __init__(
        self, town: Town, ground: pygame.Surface, people: People, places: Places, lights: Lights
    ) -> None:
        self.town, self.ground, self.people = town, ground, people
        self.places, self.lights = places, lights
        self._still = ground.copy()
        self._traced = ground.copy()
        self._codes = np.full(town.user_count, -1, dtype=np.int64)
        self._steps = [_NEVER] * _TURNS
        self._next = ground.copy()
        self._drawn = self._shown = self._coming = _NEVER
        self._pieces: Iterator[None] = iter(())
        reach = int(people.sprites.halves.max()) + 1
        self._boxes = [
            places.circle_box(circle).inflate(2 * reach, 2 * reach)
            for circle in range(town.circle_count)
        ]
        self._near: dict[int, NDArray[np.int64]] = {}
        self._members = [np.flatnonzero(town.circle_of == c) for c in range(town.circle_count)]

    def at_rest(self, crowd: Crowd) -> pygame.Surface:
        """Return the picture of a crowd that doesn't change."""
        if self._drawn != _AT_REST:
            self._draw_all(self.people.codes(crowd))
            self._drawn = self._shown = self._coming = _AT_REST
            self._steps = [_NEVER] * _TURNS
        return self._still

    def during(self, film: Film, hour: float) -> pygame.Surface:
        """Return the picture at an hour of a film: everybody as of the step before."""
        step = film.step(hour)
        wanted = max(0, step - 1)
        if wanted != self._shown:
            if wanted != self._coming:
                self._come(film, wanted)
            deque(self._pieces, maxlen=0)
            self._shown, self._coming = wanted, _NEVER
            self._traced, self._next = self._next, self._traced
        elif step != wanted:
            if step != self._coming:
                self._come(film, step)
            next(self._pieces, None)
        return self._traced

    def _come(self, film: Film, step: int) -> None:
        """Begin to draw a step."""
        self._coming, self._pieces = step, self._drawing(film, step)

    def _drawing(self, film: Film, step: int) -> Iterator[None]:
        """Draw everybody as of a step, then the ways of shares, with pauses."""
        self._bring_to(film, step)
        self._drawn = step
        yield
        self._next.blit(self._still, (0, 0))
        yield
        traces = film.traces(step * STEP)
        for start in range(0, len(traces.user), _TRACES_AT_ONCE):
            part = traces.part(slice(start, start + _TRACES_AT_ONCE))
            self.lights.draw_traces(self._next, self.places, part)
            yield

    def _bring_to(self, film: Film, step: int) -> None:
        """Mend the circles whose turn it is, or all after a leap."""
        wanted = [step - (step - turn) % _TURNS for turn in range(_TURNS)]
        stale = [turn for turn in range(_TURNS) if wanted[turn] != self._steps[turn]]
        self._steps = wanted
        codes = self._codes.copy()
        for turn in stale:
            now = self.people.codes(film.crowd(max(0, wanted[turn]) * STEP))
            for circle in range(turn, self.town.circle_count, _TURNS):
                members = self._members[circle]
                codes[members] = now[members]
        if len(stale) > 1:
            self._draw_all(codes)
            return
        changed = codes != self._codes
        self._codes = codes
        for circle in range(self.town.circle_count):
            if changed[self._members[circle]].any():
                self._mend(circle)

    def _draw_all(self, codes: NDArray[np.int64]) -> None:
        """Draw ground and everybody."""
        self._codes = codes
        self._still.blit(self.ground, (0, 0))
        self.people.draw(self._still, codes)

    def _mend(self, circle: int) -> None:
        """Draw the part of the map where a circle lies anew."""
        box = self._boxes[circle].clip(self._still.get_rect())
        if circle not in self._near:
            self._near[circle] = self.people.within(box)
        self._still.set_clip(box)
        self._still.blit(self.ground, box, box)
        self.people.draw(self._still, self._codes, self._near[circle])
        self._still.set_clip(None)
