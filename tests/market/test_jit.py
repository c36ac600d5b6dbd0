"""The kernels on disk: current as long as every file of the machine stands as it did."""

from __future__ import annotations

import ast
import os
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import trustsim.market
from tests.market.towns import play, town
from trustsim.market import jit
from trustsim.market.market import Market

SOURCE = Path(__file__).parents[2] / "src"
needs_compiling = pytest.mark.skipif(not jit.JIT, reason="numba is told not to compile")


def kernels() -> dict[str, object]:
    """Return everything in the machine that numba compiles, by module and name."""
    modules = [
        import_module(f"trustsim.market.{found.name}")
        for found in pkgutil.iter_modules(trustsim.market.__path__)
    ]
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if hasattr(value, "py_func")
    }


@needs_compiling
def test_every_kernel_on_disk_hangs_on_all_files_of_the_machine():
    found = kernels()
    assert len(found) > 50
    stamps = {name: kernel._cache._cache_file._source_stamp for name, kernel in found.items()}
    assert {name for name, stamp in stamps.items() if stamp != jit._SOURCES} == set()


def test_the_fingerprint_changes_with_any_file(tmp_path, monkeypatch):
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text("x = 1\n")
    monkeypatch.setattr(jit, "__file__", str(tmp_path / "jit.py"))
    before = jit._sources()
    assert jit._sources() == before
    (tmp_path / "two.py").write_text("x = 2\n")
    assert jit._sources() != before


def test_kernels_that_have_run_are_not_cold():
    play(Market(town(60), 1), weeks=1)
    assert not jit.is_cold()


@needs_compiling
def test_kernels_without_anything_on_disk_are_cold(tmp_path):
    code = "from trustsim.market import jit; print(jit.is_cold())"
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True"]


def test_only_what_is_lean_takes_views_of_a_brands_rows():
    # What counts who holds an array would let go of views that nobody counted.
    file = Path(trustsim.market.__file__).parent
    callers = {
        function.name: {ast.unparse(mark).split("(")[0] for mark in function.decorator_list}
        for module in file.glob("*.py")
        for function in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        and any(
            isinstance(node, ast.Call) and ast.unparse(node.func) == "standing_of"
            for node in ast.walk(function)
        )
    }
    assert len(callers) > 3
    assert set.union(*callers.values()) <= {"lean_part", "lean_kernel"}
