"""The party: the tutorial's one evening, with its two choices on the same luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, PostPlan, Work
from trustsim.market.outcome import Stance
from trustsim.play.session import RECORD
from trustsim.scenario.schema import Scenario

Choice = Literal["tell", "join"]
CHOICES: Final[tuple[Choice, ...]] = ("tell", "join")


@dataclass(frozen=True, slots=True)
class Guest:
    """How one person left the party.

    ``word`` is a key: ``left``, ``stopped``, ``bought``, ``again``, ``warmer``, ``distance`` or
    ``unnoticed``; ``trust`` 0..1.
    """

    user: int
    word: str
    trust: float


def hour_plan(campaign: Campaign, choice: Choice) -> Plan:
    """Return what one does next: tell them (as long as they let one), or join in."""
    room, topic = campaign.scenario.circle_ids[0], campaign.scenario.topics[0]
    if choice == "tell":
        if not campaign.report.circle(room).door_open:
            return Plan()
        pitch = PostPlan(kind="pitch", tone="hard_sell", topic=topic, audience=room, care=1.0)
        return Plan(posts=(pitch, pitch.model_copy(update={"day": 3})))
    story = PostPlan(kind="story", tone="candid", topic=topic, audience=room, care=2.0)
    return Plan(posts=(story,), work=(Work(kind="take_part", circle=room, hours=2.0),))


def evening(scenario: Scenario, seed: int, choice: Choice) -> Campaign:
    """Play a whole evening and return it."""
    campaign = Campaign(scenario, seed, record=RECORD)
    for _ in range(scenario.weeks):
        campaign.play_week(hour_plan(campaign, choice))
    return campaign


def guests(campaign: Campaign) -> list[Guest]:
    """Return how everybody left."""
    world = campaign.market.world
    rules = campaign.played.rules.trust
    wary = rules.prior_good / (rules.prior_good + rules.prior_harm)
    stances, customers = world.stance[0].tolist(), world.customer[0].tolist()
    return [
        Guest(user, _word(stances[user], customers[user], trust - wary), trust)
        for user, trust in enumerate(world.trust(0).tolist())
    ]


def _word(stance: int, is_customer: bool, change: float) -> str:
    if stance == Stance.BLOCKED:
        return "left"
    if stance == Stance.MUTED:
        return "stopped"
    if is_customer:
        return "bought"
    if stance == Stance.FOLLOWER:
        return "again"
    if stance == Stance.STRANGER:
        return "unnoticed"
    return "warmer" if change > 0.02 else "distance"
