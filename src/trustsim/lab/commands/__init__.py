"""The lab's commands. Each imports what it needs only when it is rung."""

from trustsim.lab.commands.answers import analyse, plot, report
from trustsim.lab.commands.batch import batch
from trustsim.lab.commands.passing import adopt, reopen
from trustsim.lab.commands.search import search

__all__ = ["batch", "analyse", "plot", "report", "search", "reopen", "adopt"]
