"""How the window writes numbers, names and places."""

from __future__ import annotations

from typing import Final

from trustsim.campaign.plan import HOME
from trustsim.campaign.report import Comment
from trustsim.play import numbers
from trustsim.play.strings import say
from trustsim.play.tales import told, topic_word
from trustsim.scenario.schema import Scenario

amount, signed = numbers.amount, numbers.signed

KIND_ICONS: Final = {
    "useful": "book-open",
    "story": "pen-line",
    "fun": "laugh",
    "question": "message-circle-question",
    "announce": "newspaper",
    "offer": "badge-percent",
    "pitch": "megaphone",
    "share": "repeat-2",
}
WORK_ICONS: Final = {
    "listen": "ear",
    "take_part": "messages-square",
    "apologise": "hand-heart",
    "improve": "wrench",
    "collaborate": "handshake",
}
COMMENT_ICONS: Final = {
    "praise": "heart",
    "question": "message-circle-question",
    "complaint": "angry",
    "suggestion": "lightbulb",
}
MEDAL_ICONS: Final = {"bronze": "medal", "silver": "award", "gold": "trophy"}


def hours(value: float) -> str:
    """Write hours, short ones as minutes."""
    if 0 < value < 1:
        return say("unit.minutes", count=round(value * 60))
    return say("unit.hours", hours=amount(round(value, 2)))


def money(scenario: Scenario, value: float) -> str:
    """Write an amount of money."""
    return f"{scenario.currency}{amount(round(value))}"


def topic_name(topic: str) -> str:
    """Write a topic as people do."""
    word = topic_word(topic).replace("_", " ")
    if word == topic:
        word = word.replace("-", " ").capitalize()
    return word


def circle_name(scenario: Scenario, circle_id: str) -> str:
    """Return the name of a circle by its short one."""
    found = (c.name for c in told(scenario).population.circles if c.id == circle_id)
    return next(found, circle_id)


def place_name(scenario: Scenario, audience: str) -> str:
    """Return where a post is made."""
    return say("home") if audience == HOME else circle_name(scenario, audience)


def facet_name(scenario: Scenario, facet_id: str) -> str:
    """Return the name of a side of the product."""
    found = (f.name for f in told(scenario).brand.product.facets if f.id == facet_id)
    return next(found, facet_id)


def said(scenario: Scenario, comment: Comment) -> str:
    """Return the words of a comment."""
    facet = facet_name(scenario, comment.facet) if comment.facet else ""
    return say(f"said.{comment.reason}.{comment.user % 3 + 1}", facet=facet)


def mood_word(value: float) -> str:
    """Return a mood from -1 to 1 in a word."""
    for line, word in ((-0.5, "cold"), (-0.15, "cool"), (0.15, "even"), (0.5, "friendly")):
        if value < line:
            return say(f"mood.{word}")
    return say("mood.warm")
