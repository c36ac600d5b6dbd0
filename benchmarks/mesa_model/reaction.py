"""What one brand's post does to one person, and what they do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.market.chance import Purpose
from trustsim.market.outcome import Reason

from .bond import AWARE, BLOCKED, FOLLOWER, MUTED, STRANGER

if TYPE_CHECKING:
    from .post import Post
    from .user import UserAgent

PRAISE, QUESTION, COMPLAINT, SUGGESTION = range(4)
PROFILE_CLICK = 0.15
DEAL_VALUE = 0.5
PLAIN_REASONS = {
    PRAISE: Reason.LIKED_IT, QUESTION: Reason.WANTS_TO_KNOW, SUGGESTION: Reason.HAS_AN_IDEA,
}  # fmt: skip


class Reaction:
    """One user who was shown a post: how it came to them, what it did to them, what they do.

    ``hops``, ``hours``: how far and how long it travelled. ``gift`` and the like: the changes of
    evidence that are settled in the evening.
    """

    __slots__ = (
        "ask", "blocks", "clicks", "comment", "credence", "deal", "fake", "finds_out", "follows",
        "gift", "given", "hops", "hours", "interest", "likes", "mutes", "off_key", "post", "reads",
        "relevance", "repeat", "shares", "showings", "source", "unfollows", "user", "welcome",
    )  # fmt: skip

    def __init__(self, post: Post, user: UserAgent, source: int, hops: int, hours: float) -> None:
        self.post = post
        self.user = user
        self.source = source
        self.hops = hops
        self.hours = hours
        self.showings = 0
        self.reads = self.shares = False

    def read(self, credence: float, relevance: float, interest: float) -> None:
        """Read it: feel and respond, all as of this morning."""
        user, post = self.user, self.post
        circle, plan, k = user.circle, post.plan, post.model.k
        self.reads = True
        self.credence, self.relevance, self.interest = credence, relevance, interest
        urgency = k.wanted + (1.0 - k.wanted) * circle.urgent
        self.welcome = max(circle.hunts_deals, user.need * urgency)
        value = k.kind_value[plan.kind] * post.quality
        self.given = value * relevance * circle.tones[plan.tone] * (1.0 - plan.ask)
        self.feel()
        self.respond()
        self.withdraw()

    def feel(self) -> None:
        """Find out how reading it moves the evidence."""
        user, post, k = self.user, self.post, self.post.model.k
        plan, circle, bond = post.plan, user.circle, user.bonds[post.brand.number]
        tone = circle.tones[plan.tone]
        sting = (
            k.gain * user.scepticism * plan.ask * (1.0 - k.forgiveness * self.credence)
            * (1.0 - self.welcome) / circle.patience
        )  # fmt: skip
        self.gift = k.gain * self.given
        self.deal = k.gain * plan.ask * circle.hunts_deals * post.quality * DEAL_VALUE
        self.ask = sting
        self.repeat = sting * k.repeat * bond.asks_met
        self.off_key = k.gain * k.off_key * max(0.0, 0.5 - tone) * 2.0
        self.finds_out = plan.automated and post.luck[Purpose.DETECT](user.number) < k.detection * (
            1.0 + bond.fakes_met
        )
        self.fake = k.gain * k.fakery if self.finds_out else 0.0

    def respond(self) -> None:
        """Like, comment, follow and click, or not."""
        user, post, k = self.user, self.post, self.post.model.k
        luck, number, credence = post.luck, user.number, self.credence
        self.likes = luck[Purpose.LIKE](number) < k.like * self.given
        self.comment = self.pick_comment(luck[Purpose.COMMENT](number))
        is_follower = user.bonds[post.brand.number].stance == FOLLOWER
        follow = k.follow * self.given * (0.4 + 0.6 * credence)
        self.follows = not is_follower and luck[Purpose.FOLLOW](number) < follow
        click = k.click * (1.0 if post.plan.link else PROFILE_CLICK) * self.interest
        click *= k.cold_credence + (1.0 - k.cold_credence) * credence
        self.clicks = luck[Purpose.CLICK](number) < click

    def pick_comment(self, luck: float) -> int | None:
        """Return the kind of comment that a draw picks, or None."""
        k, plan = self.post.model.k, self.post.plan
        talk = k.kind_comment[plan.kind]
        annoyed = plan.ask * (1.0 - self.credence) * (1.0 - self.welcome)
        if self.finds_out:
            annoyed = max(annoyed, 0.8)
        praise = k.praise * talk * self.given
        question = k.question * talk * (0.2 + 0.8 * self.relevance)
        suggestion = k.suggestion * talk * self.relevance
        if luck < praise:
            return PRAISE
        if luck < praise + question:
            return QUESTION
        if luck < praise + question + suggestion:
            return SUGGESTION
        return COMPLAINT if luck < praise + question + suggestion + k.complaint * annoyed else None

    def withdraw(self) -> None:
        """Take a step down the ladder if fed up or bored: unfollow, mute or block."""
        user, post, k = self.user, self.post, self.post.model.k
        brand, number, patience = post.brand, user.number, user.circle.patience
        bond = user.bonds[brand.number]
        short = max(0.0, user.line - user.trust(brand))
        fed_up = k.mute * post.plan.ask * short * short * (1.0 + k.repeat * bond.asks_met)
        fed_up *= (1.0 - self.welcome) / patience
        over = max(0.0, bond.reads_met - k.tolerated)
        turned_off = fed_up + k.boredom * over * (1.0 - self.given) / patience
        luck = post.luck[Purpose.WITHDRAW](number)
        is_follower = bond.stance == FOLLOWER
        self.mutes = self.blocks = self.unfollows = False
        if luck < min(1.0, turned_off):
            block = k.block * fed_up / max(1e-12, turned_off)
            self.blocks = post.luck[Purpose.LADDER](number) < block
            self.mutes = not self.blocks
            self.unfollows = is_follower
        elif is_follower:
            self.unfollows = luck < min(1.0, turned_off) + k.unfollow * turned_off

    # --- in the evening

    def settle(self) -> None:
        """Let it become state."""
        user, post = self.user, self.post
        brand, tally = post.brand, post.brand.tally
        bond = user.bonds[brand.number]
        if not bond.reached_this_week:
            bond.reached_this_week = True
            tally["reach"] += 1
        if bond.stance == STRANGER:
            brand.move(user, AWARE)
        if not self.reads:
            return
        bond.good += self.gift
        bond.good += self.deal
        bond.harm += self.ask
        bond.harm += self.repeat
        bond.harm += self.off_key
        bond.harm += self.fake
        bond.reads_met += 1.0
        if post.plan.ask:
            single = post.model.chance.single
            bond.asks_met = single(bond.asks_met + single(post.plan.ask))
        bond.fakes_met = min(255, bond.fakes_met + post.plan.automated)
        if self.shares and post.plan.ask < 0.1 and not bond.shared_freely_this_week:
            bond.shared_freely_this_week = True
            tally["organic_sharers"] += 1
        tally["likes"] += self.likes
        tally["clicks"] += self.clicks
        if self.comment is not None:
            tally["comments"] += 1
            post.model.comments.append(
                (post.day, brand.number, user.number, post.number, self.comment, -1, self.reason)
            )
        self.climb()

    def climb(self) -> None:
        """Take the step of the ladder that was decided on, unless a harder one is taken already."""
        user, brand = self.user, self.post.brand
        tally, stance = brand.tally, user.bonds[brand.number].stance
        if stance >= MUTED:
            return
        if self.mutes or self.blocks:
            tally["unfollows"] += stance == FOLLOWER
            tally["blocks" if self.blocks else "mutes"] += 1
            brand.move(user, BLOCKED if self.blocks else MUTED)
            brand.shut_out.append(user)
        elif self.unfollows:
            if stance == FOLLOWER:
                tally["unfollows"] += 1
                brand.move(user, AWARE)
        elif self.follows and stance != FOLLOWER:
            tally["follows"] += 1
            brand.move(user, FOLLOWER)

    @property
    def reason(self) -> int:
        """Why they commented."""
        if self.comment != COMPLAINT:
            assert self.comment is not None
            return PLAIN_REASONS[self.comment]
        if self.finds_out:
            return Reason.SOUNDS_FAKE
        if self.repeat > 0.25 * max(self.ask, 1e-12):
            return Reason.REPEATED_PITCH
        if self.off_key > self.ask or self.post.plan.ask < 0.1:
            return Reason.OFF_KEY
        return Reason.FIRST_PITCH
