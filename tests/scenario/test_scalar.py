"""What an unquoted word means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.scenario.scalar import meaning


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("0", 0),
        ("-3", -3),
        ("+4", 4),
        ("010", 10),
        ("1e6", 1_000_000),
        ("12E2", 1200),
        ("18446744073709551615", 2**64 - 1),
        (".5", 0.5),
        ("-.5", -0.5),
        ("1.", 1.0),
        ("1.50", 1.5),
        ("1e-3", 0.001),
        ("2.5e3", 2500.0),
        ("1e30", 1e30),
        ("-1e20", -1e20),
    ],
)
def test_a_decimal_number_is_a_number(word: str, value: float):
    assert meaning(word) == value
    assert type(meaning(word)) is type(value)


@pytest.mark.parametrize("word", ["true", "True", "TRUE"])
def test_true_is_true(word: str):
    assert meaning(word) is True


@pytest.mark.parametrize("word", ["false", "False", "FALSE"])
def test_false_is_false(word: str):
    assert meaning(word) is False


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_none(word: str):
    assert meaning(word) is None


@pytest.mark.parametrize(
    "word",
    [
        *("yes", "no", "on", "off", "y", "n", "Yes", "NO", "tRUE", "nULL"),
        *("1:30", "12:30:45", "2024-01-31", "2024-01-31T12:00:00Z", "1_000", "1,5", "50%"),
        *("0x1F", "0o17", "0b1", ".inf", "-.INF", ".nan", "inf", "nan", "Infinity"),
        *(".", "-", "+", "e5", ".e5", "1e", "--1", "1.2.3", "=", "<<", "١٢"),
    ],
)
def test_every_other_word_is_text(word: str):
    assert meaning(word) == word


@pytest.mark.parametrize(
    ("word", "message"),
    [
        (
            "18446744073709551616",
            "18446744073709551616 is too large; a whole number is at most 18446744073709551615",
        ),
        ("1e309", "1e309 is too large; a number is at most about 1e308"),
        ("1" * 41, "111111111111… has 41 characters; a number takes at most 40"),
        ("1" * 100_000, "111111111111… has 100,000 characters; a number takes at most 40"),
    ],
)
def test_a_number_beyond_all_measure_is_refused(word: str, message: str):
    with pytest.raises(ValueError) as refusal:
        meaning(word)
    assert str(refusal.value) == message


@given(st.integers(-(2**63), 2**64 - 1))
def test_a_whole_number_is_read_as_it_is_written(number: int):
    assert meaning(str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_read_as_python_writes_it(number: float):
    assert meaning(repr(number)) == number


@given(st.text(max_size=60))
def test_a_word_is_itself_or_a_finite_number_or_refused(word: str):
    try:
        value = meaning(word)
    except ValueError as refusal:
        assert "at most" in str(refusal)
    else:
        assert value == word or value is None or isinstance(value, bool | int | float)
        assert value not in (float("inf"), float("-inf"))
