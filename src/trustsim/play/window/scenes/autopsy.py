"""One post taken apart: its tree, who met it how, who carried it over, who nearly did."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

import pygame

from trustsim.campaign.report import PostResult
from trustsim.explain.autopsy import Autopsy, Meeting, autopsy
from trustsim.play.people import name_of
from trustsim.play.strings import say
from trustsim.play.tales import told
from trustsim.play.trees import places
from trustsim.play.window import brush
from trustsim.play.window.charts.bars import Part, StackedBar
from trustsim.play.window.colours import mix
from trustsim.play.window.look import SMALL, TINY, Look
from trustsim.play.window.placing import Label as Name
from trustsim.play.window.placing import lay_labels
from trustsim.play.window.scenes.overlay import Overlay
from trustsim.play.window.scenes.words import amount, place_name, topic_name
from trustsim.play.window.widgets.boxes import Column, Row
from trustsim.play.window.widgets.card import Card, Entry, heading
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.widget import Paint, Size, Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

MOST_NEARLY: Final = 3
MOST_BRIDGES: Final = 4
_NAMED: Final = 8


@dataclass(eq=False)
class CascadeTree(Widget):
    """The tree of those who passed a post on, its root in the middle, a ring for each hop.

    Attributes:
        found: The post taken apart.
        circle_of: Index of the circle of each sharer, by user.
        tall: Its height, in lengths of the design.
    """

    found: Autopsy
    circle_of: dict[int, int]
    tall: float = field(default=330, kw_only=True)

    def size(self, look: Look, width: int) -> Size:
        """Return the width there is and its height."""
        return width, look.px(self.tall)

    def draw(self, paint: Paint) -> None:
        """Draw the rings, the ways, the sharers, and the names of the widest."""
        look, theme = paint.look, paint.look.theme
        centre = self.rect.center
        reach = min(self.rect.size) // 2 - look.px(16)
        depth = max(1, self.found.depth)
        for hop in range(1, depth + 1):
            radius = round(reach * hop / depth)
            pygame.draw.aacircle(paint.surface, theme.line, centre, radius, 1)
            text = look.text(str(hop), TINY, theme.text_muted)
            paint.surface.blit(text, text.get_rect(center=(centre[0], centre[1] - radius)))
        places = self._places(reach / depth)
        way = mix(theme.panel, theme.light, 0.6)
        for user, branch in self.found.branches.items():
            for child in branch.children:
                start, end = places[user], places[child]
                pygame.draw.aaline(paint.surface, way, start, end, max(1, look.px(1.3)))
        widest = sorted(self.found.branches.values(), key=lambda one: -one.reached)
        named = [one.user for one in widest[: _NAMED + 1] if one.user >= 0]
        for user, branch in self.found.branches.items():
            self._draw_sharer(paint, user, places[user], branch.reached)
        for user, box in self.names(look, named, places).items():
            self._draw_name(paint, user, box)

    def names(
        self, look: Look, named: Sequence[int], places: dict[int, tuple[float, float]]
    ) -> dict[int, pygame.Rect]:
        """Return the places of names, each beside its own; who finds no room has none."""
        wanted, taken = [], [self._spot(look, -1, places[-1], 0)] if -1 in places else []
        for user in named:
            spot = self._spot(look, user, places[user], self.found.branches[user].reached)
            taken.append(spot)
            wide = look.text_width(name_of(user), TINY, "semibold") + look.px(6)
            size = wide, look.line_height(TINY)
            wanted.append(Name(spot, size, self.found.branches[user].reached))
        boxes = lay_labels(wanted, self.rect, taken, look.px(2))
        return {u: box for u, box in zip(named, boxes, strict=True) if box is not None}

    @staticmethod
    def _spot(look: Look, user: int, place: tuple[float, float], reached: int) -> pygame.Rect:
        """Return where a sharer is drawn."""
        radius = look.px(11 if user < 0 else min(13.0, 3.5 + 1.1 * math.sqrt(reached)))
        spot = pygame.Rect(0, 0, 2 * radius, 2 * radius)
        spot.center = round(place[0]), round(place[1])
        return spot

    def _draw_sharer(
        self, paint: Paint, user: int, place: tuple[float, float], reached: int
    ) -> None:
        """Draw one sharer, the larger the more it reached."""
        look, theme = paint.look, paint.look.theme
        spot = self._spot(look, user, place, reached)
        if user < 0:
            brush.disc(paint.surface, look, spot.center, spot.width // 2, theme.accent)
            return
        radius = spot.width // 2
        tint = theme.circles[self.circle_of[user] % len(theme.circles)]
        fill = mix(tint, theme.text, 0.25) if theme.is_dark else mix(tint, theme.text, 0.12)
        brush.disc(paint.surface, look, spot.center, radius + look.px(1.5), theme.panel)
        brush.disc(paint.surface, look, spot.center, radius, fill)

    def _draw_name(self, paint: Paint, user: int, box: pygame.Rect) -> None:
        """Write who it is."""
        look, theme = paint.look, paint.look.theme
        back = pygame.Surface(box.size)
        back.fill(theme.panel)
        back.set_alpha(170)
        paint.surface.blit(back, box)
        text = look.text(name_of(user), TINY, theme.text, "semibold")
        paint.surface.blit(text, text.get_rect(center=box.center))

    def _places(self, step: float) -> dict[int, tuple[float, float]]:
        """Return where each sharer lies, in pixels."""
        middle = self.rect.center
        found = places(self.found.branches)
        return {u: (middle[0] + x * step, middle[1] + y * step) for u, (x, y) in found.items()}


class AutopsySheet(Overlay):
    """One post of a past week, taken apart."""

    wide: ClassVar[float] = 940
    high: ClassVar[float] = 640

    def __init__(self, game: Game, result: PostResult, found: Autopsy) -> None:
        super().__init__(game)
        assert game.session is not None
        self.campaign = game.session.campaign
        self.result, self.found = result, found

    def title(self) -> str:
        """Return the headline."""
        return say("autopsy.title", post=say(f"posted.{self.result.kind}"),
                   topic=topic_name(self.result.topic),
                   place=place_name(self.campaign.scenario, self.result.audience))  # fmt: skip

    def content(self) -> Widget:
        """Return tree and reasons, side by side if there is room."""
        tree, reasons = self._tree(), self._reasons()
        if self.size[0] / self.look.ui_scale / self.look.text_scale < 1000:
            return Column([tree, reasons], gap=14)
        tree.grow = reasons.grow = 1
        return Row([tree, reasons], gap=24, align="start")

    def _tree(self) -> Widget:
        """Return the tree, or a word on why there is none."""
        if self.found.size < 2:
            return Card(Entry(say("autopsy.alone"), say("autopsy.alone_note"), icon="moon"))
        circles = self.campaign.market.world.people.circle
        where = {user: int(circles[user]) for user in self.found.branches if user >= 0}
        note = say("autopsy.tree_note", shares=self.found.size - 1, depth=self.found.depth,
                   breadth=self.found.breadth,
                   virality=amount(round(self.found.structural_virality, 2)))  # fmt: skip
        return Column(
            [
                heading(say("autopsy.tree")),
                Label(note, letter=SMALL, colour="text_muted"),
                CascadeTree(self.found, where),
            ],
            gap=6,
        )

    def _reasons(self) -> Widget:
        """Return who met it how, who carried it over, and who nearly passed it on."""
        counts = self.found.counts()
        bar = StackedBar(
            [
                Part(counts["shared"], say("autopsy.shared"), "warm"),
                Part(counts["read"], say("autopsy.read"), "good"),
                Part(counts["scrolled"], say("autopsy.scrolled"), "text_muted"),
                Part(counts["missed"], say("autopsy.missed"), "line", is_hollow=True),
            ]
        )
        parts: list[Widget] = [
            heading(say("autopsy.met", count=len(self.found.meetings))),
            bar,
        ]
        if self.found.bridges:
            parts.append(heading(say("autopsy.bridges")))
            parts += [
                Label(say("autopsy.bridge", name=name_of(bridge.user),
                          origin=self._circle(bridge.origin), target=self._circle(bridge.target),
                          count=bridge.brought), letter=SMALL)
                for bridge in self.found.bridges[:MOST_BRIDGES]
            ]  # fmt: skip
        if self.found.nearly:
            parts.append(heading(say("autopsy.nearly")))
            parts += [self._nearly(one) for one in self.found.nearly[:MOST_NEARLY]]
        return Column(parts, gap=8)

    def _circle(self, index: int) -> str:
        """Return the name of a circle."""
        return told(self.campaign.scenario).population.circles[index].name

    def _nearly(self, met: Meeting) -> Widget:
        """Return why somebody who read it did not pass it on."""
        names = ", ".join(say(f"factor.{name}") for name in met.missing)
        note = say("autopsy.missing", names=names) if names else say("autopsy.not_missing")
        title = say("autopsy.chance", name=name_of(met.user), chance=f"{met.share_probability:.0%}",
                    dice=f"{met.share_draw:.0%}")  # fmt: skip
        return Card(Entry(title, note, icon="user"), across=10, down=8)


def open_autopsy(game: Game, result: PostResult) -> None:
    """Take a post apart, and show it."""
    assert game.session is not None
    campaign = game.session.campaign
    game.do(
        say("wait.autopsy"),
        lambda: autopsy(campaign, result.post),
        lambda found: game.over(AutopsySheet(game, result, found)),
    )
