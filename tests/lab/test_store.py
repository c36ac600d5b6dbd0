from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustsim.errors import BadFile, TrustSimError, WriteFailed
from trustsim.lab.columns import Column, dictionary, table_of
from trustsim.lab.durable import TEMPORARY, write_whole
from trustsim.lab.store import Batch, Store, committed_parts, read_table

RUNS = (
    Column("run", "int32", "Number."),
    Column("status", "string", "How it ended."),
    Column("sales", "int64", "Purchases.", "sales"),
)
WEEKS = (
    Column("run", "int32", "Number."),
    Column("week", "int32", "Week."),
    Column("sales", "int64", "Purchases."),
)
COLUMNS = {"runs": RUNS, "weeks": WEEKS}


def batch(runs: Iterable[int], status: str = "done") -> Batch:
    """Three weeks for every run, none for one that failed."""
    runs = list(runs)
    weeks = [] if status != "done" else [(run, week) for run in runs for week in (1, 2, 3)]
    return Batch(
        table_of([{"run": r, "status": status, "sales": r * 10} for r in runs], RUNS),
        {"weeks": table_of([{"run": r, "week": w, "sales": r + w} for r, w in weeks], WEEKS)},
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*.parquet"))
    }


def runs_of(folder: Path) -> list[int]:
    table = read_table(folder, "runs", committed_parts(folder))
    return table["run"].to_pylist() if table.num_columns else []


def weeks_of(folder: Path) -> list[tuple[int, int]]:
    table = read_table(folder, "weeks", committed_parts(folder))
    return list(zip(table["run"].to_pylist(), table["week"].to_pylist(), strict=True))


def test_what_is_committed_is_there_in_the_order_of_the_plan(tmp_path: Path) -> None:
    with Store(tmp_path, COLUMNS) as store:
        for runs in ([4, 5], [0, 2], [1, 3]):
            store.commit(batch(runs))
    assert runs_of(tmp_path) == [0, 1, 2, 3, 4, 5]
    assert weeks_of(tmp_path) == [(run, week) for run in range(6) for week in (1, 2, 3)]


def test_the_compact_table_is_the_same_bytes_whatever_the_parts_were(tmp_path: Path) -> None:
    for name, cuts in {"a": [range(10)], "b": [[9], range(4), [7, 5], [4, 6, 8]]}.items():
        with Store(tmp_path / name, COLUMNS) as store:
            for runs in cuts:
                store.commit(batch(runs))
            store.compact()
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert list(contents(tmp_path / "a")) == [
        "runs/001-compact.parquet",
        "weeks/001-compact.parquet",
    ]


@settings(max_examples=25)
@given(st.permutations(range(12)), st.integers(1, 5), st.integers(1, 7))
def test_no_cutting_and_no_order_shows_in_the_compact_table(
    order: list[int], size: int, rows: int
) -> None:
    """Even where groups of rows are so small that every part's border would show."""
    import tempfile

    from trustsim.lab import store as module

    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        patch.setattr(module, "ROWS_TOGETHER", rows)
        found = []
        for folder, cut, numbers in (("a", 12, list(range(12))), ("b", size, order)):
            with Store(Path(name, folder), COLUMNS) as store:
                for start in range(0, 12, cut):
                    store.commit(batch(numbers[start : start + cut]))
                store.compact()
            found.append(contents(Path(name, folder)))
        assert found[0] == found[1]


def test_a_run_that_is_committed_again_replaces_its_first_row(tmp_path: Path) -> None:
    with Store(tmp_path, COLUMNS) as store:
        store.commit(batch([0, 1, 2], status="failed"))
        store.commit(batch([1]))
        assert store.statuses() == {0: "failed", 1: "done", 2: "failed"}
        store.compact()
        assert store.statuses() == {0: "failed", 1: "done", 2: "failed"}
        store.commit(batch([2]))
        store.compact()
        assert store.statuses() == {0: "failed", 1: "done", 2: "done"}
    assert weeks_of(tmp_path) == [(run, week) for run in (1, 2) for week in (1, 2, 3)]


def test_compacting_twice_changes_nothing(tmp_path: Path) -> None:
    with Store(tmp_path, COLUMNS) as store:
        store.commit(batch(range(3)))
        store.compact()
        before = contents(tmp_path)
        store.compact()
    assert contents(tmp_path) == before


def test_series_without_their_runs_never_count_and_are_cleared_away(tmp_path: Path) -> None:
    with Store(tmp_path, COLUMNS) as store:
        store.commit(batch([0]))
    orphan = tmp_path / "weeks/000-000001.parquet"
    pq.write_table(batch([7]).series["weeks"], orphan)
    (tmp_path / "runs" / f"{TEMPORARY}000-000001.parquet").write_bytes(b"half a ta")
    assert runs_of(tmp_path) == [0]
    assert weeks_of(tmp_path) == [(0, 1), (0, 2), (0, 3)]
    with Store(tmp_path, COLUMNS) as store:
        store.commit(batch([1]))
    assert runs_of(tmp_path) == [0, 1]
    assert len(weeks_of(tmp_path)) == 6


@pytest.mark.parametrize("stop", ["weeks", "runs", "nothing"])
def test_compacting_may_be_cut_short_anywhere(tmp_path: Path, stop: str) -> None:
    """Whether it had written a compact file for the weeks, for the runs, or both."""
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for folder in (whole, cut):
        with Store(folder, COLUMNS) as store:
            store.commit(batch([2, 3]))
            store.commit(batch([0, 1]))
            if folder is whole:
                store.compact()
    new = contents(whole)
    for name in ("weeks", "runs")[: {"weeks": 1, "runs": 2, "nothing": 0}[stop]]:
        (cut / name / "001-compact.parquet").write_bytes(new[f"{name}/001-compact.parquet"])
    assert weeks_of(cut) == [(run, week) for run in range(4) for week in (1, 2, 3)]
    with Store(cut, COLUMNS) as store:
        store.compact()
    assert contents(cut) == new


def test_only_one_process_writes_to_a_folder(tmp_path: Path) -> None:
    refusal = pytest.raises(TrustSimError, match=r"another process is writing to .*; wait for it")
    with Store(tmp_path, COLUMNS), refusal:
        Store(tmp_path, COLUMNS)
    with Store(tmp_path, COLUMNS):
        pass


def test_a_part_that_is_no_table_is_named(tmp_path: Path) -> None:
    with Store(tmp_path, COLUMNS) as store:
        store.commit(batch([0]))
    (tmp_path / "runs/000-000000.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(BadFile, match=r"000-000000.parquet can't be read .*; remove it and run"):
        committed_parts(tmp_path)


def test_a_folder_that_is_a_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("I was here first")
    with pytest.raises(WriteFailed, match=r"out can't be written: file exists; choose another"):
        Store(tmp_path / "out", COLUMNS)


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"old")
    with pytest.raises(RuntimeError, match="half-way"):
        from trustsim.lab.durable import whole_file

        with whole_file(tmp_path / "a") as stream:
            stream.write(b"ne")
            raise RuntimeError("half-way")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_meaning_and_unit_travel_with_the_table(tmp_path: Path) -> None:
    with Store(tmp_path, COLUMNS) as store:
        store.commit(batch([0]))
        store.compact()
    field = pq.read_schema(tmp_path / "runs/001-compact.parquet").field("sales")
    assert {k: v for k, v in field.metadata.items() if not k.startswith(b"PARQUET")} == {
        b"meaning": b"Purchases.",
        b"unit": b"sales",
    }
    assert dictionary({"runs": RUNS}).splitlines() == [
        "table,column,type,meaning,unit",
        "runs,run,int32,Number.,",
        "runs,status,string,How it ended.,",
        "runs,sales,int64,Purchases.,sales",
    ]


_WRITER = """
import sys
sys.path[:0] = [".", "src"]
from pathlib import Path
from tests.lab.test_store import COLUMNS, batch
from trustsim.lab.store import Store
with Store(Path(sys.argv[1]), COLUMNS) as store:
    there = store.statuses()
    print("open", flush=True)
    for run in range(0, 60, 2):
        if run not in there:
            store.commit(batch([run, run + 1]))
    store.compact()
    print("done", flush=True)
"""


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    """Kill it again and again, until it gets through; compare with one that nobody killed."""
    with Store(tmp_path / "whole", COLUMNS) as store:
        store.commit(batch(range(60)))
        store.compact()
    rng = random.Random(4)
    kills = 0
    while True:
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path / "cut")],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        with writer, writer.stdout:
            assert writer.stdout.readline() == "open\n"
            try:
                writer.wait(rng.uniform(0.02, 0.1) * (1 + kills / 2))
            except subprocess.TimeoutExpired:
                writer.kill()
                kills += 1
                continue
        assert writer.returncode == 0
        break
    assert kills >= 3
    assert contents(tmp_path / "cut") == contents(tmp_path / "whole")


def test_tables_read_back_without_loss(tmp_path: Path) -> None:
    with Store(tmp_path, COLUMNS) as store:
        store.commit(batch([0, 1]))
    assert read_table(tmp_path, "runs", committed_parts(tmp_path)).equals(batch([0, 1]).runs)
    assert isinstance(pa.table(batch([0]).runs), pa.Table)
