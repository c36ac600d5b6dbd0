"""Whatever stands anywhere in a scenario: it is good, or each problem has its place."""

import json
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from trustsim.scenario.load import examine, load_scenario
from trustsim.scenario.resolved import resolve
from trustsim.scenario.source import read_text
from trustsim.scenario.tree import Path as TreePath
from trustsim.scenario.tree import path_text, positions

CASES = Path(__file__).parent / "cases" / "valid"
WHOLE: dict[str, Any] = resolve(
    load_scenario(CASES / "brand-and-rivals.yaml", {"summary": "All of it."})
) | {"goals": [{"medal": "gold", "measure": "sales", "at_least": 1}]}
TREE = read_text(json.dumps(WHOLE), "f").tree
assert TREE is not None
PATHS = sorted((path for path in positions(TREE) if path), key=str)

JUNK: list[Any] = [
    *(None, True, "", "x", "twitter", "2,000", "é" * 200),
    *(-1, 0, 5, 0.5, 1e300, 2**63),
    *([], [1], ["x", "x"], [[]], [{}]),
    *({}, {"x": 1}, {"": 1}, {"id": "band"}, {"preset": ["x"]}, {"preset": {}}),
]


def changed(value: Any, path: TreePath, new: Any) -> Any:
    """Return a copy of ``value`` with ``new`` at ``path``."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


@given(path=st.sampled_from(PATHS), new=st.sampled_from(JUNK))
@example(path=("platform", "preset"), new=["twitter"])
def test_any_value_anywhere_is_taken_or_refused_with_its_place(
    tmp_path_factory: Any, path: TreePath, new: Any
):
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(json.dumps(changed(WHOLE, path, new), ensure_ascii=False), encoding="utf-8")
    found = examine(file)
    assert (found.scenario is None) == bool(found.problems)
    assert all(problem.place.line == 1 for problem in found.problems)
    assert all(str(file) in str(problem) for problem in found.problems)


@given(path=st.sampled_from(PATHS), new=st.sampled_from(JUNK))
def test_any_override_anywhere_is_taken_or_refused(path: TreePath, new: Any):
    found = examine(CASES / "brand-and-rivals.yaml", {path_text(path): new})
    assert (found.scenario is None) == bool(found.problems)
