from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.lab.made import made
from tests.lab.small import small
from trustsim.errors import UnknownName, UsageError
from trustsim.lab.batch import carry_out
from trustsim.lab.figures import CAPTIONS, FIGURES, figures
from trustsim.lab.look import drawn
from trustsim.lab.numbers import numbers_of
from trustsim.lab.page import NUMBERS, page
from trustsim.lab.prose import number
from trustsim.lab.results import Results
from trustsim.lab.runner import SerialRunner
from trustsim.lab.schedule import Run, schedule_of

pytest.importorskip("matplotlib")

LUCK = np.random.default_rng(1).integers(50, 150, 1000)


def by_luck(run: Run) -> dict[str, Any]:
    return {"reach": int(LUCK[run.seed]), "followers": run.seed + run.cell.point}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("played") / "out"
    over = {"brand.money": [0, 50], "brand.hours": [5, 10]}
    experiment = small(
        seeds=3, record="posts", vary={"over": over}, question="Why?\n\nReally <why>?"
    )
    carry_out(schedule_of(experiment), folder, SerialRunner(), source="name: <small>\n")
    return Results.load(folder)


def test_every_figure_has_a_caption() -> None:
    assert set(FIGURES) == set(CAPTIONS)


def test_all_figures_that_runs_allow_are_drawn(played: Results) -> None:
    assert set(figures(played)) == {"strategies", "weeks", "map", "trust", "cascades"}


def test_a_line_along_a_parameter_takes_exactly_one(tmp_path: Path) -> None:
    one = made(tmp_path, small(vary={"over": {"brand.money": [0, 5, 9]}}), by_luck)
    assert "along" in figures(one)
    assert "map" not in figures(one)


def test_the_same_runs_give_the_same_picture_byte_for_byte(played: Results) -> None:
    for name in ("strategies", "trust"):
        first, second = (drawn(figures(played, (name,))[name], "svg") for _ in range(2))
        assert first == second


def test_a_picture_is_well_formed_svg_or_png(played: Results) -> None:
    figure = figures(played, ("weeks",))["weeks"]
    assert ET.fromstring(drawn(figure, "svg")).tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn(figure, "png").startswith(b"\x89PNG")


def test_a_figure_that_cannot_be_drawn_says_why(played: Results, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'along' can't be drawn: it takes exactly one parameter"):
        figures(played, ("along",))
    plain = made(tmp_path, small(), by_luck)
    with pytest.raises(UsageError, match=r"'cascades' can't be drawn: .* write 'record: posts'"):
        figures(plain, ("cascades",))
    with pytest.raises(UnknownName, match="no figure 'strategy'; did you mean 'strategies'"):
        figures(plain, ("strategy",))


class Reader(HTMLParser):
    """Collects what a page would fetch, its ids, and whether its tags match."""

    VOID = ("meta", "link", "br", "use", "path", "rect")

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "href", "xlink:href") and not (value or "").startswith(
                ("#", "data:")
            ):
                self.fetched.append(value or "")
            if name == "id":
                self.ids.append(value or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def test_the_page_is_whole_and_needs_nothing_from_outside(played: Results) -> None:
    text = page(played)
    reader = read(text)
    assert reader.open == []
    assert reader.fetched == []
    assert not re.search(r"url\((?!#|data:)", text)
    assert "<script" not in text
    assert len(reader.ids) == len(set(reader.ids))


def test_the_page_reads_like_a_paper(played: Results) -> None:
    text = page(played)
    titles = re.findall(r"<h2>(.*?)</h2>", text)
    assert titles == ["Question", "Design", "Answer", "Pictures", "Limits", "How to repeat it"]
    assert "<p>Why?</p><p>Really &lt;why&gt;?</p>" in text
    assert "brand.hours: 5, 10; brand.money: 0, 50 (4 points, grid)" in text
    assert "name: &lt;small&gt;" in text
    assert "trustsim run garage-band --strategy pitch-only --seed 1" in text


def test_the_page_begins_with_the_answer(tmp_path: Path) -> None:
    stated = {"id": "h", "says": "It reaches more.", "outcome": "reach",
              "strategy": "contribute-only", "than": "pitch-only"}  # fmt: skip

    def better(run: Run) -> dict[str, Any]:
        return {"reach": int(LUCK[run.seed]) + 9 * (run.cell.strategy == "contribute-only")}

    text = page(made(tmp_path, small(seeds=12, hypotheses=[stated]), better))
    assert (
        "<li>It reaches more. It holds: the effect is 9 [9, 9] over 12 seeds (p &lt; 0.001).</li>"
        in text
    )


def test_the_page_owns_up_to_what_failed_and_what_is_missing(tmp_path: Path) -> None:
    def some_fail(run: Run) -> dict[str, Any]:
        return {"status": "crashed"} if run.number == 3 else by_luck(run)

    results = made(tmp_path, small(seeds=6), some_fail)
    assert "1 of 12 runs failed and count nowhere above: 1 crashed." in page(results)


def test_without_the_extra_it_says_what_to_install(
    played: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("trustsim.lab.look.import_module", refuse)
    with pytest.raises(
        UsageError, match=r"figures need matplotlib; .* pip install 'trustsim\[report"
    ):
        figures(played)


def test_a_picture_says_the_mean_where_the_pointer_rests_on_it(played: Results) -> None:
    svg = drawn(figures(played, ("strategies",))["strategies"], "svg").decode()
    told = numbers_of(played, "strategies").set_index("outcome").loc["reach", "pitch-only"]
    assert f"<title>pitch-only: reach {told}, 3 seeds</title>" in svg
    assert "says:" not in svg


def test_a_table_under_every_figure_has_its_numbers(played: Results) -> None:
    html = page(played)
    assert html.count("<summary>The numbers</summary>") == html.count("<figure>") == 5
    weeks = numbers_of(played, "weeks")
    own = played.weeks.assign(strategy=played.weeks["run"].map(played.runs["strategy"]))
    first = played.runs[(played.runs["point"] == 0) & (played.runs["strategy"] == "pitch-only")]
    mean = own[own["run"].isin(first.index) & (own["week"] == 2)]["reach"].mean()
    row = weeks[(weeks["outcome"] == "reach") & (weeks["week"] == 2)].iloc[0]
    assert row["pitch-only"].startswith(f"{number(mean)} [")


def test_every_figure_has_a_table_and_its_caption(played: Results) -> None:
    assert set(NUMBERS) == set(FIGURES)
    assert all(len(numbers_of(played, name)) for name in figures(played))
