"""Proving the text wrong: one claim, one thing to move, many worlds, an effect with an interval.

The two arms of a proof meet the same luck, world by world, so most of the luck drops out of their
difference. What is found holds for the model on one small town and says so; it proves nothing of
the world outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev
from typing import Final, Literal

from trustsim.campaign.run import run
from trustsim.errors import UnknownName
from trustsim.play.arms import Answers
from trustsim.play.numbers import amount, percent
from trustsim.play.strings import say
from trustsim.scenario.load import load_scenario
from trustsim.scenario.schema import Scenario
from trustsim.strategies.even import Everywhere, HomePage
from trustsim.strategies.idle import Idle
from trustsim.strategies.mix import Mix, PitchFirst
from trustsim.strategies.protocol import Strategy

TOWN: Final = "the-regular"
"""The scenario that proofs are played in: small enough to be played hundreds of times."""

WORLDS: Final = 24
FIRST_SEED: Final = 1
_T: Final = 2.069
"""Two-sided 95 % point of Student's t with 23 degrees of freedom."""

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of playing: who plays, and what of the scenario is set anew."""

    who: Callable[[], Strategy | str]
    settings: Values


@dataclass(frozen=True, slots=True)
class Proof:
    """What can be moved to find where a claim fails.

    Attributes:
        claim: its name. ``values``: where the thing to move can stand; ``usual``: where it stands.
        column: what is compared, one arm less the other.
        arms: the two arms at one value; the second is None where there is only one.
        bound: the whole interval has to lie above it.
        is_share: whether values are shares.
    """

    claim: str
    values: tuple[float, ...]
    usual: float
    column: str
    arms: Callable[[float], tuple[Arm, Arm | None]]
    bound: float = 0.0
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of one value.

    Attributes:
        claim, value: of what. ``differences``: the effect world by world.
        bound: what the interval has to lie above.
    """

    claim: str
    value: float
    differences: tuple[float, ...]
    bound: float

    @property
    def mean(self) -> float:
        """The mean effect."""
        return mean(self.differences)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean, by Student's t."""
        half = _T * stdev(self.differences) / sqrt(len(self.differences))
        return self.mean - half, self.mean + half

    @property
    def verdict(self) -> Literal["holds", "fails", "open"]:
        """Whether the interval lies above the bound, below it, or on both sides."""
        low, high = self.interval
        return "holds" if low > self.bound else "fails" if high <= self.bound else "open"


def _same(who: Callable[[], Strategy | str], **settings: object) -> Arm:
    return Arm(who, {name.replace("__", "."): value for name, value in settings.items()})


PROOFS: Final[Mapping[str, Proof]] = {
    proof.claim: proof
    for proof in (
        Proof("A4", (5.0, 2.0, 1.0, 0.5, 0.2, 0.05), 5.0, "ostracism_rate",
              lambda v: (_same(lambda: "pitch-only", rules__response__mute=v), None), 0.5),
        Proof("A5", (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0), 0.0, "followers",
              lambda v: (_same(lambda: Mix(v)), _same(Idle)), is_share=True),
        Proof("B3", (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), 0.0, "shares",
              lambda v: (_same(lambda: Everywhere(3.0, v)), _same(lambda: Everywhere(0.5, v)))),
        Proof("B5", (1.0, 0.5, 0.2, 0.1, 0.03, 0.001), 1.0, "deepest_cascade",
              lambda v: (_same(lambda: HomePage(4.0), brand__followers=80,
                               rules__sharing__strength=v),
                         _same(lambda: HomePage(4.0), brand__followers=8,
                               rules__sharing__strength=v))),
        Proof("B6", (12, 8, 6, 4, 3, 2), 12, "sales",
              lambda v: (_same(lambda: "give-then-ask", weeks=int(v)),
                         _same(lambda: PitchFirst(4), weeks=int(v)))),
        Proof("B9", (0.2, 0.07, 0.03, 0.01, 0.0), 0.07, "trust_mean",
              lambda v: (_same(lambda: Everywhere(0.93), rules__trust__detection=v),
                         _same(lambda: Everywhere(automated=True), rules__trust__detection=v))),
        Proof("B10", (0.35, 0.2, 0.1, 0.05, 0.0), 0.35, "trust_mean",
              lambda v: (_same(lambda: Answers("thank_fix"), rules__shop__speak_up=v),
                         _same(lambda: Answers("delete"), rules__shop__speak_up=v))),
        Proof("C1", (0.9, 0.7, 0.5, 0.3, 0.1), 0.9, "sales",
              lambda v: (_same(lambda: "pitch-only", **_deal_hunters(v)),
                         _same(lambda: "give-then-ask", **_deal_hunters(v))), is_share=True),
    )
}  # fmt: skip
"""The claims with something to move."""


def _deal_hunters(share: float) -> dict[str, object]:
    """Return a town in which such a share of people looks for deals, and buys once."""
    settings: dict[str, object] = {"weeks": 6, "rules__shop__recovery_weeks": 500.0}
    for index in range(4):
        settings[f"population__circles[{index}]__hunts_deals"] = share
        settings[f"population__circles[{index}]__urgent"] = share
    return settings


def proof_of(claim: str) -> Proof:
    """Return what can be moved of one claim.

    Raises:
        UnknownName: there is no such claim, or nothing of it can be moved.
    """
    if claim.upper() not in PROOFS:
        raise UnknownName("claim to prove wrong", claim, tuple(PROOFS))
    return PROOFS[claim.upper()]


def effect(
    proof: Proof,
    value: float,
    worlds: int = WORLDS,
    on_world: Callable[[int, int], bool | None] | None = None,
) -> Effect | None:
    """Play both arms at one value in many worlds, on the same luck.

    Args:
        proof: what is proved. ``value``: where the thing to move stands.
        worlds: how many, from 2; the interval is right for 24.
        on_world: told, after each, how many are done; ``False`` stops the work.

    Returns:
        What came of it, or None if it was stopped.
    """
    one, other = proof.arms(value)
    scenarios = [load_scenario(TOWN, dict(arm.settings)) for arm in (one, other) if arm is not None]
    differences = []
    for number in range(worlds):
        seed = FIRST_SEED + number
        found = _played(one, scenarios[0], seed, proof.column)
        if other is not None:
            found -= _played(other, scenarios[-1], seed, proof.column)
        differences.append(found)
        if on_world is not None and on_world(number + 1, worlds) is False:
            return None
    return Effect(proof.claim, value, tuple(differences), proof.bound)


def _played(arm: Arm, scenario: Scenario, seed: int, column: str) -> float:
    return float(run(scenario, arm.who(), seed, record="none").totals[column])


def value_name(proof: Proof, value: float) -> str:
    """Write a value of what is moved."""
    return percent(value) if proof.is_share else amount(value, 3)


def shown(value: float) -> str:
    """Write an effect."""
    return amount(value, 2 if abs(value) < 10 else 1)


def effect_line(proof: Proof, found: Effect) -> str:
    """Return what came of one value, as a line."""
    low, high = found.interval
    return say("text.proof.line", value=value_name(proof, found.value), mean=shown(found.mean),
               low=shown(low), high=shown(high), bound=shown(found.bound),
               verdict=say(f"proof.{found.verdict}"))  # fmt: skip
