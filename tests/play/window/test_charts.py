from dataclasses import replace
from itertools import pairwise

import pygame
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trustsim.play.window.charts.axes import Axes, compact, make_axes, ticks
from trustsim.play.window.charts.bars import Histogram, HopBars, Part, StackedBar
from trustsim.play.window.charts.lines import LineChart, Series, Sparkline, dashes
from trustsim.play.window.widgets.widget import Paint, Widget

GROUND = (1, 2, 3)


def drawn(widget: Widget, look, size=(300, 140)) -> pygame.Rect:
    """Draw a widget in the middle of a larger picture; return the box of what was drawn."""
    surface = pygame.Surface((size[0] + 100, size[1] + 100))
    surface.fill(GROUND)
    widget.place(look, pygame.Rect((50, 50), size))
    widget.draw(Paint(surface, look))
    mask = pygame.mask.from_threshold(surface, GROUND, (1, 1, 1, 255))
    mask.invert()
    rects = mask.get_bounding_rects()
    return rects[0].unionall(rects[1:])


@given(st.floats(-1e5, 1e5), st.floats(0.001, 1e5))
def test_ticks_are_round_in_order_and_inside(low, width):
    found = ticks(low, low + width)
    assert 1 <= len(found) <= 12
    assert all(low - width * 1e-6 <= tick <= low + width * 1.000001 for tick in found)
    assert found == sorted(set(found))


def test_numbers_on_an_axis_are_short():
    assert [compact(n) for n in (0, 8, 412, 3_910, 1_284_000, 0.5)] == [
        "0",
        "8",
        "412",
        "3.91k",
        "1.28M",
        "0.5",
    ]


def test_axes_put_the_ends_of_the_range_at_the_ends_of_the_area():
    axes = Axes(pygame.Rect(10, 20, 101, 51), (0, 10), (0, 5))
    assert (axes.x(0), axes.x(10)) == (10, 110)
    assert (axes.y(0), axes.y(5)) == (70, 20)


CHARTS = [
    Sparkline([1, 5, 2, 8]),
    LineChart([Series([1, 4, 2, 8], name="You", low=[0, 3, 1, 6], high=[2, 5, 3, 9])]),
    HopBars([8, 61, 148, 239, 302, 412], ["Start", "1 hop", "2 hops", "3", "4", "5"]),
    Histogram([3, 9, 14, 22, 9, 4, 1, 0], 0.62, "would share", ends=("cold", "trusts you")),
    StackedBar([Part(120, "know you", "good"), Part(40, "have muted you", "bad", True)]),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_a_chart_uses_its_whole_width_and_stays_in_its_place(chart, look, surface):
    box = drawn(chart, look)
    assert box.width >= 0.93 * 300
    assert pygame.Rect(46, 46, 308, 148).contains(box)


@pytest.mark.parametrize(
    "chart",
    [
        Sparkline([]),
        Sparkline([3]),
        Sparkline([2, 2, 2]),
        LineChart([]),
        LineChart([Series([4])]),
        HopBars([], []),
        HopBars([0, 0], ["a", "b"]),
        Histogram([]),
        Histogram([0, 0, 0], 0.5, "line"),
        StackedBar([]),
    ],
    ids=repr,
)
def test_a_chart_of_nothing_or_nearly_nothing_can_be_drawn(chart, look, surface):
    chart.place(look, pygame.Rect(0, 0, 200, 100))
    chart.draw(Paint(pygame.Surface((200, 100)), look))


def test_the_would_share_line_stands_where_it_belongs(look, surface):
    canvas = pygame.Surface((400, 140))
    chart = Histogram([1] * 10, 0.5, "")
    chart.place(look, pygame.Rect(0, 0, 400, 140))
    chart.draw(Paint(canvas, look))
    column = [canvas.get_at((200, y))[:3] for y in range(30, 110)]
    assert set(column) == {look.theme.text}


def test_dashes_have_gaps_as_long_as_themselves():
    strokes = dashes([(0, 0), (100, 0)], 10)
    assert strokes[0] == ((0, 0), (10, 0))
    assert strokes[1] == ((20, 0), (30, 0))
    assert len(strokes) == 5


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(st.integers(0, 500), min_size=2, max_size=20), min_size=1, max_size=4),
    st.sampled_from([(300, 140), (420, 110), (900, 230), (180, 130)]),
    st.sampled_from([1.0, 1.5, 2.0]),
    st.integers(2, 22),
)
def test_the_names_of_lines_lie_on_no_line_nor_on_each_other(
    look, rows, size, text_scale, letters
):  # fmt: skip
    look = replace(look, text_scale=text_scale)
    chart = LineChart([Series(row, name="n" * letters) for row in rows])
    chart.place(look, pygame.Rect((50, 50), size))
    count = max(len(row) for row in rows)
    axes = make_axes(look, chart.room_for_names(look), (1, count), chart.y_range())
    boxes = [box for box, _ in chart.names(look, axes)]
    assert len(boxes) == len(rows)
    for place, box in enumerate(boxes):
        assert box.collidelist(boxes[place + 1 :]) < 0
        for row in rows:
            points = axes.points(range(1, len(row) + 1), row)
            assert not any(box.clipline(a, b) for a, b in pairwise(points))
