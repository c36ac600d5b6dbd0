"""The wheel carries all that a checkout has to play with, and runs without one."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import trustsim

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """Return a folder into which the project's wheel was unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    done = subprocess.run(
        [*build, "--directory", str(folder)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def run_from(unpacked: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-m", "trustsim", *words]
    return subprocess.run(
        command, cwd=unpacked.parent, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("kind", ["scenarios", "assets"])
def test_every_shipped_file_of_the_checkout_lies_in_the_wheel(unpacked, kind):
    tracked = subprocess.run(
        ["git", "ls-files", kind], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    if not tracked:
        pytest.skip("no git checkout here to compare with")
    shipped = unpacked / "trustsim/_shipped"
    assert [name for name in tracked if not (shipped / name).is_file()] == []


def test_the_unpacked_wheel_runs_from_any_folder(unpacked):
    done = run_from(unpacked, "--version")
    assert done.stdout == f"trustsim {trustsim.__version__}\n", done.stderr


def test_the_unpacked_wheel_knows_its_scenarios(unpacked):
    here = run_from(ROOT / "src", "scenarios", "--json")
    done = run_from(unpacked, "scenarios", "--json")
    assert (done.returncode, done.stdout) == (here.returncode, here.stdout)


def test_nothing_but_the_package_and_its_description_is_in_the_wheel(unpacked):
    version = trustsim.__version__
    assert {p.name for p in unpacked.iterdir()} == {"trustsim", f"trustsim-{version}.dist-info"}
