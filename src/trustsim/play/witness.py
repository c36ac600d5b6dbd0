"""Witness: what one run shows of each claim. It tells what happened and judges nothing.

Every function returns the key of a sentence and the values in it, all counted from the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.report import PostResult
from trustsim.market.network_measures import likeness
from trustsim.market.outcome import Cause, Film, Stance
from trustsim.market.people import HOURS_HALF_ONLINE, OTHER_HOURS
from trustsim.play.numbers import amount, fixed, percent, signed

Said = tuple[str, dict[str, object]]
Witness = Callable[[Campaign], Said]

ASKS: Final = 0.25
"""Ask from which a post is one that asks (as at the table)."""
_YOUNG: Final = 1


def _posts(campaign: Campaign) -> list[PostResult]:
    return [post for report in campaign.reports for post in report.posts]


def _worked(campaign: Campaign, kind: str) -> float:
    """Return the hours of one kind of other work so far."""
    return sum(work.hours for plan in campaign.plans for work in plan.work if work.kind == kind)


def _total(campaign: Campaign, name: str) -> int:
    return int(campaign.record.totals[name])


def _moved(campaign: Campaign, *causes: Cause) -> int:
    """Return how many people some causes have moved so far."""
    rows = campaign.record.table("ledger")
    rows = rows[(rows["brand"] == 0) & np.isin(rows["cause"], [int(cause) for cause in causes])]
    return len(np.unique(rows["user"]))


def alike(campaign: Campaign) -> Said:
    """How alike friends are, against strangers."""
    world = campaign.market.world
    found = likeness(world.ties, world.people.interests)
    return "did", {"friends": fixed(found.friends), "strangers": fixed(found.strangers)}


def page(campaign: Campaign) -> Said:
    """Who follows."""
    first, last = campaign.reports[0], campaign.report
    return "did", {"start": amount(first.followers), "now": amount(last.followers),
                   "aware": amount(last.aware)}  # fmt: skip


def travels(campaign: Campaign) -> Said:
    """How many met a post through a friend."""
    posts = _posts(campaign)
    reach = sum(post.reach for post in posts)
    if not reach:
        return "none", {}
    shared = sum(post.shared_reach for post in posts) / reach
    return "did", {"share": percent(shared), "hops": _total(campaign, "deepest_cascade"),
                   "count": len(posts)}  # fmt: skip


def barging(campaign: Campaign) -> Said:
    """How often one asked, and how many shut one out."""
    posts = _posts(campaign)
    asks = sum(post.ask >= ASKS for post in posts)
    out = campaign.record.totals["ostracism_rate"]
    doors = sum(int(row["doors_shut"]) for row in campaign.record.weeks)
    return "did", {"asks": asks, "posts": len(posts), "out": percent(float(out)), "doors": doors}


def taking_part(campaign: Campaign) -> Said:
    """How much was given, and what came of it."""
    posts = _posts(campaign)
    gave = sum(post.ask < ASKS for post in posts)
    return "did", {"gave": gave, "posts": len(posts),
                   "hours": amount(_worked(campaign, "take_part")),
                   "start": amount(campaign.reports[0].followers),
                   "now": amount(campaign.report.followers)}  # fmt: skip


def fans(campaign: Campaign) -> Said:
    """Who would pass something on."""
    return "did", {"hours": amount(_worked(campaign, "take_part")),
                   "fans": amount(_total(campaign, "trusting")),
                   "sharers": amount(_total(campaign, "organic_sharers"))}  # fmt: skip


def effort(campaign: Campaign) -> Said:
    """What the hours came to."""
    worked = [float(row["hours"]) for row in campaign.record.weeks]
    gained = campaign.report.followers - campaign.reports[0].followers
    sales = amount(campaign.report.sales_total)
    return "did", {"hours": amount(sum(worked), 1), "weeks": len(worked),
                   "gained": signed(gained), "sales": sales}  # fmt: skip


def viral(campaign: Campaign) -> Said:
    """What the week of the most shared post brought."""
    weeks = [(report, max(post.shares for post in report.posts))
             for report in campaign.reports[1:] if report.posts]  # fmt: skip
    if not weeks or not max(shares for _, shares in weeks):
        return "none", {}
    best, shares = max(weeks, key=lambda pair: pair[1])
    others = [report.visits for report in campaign.reports[1:] if report is not best]
    usual = float(np.median(others)) if others else 0.0
    return "did", {"shares": shares, "week": best.week, "visits": best.visits,
                   "usual": amount(usual)}  # fmt: skip


def indirect(campaign: Campaign) -> Said:
    """How many visits came by a click and how many without."""
    clicked = 0
    for week, report in enumerate(campaign.reports[1:], 1):
        film = campaign.record.film(week)
        clickers = len(np.unique(film["user"][film["kind"] == Film.CLICK]))
        clicked += min(clickers, report.visits)
    visits = campaign.report.visits_total
    return "did", {"visits": amount(visits), "clicked": amount(clicked),
                   "search": amount(visits - clicked),
                   "place": campaign.report.search_place}  # fmt: skip


def quality(campaign: Campaign) -> Said:
    """How the better half of the posts was shared, against the other half."""
    posts = sorted(_posts(campaign), key=lambda post: post.quality)
    if len(posts) < 2:
        return "none", {}
    middle = len(posts) // 2
    return "did", {"better": amount(_shared(posts[middle:]), 1),
                   "other": amount(_shared(posts[:middle]), 1)}  # fmt: skip


def _shared(posts: Sequence[PostResult]) -> float:
    """Return shares per hundred readers reached."""
    reach = sum(post.reach for post in posts)
    return 100.0 * sum(post.shares for post in posts) / reach if reach else 0.0


def planned(campaign: Campaign) -> Said:
    """How the weeks were filled."""
    plans = campaign.plans
    kinds = {post.kind for plan in plans for post in plan.posts}
    cares = [post.care for plan in plans for post in plan.posts]
    empty = sum(not (plan.posts or plan.work or plan.replies) for plan in plans)
    return "did", {"kinds": len(kinds), "care": amount(float(np.mean(cares)) if cares else 0.0, 1),
                   "empty": empty, "sales": amount(campaign.report.sales_total)}  # fmt: skip


def first_push(campaign: Campaign) -> Said:
    """How far posts went that many had at first, against those that few had."""
    posts = sorted(_posts(campaign), key=lambda post: post.organic_reach + post.paid_reach)
    if len(posts) < 2:
        return "none", {}
    few, many = posts[: len(posts) // 2], posts[len(posts) // 2 :]
    return "did", {"many": amount(_mean(post.shared_reach for post in many), 1),
                   "few": amount(_mean(post.shared_reach for post in few), 1)}  # fmt: skip


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return float(np.mean(found)) if found else 0.0


def conversation(campaign: Campaign) -> Said:
    """When the first sale came, and what had been before it."""
    week = next((report.week for report in campaign.reports if report.sales), 0)
    if not week:
        return "none", {"hours": amount(_worked(campaign, "take_part"))}
    before = campaign.plans[:week]
    hours = sum(work.hours for plan in before for work in plan.work if work.kind == "take_part")
    posts = [post for report in campaign.reports[: week + 1] for post in report.posts]
    asks = sum(post.ask >= ASKS for post in posts)
    return "did", {"week": week, "hours": amount(hours), "gave": len(posts) - asks, "asks": asks,
                   "sales": amount(campaign.report.sales_total)}  # fmt: skip


def media(campaign: Campaign) -> Said:
    """How long the young are on social media, against other media."""
    people = campaign.market.world.people
    online = people.online[people.age == _YOUNG].astype(np.float64)
    if not len(online):
        return "none", {}
    hours = HOURS_HALF_ONLINE * online / (1.0 - online)
    return "did", {"ratio": fixed(float(hours.mean()) / OTHER_HOURS[_YOUNG], 1),
                   "people": amount(len(online))}  # fmt: skip


def choice(campaign: Campaign) -> Said:
    """How well what is read fits people, against what is shown."""
    rows = campaign.record.table("exposures")
    rows = rows[(rows["brand"] == 0) & (rows["draw"] < rows["see_probability"])]
    if not rows["reads"].any():
        return "none", {}
    return "did", {"shown": fixed(float(rows["relevance"].mean())),
                   "read": fixed(float(rows["relevance"][rows["reads"]].mean())),
                   "friends": percent(float((rows["sender"] >= 0).mean()))}  # fmt: skip


def faking(campaign: Campaign) -> Said:
    """How many saw through a machine."""
    posts = sum(post.automated for plan in campaign.plans for post in plan.posts)
    answers = sum(reply.manner == "automate" for plan in campaign.plans for reply in plan.replies)
    if not posts + answers:
        return "none", {}
    return "did", {"posts": posts, "answers": answers, "people": _moved(campaign, Cause.FAKE)}


def commentary(campaign: Campaign) -> Said:
    """How comments were answered, and whom that moved."""
    manners = [reply.manner for plan in campaign.plans for reply in plan.replies]
    if not manners:
        return "none", {"ignored": _moved(campaign, Cause.IGNORED)}
    deleted = manners.count("delete")
    return "did", {"answered": len(manners) - deleted, "deleted": deleted,
                   "won": _moved(campaign, Cause.ANSWER, Cause.ONLOOKER),
                   "lost": _moved(campaign, Cause.DELETED)}  # fmt: skip


def angles(campaign: Campaign) -> Said:
    """On how many sides one worked, and how many customers there are."""
    kinds = {post.kind for plan in campaign.plans for post in plan.posts}
    works = {work.kind for plan in campaign.plans for work in plan.work}
    places = {post.audience for plan in campaign.plans for post in plan.posts}
    return "did", {"kinds": len(kinds), "works": len(works), "places": len(places),
                   "customers": amount(campaign.report.customers)}  # fmt: skip


def outstanding(campaign: Campaign) -> Said:
    """What it all came to."""
    report = campaign.report
    return "did", {"aware": percent(report.aware / campaign.market.world.users),
                   "followers": amount(report.followers), "sales": amount(report.sales_total),
                   "sharers": amount(_total(campaign, "organic_sharers"))}  # fmt: skip


def counter_case(campaign: Campaign) -> Said:
    """What weeks that asked sold, against those that did not, and what it cost."""
    asked = [report for report in campaign.reports[1:]
             if any(post.ask >= ASKS for post in report.posts)]  # fmt: skip
    if not asked:
        return "none", {}
    others = [report.sales for report in campaign.reports[1:] if report not in asked]
    out = int((campaign.market.world.stance[0] >= Stance.MUTED).sum())
    return "did", {"asked": amount(_mean(report.sales for report in asked), 1),
                   "others": amount(_mean(others), 1), "out": amount(out)}  # fmt: skip


WITNESSES: Final[Mapping[str, Witness]] = {
    "A1": alike, "A2": page, "A3": travels, "A4": barging, "A5": taking_part, "A6": fans,
    "A7": effort, "B1": viral, "B2": indirect, "B3": quality, "B4": planned, "B5": first_push,
    "B6": conversation, "B7": media, "B8": choice, "B9": faking, "B10": commentary, "B11": angles,
    "B12": outstanding, "C1": counter_case,
}  # fmt: skip
"""What looks at a run, by claim."""
