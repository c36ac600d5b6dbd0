"""Calibration: what is fitted, to what, from where; the same every time, and safe to stop."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel

from trustsim.cli import run
from trustsim.errors import UnknownName, UsageError
from trustsim.lab.calibrate.bench import Bench
from trustsim.lab.calibrate.blocks import blocks
from trustsim.lab.calibrate.check import checked
from trustsim.lab.calibrate.constants import RANGES, Fitted, Range, _rules, fitted_constants
from trustsim.lab.calibrate.distance import FARTHEST, distance, misfit, pull
from trustsim.lab.calibrate.search import Effort, Search
from trustsim.lab.calibrate.verdict import Verdict
from trustsim.lab.evidence.table import FIGURES
from trustsim.lab.runner import SerialRunner
from trustsim.lab.start import local_runner
from trustsim.scenario.load import load_scenario
from trustsim.scenario.parts import Part, Probability, constant
from trustsim.scenario.resolved import resolve

NO_SHARE = FIGURES[0]
MEAN_SIZE = next(figure for figure in FIGURES if figure.key == "mean_size")
DELAY = "rules.sharing.delay_median"


def test_every_constant_labelled_fitted_is_fitted_and_nothing_else_is():
    from trustsim.commands.constants import all_constants

    labelled = {
        row["name"] for row in all_constants()
        if row["label"] == "fitted" and not row["name"].startswith("market.")
    }  # fmt: skip
    assert {constant.name for constant in fitted_constants()} == labelled == set(RANGES)


def test_shipped_values_lie_in_their_ranges_and_on_their_grids():
    for found in fitted_constants():
        assert found.range.low <= found.range.guess <= found.range.high
        assert found.rounded(found.shipped) == found.shipped, found.name


def test_a_newly_labelled_constant_is_taken_in_with_a_range_around_its_value():
    class NewRules(Part):
        width: Probability = constant(0.8, "A width.", "fitted", "SF2, SF4")
        depth: Probability = constant(0.8, "A depth.", "guess", "")

    class NewTable(BaseModel):
        new: NewRules = NewRules()

    (found,) = _rules(NewTable(), "rules")
    assert (found.name, found.rows, found.range) == (
        "rules.new.width", ("SF2", "SF4"), Range(0.8, 0.4, 1.0),
    )  # fmt: skip


def test_a_constant_of_a_preset_is_set_on_the_platform():
    tail = next(c for c in fitted_constants() if c.name == "platform.twitter.tail")
    assert (tail.preset, tail.path) == ("twitter", "platform.tail")
    rule = next(c for c in fitted_constants() if c.name == DELAY)
    assert (rule.preset, rule.path) == (None, DELAY)


def test_the_centre_is_at_distance_0_and_an_edge_at_1():
    for figure in FIGURES:
        assert distance(figure, figure.centre) == 0.0
        assert distance(figure, figure.high) == pytest.approx(1.0)
    assert distance(NO_SHARE, 0.70) == pytest.approx(1.0)
    assert distance(NO_SHARE, None) == distance(NO_SHARE, float("nan")) == FARTHEST


def test_on_a_log_scale_half_as_much_is_as_far_as_twice_as_much():
    figure = replace_band(MEAN_SIZE, centre=2.0, low=1.0, high=4.0)
    assert distance(figure, 2**0.5) == pytest.approx(distance(figure, 2**1.5)) == pytest.approx(0.5)


def replace_band(figure, **band):
    return figure._replace(**band)


def test_a_misfit_is_a_sum_of_squares():
    values = {"no_share": 0.77, "mean_size": 2.3}  # 0.07 of 0.14 below the centre: 0.5
    assert misfit(values, (NO_SHARE, MEAN_SIZE)) == pytest.approx(0.25)


def test_blocks_share_neither_constants_nor_rows():
    found = blocks(fitted_constants())
    for kind in ("constants", "figures"):
        every = [item for block in found for item in getattr(block, kind)]
        assert len(every) == len(set(every))
    fitted_to = {row for constant in fitted_constants() for row in constant.rows}
    assert {figure.id for block in found for figure in block.figures} == fitted_to
    for block in found:
        for constant_ in block.constants:
            assert set(constant_.rows) <= set(block.ids)


def test_rows_pick_their_blocks_and_an_unknown_row_is_refused():
    (only,) = blocks(fitted_constants(), ("SF10",))
    assert [c.name for c in only.constants] == [DELAY]
    with pytest.raises(UnknownName, match="SF99"):
        blocks(fitted_constants(), ("SF99",))


def delays(seeds=(1, 2), users=200, runner=None):
    return blocks(fitted_constants(), ("SF10",)), Bench(
        "free-play", seeds, runner or SerialRunner(), users
    )


def search(effort, runner=None):
    lots, bench = delays(runner=runner)
    found = Search(lots, bench, effort)
    moments = list(found.run())
    return found, moments


@pytest.fixture
def optuna():
    return pytest.importorskip("optuna")


def test_a_search_is_the_same_for_any_number_of_workers(optuna):
    effort = Effort(rounds=2, trials=10)
    alone, moments = search(effort)
    with local_runner(2) as runner:
        together, _ = search(effort, runner)
    assert alone.best == together.best
    assert alone.rows == together.rows
    assert [moment.trials for moment in moments] == [8, 10, 8, 10]
    assert moments[-1].left == 0.0


def test_a_search_is_no_worse_than_its_first_guess(optuna):
    lots, bench = delays()
    found, moments = search(Effort(rounds=1, trials=8))
    guess = {c: c.rounded(c.range.guess) for c in found.best}
    (at_guess,) = bench.rows([guess], lots[0].figures)
    assert moments[-1].loss <= misfit(at_guess, lots[0].figures) + pull(guess)


def test_values_are_on_the_grid_and_within_the_range(optuna):
    found, _ = search(Effort(rounds=3, trials=8, luck=5))
    for constant_, value in found.best.items():
        assert value == constant_.rounded(value)
        assert constant_.range.low <= value <= constant_.range.high


def test_candidates_are_measured_on_the_same_luck_and_do_not_mix():
    lots, bench = delays()
    (delay,) = lots[0].constants
    slow, quick = {delay: 1.4}, {delay: 0.1}
    both = bench.rows([slow, quick], lots[0].figures)
    assert both == [*bench.rows([slow], lots[0].figures), *bench.rows([quick], lots[0].figures)]
    assert both[0]["within_1h"] < both[1]["within_1h"]


def test_what_is_no_nearer_to_the_rows_is_not_taken():
    lots, _ = delays()
    (delay,) = lots[0].constants
    centre = {"within_1h": 0.5, "within_24h": 0.96}
    off = {**centre, "within_1h": 0.6}
    assert Verdict(lots, {delay: 0.9}, off, centre).better().after == {delay: 0.9}
    kept = Verdict(lots, {delay: 0.9}, centre, off).better()
    assert kept.after == {delay: delay.shipped}
    assert kept.rows_after == centre


def test_what_it_writes_is_extended_by_a_scenario(tmp_path):
    every = fitted_constants()
    after = {c: c.rounded(0.5 * (c.range.low + c.range.high)) for c in every}
    verdict = Verdict(blocks(every), after, {}, {})
    written = verdict.write(tmp_path / "fitted.yaml")
    assert [path.name for path in written] == [
        "fitted.yaml", "fitted.facebook.yaml", "fitted.twitter.yaml", "fitted.json",
    ]  # fmt: skip
    town = tmp_path / "town.yaml"
    own = load_scenario("garage-band")
    resolved = json.loads(json.dumps(resolve(own)))
    del resolved["rules"], resolved["platform"]
    for preset in ("facebook", "twitter"):
        town.write_text(json.dumps({**resolved, "extends": f"./fitted.{preset}.yaml"}))
        played = load_scenario(str(town))
        assert played.platform.preset == preset
        for constant_, value in after.items():
            if constant_.preset in (None, preset):
                found: object = played
                for key in constant_.path.split("."):
                    found = getattr(found, key)
                assert found == pytest.approx(value), constant_.name


def test_the_check_tells_which_way_a_value_off_the_mark_would_move():
    lots, bench = delays(seeds=(1, 2, 3))
    (delay,) = lots[0].constants
    off = (replace(lots[0], constants=(replace(delay, shipped=1.4),)),)
    found = checked(off, bench)
    assert found.nudges[0].value < 1.4
    assert found.nudges[0].gain > 0
    assert "1.4 to" in found.sentences()
    assert json.loads(json.dumps(found.told()))["moves"][0]["name"] == DELAY


TINY = ["calibrate", "--rows", "SF10", "--users", "200", "--seeds", "2", "--workers", "0"]


def test_the_command_prints_before_and_after_and_writes_a_record(optuna, tmp_path, capsys):
    file = tmp_path / "new" / "fitted.yaml"
    command = [*TINY, "--rounds", "1", "--trials", "8"]
    assert run([*command, "--out", str(file)]) == 0
    printed = capsys.readouterr()
    assert DELAY in printed.out
    assert str(file) in printed.err
    record = json.loads(file.with_suffix(".json").read_text())
    assert [row["name"] for row in record["constants"]] == [DELAY]
    assert run([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == record


def test_the_check_is_a_command_of_its_own(capsys):
    code = run([*TINY, "--check", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert code == int(any(row["verdict"] == "out" for row in told["rows"]))
    assert {row["id"] for row in told["rows"]} == {"SF10"}


def test_ctrl_c_keeps_the_best_so_far_and_writes_it(optuna, tmp_path, capsys, monkeypatch):
    real = Bench.rows
    calls = []

    def rows(self, candidates, figures=FIGURES):
        calls.append(len(candidates))
        if len(calls) == 3:  # the shipped values, a first generation, and then
            raise KeyboardInterrupt
        return real(self, candidates, figures)

    monkeypatch.setattr(Bench, "rows", rows)
    file = tmp_path / "fitted.yaml"
    assert run([*TINY, "--trials", "24", "--out", str(file), "--json"]) == 130
    told = json.loads(capsys.readouterr().out)
    assert told["interrupted"]
    assert calls == [1, 8, 8]
    assert json.loads(file.with_suffix(".json").read_text()) == told


def test_ctrl_c_before_anything_is_measured_keeps_what_is_shipped(optuna, capsys, monkeypatch):
    def rows(self, candidates, figures=FIGURES):
        raise KeyboardInterrupt

    monkeypatch.setattr(Bench, "rows", rows)
    assert run([*TINY, "--json"]) == 130
    told = json.loads(capsys.readouterr().out)
    assert [(row["before"], row["after"]) for row in told["constants"]] == [
        (c.shipped, c.shipped) for c in fitted_constants() if c.name == DELAY
    ]


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    lots, bench = delays()
    with pytest.raises(UsageError, match=r"pip install 'trustsim\[calibrate\]'"):
        Search(lots, bench, Effort())


def test_a_constant_is_told_with_as_many_digits_as_its_range_needs():
    shape = Fitted("rules.x.y", ("SF1",), 1.0, Range(1.0, 0.0, 2.0))
    assert (shape.decimals, shape.step) == (2, 0.01)  # 2 / 50 = 0.04
    coarse = replace(shape, range=Range(10.0, 0.0, 50.0))
    assert (coarse.decimals, coarse.rounded(7.4)) == (0, 7.0)  # 50 / 50 = 1


def test_the_model_s_page_tells_the_ranges_and_the_shipped_values():
    page = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
    for found in fitted_constants():
        low, high = found.range.low, found.range.high
        row = (
            f"| `{found.name}` | {found.range.guess:g} | {low:g} to {high:g} "
            f"| {found.shipped:g} | {', '.join(found.rows)} |"
        )
        assert row in page
