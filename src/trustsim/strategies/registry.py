"""The registry: strategies by name, by entry point, and from a user's own file."""

from __future__ import annotations

import inspect
import math
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
    "idle": "idle:Idle",
    "home-page": "even:HomePage",
    "everywhere": "even:Everywhere",
    "one-place": "even:OnePlace",
    "mix": "mix:Mix",
    "pitch-first": "mix:PitchFirst",
    "answering": "answering:Answering",
}
"""The strategies of this package, in the order of lists."""

CONTROLS: Final = (
    "idle", "home-page", "everywhere", "one-place", "mix", "pitch-first", "answering",
)  # fmt: skip
"""Those that are for experiments alone: two of them differ in one thing and leave the rest."""

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
    """Return a new strategy by name, with what follows a colon as its arguments.

    Args:
        spec: such as ``"thoughtful"``, ``"one-note:fun"`` or ``"everywhere:care=3,ask=0.2"``.

    Raises:
        UnknownName: no strategy has that name.
        UsageError: the argument is not for it.
    """
    name, colon, written = spec.partition(":")
    maker = _maker(name)
    return _made(maker, arguments(maker, written, spec) if colon else {}, spec)


def takes(spec: str, parameter: str) -> bool:
    """Return whether the strategy that ``spec`` names, with or without arguments, takes one."""
    name = spec.partition(":")[0]
    known = name in SHIPPED or any(point.name == name for point in _foreign())
    return known and parameter in inspect.signature(_maker(name)).parameters


def with_argument(spec: str, parameter: str, value: object) -> str:
    """Return the spec with an argument set anew.

    Example:
        >>> with_argument("everywhere:care=3", "ask", 0.2)
        'everywhere:care=3,ask=0.2'
        >>> with_argument("mix:0.5", "pitches", 1)
        'mix:pitches=1'
    """
    name, _, written = spec.partition(":")
    kept: dict[str, object] = {}
    if written:
        maker = _maker(name)
        pairs = written.split(",") if "=" in written else [f"{_first(maker)}={written}"]
        kept = {key: rest for key, _, rest in (pair.partition("=") for pair in pairs)}
    kept[parameter] = value
    return f"{name}:{','.join(f'{key}={one}' for key, one in kept.items())}"


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
        return _made(next(iter(classes.values())), {}, spec)
    if not name:
        raise UsageError(
            f"{path} has {len(classes)} classes with decide(report); "
            f"name one as {path}:Class{'' if classes else ', or write one'}"
        )
    found = vars(module).get(name)
    if not callable(found):
        raise UnknownName(f"strategy in {path}", name, classes)
    return _made(found, {}, spec)


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


def arguments(maker: Maker, written: str, spec: str) -> dict[str, object]:
    """Return a strategy's arguments from their text, ``key=value`` by comma or the first alone.

    Args:
        maker: the strategy's class.
        written: such as ``"care=3,ask=0.2"`` or ``"0.3"``.
        spec: what messages call it.

    Raises:
        UnknownName: it has no such parameter.
        UsageError: a value is not of the parameter's kind.
    """
    parameters = inspect.signature(maker, eval_str=True).parameters
    if "=" not in written:
        if not parameters:
            raise UsageError(f"the strategy '{spec}' can't be made like this: it takes no argument")
        return {(first := _first(maker)): _read(parameters[first], written, spec)}
    found: dict[str, object] = {}
    for pair in written.split(","):
        key, _, text = pair.partition("=")
        if key not in parameters:
            raise UnknownName(f"parameter of '{spec.partition(':')[0]}'", key, parameters)
        found[key] = _read(parameters[key], text, spec)
    return found


def _first(maker: Maker) -> str:
    """Return the name of a maker's first parameter; it is never asked where there is none."""
    return next(iter(inspect.signature(maker).parameters), "")


def _read(parameter: inspect.Parameter, text: str, spec: str) -> object:
    """Return a value as its parameter wants it."""
    kind = parameter.annotation
    if kind is bool:
        if text in ("true", "false"):
            return text == "true"
        wanted = "true or false"
    elif kind in (int, float):
        try:
            value: float = kind(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
        wanted = "a whole number" if kind is int else "a number"
    else:
        return text
    raise UsageError(
        f"the strategy '{spec}' can't be made like this: "
        f"{parameter.name} is '{text}' and must be {wanted}"
    )


def _made(maker: Maker, given: dict[str, object], spec: str) -> Strategy:
    """Make a strategy and see that it is one."""
    try:
        inspect.signature(maker).bind(**given)
    except TypeError as error:
        raise UsageError(f"the strategy '{spec}' can't be made like this: {error}") from error
    strategy = maker(**given)
    if not isinstance(strategy, Strategy):
        raise UsageError(
            f"'{spec}' is no strategy; it needs a method decide(report) that returns a Plan"
        )
    return strategy


def _summary(maker: Maker) -> str:
    """Return the first line of a strategy's docstring."""
    return (inspect.getdoc(maker) or "").partition("\n")[0]
