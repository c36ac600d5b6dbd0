"""A network from a file goes through every door, and is never taken for another."""

from pathlib import Path

import numpy as np
import pytest

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, PostPlan
from trustsim.campaign.save import load_save, replay, write_save
from trustsim.errors import BadFile, UsageError
from trustsim.scenario import network_place
from trustsim.scenario.load import examine, load_scenario
from trustsim.scenario.resolved import fingerprint, from_resolved, resolved_json

TOWN = """
name: club
title: The club
weeks: 3
topics: [music]
platform: facebook
population:
  network: {file: ties.txt}
  circles: [{id: all, name: Everybody, topics: {music: 1}}]
brand: {followers: 2}
"""
RING = "".join(f"{a} {(a + 1) % 12}\n" for a in range(12))
STAR = "".join(f"0 {a}\n" for a in range(1, 12))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "ties.txt").write_text(RING)
    (tmp_path / "club.yaml").write_text(TOWN)
    return tmp_path / "club.yaml"


@pytest.fixture
def save(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a save that another process has made: nothing of its network is known here."""
    campaign = Campaign(load_scenario(file), seed=1)
    campaign.play_week(Plan(posts=(PostPlan(kind="useful", topic="music"),)))
    path = file.parent / "save.json"
    write_save(campaign, path)
    forget(monkeypatch)
    return path


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    from trustsim.campaign.network import _read

    monkeypatch.setattr(network_place, "_places", {})
    _read.cache_clear()


def test_a_campaign_has_the_people_and_ties_of_the_file(file: Path):
    world = Campaign(load_scenario(file), seed=1).market.world
    assert world.users == 12
    assert np.diff(world.ties.indptr).tolist() == [2] * 12


def test_the_scenario_carries_what_the_file_holds(file: Path):
    ring = load_scenario(file)
    (file.parent / "ties.txt").write_text(STAR)
    star = load_scenario(file)
    assert ring.population.network.sha256 != star.population.network.sha256
    assert fingerprint(ring) != fingerprint(star)


def test_a_scenario_without_a_file_resolves_as_it_always_has():
    assert "sha256" not in resolved_json(load_scenario("the-party"))


def test_a_file_that_is_not_the_one_a_scenario_asks_for_is_a_problem_with_its_place(file: Path):
    file.write_text(TOWN.replace("file: ties.txt", f"file: ties.txt, sha256: {'ab' * 32}"))
    (problem,) = examine(file).problems
    assert ":8:37 population.network.sha256: the file's is " in str(problem)


def test_a_scenario_that_has_travelled_finds_the_file_again(file: Path):
    resolved = resolved_json(load_scenario(file))
    assert Campaign(from_resolved(resolved), seed=1).market.world.users == 12


def test_a_save_is_replayed_with_its_network(save: Path):
    assert replay(load_save(save)).week == 1


def test_a_save_that_moved_finds_the_file_beside_it(save: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("save.json", "ties.txt"):
        (tmp_path / name).rename(elsewhere / name)
    assert replay(load_save(elsewhere / "save.json")).week == 1


def test_a_save_whose_network_is_gone_says_so(save: Path):
    (save.parent / "ties.txt").unlink()
    with pytest.raises(BadFile, match=r"file 'ties.txt' \(SHA-256 .*…\) is not where it was; put"):
        replay(load_save(save))


def test_a_save_whose_network_has_changed_says_so(save: Path):
    (save.parent / "ties.txt").write_text(STAR)
    with pytest.raises(BadFile, match=r"ties.txt has changed since .* put the old one back"):
        replay(load_save(save))


def test_a_brand_with_more_followers_than_people_is_refused(file: Path):
    with pytest.raises(UsageError, match="begins with 13 followers, and the network has 12 users"):
        Campaign(load_scenario(file, {"brand.followers": 13}), seed=1)
