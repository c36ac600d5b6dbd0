"""Where the sharers of a cascade lie when it is drawn: the root in the middle, a ring for a hop."""

from __future__ import annotations

import math
from collections.abc import Mapping

from trustsim.explain.autopsy import Branch

Places = dict[int, tuple[float, float]]


def places(branches: Mapping[int, Branch]) -> Places:
    """Return a place for each sharer, in hops from the root; each branch is as wide as its ends.

    Args:
        branches: the sharers by user, -1 the root, as an autopsy has them.
    """
    leaves: dict[int, int] = {}
    order = [-1]
    for user in order:
        order += branches[user].children
    for user in reversed(order):
        leaves[user] = max(1, sum(leaves[child] for child in branches[user].children))
    found: Places = {}
    waiting = [(-1, 0.0, 2 * math.pi)]
    while waiting:
        user, start, wide = waiting.pop()
        branch = branches[user]
        angle = start + wide / 2
        found[user] = math.sin(angle) * branch.depth, -math.cos(angle) * branch.depth
        for child in branch.children:
            part = wide * leaves[child] / leaves[user]
            waiting.append((child, start, part))
            start += part
    return found
