"""Learning as text: claim cards, finding where a claim fails, the quiz, the report and its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from trustsim.errors import UsageError
from trustsim.play import page, proof, quiz
from trustsim.play.cards import CLAIMS, card, taught
from trustsim.play.results import best_results
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.text.figures import wrapped
from trustsim.play.text.shell import Print, Read, Shell
from trustsim.play.text.vocabulary import is_word

PARTY = "the-party"


def claims(shell: Shell, words: Sequence[str]) -> None:
    """Show every claim, or the card of one."""
    campaign = shell.session.campaign
    if not words:
        mine = taught(campaign)
        for claim in CLAIMS:
            key = "text.card.taught" if claim in mine else "text.card.other"
            shell.write(say(key, id=claim, says=say(f"claim.{claim}")))
        return
    found = card(words[0], campaign)
    shell.write(say("text.card.head", id=found.id, says=found.says))
    parts = (("did", found.did or say("card.nothing")), ("research", found.research),
             ("leaves", found.leaves_out))  # fmt: skip
    for key, text in parts:
        shell.write(wrapped(say("text.card.part", name=say(f"card.{key}"), text=text)))


def prove(shell: Shell, words: Sequence[str]) -> None:
    """Show what can be moved to find where a claim fails, or move it and play many worlds."""
    if not words:
        shell.write(say("text.proof.ask", claims=", ".join(proof.PROOFS)))
        return
    found = proof.proof_of(words[0])
    shell.write(say(f"claim.{found.claim}"))
    shell.write(say("text.proof.moves", moves=say(f"proof.{found.claim}.moves")))
    values = ", ".join(proof.value_name(found, value) for value in found.values)
    if len(words) < 2:
        shell.write(say("text.proof.values", values=values, claim=found.claim,
                        usual=proof.value_name(found, found.usual)))  # fmt: skip
        return
    chosen = found.values if is_word(words[1], "all") else (_value(found, words[1]),)
    shell.write(say("text.proof.effect", effect=say(f"proof.{found.claim}.effect")))
    _play(shell, found, chosen)
    shell.write(wrapped(say("proof.note")))


def _value(found: proof.Proof, word: str) -> float:
    """Return the value that is meant: as it is written, or as a number.

    Raises:
        UsageError: it is none of those that can be played.
    """
    written = word.replace(",", ".")
    for value in found.values:
        if written in (f"{value:g}", proof.value_name(found, value), f"{100 * value:g}%"):
            return value
    values = ", ".join(proof.value_name(found, value) for value in found.values)
    raise UsageError(say("text.proof.no_value", word=word, values=values))


def _play(shell: Shell, found: proof.Proof, values: Sequence[float]) -> None:
    """Play values one after the other; Ctrl-C stops the work, and not the game."""
    from trustsim.play.text.asking import stoppable

    with stoppable() as goes_on:
        for value in values:
            played = proof.effect(found, value, on_world=lambda *_: goes_on())
            if played is None:
                shell.write(say("proof.stopped"))
                return
            shell.write(proof.effect_line(found, played))


def ask_quiz(read: Read, write: Print, when: quiz.When) -> None:
    """Ask one round of the quiz; an empty line or the end of the input ends it."""
    write(say(f"quiz.title.{when}"))
    write(say("quiz.intro", weeks=quiz.WEEKS))
    truths, answers = quiz.truths(when), []
    items = quiz.ITEMS[when]
    for number, (item, truth) in enumerate(zip(items, truths, strict=True), 1):
        circle, like, way = quiz.question(item)
        write("")
        write(say("text.quiz.item", circle=circle, like=like, way=way))
        write(say("quiz.ask", number=number, count=len(items)))
        said = _answer(read, write)
        if said is None:
            write(say("text.quiz.skipped"))
            return
        answers.append(quiz.answer(item, said, truth))
    quiz.keep_round(when, answers)
    write("")
    for line in results(when, answers):
        write(line)


def _answer(read: Read, write: Print) -> bool | None:
    """Return whether they are expected to shut one out; None to skip."""
    while True:
        typed = read(say("text.quiz.prompt", kept=say("quiz.kept"), out=say("quiz.out")))
        word = (typed or "").strip()
        if word in ("1", "2"):
            return word == "2"
        if not word:
            return None
        write(say("text.quiz.which"))


def results(when: quiz.When, answers: Sequence[quiz.Answer]) -> Iterator[str]:
    """Yield what the answers of a round say."""
    yield say(f"quiz.round.{when}")
    for line in quiz.sentences(quiz.score(answers)):
        yield f"  {line}"
    for item, one in zip(quiz.ITEMS[when], answers, strict=True):
        circle, _, way = quiz.question(item)
        was = say("quiz.was_out" if one.was_out else "quiz.was_kept")
        sign = "+" if one.said_out == one.was_out else "-"
        yield f"  {sign} " + say("quiz.line", circle=circle, way=way, was=was)


def guess(shell: Shell, words: Sequence[str]) -> None:
    """Judge plans: who will be shut out?"""
    has_played = shell.session.campaign.week > 0 or any(name != PARTY for name in best_results())
    ask_quiz(shell.read, shell.write, quiz.next_round(has_played))


def report(shell: Shell, words: Sequence[str]) -> None:
    """Find out what the report needs, show it, and write it as a page."""
    from trustsim.play.text.asking import stoppable

    session = shell.session
    if not session.campaign.week:
        raise UsageError(say("text.error.no_week"))
    shell.write(say("text.report.working"))
    with stoppable() as goes_on:
        session.findings.find(session.campaign, lambda *_: goes_on())
    shell.show(report_lines(session))
    path = page.write_page(session, Path(" ".join(words)).expanduser() if words else None)
    shell.write(say("report.saved", file=path))


def report_lines(session: Session) -> Iterator[str]:
    """Yield the report: verdict, luck, the weeks that mattered, posts, bets, quiz, origin."""
    yield page.verdict(session)
    yield from (f"  {line}" for line in page.luck_lines(session))
    for key, lines in (
        ("report.turning", page.turning_lines(session.findings.turning)),
        ("report.posts", page.post_lines(session)),
        ("report.bets", [page.bet_line(bet) for bet in session.bets]),
    ):
        if lines:
            yield say(key)
            yield from (f"  {line}" for line in lines)
    rounds = quiz.load_rounds()
    for when in ("before", "after"):
        if answers := getattr(rounds, when):
            yield say(f"quiz.round.{when}")
            yield from (f"  {line}" for line in quiz.sentences(quiz.score(answers)))
