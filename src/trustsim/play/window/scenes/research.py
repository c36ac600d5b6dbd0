"""Research: the report's findings, found out behind the screen, and what shows them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pygame

from trustsim.explain.luck import WORLDS, Luck
from trustsim.play.findings import Step
from trustsim.play.numbers import amount
from trustsim.play.page import luck_lines
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.window import brush
from trustsim.play.window.charts.axes import Axes, compact, draw_x_labels, ticks
from trustsim.play.window.colours import mix
from trustsim.play.window.jobs import Job
from trustsim.play.window.look import SMALL, TINY, Look
from trustsim.play.window.widgets.boxes import Column, Row
from trustsim.play.window.widgets.button import Button
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Paint, Size, Widget, role_colour

if TYPE_CHECKING:
    from trustsim.play.window.interface import Interface

_BREATH: Final = 0.002
"""Seconds that the work rests after each world, so that frames come on time."""
_BINS: Final = 48
_LOOKS: Final = 4


@dataclass(eq=False)
class Research:
    """The work on one game's findings.

    Attributes:
        session: The game.
        step, done, count: What is at work, and how far it is.
        is_stopped: Whether the player has stopped it.
    """

    session: Session
    step: Step = "posts"
    done: int = 0
    count: int = 1
    is_stopped: bool = False
    _job: Job | None = field(default=None, init=False)
    _seen: tuple[bool, ...] = field(default=(), init=False)
    _since: float = field(default=0.0, init=False)

    def begin(self) -> None:
        """Go on with what is missing."""
        findings, campaign = self.session.findings, self.session.campaign
        if findings.is_whole or self._job is not None or not campaign.week:
            return
        self.is_stopped = False

        def work(job: Job) -> None:
            def tell(step: Step, done: int, count: int) -> bool:
                self.step, self.done, self.count = step, done, count
                time.sleep(_BREATH)
                return not job.is_cancelled

            findings.find(campaign, tell, WORLDS)

        self._job = Job("", work, lambda _: None)

    @property
    def is_working(self) -> bool:
        """Whether something is being found out."""
        return self._job is not None

    def stop(self) -> None:
        """Stop after the world that is being played; what was found stays."""
        self.is_stopped = True
        if self._job is not None:
            self._job.is_cancelled = True

    def wait(self) -> None:
        """Wait until it has stopped."""
        if self._job is not None:
            self._job.wait()

    def poll(self, seconds: float, ui: Interface) -> bool:
        """Tell whether there is something new to show; keep the progress on show fresh."""
        job, findings = self._job, self.session.findings
        if job is not None and job.is_done:
            self._job = None
            job.take()
        before, self._since = self._since, self._since + seconds
        if self._job is not None and int(before * _LOOKS) != int(self._since * _LOOKS):
            ui.redraw("progress")
        seen = (findings.best is None, findings.luck is None, findings.turning is None,
                self._job is None)  # fmt: skip
        is_new, self._seen = seen != self._seen, seen
        return is_new


@dataclass(eq=False)
class Progress(Widget):
    """A bar that shows how far research is.

    Attributes:
        research: Whose.
    """

    research: Research

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and the height of the text and a bar."""
        return width, len(self._lines(look, width)) * look.line_height(SMALL) + look.px(14)

    def draw(self, paint: Paint) -> None:
        """Draw the text, then the bar."""
        look, theme, research = paint.look, paint.look.theme, self.research
        for number, line in enumerate(self._lines(look, self.rect.width)):
            text = look.text(line, SMALL, theme.text, "semibold")
            paint.surface.blit(text, self.rect.move(0, number * look.line_height(SMALL)))
        bar = pygame.Rect(self.rect.x, self.rect.bottom - look.px(9), self.rect.width, look.px(8))
        brush.box(paint.surface, look, bar, theme.card_raised, 4, theme.line)
        full = bar.copy()
        full.width = round(bar.width * research.done / max(1, research.count))
        if full.width > look.px(4):
            brush.box(paint.surface, look, full, theme.accent, 4)

    def _lines(self, look: Look, width: int) -> tuple[str, ...]:
        """Return how far it is, in words."""
        research = self.research
        text = say(f"research.{research.step}", done=research.done, count=research.count)
        return look.wrap(text, width, SMALL, "semibold")


@dataclass(eq=False)
class Worlds(Widget):
    """What the same plans came to in other worlds, a dot each, and where this run stands.

    Attributes:
        luck: The worlds.
        tall: Its height, in lengths of the design.
    """

    luck: Luck
    tall: float = field(default=112, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and its height."""
        return width, round(look.px(self.tall) * (1 + (look.text_scale - 1) * 0.6))

    def draw(self, paint: Paint) -> None:
        """Draw the middle half, the dots in stacks, and this run."""
        look, theme = paint.look, paint.look.theme
        top, bottom = look.line_height(SMALL) + look.px(4), look.line_height(TINY) + look.px(6)
        high = self.rect.height - top - bottom
        area = pygame.Rect(self.rect.x, self.rect.y + top, self.rect.width, high)
        area.inflate_ip(-look.px(12), 0)
        values = [world.value for world in self.luck.worlds]
        least, most = min(*values, self.luck.own), max(*values, self.luck.own)
        if most <= least:
            least, most = least - 1.0, most + 1.0
        axes = Axes(area, (least, most), (0, 1))
        first, _, last = self.luck.band
        band = pygame.Rect(round(axes.x(first)), area.y, 0, area.height)
        band.width = max(look.px(2), round(axes.x(last)) - band.x)
        brush.box(paint.surface, look, band, mix(theme.card, theme.good, 0.16), 4)
        self._draw_dots(paint, axes, values)
        paint.surface.fill(theme.line, (area.x, area.bottom, area.width, look.px(1)))
        labels = [(value, compact(value)) for value in ticks(least, most, most=5)]
        draw_x_labels(paint.surface, look, axes, labels)
        self._draw_own(paint, axes)

    def _draw_dots(self, paint: Paint, axes: Axes, values: Sequence[float]) -> None:
        """Draw a dot per world, stacked where they fall together."""
        look, area = paint.look, axes.area
        low, high = axes.x_range
        stacks: dict[int, int] = {}
        for value in sorted(values):
            at = min(_BINS - 1, int((value - low) / (high - low) * _BINS))
            stacks[at] = stacks.get(at, 0) + 1
        tallest = max(stacks.values())
        step = min(area.width / _BINS, area.height / tallest)
        wide = area.width / _BINS
        radius = max(1, round(step * 0.42))
        for at, count in stacks.items():
            x = round(area.x + (at + 0.5) * wide)
            for place in range(count):
                y = round(area.bottom - (place + 0.5) * step)
                if step > 0.7 * wide:
                    brush.disc(paint.surface, look, (x, y), radius, look.theme.good)
                    continue
                # A stack too high for dots: as wide as they were, and flatter.
                bar = pygame.Rect(0, 0, max(2, round(0.8 * wide)), max(1, round(0.8 * step)))
                bar.center = x, y
                paint.surface.fill(look.theme.good, bar)

    def _draw_own(self, paint: Paint, axes: Axes) -> None:
        """Draw this run as a line with its name."""
        look, theme, area = paint.look, paint.look.theme, axes.area
        x = round(axes.x(self.luck.own))
        warm = role_colour(look, "warm")
        paint.surface.fill(warm, (x - look.px(1), area.y - look.px(2), look.px(3),
                                  area.height + look.px(2)))  # fmt: skip
        text = say("research.own", own=amount(round(self.luck.own, 2)))
        name = look.text(text, SMALL, theme.text, "semibold")
        box = name.get_rect(midbottom=(x, area.y - look.px(2)))
        box.clamp_ip(self.rect)
        paint.surface.blit(name, box)


def luck_parts(research: Research, tall: float = 112) -> list[Widget]:
    """Return the verdict and the worlds, or how far they are."""
    session = research.session
    luck = session.findings.luck
    parts: list[Widget] = []
    if luck is not None:
        for sentence in luck_lines(session):
            parts.append(Label(sentence, letter=SMALL, weight="semibold"))
        parts.append(Worlds(luck, tall=tall))
        low, middle, high = (amount(round(value, 2)) for value in luck.band)
        parts.append(Label(say("research.band", measure=say(f"measure.{luck.measure}"), low=low,
                               high=high, middle=middle, count=len(luck.worlds)),
                           letter=SMALL, colour="text_muted"))  # fmt: skip
    if research.is_working:
        stop = Button(say("research.stop"), research.stop, icon="x", key="research", letter=SMALL)
        parts.append(Row([Column([Progress(research, key="progress")], grow=1), stop], gap=10))
    elif not session.findings.is_whole and session.campaign.week:
        go = Button(say("research.go"), research.begin, icon="play", key="research", letter=SMALL)
        note = Label(say("research.stopped"), letter=SMALL, colour="text_muted", grow=1)
        parts.append(Row([note, go], gap=10))
    return parts
