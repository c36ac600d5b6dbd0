"""Pages: the room and the plan as lines of text. Views only: they change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import HOME, PostPlan, Work
from trustsim.campaign.report import CircleView, Comment
from trustsim.play.burnout import tiredness
from trustsim.play.goals import goal_texts, measured
from trustsim.play.people import name_of
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.tales import told, topic_word
from trustsim.play.text.figures import (
    LETTERS,
    amount,
    circle_name,
    facet_name,
    fixed,
    listing,
    money,
    percent,
    place,
    wrapped,
)

MOST_COMMENTS = 8
URGENT = ("complaint", "question")


def briefing(session: Session) -> Iterator[str]:
    """Yield what is read before the first week: the story, what one sells, and the goals."""
    scenario = told(session.campaign.scenario)
    yield say("text.briefing.title", title=scenario.title, weeks=scenario.weeks,
              platform=scenario.platform.title)  # fmt: skip
    yield ""
    if scenario.story.briefing:
        yield wrapped(scenario.story.briefing)
        yield ""
    product, report = scenario.brand.product, session.report
    facets = listing(f"{facet.name} ({facet.id})" for facet in product.facets)
    yield say("text.briefing.sells", product=product.name,
              price=money(session.campaign, product.price), facets=facets)  # fmt: skip
    yield say("text.briefing.topics", own=listing(map(topic_word, report.product_topics)),
              all=listing(map(topic_word, report.topics)))  # fmt: skip
    yield say("text.briefing.most", posts=report.max_posts)
    yield from goals(session.campaign)


def claims(campaign: Campaign) -> Iterator[str]:
    """Yield what the scenario teaches."""
    taught = campaign.scenario.teaches
    if taught:
        yield say("text.briefing.teaches")
    for claim in taught:
        yield say("text.claim", id=claim, claim=say(f"claim.{claim}"))


def goals(campaign: Campaign) -> Iterator[str]:
    """Yield the goals and how far each has come."""
    for standing, text in zip(campaign.goals, goal_texts(campaign), strict=True):
        state = say("text.goal.reached") if standing.is_reached else say("text.goal.open")
        yield say("text.goal.line", medal=say(f"medal.{standing.goal.medal}"),
                  text=text,
                  value=measured(standing.goal.measure, standing.value), state=state)  # fmt: skip


def week_head(session: Session) -> Iterator[str]:
    """Yield the lines a new week begins with."""
    report, campaign = session.report, session.campaign
    yield ""
    yield say("text.week.head", week=report.week + 1, weeks=report.weeks,
              hours=amount(report.hours, 1), money=money(campaign, round(report.money)),
              followers=amount(report.followers), aware=amount(report.aware))  # fmt: skip
    yield from (say("text.week.event", text=text) for text in _news(campaign))
    waiting = [comment for comment in report.inbox if comment.kind in URGENT]
    if waiting:
        yield say("text.week.waiting", count=len(waiting))
    yield from _rest(session)


def _news(campaign: Campaign) -> Iterator[str]:
    """Yield what the week that begins brings."""
    for event in told(campaign.scenario).events:
        if event.week == campaign.week + 1:
            yield event.text


def _rest(session: Session) -> Iterator[str]:
    """Yield a word on burn-out, when it nears."""
    tired = tiredness(session.campaign)
    if tired.is_worn_out:
        yield say("text.week.worn_out", lost=amount(tired.lost, 1))
    elif tired.is_near:
        yield say("text.week.tired", lost=amount(tired.lost, 1), spare=amount(tired.spare + 0.1, 1))


def status(session: Session) -> Iterator[str]:
    """Yield how things stand."""
    report = session.report
    yield say("text.status.standing", followers=amount(report.followers),
              aware=amount(report.aware), customers=amount(report.customers))  # fmt: skip
    yield say("text.status.so_far", visits=amount(report.visits_total),
              sales=amount(report.sales_total))  # fmt: skip
    yield say("text.status.search", place=report.search_place, links=report.inbound_links)
    yield say("text.status.asks", share=percent(report.ask_share))
    yield say("text.status.rest", count=tiredness(session.campaign).full_weeks)
    yield from _rest(session)


def room(session: Session) -> Iterator[str]:
    """Yield what the community talks about."""
    report = session.report
    if not report.feed:
        yield say("text.room.quiet")
    for line in report.feed:
        yield say("text.room.line", name=name_of(line.user),
                  circle=circle_name(session.campaign, line.circle), topic=topic_word(line.topic),
                  count=line.shares)  # fmt: skip


def circles(session: Session) -> Iterator[str]:
    """Yield what is known of every circle."""
    for view in session.report.circles:
        yield from _circle_lines(session, view)
    unknown = [view.id for view in session.report.circles if not view.topics]
    if unknown:
        yield say("text.circle.unknown", circles=listing(unknown))


def _circle_lines(session: Session, view: CircleView) -> Iterator[str]:
    door = (
        say("text.circle.open") if view.door_open else say("text.circle.closed", days=view.opens_in)
    )
    yield say("text.circle.line", id=view.id, name=circle_name(session.campaign, view.id),
              members=view.members, knows=view.knows, followers=view.followers,
              shut_out=view.shut_out, mood=mood(view.mood), door=door)  # fmt: skip
    if view.topics:
        liked = sorted(view.topics, key=lambda topic: -view.topics[topic])[:3]
        yield say("text.circle.taste", topics=listing(map(topic_word, liked)))
    if view.tones:
        tones = sorted(view.tones, key=lambda tone: -view.tones[tone])
        yield say("text.circle.tones", best=listing(say(f"tone.{tone}") for tone in tones[:2]),
                  worst=say(f"tone.{tones[-1]}"))  # fmt: skip
    if view.connector >= 0:
        yield say("text.circle.connector", name=name_of(view.connector), number=view.connector)


def mood(value: float) -> str:
    """Return a mood from -1 to 1 in a word."""
    for line, word in ((-0.5, "cold"), (-0.15, "cool"), (0.15, "even"), (0.5, "friendly")):
        if value < line:
            return say(f"text.mood.{word}")
    return say("text.mood.warm")


def inbox(session: Session, *, whole: bool = False) -> Iterator[str]:
    """Yield the comments that can be answered, the urgent ones first."""
    comments = sorted(session.report.inbox, key=_urgency)
    if not comments:
        yield say("text.inbox.empty")
    answered = {reply.comment: reply.manner for reply in session.draft.plan.replies}
    most = len(comments) if whole else MOST_COMMENTS
    for comment in comments[:most]:
        done = ""
        if comment.id in answered:
            done = say("text.inbox.answered", manner=say(f"manner.{answered[comment.id]}"))
        yield say("text.inbox.line", number=comment.id, kind=say(f"comment.{comment.kind}"),
                  words=said(session, comment), name=name_of(comment.user),
                  circle=circle_name(session.campaign, comment.circle), done=done)  # fmt: skip
    if len(comments) > most:
        yield say("text.inbox.more", count=len(comments) - most)


def _urgency(comment: Comment) -> tuple[int, int]:
    """Return by what comments are ordered: complaints, questions, then the newest."""
    order = URGENT.index(comment.kind) if comment.kind in URGENT else len(URGENT)
    return order, -comment.id


def said(session: Session, comment: Comment) -> str:
    """Return the words of a comment."""
    facet = facet_name(session.campaign, comment.facet) if comment.facet else ""
    return say(f"said.{comment.reason}.{comment.user % 3 + 1}", facet=facet)


def plan(session: Session) -> Iterator[str]:
    """Yield the draft with its costs and who is likely to see it."""
    draft = session.draft.plan
    if not (draft.posts or draft.replies or draft.work or draft.bet):
        yield say("text.plan.empty")
        return
    for index, post in enumerate(draft.posts):
        yield post_line(session, index + 1, post)
    for reply in draft.replies:
        yield say("text.plan.reply", number=reply.comment, manner=say(f"manner.{reply.manner}"),
                  hours=amount(session.report.prices.of_reply(reply)))  # fmt: skip
    yield from works(session.campaign, draft.work)
    if draft.bet is not None:
        yield bet_line(*draft.bet)
    yield _cost(session)
    yield from troubles(session)


def works(campaign: Campaign, works: Sequence[Work]) -> Iterator[str]:
    """Yield other work, by letters."""
    for index, work in enumerate(works):
        what, hours = say(f"work.{work.kind}"), amount(work.hours)
        letter = LETTERS[index % len(LETTERS)]
        where = circle_name(campaign, work.circle) if work.circle else ""
        where = facet_name(campaign, work.facet) if work.facet else where
        key = "text.plan.work" if where else "text.plan.work_alone"
        values = {"where": where} if where else {}
        yield say(key, letter=letter, what=what, hours=hours, **values)


def bet_line(low: float, high: float) -> str:
    """Return a bet as a line."""
    top = say("text.bet.no_top") if high >= 1e6 else amount(high)
    return say("text.plan.bet", low=amount(low), high=top)


def _cost(session: Session) -> str:
    """Return what the draft takes."""
    used, hours = amount(session.hours_planned), amount(session.report.hours)
    spent = session.report.money - session.money_left
    if not spent:
        return say("text.plan.cost", used=used, hours=hours)
    return say("text.plan.cost_money", used=used, hours=hours,
               spent=money(session.campaign, spent),
               money=money(session.campaign, round(session.report.money)))  # fmt: skip


def troubles(session: Session) -> Iterator[str]:
    """Yield what keeps the draft from being played, as far as it shows before one tries."""
    posts, report = session.draft.plan.posts, session.report
    if session.hours_left < -1e-9:
        yield say("text.plan.too_long", over=amount(-session.hours_left))
    if session.money_left < -1e-9:
        yield say("text.plan.too_dear", over=money(session.campaign, -session.money_left))
    if len(posts) > report.max_posts:
        yield say("text.plan.too_many", most=report.max_posts)
    shut = {post.audience for post in posts if post.audience != HOME}
    for view in report.circles:
        if view.id in shut and not view.door_open:
            yield say("text.plan.closed", circle=circle_name(session.campaign, view.id))


def post_line(session: Session, number: int, post: PostPlan) -> str:
    """Return one planned post as a line."""
    view = session.campaign.preview(post)
    return say("text.plan.post", number=number, day=say(f"day_short.{post.day}"),
               kind=say(f"kind.{post.kind}"), topic=topic_word(post.topic),
               tone=say(f"tone.{post.tone}"),
               where=place(session.campaign, post.audience), hours=amount(view.hours),
               low=view.low, high=view.high, extras=extras(session.campaign, post))  # fmt: skip


def extras(campaign: Campaign, post: PostPlan) -> str:
    """Return what is special about a post."""
    found = []
    if post.ask is not None:
        found.append(say("text.plan.ask", ask=fixed(post.ask)))
    if post.boost:
        found.append(say("text.plan.boost", money=money(campaign, post.boost)))
    if post.collaborator is not None:
        found.append(say("text.plan.with", name=name_of(post.collaborator)))
    if post.automated:
        found.append(say("text.plan.bot"))
    return "".join(found)
