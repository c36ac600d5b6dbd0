"""The rulebook: what makes a plan one that can't be played, each as a sentence for the player."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from trustsim.campaign.plan import HOME, Plan, PostPlan, Work
from trustsim.campaign.report import Prices, Report
from trustsim.errors import PlanRefused, nearest

NEAR = 1e-9
"""Hours and money are sums of fractions; this much over is rounding, not greed."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a plan is judged by, all of it known to the marketer.

    Attributes:
        report: the report the plan answers.
        prices: what things cost.
        connectors: the connectors that listening has shown; ``lost``: those of them who have
            muted or blocked the brand.
        answered: in which week a comment was answered, by number.
        comments: how many comments there have been; numbers start at 0.
        currency: the sign before money.
        sender: who is planning, where it is not the player; else empty.
    """

    report: Report
    prices: Prices
    connectors: frozenset[int]
    lost: frozenset[int]
    answered: Mapping[int, int]
    comments: int
    currency: str
    sender: str = ""


def check(plan: Plan, situation: Situation) -> None:
    """Let a plan pass that can be played.

    Raises:
        PlanRefused: with every reason, a line each.
    """
    if problems := list(problems_of(plan, situation)):
        who = f" ({situation.sender})" if situation.sender else ""
        week = f"week {situation.report.week + 1}{who}"
        raise PlanRefused("\n".join(f"{week}: {problem}" for problem in problems))


def problems_of(plan: Plan, situation: Situation) -> Iterator[str]:
    """Yield everything that keeps a plan from being played, as sentences."""
    yield from _post_problems(plan, situation)
    yield from _reply_problems(plan, situation)
    for work in plan.work:
        yield from _work_problems(work, plan, situation)
    yield from _sum_problems(plan, situation)
    if plan.bet is not None and plan.bet[0] > plan.bet[1]:
        low, high = plan.bet
        yield f"the bet runs from {low:g} to {high:g}; put the smaller number first"


def _sum_problems(plan: Plan, situation: Situation) -> Iterator[str]:
    """Yield what is wrong with a plan's sums: posts, hours, money."""
    report, currency = situation.report, situation.currency
    if len(plan.posts) > report.max_posts:
        many, most = len(plan.posts), report.max_posts
        yield f"the plan has {many} posts and a week takes {most}; drop {many - most}"
    hours = situation.prices.of_plan(plan)
    if hours > report.hours + NEAR:
        takes, have = amount(hours), amount(report.hours)
        yield f"the plan takes {takes} h and you have {have} h; {_less(plan)}"
    boosts = sum(post.boost for post in plan.posts)
    if boosts > max(0.0, report.money) + NEAR:
        yield (
            f"the boosts cost {currency}{boosts:,.2f} and you have {currency}{report.money:,.2f}; "
            "boost less"
        )


def _less(plan: Plan) -> str:
    """Say how a plan could take fewer hours."""
    if len(plan.posts) > 1:
        return "drop a post or give one less care"
    return "give the post less care" if plan.posts else "do less"


def _post_problems(plan: Plan, situation: Situation) -> Iterator[str]:
    """Yield what is wrong with the single posts."""
    for number, post in enumerate(plan.posts, start=1):
        which = f"post {number}"
        if post.topic not in situation.report.topics:
            yield unknown(f"{which} is about", "topic", post.topic, situation.report.topics)
        if post.audience != HOME:
            yield from _door_problems(which, post, situation.report)
        if post.collaborator is not None:
            yield from _collaborator_problems(which, post.collaborator, situation)


def _door_problems(which: str, post: PostPlan, report: Report) -> Iterator[str]:
    """Yield what keeps a post out of its circle."""
    circles = {view.id: view for view in report.circles}
    view = circles.get(post.audience)
    if view is None:
        yield unknown(f"{which} is for", "circle", post.audience, [HOME, *circles])
    elif not view.door_open:
        yield (
            f"{which} is for the circle '{view.id}', whose door is shut; "
            f"it opens {_when(view.opens_in)} if you ask for nothing; take part, or apologise once"
        )


def _when(days: int) -> str:
    """Say how far off a day is."""
    if days <= 1:
        return "within a day"
    return f"in about {days} days"


def _collaborator_problems(which: str, user: int, situation: Situation) -> Iterator[str]:
    """Yield what keeps somebody from making a post together."""
    if user not in situation.connectors:
        known = ", ".join(str(user) for user in sorted(situation.connectors)) or "nobody yet"
        yield (
            f"{which} is to be made with user {user}, whom you know of no circle; "
            f"you know: {known}; listen in a circle to find its connector"
        )
    elif user in situation.lost:
        yield f"{which} is to be made with user {user}, who has muted you; make it alone"


def _reply_problems(plan: Plan, situation: Situation) -> Iterator[str]:
    """Yield what is wrong with the answers."""
    waiting = {comment.id for comment in situation.report.inbox}
    for number, times in Counter(reply.comment for reply in plan.replies).items():
        if times > 1:
            yield f"comment {number} is answered {_times(times)}; once is enough"
        elif number in situation.answered:
            yield f"comment {number} was answered in week {situation.answered[number]} already"
        elif number not in waiting and number < situation.comments:
            yield f"comment {number} is too old to be answered; answer what is in the inbox"
        elif number not in waiting:
            yield f"there is no comment {number} in the inbox; it holds: {_numbers(waiting)}"


def _times(count: int) -> str:
    """Say how often."""
    return "twice" if count == 2 else f"{count} times"


def _numbers(numbers: Iterable[int], most: int = 12) -> str:
    """List numbers, the first few of many."""
    ordered = sorted(numbers)
    shown = ", ".join(str(number) for number in ordered[:most]) or "nothing"
    return f"{shown} and {len(ordered) - most} more" if len(ordered) > most else shown


def _work_problems(work: Work, plan: Plan, situation: Situation) -> Iterator[str]:
    """Yield what is wrong with one piece of other work."""
    report = situation.report
    circles = [view.id for view in report.circles]
    if work.circle is not None and work.circle not in circles:
        yield unknown(f"the work '{work.kind}' names", "circle", work.circle, circles)
    elif work.circle is None and work.kind in ("listen", "take_part", "apologise"):
        yield f"the work '{work.kind}' needs a circle; there are: {', '.join(circles)}"
    if work.facet is not None and work.facet not in report.facets:
        yield unknown(f"the work '{work.kind}' names", "facet", work.facet, report.facets)
    elif work.facet is None and work.kind == "improve":
        yield f"to improve the product, name a facet; there are: {', '.join(report.facets)}"
    if work.kind == "apologise" and work.hours < situation.prices.apology - NEAR:
        yield (
            f"an apology takes at least {amount(situation.prices.apology)} h "
            f"and this one gets {amount(work.hours)} h; mean it, or leave it"
        )
    if work.kind == "collaborate" and all(post.collaborator is None for post in plan.posts):
        yield "to collaborate, name a connector as the collaborator of a post, or drop that work"


def unknown(lead: str, what: str, name: str, known: Iterable[str]) -> str:
    """Say that there is nothing of that name, and what may have been meant.

    Example:
        >>> unknown("post 1 is for", "circle", "cyclist", ["home", "cyclists"])
        "post 1 is for the circle 'cyclist', which is not there; did you mean 'cyclists'?"
    """
    choices = list(known)
    near = nearest(name, choices)
    hint = f"did you mean '{near}'?" if near else f"there are: {', '.join(choices)}"
    return f"{lead} the {what} '{name}', which is not there; {hint}"


def amount(hours: float) -> str:
    """Write a number of hours with no more digits than it needs.

    Example:
        >>> amount(12.0), amount(9.25), amount(7.333333333)
        ('12', '9.25', '7.33')
    """
    return f"{hours:.2f}".rstrip("0").rstrip(".")
