"""The platforms the source texts name, as presets of network, feed and verbs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from trustsim.scenario.parts import Line, NonNegative, Part, Positive, Probability

PresetName = Literal["myspace", "facebook", "twitter"]


FITTED: dict[str, dict[str, str]] = {
    "facebook": {
        "pocket": "SF13",
        "pocket_share": "SF13",
        "circle_share": "SF13, SF14",
        "tail": "SF13",
    },
    "twitter": {"tail": "SF1, SF2, SF4", "reproduction": "SF1, SF2, SF4"},
}
"""The rows of the evidence table that a preset's constants are fitted to: networks are measured
under Facebook, cascades under Twitter, and no row is measured under MySpace alone."""

GUESSED: dict[str, str] = {
    "least_pocket": "set by hand with an eye on SF13's assortativity, and held in the fit",
    "pocket_spread": "set by hand with an eye on SF13's assortativity, and held in the fit",
}
"""What is to be said of a guess: whoever is in a large group has more friends, and so have they."""


def _of(key: str, description: str, unit: str = "") -> Any:
    """Declare a key that a preset fills in: a guess, but for what FITTED names."""
    rows = {name: fitted[key] for name, fitted in FITTED.items() if key in fitted}
    told = "; ".join(f"under {name} fitted to {ids}" for name, ids in rows.items())
    source = told or GUESSED.get(key, "")
    return Field(
        description=description,
        json_schema_extra={"label": "guess", "source": source, "unit": unit, "preset": ""},
    )


class Platform(Part):
    """Where it happens: who hears whom, what a feed shows, what the buttons are called.

    Written as a preset's name (``platform: twitter``) or as a mapping that starts from one
    (``platform: {preset: twitter, ranked: 0.5}``).
    """

    preset: PresetName = Field("myspace", description="The preset the other keys start from.")
    title: Line = _of("title", "Name people know it by.")
    directed: bool = _of(
        "directed", "Whether a follow goes one way; else friendship goes both ways."
    )
    mean_ties: Positive = _of("mean_ties", "People whose posts a user gets, on average.", "users")
    pocket: Positive = _of("pocket", "People in a user's innermost group, on average.", "users")
    least_pocket: Probability = _of(
        "least_pocket", "Size of the smallest such groups, against the average."
    )
    pocket_share: Probability = _of("pocket_share", "Share of ties inside that group.")
    circle_share: Probability = _of(
        "circle_share", "Share of the other ties that stay in the circle."
    )
    tail: Positive = _of("tail", "Exponent of the tail of popularity; lower is heavier.")
    pocket_spread: NonNegative = _of(
        "pocket_spread", "Standard deviation of the log of popularity between such groups."
    )
    ranked: Probability = _of("ranked", "How much the feed is ranked (0: chronological).")
    home_rank: Positive = _of("home_rank", "Rank of a followed brand's post in the feed.")
    circle_rank: Positive = _of("circle_rank", "Rank of a brand's post made in a circle.")
    share_ease: Positive = _of("share_ease", "How easy sharing is, against one tap.")
    reproduction: Positive = _of(
        "reproduction", "Shares caused by a share of an average ordinary post."
    )
    follow_verb: Line = _of("follow_verb", "What becoming a follower is called.")
    share_verb: Line = _of("share_verb", "What sharing is called.")
    page_noun: Line = _of("page_noun", "What a brand's home is called.")
    circle_noun: Line = _of("circle_noun", "What a circle is called.")
    reach_spread: NonNegative = _of(
        "reach_spread", "Standard deviation of the log of how much users follow."
    )

    @model_validator(mode="before")
    @classmethod
    def _start_from_preset(cls, given: Any) -> Any:
        if isinstance(given, str):
            given = {"preset": given}
        if not isinstance(given, dict):
            return given
        preset = given.get("preset", "myspace")
        return (
            {**PRESETS[preset], **given} if isinstance(preset, str) and preset in PRESETS else given
        )


PRESETS: dict[str, dict[str, Any]] = {
    "myspace": {
        "title": "MySpace",
        "directed": False,
        "mean_ties": 18.0,
        "pocket": 9.0,
        "least_pocket": 0.5,
        "pocket_share": 0.40,
        "circle_share": 0.80,
        "tail": 2.6,
        "pocket_spread": 0.6,
        "ranked": 0.0,
        "home_rank": 1.0,
        "circle_rank": 1.1,
        "share_ease": 0.7,
        "reproduction": 0.65,
        "follow_verb": "add as friend",
        "share_verb": "pass on in a bulletin",
        "page_noun": "home page",
        "circle_noun": "fan group",
        "reach_spread": 0.5,
    },
    "facebook": {
        "title": "Facebook",
        "directed": False,
        "mean_ties": 26.0,
        "pocket": 11.8,
        "least_pocket": 0.5,
        "pocket_share": 0.419,
        "circle_share": 0.787,
        "tail": 3.84,
        "pocket_spread": 0.6,
        "ranked": 0.7,
        "home_rank": 0.6,
        "circle_rank": 0.9,
        "share_ease": 0.9,
        "reproduction": 0.40,
        "follow_verb": "like the page",
        "share_verb": "share",
        "page_noun": "page",
        "circle_noun": "group",
        "reach_spread": 0.65,
    },
    "twitter": {
        "title": "Twitter",
        "directed": True,
        "mean_ties": 30.0,
        "pocket": 8.0,
        "least_pocket": 0.5,
        "pocket_share": 0.2,
        "circle_share": 0.65,
        "tail": 2.02,
        "pocket_spread": 0.6,
        "ranked": 0.15,
        "home_rank": 1.0,
        "circle_rank": 0.7,
        "share_ease": 1.0,
        "reproduction": 0.089,
        "follow_verb": "follow",
        "share_verb": "share by one tap",
        "page_noun": "profile",
        "circle_noun": "hashtag crowd",
        "reach_spread": 0.6,
    },
}
"""Presets by name: guesses shaped by what each platform was like in its years, but for what
FITTED names. MySpace (2005): pages, friends both ways, fan groups, no ranking. Facebook (2010):
friends both ways, a ranked feed, pages and groups. Twitter (2012): directed follows, one-tap
sharing, mostly chronological."""
