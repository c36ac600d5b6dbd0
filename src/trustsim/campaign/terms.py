"""The table's own constants: what work costs, and what a marketer gets to know."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from trustsim.campaign.report import Prices
from trustsim.scenario.parts import NonNegative, Part, Positive, Probability, constant
from trustsim.scenario.rules import KINDS, Rules


class ReplyHours(Part):
    """Hours that one answer takes, by its manner."""

    thank_fix: NonNegative = constant(0.5, "To thank and mend it.", "guess", "", "hours")
    explain: NonNegative = constant(0.25, "To explain.", "guess", "", "hours")
    joke: NonNegative = constant(0.1, "To joke.", "guess", "", "hours")
    delete: NonNegative = constant(0.0, "To delete.", "guess", "", "hours")
    ignore: NonNegative = constant(0.0, "To leave it.", "guess", "", "hours")
    automate: NonNegative = constant(0.0, "To let a bot answer.", "guess", "", "hours")


class Terms(Part):
    """What work costs, when it tires, and how well one gets to know a place."""

    reply_hours: ReplyHours = Field(ReplyHours(), description="Hours of one answer.")
    collaborate_hours: NonNegative = constant(
        1.0, "Hours it takes to make one post with a connector.", "guess", "", "hours"
    )
    apology_hours: Positive = constant(0.5, "Fewest hours of an apology.", "guess", "", "hours")
    full_week: Probability = constant(
        0.9, "Share of the hours from which on a week is a full one.", "guess", ""
    )
    full_weeks: Positive = constant(
        3.0, "Full weeks in a row that burn a marketer out.", "guess",
        "that it takes a lot of effort is the texts'; the number is ours", "weeks",
    )  # fmt: skip
    automated_quality: Probability = constant(
        0.3, "Quality of what a scheduler makes.", "guess", "it has no care in it"
    )
    found_quality: Probability = constant(
        0.5, "Quality of somebody else's work, passed on without looking twice.", "guess", ""
    )
    hyped_ask: Probability = constant(0.08, "What a hyped tone adds to an ask.", "guess", "")
    hard_sell_ask: Probability = constant(0.2, "What hard selling adds to an ask.", "guess", "")
    asks_from: Probability = constant(
        0.25, "How much a post must sell to count as an ask.", "guess", "as in the market"
    )
    ask_weeks: Positive = constant(
        8.0, "Weeks that the share of asks looks back.", "guess", "", "weeks"
    )
    comment_weeks: Positive = constant(
        2.0,
        "Weeks in which a comment can be answered.",
        "guess",
        "then silence was the answer",
        "weeks",
    )
    inbox: Positive = constant(40.0, "Comments an inbox shows at most.", "guess", "", "comments")
    blur: Probability = constant(
        0.5, "How far off the first idea of a circle's taste can be.", "guess", ""
    )
    listening_hours: Positive = constant(
        4.0, "Hours of listening that leave 37 % of that error.", "guess", "", "hours"
    )
    talking_teaches: Probability = constant(
        0.4, "What an hour of taking part teaches, against one of listening.", "guess", ""
    )
    tones_after: NonNegative = constant(
        2.0, "Hours of listening after which the tones show.", "guess", "", "hours"
    )
    connector_after: NonNegative = constant(
        3.0, "Hours of listening after which a connector shows.", "guess", "", "hours"
    )
    rival_pages: Positive = constant(
        20.0,
        "Other pages about the same, spread evenly over search authority.",
        "guess",
        "",
        "pages",
    )
    ghosted_weeks: Positive = constant(
        4.0, "Weeks behind shut doors that end a game.", "guess", "about a month", "weeks"
    )


TERMS: Final = Terms()
"""The terms of normal difficulty."""


def prices(rules: Rules, terms: Terms = TERMS) -> Prices:
    """Return what decisions cost under ``rules`` and ``terms``."""
    kinds = {kind: getattr(rules.kinds, kind) for kind in KINDS}
    return Prices(
        kinds={kind: rule.hours for kind, rule in kinds.items()},
        asks={kind: rule.ask for kind, rule in kinds.items()},
        manners=terms.reply_hours.model_dump(),
        collaborate=terms.collaborate_hours,
        apology=terms.apology_hours,
        impression=rules.work.impression_price,
    )
