import numpy as np
import pytest

from tests.play.window.conftest import make_crowd, make_events, make_town, make_week
from trustsim.market.outcome import Stance
from trustsim.play.window.map.events import EVENT, Happening
from trustsim.play.window.map.film import Film
from trustsim.play.window.map.pace import pace
from trustsim.play.window.map.schedule import TRAVEL, schedule
from trustsim.play.window.map.town import Crowd

SEE, READ, SHARE, PUBLISH = Happening.SEE, Happening.READ, Happening.SHARE, Happening.PUBLISH


@pytest.fixture
def film() -> Film:
    town = make_town()
    return Film(make_week(town), make_crowd(town))


def everything(film: Film, hour: float) -> list[object]:
    moment = film.moment(hour)
    crowd = film.crowd(hour)
    marks = [moment.journeys, moment.traces, moment.rings]
    parts = [part for mark in marks for part in (mark.user, mark.other, mark.kind, mark.age)]
    parts += [moment.glow_users, moment.glow, moment.doors, crowd.trust, crowd.stance]
    return [*(part.tolist() for part in parts), moment.ripples, moment.publishing]


@pytest.mark.parametrize("hour", [0.0, 6.5, 30.25, 71.0, 110.0, 167.9])
def test_the_film_is_a_function_of_the_hour_alone(film, hour):
    direct = everything(film, hour)
    for other in (160.0, 9.0, 80.0, 0.0):
        film.moment(other)
        film.crowd(other)
    assert everything(film, hour) == direct


def test_nobody_is_lit_before_the_one_it_came_from():
    events = make_events(
        (10.0, PUBLISH, -1, -1, 0),
        (10.1, SEE, 1, -1, 0),
        (10.2, READ, 1, -1, 0),
        (10.3, SHARE, 1, -1, 0),
        (10.4, SEE, 2, 1, 0),
        (10.5, READ, 2, 1, 0),
        (10.6, SHARE, 2, -1, 0),
        (10.7, SEE, 3, 2, 0),
    )
    times = schedule(events)
    # 10 + 4 = 14; shared at max(10.3, 14) = 14, so 18; then 22.
    sees = events["kind"] == int(SEE)
    assert times.shown[sees] == pytest.approx([10 + TRAVEL, 10 + 2 * TRAVEL, 10 + 3 * TRAVEL])
    assert times.hops[sees].tolist() == [1, 2, 3]
    # What a person does with the post is as late as the sight of it: 10.5 + (18 - 10.4).
    reads = events["kind"] == int(READ)
    assert times.shown[reads] == pytest.approx([10.2 + 3.9, 10.5 + 7.6], abs=1e-4)


def test_a_slow_share_is_shown_when_it_happened():
    events = make_events(
        (10.0, PUBLISH, -1, -1, 0),
        (11.0, SEE, 1, -1, 0),
        (50.0, SHARE, 1, -1, 0),
        (60.0, SEE, 2, 1, 0),
    )
    times = schedule(events)
    assert times.shown[3] == pytest.approx(60)
    assert times.leaves[3] == pytest.approx(60 - TRAVEL)


def test_light_is_on_its_way_between_leaving_and_arriving():
    crowd = Crowd(np.full(4, 0.5), np.zeros(4, np.uint8), np.zeros(1, np.bool_))
    film = Film(make_events((10.0, PUBLISH, -1, -1, 0), (12.0, SEE, 1, -1, 0)), crowd)
    # It leaves with the post at 10 and arrives at 14.
    assert film.moment(9.9).journeys.user.tolist() == []
    assert film.moment(12.0).journeys.age.tolist() == pytest.approx([0.5])
    assert film.moment(14.5).journeys.user.tolist() == []


def test_reach_by_hop_counts_each_person_once_a_post():
    events = make_events(
        (10.0, PUBLISH, -1, -1, 0),
        (10.1, SEE, 1, -1, 0),
        (10.2, SHARE, 1, -1, 0),
        (10.4, SEE, 2, 1, 0),
        (10.4, SEE, 3, 1, 0),
        (30.0, SEE, 2, -1, 0),
    )
    film = Film(events, Crowd(np.full(4, 0.5), np.zeros(4, np.uint8), np.zeros(1, np.bool_)))
    assert film.reach_by_hop(168).tolist() == [1, 2]
    assert film.reach_by_hop(11).tolist() == [0]
    assert film.reach_by_hop(168, post=7).tolist() == [0]


def test_stances_change_when_they_are_shown_to():
    stance = np.array([Stance.STRANGER, Stance.AWARE, Stance.FOLLOWER], np.uint8)
    events = make_events(
        (20.0, SEE, 0, -1, 0),
        (30.0, Happening.FOLLOW, 1, -1, -1),
        (40.0, Happening.MUTE, 2, -1, -1),
        (60.0, Happening.BLOCK, 2, -1, -1),
    )
    film = Film(events, Crowd(np.full(3, 0.5), stance, np.zeros(1, np.bool_)))
    assert film.crowd(0).stance.tolist() == stance.tolist()
    assert film.crowd(35).stance.tolist() == [Stance.AWARE, Stance.FOLLOWER, Stance.FOLLOWER]
    assert film.crowd(50).stance[2] == Stance.MUTED
    assert film.crowd(168).stance[2] == Stance.BLOCKED


def test_a_stranger_who_follows_at_once_ends_as_a_follower():
    events = make_events((20.0, SEE, 0, -1, 0), (20.0, Happening.FOLLOW, 0, -1, 0))
    film = Film(events, Crowd(np.full(1, 0.5), np.zeros(1, np.uint8), np.zeros(1, np.bool_)))
    assert film.crowd(168).stance.tolist() == [Stance.FOLLOWER]


def test_trust_moves_from_morning_to_morning():
    days = np.array([[0.2], [0.4], [0.4]])
    before = Crowd(days[0], np.ones(1, np.uint8), np.zeros(1, np.bool_))
    film = Film(np.zeros(0, EVENT), before, days)
    assert film.crowd(0).trust[0] == pytest.approx(0.2)
    assert film.crowd(12).trust[0] == pytest.approx(0.3)
    assert film.crowd(168).trust[0] == pytest.approx(0.4)


def test_a_door_closes_and_opens_again():
    events = make_events(
        (20.0, Happening.DOOR_CLOSES, 1, -1, -1), (90.0, Happening.DOOR_OPENS, 1, -1, -1)
    )
    film = Film(events, Crowd(np.full(2, 0.5), np.ones(2, np.uint8), np.zeros(2, np.bool_)))
    assert film.moment(19).doors.tolist() == [0, 0]
    assert 0 < film.moment(22).doors[1] < 1
    assert film.moment(60).doors.tolist() == [0, 1]
    assert film.moment(160).doors.tolist() == [0, 0]


def test_the_crowd_turning_away_makes_ripples_and_a_quiet_week_none(film):
    assert film.moment(85.0).ripples
    quiet = Film(np.zeros(0, EVENT), film.before)
    assert all(not quiet.moment(hour).ripples for hour in range(168))


def test_an_empty_week_can_be_watched(film):
    quiet = Film(np.zeros(0, EVENT), film.before)
    assert quiet.end == 168
    assert quiet.waves().tolist() == []
    assert quiet.reach_by_hop(168).tolist() == [0]
    assert pace(quiet).hour(pace(quiet).length) == pytest.approx(168)


def test_waves_are_in_order_and_inside_the_film(film):
    waves = film.waves()
    assert len(waves) >= 4
    assert (np.diff(waves) > 0).all()
    assert waves[-1] <= film.end + 1


def test_the_pace_goes_there_and_back(film):
    clock = pace(film)
    for hour in (0.0, 5.5, 80.0, 167.0):
        assert clock.hour(clock.second(hour)) == pytest.approx(hour)
    assert clock.advance(5.0, 0.5, 2.0) == pytest.approx(clock.advance(5.0, 1.0, 1.0))


def test_busy_hours_take_more_seconds_than_quiet_ones(film):
    clock = pace(film)
    assert clock.second(20) - clock.second(5) > 2 * (clock.second(160) - clock.second(145))


def test_a_crowded_hour_is_thinned_the_same_way_each_time():
    users = 4_000
    rows = [(10.0 + i / users, SEE, i, -1, 0) for i in range(users)]
    crowd = Crowd(np.full(users, 0.5), np.zeros(users, np.uint8), np.zeros(1, np.bool_))
    film = Film(make_events((9.0, PUBLISH, -1, -1, 0), *rows), crowd)
    first, later = film.moment(12.0).journeys, film.moment(12.1).journeys
    assert 0 < len(first.user) < 2_000
    assert set(first.event) & set(later.event)
