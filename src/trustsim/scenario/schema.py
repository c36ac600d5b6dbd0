"""The parts of a scenario: what a run is, before chance and decisions."""

from __future__ import annotations

from collections.abc import Container
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    field_validator,
    model_serializer,
    model_validator,
)

from trustsim.scenario.parts import Line, Name, NonNegative, Part, Positive, Probability, Text
from trustsim.scenario.platforms import Platform
from trustsim.scenario.rules import AgeBand, Rules, Tone

Medal = Literal["bronze", "silver", "gold"]
Measure = Literal[
    "followers", "aware", "reach", "sales", "visits", "money", "shares", "customers",
    "trusting", "organic_sharers", "deepest_cascade", "open_doors", "ostracism_rate",
]  # fmt: skip
"""What a goal can count. ``trusting``: people whose trust is over the would-share line.
``organic_sharers``: people who shared something that did not ask them to."""

Difficulty = Literal["gentle", "normal", "hard"]
Ablation = Literal["asymmetry", "clustering", "quality", "attention"]

Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""The SHA-256 of a file, in small hexadecimal digits."""

MAX_USERS = 5_000_000
MAX_TOPICS = 16
MAX_CIRCLES = 60
MAX_BRANDS = 6


class Circle(Part):
    """A community of people who share interests."""

    id: Name = Field(description="Short name for plans and tables.")
    name: Line = Field(description="The name people read.")
    icon: Name = Field("users", description="A lucide icon, such as `music` or `bike`.")
    share: Positive = Field(1.0, description="Size against the other circles.")
    topics: dict[Name, NonNegative] = Field(
        min_length=1, description="What they talk about, as topic: weight."
    )
    tones: dict[Tone, Probability] = Field(
        default_factory=dict, description="How well each tone fits here, 0 to 1; the rest default."
    )
    ages: dict[AgeBand, NonNegative] = Field(
        default_factory=dict, description="Age bands, as band: weight; all alike if left out."
    )
    need: Probability = Field(0.3, description="How much its people need the product, on average.")
    urgent: Probability = Field(
        0.0, description="How urgent that need is; urgency stands in for trust."
    )
    hunts_deals: Probability = Field(
        0.0, description="How welcome offers and pitches are as such (a bargain hunters' circle)."
    )
    patience: Positive = Field(1.0, description="How slowly it is annoyed, against other circles.")


class Network(Part):
    """Who knows whom: grown from the platform's figures, or read from a file."""

    file: Line | None = Field(
        None, description="An edge list (or CSV, GraphML, GEXF) in the scenario's own folder."
    )
    sha256: Fingerprint | None = Field(
        None,
        description="What the file has to hold, as its SHA-256; taken from the file if left out.",
    )
    mean_ties: Positive | None = Field(None, description="Instead of the platform's.")
    hermits: Probability = Field(0.0, description="Share of users without any tie.")

    @model_serializer(mode="wrap")
    def _without_nothing(self, plainly: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave the fingerprint out where there is no file."""
        told: dict[str, Any] = plainly(self)
        if self.sha256 is None:
            del told["sha256"]
        return told


class Population(Part):
    """The people."""

    users: int = Field(2000, ge=5, le=MAX_USERS, description="How many people there are.")
    circles: tuple[Circle, ...] = Field(
        min_length=1, max_length=MAX_CIRCLES, description="Their communities."
    )
    second_circle: Probability = Field(0.25, description="Share of people who are in two circles.")
    network: Network = Field(Network(), description="Who knows whom.")

    @field_validator("circles")
    @classmethod
    def _distinct(cls, circles: tuple[Circle, ...]) -> tuple[Circle, ...]:
        return distinct(circles, "circle")


class Facet(Part):
    """One side of a product, such as its sound or its delivery."""

    id: Name = Field(description="Short name.")
    name: Line = Field(description="The name people read.")
    quality: Probability = Field(0.85, description="Chance that it pleases a customer; not shown.")


class Product(Part):
    """What the brand sells."""

    name: Line = Field("the product", description="What it is called.")
    topics: dict[Name, NonNegative] = Field(
        default_factory=dict, description="What it is about; all topics alike if left out."
    )
    price: NonNegative = Field(10.0, description="What a customer pays.")
    margin: Probability = Field(0.5, description="What remains of that.")
    facets: tuple[Facet, ...] = Field(
        (Facet(id="quality", name="quality"),), min_length=1, max_length=8,
        description="What customers judge.",
    )  # fmt: skip

    @field_validator("facets")
    @classmethod
    def _distinct(cls, facets: tuple[Facet, ...]) -> tuple[Facet, ...]:
        return distinct(facets, "facet")


class BrandSpec(Part):
    """A brand: what it sells and what it has to work with."""

    id: Name = Field("brand", description="Short name.")
    name: Line = Field("Your brand", description="The name people read.")
    icon: Name = Field("store", description="A lucide icon.")
    product: Product = Field(Product(), description="What it sells.")
    followers: int = Field(0, ge=0, description="Followers at the start.")
    first_circle: Name | None = Field(
        None, description="The circle the first followers come from; any if left out."
    )
    hours: Annotated[float, Field(gt=0, le=120)] = Field(10.0, description="Hours a week.")
    money: NonNegative = Field(200.0, description="Money at the start.")
    max_posts: int = Field(3, ge=1, le=21, description="Most posts in one week.")


class Rival(BrandSpec):
    """Another brand in the same town, run by a strategy."""

    id: Name = Field(description="Short name, another than the player's brand has.")
    strategy: Line = Field("pitch-only", description="The name of the strategy that runs it.")


class Event(Part):
    """Something that happens in one week, whatever the player does."""

    week: int = Field(ge=1, le=520, description="The week it happens in.")
    kind: Literal["news", "need", "interest", "flaw", "money", "hours", "newcomers"] = Field(
        description="news: said only; need, interest: changes a circle; flaw: a facet breaks; "
        "money, hours: given or taken; newcomers: people meet new people."
    )
    text: Line = Field(description="What the player reads.")
    circle: Name | None = Field(None, description="The circle it concerns; all if left out.")
    topic: Name | None = Field(None, description="The topic, for `interest`.")
    facet: Name | None = Field(None, description="The facet, for `flaw`.")
    amount: float = Field(0.0, ge=-1e6, le=1e6, description="How much, in the unit of its kind.")


class Goal(Part):
    """What a medal takes."""

    medal: Medal = Field(description="bronze, silver or gold.")
    measure: Measure = Field(description="What is counted.")
    at_least: float | None = Field(None, description="Reached at this value or more.")
    at_most: float | None = Field(None, description="Reached at this value or less.")
    text: Line | None = Field(
        None, description="How it is said; made from the numbers if left out."
    )

    @model_validator(mode="after")
    def _one_bound(self) -> Goal:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("needs either at_least or at_most")
        return self


class Story(Part):
    """The words around the numbers."""

    briefing: Text = Field("", description="What the player reads before week 1.")
    lesson: Text = Field("", description="What it was about, said at the end.")
    questions: tuple[Line, ...] = Field((), max_length=5, description="To discuss afterwards.")


class Scenario(Part):
    """Everything that decides a run but the seed and the plans."""

    schema_version: Literal[1] = Field(1, description="Version of this format.")
    extends: Line | None = Field(None, description="Another scenario this one starts from.")
    name: Name = Field(description="Short name; the file's name is a good choice.")
    title: Line = Field(description="The title people read.")
    summary: Annotated[str, Field(max_length=120)] = Field("", description="One line for lists.")
    teaches: tuple[Annotated[str, Field(pattern=r"^[ABC][0-9]{1,2}$")], ...] = Field(
        (), description="The claims it teaches, such as A4."
    )
    mode: Literal["campaign", "party"] = Field(
        "campaign", description="party: the tutorial's one evening with two choices."
    )
    weeks: int = Field(12, ge=1, le=520, description="Length of the campaign.")
    difficulty: Difficulty = Field("normal", description="Changes patience, memory, hours.")
    currency: Line = Field("£", description="Sign before amounts of money.")
    platform: Platform = Field(
        default_factory=lambda: Platform.model_validate("myspace"), description="Where it happens."
    )
    topics: tuple[Name, ...] = Field(
        min_length=1, max_length=MAX_TOPICS, description="Everything people talk about."
    )
    population: Population = Field(description="The people.")
    brand: BrandSpec = Field(BrandSpec(), description="The player's brand.")
    rivals: tuple[Rival, ...] = Field((), max_length=MAX_BRANDS - 1, description="Other brands.")
    goals: tuple[Goal, ...] = Field((), max_length=12, description="What wins medals.")
    events: tuple[Event, ...] = Field((), max_length=200, description="What happens when.")
    story: Story = Field(Story(), description="The words around the numbers.")
    rules: Rules = Field(Rules(), description="Constants of the model; change them with care.")
    without: tuple[Ablation, ...] = Field((), description="Mechanisms switched off, for research.")

    @model_validator(mode="after")
    def _names_fit(self) -> Scenario:
        problems = [*self._unknown_topics(), *self._unknown_places()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _unknown_topics(self) -> list[str]:
        named = {f"circle '{c.id}'": c.topics for c in self.population.circles}
        named |= {f"the product of '{b.id}'": b.product.topics for b in self.brands}
        return [
            f"{who} names the topic '{t}', which is not among topics ({', '.join(self.topics)})"
            for who, topics in named.items()
            for t in topics
            if t not in self.topics
        ]

    def _unknown_places(self) -> list[str]:
        circles = set(self.circle_ids)
        facets = {f.id for f in self.brand.product.facets}
        named: list[tuple[str, str, str | None, Container[str]]] = [
            (f"first_circle of '{b.id}'", "circle", b.first_circle, circles) for b in self.brands
        ]
        for event in self.events:
            who = f"the event of week {event.week}"
            named += [
                (who, "circle", event.circle, circles),
                (who, "facet", event.facet, facets),
                (who, "topic", event.topic, self.topics),
            ]
        found = [
            f"{who} names the {what} '{name}', which is not there"
            for who, what, name, known in named
            if name is not None and name not in known
        ]
        if len({b.id for b in self.brands}) < len(self.brands):
            found.append("two brands have the same id")
        if max(b.followers for b in self.brands) > self.population.users:
            found.append("a brand has more followers at the start than there are users")
        return found

    @property
    def brands(self) -> tuple[BrandSpec, ...]:
        """The player's brand, then the rivals."""
        return (self.brand, *self.rivals)

    @property
    def circle_ids(self) -> tuple[str, ...]:
        """The circles' short names, in order."""
        return tuple(c.id for c in self.population.circles)


P = TypeVar("P", Circle, Facet)


def distinct(parts: tuple[P, ...], what: str) -> tuple[P, ...]:
    """Return ``parts``, or raise ValueError where two have the same id."""
    seen: set[str] = set()
    for part in parts:
        if part.id in seen:
            raise ValueError(f"two {what}s have the id '{part.id}'; give each its own")
        seen.add(part.id)
    return parts
