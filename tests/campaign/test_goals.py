import pytest

from trustsim.campaign.goals import medal_of, standings
from trustsim.scenario.schema import Goal


def goal(medal: str, measure: str = "sales", **bound: float) -> Goal:
    return Goal(medal=medal, measure=measure, **bound)


GOALS = (goal("bronze", at_least=10), goal("silver", at_least=20), goal("gold", at_least=30))


@pytest.mark.parametrize(
    ("sales", "medal"), [(9, None), (10, "bronze"), (29, "silver"), (30, "gold")]
)
def test_the_best_medal_whose_goals_are_reached_is_won(sales, medal):
    assert medal_of(standings(GOALS, {"sales": sales})) == medal


def test_a_medal_takes_all_of_its_goals():
    goals = (goal("bronze", at_least=1), goal("bronze", "followers", at_least=5))
    assert medal_of(standings(goals, {"sales": 1, "followers": 4})) is None
    assert medal_of(standings(goals, {"sales": 1, "followers": 5})) == "bronze"


def test_gold_takes_the_goals_of_silver_as_well():
    goals = (goal("silver", at_least=20), goal("gold", "followers", at_least=5))
    assert medal_of(standings(goals, {"sales": 3, "followers": 5})) is None
    assert medal_of(standings(goals, {"sales": 20, "followers": 5})) == "gold"


def test_without_goals_there_is_no_medal():
    assert medal_of(()) is None


def test_a_medal_without_goals_of_its_own_is_not_won_by_those_below():
    assert medal_of(standings((goal("bronze", at_least=1),), {"sales": 5})) == "bronze"


def test_at_most_is_reached_from_below():
    (found,) = standings((goal("silver", "ostracism_rate", at_most=0.1),), {"ostracism_rate": 0.1})
    assert found.is_reached
    (found,) = standings((goal("silver", "ostracism_rate", at_most=0.1),), {"ostracism_rate": 0.2})
    assert not found.is_reached


def test_a_goal_without_words_is_said_from_its_numbers():
    said = [
        standing.text
        for standing in standings(
            (goal("gold", "ostracism_rate", at_most=0.1), goal("gold", "followers", at_least=1500)),
            {"ostracism_rate": 0, "followers": 0},
        )
    ]
    assert said == ["at most 10% of those who know you shut out", "at least 1,500 followers"]
