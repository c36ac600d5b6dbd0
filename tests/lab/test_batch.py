from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.lab.small import HERE, small
from trustsim.campaign.run import run
from trustsim.errors import BadFile, UsageError, WriteFailed
from trustsim.lab.batch import Tally, carry_out
from trustsim.lab.columns import MEASURES
from trustsim.lab.experiment import Experiment
from trustsim.lab.local import LocalRunner
from trustsim.lab.manifest import read_manifest, read_plan
from trustsim.lab.runner import Runner, SerialRunner
from trustsim.lab.schedule import schedule_of
from trustsim.lab.store import committed_parts, read_table
from trustsim.lab.task import warm_up
from trustsim.scenario.load import load_scenario

ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def two() -> Iterator[LocalRunner]:
    with LocalRunner(2, warm_up) as runner:
        yield runner


def play(
    experiment: Experiment, folder: Path, runner: Runner | None = None, **options: Any
) -> Tally:
    return carry_out(schedule_of(experiment, HERE), folder, runner or SerialRunner(), **options)


def rows(folder: Path, table: str = "runs") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_table(folder, table, committed_parts(folder)).to_pylist()
    return found


def tables(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*.parquet"))
    }


def test_every_run_has_its_row_and_its_weeks(tmp_path: Path) -> None:
    tally = play(small(), tmp_path / "out")
    assert (tally.planned, tally.done, tally.failed, tally.played) == (8, 8, 0, 8)
    found = rows(tmp_path / "out")
    assert [(row["seed"], row["strategy"]) for row in found] == [
        (seed, strategy) for seed in (1, 2, 3, 4) for strategy in ("pitch-only", "contribute-only")
    ]
    weeks = rows(tmp_path / "out", "weeks")
    assert [(row["run"], row["week"]) for row in weeks] == list(product(range(8), (1, 2)))


def test_a_row_is_what_the_run_alone_gives(tmp_path: Path) -> None:
    play(small(), tmp_path / "out")
    row = rows(tmp_path / "out")[5]
    scenario = load_scenario("garage-band", small().settings)
    alone = run(scenario, row["strategy"], row["seed"], weeks=2)
    assert row["digest"] == alone.digest
    assert {m.name: row[m.name] for m in MEASURES} == {
        m.name: alone.totals[m.name] for m in MEASURES
    }
    weeks = [week for week in rows(tmp_path / "out", "weeks") if week["run"] == 5]
    assert [week["reach"] for week in weeks] == [week["reach"] for week in alone.weeks]


def test_the_command_of_a_row_repeats_it(tmp_path: Path) -> None:
    play(small(seeds=[7], vary={"over": {"brand.money": [0, 500]}}), tmp_path / "out")
    assert rows(tmp_path / "out")[2]["command"] == (
        "trustsim run garage-band --strategy pitch-only --seed 7 --weeks 2 "
        "--set brand.followers=10 --set population.users=60 --set brand.money=500"
    )


def test_what_is_measured_is_all_that_a_run_tells() -> None:
    from trustsim.campaign.record import COLUMNS

    assert {measure.name for measure in MEASURES} == set(COLUMNS) - {"week"}


def test_posts_and_cascades_are_kept_where_they_are_asked_for(tmp_path: Path) -> None:
    play(small(record="cascades", seeds=2), tmp_path / "out")
    posts, cascades = rows(tmp_path / "out", "posts"), rows(tmp_path / "out", "cascades")
    assert {post["run"] for post in posts} == {0, 1, 2, 3}
    assert {post["kind"] for post in posts if post["brand"] == 0 and post["run"] == 0} == {"pitch"}
    assert {(c["run"], c["post"]) for c in cascades} <= {(p["run"], p["post"]) for p in posts}


def test_two_workers_one_worker_and_none_give_the_same_bytes(
    tmp_path: Path, two: LocalRunner
) -> None:
    experiment = small(seeds=8, record="posts")
    play(experiment, tmp_path / "none")
    play(experiment, tmp_path / "two", two)
    with LocalRunner(1, warm_up) as one:
        play(experiment, tmp_path / "one", one)
    assert tables(tmp_path / "none") == tables(tmp_path / "two") == tables(tmp_path / "one")


def test_what_is_there_is_not_played_again(tmp_path: Path) -> None:
    assert play(small(), tmp_path / "out").played == 8
    before = tables(tmp_path / "out")
    assert play(small(), tmp_path / "out").played == 0
    assert tables(tmp_path / "out") == before


def test_more_seeds_are_added_to_those_that_are_there(tmp_path: Path) -> None:
    play(small(), tmp_path / "more")
    assert play(small(seeds=6), tmp_path / "more").played == 4
    play(small(seeds=6), tmp_path / "at once")
    ours = {name.partition("/")[0]: content for name, content in tables(tmp_path / "more").items()}
    other = {n.partition("/")[0]: content for n, content in tables(tmp_path / "at once").items()}
    assert ours == other


def test_a_run_that_raises_hangs_or_kills_is_a_row_and_harms_no_other(
    tmp_path: Path, two: LocalRunner
) -> None:
    bad = tuple(f"poison.py:{name}" for name in ("Raises", "Hangs", "HangsStubbornly", "Kills"))
    experiment = small(strategies=("pitch-only", *bad), seeds=6, limit=2.0)
    tally = play(experiment, tmp_path / "out", two)
    found = {(row["strategy"], row["seed"]): row for row in rows(tmp_path / "out")}
    assert len(found) == tally.planned == 30
    failed = {key: row["status"] for key, row in found.items() if row["status"] != "done"}
    assert failed == {
        (bad[0], 3): "failed",
        (bad[1], 3): "timed out",
        (bad[2], 3): "timed out",
        (bad[3], 3): "crashed",
    }
    assert "ZeroDivisionError: no trust left to divide by" in found[bad[0], 3]["error"]
    assert found[bad[1], 3]["error"] == "it took longer than 2 s and was stopped"
    assert found[bad[3], 3]["error"] == (
        "its process ended with exit code 7 while it was played alone, 2 times"
    )
    assert found[bad[3], 3]["command"].startswith(
        "trustsim run garage-band --strategy poison.py:Kills --seed 3 --weeks 2"
    )
    assert all(row["error"] is None for key, row in found.items() if key not in failed)


def test_failed_runs_are_played_again_only_when_asked(tmp_path: Path) -> None:
    strategy = tmp_path / "mood.py"
    strategy.write_text(
        "from pathlib import Path\n"
        "from trustsim.campaign.plan import Plan\n"
        "class Moody:\n"
        "    def decide(self, report):\n"
        f"        if not Path({str(tmp_path / 'sun')!r}).exists():\n"
        "            raise RuntimeError('it rains')\n"
        "        return Plan()\n"
    )
    experiment = small(strategies=(str(strategy),), seeds=2)
    assert play(experiment, tmp_path / "out").failed == 2
    (tmp_path / "sun").touch()
    assert play(experiment, tmp_path / "out").played == 0
    tally = play(experiment, tmp_path / "out", retry_failed=True)
    assert (tally.played, tally.failed) == (2, 0)
    assert [row["status"] for row in rows(tmp_path / "out")] == ["done", "done"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"strategies": ("pitch-only", "half-half")}, "its strategies were"),
        ({"weeks": 3}, "its weeks were 2"),
        ({"record": "posts"}, "its record was weeks"),
        ({"settings": {"population.users": 61}}, "its settings were"),
        ({"seeds": 3}, "it has 4 seeds, and these are not the first"),
        ({"seeds": {"first": 2, "count": 9}}, "it has 4 seeds, and these are not the first"),
    ],
)
def test_a_folder_of_another_experiment_is_refused(
    tmp_path: Path, changes: dict[str, Any], says: str
) -> None:
    play(small(), tmp_path / "out")
    before = tables(tmp_path / "out")
    with pytest.raises(UsageError) as refusal:
        play(small(**changes), tmp_path / "out")
    assert says in str(refusal.value)
    assert "choose another --out" in str(refusal.value)
    assert tables(tmp_path / "out") == before


def test_a_scenario_that_has_changed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("extends: garage-band\nname: mine\ntitle: Mine\n")
    experiment = small(scenarios=(str(file),))
    play(experiment, tmp_path / "out")
    file.write_text("extends: garage-band\nname: mine\ntitle: Mine\nbrand: {money: 7}\n")
    with pytest.raises(UsageError, match=r"the scenario '.*mine\.yaml' has changed since"):
        play(experiment, tmp_path / "out")


def test_a_strategy_that_has_changed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    text = "from trustsim.campaign.plan import Plan\nclass Mine:\n    def decide(self, report):\n"
    file.write_text(text + "        return Plan()\n")
    experiment = small(strategies=(str(file),), seeds=1)
    play(experiment, tmp_path / "out")
    file.write_text(text + "        return Plan(note='now I am another')\n")
    with pytest.raises(UsageError, match=r"the file of the strategy '.*mine\.py' has changed"):
        play(experiment, tmp_path / "out")


def test_another_engine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    play(small(), tmp_path / "out")
    monkeypatch.setattr("trustsim.lab.manifest.engine_format", lambda: "0.2.0+12345678")
    with pytest.raises(UsageError, match=r"they were made by TrustSim .*, and this is 0\.2\.0"):
        play(small(), tmp_path / "out")


def test_how_runs_are_read_may_change(tmp_path: Path) -> None:
    play(small(), tmp_path / "out")
    again = small(outcomes=("sales",), title="Something else", notes="Beware.")
    assert play(again, tmp_path / "out").played == 0
    assert read_manifest(tmp_path / "out").experiment == again


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(UsageError, match=r"is not empty \(it has thesis.tex\) and holds no exp"):
        play(small(), tmp_path)
    assert os.listdir(tmp_path) == ["thesis.tex"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(WriteFailed, match=r"out can't be written: .*; choose another folder"):
        play(small(), tmp_path / "out")


def test_a_folder_without_an_experiment_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="holds no experiment; give the folder of 'trustsim batch"):
        read_manifest(tmp_path)


def test_the_folder_tells_everything_about_its_runs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    play(small(vary={"over": {"brand.money": [0, 500]}}), out, source="# as written\n")
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["runs"] == 16
    assert set(manifest["libraries"]) >= {"numpy", "numba", "mesa"}
    assert (out / "experiment.yaml").read_text() == "# as written\n"
    assert len(list((out / "scenarios").iterdir())) == 2
    assert read_plan(out)["brand.money"].to_pylist()[:4] == [0, 0, 500, 500]
    described = {line.split(",")[1] for line in (out / "columns.csv").read_text().splitlines()}
    for table in ("runs", "weeks"):
        assert set(pq.read_schema(out / table / "001-compact.parquet").names) <= described
    events = [json.loads(line)["event"] for line in (out / "log.jsonl").read_text().splitlines()]
    assert events[0] == "begin"
    assert events[-1] == "end"


def test_it_goes_on_until_the_interval_is_narrow_enough(tmp_path: Path) -> None:
    until = {"outcome": "reach", "strategy": "pitch-only", "half_width": 1.2, "at_most": 60}
    experiment = small(seeds=2, until=until)
    tally = play(experiment, tmp_path / "out")
    reach = [r["reach"] for r in rows(tmp_path / "out") if r["strategy"] == "pitch-only"]
    from trustsim.lab.estimate import estimate_mean

    assert 12 <= len(reach) < 60
    assert estimate_mean(reach).half_width <= 1.2
    assert tally.planned == 2 * len(reach)
    assert play(experiment, tmp_path / "out").played == 0


def test_it_gives_up_being_sure_at_the_most_seeds(tmp_path: Path) -> None:
    until = {"outcome": "reach", "half_width": 1e-6, "at_most": 14}
    assert play(small(seeds=2, until=until), tmp_path / "out").planned == 28


_BATCH = """
import sys
sys.path[:0] = [".", "src"]
from pathlib import Path
from tests.lab.small import HERE, small
from trustsim.lab.batch import carry_out
from trustsim.lab.local import LocalRunner
from trustsim.lab.schedule import schedule_of
from trustsim.lab.task import warm_up
if __name__ == "__main__":
    with LocalRunner(2, warm_up) as runner:
        print("begin", flush=True)
        carry_out(schedule_of(small(seeds=60), HERE), Path(sys.argv[1]), runner)
"""


def kept(folder: Path) -> int:
    return sum(len(part.runs) for part in committed_parts(folder)) if folder.exists() else 0


@pytest.mark.slow
def test_killed_at_any_moment_and_called_again_it_ends_with_the_same_bytes(
    tmp_path: Path, two: LocalRunner
) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    play(small(seeds=60), whole, two)
    killed_after = []
    for share in (0.05, 0.4, 0.8):
        process = subprocess.Popen(
            [sys.executable, "-c", _BATCH, str(cut)], cwd=ROOT, start_new_session=True
        )
        deadline = time.monotonic() + 120
        while kept(cut) < share * 120 and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        killed_after.append(kept(cut))
    assert killed_after == sorted(killed_after)
    assert killed_after[0] < 120
    tally = play(small(seeds=60), cut, two)
    assert tally.played == 120 - killed_after[-1]
    assert tables(cut) == tables(whole)
