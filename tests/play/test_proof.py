"""Proving the text wrong: one thing is moved, and the effect has an interval that is honest."""

from math import sqrt
from statistics import mean, stdev

import pytest

from trustsim.campaign.run import run
from trustsim.errors import UnknownName
from trustsim.play.proof import PROOFS, TOWN, WORLDS, Effect, effect, proof_of
from trustsim.scenario.load import load_scenario


def test_an_interval_is_students():
    values = tuple(float(value) for value in range(24))
    found = Effect("A5", 0.0, values, 0.0)
    low, high = found.interval
    assert (low + high) / 2 == pytest.approx(mean(values)) == 11.5
    assert high - found.mean == pytest.approx(2.069 * stdev(values) / sqrt(24))


@pytest.mark.parametrize(
    ("values", "verdict"), [((3.0, 4.0), "open"), ((3.0, 3.1), "holds"), ((-3.0, -3.1), "fails")]
)
def test_a_claim_holds_only_where_the_whole_interval_does(values, verdict):
    assert Effect("A5", 0.0, values * 12, 0.0 if verdict != "open" else 3.5).verdict == verdict


def test_what_is_moved_begins_where_the_model_stands():
    rules = load_scenario(TOWN).rules
    assert proof_of("a4").usual == rules.response.mute
    assert proof_of("B9").usual == rules.trust.detection
    assert proof_of("B5").usual == rules.sharing.strength
    assert proof_of("B10").usual == rules.shop.speak_up
    for proof in PROOFS.values():
        assert proof.usual in proof.values


def test_an_effect_is_the_difference_of_two_runs_on_one_seed():
    proof = proof_of("A5")
    found = effect(proof, 0.5, worlds=2)
    one, other = proof.arms(0.5)
    for seed, difference in enumerate(found.differences, start=1):
        mixed, silent = (run(load_scenario(TOWN), arm.who(), seed).totals["followers"]
                         for arm in (one, other))  # fmt: skip
        assert difference == mixed - silent


def test_giving_holds_and_pitching_fails():
    proof = proof_of("A5")
    assert effect(proof, 0.0).verdict == "holds"
    assert effect(proof, 1.0).verdict == "fails"


def test_a_stop_ends_the_work():
    told = []
    assert effect(proof_of("A5"), 0.0, on_world=lambda *at: bool(told.append(at)) or len(told) < 3
                  ) is None  # fmt: skip
    assert told == [(1, WORLDS), (2, WORLDS), (3, WORLDS)]


def test_a_claim_with_nothing_to_move_says_which_have_something():
    with pytest.raises(UnknownName, match="known: A4, A5, B3"):
        proof_of("B7")


def test_the_text_door_plays_one_value_and_refuses_what_is_none(game):
    said = game.type("prove", "prove A5", "prove A5 50%")
    assert "Such as: prove A4" in said
    assert "at 50%: -" in said
    assert "fails here" in said
    assert "it can't stand at '9'" in game.type("prove A5 9")
