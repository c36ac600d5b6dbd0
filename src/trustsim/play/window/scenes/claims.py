"""Claims: one card each, and the shelf that holds all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from trustsim.campaign.campaign import Campaign
from trustsim.play.cards import CLAIMS, ClaimCard, card, taught
from trustsim.play.proof import PROOFS
from trustsim.play.strings import say
from trustsim.play.window.look import BODY, SMALL, STRONG
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.scenes.why import Asked
from trustsim.play.window.widgets.boxes import Column, Row, Spacer
from trustsim.play.window.widgets.button import Button, main_button
from trustsim.play.window.widgets.card import Card
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Role, Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game


class ClaimSheet(Overlay):
    """One claim: what is said of it, what happened, what is known, what is missing."""

    first: ClassVar[str] = "main"
    wide: ClassVar[float] = 700
    high: ClassVar[float] = 680

    def __init__(self, game: Game, found: ClaimCard) -> None:
        super().__init__(game)
        self.card = found

    def title(self) -> str:
        """Return the headline."""
        return say("card.sheet", id=self.card.id)

    def content(self) -> Widget:
        """Return the four parts."""
        found = self.card
        did = found.did or say("card.nothing")
        return Column(
            [
                _part("quote", "text", found.says, "accent", BODY + 3),
                _part("film", "did", did, "warm"),
                _part("graduation-cap", "research", found.research, "good"),
                _part("eye-off", "leaves", found.leaves_out, "text_muted"),
                Label(say("card.note"), letter=SMALL, colour="text_muted"),
            ],
            gap=10,
        )

    def foot(self) -> Sequence[Widget]:
        """Return the ways on."""
        ways: list[Widget] = []
        if self.card.id in PROOFS:
            ways.append(Button(say("card.prove"), self.prove, icon="search", key="prove",
                               letter=STRONG))  # fmt: skip
        return [*ways, Spacer(grow=1), main_button(say("card.back"), self.back, key="main")]

    def prove(self) -> None:
        """Find where the claim fails."""
        from trustsim.play.window.scenes.proving import Proving

        self.game.over(Proving(self.game, self.card.id))

    def main(self) -> None:
        """Be done."""
        self.back()


def _part(icon: str, key: str, text: str, colour: Role, letter: float = BODY) -> Widget:
    """Return one part of a card."""
    return Card(
        Row(
            [
                Icon(icon, letter=22, colour=colour),
                Column(
                    [
                        Label(say(f"card.{key}"), letter=SMALL, weight="semibold",
                              colour="text_muted"),
                        Label(text, letter=letter),
                    ],
                    gap=2,
                    grow=1,
                ),
            ],
            gap=14,
            align="start",
        )
    )  # fmt: skip


class Shelf(Overlay):
    """All twenty claims."""

    first: ClassVar[str] = "claim.A1"
    wide: ClassVar[float] = 760
    high: ClassVar[float] = 680

    def title(self) -> str:
        """Return the headline."""
        return say("card.shelf_title")

    def content(self) -> Widget:
        """Return a card per claim, those that can be tried marked."""
        cards = [self._card(claim) for claim in CLAIMS]
        note = Label(say("card.shelf_note"), letter=SMALL, colour="text_muted")
        return Column([note, *cards], gap=7)

    def _card(self, claim: str) -> Widget:
        """Return one claim to press."""
        icon = "search" if claim in PROOFS else "chevron-right"
        return Card(
            Row(
                [
                    Label(claim, letter=STRONG, weight="bold", colour="accent"),
                    Label(say(f"claim.{claim}"), grow=1),
                    Icon(icon, letter=16, colour="text_muted"),
                ],
                gap=14,
            ),
            lambda: open_claim(self.game, claim),
            key=f"claim.{claim}",
            tip=say("card.prove") if claim in PROOFS else "",
            across=14,
            down=8,
        )


def claim_line(game: Game, claim: str, key: str = "claim") -> Widget:
    """Return a claim in a line that opens its card."""
    inside = Row(
        [
            Icon("graduation-cap", letter=16, colour="text_muted"),
            Label(say(f"claim.{claim}"), letter=SMALL, grow=1),
        ]
    )
    return Asked(inside, lambda: open_claim(game, claim), key=f"{key}.{claim}",
                 tip=say("card.open_tip"))  # fmt: skip


def taught_lines(game: Game, campaign: Campaign) -> list[Widget]:
    """Return the claims that a scenario teaches, each with its card behind it."""
    return [claim_line(game, claim) for claim in taught(campaign)]


def open_claim(game: Game, claim: str) -> None:
    """Look through the run, if there is one, and show a claim's card."""
    campaign = game.session.campaign if game.session is not None else None
    game.do(
        say("wait.card"),
        lambda: card(claim, campaign),
        lambda found: game.over(ClaimSheet(game, found)),
    )
