"""Testing: every claim's arms on the same luck, its effect with an interval, and a verdict."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from trustsim.campaign.run import run
from trustsim.errors import TrustSimError
from trustsim.lab.claims.book import Arm, Claim, Values
from trustsim.lab.estimate import estimate_mean
from trustsim.lab.runner import Died, Finished, Job, Raised, Runner
from trustsim.lab.variants import Variants
from trustsim.scenario.resolved import from_resolved, resolved_json
from trustsim.scenario.schema import Scenario

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Order:
    """One arm on some seeds, for a worker."""

    arm: Arm
    scenario: str
    seeds: tuple[int, ...]


CHUNK = 5
"""Seeds that a worker plays at a time."""

Found = dict[int, dict[str, float]]
"""What an arm gave, by seed."""


class Bench:
    """Plays arms, each only once however many claims need it."""

    def __init__(self, seeds: Sequence[int], runner: Runner, tell: Tell) -> None:
        """Take the luck, who computes, and whom to tell how far it is."""
        self.seeds, self._runner, self._tell = tuple(seeds), runner, tell
        self._kept: dict[str, Found] = {}

    def play(self, arms: Mapping[str, Arm], title: str) -> dict[str, Found]:
        """Return what each arm gave on every seed."""
        texts = {name: _scenario_of(arm) for name, arm in arms.items()}
        keys = {name: _key(arm, texts[name]) for name, arm in arms.items()}
        missing = {keys[name]: name for name in arms if keys[name] not in self._kept}
        jobs = [
            Job((key, _Order(arms[name], texts[name], self.seeds[at : at + CHUNK])))
            for key, name in missing.items()
            for at in range(0, len(self.seeds), CHUNK)
        ]
        played: dict[str, Found] = {key: {} for key in missing}
        again: list[Job[tuple[str, _Order]]] = []
        for batch in (jobs, again):
            for done, ended in enumerate(self._runner.play(_play, batch), start=1):
                answer = ended.answer
                if isinstance(answer, Finished):
                    key, found = answer.value
                    played[key].update(found)
                    self._tell(f"{title}: {done} of {len(batch)}")
                elif isinstance(answer, Died) and batch is jobs:
                    # Whoever killed the worker, the runs can be played again, once.
                    again.append(ended.job)
                else:
                    why = answer.traceback if isinstance(answer, Raised) else str(answer)
                    raise TrustSimError(f"a run of {title} failed:\n{why}")
        self._kept |= played
        return {name: self._kept[keys[name]] for name in arms}


def judged(
    book: Sequence[Claim], seeds: Sequence[int], runner: Runner, tell: Tell
) -> Iterator[dict[str, Any]]:
    """Test claim after claim and yield a row for each."""
    bench = Bench(seeds, runner, tell)
    for claim in book:
        low, high, effect = _estimated(claim, claim.arms, bench)
        yield {
            "id": claim.id,
            "claim": claim.says,
            "measured": claim.measured,
            "effect": effect,
            "low": low,
            "high": high,
            "bound": claim.bound,
            "verdict": "holds" if low > claim.bound else "fails",
            "seeds": len(bench.seeds),
        }


def turning_points(
    book: Sequence[Claim], seeds: Sequence[int], runner: Runner, tell: Tell
) -> Iterator[dict[str, Any]]:
    """Look for the first value of a claim's parameter at which it no longer holds."""
    bench = Bench(seeds, runner, tell)
    for claim in book:
        assert claim.turn is not None
        points = []
        for value in claim.turn.values:
            low, high, effect = _estimated(claim, claim.turn.arms(value), bench)
            verdict = "holds" if low > claim.bound else "fails"
            points.append(
                {"value": value, "effect": effect, "low": low, "high": high, "verdict": verdict}
            )
        turns = next((point["value"] for point in points if point["verdict"] == "fails"), None)
        yield {
            "id": claim.id,
            "claim": claim.says,
            "parameter": claim.turn.parameter,
            "turns_at": turns,
            "points": points,
            "seeds": len(bench.seeds),
        }


def _estimated(claim: Claim, arms: Mapping[str, Arm], bench: Bench) -> tuple[float, float, float]:
    """Return low, high and the mean of a claim's effect over seeds."""
    found = bench.play(arms, claim.id)
    effects = [
        claim.effect({name: by_seed[seed] for name, by_seed in found.items()})
        for seed in bench.seeds
    ]
    estimate = estimate_mean(effects)
    return estimate.low, estimate.high, estimate.value


def _scenario_of(arm: Arm) -> str:
    return resolved_json(_variants(arm.scenario).with_values(arm.settings))


@lru_cache(maxsize=8)
def _variants(scenario: str) -> Variants:
    return Variants(scenario)


def _key(arm: Arm, text: str) -> str:
    who = arm.who if isinstance(arm.who, str) else _named(arm.who)
    return json.dumps([who, text, arm.weeks])


def _named(who: object) -> str:
    """Return what tells two players apart: their kind and everything they hold."""
    if callable(who):
        return f"{getattr(who, '__module__', '')}.{getattr(who, '__name__', '')}"
    simple = {k: v for k, v in vars(who).items() if isinstance(v, str | int | float | bool)}
    return f"{type(who).__name__} {sorted(simple.items())}"


def _play(payload: tuple[str, _Order]) -> tuple[str, Found]:
    """Play one arm on some seeds. Workers call this."""
    key, order = payload
    scenario = _scenario(order.scenario)
    return key, {seed: _played(order.arm, scenario, seed) for seed in order.seeds}


@lru_cache(maxsize=32)
def _scenario(text: str) -> Scenario:
    return from_resolved(text)


def _played(arm: Arm, scenario: Scenario, seed: int) -> dict[str, float]:
    who = arm.who
    if callable(who):
        return who(scenario, seed)
    totals: Values = run(scenario, copy.deepcopy(who), seed, weeks=arm.weeks).totals
    return {name: float(value) for name, value in totals.items()}
