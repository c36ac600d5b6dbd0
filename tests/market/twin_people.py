"""The twin's people: what marketers do among them, what they tell one another, buy and forget."""

from __future__ import annotations

import math

from tests.market.twin_chance import single
from tests.market.twin_posts import Today
from tests.market.twin_town import AWARE, BLOCKED, FOLLOWER, MUTED, STRANGER, Brand, Person, Town
from trustsim.market.orders import Answer, Apology, TakePart
from trustsim.market.outcome import COMMENT_KINDS, MANNERS, Cause, Reason
from trustsim.scenario.schema import Event, Scenario

# --- working


def working(town: Town, today: Today) -> None:
    """Marketers improve, take part, answer and apologise, on Mondays."""
    if town.day % 7 != 0:
        return
    orders = today.orders
    for order in orders.improvements:
        facets = town.brands[order.brand].facets
        lack = 1.0 - facets[order.facet]
        facets[order.facet] = 1.0 - lack * 0.5 ** (order.hours / town.k.improve_hours)
    for part in orders.take_part:
        take_part(town, part)
    for reply in orders.answers:
        answer(town, reply)
    for sorry in orders.apologies:
        apologise(town, sorry)


def take_part(town: Town, part: TakePart) -> None:
    """Talk with people of one circle, picked at random."""
    k, brand = town.k, town.brands[part.brand]
    members = town.members(part.circle)
    if not members:
        return
    fit = town.tones[part.circle][0]  # helpful
    place = part.brand * 64 + part.circle
    for i in range(int(k.talks_per_hour * part.hours + 0.5)):
        where = town.chance.draw("talk_with", town.day, place, i)
        user = members[min(int(where * len(members)), len(members) - 1)]
        bond = brand.bonds[user]
        if bond.stance >= MUTED:
            continue
        town.helped(brand, user, Cause.TALK, k.gain * k.talk_good * fit)
        brand.tally["talks"] += 1
        town.notice(brand, user)
        luck = town.chance.draw("talk_follow", town.day, place, user, i)
        if bond.stance < FOLLOWER and luck < k.talk_follow * fit:
            town.move(brand, user, FOLLOWER)
            brand.tally["follows"] += 1
    brand.amends[part.circle] += k.amends_per_hour * part.hours


def answer(town: Town, reply: Answer) -> None:
    """Answer one comment, before the eyes of the writer's friends."""
    k, brand = town.k, town.brands[reply.brand]
    manner, kind = MANNERS[reply.manner], COMMENT_KINDS[reply.comment_kind]
    effect = getattr(town.manners[reply.manner], kind)
    luck = town.chance.draw("answer", town.day, reply.post + 2, reply.user, brand.number)
    if manner == "automate" and luck < 0.5:
        effect = min(effect, 0.0) - 0.5
    if effect == 0.0 or brand.bonds[reply.user].stance == BLOCKED:
        return
    tell = town.helped if effect > 0.0 else town.hurt
    amount = k.gain * k.reply_good * abs(effect)
    cause = {"delete": Cause.DELETED, "ignore": Cause.IGNORED}.get(manner, Cause.ANSWER)
    tell(brand, reply.user, cause, amount, reply.post)
    if manner == "ignore":
        return
    for other, closeness in town.people[reply.user].friends():
        if brand.bonds[other].stance in (AWARE, FOLLOWER):
            tell(brand, other, Cause.ONLOOKER, amount * k.onlooker * closeness, reply.post)


def apologise(town: Town, sorry: Apology) -> None:
    """Apologise in one circle; only the first apology in eight weeks counts."""
    brand = town.brands[sorry.brand]
    counts = town.day - brand.apologised[sorry.circle] >= 56
    brand.apologised[sorry.circle] = town.day
    if not counts:
        return
    brand.amends[sorry.circle] += town.k.apology
    for user in town.members(sorry.circle):
        if brand.bonds[user].stance == MUTED:
            town.helped(brand, user, Cause.APOLOGY, town.k.gain * 0.25)


# --- talking


def talking(town: Town, today: Today) -> None:
    """Those who shut a brand out warn their friends, and circles close their doors."""
    for brand in town.brands:
        shut_out = list(today.shut_out.get(brand.number, []))
        for user in shut_out:  # grows while it is read
            warn(town, brand, user, shut_out)
        for circle in sorted({town.people[user].circle for user in shut_out}):
            perhaps_close(town, brand, circle)


def warn(town: Town, brand: Brand, user: int, shut_out: list[int]) -> None:
    """Let one person warn their friends; whoever has had enough warnings shuts it out too."""
    for other, closeness in town.people[user].friends():
        bond = brand.bonds[other]
        bond.shut_friends += 1
        if bond.stance >= MUTED:
            continue
        town.hurt(brand, other, Cause.WARNING, town.k.gain * town.k.warning * closeness)
        person = town.people[other]
        enough = max(2, person.threshold * person.hears)
        if bond.stance != STRANGER and bond.shut_friends >= enough:
            brand.tally["unfollows"] += bond.stance == FOLLOWER
            brand.tally["mutes"] += 1
            town.move(brand, other, MUTED)
            shut_out.append(other)


def perhaps_close(town: Town, brand: Brand, circle: int) -> None:
    """Close a circle's door if most of its members who know the brand have shut it out."""
    k = town.k
    stances = town.knows(brand, circle)
    members, knowing = sum(stances), sum(stances) - stances[STRANGER]
    out = stances[MUTED] + stances[BLOCKED]
    quorum = max(k.door_quorum, k.door_quorum_share * members)
    if brand.door_open[circle] and out >= k.door_line * knowing and out >= quorum:
        brand.door_open[circle] = False
        brand.door_day[circle] = town.day
        brand.amends[circle] = 0.0
        brand.tally["doors_closed"] += 1


def reopening(town: Town, today: Today) -> None:
    """Doors reopen after quiet days and amends, and some forgive."""
    k = town.k
    for brand in town.brands:
        for circle, is_open in enumerate(brand.door_open):
            since = max(brand.door_day[circle], brand.last_ask)
            wait = max(7.0, k.quiet_days - k.amends_days * brand.amends[circle])
            if is_open or town.day < since + wait:
                continue
            brand.door_open[circle] = True
            brand.tally["doors_opened"] += 1
            for user in town.members(circle):
                luck = town.chance.draw("reopen", town.day, circle, user, brand.number)
                if brand.bonds[user].stance == MUTED and luck < k.forgiven:
                    town.lift_mute(brand, user)


# --- shopping


def shopping(town: Town, today: Today) -> None:
    """Clicks become visits, visits become sales; on Sundays people search."""
    for post, reactions in zip(today.posts, today.reactions, strict=True):
        visitors = [reaction.user for reaction in reactions if reaction.clicks]
        for user in visitors:
            visit(town, town.brands[post.plan.brand], user, post.number, post.plan.ask)
    if town.day % 7 == 6:
        for brand in town.brands:
            most = town.k.organic * brand.authority
            visitors = [
                person.name
                for person in town.people
                if town.chance.draw("organic", town.day, brand.number, person.name)
                < most * person.need
                and brand.bonds[person.name].stance < MUTED
            ]
            for user in visitors:
                visit(town, brand, user, -1, 0.0)


def visit(town: Town, brand: Brand, user: int, post: int, ask: float) -> None:
    """Let one person look around the brand's page, and perhaps buy."""
    k, person, bond = town.k, town.people[user], brand.bonds[user]
    if bond.stance >= MUTED:
        return
    bond.visited = True
    brand.tally["visits"] += not bond.visited_this_week
    bond.visited_this_week = True
    town.notice(brand, user)
    urgent = town.urgent[person.circle]
    willing = urgent + (1.0 - urgent) * town.trust(brand, user) ** k.trust_power
    asked = k.unasked + (1.0 - k.unasked) * ask
    buys = k.purchase * person.need * asked * willing
    if town.chance.draw("buy", town.day, post + 1, user, brand.number) >= buys:
        return
    person.need = 0.0
    bond.customer = bond.bought_this_week = True
    brand.tally["sales"] += 1
    judge(town, brand, user)


def judge(town: Town, brand: Brand, user: int) -> None:
    """Let a customer judge the product, facet by facet, and perhaps vouch for it."""
    k = town.k

    def luck(number: int) -> float:
        return town.chance.draw("facet", town.day, brand.number, user, number)

    flaws = [facet for facet, good in enumerate(brand.facets) if luck(facet) >= good]
    for facet in flaws:
        town.hurt(brand, user, Cause.FLAW, k.gain * k.displeased)
        if luck(100 + facet) < k.speak_up:
            write(town, brand, user, facet, Reason.PRODUCT_FLAW)
    if flaws:
        return
    town.helped(brand, user, Cause.PLEASED, k.gain * k.pleased)
    if luck(200) < 0.1:
        write(town, brand, user, -1, Reason.PRODUCT_GOOD)
    if town.chance.draw("vouch", town.day, brand.number, user) >= k.vouch:
        return
    brand.tally["vouches"] += 1
    for other, closeness in town.people[user].friends():
        if brand.bonds[other].stance < MUTED:
            town.notice(brand, other)
            town.helped(brand, other, Cause.VOUCH, k.gain * k.vouch_good * closeness)


def write(town: Town, brand: Brand, user: int, facet: int, reason: Reason) -> None:
    """Write a comment about the product."""
    kind = 2 if reason == Reason.PRODUCT_FLAW else 0
    town.comments.append((town.day, brand.number, user, -1, kind, facet, reason))
    brand.tally["comments"] += 1


# --- what a week does by itself


def searching(town: Town) -> None:
    """Shared links build search authority, which fades."""
    k = town.k
    for brand in town.brands:
        gained = k.authority_gain * math.log1p(brand.tally["inbound_links"])
        brand.authority = min(1.0, brand.authority * (1.0 - k.authority_fade) + gained)


def forgetting(town: Town) -> None:
    """Evidence and memories fade; some old mutes are lifted."""
    k = town.k
    for brand in town.brands:
        for person in town.people:
            bond = brand.bonds[person.name]
            town.helped(brand, person.name, Cause.FADE, bond.good * (1.0 - k.good_fade) - bond.good)
            town.hurt(brand, person.name, Cause.FADE, bond.harm * (1.0 - k.harm_fade) - bond.harm)
            bond.asks_met = single(bond.asks_met * single(1.0 - k.memory_fade))
            bond.reads_met = 0.0
            bond.reached_this_week = bond.visited_this_week = False
            bond.shared_freely_this_week = bond.bought_this_week = False
            if bond.stance == MUTED and town.day - bond.since >= k.mute_days:
                luck = town.chance.draw("unmute", town.day, brand.number, person.name)
                if luck < k.unmute * town.trust(brand, person.name):
                    town.lift_mute(brand, person.name)


def needing(town: Town) -> None:
    """Needs come back after a purchase."""
    for person in town.people:
        step = single(person.need_full / single(town.k.recovery_weeks))
        if person.need < person.need_full:
            person.need = min(person.need_full, single(person.need + step))


def drifting(town: Town) -> None:
    """Interests wander; each week it is the turn of one person in four."""
    for person in town.people:
        if person.name % 4 != (town.day // 7) % 4:
            continue
        likings = []
        for topic, liking in enumerate(person.interests):
            pull = town.topics[person.circle][topic] - liking
            luck = 2.0 * (town.chance.draw("drift", town.day, 0, person.name, topic) - 0.5)
            likings.append(max(0.001, liking + 4 * town.k.drift * (pull + luck)))
        length = math.sqrt(sum(liking * liking for liking in likings))
        person.interests = [single(single(liking) / length) for liking in likings]


def meeting(town: Town) -> None:
    """Friends of friends with like interests tie up."""
    tie_up(town, *met(town, town.people, town.day, town.k.new_ties))


def met(town: Town, people: list[Person], day: int, chance: float) -> tuple[list[int], list[int]]:
    """Return who takes to whom: (who is heard, who of ``people`` hears)."""
    heard, hearers = [], []
    for person in people:

        def luck(number: int, user: int = person.name) -> float:
            return town.chance.draw("new_tie", day, 0, user, number)

        if luck(0) >= chance or not person.audience:
            continue
        friend = one_of(person, luck(1))
        if not town.people[friend].audience:
            continue
        other = one_of(town.people[friend], luck(2))
        if other == person.name or person.name in town.people[other].audience:
            continue
        like = sum(
            a * b for a, b in zip(person.interests, town.people[other].interests, strict=True)
        )
        if luck(3) < like / 0.75:
            heard.append(other)
            hearers.append(person.name)
    return heard, hearers


def one_of(person: Person, where: float) -> int:
    """Return one of a person's audience."""
    friends = sorted(person.audience)
    return friends[int(where * len(friends))]


def tie_up(town: Town, heard: list[int], hearers: list[int]) -> None:
    """Add ties, both ways among friends, and what follows from them."""
    pairs = set(zip(heard, hearers, strict=True))
    if not town.k.directed:
        pairs |= {(b, a) for a, b in pairs}
    for one, other in sorted(pairs):
        hearer = town.people[other]
        town.people[one].audience[other] = 90
        hearer.hears += 1
        hearer.crowd = single(hearer.crowd + town.people[one].posting)
        for brand in town.brands:
            brand.bonds[other].shut_friends += brand.bonds[one].stance >= MUTED
    for other in {other for _, other in pairs}:
        hearer = town.people[other]
        hearer.seen = single(single(hearer.online * hearer.attention) / hearer.crowd)


# --- events


def happen(town: Town, event: Event, scenario: Scenario) -> None:
    """Let something happen, whatever the players do."""
    circles = range(len(town.start) - 1)
    if event.circle is not None:
        circles = range(scenario.circle_ids.index(event.circle), len(town.start) - 1)[:1]
    everybody = [town.people[user] for circle in circles for user in town.members(circle)]
    if event.kind == "flaw":
        ids = [facet.id for facet in scenario.brand.product.facets]
        facets = town.brands[0].facets
        for facet in range(len(ids)):
            if event.facet in (None, ids[facet]):
                facets[facet] = min(1.0, max(0.0, facets[facet] - event.amount))
    elif event.kind == "need":
        for person in everybody:
            person.need = min(1.0, max(0.0, single(person.need + single(event.amount))))
            person.need_full = min(1.0, max(0.0, single(person.need_full + single(event.amount))))
    elif event.kind == "interest" and event.topic is not None:
        topic = scenario.topics.index(event.topic)
        for person in everybody:
            person.interests[topic] = max(0.001, person.interests[topic] + event.amount)
            length = math.sqrt(sum(liking * liking for liking in person.interests))
            person.interests = [single(liking / length) for liking in person.interests]
    elif event.kind == "newcomers":
        tie_up(town, *met(town, everybody, town.day + 100_000, event.amount))
