"""The frame of every screen with the town in it: bar above, panel at the side, strip below."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import pygame

from trustsim.play.reasons import why
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.window.actions import POINTER, Act, Action
from trustsim.play.window.interface import Panel
from trustsim.play.window.look import NUMBER, Look
from trustsim.play.window.map.view import MapView
from trustsim.play.window.scenes.people import circle_tip, person_tip
from trustsim.play.window.scenes.scene import Scene
from trustsim.play.window.scenes.stage import Stage
from trustsim.play.window.scenes.why import asker
from trustsim.play.window.scenes.words import amount, money, signed
from trustsim.play.window.widgets.boxes import Padded, Row, Spacer
from trustsim.play.window.widgets.button import Button
from trustsim.play.window.widgets.card import Figure, fit_figures
from trustsim.play.window.widgets.label import Icon, Label
from trustsim.play.window.widgets.notices import Floating, Toasts, tooltip
from trustsim.play.window.widgets.widget import Paint, Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

TIP_AFTER: Final = 0.12
_CLICK: Final = 5


@dataclass(frozen=True)
class Areas:
    """Where the parts of the frame lie."""

    top: pygame.Rect
    side: pygame.Rect
    bottom: pygame.Rect
    map: pygame.Rect


def areas(look: Look, size: tuple[int, int]) -> Areas:
    """Divide the window."""
    width, height = size
    more = look.text_scale - 1
    top = round(look.px(60) * (1 + more * 0.6))
    side = min(round(look.px(392) * (1 + more * 0.35)), round(width * 0.52))
    bottom = min(round(look.px(166) * (1 + more * 0.4)), round(height * 0.34))
    return Areas(
        pygame.Rect(0, 0, width, top),
        pygame.Rect(width - side, top, side, height - top),
        pygame.Rect(0, height - bottom, width - side, bottom),
        pygame.Rect(0, top, width - side, height - top - bottom),
    )


class TownScene(Scene):
    """A screen with the town in it.

    Attributes:
        circle, person: What of the town the side panel speaks of instead of its own; -1 for none.
    """

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        assert game.session is not None
        assert game.stage is not None
        self.session: Session = game.session
        self.stage: Stage = game.stage
        self.circle = -1
        self.person = -1
        self.toasts = Toasts()
        self.ui.keeps_still = True
        self._tip: Floating | None = None
        self._still = 0.0
        self._pointer = (0, 0)
        self._pressed: tuple[int, int] | None = None
        if self.stage.view is not None:
            self.stage.view.hovered = None

    @property
    def view(self) -> MapView:
        """The map."""
        assert self.stage.view is not None
        return self.stage.view

    @abstractmethod
    def side(self) -> Widget:
        """Return what is in the panel at the side."""

    @abstractmethod
    def bottom(self) -> Widget:
        """Return what is in the strip below the map."""

    def panels(self) -> Sequence[Panel]:
        """Return bar, side and strip."""
        rects = areas(self.look, self.size)
        self.stage.fit(self.session, self.look, rects.map)
        return [
            Panel(rects.top, self.head(), edges="b"),
            *self.side_panels(rects.side),
            *self.bottom_panels(rects.bottom),
        ]

    def side_panels(self, rect: pygame.Rect) -> Sequence[Panel]:
        """Return what is at the side: the page of a person or circle, or the screen's own."""
        from trustsim.play.window.scenes.people import circle_page, person_page

        if self.person >= 0:
            inside = person_page(self, self.person)
        elif self.circle >= 0:
            inside = circle_page(self, self.circle)
        else:
            inside = self.side()
        return [Panel(rect, Padded(inside, across=18, down=14), edges="l")]

    def bottom_panels(self, rect: pygame.Rect) -> Sequence[Panel]:
        """Return what is below the map."""
        return [Panel(rect, Padded(self.bottom(), across=16, down=12), edges="t")]

    def head(self) -> Widget:
        """Return the bar above: where the game stands, and where one can go."""
        logo = [
            Icon("lighthouse", letter=26, colour="accent"),
            Label(say("app.name"), letter=NUMBER, weight="bold"),
        ]
        roomy = self.size[0] / self.look.ui_scale / self.look.text_scale > 1100
        buttons = [
            Button("", press, icon=icon, key=f"head.{key}", tip=say(f"head.{key}"), letter=15)
            for key, icon, press in (
                ("goals", "trophy", self.show_goals),
                ("back", "history", self.look_back),
                ("help", "circle-help", self.open_help),
                ("settings", "settings", self.open_settings),
            )
        ]
        start = [*logo, Spacer(10)] if roomy else [logo[0]]
        figures = self.figures()
        gap, whole = self.look.px(9), self.size[0] - 2 * self.look.px(16)
        others = [each.size(self.look, whole)[0] + gap for each in (*start, *buttons)]
        fit_figures(self.look, figures, whole - sum(others) - gap, gap)
        inside = Row([*start, *figures, Spacer(grow=1), *buttons], gap=9)
        return Padded(inside, across=16, down=6)

    def figures(self) -> Sequence[Figure]:
        """Return the numbers of the bar."""
        session = self.session
        left = max(0.0, session.hours_left)
        return self.figures_of(session.campaign.week, left, session.money_left)

    def figures_of(self, week: int, hours: float, money_left: float) -> Sequence[Figure]:
        """Return the numbers of the bar after ``week`` weeks."""
        campaign = self.session.campaign
        report, before = campaign.reports[week], campaign.reports[max(0, week - 1)]
        rows = campaign.record.weeks
        trusting = int(rows[week - 1]["trusting"]) if week else self.stage.trusting_at_start
        clock = Figure(
            say("head.hours", hours=amount(round(hours, 2))),
            say("head.hours_left", hours=amount(round(report.hours, 2))),
            "clock",
        )
        shown = {
            "week": Figure(
                say("head.week", week=min(week + 1, report.weeks)),
                say("head.of_weeks", weeks=report.weeks),
                "calendar",
            ),
            "hours": clock,
            "money": Figure(money(campaign.scenario, money_left), say("head.money"), "wallet"),
            "followers": Figure(
                amount(report.followers),
                say("head.followers", change=signed(report.followers - before.followers))
                if week
                else say("head.followers_first"),
                "users",
                icon_colour="good",
            ),
            "trusting": Figure(amount(trusting), say("head.trusting"), "heart",
                               icon_colour="warm"),
        }  # fmt: skip
        if campaign.is_over and week == campaign.week:
            del shown["hours"]
        for name, figure in shown.items():
            figure.key, figure.tip = f"why.{name}", say("because.ask_tip")
            figure.on_press = asker(self, figure.key, partial(why, self.session, name, week))
        return list(shown.values())

    def circle_actions(self, circle: int) -> list[Widget]:
        """Return what can be done in a circle from its page."""
        return []

    def show_goals(self) -> None:
        """Show the goals and how far each has come."""
        from trustsim.play.window.scenes.goals import Goals

        self.game.over(Goals(self.game))

    def look_back(self) -> None:
        """Look at the weeks that were."""
        if self.session.campaign.week == 0:
            self.game.tell(say("back.nothing"))
            return
        from trustsim.play.window.scenes.back import LookBack

        self.game.over(LookBack(self.game))

    def open_person(self, user: int) -> None:
        """Let the side panel speak of a person."""
        self.person = user
        self.choose()
        self.ui.focus_on("page.close", visibly=self.ui.shows_focus)

    def open_circle(self, circle: int) -> None:
        """Let the side panel speak of a circle."""
        self.circle, self.person = circle, -1
        self.choose()
        self.ui.focus_on("page.close", visibly=self.ui.shows_focus)

    def close_page(self) -> bool:
        """Let the side panel speak of its own again; tell whether it spoke of something else."""
        if self.person >= 0:
            self.person = -1
        elif self.circle >= 0:
            self.circle = -1
        else:
            return False
        self.rebuild()
        self.ui.focus_on(self.first, visibly=False)
        return True

    def leave_page(self) -> None:
        """Go back from the page of a person or circle."""
        self.close_page()

    def handle(self, action: Action) -> bool:
        """Give the map what concerns it, the rest to the panels."""
        if action.act in POINTER:
            self._pointer = action.position
            over_map = self.view.rect.collidepoint(action.position) and not self.ui.held
            if self._pressed is not None or over_map:
                self.ui.handle(Action(Act.POINT, position=action.position))
                return self._handle_map(action)
            self._hover(-1)
        return super().handle(action)

    def act(self, action: Action) -> bool:
        """Do what an action means to the screen as a whole."""
        if action.act is Act.BACK and self.close_page():
            return True
        if action.act is Act.ZOOM_IN:
            self.view.zoom(1.25)
        elif action.act is Act.ZOOM_OUT:
            self.view.zoom(0.8)
        elif action.act is Act.WHOLE_MAP:
            self.view.show_whole()
        elif action.act is Act.LOOK_BACK:
            self.look_back()
        elif action.act is Act.WHY and self.circle < 0:
            self.open_circle(0)
        else:
            return super().act(action)
        return True

    def caption_bounds(self) -> pygame.Rect:
        """Return the foot of the map, beside its legend if there is room."""
        view, gap = self.view, self.look.px(12)
        legend = view.legend.move(view.rect.topleft)
        bounds = view.rect.inflate(-2 * gap, 0)
        if view.rect.right - legend.right > self.look.px(300 * self.look.text_scale):
            left, right = self._free(legend.right + gap, bounds.right, legend)
            if right - left > self.look.px(260 * self.look.text_scale):
                return pygame.Rect(left, bounds.y, right - left, legend.bottom - bounds.y)
        bounds.height = legend.top - gap - bounds.y
        return bounds

    def _free(self, left: int, right: int, legend: pygame.Rect) -> tuple[int, int]:
        """Return the widest stretch beside the legend in which no name stands."""
        band = pygame.Rect(left, legend.y - legend.height, right - left, 2 * legend.height)
        names = sorted(
            (box.left, box.right) for box in self.view.label_rects() if box.colliderect(band)
        )
        edges = [left, *(edge for name in names for edge in name), right]
        stretches = zip(edges[::2], edges[1::2], strict=True)
        return max(stretches, key=lambda stretch: stretch[1] - stretch[0])

    def back(self) -> None:
        """Ask whether to leave the game for the title."""
        from trustsim.play.window.scenes.message import Message

        self.game.over(
            Message(
                self.game,
                say("leave.title"),
                say("leave.text"),
                self.game.show_title,
                say("leave.yes"),
            )
        )

    def _handle_map(self, action: Action) -> bool:
        """Point at people, pan, zoom, and open what is clicked."""
        position = action.position
        if action.act is Act.SCROLL:
            self.view.zoom(1.2 if action.moved[1] > 0 else 1 / 1.2, position)
        elif action.act is Act.GRAB:
            self._pressed = position
            self.ui.shows_focus = False
        elif action.act is Act.DRAG and self._pressed is not None:
            self._hover(-1)
            self.view.pan(action.moved)
        elif action.act is Act.RELEASE and self._pressed is not None:
            start, self._pressed = self._pressed, None
            if abs(start[0] - position[0]) + abs(start[1] - position[1]) <= _CLICK:
                self._click(position)
        elif action.act is Act.POINT:
            user = self.view.person_at(position)
            self._hover(-1 if user is None else user)
        return True

    def _click(self, position: tuple[int, int]) -> None:
        """Open what was clicked."""
        user = self.view.person_at(position)
        circle = self.view.circle_at(position)
        if user is not None:
            self.open_person(user)
        elif circle is not None:
            self.open_circle(circle)
        elif self.person >= 0 or self.circle >= 0:
            self.close_page()

    def _hover(self, user: int) -> None:
        """Note who is under the pointer."""
        now = -1 if self.view.hovered is None else self.view.hovered
        if user != now:
            self.view.hovered = None if user < 0 else user
            self._tip, self._still = None, 0.0

    def pass_time(self, seconds: float) -> None:
        """Let time pass for the map, its tooltip and the toasts."""
        super().pass_time(seconds)
        self.view.pass_time(seconds)
        self.toasts.pass_time(seconds)
        self._still += seconds
        if self._tip is None and self._still >= TIP_AFTER:
            self._make_tip()

    def _make_tip(self) -> None:
        """Say who is under the pointer, or which circle."""
        view, look = self.view, self.look
        if view.hovered is not None:
            lines = person_tip(self.session, view.hovered)
            self._tip = Floating(tooltip(lines, "warm_text"), view.person_rect(view.hovered))
        elif self._still > 4 * TIP_AFTER and self._on_label() is not None:
            circle = self._on_label()
            assert circle is not None
            lines = circle_tip(self.session, circle)
            self._tip = Floating(tooltip(lines), view.circle_rect(circle))
        if self._tip is not None:
            edge = look.px(8)
            bounds = view.rect.inflate(-2 * edge, -2 * edge)
            self._tip.settle(look, bounds, view.label_rects())

    def _on_label(self) -> int | None:
        """Return the circle on whose label the pointer is."""
        x, y = self._pointer[0] - self.view.rect.x, self._pointer[1] - self.view.rect.y
        for circle, box in enumerate(self.view.labels.boxes):
            if box is not None and box.collidepoint(x, y):
                return circle
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the town, the panels, and what floats."""
        self.view.draw(surface)
        self.ui.draw(surface)
        paint = Paint(surface, self.look)
        # Shadows of what floats over the map end where the panels begin.
        surface.set_clip(self.view.rect)
        if self._tip is not None:
            self._tip.draw(paint)
        self.toasts.draw(paint)
        surface.set_clip(None)
        self.ui.draw_tip(surface)
