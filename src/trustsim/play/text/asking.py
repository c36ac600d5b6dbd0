"""Asking why: the verbs that look back, explain, and try another past."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from signal import SIGINT, signal
from threading import current_thread, main_thread

import numpy as np

from trustsim.campaign.campaign import Campaign
from trustsim.campaign.plan import Plan
from trustsim.errors import UsageError
from trustsim.explain.luck import MOST_WORLDS, WORLDS
from trustsim.explain.luck import luck as luck_of
from trustsim.explain.turning import swap_count, turning_points
from trustsim.explain.whatif import decided_in, what_if, without
from trustsim.market.outcome import Stance
from trustsim.play import reasons
from trustsim.play.people import NAMES, name_of
from trustsim.play.strings import say
from trustsim.play.text import glass, reading, reckoning, watching
from trustsim.play.text.figures import LETTERS, circle_of, listing
from trustsim.play.text.planning import index_of
from trustsim.play.text.shell import Shell
from trustsim.play.text.vocabulary import is_word, meaning


def why(shell: Shell, words: Sequence[str]) -> None:
    """Show what a number is made of, or one person's ledger."""
    session = shell.session
    if not words:
        shell.show(glass.askable(session.campaign))
        return
    circles = session.campaign.scenario.circle_ids
    number = meaning("number", words[0])
    if number is not None:
        shell.show(glass.answer(reasons.why(session, number)))
    elif words[0] in circles:
        shell.show(glass.answer(reasons.why_circle(session, circles.index(words[0]))))
    elif is_word(words[0], "post"):
        index = index_of(words[1] if len(words) > 1 else "", len(session.draft.plan.posts))
        shell.show(glass.answer(reasons.why_preview(session, index)))
    else:
        shell.show(glass.person(session.campaign, somebody(session.campaign, words[0])))


def somebody(campaign: Campaign, word: str) -> int:
    """Return a person by number, or by the name of one who knows the brand.

    Raises:
        UsageError: there is nobody, or there are several.
    """
    users = campaign.market.world.users
    bare = word.removeprefix("#")
    if bare.isdecimal() and len(bare) < 10 and int(bare) < users:
        return int(bare)
    name = next((name for name in NAMES if name.lower() == word.lower()), None)
    known = np.flatnonzero(campaign.market.world.stance[0] != Stance.STRANGER).tolist()
    called = [user for user in known if name is not None and name_of(user) == name]
    if not called:
        raise UsageError(say("text.error.nobody", word=word, last=users - 1))
    if len(called) > 1:
        people = listing(f"{user} ({circle_of(campaign, user)})" for user in called[:12])
        raise UsageError(say("text.why.which", count=len(called), name=name, people=people))
    return int(called[0])


def week(shell: Shell, words: Sequence[str]) -> None:
    """Show a past week: what was planned and what came of it."""
    shell.show(reckoning.past_week(shell.session, past_week(shell, words)))


def watch(shell: Shell, words: Sequence[str]) -> None:
    """Show a week as it happened, the last one if none is named."""
    campaign = shell.session.campaign
    number = past_week(shell, words or [str(campaign.week)])
    shell.show(watching.film(campaign, number))


def past_week(shell: Shell, words: Sequence[str]) -> int:
    """Return the week that is asked for.

    Raises:
        UsageError: it wasn't played.
    """
    played = shell.session.campaign.week
    if not played:
        raise UsageError(say("text.error.no_week"))
    word = words[0] if words else ""
    if not word.isdecimal() or not 1 <= int(word) <= played:
        raise UsageError(say("text.error.week", weeks=played))
    return int(word)


def past_post(shell: Shell, words: Sequence[str]) -> None:
    """Show one post as a tree, or why a person passed it on or not."""
    campaign = shell.session.campaign
    count = len(reckoning.results(campaign))
    number = int(words[0])
    if not 1 <= number <= count:
        raise UsageError(say("text.error.past_post", count=count))
    if len(words) > 1:
        shell.show(glass.meeting(campaign, number, somebody(campaign, words[1])))
    else:
        shell.show(glass.post(campaign, number))


def whatif(shell: Shell, words: Sequence[str]) -> None:
    """Play a past week otherwise on the same luck, and show both futures."""
    if len(words) < 2:
        raise UsageError(say("text.error.whatif"))
    number = past_week(shell, words)
    plan, change = _other_plan(shell, number, words[1], words[2:])
    shell.show(glass.whatif(what_if(shell.session.campaign, number, plan), change))


def _other_plan(shell: Shell, week: int, verb: str, words: Sequence[str]) -> tuple[Plan, str]:
    """Return what is decided instead in a past week, and how that is said.

    Raises:
        UsageError: it can't be read.
    """
    campaign = shell.session.campaign
    plan, report = decided_in(campaign, week), campaign.reports[week - 1]
    if is_word(verb, "nothing"):
        return Plan(), say("text.whatif.nothing")
    if is_word(verb, "draft"):
        return shell.session.draft.plan, say("text.whatif.drafted")
    if is_word(verb, "drop") and words:
        return _dropped(plan, words)
    if is_word(verb, "post"):
        posts = (*plan.posts, reading.post(words, report))
        return plan.model_copy(update={"posts": posts}), say("text.whatif.added")
    if is_word(verb, "change") and words:
        index = index_of(words[0], len(plan.posts))
        changed = reading.changed(plan.posts[index], words[1:], report)
        posts = (*plan.posts[:index], changed, *plan.posts[index + 1 :])
        said = say("text.whatif.changed", number=index + 1)
        return plan.model_copy(update={"posts": posts}), said
    raise UsageError(say("text.error.whatif"))


def _dropped(plan: Plan, words: Sequence[str]) -> tuple[Plan, str]:
    """Return a plan without the posts (numbers) and works (letters) that are named."""
    posts = [int(word) for word in words if word.isdecimal()]
    letters = [word.lower() for word in words if not word.isdecimal()]
    if any(len(letter) != 1 or letter not in LETTERS for letter in letters):
        raise UsageError(say("text.error.whatif"))
    names = [say("text.whatif.a_post", number=number) for number in posts]
    names += [say("text.whatif.a_work", letter=letter) for letter in letters]
    changed = without(plan, posts, [LETTERS.index(letter) + 1 for letter in letters])
    return changed, say("text.whatif.without", what=listing(names))


def turning(shell: Shell, words: Sequence[str]) -> None:
    """Swap every week's choice on the same luck; show the weeks that mattered."""
    campaign = shell.session.campaign
    count = swap_count(campaign)
    if count:
        shell.write(say("text.turning.working", count=count))
    with stoppable() as goes_on:
        found = turning_points(campaign, on_swap=lambda *_: goes_on())
    shell.show(glass.turning(found, count))


def luck(shell: Shell, words: Sequence[str]) -> None:
    """Play the same plans in other worlds; show where this game stands among them."""
    campaign = shell.session.campaign
    count = int(reading.number("worlds", words[0], MOST_WORLDS)) if words else WORLDS
    if campaign.week:
        shell.write(say("text.luck.working", count=count))
    with stoppable() as goes_on:
        found = luck_of(campaign, count, on_world=lambda *_: goes_on())
    shell.show(glass.luck(campaign, found))


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Yield what tells whether to go on: here Ctrl-C stops the work, and not the game."""
    stopped: list[int] = []
    if current_thread() is not main_thread():
        yield lambda: True
        return
    before = signal(SIGINT, lambda number, _: stopped.append(number))
    try:
        yield lambda: not stopped
    finally:
        signal(SIGINT, before)
