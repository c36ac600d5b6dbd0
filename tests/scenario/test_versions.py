"""Older files become current ones; newer ones are refused."""

from dataclasses import replace

import pytest

from trustsim.scenario.source import read_text
from trustsim.scenario.tree import Node, plain
from trustsim.scenario.versions import CURRENT, MIGRATIONS, VersionError, migrated


def tree_of(text: str) -> Node:
    tree = read_text(text, "f").tree
    assert tree is not None
    return tree


def renamed(old: str, new: str, tree: Node) -> Node:
    assert isinstance(tree.content, dict)
    return replace(tree, content={new if k == old else k: v for k, v in tree.content.items()})


STEPS = {
    1: lambda tree: renamed("persons", "people", tree),
    2: lambda tree: renamed("people", "users", tree),
}


@pytest.mark.parametrize(
    "text",
    ["persons: 5\n", "schema_version: 1\npersons: 5\n", "schema_version: 2\npeople: 5\n"],
)
def test_an_older_file_takes_every_step_to_the_current_version(text: str):
    tree = migrated(tree_of(text), 3, STEPS)
    assert plain(tree) == {"users": 5, "schema_version": 3}
    assert tree.content["users"].place.line == text.count("\n")


def test_a_current_file_stays_as_it_is():
    tree = tree_of("schema_version: 3\nusers: 5\n")
    assert migrated(tree, 3, STEPS) is tree


def test_there_is_a_step_from_every_older_version():
    assert set(MIGRATIONS) == set(range(1, CURRENT))


@pytest.mark.parametrize(
    ("version", "message"),
    [
        (
            "4",
            "f:1:17 schema_version: 4 is newer than this TrustSim, which reads up to 3; update it",
        ),
        ("0", "f:1:17 schema_version: 0 is no version; the current one is 3"),
        ("true", "f:1:17 schema_version: true is no version; the current one is 3"),
        ("1.0", "f:1:17 schema_version: 1.0 is no version; the current one is 3"),
        ("'1'", "f:1:17 schema_version: '1' is no version; the current one is 3"),
        ("", "f:1:16 schema_version: nothing is no version; the current one is 3"),
    ],
)
def test_what_is_no_known_version_is_refused(version: str, message: str):
    with pytest.raises(VersionError) as refusal:
        migrated(tree_of(f"schema_version: {version}\n"), 3, STEPS)
    assert str(refusal.value.problem) == message
