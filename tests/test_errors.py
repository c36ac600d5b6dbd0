"""Errors: what a sentence lists, it lists as people count."""

from trustsim.errors import UnknownName


def test_known_names_are_listed_in_the_order_in_which_people_count():
    error = UnknownName("claim", "Z", ["B10", "C1", "B9", "B1", "A12", "A2"])
    assert str(error) == "there is no claim 'Z'; known: A2, A12, B1, B9, B10, C1"


def test_names_without_numbers_are_listed_by_letter():
    error = UnknownName("topic", "x", ["2-step", "tea", "bees"])
    assert str(error) == "there is no topic 'x'; known: 2-step, bees, tea"
