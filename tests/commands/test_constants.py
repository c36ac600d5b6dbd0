"""The list of constants: every number of the model is in it, with where it comes from."""

import ast
import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from trustsim.cli import run
from trustsim.commands.constants import LABELS, ROOMS, UNITS, all_constants
from trustsim.scenario.platforms import FITTED, PRESETS

SOURCE = Path(import_module("trustsim").__file__).parent

NOT_OF_THE_MODEL = {
    "market.brandpost.CERTAIN",  # a rank so high that it always shows
    "market.build.BYTES_PER_USER",  # memory
    "market.build.BYTES_PER_TIE",
    "market.build.BYTES_PER_STANDING",
    "market.cascade.LINE",  # speed
    "market.cascade.MOST",
    "market.cascade.LEAST",
    "market.ordinary.CHATTER_COLUMNS",
    "market.ordinary.AT_ONCE",
    "market.ordinary.LINE",
    "market.day.MARKS",  # columns of tables
    "market.day.ROOMS",
    "market.glance.LITTLE_MORE",
    "market.numbers.FADES",
    "market.weekly.DRIFTING",
    "market.model.MANY",
    "market.chance.MASK",
    "market.measures.MOST_STARTS",
    "market.network_file.FEWEST_USERS",  # what a file of ties must have
    "market.network_file.LEAST_LIKING",
    "market.seating.MOST_SWEEPS",
    "market.market.FEED_LINES",  # how many are shown
    "market.orders.HOME",  # names in numbers
    "market.work.HELPFUL",
    "market.recorder.WEEK_HOURS",  # a week
    "market.scenes.EVENING",  # when the film shows what a day did
    "campaign.campaign.LARGEST_SEED",  # limits of files and runs
    "campaign.run.MOST_WEEKS",
    "campaign.network.KEPT",
    "campaign.save.SAVE_VERSION",
    "campaign.save.LARGEST_SAVE",
    "campaign.difficulty.MOST_HOURS",
    "campaign.rulebook.NEAR",  # rounding
    "campaign.preview.LOOKS_BACK",  # how many of the marketer's own results a preview goes by
    "campaign.knowledge.CANDIDATES",
    "campaign.inbox.URGENCY",  # an order
    "market.orders.MOST_POSTS",  # what a week may hold
}


def numbers_of(file: Path, room: str) -> set[str]:
    """Return the names in capitals that a module gives numbers to."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        # Several names for whole numbers in a row are names in numbers, such as flags.
        is_row = isinstance(target, ast.Tuple)
        kinds = (float,) if is_row else (int, float)
        is_number = any(
            isinstance(part, ast.Constant) and type(part.value) in kinds
            for part in ast.walk(node.value)
        )
        calls = {ast.unparse(p.func) for p in ast.walk(node.value) if isinstance(p, ast.Call)}
        if is_number and calls <= {"np.array"}:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            found |= {f"{room}.{file.stem}.{ast.unparse(name)}" for name in names}
    return {name for name in found if re.fullmatch(r"[A-Z][A-Z_]+", name.rpartition(".")[2])}


PLAIN = {0.0, 1.0, 255.0}
"""Numbers that need no name: none, all, and the scale of a tie's strength."""

ARITHMETIC = {
    "people": {"len(scenario.topics) ** (-0.5)", "0.5 * spread"},
    "network": {
        "mean * (least + (1.0 - least) * luck) + 0.5",  # rounding
        "rest *= 0.5",  # an undirected tie counts for two
    },
    "build": {
        "2.0 * (world.people.circle == circle)",  # before everybody else: the rest is below 1
        "len(row) ** (-0.5)", "need / 1000000000.0", "free / 1000000000.0",
    },
    "work": {"k.talks_per_hour * hours + 0.5"},
    "feeling": set(),
    "numbers": set(),
}  # fmt: skip
"""Modules that say what people are and do, and sums in them whose numbers are no constants."""


def unnamed(file: Path) -> set[str]:
    """Return the sums in a module's functions that have a number without a name in them."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {
        ast.unparse(node)
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.BinOp | ast.AugAssign | ast.Call | ast.Dict | ast.Compare)
        for part in (*ast.iter_child_nodes(node), *_negated(node))
        if isinstance(part, ast.Constant) and type(part.value) is float
        if part.value not in PLAIN and abs(part.value) > 1e-6
    }


def _negated(node: ast.AST) -> list[ast.expr]:
    return [part.operand for part in ast.iter_child_nodes(node) if isinstance(part, ast.UnaryOp)]


@pytest.mark.parametrize("room", ROOMS)
def test_every_number_of_a_module_is_listed_or_known_to_be_none_of_the_model_s(room):
    listed = {row["name"] for row in all_constants()}
    for file in sorted((SOURCE / room).glob("*.py")):
        missing = numbers_of(file, room) - listed - NOT_OF_THE_MODEL
        assert not missing, "say in its docstring where it comes from: (guess), (fitted: SF1), ..."


@pytest.mark.parametrize("module", sorted(ARITHMETIC))
def test_no_number_of_what_people_are_and_do_is_without_a_name(module):
    assert unnamed(SOURCE / "market" / f"{module}.py") == ARITHMETIC[module]


@pytest.mark.parametrize("room", ROOMS)
def test_every_label_in_a_module_s_docstrings_gives_a_row(room):
    listed = {row["description"] for row in all_constants()}
    for file in sorted((SOURCE / room).glob("*.py")):
        for words in re.findall(r'^"""(.*?)"""', file.read_text(encoding="utf-8"), re.S | re.M):
            told = re.split(r"\((?:text|literature|fitted|guess)\b", words)
            assert len(told) == 1 or " ".join(told[0].split()) in listed, f"{file.name}: {words}"


def test_a_number_is_listed_as_a_number():
    rows = {row["name"]: row for row in all_constants()}
    assert rows["market.people.SECOND_LIKING"]["value"] == 0.6
    assert rows["market.network.STRENGTHS"]["value"] == [0.15, 0.35, 0.70]
    assert rows["market.brandpost.LAST_HOUR"]["value"] == 21.0
    assert rows["market.people.OTHER_HOURS"]["value"] == "(0.9, 3.0 / 4.3, 1.6, 2.6)"


def test_a_unit_belongs_to_a_constant_that_is_listed():
    assert set(UNITS) <= {row["name"] for row in all_constants()}


def test_terms_difficulties_and_patience_are_listed():
    rows = {row["name"]: row for row in all_constants()}
    assert rows["terms.full_weeks"]["unit"] == "weeks"
    assert rows["difficulty.hard.blur"]["value"] == 1.5
    assert "gentle" in rows["market.numbers.PATIENCE"]["value"]
    assert all(set(row) == set(rows["terms.inbox"]) for row in rows.values())


def test_a_preset_s_constant_is_fitted_only_where_its_rows_are_measured():
    rows = {row["name"]: row for row in all_constants()}
    for preset in PRESETS:
        for key in ("tail", "pocket_share", "reproduction"):
            row = rows[f"platform.{preset}.{key}"]
            fitted = FITTED.get(preset, {}).get(key)
            assert (row["label"], row["source"]) == (
                ("fitted", fitted) if fitted else ("guess", "")
            )


def test_what_was_set_by_hand_is_no_result_of_the_fit():
    rows = {row["name"]: row for row in all_constants()}
    for preset in PRESETS:
        for key, value in {"pocket_spread": 0.6, "least_pocket": 0.5}.items():
            row = rows[f"platform.{preset}.{key}"]
            assert (row["label"], row["value"]) == ("guess", value)
            assert "by hand" in row["source"]


def test_what_is_listed_as_fitted_is_what_calibrate_fits():
    from trustsim.lab.calibrate.constants import fitted_constants

    listed = {row["name"]: row["value"] for row in all_constants() if row["label"] == "fitted"}
    assert listed == {constant.name: constant.shipped for constant in fitted_constants()}


def test_the_command_lists_by_label(capsys):
    assert run(["constants", "--label", "fitted", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert {row["label"] for row in rows} == {"fitted"}
    assert "fitted" in LABELS
