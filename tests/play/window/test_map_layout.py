import numpy as np
import pytest

from tests.play.window.conftest import make_town
from trustsim.play.window.map.layout import take_seats
from trustsim.play.window.map.outline import shore
from trustsim.play.window.map.packing import Plot, pack
from trustsim.play.window.map.seating import sunflower

SIZES = [(900, 580), (1344, 830), (500, 700), (1600, 400), (420, 320)]


def test_the_same_town_gives_the_same_places():
    one, other = take_seats(make_town()), take_seats(make_town())
    assert np.array_equal(one.places, other.places)
    assert np.array_equal(one.lay((900, 580)).people, other.lay((900, 580)).people)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("circles", [1, 2, 3, 5, 9, 16])
def test_discs_overlap_neither_each_other_nor_the_brand_nor_the_edge(size, circles):
    layout = take_seats(make_town(40 * circles, circles)).lay(size)
    centres, radii = layout.discs.centres, layout.discs.radii
    for one in range(circles):
        for other in range(one + 1, circles):
            between = np.linalg.norm(centres[one] - centres[other])
            assert between >= radii[one] + radii[other] - 1e-6
    assert (np.linalg.norm(centres - layout.discs.brand, axis=1) >= radii - 1e-6).all()
    assert (centres - radii[:, None] >= 0).all()
    assert (centres + radii[:, None] <= np.array(size)).all()


def test_discs_keep_off_what_lies_on_the_map():
    box = (10.0, 500.0, 350.0, 60.0)
    discs = take_seats(make_town(600, 8)).lay((900, 580), 1.0, [box]).discs
    nearest = np.clip(discs.centres, box[:2], (box[0] + box[2], box[1] + box[3]))
    assert (np.linalg.norm(discs.centres - nearest, axis=1) >= discs.radii - 1e-6).all()


def test_the_brand_lies_in_the_middle():
    assert take_seats(make_town()).lay((900, 580)).discs.brand.tolist() == [450, 290]


def test_a_circle_four_times_as_large_has_a_disc_twice_as_wide():
    plot = Plot(900, 580, 30, 10, 30, 60)
    discs = pack(np.array([400, 100, 100]), np.zeros((3, 3), dtype=np.int64), plot)
    assert discs.radii[0] / discs.radii[1] == pytest.approx(2, rel=0.05)


def test_many_circles_still_use_the_map():
    size = (900, 580)
    radii = take_seats(make_town(2_000, 12)).lay(size).discs.radii
    assert np.pi * (radii**2).sum() > 0.12 * size[0] * size[1]


def test_everybody_sits_inside_their_circle():
    town = make_town()
    layout = take_seats(town).lay((900, 580))
    away = layout.people - layout.discs.centres[town.circle_of]
    angle = np.arctan2(away[:, 1], away[:, 0])
    for circle in range(town.circle_count):
        here = town.circle_of == circle
        edge = shore(circle, angle[here]) * layout.discs.radii[circle]
        assert (np.linalg.norm(away[here], axis=1) <= edge).all()


def test_no_two_people_share_a_seat():
    places = take_seats(make_town()).lay((900, 580)).people
    assert len(np.unique(places.round(3), axis=0)) == len(places)


def test_everybody_keeps_their_seat_when_the_window_changes():
    town = make_town()
    seats = take_seats(town)
    for size in SIZES:
        layout = seats.lay(size)
        away = layout.people - layout.discs.centres[town.circle_of]
        seat = away / layout.discs.radii[town.circle_of][:, None]
        assert np.allclose(seat, seats.places)


def test_hubs_sit_further_in_than_people_with_few_ties():
    town = make_town(800, 4)
    away = np.linalg.norm(take_seats(town).places, axis=1)
    order = np.argsort(town.degree)
    assert away[order[-80:]].mean() < away[order[:80]].mean()


def test_people_with_friends_abroad_sit_on_that_shore():
    town = make_town(800, 4)
    seats = take_seats(town)
    layout = seats.lay((900, 580))
    ones, others = town.tie_ends()
    foreign = town.circle_of[ones] != town.circle_of[others]
    ones, others = ones[foreign], others[foreign]
    centres = layout.discs.centres
    towards = centres[town.circle_of[others]] - centres[town.circle_of[ones]]
    towards /= np.linalg.norm(towards, axis=1, keepdims=True)
    lean = (seats.places[ones] * towards).sum(axis=1).mean()
    # With seats given at random the lean would be 0.
    assert lean > 0.1


def test_a_sunflower_fills_its_disc_evenly():
    away = np.linalg.norm(sunflower(1_000), axis=1)
    assert away.max() < 1
    # Half of the seats lie within the circle that has half of the area.
    assert (away < np.sqrt(0.5)).sum() == pytest.approx(500, abs=2)
