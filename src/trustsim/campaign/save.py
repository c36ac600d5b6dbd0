"""Saves: a campaign as the list of its plans, and the replay that proves it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from trustsim import __version__
from trustsim.campaign.campaign import LARGEST_SEED, Campaign
from trustsim.campaign.plan import Plan
from trustsim.campaign.writing import write_text
from trustsim.errors import BadFile, BrokenSave, PlanRefused, ReplayDiffers
from trustsim.scenario.network_place import look_in, place_of
from trustsim.scenario.resolved import fingerprint, from_resolved, resolve
from trustsim.scenario.schema import Network, Scenario

MARK: Final = "trustsim_save"
SAVE_VERSION: Final = 1
LARGEST_SAVE: Final = 50_000_000
"""Bytes a save may have."""

PLANS = TypeAdapter(tuple[Plan, ...])
_DIGEST = re.compile(r"[0-9a-f]{16,64}")


@dataclass(frozen=True, slots=True)
class Save:
    """What a save holds.

    Attributes:
        version: the TrustSim that made it.
        scenario: the scenario, whole.
        seed: the run's seed.
        strategy: who decided; ``player`` for a person.
        plans: the plans of the weeks played.
        digests: digest after a week, by week, as far as they were taken.
    """

    version: str
    scenario: Scenario
    seed: int
    strategy: str
    plans: tuple[Plan, ...]
    digests: dict[int, str]


def save_of(campaign: Campaign, strategy: str = "player") -> Save:
    """Return the save of a campaign as it stands."""
    campaign.digest()
    return Save(
        __version__,
        campaign.scenario,
        campaign.seed,
        strategy,
        tuple(campaign.plans),
        dict(campaign.digests),
    )


def write_save(campaign: Campaign, path: Path, strategy: str = "player") -> None:
    """Save a campaign to a file, whole or not at all.

    Raises:
        WriteFailed: the place can't be written to.
    """
    write_text(path, save_text(save_of(campaign, strategy)))


def save_text(save: Save) -> str:
    """Return a save as text: JSON, one plan a line."""
    plans = [json.dumps(plan.model_dump(mode="json", exclude_defaults=True)) for plan in save.plans]
    head = {
        MARK: SAVE_VERSION,
        "version": save.version,
        "seed": save.seed,
        "strategy": save.strategy,
        "scenario_name": save.scenario.name,
        "fingerprint": fingerprint(save.scenario),
    }
    if (place := place_of(save.scenario.population.network)) is not None:
        head["network_file"] = str(place)
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    lines.append('"plans": [' + ("\n  " + ",\n  ".join(plans) + "\n " if plans else "") + "]")
    digests = {str(week): save.digests[week] for week in sorted(save.digests)}
    lines.append(f'"digests": {json.dumps(digests)}')
    lines.append(f'"scenario": {json.dumps(resolve(save.scenario), ensure_ascii=False)}')
    return "{\n " + ",\n ".join(lines) + "\n}\n"


def load_save(path: Path) -> Save:
    """Read a save.

    Raises:
        BrokenSave: it is cut, foreign, changed, or of another version.
    """
    content = _content(path)
    if not isinstance(content, dict) or MARK not in content:
        raise BrokenSave(f'{path} is no save of TrustSim; a save begins with {{"{MARK}": ...}}')
    if content[MARK] != SAVE_VERSION or content.get("version") != __version__:
        raise BrokenSave(
            f"{path} was saved by TrustSim {content.get('version')} and this is {__version__}; "
            "a run repeats exactly only in its own version, so open it with that one"
        )
    try:
        save = _save(content)
    except (KeyError, ValueError, BadFile) as error:
        raise BrokenSave(
            f"{path} is damaged: {_first_line(error)}; go back to an older save"
        ) from error
    _find_network(save.scenario.population.network, path, content.get("network_file"))
    return save


def _find_network(network: Network, path: Path, said: object) -> None:
    """Find the file of a save's network: where it was, or else beside the save."""
    if network.file is not None:
        was = [Path(said)] if isinstance(said, str) else []
        look_in(network, *was, path.parent / network.file, path.parent / Path(network.file).name)


def load_plans(path: Path) -> tuple[Plan, ...]:
    """Read the plans of a save, or of a file that is a list of plans (JSON).

    Raises:
        BrokenSave: it is neither.
    """
    content = _content(path)
    if isinstance(content, dict) and MARK in content:
        return load_save(path).plans
    plans = content.get("plans") if isinstance(content, dict) else content
    try:
        return PLANS.validate_json(json.dumps(plans), strict=True)
    except ValidationError as error:
        raise BrokenSave(
            f"{path} is neither a save nor a list of plans: {_first_line(error)}"
        ) from error


def resume(save: Save, record: str = "weeks", threads: int = 1) -> Campaign:
    """Return the campaign of a save, played to where it stopped; its digests are verified.

    Raises:
        ReplayDiffers: a week does not end as it did.
    """
    return replay(save, record, threads)


def replay(save: Save, record: str = "weeks", threads: int = 1) -> Campaign:
    """Play a save again and see that every week ends as it did.

    Raises:
        ReplayDiffers: names the first week that ends differently.
    """
    campaign = Campaign(save.scenario, save.seed, record, threads)
    _compare(campaign, save)
    for plan in save.plans:
        try:
            campaign.play_week(plan)
        except PlanRefused as error:
            raise ReplayDiffers(
                f"week {campaign.week + 1} of this save can't be played again: {error}"
            ) from error
        _compare(campaign, save)
    return campaign


def _compare(campaign: Campaign, save: Save) -> None:
    """See that the campaign stands where the save stood in the same week."""
    said = save.digests.get(campaign.week)
    if said is not None and (found := campaign.digest()) != said:
        raise ReplayDiffers(
            f"the replay differs from its save in week {campaign.week}: the digest is {found}, "
            f"and the save says {said}; the plans or the program were changed after saving"
        )


def _content(path: Path) -> Any:
    """Read a file of JSON."""
    try:
        if path.stat().st_size > LARGEST_SAVE:
            raise BrokenSave(
                f"{path} is too large for a save; one has at most {LARGEST_SAVE:,} bytes"
            )
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BrokenSave(f"there is no save {path}; check the name") from error
    except UnicodeDecodeError as error:
        raise BrokenSave(f"{path} is no text, so it is no save of TrustSim") from error
    except OSError as error:
        raise BrokenSave(
            f"{path} can't be read: {(error.strerror or str(error)).lower()}"
        ) from error
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith(f'{{\n "{MARK}"') or MARK in text[:200]:
            raise BrokenSave(
                f"{path} is cut or damaged: it stops making sense {_where(error)}; "
                "go back to an older save"
            ) from error
        raise BrokenSave(f"{path} is no save of TrustSim") from error


def _where(error: Exception) -> str:
    """Say where a text stopped making sense."""
    if isinstance(error, json.JSONDecodeError):
        return f"at line {error.lineno}, column {error.colno}"
    return "where it nests too deep" if isinstance(error, RecursionError) else f"({error})"


def _refuse_constant(name: str) -> float:
    """Refuse NaN and infinities, which are no JSON."""
    raise ValueError(f"{name} is no number of a save")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse keys that are written twice."""
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a key is written twice")
    return content


def _save(content: Mapping[str, Any]) -> Save:
    """Build a save from what its file says."""
    seed = content["seed"]
    if type(seed) is not int or not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"the seed {seed} is not a whole number from 0 to {LARGEST_SEED}")
    scenario = from_resolved(content["scenario"])
    if fingerprint(scenario) != content["fingerprint"]:
        raise ValueError("the scenario in it was changed after it was saved")
    plans = PLANS.validate_json(json.dumps(content["plans"]), strict=True)
    if len(plans) > scenario.weeks:
        raise ValueError(f"it has {len(plans)} plans for {scenario.weeks} weeks")
    return Save(
        content["version"],
        scenario,
        seed,
        str(content.get("strategy", "player")),
        plans,
        _digests(content["digests"], len(plans)),
    )


def _digests(content: Any, weeks: int) -> dict[int, str]:
    """Read the digests by week."""
    if not isinstance(content, dict):
        raise ValueError("its digests are no mapping from week to digest")
    found = {}
    for week, digest in content.items():
        fits = week.isdecimal() and int(week) <= weeks
        if not fits or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            raise ValueError(f"it has no digest of a week at '{week[:20]}'")
        found[int(week)] = digest
    return found


def _first_line(error: Exception) -> str:
    """Say what was wrong in a line."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}"
    if isinstance(error, KeyError):
        return f"it has no {error}"
    return str(error).partition("\n")[0]
