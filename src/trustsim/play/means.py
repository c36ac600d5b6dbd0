"""Means: why the player has so many hours, so much money, and such a standing among others."""

from __future__ import annotations

from itertools import pairwise

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.difficulty import terms_of
from trustsim.campaign.plan import HOME, PostPlan
from trustsim.campaign.report import Report
from trustsim.play.burnout import tiredness
from trustsim.play.ledger import Answer, Line, Side, place_name
from trustsim.play.numbers import amount, fixed, percent, signed
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.tales import told

LOOKS_BACK = 8
"""Weeks of own results that a preview goes by, and that the share of asks looks back."""


def week(session: Session, after: int) -> Answer:
    """Return how far the game is."""
    campaign = session.campaign
    weeks = campaign.scenario.weeks
    lines = [
        Line(say("because.week.played"), amount(after), after),
        Line(say("because.week.left"), amount(weeks - after), weeks - after),
        Line(say("because.week.all"), amount(weeks), weeks, is_sum=True),
    ]
    shut = sum(not view.door_open for view in campaign.reports[after].circles)
    note = say("because.week.doors", count=shut) if shut else ""
    return _answer("week", amount(min(after + 1, weeks)), lines, note)


def hours(session: Session, after: int) -> Answer:
    """Return what the week's hours are made of, and what the plan has taken of them."""
    campaign, report = session.campaign, session.campaign.reports[after]
    base = campaign.played.brand.hours
    lines = [Line(say("because.hours.base"), amount(base), base)]
    given = [event for event in told(campaign.scenario).events
             if event.week == after + 1 and event.kind == "hours"]  # fmt: skip
    lines += [_gain(event.text, event.amount) for event in given]
    rest = report.hours - base - sum(event.amount for event in given)
    if abs(rest) > 1e-6:
        lines.append(_gain(say("because.hours.worn_out"), rest))
    lines.append(Line(say("because.hours.week"), amount(report.hours), report.hours, is_sum=True))
    if after == campaign.week:
        lines += _planned(session, report)
    state = tiredness(campaign)
    note = say("because.hours.full", count=state.full_weeks, limit=state.limit)
    left = session.hours_left if after == campaign.week else report.hours
    return _answer("hours", amount(left), lines, note)


def _planned(session: Session, report: Report) -> list[Line]:
    """Return what the plan takes of the hours, thing by thing."""
    campaign, plan, prices = session.campaign, session.draft.plan, report.prices
    taken = [
        (say("because.plan.post", kind=say(f"kind.{post.kind}"),
             place=place_name(campaign, post.audience)), prices.of_post(post))
        for post in plan.posts
    ]  # fmt: skip
    if plan.replies:
        taken.append((say("because.plan.replies", count=len(plan.replies)),
                      sum(prices.of_reply(reply) for reply in plan.replies)))  # fmt: skip
    taken += [(say(f"work.{work.kind}"), prices.of_work(work)) for work in plan.work]
    lines = [Line(text, signed(-spent), -spent) for text, spent in taken]
    left = session.hours_left
    return [*lines, Line(say("because.hours.left"), amount(left), left, is_sum=True)]


def money(session: Session, after: int) -> Answer:
    """Return what came in and what went out this week."""
    campaign = session.campaign
    lines, scenario = [], told(campaign.scenario)
    if after:
        before, report = campaign.reports[after - 1], campaign.reports[after]
        lines.append(Line(say("because.money.before"), _money(campaign, before.money),
                          before.money))  # fmt: skip
        product = campaign.played.brand.product
        if report.sales:
            each = product.price * product.margin
            text = say("because.money.sales", count=report.sales, each=_money(campaign, each))
            lines.append(_paid(campaign, text, report.sales * each))
        for post in campaign.plans[after - 1].posts:
            if post.boost:
                text = say("because.money.boost", kind=say(f"kind.{post.kind}"))
                lines.append(_paid(campaign, text, -post.boost))
    else:
        lines.append(Line(say("because.money.start"), _money(campaign, scenario.brand.money),
                          scenario.brand.money))  # fmt: skip
    for event in scenario.events:
        if event.week == after + 1 and event.kind == "money":
            lines.append(_paid(campaign, event.text, event.amount))
    now = campaign.reports[after].money
    lines.append(Line(say("because.money.now"), _money(campaign, now), now, is_sum=True))
    spent = now - session.money_left if after == campaign.week else 0.0
    note = say("because.money.planned", money=_money(campaign, spent)) if spent else ""
    return _answer("money", _money(campaign, now), lines, note)


def asks(session: Session, after: int) -> Answer:
    """Return which of the last weeks asked how often."""
    campaign = session.campaign
    terms = terms_of(campaign.played.difficulty)
    rows = campaign.record.weeks[:after][-int(terms.ask_weeks) :]
    lines = [
        Line(say("because.asks.week", week=int(row["week"])),
             say("because.asks.of", asks=int(row["asks"]), posts=int(row["posts"])),
             row["asks"], "worse" if row["asks"] else "neither")
        for row in rows
    ]  # fmt: skip
    asked, posts = (int(sum(row[name] for row in rows)) for name in ("asks", "posts"))
    lines.append(Line(say("because.asks.all"), say("because.asks.of", asks=asked, posts=posts),
                      asked, is_sum=True))  # fmt: skip
    share = campaign.reports[after].ask_share
    return _answer("asks", percent(share), lines, say("because.asks.note"))


def search(session: Session, after: int) -> Answer:
    """Return who comes before the brand among search results."""
    campaign = session.campaign
    report, terms = campaign.reports[after], terms_of(campaign.played.difficulty)
    pages = _pages_before(campaign, after, terms.rival_pages)
    rivals = report.search_place - 1 - pages
    lines = [
        Line(say("because.search.rivals"), amount(rivals), rivals),
        Line(say("because.search.pages", count=int(terms.rival_pages)), amount(pages), pages),
        Line(say("because.search.you"), "1", 1),
        Line(say("because.search.place"), amount(report.search_place), report.search_place,
             is_sum=True),
    ]  # fmt: skip
    now, before = _authority(campaign, after), _authority(campaign, max(0, after - 1))
    note = say("because.search.note", links=report.inbound_links, now=fixed(now),
               change=signed(now - before, 3))  # fmt: skip
    return _answer("search", amount(report.search_place), lines, note)


def _authority(campaign: Campaign, after: int) -> float:
    """Return the brand's search authority after a week, 0..1."""
    return float(campaign.record.weeks[after - 1]["search_authority"]) if after else 0.0


def _pages_before(campaign: Campaign, after: int, pages: float) -> int:
    """Return how many other pages about the same come before the brand's."""
    if not after and campaign.week:
        return min(int(pages), campaign.reports[0].search_place - 1)
    own = _authority(campaign, after)
    if after == campaign.week:
        own = float(campaign.market.world.authority[0])
    return int(pages * max(0.0, 1.0 - own))


def preview(session: Session, index: int) -> Answer:
    """Return where a planned post's likely reach comes from: who is there, and the past's share."""
    campaign, post = session.campaign, session.draft.plan.posts[index]
    view, report = campaign.preview(post), session.report
    unpaid = campaign.preview(post.model_copy(update={"boost": 0.0}))
    crowd = _crowd(post.audience, report)
    place = place_name(campaign, post.audience)
    lines = [Line(say("because.preview.crowd", place=place), amount(crowd), crowd)]
    for past in _past_shares(session, post.audience):
        lines.append(past)
    if crowd:
        share = say("because.preview.range", low=percent(unpaid.low / crowd),
                    high=percent(unpaid.high / crowd))  # fmt: skip
        lines.append(Line(say("because.preview.share"), share))
    if post.boost:
        paid = say("because.preview.to", low=amount(view.low - unpaid.low),
                   high=amount(view.high - unpaid.high))  # fmt: skip
        lines.append(Line(say("because.preview.paid"), paid, side="better"))
    span = say("because.preview.to", low=amount(view.low), high=amount(view.high))
    lines.append(Line(say("because.preview.sees"), span, is_sum=True))
    note = say("because.preview.hours", hours=_hours_of(session, post))
    return _answer("preview", span, lines, note)


def _past_shares(session: Session, audience: str) -> list[Line]:
    """Return what part of the place each recent post there has reached."""
    recent = list(pairwise(session.campaign.reports))[-LOOKS_BACK:]
    found = [
        Line(say("because.preview.past", week=after.week, kind=say(f"kind.{post.kind}")),
             percent((post.reach - post.paid_reach) / crowd))
        for before, after in recent
        for post in after.posts
        if post.audience == audience and (crowd := _crowd(audience, before)) > 0
    ]  # fmt: skip
    return found or [Line(say("because.preview.guess"), "")]


def _crowd(audience: str, report: Report) -> int:
    """Return how many people a post is in front of by itself."""
    if audience == HOME:
        return report.followers
    view = report.circle(audience)
    return view.members - view.shut_out if view.door_open else 0


def _hours_of(session: Session, post: PostPlan) -> str:
    """Return what a post takes, as the sum it is."""
    prices = session.report.prices
    parts = [] if post.automated else [prices.kinds[post.kind], post.care]
    if post.collaborator is not None:
        parts.append(prices.collaborate)
    whole = amount(prices.of_post(post))
    shown = [amount(part) for part in parts if part]
    return f"{' + '.join(shown)} = {whole}" if len(shown) > 1 else whole


def _money(campaign: Campaign, value: float) -> str:
    return f"{campaign.scenario.currency}{amount(value)}"


def _paid(campaign: Campaign, text: str, value: float) -> Line:
    side: Side = "better" if value > 0 else "worse"
    sign = "+" if value > 0 else "−"
    return Line(text, sign + _money(campaign, abs(value)), value, side)


def _gain(text: str, value: float) -> Line:
    return Line(text, signed(value), value, "better" if value > 0 else "worse")


def _answer(number: str, value: str, lines: list[Line], note: str = "") -> Answer:
    """Return an answer with the words of its number."""
    return Answer(number, say(f"because.{number}.title", value=value),
                  say(f"because.{number}.meaning"), tuple(lines), note)  # fmt: skip
