"""The living map: shows a town at any hour of a film, or at rest."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.market.outcome import Stance
from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.colours import ramp
from trustsim.play.window.look import SMALL, Look
from trustsim.play.window.map.brand import brand_radius, draw_brand
from trustsim.play.window.map.camera import Camera
from trustsim.play.window.map.canvas import Canvas
from trustsim.play.window.map.doors import draw_doors
from trustsim.play.window.map.film import Film, Moment
from trustsim.play.window.map.ground import draw_ground
from trustsim.play.window.map.labels import Labels, brand_boxes, labels
from trustsim.play.window.map.layout import Layout, Seats
from trustsim.play.window.map.light import Lights, lights
from trustsim.play.window.map.packing import FILLS, brand_place
from trustsim.play.window.map.people import People, people
from trustsim.play.window.map.places import Places, places
from trustsim.play.window.map.sprites import PeopleSprites
from trustsim.play.window.map.town import Crowd
from trustsim.play.window.placing import bands

# The sharp picture is drawn when the camera has rested so long, in seconds.
_REST: Final = 0.12
_TRUSTING: Final = 0.5
# Between circles, of what the design has: nearer together there may be room for a name outside.
_NEARER: Final = 0.75
_SMALLER: Final = FILLS[4::2]
# Against names on a shore, where every way has some: an icon can stand for a name.
_WORTH_OF_LAND: Final = 8.0
_LEAST_RADIUS: Final = 16
_NO_ROOM: Final = 10.0


class MapView:
    """Draws the map into a part of the window, and finds who is under the pointer.

    Args:
        seats: Everybody's seat.
        crowd: How everybody stands while no film is shown.
        look: The look of the window.
        rect: Where the map lies in the window.
    """

    def __init__(self, seats: Seats, crowd: Crowd, look: Look, rect: pygame.Rect) -> None:
        self.seats = seats
        self.town = seats.town
        self.crowd = crowd
        self.film: Film | None = None
        self.hour = 0.0
        self.camera = Camera()
        self.hovered: int | None = None
        self.shows_legend = True
        self.shows_names = True
        self._still = 1.0
        self.fit(look, rect)

    def fit(self, look: Look, rect: pygame.Rect) -> None:
        """Take another look or place; everybody keeps their seat."""
        self.look, self.rect = look, rect
        self.legend = self._legend_box()
        self.layout: Layout = self._lay()
        self.camera = self.camera.inside(rect.size)
        self._settle()

    def _lay(self) -> Layout:
        """Return circles as large as they can be while every name has a place of its own."""
        look = self.look
        # Larger text needs more room between the circles for their names.
        scale = look.ui_scale * (1 + (look.text_scale - 1) * 0.6)
        around = self.legend.inflate(look.px(12), look.px(12))
        taken = [around] if self.shows_legend else []
        if self.shows_names:
            brand = brand_place(self.town.circle_count, self.rect.size)
            bounds = pygame.Rect((0, 0), self.rect.size)
            taken.append(brand_boxes(look, self.town, brand, bounds, brand_radius(look))[1])
        obstacles = [(box.x, box.y, box.width, box.height) for box in taken]
        found: list[tuple[float, Layout]] = []
        for distance, fills in ((1.0, FILLS), (_NEARER, _SMALLER)):
            came_to = 1.0
            for fill in (each for each in fills if each < came_to):
                layout = self.seats.lay(self.rect.size, scale * distance, obstacles, fill)
                crowded = self._crowding(layout)
                if crowded == 0:
                    return layout
                # It shrank so far by itself: shares between would come to the same.
                came_to = _land(layout)
                found.append((crowded - _WORTH_OF_LAND * came_to, layout))
        return min(found, key=lambda each: each[0])[1]

    def _crowding(self, layout: Layout) -> float:
        """Return how much names cover of the circles; one without room is worst."""
        lost = _NO_ROOM * int((layout.discs.radii < self.look.px(_LEAST_RADIUS)).sum())
        named = self._labels(places(layout, Camera())).crowding if self.shows_names else 0.0
        return named + lost

    def _labels(self, where: Places, *, shortens: bool = False) -> Labels:
        """Place the names."""
        taken = [self.legend] if self.shows_legend else []
        radius = brand_radius(self.look)
        return labels(self.look, self.town, where, taken, radius, shortens=shortens)

    def show_crowd(self, crowd: Crowd) -> None:
        """Show a crowd at rest."""
        self.crowd, self.film = crowd, None
        self._redraw_ground()

    def show_film(self, film: Film, hour: float = 0.0) -> None:
        """Show a film from now on, at an hour."""
        self.film, self.crowd, self.hour = film, film.before, hour
        self._redraw_ground()

    def seek(self, hour: float) -> None:
        """Show the film at another hour."""
        self.hour = hour

    def pass_time(self, seconds: float) -> None:
        """Let time pass: a camera at rest gets its sharp picture."""
        self._still += seconds
        if self._still >= _REST and self._places_for != self.camera:
            self._settle()

    def moment(self) -> Moment | None:
        """Return what the film shows now."""
        return self.film.moment(self.hour) if self.film is not None else None

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the map into its part of the window."""
        before = surface.get_clip()
        surface.set_clip(self.rect)
        target = surface.subsurface(self.rect.clip(surface.get_rect()))
        if self._places_for == self.camera:
            self._draw_sharp(target)
        else:
            self._draw_moving(target)
        surface.set_clip(before)

    def person_at(self, position: tuple[int, int]) -> int | None:
        """Return who is under a position of the window, or None."""
        x, y = position[0] - self.rect.x, position[1] - self.rect.y
        if not self.rect.collidepoint(position):
            return None
        reach = max(self.look.px(7), 4)
        cell = self._cell
        near: list[int] = []
        for column in range(int((x - reach) // cell), int((x + reach) // cell) + 1):
            for row in range(int((y - reach) // cell), int((y + reach) // cell) + 1):
                near += self._grid.get((column, row), ())
        if not near:
            return None
        away = ((self.places.people[near] - np.array([x, y])) ** 2).sum(axis=1)
        best = int(np.argmin(away))
        return near[best] if away[best] <= reach**2 else None

    def circle_at(self, position: tuple[int, int]) -> int | None:
        """Return the circle under a position of the window, or None."""
        point = np.array([position[0] - self.rect.x, position[1] - self.rect.y])
        away = np.sqrt(((self.places.centres - point) ** 2).sum(axis=1))
        inside = np.flatnonzero(away <= self.places.radii)
        return int(inside[0]) if len(inside) and self.rect.collidepoint(position) else None

    def person_rect(self, user: int) -> pygame.Rect:
        """Return where a person is seen in the window."""
        radius = round(self.people.radius(user)) + self.look.px(4)
        x, y = (round(float(value)) for value in self.places.people[user])
        box = pygame.Rect(x - radius, y - radius, 2 * radius, 2 * radius)
        return box.move(self.rect.topleft)

    def circle_rect(self, circle: int) -> pygame.Rect:
        """Return where a circle with its label is seen in the window."""
        box = self.places.circle_box(circle)
        label = self.labels.boxes[circle]
        joined = box.union(label) if label is not None else box
        return joined.move(self.rect.topleft).clip(self.rect)

    def disc_rect(self, circle: int) -> pygame.Rect:
        """Return the box round a circle's disc in the window."""
        return self.places.circle_box(circle).move(self.rect.topleft)

    def brand_rect(self) -> pygame.Rect:
        """Return where the brand is seen in the window."""
        radius = brand_radius(self.look)
        x, y = (round(float(value)) for value in self.places.brand)
        return pygame.Rect(x - radius, y - radius, 2 * radius, 2 * radius).move(self.rect.topleft)

    def label_rects(self) -> list[pygame.Rect]:
        """Return what a toast or tooltip must keep clear: labels, brand, legend."""
        taken = [box.move(self.rect.topleft) for box in self.labels.rects]
        legend = [self.legend.move(self.rect.topleft)] if self.shows_legend else []
        return [*taken, *legend, self.brand_rect()]

    def circle_rects(self) -> list[pygame.Rect]:
        """Return what a toast should rather keep clear: the people of every circle."""
        discs = (self.disc_rect(circle) for circle in range(self.town.circle_count))
        return [band for disc in discs for band in bands(disc)]

    def zoom(self, factor: float, about: tuple[int, int] | None = None) -> None:
        """Look nearer by a factor (below 1: from further away) at a position of the window."""
        at = about or self.rect.center
        local = (at[0] - self.rect.x, at[1] - self.rect.y)
        self._look_through(self.camera.zoomed(factor, local, self.rect.size))

    def pan(self, moved: tuple[int, int]) -> None:
        """Follow a drag."""
        self._look_through(self.camera.moved(moved[0], moved[1], self.rect.size))

    def show_whole(self) -> None:
        """Look at the whole map."""
        self._look_through(Camera())

    def _look_through(self, camera: Camera) -> None:
        """Take another camera; the sharp picture comes when it rests."""
        if camera != self.camera:
            self.camera, self._still = camera, 0.0

    def _settle(self) -> None:
        """Work out everything for the camera as it is now."""
        look = self.look
        self._places_for = self.camera
        self.places: Places = places(self.layout, self.camera)
        self.people: People = people(look, self.town, self.places)
        self.lights: Lights = lights(look, float(np.median(self.people.radii)))
        self.labels: Labels = self._labels(self.places, shortens=True)
        self._cell = max(8, look.px(16))
        self._grid = _grid(self.places.people, self._cell)
        self._redraw_ground()

    def _redraw_ground(self) -> None:
        """Draw what lies under the people, and let them be drawn anew."""
        ground = pygame.Surface(self.rect.size)
        if pygame.display.get_surface() is not None:
            ground = ground.convert()
        draw_ground(ground, self.look, self.town, self.crowd, self.places)
        self._canvas = Canvas(self.town, ground, self.people, self.places, self.lights)
        self._trusting = _share_trusting(self.crowd)
        self._trusting_step = -1

    def current_crowd(self) -> Crowd:
        """Return how everybody stands now."""
        return self.film.crowd(self.hour) if self.film is not None else self.crowd

    def _picture(self) -> pygame.Surface:
        """Return everything that changes slowly."""
        if self.film is None:
            return self._canvas.at_rest(self.crowd)
        if (step := self.film.step(self.hour)) != self._trusting_step:
            self._trusting = _share_trusting(self.film.crowd(self.hour))
            self._trusting_step = step
        return self._canvas.during(self.film, self.hour)

    def _draw_sharp(self, target: pygame.Surface) -> None:
        """Draw the map as it is."""
        target.blit(self._picture(), (0, 0))
        moment = self.moment()
        doors = moment.doors if moment else self.crowd.doors_closed.astype(np.float64)
        draw_doors(target, self.look, self.places, doors)
        if moment:
            self.lights.draw_ripples(target, self.places, moment)
            self.lights.draw(target, self.places, moment)
        x, y = (round(float(value)) for value in self.places.brand)
        draw_brand(target, self.look, self.town.brand_icon, (x, y), self._trusting)
        if self.shows_names:
            self.labels.draw(target, self.look, self.town, (doors > 0.5).tolist())
        if moment:
            self.lights.draw_pops(target, self.places, moment)
        if self.hovered is not None:
            self._draw_hovered(target, self.hovered)
        if self.shows_legend:
            self._draw_legend(target)

    def _draw_moving(self, target: pygame.Surface) -> None:
        """Draw the last sharp picture, scaled to where the camera is now."""
        old, new = self._places_for, self.camera
        factor = new.zoom / old.zoom
        width, height = self.rect.size
        left, top = (new.x - old.x) * old.zoom, (new.y - old.y) * old.zoom
        part = pygame.Rect(round(left), round(top), round(width / factor), round(height / factor))
        seen = part.clip(pygame.Rect(0, 0, width, height))
        target.fill(self.look.theme.sea)
        if seen.width > 0 and seen.height > 0:
            piece = self._picture().subsurface(seen)
            size = (max(1, round(seen.width * factor)), max(1, round(seen.height * factor)))
            corner = (round((seen.x - left) * factor), round((seen.y - top) * factor))
            target.blit(pygame.transform.scale(piece, size), corner)

    def _draw_hovered(self, target: pygame.Surface, user: int) -> None:
        """Draw a ring round the person under the pointer."""
        x, y = (round(float(value)) for value in self.places.people[user])
        radius = self.people.radius(user) + self.look.px(4)
        theme = self.look.theme
        pygame.draw.aacircle(target, theme.background, (x, y), radius + 1, self.look.px(3))
        pygame.draw.aacircle(target, theme.focus, (x, y), radius, self.look.px(1.6))

    def _legend_parts(self) -> tuple[str, str, str, str]:
        """Return what the legend says."""
        return (
            say("map.legend.cold"),
            say("map.legend.warm"),
            say("map.legend.muted"),
            say("map.legend.stranger"),
        )

    def _legend_box(self) -> pygame.Rect:
        """Return the place of the legend, in the map's lower left corner."""
        look = self.look
        words = sum(look.text_width(part, SMALL, "semibold") for part in self._legend_parts())
        size = (words + look.px(90 + 100), look.line_height(SMALL) + look.px(10))
        box = pygame.Rect(look.px(14), 0, min(size[0], self.rect.width - look.px(28)), size[1])
        box.bottom = self.rect.height - look.px(10)
        return box

    def _draw_legend(self, target: pygame.Surface) -> None:
        """Draw the legend: what colours and shapes of people mean."""
        look = self.look
        key = ("legend", self._legend_parts(), self.legend.size)
        picture = look.kept(key) or look.keep(key, self._legend_picture())
        target.blit(picture, self.legend)

    def _legend_picture(self) -> pygame.Surface:
        """Draw the legend on a transparent ground."""
        look, theme = self.look, self.look.theme
        picture = pygame.Surface(self.legend.size, pygame.SRCALPHA)
        area = picture.get_rect()
        brush.box(picture, look, area, theme.panel, 99, theme.line)
        cold, warm, muted, stranger = self._legend_parts()
        sprites = PeopleSprites(look, (4.0 * look.ui_scale,) * 6)
        x, middle = look.px(14), area.centery

        def words(text: str) -> None:
            nonlocal x
            drawn = look.text(text, SMALL, theme.text_muted, "semibold")
            picture.blit(drawn, drawn.get_rect(midleft=(x, middle)))
            x += drawn.width + look.px(7)

        words(cold)
        colours = ramp(theme.trust_ramp(look.palette), look.px(90)).tolist()
        for column, (red, green, blue) in enumerate(colours):
            bar = (x + column, middle - look.px(4), 1, look.px(8))
            picture.fill((red, green, blue), bar)
        x += look.px(90 + 7)
        words(warm)
        for stance, text in ((Stance.MUTED, muted), (Stance.STRANGER, stranger)):
            x += look.px(6)
            code = sprites.codes(np.array([0.0]), np.array([stance], np.uint8), np.array([0]))
            mark = sprites.pictures[int(code[0])]
            picture.blit(mark, mark.get_rect(midleft=(x, middle)))
            x += mark.width + look.px(5)
            words(text)
        return picture


def _grid(points: NDArray[np.float64], cell: int) -> dict[tuple[int, int], list[int]]:
    """Sort people into square cells, so that few need to be looked at."""
    cells = np.floor(points / cell).astype(np.int64).tolist()
    grid: dict[tuple[int, int], list[int]] = {}
    for user, (column, row) in enumerate(cells):
        grid.setdefault((column, row), []).append(user)
    return grid


def _land(layout: Layout) -> float:
    """Return the share of the map that the circles take."""
    wide, high = layout.size
    return float(np.pi * (layout.discs.radii**2).sum() / (wide * high))


def _share_trusting(crowd: Crowd) -> float:
    """Return the share of those who know the brand that trust it."""
    knows = crowd.stance != Stance.STRANGER
    count = int(knows.sum())
    return float((crowd.trust[knows] > _TRUSTING).sum() / count) if count else 0.0


def clear_of(view: MapView, about: Sequence[pygame.Rect]) -> list[pygame.Rect]:
    """Return what a toast about some part of the map must keep clear."""
    return [*view.label_rects(), *about]
