"""What if: one past week decided otherwise, both futures side by side on the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.campaign.plan import Plan
from trustsim.campaign.record import Row as Week
from trustsim.explain.turning import alternatives
from trustsim.explain.whatif import WhatIf, what_if, without
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.window.charts.lines import LineChart, Series
from trustsim.play.window.interface import Panel
from trustsim.play.window.look import SMALL, STRONG, SUBTITLE, TITLE, Look
from trustsim.play.window.map.view import MapView
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.scenes.scene import Scene
from trustsim.play.window.scenes.town import crowd_of
from trustsim.play.window.scenes.words import KIND_ICONS, amount, place_name, signed
from trustsim.play.window.widgets.boxes import Column, Padded, Row, Scroll, Spacer
from trustsim.play.window.widgets.button import Button, main_button
from trustsim.play.window.widgets.card import Card, Entry, heading
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Role, Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

MOST_RINGS: Final = 260
"""People who are ringed; where more differ, those who differ most."""
_MOVED: Final = 0.03
_PULSE: Final = 1.6
_CHART, _NUMBERS = 1.2, 1.0
"""Parts of the foot's width."""
_ICONS: Final = {"nothing": "moon", "give": "book-open", "ask": "badge-percent",
                 "talk": "messages-square"}  # fmt: skip
_SHOWN: Final[tuple[tuple[str, str, int], ...]] = (
    ("followers", "trend.followers", 1),
    ("trusting", "trend.trusting", 1),
    ("sales", "what_if.sales", 1),
    ("shares", "trend.shares", 1),
    ("mutes", "reckon.muted", -1),
)
"""What is compared: column of the record, key of its name, and which way is better."""


class AskWhatIf(Overlay):
    """Which week is to be decided otherwise, and how."""

    first: ClassVar[str] = "other.0"
    wide: ClassVar[float] = 620

    def __init__(self, game: Game, week: int) -> None:
        super().__init__(game)
        assert game.session is not None
        self.session: Session = game.session
        self.week = week

    def title(self) -> str:
        """Return the headline."""
        return say("what_if.title", week=self.week)

    def content(self) -> Widget:
        """Return what the week can be swapped for."""
        cards = [self._card(index, *other) for index, other in enumerate(self.choices())]
        return Column([Label(say("what_if.text"), colour="text_muted"), *cards], gap=9)

    def _card(self, index: int, title: str, note: str, icon: str, plan: Plan) -> Widget:
        """Return one thing to swap the week for."""
        entry = Entry(title, note, icon=icon)
        return Card(entry, lambda: self.play(plan, title), key=f"other.{index}")

    def choices(self) -> list[tuple[str, str, str, Plan]]:
        """Return title, note, icon and plan of everything else one could have done."""
        campaign = self.session.campaign
        plan, report = campaign.plans[self.week - 1], campaign.reports[self.week - 1]
        found = [
            (say(f"what_if.{name}.title"), say(f"what_if.{name}.note"), _ICONS[name], other)
            for name, other in alternatives(plan, report).items()
        ]
        if len(plan.posts) > 1:
            for number, post in enumerate(plan.posts, start=1):
                title = say("what_if.without", post=say(f"posted.{post.kind}"))
                place = place_name(campaign.scenario, post.audience)
                note = say("what_if.without_note", day=say(f"day.{post.day}"), place=place)
                found.append((title, note, KIND_ICONS[post.kind], without(plan, [number])))
        return found

    def foot(self) -> Sequence[Widget]:
        """Return the way to other weeks."""
        last = self.session.campaign.week
        earlier = Button(say("back.earlier"), lambda: self.go(-1), icon="chevron-left",
                         key="earlier")  # fmt: skip
        later = Button(say("back.later"), lambda: self.go(1), icon="chevron-right", key="later")
        earlier.is_enabled, later.is_enabled = self.week > 1, self.week < last
        mattered = Button(say("end.mattered"), self.mattered, icon="star", key="mattered",
                          tip=say("end.mattered_tip"))  # fmt: skip
        return [earlier, later, Spacer(grow=1), mattered]

    def mattered(self) -> None:
        """Find out which weeks mattered so far, and how much was luck."""
        from trustsim.play.window.scenes.mattered import open_mattered

        self.window.pop()
        open_mattered(self.game)

    def go(self, step: int) -> None:
        """Ask about another week."""
        self.week += step
        self.choose()

    def play(self, plan: Plan, title: str) -> None:
        """Play the other future, and show both."""
        campaign, week, game = self.session.campaign, self.week, self.game

        def show(found: WhatIf) -> None:
            self.window.pop()
            game.over(TwoFutures(game, found, title))

        game.do(say("wait.what_if"), lambda: what_if(campaign, week, plan), show)


class TwoFutures(Scene):
    """Both futures of one changed week; who ends otherwise glows."""

    def __init__(self, game: Game, found: WhatIf, change: str) -> None:
        super().__init__(game)
        assert game.stage is not None
        self.stage = game.stage
        self.found, self.change = found, change
        self._seconds = 0.0
        self._views: list[MapView] = []
        self._moved = _moved(found)

    def fit(self, look: Look, size: tuple[int, int]) -> None:
        """Take a new size or look: two maps, side by side."""
        top = Padded(self._head(), across=20, down=10).size(look, size[0])[1]
        bottom = min(self._foot_height(look, size[0]), size[1] // 2)
        half, high = size[0] // 2, size[1] - top - bottom
        worlds = (self.found.was.market.world, self.found.would_be.market.world)
        rects = [pygame.Rect(0, top, half, high), pygame.Rect(half, top, size[0] - half, high)]
        if not self._views:
            for world, rect in zip(worlds, rects, strict=True):
                view = MapView(self.stage.seats, crowd_of(world), look, rect)
                self._views.append(view)
        for view, rect in zip(self._views, rects, strict=True):
            view.shows_legend = False
            view.fit(look, rect)
        self._top, self._bottom = top, bottom
        super().fit(look, size)

    def panels(self) -> Sequence[Panel]:
        """Return the headlines above, the numbers below."""
        width, height = self.size
        above = pygame.Rect(0, 0, width, self._top)
        below = pygame.Rect(0, height - self._bottom, width, self._bottom)
        return [
            Panel(above, Padded(self._head(), across=20, down=10), edges="b"),
            Panel(below, Padded(self._foot(), across=20, down=12), edges="t"),
        ]

    def _head(self) -> Widget:
        """Return the question, and the names of both futures."""
        return Column(
            [
                Row(
                    [
                        Label(say("what_if.head", week=self.found.week, change=self.change),
                              letter=TITLE, weight="bold", grow=1),
                        Button("", self.back, icon="x", key="close", tip=say("overlay.close")),
                    ]
                ),
                Row(
                    [
                        Label(say("what_if.was"), letter=SUBTITLE, weight="semibold"),
                        Label(say("what_if.would_be"), letter=SUBTITLE, weight="semibold",
                              colour="accent"),
                    ],
                    is_even=True,
                ),
            ],
            gap=6,
        )  # fmt: skip

    def _foot_height(self, look: Look, width: int) -> int:
        """Return how high the foot is where nothing in it has to be scrolled."""
        room = round((width - 2 * look.px(20)) * _NUMBERS / (_NUMBERS + _CHART)) - look.px(26)
        parts = (self._rows(), self._buttons())
        return sum(part.size(look, room)[1] for part in parts) + look.px(2 * 12 + 8 + 6)

    def _foot(self) -> Widget:
        """Return how many end otherwise, the weeks, and the numbers."""
        chart, numbers = self._chart(), self._numbers()
        chart.grow, numbers.grow = _CHART, _NUMBERS
        return Row([chart, numbers], gap=26, align="fill")

    def _chart(self) -> Widget:
        """Return followers and those who would share, week by week, in both futures."""
        was, would_be = self.found.was.record.weeks, self.found.would_be.record.weeks
        lines = [
            Series(_column(was, "followers"), "text_muted", say("what_if.was_short"),
                   is_dashed=True),
            Series(_column(would_be, "followers"), "accent", say("what_if.would_short")),
        ]  # fmt: skip
        chart = LineChart(lines, tall=90, first=1, marks=[(self.found.week, say("what_if.here"))],
                          grow=1)  # fmt: skip
        return Column([heading(say("trend.followers"), say("end.weeks")), chart], gap=4)

    def _numbers(self) -> Widget:
        """Return the numbers of both futures beside each other, and the ways on."""
        return Column([Scroll(self._rows(), key="numbers"), self._buttons()], gap=8)

    def _rows(self) -> Widget:
        """Return the numbers, line by line."""
        users = self.found.was.market.world.users
        touched = len(self.found.touched)
        rows = [self._line(*shown) for shown in _SHOWN]
        parts: list[Widget] = [
            Label(say("what_if.touched", count=touched, users=amount(users)), letter=SMALL,
                  colour="text_muted"),
            *rows,
        ]  # fmt: skip
        if self.found.left_out:
            parts.append(Label(say("what_if.left_out"), letter=SMALL, colour="text_muted"))
        return Column(parts, gap=5)

    def _buttons(self) -> Widget:
        """Return the ways on."""
        return Row(
            [
                Button(say("what_if.another"), self.another, icon="git-branch", key="another",
                       letter=STRONG),
                main_button(say("what_if.back"), self.back, key="main"),
            ],
            gap=8,
        )  # fmt: skip

    def _line(self, column: str, key: str, better: int) -> Widget:
        """Return one number in both futures, and the difference."""
        was, would_be = (
            _value(side.record.weeks, column) for side in (self.found.was, self.found.would_be)
        )
        change = would_be - was
        role: Role = "text_muted"
        if change:
            role = "good" if change * better > 0 else "bad"
        return Row(
            [
                Label(say(key), letter=SMALL, grow=1.6),
                Label(amount(was), letter=SMALL, colour="text_muted", align="right", grow=1),
                Label(amount(would_be), letter=SMALL, weight="semibold", align="right", grow=1),
                Label(signed(change), letter=SMALL, weight="semibold", colour=role,
                      align="right", grow=1),
            ],
            gap=8,
        )  # fmt: skip

    def another(self) -> None:
        """Ask about something else."""
        week = self.found.week
        self.window.pop()
        self.game.over(AskWhatIf(self.game, week))

    def main(self) -> None:
        """Go back."""
        self.back()

    def pass_time(self, seconds: float) -> None:
        """Let the rings breathe."""
        super().pass_time(seconds)
        self._seconds += seconds
        for view in self._views:
            view.pass_time(seconds)

    def draw_ground(self, surface: pygame.Surface) -> None:
        """Draw both towns, and ring who ends otherwise."""
        surface.fill(self.look.theme.background)
        for view in self._views:
            view.draw(surface)
        self._draw_rings(surface, self._views[1])
        line = self._views[1].rect
        surface.fill(self.look.theme.line, (line.x, line.y, self.look.px(1), line.height))

    def _draw_rings(self, surface: pygame.Surface, view: MapView) -> None:
        """Ring those who end otherwise in the other future: up or down by the shape."""
        look, theme = self.look, self.look.theme
        wave = 0.0
        if not look.reduces_motion:
            wave = abs((self._seconds / _PULSE) % 2 - 1)
        for user, gains in self._moved:
            box = view.person_rect(user)
            colour = theme.good if gains else theme.bad
            radius = box.width // 2 - look.px(2 - 1.5 * wave)
            if gains:
                pygame.draw.aacircle(surface, colour, box.center, radius, max(1, look.px(1.4)))
            else:
                square = pygame.Rect(0, 0, 2 * radius, 2 * radius)
                square.center = box.center
                pygame.draw.rect(surface, colour, square, max(1, look.px(1.4)))


def _moved(found: WhatIf) -> list[tuple[int, bool]]:
    """Return who ends otherwise, those who differ most first, and whether they gain."""
    was, would_be = found.was.market.world, found.would_be.market.world
    gain: NDArray[np.float64] = would_be.trust(0) - was.trust(0)
    stance = was.stance[0] != would_be.stance[0]
    weight = np.abs(gain) + stance
    order = np.argsort(-weight, kind="stable")[:MOST_RINGS]
    return [(int(user), bool(gain[user] >= 0)) for user in order if weight[user] > _MOVED]


def _column(weeks: Sequence[Week], name: str) -> list[float]:
    """Return one column of the weeks."""
    return [float(row[name]) for row in weeks]


def _value(weeks: Sequence[Week], name: str) -> float:
    """Return what a future came to: the last week's state, or the sum of what weeks brought."""
    column = _column(weeks, name)
    return column[-1] if name in {"followers", "trusting"} else sum(column)


def ask(game: Game, week: int) -> None:
    """Ask what is to be decided otherwise."""
    game.over(AskWhatIf(game, week))
