"""Every library that is asked for stands in docs/licences.md, and none is under the GPL."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def listed_licences() -> dict[str, str]:
    text = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \**([\w.-]+)\**.*? \| (.+) \|$", text, flags=re.MULTILINE)
    return {name.lower(): licence for name, licence in rows}


def test_every_library_that_is_asked_for_is_listed_with_its_licence():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted += extra
    names = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in wanted}
    assert names - set(listed_licences()) == set()


def test_no_library_is_under_the_gpl():
    under_gpl = {n for n, licence in listed_licences().items() if re.search(r"\bA?GPL", licence)}
    assert under_gpl == set()
