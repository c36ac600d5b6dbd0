import numpy as np
import pytest

from tests.campaign.towns import gift, town
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.difficulty import terms_of
from trustsim.campaign.knowledge import Knowledge
from trustsim.campaign.plan import Plan, Work


def listening(hours: float, circle: str = "keepers") -> Plan:
    return Plan(work=(Work(kind="listen", hours=hours, circle=circle),))


def test_nobody_knows_a_circle_before_listening():
    for view in Campaign(town(), seed=3).report.circles:
        assert (view.topics, view.tones, view.connector, view.listened) == ({}, {}, -1, 0.0)


def test_listening_shows_topics_then_tones_then_a_connector():
    campaign = Campaign(town(), seed=3)
    view = campaign.play_week(listening(1.0)).circle("keepers")
    assert view.topics
    assert (view.tones, view.connector) == ({}, -1)
    view = campaign.play_week(listening(1.0)).circle("keepers")
    assert view.tones
    assert view.connector == -1
    view = campaign.play_week(listening(1.0)).circle("keepers")
    assert view.connector >= 0
    assert view.listened == 3.0


def test_listening_in_one_circle_teaches_nothing_of_another():
    report = Campaign(town(), seed=3).play_week(listening(5.0))
    assert report.circle("tasters").topics == {}


def test_taking_part_teaches_less_than_listening():
    work = Work(kind="take_part", hours=5.0, circle="keepers")
    report = Campaign(town(), seed=3).play_week(Plan(work=(work,)))
    assert report.circle("keepers").listened == pytest.approx(2.0)  # 5 h at 0.4


def errors(seed: int, hours: float, difficulty: str = "normal") -> float:
    """Return how far off the topics of all circles look after some hours in each."""
    scenario = town()
    world = Campaign(scenario, seed=seed).market.world
    knowledge = Knowledge.of_nothing(seed, 0, scenario.topics, 3, terms_of(difficulty))
    off = []
    for circle in range(3):
        knowledge.listen(circle, hours, world)
        truth = world.tastes.topics[circle] / world.tastes.topics[circle].max()
        seen = [knowledge.taste(circle).topics.get(topic, 0.0) for topic in scenario.topics]
        off.append(np.abs(truth - seen).max())
    return max(off)


def test_the_more_one_listens_the_less_one_errs():
    assert all(errors(seed, 12.0) <= errors(seed, 4.0) <= errors(seed, 1.0) for seed in range(10))
    assert errors(1, 60.0) < 0.02


def test_listening_is_less_sure_when_the_game_is_hard():
    means = {
        level: np.mean([errors(seed, 2.0, level) for seed in range(20)])
        for level in ("gentle", "normal", "hard")
    }
    assert means["gentle"] < means["normal"] < means["hard"]


def test_what_one_knows_is_the_same_in_every_replay():
    plans = [listening(2.0), listening(2.0, "tasters"), listening(1.0)]
    one, other = Campaign(town(), seed=3), Campaign(town(), seed=3)
    one.play_weeks(plans)
    other.play_weeks(plans)
    assert one.report.circles == other.report.circles


def test_a_connector_is_one_of_the_best_connected_members():
    campaign = Campaign(town(), seed=3)
    campaign.play_week(listening(9.0))
    world = campaign.market.world
    connector = campaign.report.circle("keepers").connector
    members = range(world.seats.start[0], world.seats.start[1])
    audience = np.diff(world.ties.indptr)
    assert connector in members
    assert audience[connector] >= np.quantile(audience[list(members)], 0.8)


def test_a_connector_who_has_shut_one_out_is_nobody_to_work_with():
    campaign = Campaign(town(weeks=60), seed=3)
    campaign.play_week(listening(9.0))
    connector = campaign.report.circle("keepers").connector
    while campaign.report.circle("keepers").connector >= 0 and campaign.week < 60:
        if campaign.report.circle("keepers").door_open:
            loud = gift(kind="pitch", audience="keepers", care=0.0)
            campaign.play_week(Plan(posts=(loud,) * 3))
        else:
            campaign.play_week(Plan())
    assert campaign.market.world.stance[0, connector] >= 3


def test_what_a_reader_writes_into_a_report_is_nobody_s_knowledge():
    campaign = Campaign(town(), seed=3)
    campaign.play_week(listening(1.0))
    for view in campaign.report.circles:
        view.topics["gold"] = 1.0
    campaign.play_week(Plan())
    assert all("gold" not in view.topics for view in campaign.report.circles)
