"""Reckoning as text: what came of a week, of every week, and of the whole game."""

from __future__ import annotations

from collections.abc import Iterator

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.report import PostResult
from trustsim.explain.autopsy import own_posts
from trustsim.play.causes import moves
from trustsim.play.crowd import histogram, standings
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.tales import told, topic_word
from trustsim.play.text import pages
from trustsim.play.text.figures import (
    BAR,
    amount,
    circle_name,
    circle_of,
    fixed,
    heads,
    listing,
    percent,
    place,
    signed,
    table,
    wrapped,
)
from trustsim.play.voices import voices


def reckoning(session: Session, week: int) -> Iterator[str]:
    """Yield what came of a week: counts, posts, doors, causes, voices, the bet."""
    campaign = session.campaign
    report, before = campaign.reports[week], campaign.reports[week - 1]
    yield ""
    yield say("text.reckon.head", week=week)
    yield say("text.reckon.counts", reach=amount(report.reach), shares=report.shares,
              likes=report.likes, comments=report.comments, visits=report.visits,
              sales=report.sales)  # fmt: skip
    yield say("text.reckon.followers", followers=amount(report.followers),
              change=signed(report.followers - before.followers),
              mutes=report.mutes + report.blocks, unfollows=report.unfollows)  # fmt: skip
    if not report.posts:
        yield say("text.reckon.none")
    numbers = own_posts(campaign)
    for post in report.posts:
        yield _result(campaign, numbers.index(post.post) + 1, post)
    yield from _doors(campaign, week)
    yield from _moved(campaign, week)
    for spoken in voices(campaign, week):
        yield say("text.reckon.voice", text=spoken.text, name=spoken.name,
                  circle=circle_of(campaign, spoken.user),
                  cause=say(f"cause.{spoken.cause.removesuffix('_muted')}"),
                  number=spoken.user)  # fmt: skip
    yield from _bet(session, week)
    if session.save_problem and week == campaign.week:
        yield say("text.save.failed", problem=session.save_problem)


def _result(campaign: Campaign, number: int, post: PostResult) -> str:
    return say("text.reckon.post", number=number, day=say(f"day_short.{post.day}"),
               kind=say(f"kind.{post.kind}"), where=place(campaign, post.audience),
               reach=post.reach, friends=post.shared_reach, shares=post.shares, depth=post.depth,
               mutes=post.mutes)  # fmt: skip


def _doors(campaign: Campaign, week: int) -> Iterator[str]:
    before = {view.id: view.door_open for view in campaign.reports[week - 1].circles}
    for view in campaign.reports[week].circles:
        if before[view.id] and not view.door_open:
            yield say("text.reckon.door_closes", circle=circle_name(campaign, view.id))
        elif not before[view.id] and view.door_open:
            yield say("text.reckon.door_opens", circle=circle_name(campaign, view.id))


def _moved(campaign: Campaign, week: int) -> Iterator[str]:
    """Yield what moved people, and how many."""
    causes = [
        say("text.reckon.warmer" if move.is_warm else "text.reckon.colder",
            cause=say(f"cause.{move.cause}"), count=move.people)
        for move in moves(campaign, week)
    ]  # fmt: skip
    if causes:
        yield say("text.reckon.moved", causes=listing(causes))


def _bet(session: Session, week: int) -> Iterator[str]:
    so_far = [bet for bet in session.bets if bet.week <= week]
    if so_far and so_far[-1].week == week:
        key = "text.reckon.bet_won" if so_far[-1].is_won else "text.reckon.bet_lost"
        yield say(key, reach=so_far[-1].reach, won=sum(bet.is_won for bet in so_far),
                  count=len(so_far))  # fmt: skip


def past_week(session: Session, week: int) -> Iterator[str]:
    """Yield what was planned in a past week and what came of it."""
    campaign = session.campaign
    plan = campaign.plans[week - 1]
    yield say("text.reckon.planned")
    prices = campaign.reports[week - 1].prices
    for index, post in enumerate(plan.posts, 1):
        yield say("text.plan.past", number=index, day=say(f"day_short.{post.day}"),
                  kind=say(f"kind.{post.kind}"), topic=topic_word(post.topic),
                  tone=say(f"tone.{post.tone}"),
                  where=place(campaign, post.audience), hours=amount(prices.of_post(post)),
                  extras=pages.extras(campaign, post))  # fmt: skip
    for reply in plan.replies:
        yield say("text.plan.reply", number=reply.comment, manner=say(f"manner.{reply.manner}"),
                  hours=amount(prices.of_reply(reply)))  # fmt: skip
    yield from pages.works(campaign, plan.work)
    if plan.bet is not None:
        yield pages.bet_line(*plan.bet)
    yield from reckoning(session, week)


def crowd(session: Session) -> Iterator[str]:
    """Yield the crowd: trust as a histogram against the would-share line, and circle by circle."""
    shape = histogram(session.campaign)
    most = max(*shape.counts, 1)
    if not sum(shape.counts):
        yield say("text.crowd.nobody")
        return
    yield say("text.crowd.head")
    marked = False
    for index, count in enumerate(shape.counts):
        low = index / len(shape.counts)
        if not marked and low >= shape.line:
            yield say("text.crowd.line", over=shape.over)
            marked = True
        if count:
            bar = "#" * max(1, round(BAR * count / most))
            yield say("text.crowd.bin", low=fixed(low), bar=bar, count=count)
    circles = zip(standings(session.campaign), session.report.circles, strict=True)
    for row, view in circles:
        yield say("text.crowd.circle", circle=circle_name(session.campaign, view.id),
                  knows=row.knows, trusts=row.trusts, would=row.would_share,
                  muted=row.muted)  # fmt: skip


def history(campaign: Campaign) -> Iterator[str]:
    """Yield every week so far as a table."""
    if not campaign.record.weeks:
        yield say("text.history.none")
        return
    rows = [
        [f"{week['week']}", amount(week["followers"]), amount(week["aware"]),
         amount(week["reach"]), amount(week["shares"]), amount(week["visits"]),
         amount(week["sales"]), percent(week["ostracism_rate"]), f"{week['doors_closed']}",
         amount(week["hours"], 1)]
        for week in campaign.record.weeks
    ]  # fmt: skip
    yield from table(heads("text.history.head"), rows)


def posts(campaign: Campaign) -> Iterator[str]:
    """Yield every post so far."""
    found = results(campaign)
    if not found:
        yield say("text.posts.none")
    for number, (week, post) in enumerate(found, 1):
        yield say("text.posts.line", number=number, week=week, kind=say(f"kind.{post.kind}"),
                  topic=topic_word(post.topic), where=place(campaign, post.audience),
                  reach=post.reach,
                  shares=post.shares, depth=post.depth, mutes=post.mutes)  # fmt: skip


def results(campaign: Campaign) -> list[tuple[int, PostResult]]:
    """Return every post so far with its week, in the order of their numbers."""
    return [(report.week, post) for report in campaign.reports for post in report.posts]


def ending(session: Session) -> Iterator[str]:
    """Yield the end: the verdict, the goals, the posts, the lesson, what to discuss."""
    campaign = session.campaign
    end = campaign.ending
    if end is None:
        return
    yield ""
    if end.kind == "ghosted":
        yield say("text.end.ghosted", week=end.week)
    elif end.medal:
        yield say("text.end.won", medal=say(f"medal.{end.medal}"))
    else:
        yield say("text.end.time_up")
    yield from pages.goals(campaign)
    report = session.report
    yield say("text.end.totals", followers=amount(report.followers), aware=amount(report.aware),
              sales=amount(report.sales_total), visits=amount(report.visits_total))  # fmt: skip
    yield from _best_and_worst(campaign)
    if session.bets:
        yield say("text.end.bets", won=sum(bet.is_won for bet in session.bets),
                  count=len(session.bets))  # fmt: skip
    story = told(campaign.scenario).story
    if story.lesson:
        yield ""
        yield wrapped(story.lesson)
    yield from pages.claims(campaign)
    for question in story.questions:
        yield say("text.end.question", text=question)
    yield say("text.end.repeat", scenario=campaign.scenario.name, seed=campaign.seed)


def _best_and_worst(campaign: Campaign) -> Iterator[str]:
    """Yield how much was asked, the post that went furthest and the one that cost most."""
    found = [post for _, post in results(campaign)]
    if not found:
        return
    asks = int(campaign.record.totals["asks"])
    yield say("text.end.asks", share=percent(asks / len(found)), count=len(found))
    best = max(range(len(found)), key=lambda at: (found[at].depth, found[at].reach))
    yield say("text.end.best", number=best + 1, reach=found[best].reach, depth=found[best].depth)
    worst = max(range(len(found)), key=lambda at: found[at].mutes)
    if found[worst].mutes:
        yield say("text.end.worst", number=worst + 1, mutes=found[worst].mutes)
