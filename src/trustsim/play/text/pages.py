"""Pages: what the player reads, as lines of text. Views only: they change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import HOME, PostPlan
from trustsim.campaign.report import CircleView, Comment, PostResult
from trustsim.explain.person import person_ledger
from trustsim.market.outcome import Stance
from trustsim.play.bets import hit_rate
from trustsim.play.crowd import histogram, standings
from trustsim.play.people import name_of
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.voices import voices

WIDTH = 78
MOST_COMMENTS = 8
BAR = 40


def wrapped(text: str) -> str:
    """Return paragraphs wrapped to the width of a terminal."""
    return "\n\n".join(fill(part.strip(), WIDTH) for part in text.split("\n\n") if part.strip())


def briefing(session: Session) -> Iterator[str]:
    """Yield what is read before the first week."""
    scenario = session.campaign.scenario
    yield say("text.briefing.title", title=scenario.title, weeks=scenario.weeks,
              platform=scenario.platform.title)  # fmt: skip
    yield ""
    if scenario.story.briefing:
        yield wrapped(scenario.story.briefing)
        yield ""
    yield from goals(session.campaign)


def goals(campaign: Campaign) -> Iterator[str]:
    """Yield the goals and how far each has come."""
    for standing in campaign.goals:
        state = say("text.goal.reached") if standing.is_reached else say("text.goal.open")
        yield say("text.goal.line", medal=say(f"medal.{standing.goal.medal}"), text=standing.text,
                  value=amount(standing.value), state=state)  # fmt: skip


def amount(value: float) -> str:
    """Return a number as people write it."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def week_head(session: Session) -> Iterator[str]:
    """Yield the lines a new week begins with."""
    report, currency = session.report, session.campaign.scenario.currency
    yield ""
    yield say("text.week.head", week=report.week + 1, weeks=report.weeks,
              hours=amount(round(report.hours, 1)),
              money=f"{currency}{amount(round(report.money))}", followers=report.followers,
              aware=report.aware)  # fmt: skip
    yield from (say("text.week.event", text=text) for text in report.events)
    waiting = [c for c in report.inbox if c.kind in ("question", "complaint")]
    if waiting:
        yield say("text.week.waiting", count=len(waiting))


def room(session: Session) -> Iterator[str]:
    """Yield what the community talks about."""
    report = session.report
    if not report.feed:
        yield say("text.room.quiet")
    for line in report.feed:
        yield say("text.room.line", name=name_of(line.user), circle=_circle(session, line.circle),
                  topic=line.topic, count=line.shares)  # fmt: skip


def circles(session: Session) -> Iterator[str]:
    """Yield what is known of every circle."""
    for view in session.report.circles:
        yield from _circle_lines(session, view)


def _circle_lines(session: Session, view: CircleView) -> Iterator[str]:
    door = (
        say("text.circle.open") if view.door_open else say("text.circle.closed", days=view.opens_in)
    )
    yield say("text.circle.line", id=view.id, name=_circle(session, view.id), members=view.members,
              knows=view.knows, followers=view.followers, shut_out=view.shut_out,
              mood=mood(view.mood), door=door)  # fmt: skip
    if view.topics:
        liked = sorted(view.topics, key=lambda topic: -view.topics[topic])[:3]
        tones = sorted(view.tones, key=lambda tone: -view.tones[tone])
        yield say("text.circle.taste", topics=", ".join(liked),
                  best=", ".join(say(f"tone.{tone}") for tone in tones[:2]),
                  worst=say(f"tone.{tones[-1]}") if tones else "")  # fmt: skip
    if view.connector >= 0:
        yield say("text.circle.connector", name=name_of(view.connector), number=view.connector)


def mood(value: float) -> str:
    """Return a mood from -1 to 1 in a word."""
    for line, word in ((-0.5, "cold"), (-0.15, "cool"), (0.15, "even"), (0.5, "friendly")):
        if value < line:
            return say(f"text.mood.{word}")
    return say("text.mood.warm")


def inbox(session: Session) -> Iterator[str]:
    """Yield the comments that can be answered, the urgent ones first."""
    comments = session.report.inbox
    if not comments:
        yield say("text.inbox.empty")
    answered = {reply.comment: reply.manner for reply in session.draft.plan.replies}
    for comment in comments[:MOST_COMMENTS]:
        done = say("text.inbox.answered", manner=say(f"manner.{answered[comment.id]}")) if (
            comment.id in answered
        ) else ""  # fmt: skip
        yield say("text.inbox.line", number=comment.id, kind=say(f"comment.{comment.kind}"),
                  words=said(session, comment), name=name_of(comment.user),
                  circle=_circle(session, comment.circle), done=done)  # fmt: skip
    if len(comments) > MOST_COMMENTS:
        yield say("text.inbox.more", count=len(comments) - MOST_COMMENTS)


def said(session: Session, comment: Comment) -> str:
    """Return the words of a comment."""
    facets = {facet.id: facet.name for facet in session.campaign.scenario.brand.product.facets}
    facet = facets.get(comment.facet or "", comment.facet or "")
    return say(f"said.{comment.reason}.{comment.user % 3 + 1}", facet=facet)


def plan(session: Session) -> Iterator[str]:
    """Yield the draft with its costs and who is likely to see it."""
    draft = session.draft.plan
    if not (draft.posts or draft.replies or draft.work):
        yield say("text.plan.empty")
    for index, post in enumerate(draft.posts):
        yield post_line(session, index + 1, post)
    for reply in draft.replies:
        yield say("text.plan.reply", number=reply.comment, manner=say(f"manner.{reply.manner}"),
                  hours=amount(session.report.prices.of_reply(reply)))  # fmt: skip
    for index, work in enumerate(draft.work):
        where = work.circle or work.facet or ""
        yield say("text.plan.work", letter="abcdefghij"[index % 10], what=say(f"work.{work.kind}"),
                  where=where, hours=amount(work.hours))  # fmt: skip
    if draft.bet is not None:
        yield say("text.plan.bet", low=amount(draft.bet[0]), high=amount(draft.bet[1]))
    yield say("text.plan.cost", used=amount(round(session.hours_planned, 2)),
              hours=amount(round(session.report.hours, 2)))  # fmt: skip


def post_line(session: Session, number: int, post: PostPlan) -> str:
    """Return one planned post as a line."""
    view = session.campaign.preview(post)
    where = say("home") if post.audience == HOME else _circle(session, post.audience)
    return say("text.plan.post", number=number, day=say(f"day_short.{post.day}"),
               kind=say(f"kind.{post.kind}"), topic=post.topic, tone=say(f"tone.{post.tone}"),
               where=where, hours=amount(round(view.hours, 2)), low=view.low, high=view.high,
               bot=say("text.plan.bot") if post.automated else "")  # fmt: skip


def reckoning(session: Session) -> Iterator[str]:
    """Yield what came of the week: counts, posts, voices, the crowd, doors."""
    report, before = session.report, session.campaign.reports[-2]
    yield ""
    yield say("text.reckon.head", week=report.week)
    yield say("text.reckon.counts", reach=report.reach, shares=report.shares, likes=report.likes,
              comments=report.comments, visits=report.visits, sales=report.sales)  # fmt: skip
    yield say("text.reckon.followers", followers=report.followers,
              change=f"{report.followers - before.followers:+d}",
              mutes=report.mutes + report.blocks, unfollows=report.unfollows)  # fmt: skip
    yield from (_result(session, post) for post in report.posts)
    yield from _doors(session)
    for spoken in voices(session.campaign):
        yield say("text.reckon.voice", text=spoken.text, name=spoken.name, circle=spoken.circle,
                  cause=say(f"cause.{spoken.cause.removesuffix('_muted')}"),
                  number=spoken.user)  # fmt: skip
    if session.bets and session.bets[-1].week == report.week:
        key = "text.reckon.bet_won" if session.bets[-1].is_won else "text.reckon.bet_lost"
        yield say(key, rate=f"{hit_rate(session.bets):.0%}")
    if session.save_problem:
        yield say("text.save.failed", problem=session.save_problem)


def _result(session: Session, post: PostResult) -> str:
    where = say("home") if post.audience == HOME else _circle(session, post.audience)
    return say("text.reckon.post", day=say(f"day_short.{post.day % 7}"),
               kind=say(f"kind.{post.kind}"), where=where, reach=post.reach,
               friends=post.shared_reach, shares=post.shares, depth=post.depth,
               mutes=post.mutes)  # fmt: skip


def _doors(session: Session) -> Iterator[str]:
    before = {view.id: view.door_open for view in session.campaign.reports[-2].circles}
    for view in session.report.circles:
        if before[view.id] and not view.door_open:
            yield say("text.reckon.door_closes", circle=_circle(session, view.id))
        elif not before[view.id] and view.door_open:
            yield say("text.reckon.door_opens", circle=_circle(session, view.id))


def crowd(session: Session) -> Iterator[str]:
    """Yield the crowd: trust as a histogram against the would-share line, and circle by circle."""
    shape = histogram(session.campaign)
    most = max(*shape.counts, 1)
    yield say("text.crowd.head")
    marked = False
    for index, count in enumerate(shape.counts):
        low = index / len(shape.counts)
        if not marked and low >= shape.line:
            yield say("text.crowd.line", over=shape.over)
            marked = True
        if count:
            yield f"  {low:.2f} {'#' * max(1, round(BAR * count / most))} {count}"
    for row in standings(session.campaign):
        yield say("text.crowd.circle", circle=row.circle, knows=row.knows, trusts=row.trusts,
                  would=row.would_share, muted=row.muted)  # fmt: skip


def person(session: Session, user: int) -> Iterator[str]:
    """Yield one person's ledger: every change of trust, dated, with its cause."""
    campaign = session.campaign
    entries = person_ledger(campaign, user)
    world = campaign.market.world
    stance = Stance(int(world.stance[0, user])).name.lower()
    circle = campaign.scenario.population.circles[int(world.people.circle[user])].name
    yield say("text.why.head", name=name_of(user), circle=circle, stance=say(f"stance.{stance}"),
              friends=int(world.ties_in[user]), trust=f"{world.trust(0)[user]:.2f}")  # fmt: skip
    if not entries:
        yield say("text.why.nothing")
    trust = world.prior_good / (world.prior_good + world.prior_harm)
    for entry in entries:
        yield say("text.why.line", week=entry.week, day=say(f"day_short.{entry.day % 7}"),
                  change=f"{entry.trust - trust:+.3f}", cause=say(f"cause.{entry.cause}"),
                  trust=f"{entry.trust:.3f}")  # fmt: skip
        trust = entry.trust


def ending(session: Session) -> Iterator[str]:
    """Yield the end: the verdict, the goals, the lesson, what to discuss."""
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
    yield from goals(campaign)
    report = session.report
    yield say("text.end.totals", followers=report.followers, aware=report.aware,
              sales=report.sales_total, visits=report.visits_total)  # fmt: skip
    if session.bets:
        yield say("text.end.bets", rate=f"{hit_rate(session.bets):.0%}", count=len(session.bets))
    story = campaign.scenario.story
    if story.lesson:
        yield ""
        yield wrapped(story.lesson)
    for question in story.questions:
        yield say("text.end.question", text=question)
    yield say("text.end.repeat", scenario=campaign.scenario.name, seed=campaign.seed)


def help_page() -> Iterator[str]:
    """Yield every word the player can type."""
    yield wrapped_lines(say("text.help"))


def wrapped_lines(text: str) -> str:
    """Return text as it stands, without the blank line at its end."""
    return text.rstrip()


def _circle(session: Session, circle_id: str) -> str:
    for circle in session.campaign.scenario.population.circles:
        if circle.id == circle_id:
            return circle.name
    return circle_id


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text."""
    return "\n".join(lines)
