"""The model beside published figures: what is measured, and what an ablation breaks."""

import json

import numpy as np
import pytest

from trustsim.cli import run
from trustsim.lab.evidence.measure import Finding, findings, pooled, samples
from trustsim.lab.evidence.neighbour import week
from trustsim.lab.evidence.table import DESCRIBED, FIGURES
from trustsim.lab.runner import SerialRunner
from trustsim.market.market import Market
from trustsim.scenario.load import load_scenario

RING = """
name: ring
title: A ring
weeks: 1
topics: [music]
population:
  network: {file: ties.txt}
  circles: [{id: all, name: Everybody, topics: {music: 1}}]
brand: {followers: 2}
"""


def measured(*places, seeds=2, users=600, **settings):
    with SerialRunner() as runner:
        *_, found = samples(
            "free-play", range(1, seeds + 1), runner,
            settings={"population.users": users, **settings}, places=places,
        )  # fmt: skip
    return found


def values(found):
    return {row.figure.key: row.value for row in findings(found)}


def test_a_pooled_ratio_is_the_ratio_of_sums():
    value, low, high = pooled([(1.0, 2.0), (3.0, 2.0)])
    assert value == (1 + 3) / (2 + 2)
    assert low <= value <= high


def test_every_figure_lies_in_its_own_band_and_names_its_source():
    for figure in FIGURES:
        assert figure.low <= figure.centre <= figure.high
        assert figure.source
    assert all(row.definition and row.source for row in DESCRIBED)


def test_a_value_outside_the_band_is_out():
    assert Finding(FIGURES[0], 0.8, 0.7, 0.9, 2).as_dict()["verdict"] == "in"
    assert Finding(FIGURES[0], 0.5, 0.4, 0.6, 2).as_dict()["verdict"] == "out"


def test_random_wiring_breaks_the_network_s_figures():
    grown = values(measured("ties"))
    wired = values(measured("ties", without=["clustering"]))
    assert wired["clustering"] < 0.5 * grown["clustering"]
    assert wired["likeness_p"] > 0.01 > grown["likeness_p"]


def test_without_asymmetry_harm_weighs_less():
    as_it_is, without = (
        values(measured("bonds", seeds=4, users=3000, **given))["asymmetry"]
        for given in ({}, {"without": ["asymmetry"]})
    )
    assert without < 2.0 < as_it_is


def test_a_second_post_is_measured_on_the_luck_of_the_first():
    parts = measured("bonds", seeds=4, **{"rules.feed.same_author": 0.0})["second_post"]
    for together, alone in parts:
        # Nothing dilutes the days' first posts, and the second ones' gifts help them a little.
        assert 1.0 <= together / alone < 1.1


def test_a_network_of_a_file_is_measured_as_the_file_has_it(tmp_path):
    (tmp_path / "ties.txt").write_text("".join(f"{a} {(a + 1) % 30}\n" for a in range(30)))
    (tmp_path / "ring.yaml").write_text(RING)
    with SerialRunner() as runner:
        *_, found = samples(tmp_path / "ring.yaml", [1], runner, places=["ties"])
    assert found["clustering"] == [(0.0, 1.0)]  # nobody's friends are friends


def test_a_fork_goes_on_as_its_original_would_have():
    scenario = load_scenario("free-play", {"population.users": 300})
    market = Market(scenario, 3)
    market.play_week(week(scenario, 0))
    twin = market.fork(record="full")
    before = market.digest()
    twin.play_week(week(scenario, 1))
    assert market.digest() == before
    market.play_week(week(scenario, 1))
    assert twin.digest() == market.digest()
    assert not np.shares_memory(twin.world.good, market.world.good)


@pytest.mark.parametrize("command", [["evidence", "--seeds", "2", "--users", "300"]])
def test_the_command_prints_a_json_list(command, capsys):
    assert run([*command, "--workers", "0", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["id"] for row in rows} == {figure.id for figure in FIGURES}
    assert set(rows[0]) >= {
        "id", "statistic", "value", "low", "high", "band", "source", "verdict", "seeds",
    }  # fmt: skip
