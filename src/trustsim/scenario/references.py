"""Names that one part of a scenario gives and another uses, checked in the file itself.

The model checks them as well, but only once everything else is right and without a place. Here
they are found together with all other mistakes, each where it is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from trustsim.errors import nearest
from trustsim.scenario.schema import BrandSpec, Population
from trustsim.scenario.tree import Node, Path, Problem, child_of

Found = Iterator[tuple[Path, Node]]


def reference_problems(tree: Node, strategies: Collection[str] = ()) -> list[Problem]:
    """Return what is wrong with the names in a scenario's tree.

    Whatever is not of the right type is passed over: it is said of elsewhere.

    Args:
        tree: the scenario's tree.
        strategies: the names that a rival's strategy may have; any, if none are given.
    """
    topics = _names(_at(tree, "topics"))
    circles = _names(_at(tree, "population", "circles", "*", "id"))
    facets = _names(_at(tree, "brand", "product", "facets", "*", "id")) or {"quality"}
    return [
        *_unknown("topic", topics, _topics_used(tree)),
        *_unknown("circle", circles, _at(tree, "events", "*", "circle")),
        *_unknown("circle", circles, _at(tree, "brand", "first_circle")),
        *_unknown("circle", circles, _at(tree, "rivals", "*", "first_circle")),
        *_unknown("facet", facets, _at(tree, "events", "*", "facet")),
        *_unknown("strategy", set(strategies), _rivals_strategies(tree)),
        *_twice("circle", _at(tree, "population", "circles", "*", "id")),
        *_twice("facet", _at(tree, "brand", "product", "facets", "*", "id")),
        *_twice("brand", _brand_ids(tree)),
        *_too_many_followers(tree),
    ]


def _topics_used(tree: Node) -> Found:
    """Yield every place that names a topic; in a mapping of weights, the key is the name."""
    yield from _at(tree, "events", "*", "topic")
    for path, node in (
        *_at(tree, "population", "circles", "*", "topics"),
        *_at(tree, "brand", "product", "topics"),
        *_at(tree, "rivals", "*", "product", "topics"),
    ):
        if isinstance(node.content, dict):
            for key, child in node.content.items():
                yield (*path, key), Node(key, child.key_place or child.place)


def _rivals_strategies(tree: Node) -> Found:
    """Yield the rivals' strategies without what follows a colon, which is for the strategy."""
    for path, node in _at(tree, "rivals", "*", "strategy"):
        if isinstance(node.content, str):
            yield path, replace(node, content=node.content.partition(":")[0])


def _brand_ids(tree: Node) -> Found:
    """Yield every brand's id, the player's first; where none is written, the one it gets."""
    default = str(BrandSpec.model_fields["id"].default)
    written = list(_at(tree, "brand", "id"))
    yield from written or [((), Node(default, tree.place))]
    for path, rival in _at(tree, "rivals", "*"):
        given = child_of(rival, "id")
        yield (*path, "id"), given or Node(default, rival.place)


def _at(node: Node, *steps: str, path: Path = ()) -> Found:
    """Yield what lies at ``steps``, where ``*`` stands for every item of a list."""
    if not steps:
        yield path, node
    elif steps[0] == "*":
        items = node.content if isinstance(node.content, list) else []
        for index, item in enumerate(items):
            yield from _at(item, *steps[1:], path=(*path, index))
    elif (child := child_of(node, steps[0])) is not None:
        yield from _at(child, *steps[1:], path=(*path, steps[0]))


def _names(found: Iterable[tuple[Path, Node]]) -> set[str]:
    """Return the texts at some places; of a list, its items."""
    names: set[str] = set()
    for _, node in found:
        items = node.content if isinstance(node.content, list) else [node]
        names |= {item.content for item in items if isinstance(item.content, str)}
    return names


def _unknown(what: str, known: set[str], used: Iterable[tuple[Path, Node]]) -> Iterator[Problem]:
    """Yield a problem for each name that nothing has; none if there is nothing to compare with."""
    for path, node in used:
        if known and isinstance(node.content, str) and node.content not in known:
            near = nearest(node.content, sorted(known))
            meant = f"did you mean '{near}'?" if near else f"known: {', '.join(sorted(known))}"
            message = f"there is no {what} '{node.content[:40]}'; {meant}"
            yield Problem(node.place, path, message)


def _twice(what: str, named: Iterable[tuple[Path, Node]]) -> Iterator[Problem]:
    """Yield a problem for each name that was given before."""
    seen: set[str] = set()
    for path, node in named:
        if isinstance(node.content, str) and node.content in seen:
            yield Problem(
                node.place,
                path,
                f"two {what}s have the id '{node.content[:40]}'; give each its own",
            )
        elif isinstance(node.content, str):
            seen.add(node.content)


def _too_many_followers(tree: Node) -> Iterator[Problem]:
    """Yield a problem for each brand that starts with more followers than there are people."""
    given = [node.content for _, node in _at(tree, "population", "users")]
    users = given[0] if given else Population.model_fields["users"].default
    for path, node in (*_at(tree, "brand", "followers"), *_at(tree, "rivals", "*", "followers")):
        count = node.content
        if isinstance(count, int) and isinstance(users, int) and count > users:
            message = f"{count:,} followers are more than the {users:,} users there are"
            yield Problem(node.place, path, message)
