"""The brand: its standing in every circle, and the marketer's work besides posts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from trustsim.market.chance import Purpose
from trustsim.market.orders import Answer, Apology, Improvement, TakePart
from trustsim.market.outcome import MANNERS

from .bond import AWARE, BLOCKED, FOLLOWER, MUTED, STRANGER

if TYPE_CHECKING:
    from .circle import Circle
    from .model import MesaMarket
    from .user import UserAgent

HELPFUL = 0
BOT_FOUND = 0.5
APOLOGY_GOOD = 0.25
SAME_APOLOGY_DAYS = 56
SHORTEST_CLOSURE = 7.0
FEWEST_FRIENDS = 2


@dataclass(slots=True)
class Door:
    """How one circle stands to one brand; ``stances``: members by the step of the ladder."""

    circle: Circle
    stances: list[int]
    is_open: bool
    day: int
    amends: float
    apologised: int


class BrandAgent(mesa.Agent):
    """One brand; 0 is the player's."""

    model: MesaMarket

    def __init__(self, model: MesaMarket, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.doors: list[Door] = []
        self.facets: list[float] = []
        self.followers: set[UserAgent] = set()
        self.last_ask = 0
        self.authority = 0.0
        self.shut_out: list[UserAgent] = []
        self.tally: Counter[str] = Counter()

    def move(self, user: UserAgent, stance: int) -> None:
        """Let a user take another step of the ladder today."""
        bond, stances = user.bonds[self.number], self.doors[user.circle.number].stances
        stances[bond.stance] -= 1
        stances[stance] += 1
        if stance == FOLLOWER:
            self.followers.add(user)
        else:
            self.followers.discard(user)
        bond.stance = stance
        bond.since = self.model.day

    def notice(self, user: UserAgent) -> None:
        """Let a stranger get to know the brand."""
        if user.bonds[self.number].stance == STRANGER:
            self.move(user, AWARE)

    # --- work

    def improve(self, order: Improvement) -> None:
        """Mend one facet of the product."""
        lack = 1.0 - self.facets[order.facet]
        left = 0.5 ** (order.hours / self.model.k.improve_hours)
        self.facets[order.facet] = 1.0 - lack * left

    def take_part(self, order: TakePart) -> None:
        """Talk with users of one circle, picked at random."""
        model, k, door = self.model, self.model.k, self.doors[order.circle]
        members = door.circle.members
        if not members:
            return
        fit = door.circle.tones[HELPFUL]
        place = self.number * 64 + order.circle
        where = model.chance.about(Purpose.TALK_WITH, model.day, place)
        for i in range(int(k.talks_per_hour * order.hours + 0.5)):
            user = members[min(int(where(i) * len(members)), len(members) - 1)]
            bond = user.bonds[self.number]
            if bond.stance >= MUTED:
                continue
            bond.good += k.gain * k.talk_good * fit
            self.tally["talks"] += 1
            self.notice(user)
            luck = model.chance.about(Purpose.TALK_FOLLOW, model.day, place, i)(user.number)
            if bond.stance < FOLLOWER and luck < k.talk_follow * fit:
                self.move(user, FOLLOWER)
                self.tally["follows"] += 1
        door.amends += k.amends_per_hour * order.hours

    def answer(self, order: Answer) -> None:
        """Answer one comment, before the eyes of the writer's friends."""
        model, k, user = self.model, self.model.k, self.model.everybody[order.user]
        manner = MANNERS[order.manner]
        effect = k.answers[order.manner][order.comment_kind]
        luck = model.chance.about(Purpose.ANSWER, model.day, order.post + 2, self.number)
        if manner == "automate" and luck(user.number) < BOT_FOUND:
            effect = min(effect, 0.0) - 0.5
        if effect == 0.0 or user.bonds[self.number].stance == BLOCKED:
            return
        amount = k.gain * k.reply_good * abs(effect)
        self.impress(user, amount, is_good=effect > 0.0)
        if manner == "ignore":
            return
        for friend, closeness in user.ties:
            if friend.bonds[self.number].stance in (AWARE, FOLLOWER):
                self.impress(friend, amount * k.onlooker * closeness.value, is_good=effect > 0.0)

    def impress(self, user: UserAgent, amount: float, *, is_good: bool) -> None:
        """Add to the good or to the harm that a user has seen."""
        bond = user.bonds[self.number]
        if is_good:
            bond.good += amount
        else:
            bond.harm += amount

    def apologise(self, order: Apology) -> None:
        """Apologise in one circle; only the first apology in eight weeks counts."""
        k, door, day = self.model.k, self.doors[order.circle], self.model.day
        counts = day - door.apologised >= SAME_APOLOGY_DAYS
        door.apologised = day
        if not counts:
            return
        door.amends += k.apology
        for user in door.circle.members:
            bond = user.bonds[self.number]
            if bond.stance == MUTED:
                bond.good += k.gain * APOLOGY_GOOD

    # --- ostracism

    def warn(self) -> None:
        """Let those who shut the brand out today warn their friends; close doors."""
        for user in self.shut_out:  # grows while it is read
            self.warn_friends_of(user)
        for circle in sorted({user.circle.number for user in self.shut_out}):
            self.perhaps_close(self.doors[circle])
        self.shut_out = []

    def warn_friends_of(self, user: UserAgent) -> None:
        """Let one user warn their friends; whoever has had enough warnings shuts it out too."""
        k = self.model.k
        for friend, closeness in user.ties:
            bond = friend.bonds[self.number]
            bond.shut_friends += 1
            if bond.stance >= MUTED:
                continue
            bond.harm += k.gain * k.warning * closeness.value
            enough = max(FEWEST_FRIENDS, friend.threshold * friend.hears)
            if bond.stance != STRANGER and bond.shut_friends >= enough:
                self.tally["unfollows"] += bond.stance == FOLLOWER
                self.tally["mutes"] += 1
                self.move(friend, MUTED)
                self.shut_out.append(friend)

    def perhaps_close(self, door: Door) -> None:
        """Close a door if most members who know the brand have shut it out."""
        k, stances = self.model.k, door.stances
        members, knowing = sum(stances), sum(stances) - stances[STRANGER]
        out = stances[MUTED] + stances[BLOCKED]
        quorum = max(k.door_quorum, k.door_quorum_share * members)
        if door.is_open and out >= k.door_line * knowing and out >= quorum:
            door.is_open = False
            door.day = self.model.day
            door.amends = 0.0
            self.tally["doors_closed"] += 1

    def reopen(self) -> None:
        """Reopen doors after quiet days and amends."""
        for door in self.doors:
            if not door.is_open and self.model.day >= self.opens_on(door):
                door.is_open = True
                self.tally["doors_opened"] += 1
                self.be_forgiven(door.circle)

    def opens_on(self, door: Door) -> float:
        """Return the day on which a closed door reopens."""
        k = self.model.k
        wait = max(SHORTEST_CLOSURE, k.quiet_days - k.amends_days * door.amends)
        return float(max(door.day, self.last_ask) + wait)

    def be_forgiven(self, circle: Circle) -> None:
        """Let some of a circle's members who muted the brand hear it again."""
        model = self.model
        luck = model.chance.about(Purpose.REOPEN, model.day, circle.number, self.number)
        for user in circle.members:
            if user.bonds[self.number].stance == MUTED and luck(user.number) < model.k.forgiven:
                self.lift_mute(user)

    def perhaps_unmute(self, user: UserAgent) -> None:
        """Let a user who muted the brand long ago hear it again, if they trust it."""
        model = self.model
        luck = model.chance.about(Purpose.UNMUTE, model.day, self.number)
        if luck(user.number) < model.k.unmute * user.trust(self):
            self.lift_mute(user)

    def lift_mute(self, user: UserAgent) -> None:
        """Let a user hear the brand again, and their friends know."""
        self.move(user, AWARE)
        for friend, _ in user.ties:
            bond = friend.bonds[self.number]
            bond.shut_friends = max(0, bond.shut_friends - 1)
