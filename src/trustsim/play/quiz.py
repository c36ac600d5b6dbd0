"""The quiz: plans to judge before the first campaign and after, scored for skill and bias apart.

What is right is found out by playing each plan in the model; nothing is written down. Skill is how
well somebody tells plans that are shut out from plans that are kept; bias is how readily they
expect to be shut out at all. Who has only learnt that selling is bad has a bias, not a skill.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan, PostPlan, Work
from trustsim.campaign.writing import write_text
from trustsim.errors import WriteFailed
from trustsim.play.folder import player_folder
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.scenario.load import load_scenario
from trustsim.scenario.rules import Kind, Tone
from trustsim.scenario.schema import Scenario

TOWN: Final = "the-regular"
WEEKS: Final = 7
SEED: Final = 5
SELLING: Final = ("pitches", "pitch", "offers", "offer_weekly", "offer_rare")
"""Ways that sell something."""
FILE: Final = "quiz.json"
_OUT: Final = 0.5
_SKILL: Final = (0.5, 1.5)
_LEAN: Final = 0.3
_UNFAIR: Final = 0.4

When = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Item:
    """One plan to judge: in which circle, what is done every week, and whether they hunt deals."""

    circle: str
    way: str
    deals: bool = False

    @property
    def sells(self) -> bool:
        """Whether the plan sells something."""
        return self.way in SELLING


ITEMS: Final[dict[When, tuple[Item, ...]]] = {
    "before": (
        Item("readers", "gifts"), Item("neighbours", "pitches"), Item("runners", "offer_rare"),
        Item("runners", "gifts_hyped"), Item("bakers", "pitch", deals=True),
        Item("runners", "offer_weekly"), Item("bakers", "questions"), Item("readers", "fun_loud"),
        Item("runners", "offers", deals=True), Item("readers", "offers"),
    ),
    "after": (
        Item("readers", "pitch"), Item("neighbours", "offer_rare"), Item("runners", "fun_loud"),
        Item("neighbours", "offer_weekly"), Item("neighbours", "gifts"),
        Item("runners", "pitches"), Item("runners", "pitch", deals=True),
        Item("readers", "gifts_hyped"), Item("runners", "questions"),
        Item("neighbours", "offers", deals=True),
    ),
}  # fmt: skip
"""The plans of both rounds, in the order they are asked."""


class Answer(BaseModel):
    """One answer: what was said, what was right, and whether the plan sold something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    circle: str
    way: str
    deals: bool
    said_out: bool
    was_out: bool

    @property
    def sells(self) -> bool:
        """Whether the plan sells something."""
        return self.way in SELLING


class Rounds(BaseModel):
    """What was answered so far, and whether the quiz was offered."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    offered: bool = False
    before: tuple[Answer, ...] = ()
    after: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How well somebody judges plans.

    Attributes:
        hits, outs: plans taken for shut out that were, of how many.
        alarms, kept: plans taken for shut out that were not, of how many.
        unfair: how much more often a kept plan that sells is taken for shut out than one that
            gives, -1..1.
    """

    hits: int
    outs: int
    alarms: int
    kept: int
    unfair: float

    @property
    def discrimination(self) -> float:
        """The distance d' between what is told apart; 0 is guessing (log-linear correction)."""
        return self._hit() - self._alarm()

    @property
    def criterion(self) -> float:
        """Above 0 one rather expects to be kept, below 0 rather to be shut out."""
        return -(self._hit() + self._alarm()) / 2.0

    def _hit(self) -> float:
        return NormalDist().inv_cdf((self.hits + 0.5) / (self.outs + 1.0))

    def _alarm(self) -> float:
        return NormalDist().inv_cdf((self.alarms + 0.5) / (self.kept + 1.0))

    @property
    def skill(self) -> Literal["hardly", "somewhat", "well"]:
        """Discrimination in a word."""
        low, high = _SKILL
        value = self.discrimination
        return "hardly" if value < low else "somewhat" if value < high else "well"

    @property
    def lean(self) -> Literal["trusting", "wary", "even"]:
        """Bias in a word."""
        if self.criterion > _LEAN:
            return "trusting"
        return "wary" if self.criterion < -_LEAN else "even"


def score(answers: Sequence[Answer]) -> Score:
    """Score one round."""
    outs = [one for one in answers if one.was_out]
    kept = [one for one in answers if not one.was_out]
    selling = [one.said_out for one in kept if one.sells]
    giving = [one.said_out for one in kept if not one.sells]
    unfair = _share(selling) - _share(giving)
    return Score(sum(one.said_out for one in outs), len(outs),
                 sum(one.said_out for one in kept), len(kept), unfair)  # fmt: skip


def _share(said: Sequence[bool]) -> float:
    return sum(said) / len(said) if said else 0.0


def sentences(found: Score) -> list[str]:
    """Return a score in words: skill, bias, and the one about selling."""
    lines = [
        say("quiz.hits", hits=found.hits, outs=found.outs, alarms=found.alarms, kept=found.kept),
        say(f"quiz.skill.{found.skill}"),
        say(f"quiz.lean.{found.lean}"),
    ]
    if found.unfair > _UNFAIR:
        lines.append(say("quiz.unfair"))
    elif found.unfair < -_UNFAIR:
        lines.append(say("quiz.gullible"))
    return lines


def town_of(item: Item) -> Scenario:
    """Return the scenario that an item is played in."""
    base = load_scenario(TOWN)
    if not item.deals:
        return base
    at = base.circle_ids.index(item.circle)
    path = f"population.circles[{at}]"
    return load_scenario(TOWN, {f"{path}.hunts_deals": 0.9, f"{path}.urgent": 0.9})


def question(item: Item) -> tuple[str, str, str]:
    """Return an item in words: the circle, what it is like, and what is done every week."""
    scenario = told(town_of(item))
    circle = next(one for one in scenario.population.circles if one.id == item.circle)
    tones = sorted(circle.tones, key=lambda tone: -circle.tones[tone])
    like = say("quiz.like", best=say(f"tone.{tones[0]}"), worst=say(f"tone.{tones[-1]}"))
    if item.deals:
        like = say("quiz.deals", like=like)
    return circle.name, like, say(f"quiz.way.{item.way}")


def is_shut_out(item: Item) -> bool:
    """Play an item, and tell whether the circle has shut the brand out in the end.

    It has if it closed its door, or if half of those who know the brand there have shut it out.
    """
    scenario = town_of(item)
    campaign = Campaign(scenario, SEED, record="none")
    circle = next(one for one in scenario.population.circles if one.id == item.circle)
    topic = max(circle.topics, key=lambda name: circle.topics[name])
    for week in range(WEEKS):
        if not campaign.report.circle(item.circle).door_open:
            return True
        campaign.play_week(_week(item, topic, week))
    view = campaign.report.circle(item.circle)
    return not view.door_open or view.shut_out >= _OUT * max(1, view.knows)


def _week(item: Item, topic: str, week: int) -> Plan:
    """Return what is done in one week."""

    def post(kind: Kind, tone: Tone, day: int, care: float) -> PostPlan:
        return PostPlan(kind=kind, topic=topic, tone=tone, audience=item.circle, day=day, care=care)

    talk = (Work(kind="take_part", circle=item.circle, hours=1.0),)
    match item.way:
        case "pitches":
            return Plan(posts=tuple(post("pitch", "hard_sell", day, 1.5) for day in (0, 2, 4)))
        case "pitch":
            return Plan(posts=(post("pitch", "candid", 1, 1.5),))
        case "offers":
            return Plan(posts=tuple(post("offer", "hyped", day, 1.5) for day in (0, 2, 4)))
        case "offer_weekly":
            gifts = (post("useful", "helpful", 0, 2.0), post("fun", "playful", 2, 1.0))
            return Plan(posts=(*gifts, post("offer", "candid", 4, 1.0)), work=talk)
        case "offer_rare":
            offer = (post("offer", "candid", 4, 1.0),) if week % 4 == 3 else ()
            return Plan(posts=(post("useful", "helpful", 0, 2.0), *offer), work=talk)
        case "gifts":
            gifts = (post("useful", "helpful", 0, 2.0), post("story", "candid", 3, 2.0))
            return Plan(posts=gifts, work=talk)
        case "gifts_hyped":
            return Plan(posts=tuple(post("useful", "hyped", day, 1.5) for day in (0, 2, 4)))
        case "fun_loud":
            return Plan(posts=tuple(post("fun", "hard_sell", day, 1.0) for day in (0, 2, 4)))
        case _:
            return Plan(posts=tuple(post("question", "helpful", day, 1.0) for day in (1, 4)))


def truths(when: When, on_item: Callable[[int, int], bool | None] | None = None) -> list[bool]:
    """Return what is right for each item of a round, by playing it."""
    found = []
    for item in ITEMS[when]:
        found.append(is_shut_out(item))
        if on_item is not None and on_item(len(found), len(ITEMS[when])) is False:
            break
    return found


def answer(item: Item, said_out: bool, was_out: bool) -> Answer:
    """Return one answer."""
    return Answer(circle=item.circle, way=item.way, deals=item.deals, said_out=said_out,
                  was_out=was_out)  # fmt: skip


def quiz_path() -> Path:
    """Return where the answers lie; nothing may be there yet."""
    return player_folder() / FILE


def load_rounds() -> Rounds:
    """Return what was answered so far."""
    try:
        return Rounds.model_validate_json(quiz_path().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return Rounds()


def keep_rounds(rounds: Rounds) -> None:
    """Keep what was answered, where the folder can be written to."""
    try:
        write_text(quiz_path(), rounds.model_dump_json(indent=1) + "\n")
    except WriteFailed:
        # A quiz that is forgotten harms nobody.
        return


def keep_round(when: When, answers: Sequence[Answer]) -> None:
    """Keep one round."""
    update = {"offered": True, when: tuple(answers)}
    keep_rounds(load_rounds().model_copy(update=update))


def next_round(has_played: bool) -> When:
    """Return which round comes next: before, until it was answered or a campaign was played."""
    return "after" if load_rounds().before or has_played else "before"
