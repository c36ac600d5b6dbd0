"""A game in a small town, typed line by line."""

from tests.campaign.towns import town
from trustsim.play.session import Session
from trustsim.play.text.shell import Shell

SEED = 5


class Typed:
    """One player who types lines and reads what comes of them.

    Attributes:
        session: the game. ``shell``: the shell it is played in.
        lines: everything that was printed.
    """

    def __init__(self, session=None, **changes):
        self.lines = []
        self.session = session or Session.start(town(**changes), SEED)
        self.shell = Shell(self.session, self.read, self.lines.append)
        self.waiting = []

    def read(self, prompt):
        self.lines.append(prompt)
        return self.waiting.pop(0) if self.waiting else None

    def type(self, *lines):
        """Type lines and return what they printed."""
        start = len(self.lines)
        for line in lines:
            self.shell.do(line)
        return "\n".join(self.lines[start:])

    def play(self, *lines):
        """Play from the greeting to the end of the lines, and return all that was printed."""
        self.waiting = list(lines)
        self.shell.play()
        return "\n".join(self.lines)

    @property
    def plan(self):
        return self.shell.session.draft.plan

    @property
    def campaign(self):
        return self.shell.session.campaign
