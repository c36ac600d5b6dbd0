"""Planning: the verbs that change next week's plan."""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.campaign.plan import WorkKind
from trustsim.errors import UsageError
from trustsim.play.bets import NO_LIMIT, bands
from trustsim.play.strings import say
from trustsim.play.text import pages, reading
from trustsim.play.text.figures import LETTERS, amount
from trustsim.play.text.shell import Shell

LAST_DAY = 6


def post(shell: Shell, words: Sequence[str]) -> None:
    """Add a post to the draft, on a day of its own, and show it."""
    shell.must_go_on()
    draft, report = shell.session.draft, shell.session.report
    planned = reading.post(words, report)
    if "day" not in planned.model_fields_set:
        planned = planned.model_copy(update={"day": min(LAST_DAY, 1 + 2 * len(draft.plan.posts))})
    draft.add_post(planned)
    shell.write(pages.post_line(shell.session, len(draft.plan.posts), planned))
    shell.show(pages.troubles(shell.session))


def change(shell: Shell, words: Sequence[str]) -> None:
    """Change a planned post."""
    shell.must_go_on()
    draft = shell.session.draft
    index = index_of(words[0] if words else "", len(draft.plan.posts))
    changed = reading.changed(draft.plan.posts[index], words[1:], shell.session.report)
    draft.set_post(index, changed)
    shell.write(pages.post_line(shell.session, index + 1, changed))
    shell.show(pages.troubles(shell.session))


def index_of(word: str, count: int) -> int:
    """Return the index of a post by its number in the plan.

    Raises:
        UsageError: there is none of that number.
    """
    if not word.isdecimal() or not 1 <= int(word) <= count:
        raise UsageError(say("text.error.no_post", word=word, count=count))
    return int(word) - 1


def reply(shell: Shell, words: Sequence[str]) -> None:
    """Answer a comment."""
    shell.must_go_on()
    answer = reading.reply(words)
    waiting = [comment.id for comment in shell.session.report.inbox]
    if not waiting:
        raise UsageError(say("text.error.no_comment", number=answer.comment))
    if answer.comment not in waiting:
        known = ", ".join(str(number) for number in waiting[:12])
        raise UsageError(say("text.error.comment", number=answer.comment, known=known))
    shell.session.draft.answer(answer)
    shell.show(pages.plan(shell.session))


def work(shell: Shell, words: Sequence[str], kind: WorkKind) -> None:
    """Put hours into something."""
    shell.must_go_on()
    draft = shell.session.draft
    if kind == "collaborate" and all(post.collaborator is None for post in draft.plan.posts):
        raise UsageError(say("text.error.no_collaborator"))
    draft.add_work(reading.work(kind, words, shell.session.report))
    shell.show(pages.plan(shell.session))


def drop(shell: Shell, words: Sequence[str]) -> None:
    """Leave out a post (by number), work (by letter) or an answer (by # and its number)."""
    draft = shell.session.draft
    word = words[0].lower() if words else ""
    answered = [f"#{reply.comment}" for reply in draft.plan.replies]
    letters = LETTERS[: len(draft.plan.work)]
    if word in answered:
        draft.drop_answer(int(word.removeprefix("#")))
    elif len(word) == 1 and word in letters:
        draft.drop_work(letters.index(word))
    elif word.isdecimal():
        draft.drop_post(index_of(word, len(draft.plan.posts)))
    else:
        raise UsageError(say("text.error.drop"))
    shell.show(pages.plan(shell.session))


def clear(shell: Shell, words: Sequence[str]) -> None:
    """Start the draft anew."""
    shell.session.draft.clear()
    shell.show(pages.plan(shell.session))


def undo(shell: Shell, words: Sequence[str]) -> None:
    """Take the last change of the draft back."""
    if not shell.session.draft.undo():
        raise UsageError(say("text.error.undo"))
    shell.show(pages.plan(shell.session))


def bet(shell: Shell, words: Sequence[str]) -> None:
    """Bet on the week's reach: one of three bands, or two numbers."""
    shell.must_go_on()
    draft, offered = shell.session.draft, _bands(shell)
    if len(words) >= 2:
        low, high = (reading.number("bet", word) for word in words[:2])
        draft.bet(min(low, high), max(low, high))
    elif words and words[0] in ("1", "2", "3"):
        draft.bet(*offered[int(words[0]) - 1])
    else:
        for number, (low, high) in enumerate(offered, 1):
            shell.write(_band(number, low, high))
        return
    shell.show(pages.plan(shell.session))


def _band(number: int, low: float, high: float) -> str:
    if high >= NO_LIMIT:
        return say("text.bet.top", number=number, low=amount(low))
    return say("text.bet.band", number=number, low=amount(low), high=amount(high))


def _bands(shell: Shell) -> tuple[tuple[float, float], ...]:
    """Return the week's three bets, by what its posts are likely to reach."""
    views = [shell.session.campaign.preview(post) for post in shell.session.draft.plan.posts]
    low = max((view.low for view in views), default=0)
    high = sum(view.high for view in views)
    return bands(low, max(high, low + 3))
