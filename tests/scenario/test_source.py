"""Reading YAML: places, limits, and nothing trusted."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from trustsim.scenario.composer import FASTEST, MOST_PROBLEMS, MOST_VALUES
from trustsim.scenario.source import LARGEST_FILE, read_file, read_text
from trustsim.scenario.tree import Place, plain, positions

BOTH_PARSERS = pytest.mark.parametrize("loader", [FASTEST, yaml.SafeLoader], ids=["c", "python"])


def said(text: str, **options: Any) -> list[str]:
    return [str(problem) for problem in read_text(text, "f", **options).problems]


@BOTH_PARSERS
def test_every_value_and_every_key_knows_its_place(loader: Any):
    text = "weeks: 12\ncircles:\n  - name: Fans 🎸\n    topics: {music: 1, food: 2}\n"
    tree = read_text(text, "f", loader=loader).tree
    assert tree is not None
    places = positions(tree)
    assert places["weeks",] == (Place("f", 1, 8), Place("f", 1, 1))
    assert places["circles",] == (Place("f", 3, 3), Place("f", 2, 1))
    assert places["circles", 0] == (Place("f", 3, 5), None)
    assert places["circles", 0, "name"] == (Place("f", 3, 11), Place("f", 3, 5))
    assert places["circles", 0, "topics"] == (Place("f", 4, 13), Place("f", 4, 5))
    assert places["circles", 0, "topics", "food"] == (Place("f", 4, 30), Place("f", 4, 24))


def test_an_alias_has_the_place_of_the_value_it_stands_for():
    tree = read_text("a: &x [1, 2]\nb: *x\n", "f").tree
    assert tree is not None
    places = positions(tree)
    assert plain(tree) == {"a": [1, 2], "b": [1, 2]}
    assert places["b",] == (Place("f", 1, 4), Place("f", 2, 1))
    assert places["b", 1] == (Place("f", 1, 11), None)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_places_do_not_depend_on_how_lines_end(line_end: str):
    tree = read_text(f"a: 1{line_end}b:{line_end}  - x{line_end}", "f").tree
    assert tree is not None
    assert positions(tree)["b", 0][0] == Place("f", 3, 5)


@BOTH_PARSERS
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b: c\n", "f:1:5"),
        ("a: @x\n", "f:1:4"),
        ('b: 1\na: "x\n', "f:2:4"),
        ("a: 1\n b: 2\n", "f:2:3"),
        ("- a\nb: 1\n", "f:2:1"),
        ("a:\n  - 1\n - 2\n", "f:3:2"),
        ("title: A\nweeks 5\nb: 1\n", "f:2:1"),
        ("a: [1, 2\nb: 3\n", "f:1:4"),
        ("a: 1\n---\nb: 2\n", "f:2:1"),
        ("a: &a [*a]\n", "f:1:8"),
        ("a: !!python/name:os.system\n", "f:1:4"),
        ("a: 1\na: 2\n", "f:2:1"),
    ],
)
def test_both_parsers_refuse_at_the_same_place(text: str, place: str, loader: Any):
    problems = said(text, loader=loader)
    assert len(problems) == 1
    assert problems[0].startswith(f"{place} ")


def test_a_file_with_countless_mistakes_is_not_read_to_its_end():
    problems = said("a: 1\n" * 1000)
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1] == "f:102:1 more than 100 things are wrong above; mend those first"


def test_several_wrong_values_are_all_collected():
    text = "a: 1e999\nb: !x 1\nb: 2\n? c\nd: 1\t# a tab\n"
    assert said(text) == [
        "f:5:5 there is a tab here; use spaces instead",
        "f:1:4 a: 1e999 is too large; a number is at most about 1e308",
        "f:2:4 b: the tag !x has no meaning here; remove it",
        "f:3:1 b: is written twice; the first one on line 2 is enough",
    ]


def test_a_value_of_the_command_line_has_a_place_without_a_line():
    assert said("[1, 2", located=False) == [
        "f: a list that opens with [ needs commas between items and a ] at last"
    ]


class TestFiles:
    """What can be wrong with a file before its text is looked at."""

    def said(self, file: Path) -> list[str]:
        return [str(problem) for problem in read_file(file, "f").problems]

    def test_a_byte_that_is_not_utf8_is_named(self, tmp_path: Path):
        file = tmp_path / "latin.yaml"
        file.write_bytes("name: town\ntitle: Caf\xe9\n".encode("latin-1"))
        assert self.said(file) == ["f:2:11 byte 21 (0xe9) is not UTF-8; save it as UTF-8"]

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_utf16_is_named(self, tmp_path: Path, encoding: str):
        file = tmp_path / "wide.yaml"
        file.write_bytes("\ufeffname: town\n".encode(encoding))
        assert self.said(file) == ["f:1:1 is written in UTF-16; save it as UTF-8"]

    def test_the_mark_some_editors_put_in_front_is_no_problem(self, tmp_path: Path):
        file = tmp_path / "marked.yaml"
        file.write_bytes("\ufeffname: town\n".encode())
        reading = read_file(file)
        assert reading.tree is not None
        assert plain(reading.tree) == {"name": "town"}
        assert positions(reading.tree)["name",][1] == Place(str(file), 1, 1)

    def test_a_file_that_is_not_there_is_named(self, tmp_path: Path):
        assert self.said(tmp_path / "none.yaml") == ["f: there is no such file"]

    def test_a_folder_is_no_file(self, tmp_path: Path):
        assert self.said(tmp_path) == ["f: is not a file"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_a_pipe_is_no_file_and_does_not_hang(self, tmp_path: Path):
        os.mkfifo(tmp_path / "pipe.yaml")
        assert self.said(tmp_path / "pipe.yaml") == ["f: is not a file"]

    def test_a_name_no_file_can_have_is_refused(self):
        assert len(self.said(Path("a\0b.yaml"))) == 1

    def test_a_file_that_is_too_large_is_refused(self, tmp_path: Path):
        file = tmp_path / "large.yaml"
        file.write_bytes(b"# " + b"x" * LARGEST_FILE)
        assert self.said(file) == ["f: is too large; a scenario file has at most 1,000,000 bytes"]

    @pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs file permissions")
    def test_a_file_that_may_not_be_read_is_named(self, tmp_path: Path):
        if os.geteuid() == 0:
            pytest.skip("the superuser may read everything")
        file = tmp_path / "secret.yaml"
        file.touch(mode=0o000)
        assert self.said(file) == ["f: can't be read: Permission denied"]

    @pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\ufffe"])
    def test_a_control_character_is_refused_with_its_place(self, character: str):
        assert said(f"a: 1\nb: x{character}y\n") == [
            f"f:2:5 the character U+{ord(character):04X} can't be read; remove it"
        ]


HOSTILE = {
    "brackets": "[" * 900_000,
    "braces": "{" * 900_000,
    "mappings": '{"a":' * 190_000,
    "dashes": "- " * 490_000,
    "questions": "? " * 490_000,
    "many values": "[" + "0," * 490_000 + "0]",
    "many lines": "- 0\n" * 240_000,
    "many keys": "".join(f"k{i}: 0\n" for i in range(90_000)),
    "one key": "k: 0\n" * 190_000,
    "commas": "[" + "," * 900_000,
    "blanks": "a: " + " " * 900_000,
    "quotes": "'" * 900_000,
    "long word": "a" * 900_000,
    "long quoted text": '"' + "a" * 900_000 + '"',
    "long block text": "a: |\n" + " x\n" * 300_000,
    "exclamation marks": "!" * 900_000,
    "documents": "---\n" * 240_000,
    "anchors": "".join(f"- &a{i} 0\n" for i in range(60_000)),
    "aliases": "- &a [0, 0, 0, 0, 0]\n" + "- *a\n" * 190_000,
    "tabs": "\t" * 900_000,
    "tab lines": "\t\n" * 400_000,
    "directives": "%A b\n" * 190_000,
    "comments": "#\n" * 450_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_refused_or_harmless_within_seconds(text: str):
    start = time.process_time()
    reading = read_text(text, "f")
    assert time.process_time() - start < 5
    assert reading.tree is None or reading.tree.size <= MOST_VALUES
    assert len(reading.problems) <= MOST_PROBLEMS + 1


@given(st.text(alphabet="ab01 :-[]{},#&*!|>'\"%@`\n\t\\<~.?", max_size=80))
def test_any_text_is_read_or_refused_with_a_place(text: str):
    reading = read_text(text, "f")
    assert reading.tree is not None or reading.problems
    assert all(problem.place.file == "f" for problem in reading.problems)


@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)
    reading = read_file(file, "f")
    assert reading.tree is not None or reading.problems


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).filter(
    lambda text: "\ufffe" not in text and "\uffff" not in text
)
keys = texts.filter(bool)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | texts
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(keys, values, max_size=4))
def test_what_json_can_say_is_read_back_unchanged(value: dict[str, Any]):
    reading = read_text(json.dumps(value, ensure_ascii=False), "f")
    assert reading.problems == []
    assert reading.tree is not None
    assert plain(reading.tree) == value
