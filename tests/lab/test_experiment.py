from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.lab.small import small
from trustsim.campaign.run import run
from trustsim.errors import ScenarioFileError, UnknownName, UsageError
from trustsim.lab.batch import carry_out
from trustsim.lab.experiment import Experiment
from trustsim.lab.reading import (
    experiment_file,
    load_experiment,
    shipped_claims,
    shipped_experiments,
)
from trustsim.lab.reopen import reopened
from trustsim.lab.results import Results
from trustsim.lab.runner import SerialRunner
from trustsim.lab.schedule import schedule_of
from trustsim.lab.turn import at_value
from trustsim.lab.vary import Seeds
from trustsim.scenario.load import load_scenario
from trustsim.scenario.shipped import shipped_names
from trustsim.strategies.registry import names

GOOD = """\
schema_version: 1
name: mine
title: Mine
scenarios: [garage-band]
strategies: [pitch-only, give-then-ask]
seeds: 5
settings: {population.users: 60}
vary:
  design: grid
  over:
    brand.money: [0, 100]
    rules.trust.scepticism: {low: 1, high: 4, steps: 3}
outcomes:
  - sales
  - {name: late_sales, column: sales, take: sum, weeks: [20, 26]}
hypotheses:
  - {id: h1, says: It pays., outcome: sales, strategy: give-then-ask, than: pitch-only, times: 2}
  - {id: h2, says: It rises., outcome: sales, strategy: pitch-only, direction: rising,
     along: brand.money}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder: Path, *changes: tuple[str, str], text: str = GOOD) -> list[str]:
    """Return the problems of a good file after changes, without the folder in their places."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(ScenarioFileError) as refusal:
        load_experiment(written(folder, text))
    return [line.removeprefix(f"{folder}/") for line in refusal.value.problems]


def test_a_good_file_is_read_as_it_says(tmp_path: Path) -> None:
    found = load_experiment(written(tmp_path, GOOD))
    assert found.seeds.take() == (1, 2, 3, 4, 5)
    assert found.outcome("sales").take == "total"
    assert found.outcome("late_sales").weeks == (20, 26)
    schedule = schedule_of(found)
    assert len(schedule) == 2 * 3 * 2 * 5
    assert list(schedule.parameters) == ["brand.money", "rules.trust.scepticism"]


@pytest.mark.parametrize("name", shipped_experiments())
def test_a_shipped_experiment_can_be_played(name: str) -> None:
    experiment = load_experiment(name)
    if experiment.vary is not None and experiment.vary.design in ("saltelli", "morris"):
        pytest.importorskip("SALib")
    assert len(schedule_of(experiment)) > 0


def test_the_first_shipped_experiment_is_small() -> None:
    first = load_experiment(min(shipped_experiments().values()))
    assert len(schedule_of(first)) <= 200


def test_every_mistake_is_told_at_once_with_its_place_and_a_way_out(tmp_path: Path) -> None:
    assert problems(
        tmp_path,
        ("title: Mine", "titel: Mine"),
        ("[garage-band]", "[garage-bnad]"),
        ("give-then-ask]", "give-and-ask]"),
        ("  - sales\n", "  - salse\n"),
    ) == [
        "mine.yaml:3:1 titel: is not a known key; did you mean 'title'?",
        "mine.yaml:4:13 scenarios[0]: there is no scenario 'garage-bnad'; did you mean "
        f"'garage-band'? known: {', '.join(sorted(shipped_names()))}",
        "mine.yaml:5:26 strategies[1]: there is no strategy 'give-and-ask'; did you mean "
        "'give-then-ask'? known: " + ", ".join(sorted(names())),
        "mine.yaml:14:5 outcomes[0]: 'salse' is not measured; did you mean 'sales'?",
        "mine.yaml:17:3 hypotheses: 'h1' names the strategy 'give-then-ask', which the experiment "
        "has not; did you mean 'give-and-ask'? it has pitch-only, give-and-ask",
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("population.users: 60", "population.user: 60", '7:12 settings["population.user"]: is not'),
        ("population.users: 60", "population.users: 2", '7:12 settings["population.users"]: 2 mu'),
        ("trust.scepticism", "trust.sceptic", '12:5 vary.over["rules.trust.sceptic"]: is not a'),
        ("brand.money: [0, 100]", "brand.money: [0, -5]", '11:5 vary.over["brand.money"]: -5 must'),
        ("high: 4", "high: 1e9", '12:5 vary.over["rules.trust.scepticism"]: 1000000000.0 must'),
        ("seeds: 5", "seeds: [3, 3]", "the seed 3 is there twice"),
        ("seeds: 5", "seeds: -5", "seeds"),
        ("low: 1, high: 4", "low: 4, high: 1", "a range needs a low and a high that is above it"),
        ("low: 1, high: 4", "low: 0, high: 4, scale: log", "a log scale needs a low above 0"),
        ("design: grid", "design: list", "in a list, every parameter needs equally many values"),
        ("design: grid", "design: sobol\n  points: 100", "write 64 or 128"),
        ("weeks: [20, 26]", "weeks: [26, 20]", "weeks [26, 20] must go upwards"),
        ("take: sum, ", "", "weeks needs a take, such as sum or last"),
        ("than: pitch-only", "than: pitch-olny", "'h1' names the strategy 'pitch-olny', which the"),
        ("than: pitch-only, ", "", "more needs than, a strategy or a number"),
        ("along: brand.money", "along: brand.hours", "'h2' names the parameter 'brand.hours'"),
        ("id: h2", "id: h1", "'h1' is there twice"),
        ("seeds: 5", "seeds: 5\nrecord: none", "'late_sales' is taken from the weeks; write"),
        ("seeds: 5", "seeds: 5\nuntil: {outcome: sale, half_width: 1}", "names the outcome 'sale'"),
        ("seeds: 5", "seeds: [5]\nuntil: {outcome: sales, half_width: 1}", "write a count instead"),
    ],
)  # fmt: skip
def test_a_mistake_says_what_to_do(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert says in "\n".join(problems(tmp_path, (old, new)))


def test_a_file_that_is_no_mapping_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFileError, match="an experiment is made of keys and values"):
        load_experiment(written(tmp_path, "- one\n- two\n"))


def test_a_scenario_with_mistakes_of_its_own_is_named(tmp_path: Path) -> None:
    (tmp_path / "town.yaml").write_text("extends: garage-band\nname: town\ntitle: T\nweks: 3\n")
    found = problems(tmp_path, ("[garage-band]", "[town.yaml]"))
    assert len(found) == 1
    assert "scenarios[0]: has problems of its own; see 'trustsim check " in found[0]


def test_files_are_looked_for_beside_the_experiment(tmp_path: Path) -> None:
    (tmp_path / "town.yaml").write_text("extends: garage-band\nname: town\ntitle: Town\n")
    (tmp_path / "mine.py").write_text(
        "from trustsim.campaign.plan import Plan\n"
        "class Mine:\n    def decide(self, report):\n        return Plan()\n"
    )
    text = GOOD.replace("[garage-band]", "[town.yaml]").replace("pitch-only", "mine.py:Mine")
    schedule = schedule_of(load_experiment(written(tmp_path, text)), tmp_path)
    assert schedule[0].cell.spec == f"{tmp_path}/mine.py:Mine"
    assert "trustsim run town.yaml --strategy mine.py:Mine" in schedule.command(schedule[0])


def test_an_experiment_is_found_by_its_shipped_name_or_its_path(tmp_path: Path) -> None:
    assert experiment_file("give-or-pitch").name == "01-give-or-pitch.yaml"
    assert experiment_file(tmp_path / "x.yaml") == tmp_path / "x.yaml"
    with pytest.raises(UnknownName, match="did you mean 'give-or-pitch'"):
        experiment_file("give-or-pich")


def test_the_order_in_a_file_does_not_number_the_runs_anew(tmp_path: Path) -> None:
    axes = {"brand.money": [0, 1], "brand.hours": [5, 6]}
    other = dict(reversed(axes.items()))
    ours = schedule_of(small(vary={"over": axes}))
    theirs = schedule_of(small(vary={"over": other}))
    assert [run.run_id for run in ours] == [run.run_id for run in theirs]


def test_runs_are_numbered_seed_by_seed() -> None:
    schedule = schedule_of(small(seeds=2, vary={"over": {"brand.money": [0, 9]}}))
    found = [(run.seed, run.cell.point, run.cell.strategy) for run in schedule]
    assert found == sorted(found, key=lambda run: (run[0], run[1]))
    assert [run.run_id for run in schedule.with_seeds(3)][: len(schedule)] == [
        run.run_id for run in schedule
    ]


def test_different_runs_have_different_fingerprints() -> None:
    schedule = schedule_of(small(seeds=5, vary={"over": {"brand.money": [0, 9, 20]}}))
    assert len({run.run_id for run in schedule}) == len(schedule) == 30
    longer = schedule_of(small(seeds=5, weeks=3))
    assert longer[0].run_id != schedule_of(small(seeds=5))[0].run_id


@pytest.mark.parametrize(
    ("given", "seeds"),
    [
        (3, (1, 2, 3)),
        ([7, 9], (7, 9)),
        ({"first": 5, "count": 2}, (5, 6)),
        ({"count": 2}, (1, 2)),
    ],
)
def test_seeds_are_written_as_a_number_a_list_or_a_range(given: Any, seeds: tuple[int]) -> None:
    assert Seeds.model_validate(given).take() == seeds


def test_an_experiment_goes_through_json_unchanged(tmp_path: Path) -> None:
    found = load_experiment(written(tmp_path, GOOD))
    again = Experiment.model_validate_json(found.model_dump_json(), strict=True)
    assert {n: getattr(found, n) for n in Experiment.model_fields} == {
        n: getattr(again, n) for n in Experiment.model_fields
    }


def test_a_program_is_refused_like_a_file() -> None:
    with pytest.raises(ValidationError, match="'nonsense' is not measured"):
        small(outcomes=["nonsense"])


ARMS = """\
schema_version: 1
name: mine
title: Mine
scenarios: [garage-band]
strategies:
  - contribute-only
  - {name: alone, plays: contribute-only, settings: {rules.sharing.strength: 0.001}}
  - {name: short, plays: "everywhere:care=2", weeks: 3}
  - {name: party, plays: pitch-only, scenario: the-party}
outcomes: [reach, likeness_lead]
hypotheses:
  - {id: h1, says: It travels., outcome: reach, strategy: contribute-only, than: alone, by: 5}
  - {id: h2, says: It wins., outcome: reach, strategy: contribute-only, than: [short, party]}
turn:
  along: rules.sharing.strength
  values: [1, 0.5]
"""


def arm_problems(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the problems of the file with arms after changes."""
    return problems(folder, *changes, text=ARMS)


def test_an_arm_plays_what_is_different_for_it(tmp_path: Path) -> None:
    found = load_experiment(written(tmp_path, ARMS))
    assert found.arms == ("contribute-only", "alone", "short", "party")
    schedule = schedule_of(found)
    cells = {cell.strategy: cell for cell in schedule.cells}
    assert [cell.weeks for cell in schedule.cells] == [None, None, 3, None]
    assert cells["contribute-only"].resolved == cells["short"].resolved
    assert cells["contribute-only"].resolved != cells["alone"].resolved
    assert '"strength":0.001' in schedule.scenarios[cells["alone"].resolved].replace(" ", "")
    commands = [schedule.command(run) for run in list(schedule)[:4]]
    assert commands == [
        "trustsim run garage-band --strategy contribute-only --seed 1",
        "trustsim run garage-band --strategy contribute-only --seed 1 "
        "--set rules.sharing.strength=0.001",
        "trustsim run garage-band --strategy everywhere:care=2 --seed 1 --weeks 3",
        "trustsim run the-party --strategy pitch-only --seed 1",
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("plays: contribute-only, s", "play: contribute-only, s",
         "7:19 strategies[1].play: is not a known key; did you mean 'plays'?"),
        ("plays: contribute-only, s", "plays: contribute-olny, s",
         "7:19 strategies[1].plays: there is no strategy 'contribute-olny'; did you mean 'contri"),
        ("care=2", "cares=2", "8:19 strategies[2].plays: there is no parameter of 'everywhere'"),
        ("sharing.strength: 0.001", "sharing.strenght: 0.001",
         '7:54 strategies[1].settings["rules.sharing.strenght"]: is not a known key; did you mean'),
        ("strength: 0.001", "strength: -1", '7:54 strategies[1].settings["rules.sharing.str'),
        ("weeks: 3", "weeks: 0", "8:54 strategies[2].weeks: 0 must be at least 1"),
        ("the-party}", "the-prty}", "9:38 strategies[3].scenario: there is no scenario 'the-prty'"),
        ("name: short", "name: alone", "strategies: 'alone' is there twice"),
        ("[garage-band]", "[garage-band, the-regular]", "'party' has a scenario of its own, and"),
        ("than: [short, party]", "than: [short, prty]", "names the strategy 'prty', which the exp"),
        ("than: [short, party]", "than: [short]", "than lists two arms or more, for more or less"),
        ("likeness_lead", "likeness_led", "'likeness_led' is not measured; did you mean 'likeness"),
        ("likeness_lead", "{name: a, column: likeness_lead, take: last}", "is of the world"),
        ("along: rules.sharing.strength", "along: rules.sharing.strenght",
         "16:3 turn.values: is not a known key; did you mean 'strength'?"),
        ("along: rules.sharing.strength", "along: plays.asks",
         "turn: none of contribute-only takes 'asks'; see 'trustsim strategies'"),
        ("values: [1, 0.5]", "values: [1, -5]", "16:3 turn.values: -5.0 must be"),
        ("values: [1, 0.5]", "values: [1, 0.5]\n  hypothesis: h9", "names the hypothesis 'h9'"),
        ("along: rules.sharing.strength\n  values: [1, 0.5]", "along: weeks\n  values: [2, 0.5]",
         "0.5 is no number of weeks"),
        ("along: rules.sharing.strength\n  values: [1, 0.5]",
         "along: plays.care\n  values: [2, 99]\n  hypothesis: h2",
         "16:3 turn.values: care is 99 and must be from 0 to 40"),
        ("turn:", "vary: {over: {rules.sharing.strength: [1, 2]}}\nturn:",
         "'rules.sharing.strength' varies, and 'alone' sets it; leave out one"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_arm_or_a_turn_says_what_to_do(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert says in "\n".join(arm_problems(tmp_path, (old, new)))


def test_an_arm_is_played_and_reopened_as_it_says(tmp_path: Path) -> None:
    text = ARMS.replace("scenarios:", "weeks: 2\nsettings: {population.users: 100}\nscenarios:")
    text = text.replace("plays: pitch-only, scenario: the-party", "plays: pitch-only, weeks: 1")
    experiment = load_experiment(written(tmp_path, text + "seeds: [7]\n"))
    with SerialRunner() as runner:
        carry_out(schedule_of(experiment), tmp_path / "out", runner)
    results = Results.load(tmp_path / "out")
    small_town = {"population.users": 100}
    told = [
        run(load_scenario("garage-band", small_town | settings), who, 7, weeks=weeks)
        for who, settings, weeks in (
            ("contribute-only", {}, 2),
            ("contribute-only", {"rules.sharing.strength": 0.001}, 2),
            ("everywhere:care=2", {}, 3),
            ("pitch-only", {}, 1),
        )
    ]
    assert results.runs["digest"].tolist() == [one.digest for one in told]
    assert results.runs["weeks_played"].tolist() == [2, 2, 3, 1]
    assert len(set(results.runs["likeness_lead"])) == 1
    assert [len(reopened(results, number).plans) for number in range(4)] == [2, 2, 3, 1]


def test_what_is_measured_of_the_world_can_not_change_on_the_way(tmp_path: Path) -> None:
    experiment = small(outcomes=["reach", "likeness_lead"], seeds=1)
    with SerialRunner() as runner:
        carry_out(schedule_of(experiment), tmp_path / "out", runner)
        with pytest.raises(UsageError, match="of its worlds it measures likeness_lead"):
            carry_out(schedule_of(small(seeds=1)), tmp_path / "out", runner)


def test_a_turn_sets_its_parameter_in_the_arms_of_its_hypothesis(tmp_path: Path) -> None:
    found = at_value(load_experiment(written(tmp_path, ARMS)), 0.5)
    assert found.arms == ("contribute-only", "alone")
    assert [arm.settings for arm in found.strategies] == [{"rules.sharing.strength": 0.5}] * 2
    text = ARMS.replace("along: rules.sharing.strength", "hypothesis: h2\n  along: plays.care")
    found = at_value(load_experiment(written(tmp_path, text)), 1)
    assert [arm.plays for arm in found.strategies] == [
        "contribute-only", "everywhere:care=1", "pitch-only",
    ]  # fmt: skip
    text = ARMS.replace("along: rules.sharing.strength", "along: weeks").replace("0.5]", "9]")
    found = at_value(load_experiment(written(tmp_path, text)), 9)
    assert [arm.weeks for arm in found.strategies] == [9, 9]


def test_arms_go_through_json_unchanged(tmp_path: Path) -> None:
    found = load_experiment(written(tmp_path, ARMS))
    again = Experiment.model_validate_json(found.model_dump_json(), strict=True)
    assert again.strategies == found.strategies
    assert again.turn == found.turn


@pytest.mark.parametrize("name", shipped_claims())
def test_a_claim_is_an_experiment_with_hypotheses_and_fifty_seeds(name: str) -> None:
    found = load_experiment(name)
    assert found.name == name.lower()
    assert found.hypotheses
    assert len(found.seeds.take()) >= 50
    assert len(schedule_of(found, found._home)) > 0
