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
    "market.ordinary.TOGETHER",
    "market.weekly.DRIFTING",
    "market.model.MANY",
    "market.chance.MASK",
    "market.measures.MOST_STARTS",
    "market.network_file.FEWEST_USERS",  # what a file of ties must have
    "market.network_file.LEAST_LIKING",
    "market.seating.MOST_SWEEPS",
    "market.chat.TOP_POSTS",  # how many are shown
    "market.market.FEED_LINES",
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
        target = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        is_number = any(
            isinstance(part, ast.Constant) and type(part.value) in (int, float)
            for part in ast.walk(node.value)
        )
        is_plain = not any(isinstance(part, ast.Call) for part in ast.walk(node.value))
        if re.fullmatch(r"[A-Z][A-Z_]+", target) and is_number and is_plain:
            found.add(f"{room}.{file.stem}.{target}")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_number_of_a_module_is_listed_or_known_to_be_none_of_the_model_s(room):
    listed = {row["name"] for row in all_constants()}
    for file in sorted((SOURCE / room).glob("*.py")):
        missing = numbers_of(file, room) - listed - NOT_OF_THE_MODEL
        assert not missing, "say in its docstring where it comes from: (guess), (fitted: SF1), ..."


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


def test_the_command_lists_by_label(capsys):
    assert run(["constants", "--label", "fitted", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert {row["label"] for row in rows} == {"fitted"}
    assert "fitted" in LABELS
