from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.lab.small import HERE, small
from trustsim.errors import TrustSimError, UsageError
from trustsim.lab.batch import carry_out
from trustsim.lab.cluster import ClusterRunner, refuse_open_network
from trustsim.lab.runner import SerialRunner
from trustsim.lab.schedule import schedule_of
from trustsim.lab.store import committed_parts

ROOT = HERE.parents[1]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def process(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()


@contextmanager
def cluster(
    protocol: str = "tcp", certificates: tuple[str, ...] = ()
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and two workers, as docs/experiments.md says."""
    pytest.importorskip("distributed")
    port = str(free_port())
    address = f"{protocol}://127.0.0.1:{port}"
    host = ("--host", f"{protocol}://127.0.0.1", "--port", port)
    with process("scheduler", *host, "--no-dashboard", *certificates):
        options = (address, "--nthreads", "1", "--no-dashboard", *certificates)
        with process("worker", *options) as one, process("worker", *options) as two:
            yield address, [one, two]


def child_of(parent: int) -> int:
    """Return the process that a nanny has started to work."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "stat").read_text().rpartition(")")[2].split()
                    line = (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if int(words[1]) == parent and b"spawn_main" in line:
                    return int(entry.name)
        time.sleep(0.05)
    raise AssertionError("no worker has begun")


def tables(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*.parquet"))
    }


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the worker's process in /proc")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_whose_worker_is_killed_gives_the_same_bytes(tmp_path: Path) -> None:
    experiment = small(seeds=30, record="posts")
    carry_out(schedule_of(experiment), tmp_path / "here", SerialRunner())
    with cluster() as (address, workers), ClusterRunner(address) as runner:

        def kill_one() -> None:
            deadline = time.monotonic() + 120
            there = tmp_path / "there"
            while time.monotonic() < deadline:
                if there.is_dir() and len(committed_parts(there)) >= 2:
                    os.kill(child_of(workers[0].pid), signal.SIGKILL)
                    return
                time.sleep(0.02)

        killer = threading.Thread(target=kill_one)
        killer.start()
        tally = carry_out(schedule_of(experiment), tmp_path / "there", runner)
        killer.join()
    assert tally.done == 60
    assert tables(tmp_path / "there") == tables(tmp_path / "here")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:5",
                                     "tls://far.example.org:8786"])  # fmt: skip
def test_this_machine_and_encrypted_ones_are_let_through(address: str) -> None:
    refuse_open_network(address)


@pytest.mark.parametrize("address", ["tcp://10.1.2.3:8786", "tcp://far.example.org:8786"])
def test_an_open_network_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="not encrypted: whoever reaches it can run code"):
        refuse_open_network(address)


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://localhost", "tcp://", "nonsense"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"write it like tcp://127.0.0.1:8786"):
        refuse_open_network(address)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_where_no_scheduler_answers_it_says_how_to_start_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("trustsim.lab.cluster.PATIENCE", 0.5)
    with pytest.raises(TrustSimError, match="start one with 'dask scheduler'"):
        ClusterRunner(f"tcp://127.0.0.1:{free_port()}")


@pytest.fixture
def certificate(tmp_path: Path) -> dict[str, Path]:
    """Return a self-made certificate and its key."""
    openssl = shutil.which("openssl") or pytest.skip("openssl makes the certificate")
    files = {"cert": tmp_path / "cert.pem", "key": tmp_path / "key.pem"}
    words = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
             "/CN=trustsim", "-keyout", str(files["key"]), "-out", str(files["cert"])]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True)
    return files


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_over_tls_gives_the_same_bytes(
    tmp_path: Path, certificate: dict[str, Path]
) -> None:
    dask = pytest.importorskip("dask")
    cert, key = str(certificate["cert"]), str(certificate["key"])
    options = ("--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key)
    told = {"ca-file": cert, "client.cert": cert, "client.key": key}
    with (
        dask.config.set({f"distributed.comm.tls.{name}": file for name, file in told.items()}),
        cluster("tls", options) as (address, _),
        ClusterRunner(address) as runner,
    ):
        carry_out(schedule_of(small()), tmp_path / "encrypted", runner)
    carry_out(schedule_of(small()), tmp_path / "alone", SerialRunner())
    assert tables(tmp_path / "encrypted") == tables(tmp_path / "alone")


def test_encryption_without_certificates_says_which_setting_is_missing() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(UsageError, match=r"dask knows none: set DASK_.*__TLS__CA_FILE to a file"):
        ClusterRunner("tls://127.0.0.1:8786")


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    dask = pytest.importorskip("dask")
    gone = tmp_path / "gone.pem"
    with (
        dask.config.set({"distributed.comm.tls.ca-file": str(gone)}),
        pytest.raises(UsageError, match=r"__CA_FILE says .*gone\.pem, and there is no such file"),
    ):
        ClusterRunner("tls://127.0.0.1:8786")
