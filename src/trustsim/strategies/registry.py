"""The registry: strategies by name, by entry point, and from a user's own file."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from trustsim.errors import UnknownName, UsageError
from trustsim.strategies.protocol import Strategy

GROUP: Final = "trustsim.strategies"
"""The entry point group in which other packages name their strategies."""

SHIPPED: Final = {
    "pitch-only": "pitch:PitchOnly",
    "contribute-only": "contribute:ContributeOnly",
    "give-then-ask": "contribute:GiveThenAsk",
    "half-half": "half:HalfHalf",
    "one-note": "one_note:OneNote",
    "random": "chance:Random",
    "bot-scheduler": "bot:BotScheduler",
    "thoughtful": "thoughtful:Thoughtful",
}
"""The strategies of this package, in the order of lists."""

Maker = Callable[..., Strategy]


@dataclass(frozen=True, slots=True)
class Listing:
    """A strategy as lists show it: its name, what it stands for in a line, where it is from."""

    name: str
    summary: str
    origin: str


def names() -> tuple[str, ...]:
    """Return the names of all strategies that are installed."""
    return (*SHIPPED, *(point.name for point in _foreign()))


def listings() -> tuple[Listing, ...]:
    """Return every strategy with the first line of its docstring."""
    shipped = [Listing(name, _summary(_maker(name)), "trustsim") for name in SHIPPED]
    foreign = [
        Listing(point.name, _summary(_loaded(point)), point.dist.name if point.dist else "unknown")
        for point in _foreign()
    ]
    return (*shipped, *foreign)


def named(spec: str) -> Strategy:
    """Return a new strategy by name, with what follows a colon as its argument.

    Args:
        spec: such as ``"thoughtful"`` or ``"one-note:fun"``.

    Raises:
        UnknownName: no strategy has that name.
        UsageError: the argument is not for it.
    """
    name, colon, argument = spec.partition(":")
    return _made(_maker(name), [argument] if colon else [], spec)


def from_spec(spec: str) -> Strategy:
    """Return a new strategy by name or from a user's own file.

    Args:
        spec: as for `named`, or ``"path/to/file.py:Class"``, or the path alone where the file has
            one strategy. The file's code is run.

    Raises:
        UnknownName: no strategy has that name, or the file has no such class.
        UsageError: the file can't be used.
    """
    path, colon, name = spec.rpartition(":")
    if colon and path.endswith(".py"):
        return _from_file(Path(path), name, spec)
    return _from_file(Path(spec), "", spec) if spec.endswith(".py") else named(spec)


def _foreign() -> tuple[EntryPoint, ...]:
    """Return what other packages have registered, but for names that are taken."""
    found = {point.name: point for point in entry_points(group=GROUP) if point.name not in SHIPPED}
    return tuple(found[name] for name in sorted(found))


def _maker(name: str) -> Maker:
    """Return the class of a name."""
    if name in SHIPPED:
        module, _, attribute = SHIPPED[name].partition(":")
        maker: Maker = getattr(import_module(f"trustsim.strategies.{module}"), attribute)
        return maker
    for point in _foreign():
        if point.name == name:
            return _loaded(point)
    raise UnknownName("strategy", name, names())


def _loaded(point: EntryPoint) -> Maker:
    """Import what an entry point names."""
    try:
        maker: Maker = point.load()
    except Exception as error:
        raise UsageError(
            f"the strategy '{point.name}' of {point.value} can't be imported: {error}"
        ) from error
    return maker


def _from_file(path: Path, name: str, spec: str) -> Strategy:
    """Return a strategy of a user's own file."""
    module = _module(path)
    own = {key: value for key, value in vars(module).items() if inspect.isclass(value)}
    classes: dict[str, Any] = {
        key: maker
        for key, maker in own.items()
        if maker.__module__ == module.__name__ and hasattr(maker, "decide")
    }
    if not name and len(classes) == 1:
        return _made(next(iter(classes.values())), [], spec)
    if not name:
        raise UsageError(
            f"{path} has {len(classes)} classes with decide(report); "
            f"name one as {path}:Class{'' if classes else ', or write one'}"
        )
    found = vars(module).get(name)
    if not callable(found):
        raise UnknownName(f"strategy in {path}", name, classes)
    return _made(found, [], spec)


def _module(path: Path) -> ModuleType:
    """Run a user's file and return its module."""
    if not path.is_file():
        raise UsageError(f"there is no strategy file {path}; give it as path/to/file.py:Class")
    origin = spec_from_file_location(f"trustsim_strategy_{path.stem}", path)
    assert origin is not None
    assert origin.loader is not None
    module = module_from_spec(origin)
    try:
        origin.loader.exec_module(module)
    except Exception as error:
        where = f"{type(error).__name__}: {error}"
        raise UsageError(f"the strategy file {path} can't be run: {where}") from error
    return module


def _made(maker: Maker, arguments: list[str], spec: str) -> Strategy:
    """Make a strategy and see that it is one."""
    try:
        inspect.signature(maker).bind(*arguments)
    except TypeError as error:
        raise UsageError(f"the strategy '{spec}' can't be made like this: {error}") from error
    strategy = maker(*arguments)
    if not isinstance(strategy, Strategy):
        raise UsageError(
            f"'{spec}' is no strategy; it needs a method decide(report) that returns a Plan"
        )
    return strategy


def _summary(maker: Maker) -> str:
    """Return the first line of a strategy's docstring."""
    return (inspect.getdoc(maker) or "").partition("\n")[0]
