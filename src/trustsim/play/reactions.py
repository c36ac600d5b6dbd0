"""Reactions: why so many people follow, know, trust, mute, saw, visited and bought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from trustsim.campaign.campaign import Campaign
from trustsim.market.outcome import Cause, Film, Stance
from trustsim.play.crowd import standings
from trustsim.play.ledger import Answer, Line, Side, place_name, post_name
from trustsim.play.numbers import amount, fixed, signed
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.tales import told

_MOST: Final = 7


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everybody's trust when a week began and when it ended, and the ledger between."""

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    rows: NDArray[np.void]


def evidence(campaign: Campaign, after: int) -> Evidence:
    """Return what one week did to everybody's trust.

    Args:
        campaign: recorded at level ``full``.
        after: the week, from 1.
    """
    rows = campaign.record.table("ledger")
    rows = rows[(rows["brand"] == 0) & (rows["day"] < 7 * after)]
    # What a first follower brings along is dated on the first day, but was there before it.
    is_new = (rows["day"] >= 7 * (after - 1)) & (rows["cause"] != Cause.FIRST_FOLLOWER)
    return Evidence(_trust(campaign, rows[~is_new]), _trust(campaign, rows), rows[is_new])


def _trust(campaign: Campaign, rows: NDArray[np.void]) -> NDArray[np.float64]:
    world = campaign.market.world
    good = world.prior_good + np.bincount(rows["user"], rows["good"], world.users)
    harm = world.prior_harm + np.bincount(rows["user"], rows["harm"], world.users)
    found: NDArray[np.float64] = good / (good + harm)
    return found


def followers(session: Session, after: int) -> Answer:
    """Return who followed after what, and who left."""
    campaign = session.campaign
    now = campaign.reports[after]
    if not after:
        line = Line(say("because.followers.start"), amount(now.followers), now.followers)
        return _answer("followers", amount(now.followers), [line])
    before = campaign.reports[after - 1].followers
    lines = [Line(say("because.followers.before"), amount(before), before)]
    lines += _by_post(campaign, after, Film.FOLLOW, 1)
    lines += _rest(say("because.followers.talk"), now.follows, _events(campaign, after,
                                                                       Film.FOLLOW), 1)  # fmt: skip
    lines += _by_post(campaign, after, Film.UNFOLLOW, -1)
    lines += _rest(say("because.followers.friends"), now.unfollows,
                   _events(campaign, after, Film.UNFOLLOW), -1)  # fmt: skip
    lines.append(Line(say("because.followers.now"), amount(now.followers), now.followers,
                      is_sum=True))  # fmt: skip
    return _answer("followers", amount(now.followers), lines)


def aware(session: Session, after: int) -> Answer:
    """Return by what way new people came to know the brand."""
    campaign = session.campaign
    now, before = campaign.reports[after].aware, campaign.reports[after - 1].aware
    rows = campaign.record.table("exposures")
    rows = rows[(rows["brand"] == 0) & (rows["draw"] < rows["see_probability"])]
    seen_before = np.unique(rows["user"][rows["day"] < 7 * (after - 1)])
    ledger = campaign.record.table("ledger")
    known = ledger["user"][(ledger["brand"] == 0) & (ledger["day"] < 7 * (after - 1))]
    seen_before = np.union1d(seen_before, known)
    rows = rows[(rows["day"] >= 7 * (after - 1)) & (rows["day"] < 7 * after)]
    rows = rows[~np.isin(rows["user"], seen_before)]
    _, first = np.unique(rows["user"], return_index=True)
    sources = rows["source"][first]
    lines = [Line(say("because.aware.before"), amount(before), before)]
    left = now - before
    for source, name in enumerate(("home", "circle", "paid", "friend")):
        count = min(int((sources == source).sum()), left)
        left -= count
        if count:
            lines.append(Line(say(f"because.aware.{name}"), signed(count), count, "better"))
    if left:
        lines.append(Line(say("because.aware.talk"), signed(left), left, "better"))
    lines.append(Line(say("because.aware.now"), amount(now), now, is_sum=True))
    return _answer("aware", amount(now), lines)


def trusting(session: Session, after: int) -> Answer:
    """Return what carried people over the would-share line, and what took them under it."""
    campaign = session.campaign
    line_at = campaign.market.share_line
    note = say("because.trusting.line", line=fixed(line_at))
    if not after:
        rows = campaign.record.table("ledger")
        first = rows[(rows["brand"] == 0) & (rows["cause"] == Cause.FIRST_FOLLOWER)]
        count = int((_trust(campaign, first) >= line_at).sum())
        lines = [Line(say("because.trusting.start"), amount(count), count)]
        return _answer("trusting", amount(count), lines, note)
    found = evidence(campaign, after)
    was, now = found.before >= line_at, found.after >= line_at
    lines = [Line(say("because.trusting.before"), amount(int(was.sum())), int(was.sum()))]
    lines += _crossed(campaign, after, found.rows, ~was & now, 1)
    lines += _crossed(campaign, after, found.rows, was & ~now, -1)
    total = int(now.sum())
    lines.append(Line(say("because.trusting.now"), amount(total), total, is_sum=True))
    return _answer("trusting", amount(total), lines, note)


def _crossed(
    campaign: Campaign,
    after: int,
    rows: NDArray[np.void],
    who: NDArray[np.bool_],
    sign: int,
) -> list[Line]:
    """Return, by what moved them most, the people who crossed the line one way."""
    strength = rows["good"] - rows["harm"] if sign > 0 else rows["harm"] - rows["good"]
    mine = who[rows["user"]] & (strength > 0)
    rows, strength = rows[mine], strength[mine]
    order = np.lexsort((-strength, rows["user"]))
    _, first = np.unique(rows["user"][order], return_index=True)
    strongest = rows[order][first]
    causes: dict[str, int] = {}
    posts = {post.post: post_name(campaign, post) for post in campaign.reports[after].posts}
    for row in strongest:
        cause = say(f"cause.{Cause(int(row['cause'])).name.lower()}")
        post = posts.get(int(row["post"]))
        text = say("because.trusting.by_post", post=post, cause=cause) if post else cause
        causes[text] = causes.get(text, 0) + 1
    left = int(who.sum()) - len(strongest)
    if left:
        causes[say("cause.fade")] = causes.get(say("cause.fade"), 0) + left
    return _counted(causes, sign)


def muted(session: Session, after: int) -> Answer:
    """Return who turned the brand off after what."""
    campaign, report = session.campaign, session.campaign.reports[after]
    lines = []
    for kind in (Film.MUTE, Film.BLOCK):
        film = campaign.record.film(after)
        rows = film[(film["kind"] == kind) & (film["post"] >= 0)]
        lines += _of_posts(campaign, after, rows["post"], -1, f"because.muted.{kind.name.lower()}")
    direct = int(sum(-line.value for line in lines))
    total = report.mutes + report.blocks
    lines += _rest(say("because.muted.friends"), total, direct, -1)
    lines.append(Line(say("because.muted.all"), amount(total), -total, is_sum=True))
    share = campaign.record.weeks[after - 1]["ostracism_rate"]
    note = say("because.muted.note", share=f"{share:.0%}")
    return _answer("muted", amount(total), lines, note)


def reach(session: Session, after: int) -> Answer:
    """Return who saw which post, from whom."""
    campaign, report = session.campaign, session.campaign.reports[after]
    lines = []
    for post in report.posts:
        name = post_name(campaign, post)
        for way in ("organic", "shared", "paid"):
            count = int(getattr(post, f"{way}_reach"))
            if count:
                text = say(f"because.reach.{way}", post=name)
                lines.append(Line(text, amount(count), count, "neither"))
    twice = sum(post.reach for post in report.posts) - report.reach
    if twice:
        lines.append(Line(say("because.reach.twice"), signed(-twice), -twice))
    lines.append(Line(say("because.reach.all"), amount(report.reach), report.reach, is_sum=True))
    return _answer("reach", amount(report.reach), lines)


def visits(session: Session, after: int) -> Answer:
    """Return who came to the page from where."""
    campaign, report = session.campaign, session.campaign.reports[after]
    film = campaign.record.film(after)
    clicks = film[film["kind"] == Film.CLICK]
    _, first = np.unique(clicks["user"], return_index=True)
    lines = _of_posts(campaign, after, clicks["post"][first], 1, "because.visits.click")
    found = report.visits - int(sum(line.value for line in lines))
    if found:
        key, side = ("search", "better") if found > 0 else ("lost", "worse")
        lines.append(Line(say(f"because.visits.{key}"), signed(found), found, cast(Side, side)))
    lines.append(Line(say("because.visits.all"), amount(report.visits), report.visits,
                      is_sum=True))  # fmt: skip
    return _answer("visits", amount(report.visits), lines)


def sales(session: Session, after: int) -> Answer:
    """Return who bought, by circle, and what had brought them."""
    campaign, report = session.campaign, session.campaign.reports[after]
    film = campaign.record.film(after)
    buyers = film["user"][film["kind"] == Film.BUY]
    circles = campaign.market.world.people.circle[buyers]
    names = [circle.name for circle in told(campaign.scenario).population.circles]
    counted = {names[int(circle)]: int((circles == circle).sum()) for circle in np.unique(circles)}
    lines = [Line(name, signed(count), count, "better") for name, count in counted.items()]
    rest = report.sales - len(buyers)
    if rest:
        lines.append(Line(say("because.sales.others"), signed(rest), rest, "better"))
    lines.append(Line(say("because.sales.all"), amount(report.sales), report.sales, is_sum=True))
    clicked = np.isin(buyers, film["user"][film["kind"] == Film.CLICK])
    asked = sum(post.ask >= 0.25 for post in report.posts)
    note = say("because.sales.note", visits=report.visits, clicked=int(clicked.sum()),
               asks=asked)  # fmt: skip
    return _answer("sales", amount(report.sales), lines, note)


def crowd(session: Session, after: int) -> Answer:
    """Return how those who know the brand divide at the line, and what pushed them this week."""
    campaign = session.campaign
    world, line_at = campaign.market.world, campaign.market.share_line
    trust, stance = world.trust(0), world.stance[0]
    known = stance != Stance.STRANGER
    over, under = int((known & (trust >= line_at)).sum()), int((known & (trust < line_at)).sum())
    lines = [
        Line(say("because.crowd.over"), amount(over), over, "better"),
        Line(say("because.crowd.under"), amount(under), under),
        Line(say("because.crowd.known"), amount(over + under), over + under, is_sum=True),
    ]
    if after:
        found = evidence(campaign, after)
        was, now = found.before >= line_at, found.after >= line_at
        rose = _crossed(campaign, after, found.rows, ~was & now, 1)
        fell = _crossed(campaign, after, found.rows, was & ~now, -1)
        lines += [replace(line, text=say("because.crowd.rose", what=line.text)) for line in rose]
        lines += [replace(line, text=say("because.crowd.fell", what=line.text)) for line in fell]
    note = say("because.trusting.line", line=fixed(line_at))
    return _answer("crowd", amount(over), lines, note)


def circle(session: Session, index: int) -> Answer:
    """Return a circle's four counts and who has not met the brand; and what moved them last."""
    campaign = session.campaign
    row = standings(campaign)[index]
    parts = (("would", row.would_share), ("trusts", row.trusts), ("knows", row.knows),
             ("muted", row.muted))  # fmt: skip
    lines = [Line(say(f"because.circle.{name}"), amount(count), count) for name, count in parts]
    strangers = row.members - sum(count for _, count in parts)
    lines.append(Line(say("because.circle.strangers"), amount(strangers), strangers))
    lines.append(Line(say("because.circle.members"), amount(row.members), row.members,
                      is_sum=True))  # fmt: skip
    if campaign.week:
        lines += _moved(campaign, index)
    title = say("because.circle.title", value=row.circle)
    middle = say("because.circle.note", line=fixed(campaign.market.share_line))
    return Answer("circle", title, say("because.circle.meaning"), tuple(lines), middle)


def _moved(campaign: Campaign, index: int) -> list[Line]:
    """Return what moved a circle's people last week, and how many which way."""
    rows = evidence(campaign, campaign.week).rows
    rows = rows[campaign.market.world.people.circle[rows["user"]] == index]
    rows = rows[rows["cause"] != Cause.FADE]
    found = []
    for cause in np.unique(rows["cause"]).tolist():
        for name, sign in (("good", 1), ("harm", -1)):
            moved = rows["user"][(rows["cause"] == cause) & (rows[name] > 0)]
            people = len(np.unique(moved))
            if people:
                side: Side = "better" if sign > 0 else "worse"
                key = "because.circle.warmer" if sign > 0 else "because.circle.colder"
                text = say(key, cause=say(f"cause.{Cause(cause).name.lower()}"))
                found.append(Line(text, amount(people), 0.0, side))
    return found[:_MOST]


def _by_post(campaign: Campaign, after: int, kind: Film, sign: int) -> list[Line]:
    """Return how often something happened after which post."""
    film = campaign.record.film(after)
    rows = film[(film["kind"] == kind) & (film["post"] >= 0)]
    name = "followers.follow" if sign > 0 else "followers.unfollow"
    return _of_posts(campaign, after, rows["post"], sign, f"because.{name}")


def _of_posts(
    campaign: Campaign, after: int, slots: NDArray[np.int32], sign: int, key: str
) -> list[Line]:
    """Return a line per post for what happened after it."""
    plan = campaign.plans[after - 1]
    counted: dict[str, int] = {}
    for slot, count in zip(*np.unique(slots, return_counts=True), strict=True):
        post = plan.posts[int(slot)]
        name = say("because.post", day=say(f"day_short.{post.day}"), kind=say(f"kind.{post.kind}"),
                   place=place_name(campaign, post.audience))  # fmt: skip
        text = say(key, post=name)
        counted[text] = counted.get(text, 0) + int(count)
    return _counted(counted, sign)


def _events(campaign: Campaign, after: int, kind: Film) -> int:
    """Return how often something is seen to happen in a week."""
    return int((campaign.record.film(after)["kind"] == kind).sum())


def _rest(text: str, total: int, known: int, sign: int) -> list[Line]:
    """Return a line for what the posts don't account for, if there is any."""
    return _counted({text: total - known}, sign) if total > known else []


def _counted(counts: dict[str, int], sign: int) -> list[Line]:
    """Return a line per cause, the largest first; the smallest ones as one line."""
    side: Side = "better" if sign > 0 else "worse"
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    shown, rest = ordered[:_MOST], ordered[_MOST:]
    if rest:
        shown.append((say("because.others"), sum(count for _, count in rest)))
    return [Line(text, signed(sign * count), sign * count, side) for text, count in shown]


def _answer(number: str, value: str, lines: list[Line], note: str = "") -> Answer:
    """Return an answer with the words of its number."""
    return Answer(number, say(f"because.{number}.title", value=value),
                  say(f"because.{number}.meaning"), tuple(lines), note)  # fmt: skip
