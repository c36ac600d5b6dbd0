"""The versions of the scenario format, and how an older file becomes a current one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from trustsim.scenario.saying import shown
from trustsim.scenario.tree import Node, Problem, child_of

KEY = "schema_version"
CURRENT = 1

Migration = Callable[[Node], Node]
MIGRATIONS: Mapping[int, Migration] = {}
"""For each version before the current one, what makes its tree a tree of the next version."""


class VersionError(Exception):
    """A version that can't be read; its problem says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def migrated(
    tree: Node, current: int = CURRENT, migrations: Mapping[int, Migration] = MIGRATIONS
) -> Node:
    """Return the tree of a file as one of the current version; none given means version 1.

    Args:
        tree: the file's tree, a mapping.
        current: the version to reach.
        migrations: the step from each older version to the next.

    Raises:
        VersionError: if the file is of a version this program doesn't know.
    """
    given = child_of(tree, KEY)
    if given is None or given.tainted:
        return _from(1, tree, current, migrations)
    version = given.content
    if type(version) is not int or version < 1:
        message = f"{shown(version)} is no version; the current one is {current}"
        raise VersionError(Problem(given.place, (KEY,), message))
    if version > current:
        message = f"{version} is newer than this TrustSim, which reads up to {current}; update it"
        raise VersionError(Problem(given.place, (KEY,), message))
    return _from(version, tree, current, migrations)


def _from(version: int, tree: Node, current: int, migrations: Mapping[int, Migration]) -> Node:
    """Take the steps from ``version`` on, and name the version that was reached."""
    for step in range(version, current):
        tree = migrations[step](tree)
    if version < current and isinstance(tree.content, dict):
        reached = Node(current, tree.place, tree.place)
        tree = replace(tree, content={**tree.content, KEY: reached})
    return tree
