from __future__ import annotations

import numpy as np
import pytest

from trustsim.errors import UsageError
from trustsim.lab.design import placed, points_of, unit_points, values_of
from trustsim.lab.vary import Axis, Vary

RANGE = {"low": 1.0, "high": 8.0}


def vary(design: str, points: int = 16, **over: object) -> Vary:
    return Vary.model_validate({"design": design, "points": points, "over": over})


def test_without_anything_that_varies_there_is_one_point() -> None:
    assert points_of(None) == [{}]


def test_a_grid_has_every_combination() -> None:
    found = points_of(vary("grid", a=[1, 2], b=["x", "y", "z"]))
    assert len(found) == 6
    assert found[:3] == [{"a": 1, "b": "x"}, {"a": 1, "b": "y"}, {"a": 1, "b": "z"}]


def test_a_list_takes_first_values_together() -> None:
    assert points_of(vary("list", a=[1, 2], b=[10, 20])) == [{"a": 1, "b": 10}, {"a": 2, "b": 20}]


def test_a_range_is_cut_in_even_steps_on_its_scale() -> None:
    assert values_of(Axis(low=0, high=1, steps=3)) == (0.0, 0.5, 1.0)
    assert values_of(Axis(low=1, high=100, steps=3, scale="log")) == (1.0, 10.0, 100.0)
    assert values_of(Axis(low=1, high=3, steps=5, whole=True)) == (1, 2, 3)


def test_every_value_of_a_list_has_an_equal_share_of_the_way() -> None:
    places = (np.arange(300) + 0.5) / 300
    found = placed(Axis.model_validate(["a", "b", "c"]), places)
    assert [found.count(value) for value in "abc"] == [100, 100, 100]
    assert placed(Axis.model_validate(["a", "b"]), np.array([0.0, 1.0])) == ["a", "b"]


@pytest.mark.parametrize("design", ["latin-hypercube", "sobol", "saltelli", "morris"])
def test_a_sampled_design_stays_inside_its_ranges_and_repeats_itself(design: str) -> None:
    if design in ("saltelli", "morris"):
        pytest.importorskip("SALib")
    asked = vary(design, a=RANGE, b={"low": 10, "high": 20, "whole": True})
    found = points_of(asked)
    assert found == points_of(asked)
    assert all(1.0 <= float(point["a"]) <= 8.0 for point in found)  # type: ignore[arg-type]
    assert {type(point["b"]) for point in found} == {int}
    assert {point["b"] for point in found} <= set(range(10, 21))


def test_a_latin_hypercube_has_one_point_in_every_slice() -> None:
    unit = unit_points(vary("latin-hypercube", 20, a=RANGE, b=RANGE))
    for column in unit.T:
        assert sorted((column * 20).astype(int)) == list(range(20))


def test_sobol_points_fill_every_half_evenly() -> None:
    unit = unit_points(vary("sobol", 32, a=RANGE, b=RANGE))
    assert np.sum((unit[:, 0] < 0.5) & (unit[:, 1] < 0.5)) == 8  # 32 / 4


def test_another_seed_gives_another_sample() -> None:
    one = vary("sobol", a=RANGE)
    two = one.model_copy(update={"seed": 2})
    assert points_of(one) != points_of(two)


def test_saltelli_asks_for_as_many_points_as_sobols_analysis_needs() -> None:
    pytest.importorskip("SALib")
    assert len(points_of(vary("saltelli", 16, a=RANGE, b=RANGE, c=RANGE))) == 16 * (3 + 2)


def test_more_points_than_anybody_could_play_are_refused() -> None:
    wide = {f"p{i}": list(range(10)) for i in range(6)}
    with pytest.raises(UsageError, match=r"1,000,000 points; at most 65,536 can be played; take"):
        points_of(vary("grid", **wide))
