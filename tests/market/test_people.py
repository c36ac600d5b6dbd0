"""People: what each likes, notices, shares, forgives and needs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.market.towns import CIRCLES, town
from trustsim.market.market import Market
from trustsim.market.measures import gini
from trustsim.market.network_measures import likeness
from trustsim.market.numbers import PATIENCE
from trustsim.market.people import OTHER_HOURS, SOCIAL_HOURS, TONE_FITS, People, tastes
from trustsim.scenario.rules import AGE_BANDS, TONES

BIG = 4000


@pytest.fixture(scope="module")
def folk() -> People:
    return Market(town(BIG, "facebook"), 1).world.people


@given(st.sampled_from(["myspace", "facebook", "twitter"]), st.integers(5, 200), st.integers(0, 99))
def test_every_trait_is_in_its_range(platform, users, seed):
    world = Market(town(users, platform, population={"second_circle": 0.5}), seed).world
    folk = world.people
    assert set(folk.circle.tolist()) <= {0, 1, 2}
    assert set(folk.second.tolist()) <= {-1, 0, 1, 2}
    assert (folk.second != folk.circle).all()
    assert folk.age.max() < len(AGE_BANDS)
    for share in (folk.online, folk.line, folk.threshold, folk.need, folk.posting):
        assert (share >= 0).all()
        assert (share <= 1).all()
    for positive in (folk.attention, folk.propensity, folk.scepticism, folk.online):
        assert (positive > 0).all()
    assert (folk.interests > 0).all()
    np.testing.assert_allclose((folk.interests**2).sum(axis=0), 1.0, atol=1e-5)
    assert (world.seen > 0).all()
    assert (world.crowd >= np.float32(14.0)).all()


def test_the_mean_of_every_trait_is_what_its_constant_says(folk):
    scenario = town(BIG, "facebook")
    rules = scenario.rules
    for trait, mean in (
        (folk.attention, rules.feed.attention), (folk.scepticism, rules.trust.scepticism),
        (folk.line, rules.response.line), (folk.threshold, rules.talk.threshold),
        (folk.propensity, 1.0), (folk.posting, rules.posting.rate),
    ):  # fmt: skip
        assert trait.mean() == pytest.approx(mean, rel=0.1)


def test_few_people_share_and_post_most(folk):
    assert gini(folk.propensity) > 0.45
    assert gini(folk.posting) > 0.5


def test_a_circle_needs_the_product_as_much_as_it_says(folk):
    for index, circle in enumerate(CIRCLES):
        need = folk.need[folk.circle == index]
        assert need.mean() == pytest.approx(circle["need"], abs=0.05)
        assert (folk.need_full == folk.need).all()


def test_a_quarter_of_the_people_is_in_a_second_circle(folk):
    assert (folk.second >= 0).mean() == pytest.approx(0.25, abs=0.03)


def test_a_circle_is_of_the_ages_it_says(folk):
    fans = folk.age[folk.circle == 0]  # 13-17: 1, 18-34: 3
    assert np.bincount(fans, minlength=4) / len(fans) == pytest.approx([0.25, 0.75, 0, 0], abs=0.04)
    cooks = folk.age[folk.circle == 1]  # says nothing: all alike
    assert np.bincount(cooks, minlength=4) / len(cooks) == pytest.approx([0.25] * 4, abs=0.04)


def test_18_to_34_year_olds_spend_4_3_times_as_long_on_social_media_as_on_the_rest():
    band = AGE_BANDS.index("18-34")
    assert SOCIAL_HOURS[band] / OTHER_HOURS[band] == pytest.approx(4.3)


def test_the_young_are_online_more_than_the_old(folk):
    by_age = [folk.online[folk.age == band].mean() for band in range(4)]
    assert by_age[1] == max(by_age)
    assert by_age[3] == min(by_age)


def test_people_like_what_their_circle_talks_about(folk):
    fans, cooks, hunters = (folk.interests[:, folk.circle == c].mean(axis=1) for c in range(3))
    assert fans.argmax() == 0  # music
    assert cooks.argmax() == 1  # food
    assert hunters.argmax() == 2  # travel


def test_friends_are_more_alike_than_their_friends_and_those_more_than_strangers(folk):
    found = likeness(Market(town(BIG, "facebook"), 1).world.ties, folk.interests)
    assert found.is_ordered
    assert found.friends > found.friends_of_friends > found.strangers


def test_random_wiring_ends_the_likeness_of_friends():
    world = Market(town(BIG, "facebook", without=["clustering"]), 1).world
    assert not likeness(world.ties, world.people.interests).is_ordered


def test_without_asymmetry_nobody_is_sceptical():
    folk = Market(town(200, without=["asymmetry"]), 1).world.people
    assert (folk.scepticism == 1.0).all()


def test_tones_that_a_circle_does_not_name_fit_as_they_do_by_default():
    found = tastes(town())
    fans = dict(zip(TONES, found.tones[0].tolist(), strict=True))
    assert fans["playful"] == 0.9
    assert fans["hard_sell"] == 0.05
    assert fans["candid"] == TONE_FITS[TONES.index("candid")]
    np.testing.assert_allclose(np.linalg.norm(found.topics, axis=1), 1.0)


@pytest.mark.parametrize("difficulty", ["gentle", "normal", "hard"])
def test_difficulty_changes_how_patient_circles_are(difficulty):
    factor = PATIENCE[difficulty]
    assert tastes(town(difficulty=difficulty)).patience.tolist() == [factor, 0.6 * factor, factor]


def test_the_traits_of_one_do_not_depend_on_how_many_others_there_are():
    # Chance is keyed by person: 200 users of one circle are the first 200 of 300.
    alone = {"population": {"circles": [CIRCLES[1]]}}
    few, many = (Market(town(users, **alone), 1).world.people for users in (200, 300))
    for name in ("age", "attention", "propensity", "scepticism", "line", "threshold", "need"):
        assert getattr(few, name).tolist() == getattr(many, name)[:200].tolist()
