"""The plan: what a marketer decides for one week."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from trustsim.scenario.parts import Line, Name, NonNegative, Part, Probability
from trustsim.scenario.rules import Kind, Tone

HOME = "home"
"""The audience of a post on the brand's own page: its followers."""

Manner = Literal["thank_fix", "explain", "joke", "delete", "ignore", "automate"]
"""How a comment is answered."""

WorkKind = Literal["listen", "take_part", "improve", "collaborate", "apologise"]
"""What else the hours go into."""


class PostPlan(Part):
    """One post of the week."""

    day: int = Field(0, ge=0, le=6, description="Day of the week, 0 is Monday.")
    kind: Kind = Field(description="What it is.")
    tone: Tone = Field("helpful", description="How it speaks.")
    topic: Name = Field(description="What it is about.")
    audience: Name = Field(HOME, description="`home`, or the circle it is made in.")
    care: Annotated[float, Field(ge=0, le=40)] = Field(
        1.0, description="Hours of work put into it."
    )
    ask: Probability | None = Field(None, description="How much it sells; by its kind if left out.")
    boost: NonNegative = Field(0.0, description="Money spent on paid reach.")
    automated: bool = Field(False, description="Made and sent by a scheduler: no hours, no voice.")
    collaborator: int | None = Field(
        None, ge=0, description="A connector to make it with (a user)."
    )


class Reply(Part):
    """One answer to a comment in the inbox."""

    comment: int = Field(ge=0, description="The comment's number in the inbox.")
    manner: Manner = Field(description="How it is answered.")


class Work(Part):
    """Hours put into something that is no post."""

    kind: WorkKind = Field(description="What is done.")
    hours: Annotated[float, Field(ge=0, le=120)] = Field(1.0, description="Hours.")
    circle: Name | None = Field(None, description="Where, for listening and taking part.")
    facet: Name | None = Field(None, description="What to improve.")


class Plan(Part):
    """A week's decision: posts, answers, other work, and a bet that changes nothing."""

    posts: tuple[PostPlan, ...] = Field((), description="What is published.")
    replies: tuple[Reply, ...] = Field((), description="What is answered.")
    work: tuple[Work, ...] = Field((), description="What else is done.")
    bet: tuple[NonNegative, NonNegative] | None = Field(
        None, description="The reach one expects, from and to; scored, without effect."
    )
    note: Line | None = Field(None, description="A word to oneself; without effect.")
