"""The shell: reads a line, does what it says, prints what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from trustsim.errors import TrustSimError, UsageError, WriteFailed
from trustsim.play.drafts import Drafts
from trustsim.play.refusals import spoken
from trustsim.play.session import Session
from trustsim.play.strings import say
from trustsim.play.text import pages, reading, reckoning
from trustsim.play.text.figures import amount
from trustsim.play.text.vocabulary import hint

Read = Callable[[str], str | None]
"""Asks with a prompt and returns the line typed, or None at the end of the input."""

Print = Callable[[str], None]


class Shell:
    """One player at a terminal.

    Attributes:
        session: the game that is played.
        drafts: where its plan in the making is kept.
        is_done: whether the player has left.
        is_torn: whether a week is just being played or taken back: no time to keep a plan.
    """

    def __init__(self, session: Session, read: Read, write: Print) -> None:
        """Play ``session``, reading from ``read`` and printing to ``write``."""
        self.session = session
        self.drafts = Drafts.of(session)
        self.read = read
        self.write = write
        self.is_done = False
        self.is_torn = False

    def show(self, lines: Iterable[str]) -> None:
        """Print lines."""
        for line in lines:
            self.write(line)

    def play(self) -> None:
        """Play until the player quits or the input ends; whatever happens, the plan is kept."""
        try:
            self.greet()
            while not self.is_done:
                line = self.read(self._prompt())
                if line is None:
                    self.quit()
                else:
                    self.do(line)
        except KeyboardInterrupt:
            if not self.is_torn:
                self.keep_draft()
            raise

    def greet(self) -> None:
        """Show where the game stands: its briefing, or the week that goes on, or the end."""
        session = self.session
        if session.campaign.week == 0:
            self.show(pages.briefing(session))
            self.write(say("text.other_seed", seed=session.campaign.seed))
            self.write("")
            self.write(say("text.first_help"))
        self.go_on()
        if session.draft.plan.model_dump(exclude_defaults=True):
            self.write(say("text.week.draft"))

    def go_on(self) -> None:
        """Show the week that begins, or the end."""
        if self.session.campaign.is_over:
            self.show(reckoning.ending(self.session))
            self.write(say("text.end.look_back"))
        else:
            self.show(pages.week_head(self.session))

    def _prompt(self) -> str:
        if self.session.campaign.is_over:
            return say("text.prompt_over")
        return say("text.prompt", left=amount(self.session.hours_left))

    def do(self, line: str) -> None:
        """Do one typed line; whatever is wrong with it is said, and nothing is lost."""
        from trustsim.play.text.verbs import VERBS, verb_of

        words = reading.split(line)
        if not words:
            return
        verb = verb_of(words)
        if verb is None:
            near = hint(words[0], typed_verbs())
            self.write(say("text.error.verb", word=words[0], hint=near))
            return
        try:
            VERBS[verb](self, words[1:])
        except TrustSimError as error:
            self.write(say("text.error.refused", problem=spoken(error)))
        self.keep_draft()

    def keep_draft(self) -> None:
        """Keep the plan in the making; say so if that fails."""
        try:
            self.drafts.keep(self.session)
        except WriteFailed as problem:
            self.drafts.path = None
            self.write(say("text.save.failed", problem=problem))

    @contextmanager
    def week_at_work(self) -> Iterator[None]:
        """Mark that the game stands between two weeks, and is not to be kept as it stands."""
        self.keep_draft()
        self.is_torn = True
        try:
            yield
        except TrustSimError:
            self.is_torn = False
            raise
        self.is_torn = False

    def take_up(self, session: Session) -> None:
        """Play another game from now on."""
        self.keep_draft()
        self.session = session
        self.drafts = Drafts.of(session)

    def must_go_on(self) -> None:
        """Refuse what needs a game that goes on.

        Raises:
            UsageError: it is over.
        """
        if self.session.campaign.is_over:
            raise UsageError(say("text.error.over"))

    def quit(self) -> None:
        """Leave; everything is kept."""
        self.is_done = True
        session = self.session
        if session.path is not None and session.path.exists():
            self.write(say("text.quit.saved", scenario=session.campaign.scenario.name))
        else:
            self.write(say("text.quit.bye"))


def typed_verbs() -> list[str]:
    """Return every word that begins a line, in the player's language and in English."""
    from trustsim.play.text.verbs import typed_words

    return list(typed_words())
