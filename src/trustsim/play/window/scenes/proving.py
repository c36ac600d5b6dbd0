"""Proving the text wrong: one thing is moved, many worlds are played, and the effect is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

import pygame

from trustsim.play.proof import WORLDS, Effect, effect, proof_of, shown, value_name
from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.jobs import Job
from trustsim.play.window.look import SMALL, STRONG, Look
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.widgets.boxes import Column, Row, Spacer
from trustsim.play.window.widgets.button import Button, main_button
from trustsim.play.window.widgets.card import Card, heading
from trustsim.play.window.widgets.choice import Segmented
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.widget import Paint, Role, Size, Widget, role_colour

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

_MARKS: Final[dict[str, tuple[str, Role]]] = {
    "holds": ("circle-check", "good"),
    "fails": ("circle-x", "bad"),
    "open": ("circle-help", "text_muted"),
}


@dataclass(eq=False)
class Interval(Widget):
    """A mean with its interval on a scale that all of a proof's rows share.

    Attributes:
        found: What is drawn; None for an empty scale.
        span: The least and the greatest value of the scale.
        bound: Where the mark stands.
    """

    found: Effect | None
    span: tuple[float, float]
    bound: float
    grow: float = field(default=1, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of a line."""
        return width, look.px(22)

    def draw(self, paint: Paint) -> None:
        """Draw the scale, the mark and the interval."""
        look, theme, rect = paint.look, paint.look.theme, self.rect
        middle = rect.centery
        paint.surface.fill(theme.line, (rect.x, middle, rect.width, look.px(1)))
        mark = self._x(self.bound)
        paint.surface.fill(theme.text, (mark - look.px(1), rect.y, look.px(2), rect.height))
        if self.found is None:
            return
        low, high = self.found.interval
        colour = role_colour(look, _MARKS[self.found.verdict][1])
        left, right = self._x(low), self._x(high)
        bar = pygame.Rect(left, middle - look.px(3), max(look.px(4), right - left), look.px(7))
        brush.box(paint.surface, look, bar, colour, 3)
        brush.disc(paint.surface, look, (self._x(self.found.mean), middle), look.px(6), colour)

    def _x(self, value: float) -> int:
        """Return the pixel of a value."""
        low, high = self.span
        inner = self.rect.inflate(-16, 0)
        return round(inner.x + inner.width * (value - low) / (high - low))


class Proving(Overlay):
    """One claim, one thing to move.

    Attributes:
        proof: What can be moved.
        found: What came of the values that were played.
        index: Which value is chosen.
        job: Worlds being played, in the background; None for none.
    """

    first: ClassVar[str] = "values"
    wide: ClassVar[float] = 800
    high: ClassVar[float] = 680

    def __init__(self, game: Game, claim: str) -> None:
        super().__init__(game)
        self.proof = proof_of(claim)
        self.found: dict[float, Effect] = {}
        self.index = self.proof.values.index(self.proof.usual)
        self.job: Job | None = None
        self.plays_all = False
        self.was_stopped = False

    def title(self) -> str:
        """Return the headline."""
        return say("proof.title", claim=self.proof.claim)

    def content(self) -> Widget:
        """Return the claim, what is moved, and what came of it."""
        claim = self.proof.claim
        values = [value_name(self.proof, value) for value in self.proof.values]
        chosen = self.proof.values[self.index]
        return Column(
            [
                Card(Label(say(f"claim.{claim}"), letter=STRONG, weight="semibold")),
                heading(say("proof.pick")),
                Label(say(f"proof.{claim}.moves")),
                Segmented(values, self.index, self.pick, key="values"),
                self._progress(chosen),
                heading(say(f"proof.{claim}.effect")),
                *(self._row(value) for value in self.proof.values),
                Label(say("proof.note"), letter=SMALL, colour="text_muted"),
            ],
            gap=9,
        )

    def _progress(self, chosen: float) -> Widget:
        """Return how far the worlds are, or what to do."""
        if self.job is not None:
            return Label(self.job.line, letter=SMALL, weight="semibold", colour="accent")
        if self.was_stopped:
            return Label(say("proof.stopped"), letter=SMALL, colour="text_muted")
        return Label(say("proof.hint"), letter=SMALL, colour="text_muted")

    def _row(self, value: float) -> Widget:
        """Return what came of one value."""
        found = self.found.get(value)
        name = value_name(self.proof, value)
        if value == self.proof.usual:
            name = say("proof.usual", value=name)
        verdict = say("proof.empty")
        icon: tuple[str, Role] = ("circle", "text_muted")
        if found is not None:
            low, high = found.interval
            icon = _MARKS[found.verdict]
            verdict = say(f"proof.{found.verdict}")
            tip = say("proof.effect", mean=shown(found.mean), low=shown(low), high=shown(high))
        else:
            tip = ""
        return Row(
            [
                Label(name, letter=SMALL, weight="semibold", grow=0.6),
                Interval(found, self._span(), self.proof.bound, grow=1.4),
                Row([Icon(icon[0], letter=15, colour=icon[1]),
                     Label(verdict, letter=SMALL, colour=icon[1], weight="semibold", grow=1)],
                    gap=6, grow=0.6),
                Label(tip, letter=SMALL, colour="text_muted", grow=0.9),
            ],
            gap=10,
        )  # fmt: skip

    def _span(self) -> tuple[float, float]:
        """Return the scale that all rows share."""
        ends = [self.proof.bound, *(end for one in self.found.values() for end in one.interval)]
        low, high = min(ends), max(ends)
        slack = 0.08 * (high - low) or 1.0
        return low - slack, high + slack

    def foot(self) -> Sequence[Widget]:
        """Return the ways on."""
        if self.job is not None:
            way = Button(say("proof.stop"), self.stop, icon="x", key="all", letter=STRONG)
        else:
            way = Button(say("proof.all"), self.play_all, icon="play", key="all", letter=STRONG)
        return [way, Spacer(grow=1), main_button(say("proof.back"), self.back, key="main")]

    def enter(self, window: object) -> None:
        """Begin with things as they are."""
        super().enter(window)  # type: ignore[arg-type]
        self.play()

    def pick(self, index: int) -> None:
        """Move the thing, and play it."""
        self.index = index
        self.plays_all = False
        if self.job is not None:
            self.job.is_cancelled = True
        else:
            self.play()
        self.choose()

    def play_all(self) -> None:
        """Play every value, one after the other."""
        self.plays_all = True
        self.play()
        self.choose()

    def play(self) -> None:
        """Play the chosen value, or the next if all are wanted; in the background."""
        value = self.proof.values[self.index]
        if self.plays_all:
            left = [value for value in self.proof.values if value not in self.found]
            if not left:
                self.plays_all = False
                return
            value = left[0]
            self.index = self.proof.values.index(value)
        if value in self.found or self.job is not None:
            return
        proof = self.proof
        self.was_stopped = False

        def work(job: Job) -> Effect | None:
            def tell(done: int, count: int) -> bool:
                job.line = say("proof.working", done=done, count=count)
                return not job.is_cancelled

            return effect(proof, value, on_world=tell)

        self.job = Job(say("proof.working", done=0, count=WORLDS), work, lambda _: None)

    def stop(self) -> None:
        """Stop playing."""
        self.plays_all = False
        self.was_stopped = True
        if self.job is not None:
            self.job.is_cancelled = True

    def pass_time(self, seconds: float) -> None:
        """Take up what was played."""
        super().pass_time(seconds)
        job = self.job
        if job is None:
            return
        before, job.seconds = job.seconds, job.seconds + seconds
        if job.is_done:
            self.job = None
            found = job.take()
            if found is not None:
                self.found[found.value] = found
            if not self.was_stopped:
                self.play()
            self.rebuild()
        elif int(before * 5) != int(job.seconds * 5):
            self.rebuild()

    def act(self, action: Action) -> bool:
        """Let Escape stop the work first."""
        if action.act is Act.BACK and self.job is not None and not self.job.is_cancelled:
            self.stop()
            self.rebuild()
            return True
        return super().act(action)

    def leave(self) -> None:
        """Let no work go on that nobody will see."""
        self.stop()
        super().leave()

    def main(self) -> None:
        """Go back to the card."""
        self.back()
