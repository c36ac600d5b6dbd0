"""From a tree to any model: the paths and words of messages, on models unlike a scenario."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator

from trustsim.scenario.source import read_text
from trustsim.scenario.validation import validated


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Grid(Strict):
    kind: Literal["grid"]
    values: list[float] = Field(min_length=1, max_length=3)


class Sample(Strict):
    kind: Literal["sample"]
    size: int = Field(gt=0, lt=100, multiple_of=4)
    seed: int | None = None


class Study(Strict):
    varies: list[Annotated[Grid | Sample, Field(discriminator="kind")]] = Field(
        default=[], description="What varies."
    )
    weeks: int | Literal["all"] = 12
    pair: tuple[int, str] = (1, "a")
    rate: float = Field(0.5, gt=0)
    code: str = Field("ab", pattern="^[a-b]+$", min_length=2)
    nested: dict[str, dict[str, bool]] = {}
    where: Grid | None = None

    @field_validator("code")
    @classmethod
    def _no_palindrome(cls, code: str) -> str:
        if code == code[::-1]:
            raise ValueError(f"'{code}' reads the same from both ends")
        return code


def said(text: str) -> list[str]:
    reading = read_text(text, "f")
    assert reading.tree is not None
    assert reading.problems == []
    return [str(problem) for problem in validated(reading.tree, Study)[1]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "varies: [{kind: gird, values: [1]}]",
            "f:1:17 varies[0].kind: 'gird' must be one of grid, sample; did you mean 'grid'?",
        ),
        (
            "varies: [{values: [1]}]",
            "f:1:10 varies[0].kind: is missing; it says which kind this is",
        ),
        (
            "varies: [{kind: grid, valeus: [1]}]",
            "f:1:23 varies[0].valeus: is not a known key; did you mean 'values'?",
        ),
        (
            "varies: [{kind: grid, values: [1, x]}]",
            "f:1:35 varies[0].values[1]: 'x' must be a number",
        ),
        (
            "varies: [{kind: grid, values: [1, 2, 3, 4]}]",
            "f:1:31 varies[0].values: has 4 items; it takes at most 3",
        ),
        (
            "varies: [{kind: sample, size: 100}]",
            "f:1:31 varies[0].size: 100 must be less than 100",
        ),
        (
            "varies: [{kind: sample, size: 6}]",
            "f:1:31 varies[0].size: 6 must be a multiple of 4",
        ),
        (
            "varies: [{kind: sample, size: 4, seed: x}]",
            "f:1:40 varies[0].seed: 'x' must be a whole number",
        ),
        ("rate: 0", "f:1:7 rate: 0 must be more than 0"),
        ("rate: 1,5", "f:1:7 rate: '1,5' must be a number; write 1.5"),
        ("rate: 5 %", "f:1:7 rate: '5 %' must be a number; write 0.05"),
        ("rate: 1’000", "f:1:7 rate: '1’000' must be a number; write 1000"),
        ("code: abc", "f:1:7 code: 'abc' must look like ^[a-b]+$"),
        ("code: a", "f:1:7 code: has 1 character; it needs at least 2"),
        ("code: aba", "f:1:7 code: 'aba' reads the same from both ends"),
        ("pair: [x, 1]", "f:1:8 pair[0]: 'x' must be a whole number"),
        ("nested: {a: {b: 1}}", "f:1:17 nested.a.b: 1 must be true or false"),
        ("nested: {a b: {c: [1]}}", 'f:1:19 nested["a b"].c: is a list; it must be true or false'),
        ("where: {kind: grid}", "f:1:8 where.values: is missing; add it"),
        ("where: 5", "f:1:8 where: 5 must be a mapping (key: value)"),
    ],
)
def test_a_mistake_is_said_once_with_its_place_and_path(text: str, message: str):
    assert message in said(text)


def test_two_types_that_are_both_missed_are_both_named():
    assert said("weeks: some") == [
        "f:1:8 weeks: 'some' must be a whole number",
        "f:1:8 weeks: 'some' must be all",
    ]


def test_what_is_right_becomes_the_model():
    tree = read_text("varies: [{kind: grid, values: [1, 2.5]}]\nweeks: all\nrate: 1\n", "f").tree
    assert tree is not None
    study, problems = validated(tree, Study)
    assert problems == []
    assert study == Study(varies=[Grid(kind="grid", values=[1, 2.5])], weeks="all", rate=1)


def test_the_order_of_keys_makes_no_difference():
    trees = [
        read_text(f"nested: {{{keys}}}", "f").tree for keys in ("b: {}, a: {}", "a: {}, b: {}")
    ]
    found = [validated(tree, Study)[0] for tree in trees if tree is not None]
    assert [list(study.nested) for study in found if study is not None] == [["a", "b"], ["a", "b"]]
