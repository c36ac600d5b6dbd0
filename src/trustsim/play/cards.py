"""Claim cards: what the text says, what this run did, what research says, what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trustsim.campaign.campaign import Campaign
from trustsim.errors import UnknownName
from trustsim.play.strings import say
from trustsim.play.witness import WITNESSES

CLAIMS: Final = tuple(WITNESSES)
"""The claims, in the order of docs/model.md."""


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """One claim with what there is to say for and against it.

    Attributes:
        id: such as ``A4``. ``says``: the claim.
        did: what the model did in one run; empty without one.
        research: what studies found, with their names.
        leaves_out: what the model does not have.
    """

    id: str
    says: str
    did: str
    research: str
    leaves_out: str


def card(claim: str, campaign: Campaign | None = None) -> ClaimCard:
    """Return the card of one claim.

    Args:
        claim: its name, such as ``A4``.
        campaign: a run to look at, recorded at level ``full``.

    Raises:
        UnknownName: there is no such claim.
    """
    name = claim.upper()
    if name not in WITNESSES:
        raise UnknownName("claim", claim, CLAIMS)
    did = ""
    if campaign is not None and (campaign.week or name in ("A1", "B7")):
        key, values = WITNESSES[name](campaign)
        did = say(f"card.{name}.{key}", **values)
    return ClaimCard(name, say(f"claim.{name}"), did, say(f"card.{name}.research"),
                     say(f"card.{name}.leaves"))  # fmt: skip


def cards(campaign: Campaign | None = None) -> list[ClaimCard]:
    """Return every card."""
    return [card(claim, campaign) for claim in CLAIMS]


def taught(campaign: Campaign) -> list[str]:
    """Return the claims that a campaign's scenario teaches and that there are cards of."""
    return [claim for claim in campaign.scenario.teaches if claim in WITNESSES]
