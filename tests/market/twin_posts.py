"""The twin's posts: published, shown, read, felt, answered, shared, and settled in the evening."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.market.twin_chance import single
from tests.market.twin_town import AWARE, BLOCKED, FOLLOWER, MUTED, STRANGER, Brand, Person, Town
from trustsim.market.orders import BrandPost, Orders
from trustsim.market.outcome import Cause, Reason

HOME, CIRCLE, PAID, FRIEND = range(4)
PRAISE, QUESTION, COMPLAINT, SUGGESTION = range(4)


@dataclass
class Post:
    """A brand's post that is up."""

    number: int
    plan: BrandPost
    quality: float
    appeal: float
    siblings: int


@dataclass
class Offer:
    """One person's feed could show them one post.

    ``sender``: who passed it on, -1 the brand. ``parent``: the reaction of that sharer.
    ``sent``: the hours until then. ``friend``: the sharer's trust. ``luck``: the draw that
    decides whether it is shown, and read. ``lent``: it was made with them.
    """

    user: int
    source: int
    rank: float
    luck: float
    sender: int = -1
    hop: int = 0
    parent: Reaction | None = None
    sent: float = 0.0
    closeness: float = 1.0
    friend: float = 0.0
    fade: float = 1.0
    lent: bool = False


@dataclass
class Reaction:
    """What one post did to one person who was shown it, and what they did."""

    user: int
    source: int
    sender: int
    hop: int
    hours: float
    parent: Reaction | None
    showings: int = 0
    reads: bool = False
    shares: bool = False
    likes: bool = False
    comment: int | None = None
    follows: bool = False
    clicks: bool = False
    unfollows: bool = False
    mutes: bool = False
    blocks: bool = False
    finds_out: bool = False
    gift: float = 0.0
    deal: float = 0.0
    ask: float = 0.0
    repeat: float = 0.0
    off_key: float = 0.0
    fake: float = 0.0


@dataclass
class Today:
    """One day while it happens; ``shut_out``: who shut a brand out today, by brand."""

    orders: Orders
    authors: list[int] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    reactions: list[list[Reaction]] = field(default_factory=list)
    sharers: list[list[Reaction]] = field(default_factory=list)
    shut_out: dict[int, list[int]] = field(default_factory=dict)


def number_of(town: Town, place: int) -> int:
    """Return a post's number: by day, then authors, then brands' places."""
    return town.day * (len(town.people) + 128) + place


def appeal_of(town: Town, number: int) -> float:
    """Return a post's luck of the draw."""
    spread = town.k.appeal_spread
    z = town.chance.bell("appeal", town.day, number)
    return float(min(town.k.appeal_cap, math.exp(spread * z - 0.5 * spread * spread)))


def delay_of(town: Town, post: int, user: int, sender: int) -> float:
    """Return the hours until ``user`` meets what the key ``sender`` passed on."""
    u = town.chance.draw("delay", town.day, post, user, sender)
    return float(min(town.k.delay_cap, town.k.delay_median * u / max(1e-9, 1.0 - u)))


def shown(town: Town, person: Person, rank: float) -> float:
    """Return the chance that a feed shows a post of ``rank``."""
    return min(person.online, person.seen * rank) if town.k.limited else person.online


def friends_rank(town: Town, closeness: float) -> float:
    """Return the rank of what a friend passes on."""
    return float(1.0 + town.k.ranked * (town.k.friend_rank * closeness - 0.5))


def reading(town: Town, relevance: float, credence: float) -> float:
    """Return the chance that somebody reads what the feed shows."""
    k = town.k
    believes = k.cold_credence + (1.0 - k.cold_credence) * credence
    return float(k.base + (1.0 - k.base) * relevance * believes)


# --- publishing


def publishing(town: Town, today: Today) -> None:
    """The day's posts go up."""
    for person in town.people:
        if town.chance.draw("publish", town.day, 0, person.name) < person.posting:
            today.authors.append(person.name)
    due = [plan for plan in today.orders.posts if plan.weekday == town.day % 7]
    for plan in sorted(due, key=lambda plan: (plan.brand, plan.slot)):
        place = places([p for p in due if p.brand == plan.brand])[plan.slot]
        number = number_of(town, len(town.people) + 21 * plan.brand + place)
        like_it = [p for p in due if (p.brand, p.circle) == (plan.brand, plan.circle)]
        today.posts.append(
            Post(number, plan, quality_of(town, number, plan.quality), appeal_of(town, number),
                 len(like_it))
        )  # fmt: skip
        if plan.ask >= 0.25:
            town.brands[plan.brand].last_ask = town.day


def places(plans: list[BrandPost]) -> dict[int, int]:
    """Return the place of each of a brand's posts of today, by its slot in the plan.

    The page has place 0 and every circle one of its own; whoever comes second to it gets the last
    that nobody has a right to.
    """
    found: dict[int, int] = {}
    free = [place for place in range(21) if place not in {(p.circle + 1) % 21 for p in plans}]
    for plan in sorted(plans, key=lambda plan: plan.slot):
        own = (plan.circle + 1) % 21
        found[plan.slot] = free.pop() if own in found.values() else own
    return found


def quality_of(town: Town, number: int, planned: float) -> float:
    """Return how good a post turns out."""
    k = town.k
    if k.quality_low == k.quality_high:
        return float(k.quality_low)
    luck = town.chance.bell("quality", town.day, number)
    return float(min(1.0, max(0.02, planned + k.quality_noise * luck)))


# --- chatting


def chatting(town: Town, today: Today) -> None:
    """Ordinary posts are shown, read and shared among friends."""
    if town.day % 7 == 0:
        town.chatter = [[0] * len(row) for row in town.chatter]
    for author in today.authors:
        number = number_of(town, author)
        topic = topic_of(town, number, author)
        row = chat(town, author, number, topic)
        circle = town.people[author].circle
        town.chatter[circle][topic] += row["shares"] + 1
        town.posts.append({"post": number, "author": author, "brand": -1, "topic": topic, **row})


def topic_of(town: Town, number: int, author: int) -> int:
    """Return what an ordinary post is about: what its author likes."""
    goal = town.chance.draw("topic", town.day, number)
    interests = town.people[author].interests
    so_far = 0.0
    for topic, liking in enumerate(interests[:-1]):
        so_far += liking * liking
        if goal < so_far:
            return topic
    return len(interests) - 1


def chat(town: Town, author: int, number: int, topic: int) -> dict[str, float]:
    """Let one ordinary post travel, and count."""
    k, draw = town.k, town.chance.draw
    quality = k.quality_low + (k.quality_high - k.quality_low) * draw("quality", town.day, number)
    pull = k.share_scale * quality * quality * appeal_of(town, number)
    reached: set[int] = set()
    readers = {author}
    impressions = 0
    tree = [(author, -1, 0, 0.0)]
    for sender, _, depth, hours in tree:
        for user, closeness in town.people[sender].friends():
            person = town.people[user]
            shows = shown(town, person, friends_rank(town, closeness))
            luck = draw("show", town.day, number, user, sender)
            if luck >= shows:
                continue
            impressions += 1
            if user != author:
                reached.add(user)
            if user in readers:
                continue
            relevance = person.interests[topic]
            credence = k.peer_credence + (1.0 - k.peer_credence) * (
                k.friend_weight * closeness * k.peer_credence
            )
            if luck >= shows * reading(town, relevance, credence):
                continue
            readers.add(user)
            passes_on = (
                pull * k.hop_fade**depth * person.propensity * relevance
                * credence**k.credence_power
            )  # fmt: skip
            if draw("share", town.day, number, user) < passes_on:
                later = hours + delay_of(town, number, user, sender)
                tree.append((user, sender, depth + 1, later))
    town.cascades += [(number, *row) for row in tree]
    return {
        "quality": quality, "reach": len(reached), "impressions": impressions,
        "reads": len(readers) - 1, "shares": len(tree) - 1, "depth": max(row[2] for row in tree),
        "structural_virality": virality([(user, parent) for user, parent, _, _ in tree]),
    }  # fmt: skip


def virality(tree: list[tuple[int, int]]) -> float:
    """Return the mean distance over all pairs of a tree of (who, from whom), the root first."""
    if len(tree) < 2:
        return 0.0
    near: dict[int, list[int]] = {who: [] for who, _ in tree}
    for who, whom in tree[1:]:
        near[who].append(whom)
        near[whom].append(who)
    total = 0
    for start in near:
        far = {start: 0}
        wave = [start]
        while wave:
            wave = [other for who in wave for other in near[who] if other not in far
                    and far.setdefault(other, far[who] + 1)]  # fmt: skip
        total += sum(far.values())
    return total / (len(tree) * (len(tree) - 1))


# --- travelling


def travelling(town: Town, today: Today) -> None:
    """Brands' posts travel; everybody meets them as the world was this morning."""
    for post in today.posts:
        reactions: dict[int, Reaction] = {}
        sharers: list[Reaction] = []
        for offer in offers(town, post, reactions, sharers):
            consider(town, post, offer, reactions, sharers)
        today.reactions.append(list(reactions.values()))
        today.sharers.append(sharers)


def offers(
    town: Town, post: Post, reactions: dict[int, Reaction], sharers: list[Reaction]
) -> Iterator[Offer]:
    """Yield who could be shown a post: by the brand, by boost, by a connector, by sharers."""
    brand = town.brands[post.plan.brand]
    yield from by_the_brand(town, post, brand)
    yield from by_boost(town, post, brand)
    yield from by_connector(town, post, brand)
    for sharer in sharers:  # grows while it is read
        yield from by_sharer(town, post, brand, sharer)


def hears(brand: Brand, user: int) -> bool:
    """Tell whether a person has not shut the brand out."""
    return brand.bonds[user].stance < MUTED


def by_the_brand(town: Town, post: Post, brand: Brand) -> Iterator[Offer]:
    """Yield followers of the home page, or members of the circle it is made in."""
    plan, k = post.plan, town.k
    source = HOME if plan.circle < 0 else CIRCLE
    rank = (k.home_rank if source == HOME else k.circle_rank) / (
        1.0 + k.same_author * (post.siblings - 1)
    )
    for person in town.people:
        if source == HOME:
            is_there = brand.bonds[person.name].stance == FOLLOWER
        else:
            is_there = brand.door_open[plan.circle] and plan.circle in (
                person.circle, person.second
            )  # fmt: skip
        if is_there and hears(brand, person.name):
            luck = showing(town, post, person.name, source)
            yield Offer(person.name, source, rank, luck)


def showing(town: Town, post: Post, user: int, source: int) -> float:
    """Return the draw that decides whether the brand's own showing comes through."""
    return town.chance.draw("show", town.day, post.number, user, len(town.people) + source)


def by_boost(town: Town, post: Post, brand: Brand) -> Iterator[Offer]:
    """Yield whom bought impressions go to: by interest, never behind a closed door."""
    listening = [person for person in town.people if hears(brand, person.name)]
    total = sum(person.interests[post.plan.topic] for person in listening)
    if post.plan.paid <= 0 or total <= 0.0:
        return
    share = post.plan.paid / total
    for person in listening:
        picked = town.chance.draw("paid", town.day, post.number, person.name)
        if picked < share * person.interests[post.plan.topic] and brand.door_open[person.circle]:
            yield Offer(person.name, PAID, math.inf, showing(town, post, person.name, PAID))


def by_connector(town: Town, post: Post, brand: Brand) -> Iterator[Offer]:
    """Yield the connector it was made with, if they trust the brand enough to lend their name."""
    user = post.plan.collaborator
    if user >= 0 and hears(brand, user) and town.trust(brand, user) >= 0.4:
        yield Offer(user, HOME, math.inf, -1.0, lent=True)


def by_sharer(town: Town, post: Post, brand: Brand, sharer: Reaction) -> Iterator[Offer]:
    """Yield the friends of one who shared it."""
    for user, closeness in town.people[sharer.user].friends():
        if not hears(brand, user) or not brand.door_open[town.people[user].circle]:
            continue
        yield Offer(
            user, FRIEND, friends_rank(town, closeness),
            town.chance.draw("show", town.day, post.number, user, sharer.user),
            sender=sharer.user, hop=sharer.hop + 1, parent=sharer, sent=sharer.hours,
            closeness=closeness, friend=town.trust(brand, sharer.user),
            fade=town.k.hop_fade ** (sharer.hop + 1),
        )  # fmt: skip


def consider(
    town: Town, post: Post, offer: Offer, reactions: dict[int, Reaction], sharers: list[Reaction]
) -> None:
    """Let one person see, read, feel and share what an offer brings, or scroll past."""
    k, user = town.k, offer.user
    person, brand = town.people[user], town.brands[post.plan.brand]
    shows = shown(town, person, offer.rank)
    if offer.luck >= shows:
        return
    met_at = offer.sent + delay_of(town, post.number, user, offer.sender + 1)
    if user not in reactions:
        reactions[user] = Reaction(
            user, offer.source, offer.sender, offer.hop, met_at, offer.parent
        )
    reaction = reactions[user]
    reaction.showings += 1
    if reaction.reads:
        if offer.lent and not reaction.shares:
            reaction.shares = True
            sharers.append(reaction)
        return
    trust = town.trust(brand, user)
    credence = trust + (1.0 - trust) * k.friend_weight * offer.closeness * offer.friend
    relevance = person.interests[post.plan.topic]
    interest = interested(town, post, user)
    if offer.luck >= shows * reading(town, interest, credence):
        return
    reaction.reads = True
    reaction.sender, reaction.hop = offer.sender, offer.hop
    reaction.parent, reaction.hours = offer.parent, met_at
    feel(town, post, reaction, relevance, credence)
    respond(town, post, reaction, relevance, credence)
    tone = town.tones[person.circle][post.plan.tone]
    kind = town.kinds[post.plan.kind]
    passes_on = (
        k.share_scale * kind.share * post.quality * post.quality * post.appeal
        * (1.0 - post.plan.ask) ** 2 * person.propensity * relevance * tone
        * credence**k.credence_power * offer.fade
    )  # fmt: skip
    if offer.lent or town.chance.draw("share", town.day, post.number, user) < passes_on:
        reaction.shares = True
        sharers.append(reaction)


def interested(town: Town, post: Post, user: int) -> float:
    """Return what draws one person to a post: its topic, or what it sells, as far as it sells."""
    person, ask = town.people[user], post.plan.ask
    relevance = person.interests[post.plan.topic]
    return relevance + ask * (person.need - relevance) if ask > 0.0 else relevance


def welcome(town: Town, user: int) -> float:
    """Return how far one person likes to be asked: those who hunt deals or want the thing do."""
    person, wanted = town.people[user], town.k.wanted
    urgency = wanted + (1.0 - wanted) * town.urgent[person.circle]
    return float(max(town.hunts_deals[person.circle], person.need * urgency))


def useful(town: Town, post: Post, user: int, relevance: float) -> float:
    """Return what a post gives to one reader."""
    tone = town.tones[town.people[user].circle][post.plan.tone]
    value = town.kinds[post.plan.kind].value
    return float(value * post.quality * relevance * tone * (1.0 - post.plan.ask))


def feel(town: Town, post: Post, reaction: Reaction, relevance: float, credence: float) -> None:
    """Write down how reading moves one person's evidence."""
    k, plan, user = town.k, post.plan, reaction.user
    person, bond = town.people[user], town.brands[plan.brand].bonds[user]
    hunts, patience = town.hunts_deals[person.circle], town.patience[person.circle]
    tone = town.tones[person.circle][plan.tone]
    excused = 1.0 - k.forgiveness * credence
    sting = k.gain * person.scepticism * plan.ask * excused * (1.0 - welcome(town, user))
    sting /= patience
    reaction.gift = k.gain * useful(town, post, user, relevance)
    reaction.deal = k.gain * plan.ask * hunts * post.quality * 0.5
    reaction.ask = sting
    reaction.repeat = sting * k.repeat * bond.asks_met
    reaction.off_key = k.gain * k.off_key * max(0.0, 0.5 - tone) * 2.0
    if plan.automated:
        sees_through = k.detection * (1.0 + bond.fakes_met)
        if town.chance.draw("detect", town.day, post.number, user) < sees_through:
            reaction.finds_out = True
            reaction.fake = k.gain * k.fakery


def respond(town: Town, post: Post, reaction: Reaction, relevance: float, credence: float) -> None:
    """Write down what one reader does besides sharing."""
    k, plan, user = town.k, post.plan, reaction.user
    person, bond = town.people[user], town.brands[plan.brand].bonds[user]

    def luck(purpose: str) -> float:
        return town.chance.draw(purpose, town.day, post.number, user)

    given = useful(town, post, user, relevance)
    patience = town.patience[person.circle]
    follows = bond.stance == FOLLOWER
    reaction.likes = luck("like") < k.like * given
    annoyed = plan.ask * (1.0 - credence) * (1.0 - welcome(town, user))
    if reaction.finds_out:
        annoyed = max(annoyed, 0.8)
    talk = town.kinds[plan.kind].comment
    reaction.comment = comment_of(
        luck("comment"),
        {
            PRAISE: k.praise * talk * given,
            QUESTION: k.question * talk * (0.2 + 0.8 * relevance),
            SUGGESTION: k.suggestion * talk * relevance,
            COMPLAINT: k.complaint * annoyed,
        },
    )
    if not follows:
        reaction.follows = luck("follow") < k.follow * given * (0.4 + 0.6 * credence)
    wants = interested(town, post, user)
    believes = k.cold_credence + (1.0 - k.cold_credence) * credence
    reaction.clicks = luck("click") < k.click * (1.0 if plan.link else 0.15) * wants * believes
    short = max(0.0, person.line - town.trust(town.brands[plan.brand], user))
    fed_up = k.mute * plan.ask * short * short * (1.0 + k.repeat * bond.asks_met)
    fed_up *= (1.0 - welcome(town, user)) / patience
    bored = k.boredom * max(0.0, bond.reads_met - k.tolerated) * (1.0 - given) / patience
    turned_off = fed_up + bored
    if luck("withdraw") < min(1.0, turned_off):
        reaction.blocks = luck("ladder") < k.block * fed_up / max(1e-12, turned_off)
        reaction.mutes = not reaction.blocks
        reaction.unfollows = follows
    else:
        leaves = min(1.0, turned_off) + k.unfollow * turned_off
        reaction.unfollows = follows and luck("withdraw") < leaves


def comment_of(luck: float, chances: dict[int, float]) -> int | None:
    """Return the kind of comment that a draw picks, or None."""
    so_far = 0.0
    for kind, chance in chances.items():
        so_far += chance
        if luck < so_far:
            return kind
    return None


# --- settling


def settling(town: Town, today: Today) -> None:
    """What the posts did to people becomes the world's state, post by post."""
    for post, reactions, sharers in zip(today.posts, today.reactions, today.sharers, strict=True):
        brand = town.brands[post.plan.brand]
        count: dict[str, int] = dict.fromkeys(
            ("follows", "unfollows", "mutes", "blocks", "organic_sharers", "new_reach"), 0
        )
        for reaction in reactions:
            settle(town, today, post, reaction, count)
        row = {
            **count,
            "reach": len(reactions),
            "organic_reach": sum(r.source in (HOME, CIRCLE) for r in reactions),
            "paid_reach": sum(r.source == PAID for r in reactions),
            "shared_reach": sum(r.source == FRIEND for r in reactions),
            "impressions": sum(r.showings for r in reactions),
            "reads": sum(r.reads for r in reactions),
            "shares": len(sharers),
            "likes": sum(r.likes for r in reactions),
            "comments": sum(r.comment is not None for r in reactions),
            "clicks": sum(r.clicks for r in reactions),
            "depth": max((r.hop + 1 for r in sharers), default=0),
        }
        add_up(brand, post, row)
        write_down(town, post, sharers, row)


def settle(town: Town, today: Today, post: Post, reaction: Reaction, count: dict[str, int]) -> None:
    """Let one reaction become state."""
    plan, user = post.plan, reaction.user
    brand = town.brands[plan.brand]
    bond = brand.bonds[user]
    if not bond.reached_this_week:
        bond.reached_this_week = True
        count["new_reach"] += 1
    town.notice(brand, user)
    if not reaction.reads:
        return
    for cause, amount in ((Cause.GIFT, reaction.gift), (Cause.DEAL, reaction.deal)):
        town.helped(brand, user, cause, amount, post.number)
    harms = ((Cause.ASK, reaction.ask), (Cause.REPEATED_ASK, reaction.repeat),
             (Cause.OFF_KEY, reaction.off_key), (Cause.FAKE, reaction.fake))  # fmt: skip
    for cause, amount in harms:
        town.hurt(brand, user, cause, amount, post.number)
    bond.reads_met = single(bond.reads_met + 1.0)
    bond.asks_met = single(bond.asks_met + single(plan.ask))
    bond.fakes_met += plan.automated
    if reaction.shares and plan.ask < 0.1 and not bond.shared_freely_this_week:
        bond.shared_freely_this_week = True
        count["organic_sharers"] += 1
    if reaction.comment is not None:
        town.comments.append(
            (town.day, brand.number, user, post.number, reaction.comment, -1,
             reason_of(plan, reaction))
        )  # fmt: skip
    climb(town, today, brand, reaction, count)


def climb(
    town: Town, today: Today, brand: Brand, reaction: Reaction, count: dict[str, int]
) -> None:
    """Take the step of the ladder that a reaction asks for."""
    user = reaction.user
    stance = brand.bonds[user].stance
    if stance >= MUTED:
        return
    if reaction.mutes or reaction.blocks:
        count["unfollows"] += stance == FOLLOWER
        count["blocks" if reaction.blocks else "mutes"] += 1
        town.move(brand, user, BLOCKED if reaction.blocks else MUTED)
        today.shut_out.setdefault(brand.number, []).append(user)
    elif reaction.unfollows:
        if stance == FOLLOWER:
            count["unfollows"] += 1
            town.move(brand, user, AWARE)
    elif reaction.follows and stance in (STRANGER, AWARE):
        count["follows"] += 1
        town.move(brand, user, FOLLOWER)


def reason_of(plan: BrandPost, reaction: Reaction) -> Reason:
    """Return why somebody wrote a comment."""
    if reaction.comment == PRAISE:
        return Reason.LIKED_IT
    if reaction.comment == QUESTION:
        return Reason.WANTS_TO_KNOW
    if reaction.comment == SUGGESTION:
        return Reason.HAS_AN_IDEA
    if reaction.finds_out:
        return Reason.SOUNDS_FAKE
    if reaction.repeat > 0.25 * max(reaction.ask, 1e-12):
        return Reason.REPEATED_PITCH
    if reaction.off_key > reaction.ask or plan.ask < 0.1:
        return Reason.OFF_KEY
    return Reason.FIRST_PITCH


def add_up(brand: Brand, post: Post, row: dict[str, int]) -> None:
    """Add one post's counts to its brand's week."""
    brand.tally["reach"] += row["new_reach"]
    for name in ("impressions", "shares", "likes", "comments", "clicks", "follows", "unfollows",
                 "mutes", "blocks", "organic_sharers"):  # fmt: skip
        brand.tally[name] += row[name]
    brand.tally["deepest_cascade"] = max(brand.tally["deepest_cascade"], row["depth"])
    if post.plan.link or post.plan.circle < 0:
        brand.tally["inbound_links"] += row["shares"]


def write_down(town: Town, post: Post, sharers: list[Reaction], row: dict[str, int]) -> None:
    """Keep one post's row and its cascade."""
    tree = [(-1, -2), *((r.user, r.parent.user if r.parent else -1) for r in sharers)]
    town.posts.append(
        {
            **{name: row[name] for name in row if name not in COUNTED_ELSEWHERE},
            "post": post.number,
            "author": -1,
            "brand": post.plan.brand,
            "topic": post.plan.topic,
            "quality": post.quality,
            "mutes": row["mutes"] + row["blocks"],
            "structural_virality": virality(tree),
        }
    )
    town.cascades.append((post.number, -1, -1, 0, 0.0))
    town.cascades += [
        (post.number, r.user, r.parent.user if r.parent else -1, r.hop + 1, r.hours)
        for r in sharers
    ]


COUNTED_ELSEWHERE = ("unfollows", "blocks", "organic_sharers", "new_reach")
