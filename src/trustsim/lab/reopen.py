"""Reopening: any run of an experiment as a save, to be opened in the game at any of its weeks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.run import run
from trustsim.campaign.save import Save, save_of
from trustsim.errors import BadFile, ReplayDiffers, UsageError
from trustsim.lab.manifest import scenario_key
from trustsim.lab.results import Results
from trustsim.lab.schedule import located_strategy
from trustsim.scenario.resolved import from_resolved


def reopened(
    results: Results, number: int, week: int | None = None, home: Path | None = None
) -> Save:
    """Return one run of an experiment as a save.

    Args:
        results: the experiment.
        number: the run's number in the plan.
        week: how many weeks have been played; all if left out.
        home: the folder that strategies' files are named from; the current one if left out.

    Raises:
        UsageError: if there is no such run or week.
        ReplayDiffers: if it doesn't end as it did, because something has changed since.
    """
    if number not in results.plan.index:
        raise UsageError(
            f"there is no run {number}; {results.folder} has runs 0 to {len(results.plan) - 1}"
        )
    planned: dict[Any, Any] = results.plan.loc[number].to_dict()
    arm = results.experiment.arm(str(planned["strategy"]))
    key = scenario_key(
        results.experiment, planned["scenario"], int(planned["point"]), planned["strategy"]
    )
    scenario = from_resolved(_resolved(results, results.scenarios[key]))
    strategy = located_strategy(arm.plays, home or Path())
    total = arm.weeks or results.experiment.weeks or scenario.weeks
    if week is not None and not 0 <= week <= total:
        raise UsageError(f"the run has no week {week}; it goes from 0 to {total}")
    seed = int(planned["seed"])
    result = run(scenario, strategy, seed, weeks=total, record="none", on_week=Campaign.digest)
    _refuse_difference(results, number, result.digest)
    save = save_of(result.campaign, arm.plays)
    if week is None:
        return save
    digests = {at: digest for at, digest in save.digests.items() if at <= week}
    return replace(save, plans=save.plans[:week], digests=digests)


def _resolved(results: Results, key: str) -> str:
    path = results.folder / "scenarios" / f"{key}.json"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadFile(f"{path} can't be read: {error.strerror}") from error


def _refuse_difference(results: Results, number: int, digest: str) -> None:
    """Refuse a run that is not the one in the tables."""
    if number not in results.runs.index:
        return
    row: dict[Any, Any] = results.runs.loc[number].to_dict()
    said = row["digest"]
    if row["status"] == "done" and said != digest:
        raise ReplayDiffers(
            f"run {number} ends in {digest} now, and in {said} when it was recorded by TrustSim "
            f"{results.engine}; use that version, or play the experiment again"
        )
