"""The shell: reads a line, does what it says, prints what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from trustsim.errors import TrustSimError, UsageError, nearest
from trustsim.play.bets import bands
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.text import pages, reading

Read = Callable[[str], str | None]
"""Asks with a prompt and returns the line typed, or None at the end of the input."""

Print = Callable[[str], None]


SHORT: Final = {
    "?": "help", "h": "help", "q": "quit", "exit": "quit", "next": "go", "take": "talk",
    "take_part": "talk", "answer": "reply", "apologize": "apologise",
}  # fmt: skip
"""Other words for the same verbs."""


class Shell:
    """One game in a terminal."""

    def __init__(self, session: Session, read: Read, write: Print) -> None:
        """Play ``session``, reading from ``read`` and printing to ``write``."""
        self.session = session
        self.read = read
        self.write = write
        self.is_done = False
        self.verbs: dict[str, Callable[[Sequence[str]], None]] = {
            "help": lambda _: self.show(pages.help_page()),
            "room": lambda _: self.show(pages.room(session)),
            "circles": lambda _: self.show(pages.circles(session)),
            "inbox": lambda _: self.show(pages.inbox(session)),
            "plan": lambda _: self.show(pages.plan(session)),
            "goals": lambda _: self.show(pages.goals(session.campaign)),
            "crowd": lambda _: self.show(pages.crowd(session)),
            "why": self.why,
            "post": self.post,
            "reply": self.reply,
            "listen": lambda words: self.work("listen", words),
            "talk": lambda words: self.work("take_part", words),
            "improve": lambda words: self.work("improve", words),
            "apologise": lambda words: self.work("apologise", words),
            "drop": self.drop,
            "clear": lambda _: self.clear(),
            "undo": lambda _: self.undo(),
            "rewind": lambda _: self.rewind(),
            "bet": self.bet,
            "go": lambda _: self.go(),
            "save": self.save,
            "quit": lambda _: self.quit(),
        }

    def show(self, lines: Iterable[str]) -> None:
        """Print lines."""
        for line in lines:
            self.write(line)

    def play(self) -> None:
        """Play until the campaign ends, the player quits, or the input does."""
        if self.session.campaign.week == 0:
            self.show(pages.briefing(self.session))
            self.write("")
            self.write(say("text.first_help"))
        self.show(pages.week_head(self.session))
        while not self.is_done and not self.session.campaign.is_over:
            line = self.read(
                say("text.prompt", left=pages.amount(round(self.session.hours_left, 1)))
            )
            if line is None:
                self.quit()
                return
            self.do(line)
        if self.session.campaign.is_over:
            self.show(pages.ending(self.session))
            self._after_ghosted()

    def _after_ghosted(self) -> None:
        """Offer the rewind to a player who was ghosted."""
        end = self.session.campaign.ending
        while end is not None and end.kind == "ghosted" and not self.is_done:
            line = self.read(say("text.prompt_ghosted"))
            if line is None or line.strip().lower() in ("quit", "q", "exit"):
                return
            if line.strip().lower() == "rewind":
                self.rewind()
                self.play()
                return
            self.write(say("text.error.ghosted"))

    def do(self, line: str) -> None:
        """Do one typed line; whatever is wrong with it is said, and nothing is lost."""
        words = reading.split(line)
        if not words:
            return
        verb = SHORT.get(words[0].lower(), words[0].lower())
        begun = [name for name in self.verbs if name.startswith(verb)]
        if verb not in self.verbs and len(begun) == 1:
            verb = begun[0]
        if verb not in self.verbs:
            near = nearest(verb, self.verbs)
            hint = say("text.error.hint", near=near) if near else ""
            self.write(say("text.error.verb", word=words[0], hint=hint))
            return
        try:
            self.verbs[verb](words[1:])
        except TrustSimError as error:
            self.write(say("text.error.refused", problem=str(error)))

    def post(self, words: Sequence[str]) -> None:
        """Add a post to the draft and show it."""
        post = reading.post(words, self.session.report)
        if "day" not in words:
            taken = len(self.session.draft.plan.posts)
            post = post.model_copy(update={"day": min(6, 1 + 2 * taken)})
        self.session.draft.add_post(post)
        number = len(self.session.draft.plan.posts)
        self.write(pages.post_line(self.session, number, post))

    def reply(self, words: Sequence[str]) -> None:
        """Answer a comment."""
        answer = reading.reply(words)
        if answer.comment not in {comment.id for comment in self.session.report.inbox}:
            known = ", ".join(f"{comment.id}" for comment in self.session.report.inbox[:12])
            raise UsageError(say("text.error.comment", number=answer.comment, known=known or "-"))
        self.session.draft.answer(answer)
        self.show(pages.plan(self.session))

    def work(self, kind: str, words: Sequence[str]) -> None:
        """Put hours into something."""
        self.session.draft.add_work(reading.work(kind, words, self.session.report))
        self.show(pages.plan(self.session))

    def drop(self, words: Sequence[str]) -> None:
        """Leave out a post (by number) or work (by letter)."""
        draft = self.session.draft
        word = words[0].lower() if words else ""
        if word.isdigit() and 1 <= int(word) <= len(draft.plan.posts):
            draft.drop_post(int(word) - 1)
        elif len(word) == 1 and word in "abcdefghij"[: len(draft.plan.work)]:
            draft.drop_work("abcdefghij".index(word))
        else:
            raise UsageError(say("text.error.drop"))
        self.show(pages.plan(self.session))

    def clear(self) -> None:
        """Start the draft anew."""
        self.session.draft.clear()
        self.show(pages.plan(self.session))

    def undo(self) -> None:
        """Take the last change of the draft back."""
        if not self.session.draft.undo():
            raise UsageError(say("text.error.undo"))
        self.show(pages.plan(self.session))

    def rewind(self) -> None:
        """Take the last week back; its plan is the draft again."""
        self.session.undo_week()
        self.show(pages.week_head(self.session))
        self.show(pages.plan(self.session))

    def bet(self, words: Sequence[str]) -> None:
        """Bet on the week's reach: one of three bands, or two numbers."""
        if len(words) >= 2:
            low, high = (reading.number("bet", word) for word in words[:2])
            self.session.draft.bet(min(low, high), max(low, high))
        else:
            offered = self._bands()
            if len(words) != 1 or words[0] not in ("1", "2", "3"):
                for index, (low, high) in enumerate(offered):
                    self.write(say("text.bet.band", number=index + 1, low=pages.amount(low),
                                   high="..." if high >= 1e6 else pages.amount(high)))  # fmt: skip
                return
            self.session.draft.bet(*offered[int(words[0]) - 1])
        self.show(pages.plan(self.session))

    def _bands(self) -> tuple[tuple[float, float], ...]:
        views = [self.session.campaign.preview(post) for post in self.session.draft.plan.posts]
        low = max((view.low for view in views), default=0)
        high = sum(view.high for view in views)
        return bands(low, max(high, low + 3))

    def go(self) -> None:
        """Play the week."""
        self.session.play_week()
        self.show(pages.reckoning(self.session))
        if not self.session.campaign.is_over:
            self.show(pages.week_head(self.session))

    def why(self, words: Sequence[str]) -> None:
        """Show one person's ledger."""
        if not words or not words[0].isdigit():
            raise UsageError(say("text.error.why"))
        self.show(pages.person(self.session, int(words[0])))

    def save(self, words: Sequence[str]) -> None:
        """Save the game to a file."""
        if not words:
            raise UsageError(say("text.error.save"))
        path = Path(words[0]).expanduser()
        self.session.save_as(path)
        self.write(say("text.save.done", path=path))

    def quit(self) -> None:
        """Leave; the game has saved itself."""
        self.is_done = True
        if self.session.path is not None and self.session.campaign.week:
            self.write(say("text.quit.saved", scenario=self.session.campaign.scenario.name))
        else:
            self.write(say("text.quit.bye"))
