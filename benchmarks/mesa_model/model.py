"""The model: a day, a week, and the order of what happens in them."""

from __future__ import annotations

import heapq
from collections import Counter
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from trustsim.market.chance import Purpose
from trustsim.market.market import Market
from trustsim.market.orders import MOST_POSTS, Orders

from . import shop
from .brand import BrandAgent
from .build import brands_of, circles_of, constants_of, users_of
from .chance import Chance, KeyedChance, OwnChance
from .chat import Chat, likely_appeal
from .circle import Circle
from .closeness import closenesses
from .post import Post, places_of
from .ties import tie_up
from .user import UserAgent

ASK_THAT_COUNTS = 0.25
FEED_LINES = 8

Comment = tuple[int, int, int, int, int, int, int]
"""Day, brand, user, post (-1: the product), kind, facet (-1: none), reason."""


class MesaMarket(mesa.Model):
    """A market of users and brands that are agents through and through.

    Set ``orders``, then `step()` a day; or `play_week(orders)`.
    """

    def __init__(self, market: Market, draws: str = "own") -> None:
        """Take over the world that ``market`` has built, as it is.

        Args:
            market: whose world it starts from; it stays untouched.
            draws: "own" for `model.random`, "keyed" for the engine's luck.
        """
        super().__init__(rng=market.seed)
        self.chance: Chance = OwnChance(self.random)
        if draws == "keyed":
            self.chance = KeyedChance(market.seed)
        self.k: SimpleNamespace = constants_of(market, self.chance.single)
        self.closenesses = closenesses(self.k)
        self.day = market.day
        self.orders = Orders()
        self.circles: list[Circle] = circles_of(market.world)
        self.brands: list[BrandAgent] = brands_of(self, market.world)
        self.everybody: list[UserAgent] = users_of(self, market.world)
        self.users = self.agents_by_type[UserAgent]
        self.authors: list[UserAgent] = []
        self.chats: list[Chat] = []
        self.posts: list[Post] = []
        self.comments: list[Comment] = []
        self.meetings: list[tuple[UserAgent, UserAgent]] = []

    def play_week(self, orders: Orders) -> dict[str, Any]:
        """Simulate seven days; return the week's counts, comments and most shared posts."""
        self.orders = orders
        for _ in range(7):
            self.step()
        week = {
            "counts": [brand.tally for brand in self.brands],
            "comments": self.comments,
            "feed": self.most_shared(),
        }
        self.chats, self.comments = [], []
        for brand in self.brands:
            brand.tally = Counter()
        return week

    def step(self) -> None:
        """Simulate one day."""
        self.work()
        self.publish()
        self.chat()
        self.travel()
        self.warn()
        self.reopen()
        self.shop()
        if self.day % 7 == 6:
            self.end_week()
        self.day += 1

    # --- the day

    def work(self) -> None:
        """Let marketers improve, take part, answer and apologise, on Mondays."""
        if self.day % 7 != 0:
            return
        orders = self.orders
        for improvement in orders.improvements:
            self.brands[improvement.brand].improve(improvement)
        for part in orders.take_part:
            self.brands[part.brand].take_part(part)
        for answer in orders.answers:
            self.brands[answer.brand].answer(answer)
        for apology in orders.apologies:
            self.brands[apology.brand].apologise(apology)

    def publish(self) -> None:
        """Let the day's posts go up."""
        self.authors = []
        self.users.do("publish", self.chance.about(Purpose.PUBLISH, self.day))
        due = [plan for plan in self.orders.posts if plan.weekday == self.day % 7]
        self.posts = []
        for brand in self.brands:
            plans = sorted((p for p in due if p.brand == brand.number), key=lambda p: p.slot)
            circles = [plan.circle for plan in plans]
            for plan, place in zip(plans, places_of(circles), strict=True):
                number = self.post_number(len(self.everybody) + MOST_POSTS * plan.brand + place)
                self.posts.append(Post(self, plan, number, circles.count(plan.circle)))
                if plan.ask >= ASK_THAT_COUNTS:
                    brand.last_ask = self.day

    def chat(self) -> None:
        """Let ordinary posts travel among friends."""
        if self.day % 7 == 0:
            for circle in self.circles:
                circle.chatter = [0] * len(circle.chatter)
        for author in self.authors:
            chat = Chat(self, author)
            chat.travel()
            author.circle.chatter[chat.topic] += chat.shares + 1
            self.chats.append(chat)

    def travel(self) -> None:
        """Let brands' posts travel, and in the evening become state."""
        for post in self.posts:
            post.travel()
        for post in self.posts:
            post.settle()

    def warn(self) -> None:
        """Let those who shut a brand out warn their friends."""
        for brand in self.brands:
            brand.warn()

    def reopen(self) -> None:
        """Let doors reopen."""
        for brand in self.brands:
            brand.reopen()

    def shop(self) -> None:
        """Let clicks become visits, and visits sales; on Sundays people search."""
        for post in self.posts:
            shop.bring_clicks(post)
        if self.day % 7 == 6:
            for brand in self.brands:
                shop.bring_searches(self, brand)

    # --- the week

    def end_week(self) -> None:
        """Let authority build, evidence fade, needs return, interests drift and people meet."""
        for brand in self.brands:
            gained = self.k.authority_gain * float(np.log1p(brand.tally["inbound_links"]))
            brand.authority = min(1.0, brand.authority * (1.0 - self.k.authority_fade) + gained)
        self.users.do("forget")
        self.users.do("recover_need")
        topics = range(len(self.circles[0].topics))
        about = self.chance.about
        self.users.do("drift", [about(Purpose.DRIFT, self.day, 0, topic) for topic in topics])
        self.users.do("meet", [about(Purpose.NEW_TIE, self.day, 0, i) for i in range(4)])
        tie_up(self)

    # --- what its parts share

    def post_number(self, place: int) -> int:
        """Return a post's number: by day, then authors, then brands' places."""
        return self.day * (len(self.everybody) + 128) + place

    def appeal_of(self, post: int) -> float:
        """Return a post's luck of the draw."""
        bell = self.chance.bell(Purpose.APPEAL, self.day, post)
        return likely_appeal(bell, self.k.appeal_spread, self.k.appeal_cap)

    def delay_of(self, post: int, user: UserAgent, sender: int) -> float:
        """Return the hours until ``user`` meets what ``sender`` passed on."""
        k = self.k
        u = self.chance.about(Purpose.DELAY, self.day, post, sender)(user.number)
        return float(min(k.delay_cap, k.delay_median * u / max(1e-9, 1.0 - u)))

    def most_shared(self) -> list[tuple[int, int, int, int]]:
        """Return the week's most shared ordinary posts as (user, circle, topic, shares)."""
        best = heapq.nlargest(
            FEED_LINES, self.chats, key=lambda chat: (chat.shares, -chat.day, -chat.author.number)
        )
        return [
            (chat.author.number, chat.author.circle.number, chat.topic, chat.shares)
            for chat in best
        ]
