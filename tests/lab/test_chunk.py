from __future__ import annotations

from trustsim.lab.chunk import LARGEST, Chunker


def sizes(chunker: Chunker[int], seconds_per_run: float) -> list[int]:
    found = []
    for chunk in chunker:
        found.append(len(chunk))
        chunker.learn(len(chunk), len(chunk) * seconds_per_run)
    return found


def test_every_run_is_in_one_chunk_in_order() -> None:
    chunker = Chunker(range(1000), 2)
    chunks = []
    for chunk in chunker:
        chunks.append(chunk)
        chunker.learn(len(chunk), len(chunk) * 0.05)
    assert [run for chunk in chunks for run in chunk] == list(range(1000))


def test_the_first_chunk_is_one_run_and_the_next_take_about_five_seconds() -> None:
    found = sizes(Chunker(range(10_000), 2), 0.05)
    assert found[0] == 1
    assert found[1:20] == [100] * 19  # 100 runs of 0.05 s


def test_the_last_chunks_are_short_so_that_workers_end_together() -> None:
    found = sizes(Chunker(range(1000), 2), 0.05)
    assert max(found[-2:]) <= 6  # 6 runs of 0.05 s are 0.3 s
    assert len(found) < 40


def test_slow_runs_go_one_by_one() -> None:
    assert sizes(Chunker(range(5), 2), 30.0) == [1] * 5


def test_very_fast_runs_are_not_sent_without_bound() -> None:
    assert max(sizes(Chunker(range(100_000), 2), 1e-6)) == LARGEST


def test_a_warm_worker_corrects_the_pace_of_a_cold_one_at_once() -> None:
    chunker = Chunker(range(10), 1)
    chunker.learn(1, 4.0)
    chunker.learn(1, 0.05)
    assert chunker.pace == 0.05
