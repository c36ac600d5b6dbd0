"""The book of claims: for each, what is played, what is measured, and what it has to exceed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from trustsim.errors import UnknownName, UsageError
from trustsim.lab.claims import looks
from trustsim.lab.claims.players import Answering, Everywhere, HomePage, Idle, Mix, PitchFirst
from trustsim.scenario.schema import Scenario
from trustsim.strategies.protocol import Strategy

Values = Mapping[str, float]
Look = Callable[[Scenario, int], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of playing, or one look at a world.

    Attributes:
        who: a strategy, its name, or a look.
        settings: values of the scenario set anew, by path.
        scenario: what is played. ``weeks``: instead of its own.
    """

    who: str | Strategy | Look
    settings: Mapping[str, object] = field(default_factory=dict)
    scenario: str = "free-play"
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Where to look for the value at which a claim turns: a parameter, values, and the arms."""

    parameter: str
    values: tuple[float, ...]
    arms: Callable[[float], dict[str, Arm]]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim.

    Attributes:
        id: its row. ``says``: the claim.
        measured: the hypothesis, in a line: what the effect is and what it has to be above.
        arms: what is played on the same luck, by name.
        effect: the effect of one seed, from what each arm gave.
        bound: the whole interval of the mean effect has to lie above it.
        turn: where it may turn, for some claims.
    """

    id: str
    says: str
    measured: str
    arms: Mapping[str, Arm]
    effect: Callable[[Mapping[str, Values]], float]
    bound: float = 0.0
    turn: Turn | None = None


PITCH, GIVE, ASK = Arm("pitch-only"), Arm("contribute-only"), Arm("give-then-ask")
THOUGHTFUL = Arm("thoughtful")
SILENT = {"rules.sharing.strength": 0.000001}
"""Nobody passes anything on."""
HALF_YEAR = 26
BAND_START = 30.0
COUNTER_CASE: Mapping[str, object] = {
    f"population.circles[{i}].{key}": value
    for i in range(8)
    for key, value in (("urgent", 0.9), ("hunts_deals", 0.9), ("need", 0.6))
} | {"rules.shop.recovery_weeks": 500.0}


def _difference(
    column: str, one: str, other: str, times: float = 1.0
) -> Callable[[Mapping[str, Values]], float]:
    """Return an effect: a column of one arm less (so many times) that of another."""
    return lambda found: found[one][column] - times * found[other][column]


def _value(column: str, arm: str, over: float = 1.0) -> Callable[[Mapping[str, Values]], float]:
    """Return an effect: a column of one arm, over a constant."""
    return lambda found: found[arm][column] / over


def _pitched(mute: float) -> dict[str, Arm]:
    return {"pitch": Arm("pitch-only", {"rules.response.mute": mute})}


def _mixed(pitches: float) -> dict[str, Arm]:
    return {"give": Arm(Mix(pitches)), "pitch": Arm(Idle())}


def _cared(ask: float) -> dict[str, Arm]:
    return {
        "good": Arm(Everywhere(3.0, ask), weeks=HALF_YEAR),
        "poor": Arm(Everywhere(0.5, ask), weeks=HALF_YEAR),
    }


def _networked(strength: float) -> dict[str, Arm]:
    settings = {"rules.sharing.strength": strength}
    return {
        "big": Arm(HomePage(), {**settings, "brand.followers": 400}, weeks=8),
        "small": Arm(HomePage(), {**settings, "brand.followers": 20}, weeks=8),
    }


def _ordered(weeks: float) -> dict[str, Arm]:
    return {
        "talk": Arm("give-then-ask", weeks=int(weeks)),
        "sell": Arm(PitchFirst(), weeks=int(weeks)),
    }


CLAIMS: Final = (
    Claim("A1", "A social network is circles of like-minded people who find each other.",
          "friends' likeness of interests less strangers' (mean cosine) > 0",
          {"world": Arm(looks.circles)}, _value("lead", "world")),
    Claim("A2", "A brand builds a home page; people who see it and its interests follow.",
          "followers after half a year, against a page on which nothing happens > 0",
          {"give": Arm("contribute-only", weeks=HALF_YEAR), "idle": Arm(Idle(), weeks=HALF_YEAR)},
          _difference("followers", "give", "idle")),
    Claim("A3", "What is shared travels far beyond the group one could reach alone.",
          "people who know a brand that only posts at home, less twice as many as if nobody shared "
          "> 0",
          {"shared": Arm(HomePage(), weeks=HALF_YEAR),
           "alone": Arm(HomePage(), SILENT, weeks=HALF_YEAR)},
          _difference("aware", "shared", "alone", 2.0)),
    Claim("A4", "Barge in with a sales pitch and nothing more, and you are ostracised.",
          "share of those who know it that shut the brand out after a year > 0.5",
          {"pitch": PITCH}, _value("ostracism_rate", "pitch"), 0.5,
          Turn("rules.response.mute", (5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05), _pitched)),
    Claim("A5", "To work, you take part and offer something useful most of the time.",
          "followers of who only gives less those of who only pitches > 0",
          {"give": GIVE, "pitch": PITCH}, _difference("followers", "give", "pitch"), 0.0,
          Turn("share of posts that pitch (against doing nothing)",
               (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0), _mixed)),
    Claim("A6", "Bands built fan communities by taking part.",
          "a garage band's followers after half a year, over those at the start > 3",
          {"give": Arm("contribute-only", scenario="garage-band")},
          _value("followers", "give", BAND_START), 3.0),
    Claim("A7", "It takes a lot of effort and attention; the results are worth the time.",
          "followers with ten hours a week less those with two > 0",
          {"much": Arm("give-then-ask", {"brand.hours": 10.0}),
           "little": Arm("give-then-ask", {"brand.hours": 2.0})},
          _difference("followers", "much", "little")),
    Claim("B1", "A liked story is shared and brings visitors.",
          "visits that stories bring in half a year, less those if nobody shared > 0",
          {"shared": Arm("one-note:story", weeks=HALF_YEAR),
           "alone": Arm("one-note:story", SILENT, weeks=HALF_YEAR)},
          _difference("visits", "shared", "alone")),
    Claim("B2", "Traffic is direct and indirect: links help search.",
          "visits in a year, less those if nobody searched > 0",
          {"search": GIVE, "none": Arm("contribute-only", {"rules.shop.organic": 0.0})},
          _difference("visits", "search", "none")),
    Claim("B3", "Quality is crucial: the better the content, the more it is shared.",
          "shares of posts with three hours of care, less twice those with half an hour > 0",
          _cared(0.0), _difference("shares", "good", "poor", 2.0), 0.0,
          Turn("how much each post sells (ask)", (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0), _cared)),
    Claim("B4", "A strategy beats improvising.",
          "sales of a thoughtful marketer less those of one who draws lots > 0",
          {"plan": THOUGHTFUL, "lots": Arm("random")}, _difference("sales", "plan", "lots")),
    Claim("B5", "A bigger network gives the first push that makes going viral more likely.",
          "deepest cascade in eight weeks with 400 followers at the start, less with 20 > 0",
          _networked(1.0), _difference("deepest_cascade", "big", "small"), 0.0,
          Turn("rules.sharing.strength", (1.0, 0.3, 0.1, 0.03, 0.01, 0.001), _networked)),
    Claim("B6", "Conversation before selling: selling comes eventually.",
          "sales in a year of who gives first, less those of who pitches for eight weeks first > 0",
          _ordered(52), _difference("sales", "talk", "sell"), 0.0,
          Turn("weeks of the campaign", (52, 26, 20, 16, 12, 8, 4), _ordered)),
    Claim("B7", "Those aged 18 to 34 spend 4.3 times as long on social media as on other media "
          "(the source text's figure).",
          "their hours on social media over those with TV, radio, print and books > 4",
          {"world": Arm(looks.media_diet)}, _value("ratio", "world"), 4.0),
    Claim("B8", "Users choose what they see and read, and talk with each other.",
          "interest in what is read less interest in what is shown, where both come from > 0",
          {"world": Arm(looks.choice)}, _value("lead", "world")),
    Claim("B9", "A conversation cannot be faked and cannot be automated.",
          "trust in who makes posts in person, less in who automates equally good ones > 0",
          {"person": Arm(Everywhere(0.93), weeks=HALF_YEAR),
           "bot": Arm(Everywhere(0.93, automated=True), weeks=HALF_YEAR)},
          _difference("trust_mean", "person", "bot")),
    Claim("B10", "Allow all commentary: deleting criticism costs, thanking and mending pays.",
          "trust of who thanks for complaints and mends, less of who deletes them > 0",
          {"thank": Arm(Answering("thank_fix")), "delete": Arm(Answering("delete"))},
          _difference("trust_mean", "thank", "delete")),
    Claim("B11", "Attracting customers is a matter of planning, with many angles.",
          "customers of a thoughtful marketer less those of the best single note > 0",
          {"plan": THOUGHTFUL, "useful": Arm("one-note:useful"), "offer": Arm("one-note:offer"),
           "story": Arm("one-note:story")},
          lambda found: found["plan"]["customers"] - max(
              found[name]["customers"] for name in ("useful", "offer", "story"))),
    Claim("B12", "Well planned, the results can be outstanding.",
          "sales of a thoughtful marketer less five times those of who pitches > 0",
          {"plan": THOUGHTFUL, "pitch": PITCH}, _difference("sales", "plan", "pitch", 5.0)),
    Claim("C1", "Where need is urgent, buyers come once, or circles hunt deals, a pitch works.",
          "sales in eight weeks of who pitches (0 if over 10 % shut it out), less of who gives > 0",
          {"pitch": Arm("pitch-only", COUNTER_CASE, weeks=8),
           "give": Arm("give-then-ask", COUNTER_CASE, weeks=8)},
          lambda found: found["pitch"]["sales"] - found["give"]["sales"]
          if found["pitch"]["ostracism_rate"] <= 0.1 else 0.0),
)  # fmt: skip
"""The twenty claims, in the order of docs/model.md."""


def picked(ids: Sequence[str], *, where: bool = False) -> tuple[Claim, ...]:
    """Return the claims called ``ids``, all if none is named.

    Args:
        ids: such as ``A4``.
        where: only those that say where they turn.

    Raises:
        UnknownName: there is no such claim.
        UsageError: one of them does not say where it turns.
    """
    known = {claim.id: claim for claim in CLAIMS if claim.turn or not where}
    named = {claim.id: claim for claim in CLAIMS}
    for name in ids:
        if name.upper() not in named:
            raise UnknownName("claim", name, named)
        if name.upper() not in known:
            raise UsageError(f"where {name} turns is not looked for; try {', '.join(known)}")
    return tuple(known[name.upper()] for name in ids) or tuple(known.values())
