import numpy as np
import pygame
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.play.window.conftest import make_crowd, make_town, make_week
from trustsim.play.window.look import make_look
from trustsim.play.window.map.film import Film
from trustsim.play.window.map.layout import take_seats
from trustsim.play.window.map.town import Crowd
from trustsim.play.window.map.view import MapView
from trustsim.play.window.placing import Label, crowding
from trustsim.play.window.theme import load_theme
from trustsim.play.window.widgets.notices import Toast

AREA = pygame.Rect(0, 60, 896, 574)


def make_view(theme: str = "night", **settings) -> tuple[MapView, Film]:
    town = make_town()
    crowd = make_crowd(town)
    look = make_look(load_theme(theme), **settings)
    days = np.stack([np.clip(crowd.trust + 0.1 * day, 0, 1) for day in range(8)])
    film = Film(make_week(town), crowd, days)
    view = MapView(take_seats(town), crowd, look, AREA)
    view.show_film(film)
    return view, film


def picture(view: MapView, hour: float) -> bytes:
    surface = pygame.Surface((1280, 720))
    view.seek(hour)
    view.draw(surface)
    return pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize("theme", ["night", "paper"])
@pytest.mark.parametrize("hour", [3.0, 12.5, 78.0, 104.0])
def test_a_picture_is_the_same_after_looking_elsewhere(surface, theme, hour):
    direct = picture(make_view(theme)[0], hour)
    view, _ = make_view(theme)
    # Step by step, so that the map is mended, and by leaps.
    for other in (9.0, *np.arange(0, 20, 0.7), 160.0, 90.0):
        picture(view, float(other))
    assert picture(view, hour) == direct


def test_playing_on_shows_what_a_leap_shows(surface):
    view, _ = make_view()
    for step in range(60):
        shown = picture(view, step * 1.31)
    assert shown == picture(make_view()[0], 59 * 1.31)


def test_looking_changes_nothing_that_is_looked_at(surface):
    view, film = make_view()
    before = (film.events.tobytes(), film.before.trust.tobytes(), film.before.stance.tobytes())
    for hour in (5.0, 100.0, 20.0):
        picture(view, hour)
        view.person_at((400, 300))
    after = (film.events.tobytes(), film.before.trust.tobytes(), film.before.stance.tobytes())
    assert before == after


def test_the_person_under_the_pointer_is_the_nearest_one(surface):
    view, _ = make_view()
    for user in (0, 57, 123, 239):
        x, y = view.places.people[user]
        assert view.person_at((round(x) + AREA.x, round(y) + AREA.y)) == user
    assert view.person_at(view.brand_rect().center) is None
    assert view.person_at((1200, 700)) is None


def test_labels_meet_neither_each_other_nor_the_brand(surface):
    view, _ = make_view()
    rects = view.label_rects()
    for index, rect in enumerate(rects):
        assert rect.collidelist(rects[index + 1 :]) < 0
    assert all(AREA.contains(rect) for rect in rects)
    assert all(box is not None for box in view.labels.boxes)


def test_a_closed_door_is_seen_without_colour(surface):
    view, _ = make_view()
    town = view.town
    closed = np.zeros(town.circle_count, dtype=np.bool_)
    closed[2] = True

    def grey(doors) -> np.ndarray:
        crowd = Crowd(view.crowd.trust, view.crowd.stance, doors)
        view.show_crowd(crowd)
        drawn = pygame.Surface((1280, 720))
        view.draw(drawn)
        return pygame.surfarray.array3d(drawn).astype(int).mean(axis=2)

    changed = np.abs(grey(closed) - grey(np.zeros_like(closed))) > 24
    box = view.circle_rect(2).inflate(30, 30)
    inside = changed[box.left : box.right, box.top : box.bottom].sum()
    assert inside > 400
    assert changed.sum() == inside


def test_what_is_under_the_pointer_stays_there_while_zooming(surface):
    view, _ = make_view()
    about = (300, 250)
    before = view.camera.under((about[0] - AREA.x, about[1] - AREA.y))
    view.zoom(2.0, about)
    after = view.camera.under((about[0] - AREA.x, about[1] - AREA.y))
    assert after == pytest.approx(before)


def test_the_camera_never_leaves_the_map(surface):
    view, _ = make_view()
    view.zoom(3.0, (10, 70))
    view.pan((5_000, -5_000))
    x, y = view.camera.under((0, 0))
    assert x >= 0
    assert y >= 0
    right, bottom = view.camera.under(AREA.size)
    assert right <= AREA.width + 1e-6
    assert bottom <= AREA.height + 1e-6
    view.show_whole()
    assert view.camera.is_whole


def test_a_moving_camera_shows_the_old_picture_scaled_and_a_resting_one_a_sharp_one(surface):
    view, _ = make_view()
    picture(view, 12.0)
    view.zoom(2.0)
    moving = picture(view, 12.0)
    view.pass_time(1.0)
    assert picture(view, 12.0) != moving
    assert view.places.zoom == 2.0


def test_reduced_motion_sends_no_light_travelling(surface):
    view, film = make_view(reduces_motion=True)
    hour = next(h for h in np.arange(5, 9, 0.1) if len(film.moment(h).journeys.user))
    view.film = film
    canvas = pygame.Surface(AREA.size)
    view.lights.draw(canvas, view.places, film.moment(float(hour)))
    glowing = len(film.moment(float(hour)).glow_users) + len(film.moment(float(hour)).rings.user)
    drawn = pygame.mask.from_threshold(canvas, (0, 0, 0), (1, 1, 1, 255))
    drawn.invert()
    assert glowing or drawn.count() == 0


@pytest.mark.parametrize("size", [(640, 400), (896, 574), (2600, 1600)])
def test_the_map_can_be_drawn_at_any_size(surface, size):
    view, _ = make_view()
    rect = pygame.Rect((0, 0), size)
    view.fit(view.look.fitted((size[0] + 380, size[1] + 220)), rect)
    drawn = pygame.Surface(size)
    view.draw(drawn)
    assert len(set(pygame.image.tobytes(drawn, "RGB"))) > 50


def test_a_party_of_twelve_can_be_drawn(surface):
    town = make_town(12, 2)
    crowd = make_crowd(town)
    view = MapView(take_seats(town), crowd, make_look(load_theme("night")), AREA)
    view.draw(pygame.Surface((1280, 720)))
    assert view.people.radii.min() > 3


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(2, 11),
    st.sampled_from([(640, 400), (888, 574), (1330, 700), (1920, 1100)]),
    st.sampled_from([1.0, 1.25, 1.5, 2.0]),
    st.integers(0, 99),
)
def test_labels_never_meet_nor_leave_the_map_nor_is_a_toast_on_what_it_speaks_of(
    surface, circles, size, text, seed
):
    town = make_town(60 * circles, circles, seed)
    look = make_look(load_theme("night"), text_scale=text).fitted((size[0] + 392, size[1] + 226))
    rect = pygame.Rect((30, 60), size)
    view = MapView(take_seats(town), make_crowd(town), look, rect)
    taken = view.label_rects()
    for index, box in enumerate(taken):
        assert rect.contains(box)
        assert box.collidelist(taken[index + 1 :]) < 0
    if text == 1.0:
        assert view.labels.crowding == 0
        assert None not in view.labels.boxes
    discs = [Label(view.places.circle_box(circle), (1, 1), is_round=True)
             for circle in range(circles)]  # fmt: skip
    shown = [box for box in view.labels.boxes if box is not None]
    assert all(crowding(box, discs) < 0.2 for box in [*shown, view.labels.brand])
    for circle in range(circles):
        about = view.circle_rect(circle)
        toast = Toast("It jumped to them", "Ana shared it to 44 friends", "flame", about=about)
        placed = toast.settle(look, rect, view.label_rects(), view.circle_rects())
        assert rect.contains(placed)
        assert not placed.colliderect(about)
        if text == 1.0:
            others = [view.places.circle_box(each).move(rect.topleft) for each in range(circles)]
            assert all(crowding(placed, [Label(each, (1, 1), is_round=True)]) < 0.12
                       for each in others)  # fmt: skip
