from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import tasks
from trustsim.errors import UsageError
from trustsim.lab.local import LocalRunner
from trustsim.lab.runner import Died, Ended, Finished, Job, Raised, Runner, SerialRunner, TimedOut

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def two() -> Iterator[LocalRunner]:
    with LocalRunner(2) as runner:
        yield runner


def answers(runner: Runner, tempers: list[str], limit: float = 60.0) -> dict[str, object]:
    jobs = [Job(temper, limit) for temper in tempers]
    return {ended.job.payload: ended.answer for ended in runner.play(tasks.by_temper, jobs)}


def test_every_job_is_computed_once(two: LocalRunner) -> None:
    ended = list(two.play(tasks.square, (Job(n) for n in range(50))))
    assert sorted(e.job.payload for e in ended) == list(range(50))
    assert all(e.answer == Finished(e.job.payload**2) for e in ended)


def test_a_serial_runner_gives_the_same_answers_in_order() -> None:
    with SerialRunner() as runner:
        ended = list(runner.play(tasks.square, (Job(n) for n in range(5))))
    assert [e.answer for e in ended] == [Finished(n * n) for n in range(5)]


def test_jobs_are_taken_only_when_there_is_room(two: LocalRunner) -> None:
    taken: list[int] = []

    def jobs() -> Iterator[Job[int]]:
        for number in range(1000):
            taken.append(number)
            yield Job(number)

    ended = two.play(tasks.square, jobs())
    for _ in range(10):
        next(ended)
    # One under way with every worker, and one answer of each that waits to be heard.
    assert len(taken) <= 10 + 2 * two.workers
    ended.close()  # type: ignore[attr-defined]
    assert list(two.play(tasks.square, [Job(3)]))[-1].job.payload == 3


@pytest.mark.parametrize("temper", ["raises", "exits"])
def test_a_job_that_raises_ends_as_its_traceback(two: LocalRunner, temper: str) -> None:
    answer = answers(two, [temper])[temper]
    assert isinstance(answer, Raised)
    assert "by_temper" in answer.traceback


@pytest.mark.parametrize("temper", ["raises", "exits"])
def test_a_job_that_raises_ends_alike_in_this_process(temper: str) -> None:
    answer = answers(SerialRunner(), [temper])[temper]
    assert isinstance(answer, Raised)


@pytest.mark.parametrize("temper", ["hangs", "spins"])
def test_a_job_over_its_limit_is_stopped(two: LocalRunner, temper: str) -> None:
    started = time.monotonic()
    assert answers(two, [temper], limit=0.3)[temper] == TimedOut(0.3)
    assert time.monotonic() - started < 5


def test_a_job_that_ends_its_process_says_with_what_code(two: LocalRunner) -> None:
    assert answers(two, ["dies"]) == {"dies": Died(7)}
    assert answers(two, ["is killed"]) == {"is killed": Died(-signal.SIGKILL)}


def test_an_answer_that_cannot_be_sent_ends_as_a_traceback(two: LocalRunner) -> None:
    temper = "answers with what can't be sent"
    answer = answers(two, [temper])[temper]
    assert isinstance(answer, Raised)
    assert "pickle" in answer.traceback


def test_no_job_harms_another(two: LocalRunner) -> None:
    tempers = ["a", "dies", "b", "hangs", "c", "raises", "d", "is killed", "e"]
    found = answers(two, tempers, limit=1.0)
    assert set(found) == set(tempers)
    assert {t for t, a in found.items() if isinstance(a, Finished)} == set("abcde")


def test_a_task_that_workers_cannot_see_is_refused_with_a_way_out(two: LocalRunner) -> None:
    with pytest.raises(UsageError, match=r"can't be sent to a worker; take a function of a module"):
        list(two.play(lambda n: n, [Job(1)]))


def test_no_workers_at_all_are_refused() -> None:
    with pytest.raises(UsageError, match="0 workers can't do anything; take 1 or more"):
        LocalRunner(0)


@pytest.mark.slow
def test_workers_killed_at_any_moment_cost_their_own_jobs_only() -> None:
    """Kill 40 times, idle or at work or half-way through a long answer."""
    kills = 40
    ended: list[Ended[int, tuple[int, bytes]]] = []
    with LocalRunner(2) as runner:
        stop = threading.Event()
        killed = threading.Thread(target=_kill_some_worker, args=(runner, kills, stop))
        killed.start()

        def jobs() -> Iterator[Job[int]]:
            number = 0
            while killed.is_alive():
                number += 1
                yield Job(number, 60.0)

        ended.extend(
            Ended(e.job, Finished((e.answer.value[0], b"")), e.seconds)
            if isinstance(e.answer, Finished)
            else e
            for e in runner.play(tasks.heavy, jobs())
        )
        stop.set()
        killed.join()
    assert sorted(e.job.payload for e in ended) == list(range(1, len(ended) + 1))
    dead = [e for e in ended if not isinstance(e.answer, Finished)]
    assert all(e.answer == Died(-signal.SIGKILL) for e in dead)
    assert 0 < len(dead) <= kills


def _kill_some_worker(runner: LocalRunner, kills: int, stop: threading.Event) -> None:
    for count in range(kills):
        stop.wait(0.02 + 0.007 * (count % 17))
        for seat in runner._seats[count % 2 : count % 2 + 1]:
            if seat.is_ready and seat.process.pid is not None:
                os.kill(seat.process.pid, signal.SIGKILL)


def test_what_makes_the_workers_may_be_killed_too() -> None:
    """The fork server goes; workers go on, and when one of them dies there is a new one."""
    from multiprocessing.forkserver import _forkserver

    with LocalRunner(2) as runner:
        assert answers(runner, ["a", "b"]) == {"a": Finished("a"), "b": Finished("b")}
        server = _forkserver._forkserver_pid  # type: ignore[attr-defined]
        if server is None:
            pytest.skip("this system makes its processes without a server")
        os.kill(server, signal.SIGKILL)
        found = answers(runner, ["c", "dies", "d", "is killed", "e"])
    assert {temper for temper, answer in found.items() if isinstance(answer, Finished)} == set(
        "cde"
    )
    assert isinstance(found["dies"], Died)
    assert isinstance(found["is killed"], Died)


def test_workers_leave_when_their_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(tmp_path)], cwd=ROOT)
    try:
        pids = _eventually(lambda: [int(f.name) for f in tmp_path.iterdir()], 2)
    finally:
        parent.kill()
        parent.wait()
    _eventually(lambda: [pid for pid in pids if not _is_running(pid)], 2)


_PARENT = """
import sys
sys.path[:0] = [".", "src"]
from tests.lab import tasks
from trustsim.lab.local import LocalRunner
from trustsim.lab.runner import Job
if __name__ == "__main__":
    with LocalRunner(2) as runner:
        list(runner.play(tasks.process, [Job(sys.argv[1])] * 2))
"""


def _eventually(find: object, count: int, seconds: float = 20.0) -> list[int]:
    """Ask until there are ``count``, at most ``seconds`` long."""
    assert callable(find)
    deadline = time.monotonic() + seconds
    while len(found := find()) < count:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return list(found)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Where nobody waits for orphans they stay as zombies, which compute nothing.
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
