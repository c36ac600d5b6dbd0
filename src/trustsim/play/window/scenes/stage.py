"""The stage: the town of one game, kept from screen to screen, and every week of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pygame

from trustsim.campaign.campaign import Campaign
from trustsim.play.drafts import Drafts
from trustsim.play.session import Session
from trustsim.play.window.look import Look
from trustsim.play.window.map.film import Film
from trustsim.play.window.map.layout import Seats, take_seats
from trustsim.play.window.map.pace import Pace, pace
from trustsim.play.window.map.view import MapView
from trustsim.play.window.scenes.beats import Beat, beats_of
from trustsim.play.window.scenes.town import Page, crowd_of, film_of, page_of, town_of


@dataclass(frozen=True, eq=False)
class Showing:
    """A week ready to be shown.

    Attributes:
        week: Which, from 1.
        film: What is seen.
        pace: How fast.
        beats: What is told meanwhile.
    """

    week: int
    film: Film
    pace: Pace
    beats: tuple[Beat, ...]


@dataclass(eq=False)
class Stage:
    """The town of one game.

    Attributes:
        seats: Everybody's seat.
        pages: How everybody stood when each week began; the first is that of week 1.
        drafts: Keeps the plan in the making.
        share_line: Trust over which people would share.
        view: The map, once there is a place for it.
        showing: The week that was shown last.
    """

    seats: Seats
    pages: list[Page]
    drafts: Drafts
    share_line: float
    view: MapView | None = None
    showing: Showing | None = None
    _films: dict[int, Showing] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> Stage:
        """Set the stage for a session as it stands."""
        campaign = session.campaign
        pages = past_pages(campaign)
        stage = cls(take_seats(town_of(campaign)), pages, Drafts.of(session),
                    campaign.market.share_line)  # fmt: skip
        stage.drafts.restore(session)
        return stage

    @property
    def trusting_at_start(self) -> int:
        """How many were over the would-share line before the first week."""
        trust = self.pages[0].crowd().trust
        return int((trust >= self.share_line).sum())

    def fit(self, session: Session, look: Look, rect: pygame.Rect) -> MapView:
        """Return the map for a look and a place in the window."""
        if self.view is None:
            crowd = crowd_of(session.campaign.market.world)
            self.view = MapView(self.seats, crowd, look, rect)
        elif self.view.look is not look or self.view.rect != rect:
            self.view.fit(look, rect)
        return self.view

    def show_now(self, session: Session) -> None:
        """Let the map show how everybody stands now."""
        if self.view is not None:
            self.view.show_crowd(crowd_of(session.campaign.market.world))

    def play_week(self, session: Session) -> Showing:
        """Play the draft, and make the week ready to be shown."""
        session.play_week()
        week = session.campaign.week
        self.pages = [*self.pages[:week], page_of(session.campaign.market.world)]
        self._films = {}
        self.showing = self.make_showing(session, week)
        return self.showing

    def undo_week(self, session: Session) -> None:
        """Take the last week back."""
        session.undo_week()
        self.pages = self.pages[: session.campaign.week + 1]
        self._films = {}
        self.showing = None

    def make_showing(self, session: Session, week: int) -> Showing:
        """Return a week of the past, ready to be shown."""
        if week not in self._films:
            film = film_of(session.campaign, week, *self.pages[week - 1 : week + 1])
            beats = beats_of(session.campaign, week, film)
            self._films[week] = Showing(week, film, pace(film), beats)
        return self._films[week]


def past_pages(campaign: Campaign) -> list[Page]:
    """Return how everybody stood at every beginning of a week, by playing the weeks again."""
    if not campaign.plans:
        return [page_of(campaign.market.world)]
    again = Campaign(campaign.scenario, campaign.seed, record="none")
    pages = [page_of(again.market.world)]
    for plan in campaign.plans:
        again.play_week(plan)
        pages.append(page_of(again.market.world))
    return pages
