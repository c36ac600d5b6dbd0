"""The quiz: what is right is played, and skill and bias are told apart."""

import pytest

from trustsim.play import quiz
from trustsim.play.quiz import ITEMS, Answer, Item, load_rounds, score, sentences


def answers(said):
    """Return the answers of somebody who says of every plan what ``said`` does."""
    out, kept = ("pitches", "offers", "fun_loud", "gifts_hyped"), ("pitch", "offer_rare", "gifts")
    rows = [(way, True) for way in out] + [(way, False) for way in (*kept, "questions")]
    return [
        Answer(circle="bakers", way=way, deals=False, said_out=said(way, was), was_out=was)
        for way, was in rows
    ]


def sells(way):
    return way in quiz.SELLING


def test_who_knows_has_skill_and_no_bias():
    found = score(answers(lambda way, was: was))
    assert (found.hits, found.outs, found.alarms, found.kept) == (4, 4, 0, 4)
    assert found.skill == "well"
    assert found.lean == "even"
    # z(4.5 / 5) - z(0.5 / 5) = 1.2816 + 1.2816
    assert found.discrimination == pytest.approx(2.563, abs=1e-3)
    assert found.criterion == pytest.approx(0.0)


def test_who_always_expects_the_worst_has_a_bias_and_no_skill():
    found = score(answers(lambda way, was: True))
    assert found.discrimination == pytest.approx(0.0)
    assert (found.skill, found.lean) == ("hardly", "wary")


def test_who_always_expects_a_welcome_leans_the_other_way():
    assert score(answers(lambda way, was: False)).lean == "trusting"


def test_who_has_learnt_that_selling_is_bad_is_told_so():
    found = score(answers(lambda way, was: sells(way)))
    assert found.discrimination == pytest.approx(0.0)
    assert found.unfair == 1.0
    assert any("more than they deserve" in line for line in sentences(found))


def test_who_trusts_sellers_alone_is_told_so():
    found = score(answers(lambda way, was: not sells(way)))
    assert any("easier on plans that sell" in line for line in sentences(found))


@pytest.mark.parametrize("when", ["before", "after"])
def test_both_rounds_hold_selling_and_giving_on_both_sides(when):
    truths = quiz.truths(when)
    for side in (True, False):
        mine = [item for item, truth in zip(ITEMS[when], truths, strict=True) if truth is side]
        assert len(mine) >= 3
        assert any(item.sells for item in mine)
        assert any(not item.sells for item in mine)


def test_no_plan_is_asked_twice():
    every = [*ITEMS["before"], *ITEMS["after"]]
    assert len(set(every)) == len(every)


def test_a_pitch_is_kept_where_deals_are_hunted_and_not_elsewhere():
    assert quiz.is_shut_out(Item("readers", "pitch"))
    assert not quiz.is_shut_out(Item("readers", "pitch", deals=True))


def test_answers_are_kept_and_a_broken_file_harms_nothing(own_folder):
    quiz.keep_round("before", answers(lambda way, was: was))
    assert load_rounds().offered
    assert len(load_rounds().before) == 8
    assert quiz.next_round(False) == "after"
    quiz.quiz_path().write_text("{")
    assert load_rounds() == quiz.Rounds()
    assert quiz.next_round(False) == "before"


def test_the_text_door_asks_ten_plans_and_an_empty_line_skips(game):
    game.waiting = ["1"] * 10
    said = game.type("quiz")
    assert said.count("will they keep you") == 10
    assert "You rather expect to be kept" in said
    game.waiting = ["2", ""]
    said = game.type("quiz")
    assert "Now that you have played" in said
    assert "Skipped." in said
    assert load_rounds().after == ()
