"""The glass as text: why something happened, and what else could have."""

from __future__ import annotations

from collections.abc import Iterator

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.goals import MEDALS
from trustsim.explain.autopsy import FACTORS, Autopsy, Meeting, autopsy, meeting_with
from trustsim.explain.luck import Luck
from trustsim.explain.person import person_ledger, starting_trust
from trustsim.explain.turning import Swap, Turning
from trustsim.explain.whatif import LeftOut, PersonPair, WeekPair, WhatIf
from trustsim.market.outcome import Stance
from trustsim.play.goals import measured
from trustsim.play.ledger import Answer
from trustsim.play.people import name_of
from trustsim.play.strings import say
from trustsim.play.tales import topic_word
from trustsim.play.text.figures import (
    amount,
    circle_name,
    circle_of,
    fixed,
    heads,
    listing,
    percent,
    place,
    table,
    wrapped,
)
from trustsim.play.text.reckoning import results
from trustsim.play.text.vocabulary import shown

MOST_BRANCHES = 40
MOST_BRIDGES = 5
MOST_NEARLY = 3
MOST_PEOPLE = 8


def askable(campaign: Campaign) -> Iterator[str]:
    """Yield what can be asked why."""
    yield say("text.because.ask", numbers=listing(shown("number")),
              circle=campaign.scenario.circle_ids[0])  # fmt: skip


def answer(found: Answer) -> Iterator[str]:
    """Yield what a number means, and the ledger it is the sum of."""
    yield wrapped(say("text.because.head", title=found.title, meaning=found.meaning))
    for line in found.lines:
        yield say("text.because.sum" if line.is_sum else "text.because.line", shown=line.shown,
                  text=line.text)  # fmt: skip
    if found.note:
        yield wrapped(found.note)


def person(campaign: Campaign, user: int) -> Iterator[str]:
    """Yield one person's ledger: every change of trust, dated, with its cause."""
    entries = person_ledger(campaign, user)
    world = campaign.market.world
    stance = Stance(int(world.stance[0, user])).name.lower()
    yield say("text.why.head", name=name_of(user), number=user, circle=circle_of(campaign, user),
              stance=say(f"stance.{stance}"), friends=int(world.ties_in[user]),
              trust=fixed(float(world.trust(0)[user])))  # fmt: skip
    if not entries:
        yield say("text.why.nothing")
    numbers = {post.post: at for at, (_, post) in enumerate(results(campaign), 1)}
    trust = starting_trust(campaign)
    for entry in entries:
        cause = say(f"cause.{entry.cause}")
        if entry.post in numbers:
            cause += f" [{say('text.whatif.a_post', number=numbers[entry.post])}]"
        yield say("text.why.line", week=entry.week, day=say(f"day_short.{entry.day % 7}"),
                  change=_change(entry.trust - trust), cause=cause,
                  trust=fixed(entry.trust, 3))  # fmt: skip
        trust = entry.trust


def _change(value: float) -> str:
    return ("+" if value >= 0 else "-") + fixed(abs(value), 3)


def post(campaign: Campaign, number: int) -> Iterator[str]:
    """Yield one post as a tree, with what it came to."""
    week, result = results(campaign)[number - 1]
    found = autopsy(campaign, result.post)
    yield say("text.post.head", number=number, week=week, kind=say(f"kind.{result.kind}"),
              topic=topic_word(result.topic), tone=say(f"tone.{result.tone}"),
              where=place(campaign, result.audience), quality=fixed(result.quality),
              ask=fixed(result.ask))  # fmt: skip
    counts = found.counts()
    yield say("text.post.counts", offered=len(found.meetings), **counts)
    if found.size > 1:
        yield say("text.post.tree", shares=found.size - 1, depth=found.depth,
                  breadth=found.breadth, virality=fixed(found.structural_virality))  # fmt: skip
        yield from _tree(campaign, found)
    for bridge in found.bridges[:MOST_BRIDGES]:
        yield say("text.post.bridge", name=name_of(bridge.user), number=bridge.user,
                  origin=circle_name(campaign, bridge.origin),
                  target=circle_name(campaign, bridge.target), count=bridge.brought)  # fmt: skip
    for meeting in found.nearly[:MOST_NEARLY]:
        yield say("text.post.nearly", name=name_of(meeting.user), number=meeting.user,
                  chance=percent(meeting.share_probability),
                  dice=percent(meeting.share_draw))  # fmt: skip
    somebody = next(iter(found.nearly), None) or next(iter(found.meetings.values()), None)
    if somebody is not None:
        yield say("text.post.ask", number=number, person=somebody.user)


def _tree(campaign: Campaign, found: Autopsy) -> Iterator[str]:
    """Yield the tree of sharers, depth first."""
    yield say("text.post.root")
    shown, waiting = 0, list(reversed(found.branches[-1].children))
    while waiting and shown < MOST_BRANCHES:
        branch = found.branches[waiting.pop()]
        waiting.extend(reversed(branch.children))
        shown += 1
        yield say("text.post.branch", indent="  " * (branch.depth + 1), name=name_of(branch.user),
                  number=branch.user, circle=circle_of(campaign, branch.user),
                  hours=amount(branch.hours, 1), reached=branch.reached)  # fmt: skip
    if found.size - 1 > shown:
        yield say("text.post.pruned", indent="    ", count=found.size - 1 - shown)


def meeting(campaign: Campaign, number: int, user: int) -> Iterator[str]:
    """Yield why somebody passed a post on, or didn't."""
    found = autopsy(campaign, results(campaign)[number - 1][1].post)
    met = meeting_with(campaign, found, user)
    yield say("text.meeting.head", name=name_of(user), number=user,
              circle=circle_of(campaign, user), post=number)  # fmt: skip
    if met == "unreached":
        yield say("text.meeting.unreached")
        return
    trust, credence = fixed(met.trust), fixed(met.credence)
    if met.sender < 0:
        yield say("text.meeting.via_brand", trust=trust, credence=credence)
    else:
        yield say("text.meeting.via_friend", sender=name_of(met.sender), hop=met.hop, trust=trust,
                  credence=credence)  # fmt: skip
    yield from _dice(met)


def _dice(met: Meeting) -> Iterator[str]:
    """Yield what was likely, and how the dice fell."""
    if met.draw < 0:
        yield say("text.meeting.given")
        return
    key = "text.meeting.unseen" if met.verdict == "missed" else "text.meeting.seen"
    yield say(key, chance=percent(met.see_probability), dice=percent(met.draw))
    chance = percent(met.share_probability)
    if met.verdict in ("missed", "scrolled"):
        if met.verdict == "scrolled":
            yield say("text.meeting.unread", chance=percent(met.read_probability))
        yield say("text.meeting.would", chance=chance)
        yield _factors(met, chance)
        return
    yield say("text.meeting.read", chance=percent(met.read_probability))
    key = "text.meeting.shared" if met.verdict == "shared" else "text.meeting.unshared"
    yield say(key, chance=chance, dice=percent(met.share_draw))
    yield _factors(met, chance)
    if met.verdict == "read":
        names = listing(say(f"text.factor.{name}") for name in met.missing)
        yield say("text.meeting.missing", names=names) if names else say("text.meeting.not_missing")


def _factors(met: Meeting, chance: str) -> str:
    """Return a share probability as the product it is."""
    parts = (
        say("text.meeting.factor", name=say(f"text.factor.{name}"),
            value=fixed(float(getattr(met.factors, name))))
        for name in FACTORS
    )  # fmt: skip
    return say("text.meeting.factors", chance=chance, factors=" x ".join(parts))


def whatif(found: WhatIf, change: str) -> Iterator[str]:
    """Yield both futures of a changed week, by week, by circle and by person."""
    campaign = found.was
    yield say("text.whatif.head", week=found.week, change=change)
    people = found.people
    if not people and found.was.record.weeks == found.would_be.record.weeks:
        yield say("text.whatif.same")
        return
    yield from table(heads("text.whatif.table"), [_pair_of_weeks(pair) for pair in found.weeks])
    yield from _circles(found)
    users = campaign.market.world.users
    yield say("text.whatif.people", count=len(people), users=users, same=users - len(people))
    for pair in people[:MOST_PEOPLE]:
        yield _pair_of_lives(pair)
    if len(people) > MOST_PEOPLE:
        yield say("text.whatif.more", count=len(people) - MOST_PEOPLE)
    for lost in found.left_out:
        yield say("text.whatif.left_out", week=lost.week, what=_lost(lost))


def _pair_of_weeks(pair: WeekPair) -> list[str]:
    """Return one week in both futures as the cells of a row."""
    was, would = pair.was, pair.would_be
    cells = [f"{pair.week}"]
    for name in ("followers", "reach", "shares", "sales", "ostracism_rate", "doors_closed"):
        a, b = measured(name, was[name]), measured(name, would[name])
        cells.append(a if a == b else say("text.whatif.pair", was=a, would=b))
    return cells


def _circles(found: WhatIf) -> Iterator[str]:
    """Yield the circles that end otherwise."""
    for pair in found.circles:
        parts = [
            say("text.whatif.circle_part", what=say(f"stance.{stance}"), was=pair.was[stance],
                would=pair.would_be[stance])
            for stance in pair.was
            if pair.was[stance] != pair.would_be[stance]
        ]  # fmt: skip
        if parts:
            name = circle_name(found.was, pair.circle)
            yield say("text.whatif.circle", circle=name, parts=listing(parts))


def _pair_of_lives(pair: PersonPair) -> str:
    was, would = (say(f"stance.{stance}") for stance in pair.stance)
    return say("text.whatif.person", name=name_of(pair.user), number=pair.user, was=was,
               would=would, trust_was=fixed(pair.trust[0]),
               trust_would=fixed(pair.trust[1]))  # fmt: skip


def _lost(lost: LeftOut) -> str:
    """Return what could not be done in the other future."""
    counts = {"posts": lost.posts, "replies": lost.replies, "work": lost.work}
    return listing(
        say(f"text.whatif.{name}", count=count) for name, count in counts.items() if count
    )


def turning(found: Turning, tried: int) -> Iterator[str]:
    """Yield the weeks that mattered most; ``tried`` is how many swaps there would have been."""
    yield say("text.turning.head", measure=say(f"text.measure.{found.measure}"),
              value=measured(found.measure, found.value))  # fmt: skip
    if len(found.swaps) < tried:
        yield say("text.turning.partly", done=len(found.swaps), count=tried)
    if not found.weeks:
        yield say("text.turning.none")
    for swap in found.weeks:
        yield _swap(found, swap)


def _swap(found: Turning, swap: Swap) -> str:
    key = "would_win" if found.would_be_better(swap) else "would_cost"
    return say(f"text.turning.{key}", week=swap.week, instead=say(f"text.instead.{swap.instead}"),
               value=measured(found.measure, swap.value),
               difference=measured(found.measure, abs(swap.difference)))  # fmt: skip


def luck(campaign: Campaign, found: Luck) -> Iterator[str]:
    """Yield how one game stands among those that its plans make in other worlds."""
    low, middle, high = (measured(found.measure, value) for value in found.band)
    yield say("text.luck.band", count=len(found.worlds), low=low, high=high, middle=middle,
              measure=say(f"text.measure.{found.measure}"),
              own=measured(found.measure, found.own))  # fmt: skip
    yield say("text.luck.percentile", share=percent(found.percentile),
              verdict=say(f"text.luck.{found.verdict}"))  # fmt: skip
    if not campaign.is_over:
        return
    wanted = [goal.medal for goal in campaign.scenario.goals]
    for medal in MEDALS:
        if medal in wanted:
            yield say("text.luck.medal", medal=say(f"medal.{medal}"),
                      share=percent(found.wins(medal)))  # fmt: skip
