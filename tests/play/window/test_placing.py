import pygame
from hypothesis import given
from hypothesis import strategies as st

from trustsim.play.window.placing import Label, bands, crowding, lay_labels, overlap, place

BOUNDS = pygame.Rect(10, 20, 900, 560)
boxes = st.builds(
    pygame.Rect,
    st.integers(10, 700),
    st.integers(20, 450),
    st.integers(4, 200),
    st.integers(4, 130),
).map(lambda box: box.clamp(BOUNDS))
sizes = st.tuples(st.integers(10, 260), st.integers(10, 120))


@given(sizes, boxes, st.lists(boxes, max_size=8), st.lists(boxes, max_size=4))
def test_a_floating_box_lies_inside_its_bounds(size, about, clear, rather):
    assert BOUNDS.contains(place(size, about, BOUNDS, clear, rather))


@given(sizes, boxes, st.lists(boxes, max_size=8))
def test_a_floating_box_never_covers_what_it_speaks_of_while_there_is_room(size, about, clear):
    # 900 x 560 with at most 200 x 130 of it taken always has room for 260 x 120 beside it.
    assert overlap(place(size, about, BOUNDS, clear), about) == 0


@given(sizes, boxes, boxes)
def test_a_floating_box_covers_nothing_that_must_stay_clear_while_there_is_room(size, about, one):
    placed = place(size, about, BOUNDS, [one])
    assert overlap(placed, one) == 0
    assert overlap(placed, about) == 0


def test_a_floating_box_prefers_empty_sea_to_people():
    about = pygame.Rect(400, 300, 10, 10)
    people = pygame.Rect(300, 200, 300, 200)
    placed = place((200, 60), about, BOUNDS, [], [people])
    assert overlap(placed, people) == 0


def test_a_floating_box_lies_beside_what_it_speaks_of_when_all_is_free():
    about = pygame.Rect(400, 300, 20, 20)
    placed = place((100, 40), about, BOUNDS, gap=8)
    assert about.inflate(18, 18).colliderect(placed)


@given(st.integers(24, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_bands_of_a_disc_cover_it_but_not_its_corners(wide, x, y):
    disc = pygame.Rect(x, y, wide, wide)
    found = bands(disc)
    middle, radius = pygame.Vector2(disc.center), wide / 2
    for degrees in range(0, 360, 5):
        spot = middle + pygame.Vector2(radius - 2, 0).rotate(degrees)
        assert any(band.inflate(2, 2).collidepoint(spot) for band in found)
    assert all(disc.inflate(2, 2).contains(band) for band in found)
    corner = pygame.Rect(disc.topleft, (wide // 12, wide // 12))
    assert all(overlap(corner, band) == 0 for band in found)


def test_a_box_larger_than_its_bounds_is_cut_to_them():
    assert place((5_000, 5_000), pygame.Rect(50, 50, 5, 5), BOUNDS).size == BOUNDS.size


labels = st.lists(st.builds(Label, boxes, sizes, st.floats(0, 9)), max_size=14)


@given(labels, st.lists(boxes, max_size=3))
def test_no_two_labels_meet_and_none_leaves_the_map(wanted, obstacles):
    placed = [box for box in lay_labels(wanted, BOUNDS, obstacles) if box is not None]
    for index, box in enumerate(placed):
        assert BOUNDS.contains(box)
        assert box.collidelist(placed[index + 1 :]) < 0
        assert box.collidelist(obstacles) < 0


@given(labels)
def test_a_placed_label_keeps_its_size(wanted):
    for label, box in zip(wanted, lay_labels(wanted, BOUNDS), strict=True):
        assert box is None or box.size == label.size


def test_the_heavier_label_gets_the_place_that_both_want():
    anchor = pygame.Rect(10, 20, 900, 560)
    light, heavy = Label(anchor, (890, 300), 1), Label(anchor, (890, 300), 2)
    assert lay_labels([light, heavy], BOUNDS) == [None, lay_labels([heavy], BOUNDS)[0]]
    assert lay_labels([heavy], BOUNDS)[0] is not None


def test_a_label_lies_under_its_circle_when_all_is_free():
    anchor = pygame.Rect(300, 200, 80, 80)
    (box,) = lay_labels([Label(anchor, (60, 20))], BOUNDS, gap=4)
    assert box == pygame.Rect(310, 284, 60, 20)


def test_a_label_slips_into_the_free_corner_of_a_disc():
    disc = Label(pygame.Rect(300, 200, 120, 120), (60, 20), is_round=True)
    walls = [pygame.Rect(250, 322, 220, 60), pygame.Rect(250, 100, 220, 98),
             pygame.Rect(422, 150, 100, 220), pygame.Rect(200, 150, 98, 220)]  # fmt: skip
    (box,) = lay_labels([disc], BOUNDS, walls, gap=1)
    assert box is None or crowding(box, [disc]) > 0
    (box,) = lay_labels([disc], BOUNDS, walls[1:2] + walls[3:], gap=1)
    assert box is not None
    assert crowding(box, [disc]) == 0


@given(boxes, boxes)
def test_a_disc_is_covered_exactly_where_a_box_comes_nearer_than_its_radius(anchor, box):
    anchor.height = anchor.width
    label = Label(anchor, (10, 10), is_round=True)
    points = [(x, y) for x in range(box.left, box.right + 1) for y in (box.top, box.bottom)]
    points += [(x, y) for y in range(box.top, box.bottom + 1) for x in (box.left, box.right)]
    near = min((x - anchor.centerx) ** 2 + (y - anchor.centery) ** 2 for x, y in points)
    inside = box.collidepoint(anchor.center)
    assert (label.covered_by(box) > 0) == (inside or near < (anchor.width / 2) ** 2)


def test_a_label_lies_where_nobody_takes_it_for_anothers():
    own = Label(pygame.Rect(400, 300, 120, 120), (150, 20), is_round=True)
    below = Label(pygame.Rect(380, 452, 160, 100), (40, 20), is_round=True)
    box, _ = lay_labels([own, below], BOUNDS)
    assert box is not None
    assert own.distance_of(box) < below.distance_of(box)
    assert box.bottom <= own.anchor.top
