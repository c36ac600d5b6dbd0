import pytest

from trustsim.campaign.hours import Hours
from trustsim.campaign.terms import TERMS


def hours_after(*used: float, base: float = 10.0) -> Hours:
    hours = Hours(base, burnout=0.3, terms=TERMS)
    for each in used:
        hours.spend(each)
    return hours


def test_hours_do_not_carry_over():
    assert hours_after(2.0).available == 10.0


def test_three_full_weeks_in_a_row_cost_the_fourth_thirty_percent():
    assert hours_after(10.0, 10.0).available == 10.0
    assert hours_after(10.0, 9.0, 9.5).available == pytest.approx(7.0)  # 10 * (1 - 0.3)


def test_one_easy_week_between_full_ones_prevents_the_burn_out():
    assert hours_after(10.0, 10.0, 8.9, 10.0).available == 10.0


def test_after_the_week_of_burn_out_the_hours_are_back():
    assert hours_after(10.0, 10.0, 10.0, 7.0).available == 10.0


def test_extra_hours_are_for_one_week_and_never_make_hours_negative():
    hours = hours_after()
    hours.extra = -4.0
    assert hours.available == 6.0
    hours.spend(1.0)
    assert hours.available == 10.0
    hours.extra = -40.0
    assert hours.available == 0.0


def test_a_week_without_any_hours_is_no_full_week():
    hours = Hours(0.0, burnout=0.3, terms=TERMS)
    for _ in range(5):
        hours.spend(0.0)
    assert not hours.is_burnt_out
