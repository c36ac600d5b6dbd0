import re
import sys

import pytest

from trustsim.campaign.plan import Plan
from trustsim.errors import UnknownName, UsageError
from trustsim.strategies.protocol import Strategy, decision, name_of, prepared
from trustsim.strategies.registry import (
    SHIPPED,
    Listing,
    from_spec,
    listings,
    named,
    names,
    takes,
    with_argument,
)
from trustsim.testing import check_named_strategy, check_strategy

MINE = '''
"""A strategy of somebody else."""

from trustsim.campaign.plan import Plan, PostPlan


class Mine:
    """Jokes once a week."""

    def decide(self, report):
        if report.prices.kinds["fun"] > report.hours:
            return Plan()
        return Plan(posts=(PostPlan(kind="fun", topic=report.topics[0], care=0),))
'''


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "my_strategy.py"
    path.write_text(MINE, encoding="utf-8")
    return path


def test_every_shipped_strategy_is_made_by_its_name():
    for name in SHIPPED:
        strategy = named(name)
        assert isinstance(strategy, Strategy)
        assert name_of(strategy).partition(":")[0] == name


def test_lists_say_what_each_stands_for():
    found = {one.name: one for one in listings()}
    assert set(SHIPPED) <= set(found) == set(names())
    assert all(one.summary.endswith(".") and one.origin == "trustsim" for one in found.values())


def test_two_of_a_name_share_nothing():
    assert named("thoughtful") is not named("thoughtful")


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="there is no strategy 'pich-only'; did you mean 'pitch"):
        named("pich-only")


def test_an_argument_that_is_not_for_it_is_refused():
    with pytest.raises(UsageError, match="the strategy 'pitch-only:loud' can't be made like this"):
        named("pitch-only:loud")


def test_arguments_are_read_as_their_parameters_want_them():
    alike = named("everywhere:care=3,ask=0.2,automated=true")
    assert (alike.care, alike.ask, alike.automated) == (3.0, 0.2, True)
    assert named("mix:0.3").pitches == named("mix:pitches=0.3").pitches == 0.3
    assert named("pitch-first:4").weeks == 4
    assert named("one-note:kind=fun").kind == "fun"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("mix:lots", "'mix:lots' can't be made like this: pitches is 'lots' and must be a number"),
        ("mix:nan", "pitches is 'nan' and must be a number"),
        ("mix:2", "pitches is 2 and must be from 0 to 1"),
        ("mix:", "pitches is '' and must be a number"),
        ("pitch-first:1.5", "weeks is '1.5' and must be a whole number"),
        ("everywhere:automated=yes", "automated is 'yes' and must be true or false"),
        ("everywhere:cares=3", "there is no parameter of 'everywhere' 'cares'; did you"),
        ("everywhere:care=99", "care is 99 and must be from 0 to 40"),
        ("idle:0", "'idle:0' can't be made like this: it takes no argument"),
        ("answering:shout", "there is no manner of answering 'shout'; known: automate, delete"),
    ],
)  # fmt: skip
def test_an_argument_of_the_wrong_kind_says_what_is_right(spec, said):
    with pytest.raises(UsageError, match=re.escape(said)):
        named(spec)


def test_an_argument_can_be_set_anew():
    assert with_argument("everywhere", "ask", 0.2) == "everywhere:ask=0.2"
    assert with_argument("everywhere:care=3,ask=1", "ask", 0.2) == "everywhere:care=3,ask=0.2"
    assert with_argument("mix:0.5", "pitches", 1.0) == "mix:pitches=1.0"
    assert takes("mix:0.5", "pitches")
    assert not takes("mix", "ask")
    assert not takes("file.py:Mine", "ask")


def test_a_strategy_from_a_file_keeps_the_rules(file):
    check_named_strategy(f"{file}:Mine")
    check_named_strategy(str(file))


def test_a_name_is_never_a_file(file):
    with pytest.raises(UnknownName):
        named(f"{file}:Mine")


def test_a_class_that_is_not_in_the_file_is_refused(file):
    with pytest.raises(UnknownName, match="did you mean 'Mine'"):
        from_spec(f"{file}:Mind")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="there is no strategy file"):
        from_spec(f"{tmp_path / 'none.py'}:Mine")


def test_a_file_that_breaks_says_how(tmp_path):
    path = tmp_path / "broken.py"
    path.write_text("import nothing_of_that_name", encoding="utf-8")
    with pytest.raises(UsageError, match="can't be run: ModuleNotFoundError: No module named"):
        from_spec(f"{path}:Mine")


def test_a_file_that_is_no_python_says_so(tmp_path):
    path = tmp_path / "broken.py"
    path.write_text("this is a letter", encoding="utf-8")
    with pytest.raises(UsageError, match="can't be run: SyntaxError"):
        from_spec(str(path))


def test_a_file_with_two_strategies_needs_a_name(file):
    file.write_text(MINE + MINE.replace("Mine", "Other"), encoding="utf-8")
    with pytest.raises(UsageError, match="has 2 classes with decide"):
        from_spec(str(file))


def test_something_that_cannot_decide_is_refused(tmp_path):
    path = tmp_path / "odd.py"
    path.write_text("class Odd:\n    pass\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"needs a method decide\(report\)"):
        from_spec(f"{path}:Odd")
    with pytest.raises(UsageError, match=r"has 0 classes with decide.*write one"):
        from_spec(str(path))


def test_a_class_that_wants_arguments_is_refused(tmp_path):
    path = tmp_path / "wants.py"
    path.write_text("class W:\n    def __init__(self, x): ...\n    def decide(self, r): ...\n")
    with pytest.raises(UsageError, match="missing a required argument: 'x'"):
        from_spec(f"{path}:W")


def install(folder, *lines: str) -> None:
    """Put a package's metadata into a folder, with entry points as given."""
    home = folder / "theirs-1.0.dist-info"
    home.mkdir()
    (home / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (home / "entry_points.txt").write_text("\n".join(["[trustsim.strategies]", *lines, ""]))


def test_strategies_of_other_packages_are_found_and_cannot_take_a_shipped_name(file, monkeypatch):
    install(file.parent, "mine = my_strategy:Mine", "thoughtful = my_strategy:Mine")
    monkeypatch.syspath_prepend(file.parent)
    assert names() == (*SHIPPED, "mine")
    assert type(named("mine")).__name__ == "Mine"
    assert type(named("thoughtful")).__name__ == "Thoughtful"
    assert listings()[-1] == Listing("mine", "Jokes once a week.", "theirs")
    sys.modules.pop("my_strategy")


def test_a_package_that_breaks_is_named(tmp_path, monkeypatch):
    install(tmp_path, "theirs = nothing_of_that_name:X")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UsageError, match="the strategy 'theirs' of nothing_of_that_name:X can't"):
        named("theirs")


class Fitting:
    """Does nothing, well."""

    def decide(self, report):
        return Plan()


def test_a_strategy_needs_neither_a_name_nor_a_reset():
    assert name_of(Fitting()) == "Fitting"
    strategy = Fitting()
    assert prepared(strategy, 1, None) is strategy
    check_strategy(Fitting)


class Greedy(Fitting):
    """Takes more hours than there are."""

    def decide(self, report):
        from trustsim.campaign.plan import Work

        return Plan(work=(Work(kind="listen", hours=50, circle=report.circles[0].id),))


class Meddling(Fitting):
    """Writes into the report."""

    def decide(self, report):
        report.circles[0].topics["bees"] = 9.0
        return Plan()


class Gambling(Fitting):
    """Draws from the generator that everybody shares."""

    def decide(self, report):
        import random

        random.random()
        return Plan()


class Forgetful(Fitting):
    """Remembers the last run after a reset."""

    weeks = 0

    def reset(self, seed, report):
        pass

    def decide(self, report):
        self.weeks += 1
        return Plan(note=f"call {self.weeks}")


class Mute:
    """Has no decide."""


@pytest.mark.parametrize(
    ("maker", "said"),
    [
        (Greedy, "'Greedy' made a plan that can't be played in 'ample': week 1: the plan takes"),
        (Meddling, "'Meddling' changes the report"),
        (Gambling, "'Gambling' draws from the shared random generator"),
        (Forgetful, "'Forgetful' decides differently in 'ample' after another run"),
        (Mute, r"Mute has no method decide\(report\)"),
    ],
)
def test_the_checker_finds_what_a_strategy_must_not_do(maker, said):
    with pytest.raises(AssertionError, match=said):
        check_strategy(maker)


def test_a_strategy_that_is_not_the_same_twice_is_found():
    lots = iter(range(1000))

    class Fickle(Fitting):
        def decide(self, report):
            return Plan(note=f"{next(lots)}")

    with pytest.raises(AssertionError, match="'Fickle' decides differently in the same run"):
        check_strategy(Fickle)


def test_a_decision_that_is_no_plan_is_refused():
    class Odd(Fitting):
        def decide(self, report):
            return {"posts": []}

    from tests.campaign.towns import town
    from trustsim.campaign.campaign import Campaign

    with pytest.raises(UsageError, match="'Odd' decided on dict in week 1"):
        decision(Odd(), Campaign(town(), seed=1).report)
