"""The desk: one brand's side of the table. Hours, money, inbox, moods and what it has learnt."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.hours import Hours
from trustsim.campaign.inbox import Inbox
from trustsim.campaign.knowledge import Knowledge
from trustsim.campaign.orders import Clerk, Names, ask
from trustsim.campaign.plan import Plan
from trustsim.campaign.report import Prices, Report
from trustsim.campaign.rulebook import Situation, check
from trustsim.campaign.terms import Terms, prices
from trustsim.market.orders import Orders
from trustsim.market.outcome import COMMENT_KINDS, Stance, WeekOutcome
from trustsim.market.world import World
from trustsim.scenario.schema import BrandSpec, Event, Scenario

WARMTH = tuple(
    {"praise": 1.0, "question": 0.3, "complaint": -1.0, "suggestion": 0.3}[kind]
    for kind in COMMENT_KINDS
)
"""How warm one comment is (guess)."""

MUTED = int(Stance.MUTED)
MOOD_MEMORY = 0.6
"""Share of last week's mood that remains (guess)."""


@dataclass(slots=True)
class Desk:
    """One brand's side of the table.

    Attributes:
        brand: its number; 0 is the player's. ``spec``: what the scenario says of it.
        clerk: writes its orders. ``prices``: what things cost it.
        hours, inbox, knowledge: see their own classes.
        money: as it stands now.
        asks: posts and asks of the last weeks.
        mood: (C,) -1 to 1, how warm each circle seems.
        shut_out: (C,) how many of each circle had muted or blocked it a week ago.
        visits, sales: since the start. ``worked``: hours of the week just played.
    """

    brand: int
    spec: BrandSpec
    clerk: Clerk
    prices: Prices
    hours: Hours
    inbox: Inbox
    knowledge: Knowledge
    money: float
    asks: deque[tuple[int, int]]
    mood: list[float]
    shut_out: list[int]
    visits: int = 0
    sales: int = 0
    worked: float = 0.0

    @classmethod
    def at_start(cls, scenario: Scenario, brand: int, seed: int, terms: Terms) -> Desk:
        """Return the desk of one brand before the first week."""
        spec, circles = scenario.brands[brand], len(scenario.population.circles)
        return cls(
            brand=brand,
            spec=spec,
            clerk=Clerk(brand, Names.of(scenario, brand), scenario.rules, terms),
            prices=prices(scenario.rules, terms),
            hours=Hours(spec.hours, scenario.rules.work.burnout, terms),
            inbox=Inbox(int(terms.inbox), int(terms.comment_weeks)),
            knowledge=Knowledge.of_nothing(seed, brand, scenario.topics, circles, terms),
            money=spec.money,
            asks=deque(maxlen=int(terms.ask_weeks)),
            mood=[0.0] * circles,
            shut_out=[0] * circles,
        )

    @property
    def ask_share(self) -> float:
        """The share of the last weeks' posts that asked for something."""
        posts = sum(posts for posts, _ in self.asks)
        return sum(asks for _, asks in self.asks) / posts if posts else 0.0

    def begin_week(self, events: tuple[Event, ...]) -> None:
        """Take what the events of the coming week give or take: money, hours."""
        self.money += sum(event.amount for event in events if event.kind == "money")
        self.hours.extra += sum(event.amount for event in events if event.kind == "hours")

    def check(self, plan: Plan, report: Report, world: World, scenario: Scenario) -> None:
        """Let a plan pass that can be played; raise PlanRefused for one that can't."""
        connectors = self.knowledge.known_connectors()
        stance = world.stance[self.brand]
        situation = Situation(
            report=report,
            prices=self.prices,
            connectors=connectors,
            lost=frozenset(user for user in connectors if stance[user] >= MUTED),
            answered=self.inbox.answered,
            comments=self.inbox.next_id,
            currency=scenario.currency,
            sender=self.spec.name if self.brand else "",
        )
        check(plan, situation)

    def work(self, plan: Plan, week: int, world: World) -> Orders:
        """Do a week's work by a plan that was checked: spend, answer, listen; return the orders."""
        terms, rules = self.clerk.terms, self.clerk.rules
        self.worked = self.prices.of_plan(plan)
        self.hours.spend(self.worked)
        self.money -= sum(post.boost for post in plan.posts)
        answered = [self.inbox.answer(reply.comment, week) for reply in plan.replies]
        lapsed = [comment for comment in self.inbox.lapse(week) if comment.kind != "praise"]
        for work in plan.work:
            if work.circle is not None and work.kind in ("listen", "take_part"):
                share = 1.0 if work.kind == "listen" else terms.talking_teaches
                circle = self.clerk.names.circles[work.circle]
                self.knowledge.listen(circle, share * work.hours, world)
        sold = [ask(post, getattr(rules.kinds, post.kind).ask, terms) for post in plan.posts]
        self.asks.append((len(sold), sum(1 for one in sold if one >= terms.asks_from)))
        return self.clerk.orders(plan, answered, lapsed)

    def settle(self, outcome: WeekOutcome, world: World, scenario: Scenario) -> None:
        """Take in what a week has brought: money, comments, moods."""
        counts: Mapping[str, int] = outcome.counts[self.brand]
        self.money += counts["sales"] * self.spec.product.price * self.spec.product.margin
        self.visits += counts["visits"]
        self.sales += counts["sales"]
        comments = outcome.comments
        if len(comments):
            comments = comments[comments["brand"] == self.brand]
        self._sense(outcome, comments, world)
        self.inbox.receive(
            comments,
            outcome.week,
            world.people.circle,
            scenario.circle_ids,
            tuple(self.clerk.names.facets),
        )

    def _sense(self, outcome: WeekOutcome, comments: NDArray[np.void], world: World) -> None:
        """Guess the circles' moods from their comments, their likes and their turning away."""
        circles = len(self.mood)
        warm, weight, likes = [0.0] * circles, [2.0] * circles, [0] * circles
        where = world.people.circle[comments["user"]].tolist()
        for circle, kind in zip(where, comments["kind"].tolist(), strict=True):
            warm[circle] += WARMTH[kind]
            weight[circle] += 1.0
        mine = outcome.posts["brand"] == self.brand
        columns = (outcome.posts[name][mine].tolist() for name in ("circle", "likes"))
        for circle, liked in zip(*columns, strict=True):
            if circle >= 0:
                likes[circle] += liked
        shut_out = world.knows[self.brand, :, MUTED:].sum(axis=1).tolist()
        for circle in range(circles):
            turned = max(0, shut_out[circle] - self.shut_out[circle])
            liked = 0.25 * likes[circle]
            felt = (1.0 - MOOD_MEMORY) * (warm[circle] + liked - turned)
            felt /= weight[circle] + liked + turned
            self.mood[circle] = MOOD_MEMORY * self.mood[circle] + felt
        self.shut_out = shut_out

    def state(self) -> bytes:
        """Return everything the desk holds, for the campaign's digest."""
        parts = (
            self.money,
            self.hours.full_weeks,
            self.hours.extra,
            sorted(self.inbox.open),
            self.inbox.next_id,
            list(self.asks),
        )
        return repr(parts).encode() + self.knowledge.hours.tobytes() + np.array(self.mood).tobytes()
