"""Who may import whom: the house's table, enforced by walking the imports."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
HOUSE = SOURCE / "trustsim"
MODULES = sorted(HOUSE.rglob("*.py"))

SCENARIO_SCHEMA = {f"scenario.{m}" for m in ("constants", "parts", "platforms", "rules", "schema")}
PLAN_AND_REPORT = {"campaign.plan", "campaign.report"}
ENGINE = {"errors", "scenario", "market", "strategies", "campaign"}
ALL_BUT_DOORS = ENGINE | {"explain"}

# What a room may import of TrustSim: rooms, or single modules of a room. Its own is always allowed.
MAY_IMPORT = {
    "errors": set(),
    "scenario": {"errors"},
    "market": {"errors"} | SCENARIO_SCHEMA,
    "strategies": {"errors"} | SCENARIO_SCHEMA | PLAN_AND_REPORT,
    "campaign": ENGINE,
    "explain": ENGINE,
    "testing": ALL_BUT_DOORS,
    "play": ALL_BUT_DOORS,
    "lab": ALL_BUT_DOORS,
    "env": ALL_BUT_DOORS,
    "commands": ALL_BUT_DOORS | {"testing"},
    "cli": {"errors"},
    "__main__": {"cli"},
    "__init__": ALL_BUT_DOORS | {"testing"},
}

# Libraries that belong to one room; every other third-party import is refused there.
LIBRARIES = {
    "errors": set(),
    "scenario": {"pydantic", "pydantic_core", "yaml"},
    "market": {"numpy", "numba", "llvmlite", "mesa", "networkx"},
    "strategies": {"numpy"},
    "campaign": {"numpy", "pydantic", "pyarrow"},
    "explain": {"numpy"},
    "cli": {"click"},
    "__init__": set(),
    "__main__": set(),
}
DOORS_ONLY = {"pygame", "pebble", "dask", "distributed", "matplotlib", "plotly", "gymnasium"}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and full name of all that ``path`` imports, wherever in the file."""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, target(origin, alias.name)


def target(origin: str, name: str) -> str:
    """Return the module that ``from origin import name`` reads: a submodule, or ``origin``."""
    path = SOURCE.joinpath(*origin.split("."), name)
    is_module = path.with_suffix(".py").is_file() or path.is_dir()
    return f"{origin}.{name}" if is_module else origin


def is_allowed_inside(room: str, imported: str) -> bool:
    """Return whether ``room`` may import the TrustSim module ``imported``."""
    inner = imported.partition(".")[2]
    if not inner:  # `from trustsim import __version__`
        return True
    its_room = inner.split(".")[0]
    if its_room == room:
        return True
    return any(inner == ok or inner.startswith(ok + ".") for ok in MAY_IMPORT[room])


def broken_rules(path: Path) -> list[str]:
    room = room_of(module_name(path))
    found = []
    for line, imported in imports(path):
        top = imported.split(".")[0]
        place = f"{path.relative_to(SOURCE)}:{line}"
        if top == "trustsim":
            if not is_allowed_inside(room, imported):
                found.append(f"{place}: {room} may not import {imported}")
        elif top not in sys.stdlib_module_names and not library_is_allowed(room, top):
            found.append(f"{place}: {room} may not import {top}")
    return found


def library_is_allowed(room: str, library: str) -> bool:
    if room in LIBRARIES:
        return library in LIBRARIES[room]
    if room == "play":
        return library not in DOORS_ONLY - {"pygame"}
    return library != "pygame"


def test_every_room_stands_in_the_table():
    rooms = {room_of(module_name(path)) for path in MODULES}
    assert rooms <= set(MAY_IMPORT), "a new room needs a line in the house's table, and here"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_module_imports_only_what_its_room_may(path: Path):
    assert broken_rules(path) == []


@pytest.mark.parametrize(
    ("file", "line", "verdict"),
    [
        ("market/x.py", "from trustsim.scenario.schema import Scenario", True),
        ("market/x.py", "from trustsim.scenario.source import read_file", False),
        ("market/x.py", "from ..scenario import source", False),
        ("market/x.py", "import trustsim.campaign.weeks", False),
        ("scenario/x.py", "import mesa", False),
        ("strategies/x.py", "from trustsim.campaign.plan import Plan", True),
        ("strategies/x.py", "from trustsim.campaign.hours import cost", False),
        ("strategies/x.py", "from trustsim.market import world", False),
        ("explain/x.py", "from trustsim.play.text import show", False),
        ("play/x.py", "from trustsim.lab.store import Store", False),
        ("lab/x.py", "import pygame", False),
        ("campaign/x.py", "def f():\n    import pygame.font", False),
        ("play/x.py", "import pygame.font", True),
        ("errors.py", "from difflib import get_close_matches", True),
    ],
)
def test_the_walk_sees_a_broken_rule(file, line, verdict, tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "SOURCE", tmp_path)
    path = tmp_path / "trustsim" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "trustsim/scenario").mkdir(exist_ok=True)
    (tmp_path / "trustsim/scenario/source.py").touch()
    (tmp_path / "trustsim/market").mkdir(exist_ok=True)
    (tmp_path / "trustsim/market/world.py").touch()
    path.write_text(line, encoding="utf-8")
    assert (broken_rules(path) == []) is verdict


def loaded_after(statement: str) -> set[str]:
    """Return the top-level modules that a fresh process has loaded after ``statement``."""
    code = f"import sys; sys.path.insert(0, {str(SOURCE)!r}); {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {name.split(".")[0] for name in done.stdout.split()}


HEAVY = {"pygame", "pyarrow", "matplotlib", "plotly", "mesa", "numba", "pandas", "scipy", "pebble"}


def test_importing_trustsim_loads_no_heavy_library():
    assert loaded_after("import trustsim") & (HEAVY | {"numpy", "pydantic", "click"}) == set()


def test_the_help_text_loads_no_heavy_library():
    loaded = loaded_after("from trustsim.cli import run; run(['--help'])")
    assert loaded & (HEAVY | {"numpy", "pydantic", "yaml", "rich"}) == set()


def test_reading_scenarios_does_not_load_mesa():
    everything = ", ".join(sorted(module_name(p) for p in (HOUSE / "scenario").rglob("*.py")))
    assert loaded_after(f"import {everything}") & HEAVY == set()


def test_checking_a_scenario_does_not_load_the_machine():
    loaded = loaded_after("from trustsim.cli import run; run(['check', 'the-party'])")
    assert loaded & (HEAVY | {"numpy"}) == set()
