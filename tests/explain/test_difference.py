"""The first difference of two runs, on tables made by hand."""

import numpy as np
import pytest

from trustsim.campaign.plan import Plan, PostPlan
from trustsim.explain.difference import ABSENT, Change, Run, first_difference, flat, plain


def weeks(*followers):
    return {"week": np.arange(1, len(followers) + 1), "followers": np.array(followers)}


def posts(*rows):
    """Return posts of (post, day, reach)."""
    post, day, reach = zip(*rows, strict=True)
    return {"post": np.array(post), "day": np.array(day), "reach": np.array(reach)}


def test_equal_tables_are_the_same():
    run = Run("a", {"weeks": weeks(1, 2), "posts": posts((1, 0, 5), (9, 8, 3))})
    assert not first_difference(run, run).differs


def test_the_first_week_with_another_count_is_found():
    found = first_difference(
        Run("a", {"weeks": weeks(1, 2, 3)}), Run("b", {"weeks": weeks(1, 7, 8)})
    )
    assert (found.week, found.counts) == (2, (Change("followers", 2, 7),))


def test_the_first_day_with_another_row_is_found():
    one = Run("a", {"weeks": weeks(1, 2), "posts": posts((1, 0, 5), (9, 8, 3), (10, 9, 1))})
    other = Run("b", {"weeks": weeks(1, 2), "posts": posts((1, 0, 5), (9, 8, 4), (10, 9, 2))})
    found = first_difference(one, other)
    assert found.day == 8
    assert found.events == (
        Change("posts", {"post": 9, "day": 8, "reach": 3}, {"post": 9, "day": 8, "reach": 4}),
    )


def test_a_row_that_only_one_has_is_found():
    one = Run("a", {"weeks": weeks(1), "posts": posts((1, 0, 5))})
    other = Run("b", {"weeks": weeks(1), "posts": posts((1, 0, 5), (2, 3, 4))})
    found = first_difference(one, other)
    assert (found.day, found.events[0].first) == (3, ABSENT)
    assert found.events[0].second == {"post": 2, "day": 3, "reach": 4}


def test_a_cascade_stands_on_the_day_of_its_post():
    tables = {"weeks": weeks(1), "posts": posts((1, 0, 5), (2, 3, 4))}
    root = {"post": np.array([1, 2]), "user": np.array([-1, -1])}
    other = {"post": np.array([1, 2]), "user": np.array([-1, 8])}
    found = first_difference(Run("a", tables | {"cascades": root}),
                             Run("b", tables | {"cascades": other}))  # fmt: skip
    assert (found.day, [change.where for change in found.events]) == (3, ["cascades"])


def test_what_lies_beyond_the_shorter_run_is_not_compared():
    found = first_difference(Run("a", {"weeks": weeks(1, 2)}), Run("b", {"weeks": weeks(1)}))
    assert found.differs
    assert (found.weeks, found.week, found.day) == ((2, 1), None, None)


def test_a_bet_and_a_note_are_no_difference():
    plan = Plan(posts=(PostPlan(kind="fun", topic="tea"),))
    bold = plan.model_copy(update={"bet": (1.0, 2.0), "note": "Hm."})
    tables = {"weeks": weeks(1)}
    assert not first_difference(
        Run("a", tables, plans=[plan]), Run("b", tables, plans=[bold])
    ).differs


def test_another_plan_names_its_parts():
    one = Plan(posts=(PostPlan(kind="fun", topic="tea"),))
    other = Plan(posts=(PostPlan(kind="fun", topic="bees"),))
    tables = {"weeks": weeks(1)}
    found = first_difference(Run("a", tables, plans=[one]), Run("b", tables, plans=[other]))
    assert (found.plan_week, found.plan) == (1, (Change("posts[0].topic", "tea", "bees"),))


def test_facts_are_compared_where_both_runs_know_theirs():
    tables = {"weeks": weeks(1)}
    one = Run("a", tables, {"seed": 1, "scenario.weeks": 3})
    other = Run("b", tables, {"seed": 2, "scenario.title": "x"})
    assert first_difference(one, other).facts == (
        Change("seed", 1, 2), Change("scenario.weeks", 3, ABSENT),
        Change("scenario.title", ABSENT, "x"),
    )  # fmt: skip
    assert first_difference(one, Run("c", tables)).facts == ()


@pytest.mark.parametrize(
    ("nested", "leaves"),
    [
        ({"a": {"b": 1}, "c": [2, {"d": 3}]}, {"a.b": 1, "c[0]": 2, "c[1].d": 3}),
        ([], {}),
    ],
)
def test_leaves_have_places(nested, leaves):
    assert dict(flat(nested)) == leaves


def test_what_is_no_number_is_a_word():
    assert plain(np.float64("nan")) == "nan"
    assert plain(np.int64(3)) == 3
