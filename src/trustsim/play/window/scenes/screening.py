"""What both watching a week and looking back at one are: a film with its controls."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pygame
from numpy.typing import NDArray

from trustsim.market.outcome import Stance
from trustsim.play.strings import say
from trustsim.play.window.actions import Act, Action
from trustsim.play.window.charts.bars import HopBars
from trustsim.play.window.charts.lines import Trend
from trustsim.play.window.interface import Panel
from trustsim.play.window.look import SMALL, STRONG, SUBTITLE, TITLE
from trustsim.play.window.map.events import TURNS_AWAY, Happening, is_kind
from trustsim.play.window.map.film import Film
from trustsim.play.window.map.pace import SPEEDS
from trustsim.play.window.scenes.beats import Beat
from trustsim.play.window.scenes.frame import TownScene
from trustsim.play.window.scenes.meanwhile import FEW_BEATS, meanwhile
from trustsim.play.window.scenes.stage import Showing
from trustsim.play.window.scenes.timeline import Mark, Timeline, clock_short, clock_words
from trustsim.play.window.scenes.words import KIND_ICONS, amount, signed
from trustsim.play.window.steady import hold_collector, release_collector
from trustsim.play.window.widgets.boxes import Column, Padded, Row, Scroll
from trustsim.play.window.widgets.button import Button
from trustsim.play.window.widgets.card import Card, Entry, Figure, heading
from trustsim.play.window.widgets.label import Label
from trustsim.play.window.widgets.notices import Toast
from trustsim.play.window.widgets.widget import Press, Role, Widget

if TYPE_CHECKING:
    from trustsim.play.window.game import Game

LEAST_HOPS: Final = 4
MOST_HOPS: Final = 7
_LIVE_EVERY: Final = 0.12
_NOISE_EVERY: Final = 0.18
_NOISE_TOAST: Final = 2
_TOLD_AT_ONCE: Final = 12
_FOLLOWED: Final = ("followers", "trusting")
"""Numbers of the bar that go with the film."""


class Screening(TownScene):
    """A week on show.

    Attributes:
        showing: The week.
        hour: Where in it one is.
        plays: Whether time goes on by itself.
        speed: How fast, against the film's own pace.
    """

    first = "pause"

    def __init__(self, game: Game, showing: Showing) -> None:
        super().__init__(game)
        self.showing = showing
        self.hour = 0.0
        self.plays = True
        self.speed = 1.0
        self._told = 0
        self._clock = ""
        self._waiting: deque[Iterator[None]] = deque()
        self._since_live = 0.0
        self._since_noise = 1.0
        self._counts = _Counts(showing, self.stage.share_line)
        self._figures: dict[str, Figure] = {}
        self._most_hops = len(showing.film.reach_by_hop(showing.film.end))

    def open_film(self) -> None:
        """Put the film onto the map."""
        self.view.show_film(self.showing.film, self.hour)

    def leave(self) -> None:
        """Let the collector work again."""
        release_collector()
        self.window.tidy_soon()

    def hold(self) -> None:
        """Keep the collector off the path of the frames while the film runs."""
        hold_collector()

    def title(self) -> str:
        """Return the headline of the side panel."""
        return say("watch.title", week=self.showing.week)

    def buttons(self) -> Sequence[Widget]:
        """Return what leads on from here."""
        raise NotImplementedError

    def finished(self) -> None:
        """Go on: the film is over."""

    def figures(self) -> Sequence[Figure]:
        """Return the numbers of the bar; people follow, trust and leave as the film shows it."""
        week = self.showing.week
        reports = self.session.campaign.reports
        found = self.figures_of(week - 1, 0.0, reports[week].money)
        self._figures = {widget.key: widget for widget in found}
        for name in _FOLLOWED:
            if figure := self._figures.get(f"why.{name}"):
                most = max(self._counts.at(name, hour) for hour in (0.0, self.showing.film.end))
                full = 10 ** len(str(most)) - 1
                note = say("head.followers", change=signed(full)) if name == "followers" else ""
                figure.widest = (amount(full), note)
        self._count_figures()
        return found

    def _count_figures(self) -> bool:
        """Bring the numbers of the bar to the hour; tell whether any changed."""
        before = [(figure.value, figure.note) for figure in self._figures.values()]
        for name in _FOLLOWED:
            if figure := self._figures.get(f"why.{name}"):
                figure.value = amount(self._counts.at(name, self.hour))
        if figure := self._figures.get("why.followers"):
            change = self._counts.at("followers", self.hour) - self._counts.at("followers", 0.0)
            figure.note = say("head.followers", change=signed(change))
        return before != [(figure.value, figure.note) for figure in self._figures.values()]

    def side(self) -> Widget:
        """Return what has happened so far, the newest first."""
        self._clock = clock_words(self.hour)
        told = [beat for beat in self.showing.beats if beat.hour <= self.hour]
        if self.plays:
            # Nobody reads further down before the film rests, and then all of it is there.
            told = told[-_TOLD_AT_ONCE:]
        cards: list[Widget] = [
            self._beat(beat, is_newest=index == 0) for index, beat in enumerate(told[::-1])
        ]
        week, is_over = self.showing.week, self.hour >= self.showing.film.end
        has_posts = bool(self.session.campaign.plans[week - 1].posts)
        is_quiet = len(self.showing.beats) <= FEW_BEATS
        if not cards and (has_posts or not is_quiet):
            cards = [Card(Entry(say("watch.quiet"), say("watch.quiet_note"), icon="moon"))]
        if is_quiet:
            cards += meanwhile(self.session.campaign, week, is_over=is_over)
        return Column(
            [
                Column(
                    [
                        Label(self.title(), letter=TITLE, weight="bold"),
                        Label(self._clock, letter=STRONG - 1, colour="text_muted",
                              weight="semibold"),
                    ],
                    gap=0,
                ),
                Scroll(Column(cards, gap=8), key="beats"),
            ],
            gap=9,
        )  # fmt: skip

    def _beat(self, beat: Beat, *, is_newest: bool) -> Widget:
        """Return one beat as a card."""
        entry = Entry(beat.title, beat.note, icon=beat.icon, icon_colour=beat.role,
                      aside=clock_short(beat.hour))  # fmt: skip
        return Card(entry, is_chosen=is_newest, across=12, down=9)

    def side_panels(self, rect: pygame.Rect) -> Sequence[Panel]:
        """Return the story above, how far it travelled and what comes next below."""
        if self.person >= 0 or self.circle >= 0:
            return super().side_panels(rect)
        foot = self._foot()
        wide = rect.width - 2 * self.look.px(18)
        high = foot.size(self.look, wide)[1] + 2 * self.look.px(10)
        high = min(high, rect.height * 6 // 10)
        above = pygame.Rect(rect.x, rect.y, rect.width, rect.height - high)
        below = pygame.Rect(rect.x, above.bottom, rect.width, high)
        self._story = self._story_panel(above)
        return [self._story, Panel(below, Padded(foot, across=18, down=10), edges="l")]

    def _story_panel(self, rect: pygame.Rect) -> Panel:
        """Return the panel of what has happened so far."""
        return Panel(rect, Padded(self.side(), across=18, down=14), edges="l")

    def _foot(self) -> Widget:
        """Return how far the posts travelled, and what leads on."""
        final = self._hops(self.showing.film.end)
        names = [say("watch.straight"), *(say("watch.hops", count=n) for n in range(1, len(final)))]
        self._bars = HopBars(self._hops(self.hour), names, tall=128, most=max(*final, 1),
                             key="hops")  # fmt: skip
        chart: list[Widget] = []
        roomy = self.size[1] / self.look.ui_scale >= 640 * self.look.text_scale**0.5
        if roomy and any(final):
            chart = [heading(say("watch.travelled"), say("watch.travelled_note")), self._bars]
        return Column([*chart, *self.buttons()], gap=8)

    def _hops(self, hour: float) -> list[int]:
        """Return how many were reached by each number of shares, as many bars at every hour."""
        counts = self.showing.film.reach_by_hop(hour)
        padded = np.zeros(max(self._most_hops, LEAST_HOPS), dtype=np.int64)
        padded[: len(counts)] = counts
        folded = padded[:MOST_HOPS].tolist()
        if len(padded) > MOST_HOPS:
            folded[-1] += int(padded[MOST_HOPS:].sum())
        return [int(count) for count in folded]

    def bottom_panels(self, rect: pygame.Rect) -> Sequence[Panel]:
        """Return the controls, and the numbers as they change."""
        look = self.look
        transport = self._transport()
        high = transport.size(look, rect.width - 2 * look.px(16))[1] + 2 * look.px(7)
        above = pygame.Rect(rect.x, rect.y, rect.width, min(high, rect.height))
        below = pygame.Rect(rect.x, above.bottom, rect.width, rect.height - above.height)
        found = [Panel(above, Padded(transport, across=16, down=7), edges="t")]
        if below.height >= look.px(46):
            found.append(Panel(below, Padded(self._live(), across=16, down=5)))
        return found

    def bottom(self) -> Widget:
        """Return the controls."""
        return self._transport()

    def _transport(self) -> Widget:
        """Return the controls of the film."""
        posts = self.session.campaign.reports[self.showing.week].posts
        marks = [
            Mark(float(hour), KIND_ICONS[post.kind], "bad" if post.ask >= 0.25 else "accent")
            for hour, post in zip(self.showing.film.posts, posts, strict=False)
        ]
        self._line = Timeline(self.hour, self.showing.film.end, self.seek, marks=marks,
                              key="timeline", grow=1)  # fmt: skip
        return Row(
            [
                self._control("wave_back", "rewind", lambda: self.step(-1)),
                Button("", self.pause, icon="pause" if self.plays else "play", rank="main",
                       letter=15, key="pause", tip=say("watch.pause")),
                self._control("wave_on", "fast-forward", lambda: self.step(1)),
                Button(say("watch.speed", speed=amount(self.speed)), self.faster, key="speed",
                       tip=say("watch.speed_tip"), letter=SMALL),
                self._line,
            ],
            gap=9,
        )  # fmt: skip

    @staticmethod
    def _control(key: str, icon: str, press: Press) -> Button:
        return Button("", press, icon=icon, key=key, letter=SUBTITLE,
                      tip=say(f"watch.{key}"))  # fmt: skip

    def _live(self) -> Widget:
        """Return the numbers that change while the film runs."""
        self._trends = {
            name: Trend(say(f"trend.{name}"), "", "", [], colour=colour, key=f"live.{name}")
            for name, colour in _LIVE
        }
        self._count()
        return Row(list(self._trends.values()), is_even=True, align="fill", gap=10)

    def _count(self) -> None:
        """Bring the numbers to the hour."""
        reports = self.session.campaign.reports[: self.showing.week]
        for name, trend in self._trends.items():
            past = [float(getattr(r, name, 0)) for r in reports][-12:]
            if name == "turned":
                # No report has it, so what is shown is the week's own course, day by day.
                past = [float(self._counts.at(name, day)) for day in range(0, int(self.hour), 24)]
            elif name != "followers":
                past = past[1:]
            value = float(self._counts.at(name, self.hour))
            trend.value = amount(value)
            trend.values = [*past, value]
            change = value - (past[-1] if past else 0.0)
            trend.change = signed(change) if past and name == "followers" else ""
            trend.is_good = None if change == 0 else change > 0

    def seek(self, hour: float) -> None:
        """Go to an hour; what was told before it isn't told again."""
        self.plays = False
        self._go(hour)
        self.rebuild()

    def _go(self, hour: float) -> None:
        """Be at an hour."""
        self.hour = min(max(0.0, hour), self.showing.film.end)
        self._told = sum(beat.hour <= self.hour for beat in self.showing.beats)
        self._waiting.clear()
        self.view.seek(self.hour)

    def pause(self) -> None:
        """Stop or go on."""
        if self.hour >= self.showing.film.end:
            self._go(0.0)
        self.plays = not self.plays
        self.rebuild()

    def step(self, step: int) -> None:
        """Go to the next or last wave."""
        waves = self.showing.film.waves()
        self.plays = False
        if step > 0:
            later = waves[waves > self.hour + 0.01]
            self._go(float(later[0]) if len(later) else self.showing.film.end)
        else:
            earlier = waves[waves < self.hour - 0.5]
            self._go(float(earlier[-1]) if len(earlier) else 0.0)
        self.rebuild()

    def faster(self, step: int = 1, *, around: bool = True) -> None:
        """Take another speed."""
        at = SPEEDS.index(self.speed) + step
        at = at % len(SPEEDS) if around else min(max(at, 0), len(SPEEDS) - 1)
        self.speed = SPEEDS[at]
        self.rebuild()

    def act(self, action: Action) -> bool:
        """Do what an action means to the film."""
        if action.act is Act.PAUSE:
            self.pause()
        elif action.act in {Act.WAVE_BACK, Act.WAVE_ON}:
            self.step(1 if action.act is Act.WAVE_ON else -1)
        elif action.act in {Act.SLOWER, Act.FASTER}:
            self.faster(1 if action.act is Act.FASTER else -1, around=False)
        elif action.act is Act.REPLAY:
            self._go(0.0)
            self.plays = True
            self.rebuild()
        else:
            return super().act(action)
        return True

    def pass_time(self, seconds: float) -> None:
        """Let the film run."""
        super().pass_time(seconds)
        self._since_noise += seconds
        if not self.plays:
            self._place_toasts()
            return
        self.hour = self.showing.pace.advance(self.hour, seconds, self.speed)
        self.view.seek(self.hour)
        has_told = self._tell()
        if not has_told:
            self._place_toasts()
        self._line.hour = self.hour
        self.ui.redraw_alone("timeline")
        self._since_live += seconds
        # Not in the frame that has drawn the story anew.
        if self._since_live >= _LIVE_EVERY and not has_told:
            self._since_live = 0.0
            self._redraw_numbers()
        if self.hour >= self.showing.film.end - 1e-6:
            self.plays = False
            self.rebuild()
            self.finished()

    def _redraw_numbers(self) -> None:
        """Bring the numbers to the hour, and draw them where they changed."""
        counts = self._hops(self.hour)
        if counts != list(self._bars.counts):
            self._bars.counts = counts
            self.ui.redraw_alone("hops")
        before = [(trend.value, trend.change) for trend in self._trends.values()]
        self._count()
        for (name, trend), old in zip(self._trends.items(), before, strict=True):
            if old != (trend.value, trend.change):
                self.ui.redraw_alone(f"live.{name}")
        if self._count_figures():
            for name in _FOLLOWED:
                self.ui.redraw_alone(f"why.{name}")

    def _tell(self) -> bool:
        """Tell what has happened, and the time of day; return whether the story is another."""
        beats = self.showing.beats
        until = sum(beat.hour <= self.hour for beat in beats)
        if until <= self._told:
            self._told = until
            # Where beats are few the time of day goes on by itself; else they bring it on.
            is_later = len(beats) <= FEW_BEATS and clock_words(self.hour) != self._clock
            if is_later:
                self._rebuild_story()
            return is_later
        for beat in beats[self._told : until]:
            if beat.noise is not None and self._since_noise >= _NOISE_EVERY:
                self._since_noise = 0.0
                self.game.noise(beat.noise)
            if beat.weight >= _NOISE_TOAST and self.game.settings.tips:
                self._waiting.append(self._toast(beat))
        self._told = until
        self._rebuild_story()
        return True

    def _rebuild_story(self) -> None:
        """Build the story at the side anew; nothing else has changed."""
        if self.person >= 0 or self.circle >= 0:
            return
        index = next(at for at, panel in enumerate(self.ui.panels) if panel is self._story)
        self._story = self._story_panel(self._story.rect)
        self.ui.change(index, self._story)

    def _place_toasts(self) -> None:
        """Look for a place of the next toast, one try a frame, so that none takes long."""
        while self._waiting:
            if next(self._waiting[0], self) is not self:
                return
            self._waiting.popleft()

    def _toast(self, beat: Beat) -> Iterator[None]:
        """Show a beat above the map, beside what it speaks of."""
        view = self.view
        about = view.circle_rect(beat.circle) if beat.circle >= 0 else view.brand_rect()
        edge = self.look.px(6)
        bounds = view.rect.inflate(-2 * edge, -2 * edge)
        disc = view.disc_rect(beat.circle) if beat.circle >= 0 else about
        toast = Toast(beat.title, beat.note, beat.icon, beat.role, about, 3.2, disc)
        legend = view.legend.move(view.rect.topleft)
        names = [box for box in view.label_rects() if box != legend]
        people = view.circle_rects()
        yield from self.toasts.showing(toast, self.look, bounds, names, people, [legend])


_LIVE: Final[tuple[tuple[str, Role], ...]] = (
    ("followers", "good"),
    ("reach", "good"),
    ("shares", "warm"),
    ("turned", "bad"),
)


class _Counts:
    """How many of something a film has shown by an hour."""

    def __init__(self, showing: Showing, share_line: float) -> None:
        self._film = film = showing.film
        self._share_line = share_line
        self._kept: dict[tuple[str, int], int] = {}
        self._first = {
            "reach": _first_times(film, Happening.SEE),
            "turned": _first_times(film, *TURNS_AWAY),
            "shares": np.sort(film.times.shown[is_kind(film.events, Happening.SHARE)]),
        }

    def at(self, name: str, hour: float) -> int:
        """Return the count by an hour."""
        if name in _FOLLOWED:
            key = (name, self._film.step(hour))
            if key not in self._kept:
                self._kept[key] = self._in_crowd(name, hour)
            return self._kept[key]
        return int(np.searchsorted(self._first[name], hour, side="right"))

    def _in_crowd(self, name: str, hour: float) -> int:
        """Count followers, or those who would share."""
        crowd = self._film.crowd(hour)
        if name == "followers":
            return int(np.count_nonzero(crowd.stance == Stance.FOLLOWER))
        return int(np.count_nonzero(crowd.trust >= self._share_line))


def _first_times(film: Film, *kinds: Happening) -> NDArray[np.float64]:
    """Return when each person first did something, in order."""
    wanted = is_kind(film.events, *kinds)
    users = film.events["user"][wanted]
    first = np.full(int(users.max(initial=-1)) + 1, np.inf)
    np.minimum.at(first, users, film.times.shown[wanted])
    return np.sort(first[np.isfinite(first)])
