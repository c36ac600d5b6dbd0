"""Findings: what the report at the end needs and what takes long to find out.

The worlds of the luck meter are kept in the player's folder by the digest of the game, so that a
report that is opened again has them at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from trustsim import __version__
from trustsim.campaign.campaign import Campaign
from trustsim.campaign.goals import MEDALS, medal_of
from trustsim.campaign.report import PostResult
from trustsim.campaign.writing import write_text
from trustsim.errors import WriteFailed
from trustsim.explain.autopsy import Autopsy, autopsy
from trustsim.explain.luck import WORLDS, Luck, World, worlds
from trustsim.explain.turning import Turning, swap_count, turning_points
from trustsim.explain.yardstick import reading, yardstick
from trustsim.play.folder import player_folder
from trustsim.scenario.schema import Medal

GOOD_PLAN: Final = 0.6
"""Share of worlds in which a good plan wins the least medal."""
FAIR_PLAN: Final = 0.25

Step = Literal["posts", "luck", "turning"]
Tell = Callable[[Step, int, int], bool]
"""Told which step is at work, how much is done and how much there is; false stops the work."""


@dataclass
class Findings:
    """What has been found out so far; None for what has not.

    Attributes:
        best, worst: the post that went furthest, and the one that cost most, taken apart.
        luck: the same plans in other worlds. ``turning``: which weeks mattered.
        is_whole: whether there is nothing left to find out.
    """

    best: tuple[PostResult, Autopsy] | None = None
    worst: tuple[PostResult, Autopsy] | None = None
    luck: Luck | None = None
    turning: Turning | None = None
    is_whole: bool = field(default=False)

    def find(self, campaign: Campaign, tell: Tell, count: int = WORLDS) -> None:
        """Find out what is missing; a stop keeps what was found."""
        if self.best is None and tell("posts", 0, 1):
            self.best, self.worst = best_and_worst(campaign)
        if self.luck is None:
            self.luck = luck_of(campaign, count, lambda done, all_: tell("luck", done, all_))
        if self.luck is not None and self.turning is None:
            self.turning = _turning(campaign, tell)
        self.is_whole = self.luck is not None and self.turning is not None


def _turning(campaign: Campaign, tell: Tell) -> Turning | None:
    """Return which weeks mattered; None if the work was stopped."""
    tried = swap_count(campaign)
    found = turning_points(campaign, on_swap=lambda done, count: tell("turning", done, count))
    return found if len(found.swaps) == tried else None


def best_and_worst(
    campaign: Campaign,
) -> tuple[tuple[PostResult, Autopsy] | None, tuple[PostResult, Autopsy] | None]:
    """Return the post that went furthest and the one that turned most people away."""
    posts = [post for report in campaign.reports for post in report.posts]
    if not posts:
        return None, None
    best = max(posts, key=lambda post: (post.shares, post.reach))
    worst = max(posts, key=lambda post: post.mutes)
    costly = None if not worst.mutes else (worst, autopsy(campaign, worst.post))
    return (best, autopsy(campaign, best.post)), costly


def plan_quality(luck: Luck, campaign: Campaign) -> tuple[Medal, float] | None:
    """Return the least medal and in what share of other worlds the plans win it or better."""
    wanted = {goal.medal for goal in campaign.scenario.goals}
    least = next((medal for medal in MEDALS if medal in wanted), None)
    return None if least is None else (least, luck.wins(least))


class _Kept(BaseModel):
    """Worlds as they lie in a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    measure: str
    worlds: tuple[tuple[int, float, Medal | None], ...]


def worlds_path(campaign: Campaign) -> Path:
    """Return where the worlds of a game are kept."""
    return player_folder() / "worlds" / f"{campaign.digest()}.json"


def luck_of(
    campaign: Campaign, count: int, on_world: Callable[[int, int], bool | None]
) -> Luck | None:
    """Return the same plans in other worlds: kept ones first, then new ones; None if stopped."""
    name = yardstick(campaign.scenario)
    path = worlds_path(campaign)
    found = list(_known(path, name)[:count])
    if len(found) < count:
        for world in worlds(campaign, count, name, start=len(found)):
            found.append(world)
            if on_world(len(found), count) is False:
                break
        _keep(path, name, found)
    if len(found) < count:
        return None
    return Luck(name, reading(campaign, name), medal_of(campaign.goals), tuple(found))


def _known(path: Path, measure: str) -> tuple[World, ...]:
    """Return the worlds that are kept; none if they are of another version or can't be read."""
    try:
        kept = _Kept.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return ()
    if kept.version != __version__ or kept.measure != measure:
        return ()
    return tuple(World(*world) for world in kept.worlds)


def _keep(path: Path, measure: str, found: list[World]) -> None:
    """Keep worlds for the next time, where the folder can be written to."""
    rows = tuple((world.seed, world.value, world.medal) for world in found)
    kept = _Kept(version=__version__, measure=measure, worlds=rows)
    try:
        write_text(path, kept.model_dump_json())
    except WriteFailed:
        # They can be played again; nothing is lost but time.
        return
