"""The public names are the public names."""

import ast
from pathlib import Path

import pytest

import trustsim


def names_told_to_type_checkers() -> set[str]:
    """Return what trustsim/__init__.py imports for type checkers only."""
    tree = ast.parse(Path(trustsim.__file__).read_text(encoding="utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If)]
    imports = [line for block in blocks for line in block.body if isinstance(line, ast.ImportFrom)]
    return {alias.name for line in imports for alias in line.names}


def test_there_are_at_most_twenty_public_names():
    assert len(trustsim.__all__) <= 20


@pytest.mark.parametrize("name", trustsim.__all__)
def test_every_public_name_is_there(name):
    assert getattr(trustsim, name) is not None


def test_a_public_name_is_known_to_type_checkers_and_to_completion():
    assert {*names_told_to_type_checkers(), "__version__"} == set(trustsim.__all__)
    assert dir(trustsim) == sorted(set(trustsim.__all__))


def test_any_other_name_is_refused_as_python_does():
    with pytest.raises(AttributeError, match="module 'trustsim' has no attribute 'utils'"):
        _ = trustsim.utils
