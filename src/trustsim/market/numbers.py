"""The model's constants as the kernels take them: one flat record, with ablations applied."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.market.jit import JIT
from trustsim.market.outcome import COMMENT_KINDS, MANNERS
from trustsim.scenario.rules import KINDS
from trustsim.scenario.schema import Scenario

PATIENCE = {"gentle": 1.35, "normal": 1.0, "hard": 0.75}
"""How slowly people are annoyed, by difficulty (guess)."""
PLAIN_RANK = 0.5
"""Strength of a tie, times ``feed.friend_rank``, at which a ranked feed neither raises nor lowers
what a friend shares (guess)."""
EVEN_QUALITY = 0.55
"""Quality of every post where quality is switched off (guess: the middle of the best and the
poorest ordinary post)."""


FADES = 64
"""Hops for which the fading of interest is worked out beforehand: a power takes its time."""


class Numbers(NamedTuple):
    """Every constant the kernels use; the names are those of scenario.rules.

    ``fades``: what so many hops leave of the interest. The last three arrays before it go by the
    strength of a tie.
    """

    prior_good: float
    prior_harm: float
    gain: float
    forgiveness: float
    wanted: float
    friend_weight: float
    off_key: float
    fakery: float
    detection: float
    repeat: float
    base: float
    cold_credence: float
    peer_credence: float
    same_author: float
    directed: float
    home_rank: float
    circle_rank: float
    like: float
    praise: float
    question: float
    suggestion: float
    complaint: float
    follow: float
    click: float
    mute: float
    unfollow: float
    block: float
    boredom: float
    tolerated: float
    share_scale: float
    credence_power: float
    appeal_spread: float
    appeal_cap: float
    hop_fade: float
    delay_median: float
    delay_cap: float
    quality_low: float
    quality_high: float
    quality_noise: float
    limited: float
    warning: float
    door_line: float
    door_quorum: float
    door_quorum_share: float
    quiet_days: float
    amends_days: float
    forgiven: float
    mute_days: float
    unmute: float
    purchase: float
    trust_power: float
    unasked: float
    recovery_weeks: float
    authority_gain: float
    authority_fade: float
    organic: float
    pleased: float
    displeased: float
    speak_up: float
    vouch: float
    vouch_good: float
    good_fade: float
    harm_fade: float
    memory_fade: float
    drift: float
    new_ties: float
    talks_per_hour: float
    talk_good: float
    talk_follow: float
    amends_per_hour: float
    apology: float
    reply_good: float
    onlooker: float
    improve_hours: float
    kind_value: NDArray[np.float64]
    kind_share: NDArray[np.float64]
    kind_comment: NDArray[np.float64]
    best_rank: float
    answers: NDArray[np.float64]
    ranks: NDArray[np.float64]
    hearing: NDArray[np.float64]
    lending: NDArray[np.float64]
    fades: NDArray[np.float64]

    def table(self) -> Any:
        """Return the constants as a table of one row: kernels take it as one argument."""
        if not JIT:
            return [self]
        found = np.zeros(1, _row(tuple(np.shape(value) for value in self)))
        found[0] = tuple(self)
        return found


@cache
def _row(shapes: tuple[tuple[int, ...], ...]) -> np.dtype[np.void]:
    """Return the type of a table's row: the same object for every run, which numba knows faster."""
    names = zip(Numbers._fields, shapes, strict=True)
    return np.dtype([(name, "f8", shape) for name, shape in names])


def numbers(scenario: Scenario, share_scale: float = 0.0) -> Numbers:
    """Collect the constants of ``scenario``; ``share_scale`` comes from its network."""
    rules, platform = scenario.rules, scenario.platform
    found: dict[str, object] = {}
    for part in (rules.trust, rules.reading, rules.feed, rules.response, rules.sharing,
                 rules.posting, rules.talk, rules.shop, rules.weekly, rules.work,
                 platform):  # fmt: skip
        for name in type(part).model_fields:
            if name in Numbers._fields:
                found[name] = getattr(part, name)
    found["share_scale"] = share_scale
    found["limited"] = 1.0
    found["directed"] = float(platform.directed)
    kinds = [getattr(rules.kinds, kind) for kind in KINDS]
    found["kind_value"] = np.array([k.value for k in kinds])
    found["kind_share"] = np.array([k.share for k in kinds])
    found["kind_comment"] = np.array([k.comment for k in kinds])
    found["answers"] = np.array(
        [[getattr(getattr(rules.answers, m), c) for c in COMMENT_KINDS] for m in MANNERS]
    )
    _ablate(found, scenario)
    found |= _by_strength(scenario)
    fade = scenario.rules.sharing.hop_fade
    found["fades"] = np.array([fade**hops for hops in range(FADES)])
    return Numbers(**found)  # type: ignore[arg-type]


def _by_strength(scenario: Scenario) -> dict[str, object]:
    """Return what depends on nothing but the strength of a tie, for each of its 256 values.

    ``ranks``: the rank of what a friend passes on, 1 in a chronological feed. For friends' own
    posts, ``hearing``: the share of interest that remains; ``lending``: what credence does to the
    readiness to share.
    """
    rules, platform = scenario.rules, scenario.platform
    own, cold = rules.reading.peer_credence, rules.reading.cold_credence
    strengths = [value / 255.0 for value in range(256)]
    credence = [own + (1.0 - own) * (rules.trust.friend_weight * s * own) for s in strengths]
    ranks = [1.0 + platform.ranked * (rules.feed.friend_rank * s - PLAIN_RANK) for s in strengths]
    return {
        "ranks": np.array(ranks),
        "best_rank": max(ranks),
        "hearing": np.array([cold + (1.0 - cold) * c for c in credence]),
        "lending": np.array([c**rules.sharing.credence_power for c in credence]),
    }


def _ablate(found: dict[str, object], scenario: Scenario) -> None:
    """Switch off what ``scenario.without`` names (people and ties have their own share)."""
    if "asymmetry" in scenario.without:
        found |= {"repeat": 0.0, "forgiveness": 0.0, "harm_fade": found["good_fade"]}
    if "quality" in scenario.without:
        found |= {"quality_low": EVEN_QUALITY, "quality_high": EVEN_QUALITY, "quality_noise": 0.0}
    if "attention" in scenario.without:
        found |= {"limited": 0.0, "same_author": 0.0}
