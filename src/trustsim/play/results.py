"""Results: the best that was reached in each scenario, kept in the player's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from trustsim.campaign.writing import write_text
from trustsim.errors import WriteFailed
from trustsim.play.folder import player_folder

if TYPE_CHECKING:
    from trustsim.campaign.campaign import Campaign

FILE = "results.json"
_RANK = {None: 0, "bronze": 1, "silver": 2, "gold": 3}


class Result(BaseModel):
    """How one campaign ended."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    scenario: str
    seed: int
    medal: Literal["bronze", "silver", "gold"] | None
    kind: Literal["won", "time_up", "ghosted"]
    followers: int

    @classmethod
    def of(cls, campaign: Campaign) -> Result:
        """Return the result of a campaign that has ended."""
        end = campaign.ending
        assert end is not None
        return cls(
            scenario=campaign.scenario.name,
            seed=campaign.seed,
            medal=end.medal,
            kind=end.kind,
            followers=campaign.report.followers,
        )


_RESULTS = TypeAdapter(dict[str, Result])


def results_path() -> Path:
    """Return where the results lie; nothing may be there yet."""
    return player_folder() / FILE


def best_results() -> dict[str, Result]:
    """Return the best result of each scenario that was played to its end."""
    try:
        return _RESULTS.validate_json(results_path().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return {}


def keep_result(result: Result) -> None:
    """Keep a result if it is the best of its scenario, where the folder can be written to."""
    best = best_results()
    old = best.get(result.scenario)
    if old is not None and _rank(old) >= _rank(result):
        return
    best[result.scenario] = result
    try:
        write_text(results_path(), _RESULTS.dump_json(best, indent=1).decode() + "\n")
    except WriteFailed:
        # The game itself is saved or has said that it can't be; a medal less harms nobody.
        return


def _rank(result: Result) -> tuple[int, int]:
    return _RANK[result.medal], result.followers
