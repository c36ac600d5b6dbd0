"""The experiment: what is asked, what varies, who plays it, how often, and what is measured."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, PrivateAttr, field_validator
from pydantic_core.core_schema import ValidationInfo

from trustsim.errors import nearest
from trustsim.lab.arm import NamedArm
from trustsim.lab.outcome import Hypothesis, Outcome, Until
from trustsim.lab.turn import PLAYS, Turn, movable
from trustsim.lab.vary import Path, Seeds, Vary
from trustsim.scenario.parts import Line, Name, Part, Positive, Text

if TYPE_CHECKING:
    from trustsim.lab.results import Results

Record = Literal["none", "weeks", "posts", "cascades"]


class Experiment(Part):
    """A question, and the runs that answer it."""

    schema_version: Literal[1] = Field(1, description="Version of this format.")
    name: Name = Field(description="Short name; the file's name is a good choice.")
    title: Line = Field(description="The title people read.")
    question: Text = Field("", description="What is asked, in a sentence or a paragraph.")
    scenarios: tuple[Line, ...] = Field(
        min_length=1, max_length=100, description="Shipped names, or files beside this one."
    )
    strategies: tuple[NamedArm, ...] = Field(
        min_length=1, max_length=100,
        description="Who plays: names of strategies, `file.py:Class`, recorded plans; or arms, in "
        "which more is different.",
    )  # fmt: skip
    seeds: Seeds = Field(
        default_factory=Seeds,
        description="Luck; the same for every strategy and every point, so that differences are "
        "paired.",
    )
    weeks: int | None = Field(None, ge=1, le=520, description="Instead of the scenario's.")
    settings: dict[Path, Any] = Field(
        default_factory=dict, description="Values of the scenario set anew in every run, by path."
    )
    vary: Vary | None = Field(None, description="What varies, and by which design.")
    record: Record = Field(
        "weeks",
        description="Tables to keep besides the runs; each level has those before, too.",
    )
    outcomes: tuple[Outcome, ...] = Field(
        min_length=1, max_length=40, description="What is measured, one number per run."
    )
    hypotheses: tuple[Hypothesis, ...] = Field(
        (), max_length=40, description="What is expected, to be tested."
    )
    turn: Turn | None = Field(
        None, description="Where a hypothesis turns; looked for by `trustsim claims FILE --where`."
    )
    until: Until | None = Field(None, description="Go on until an interval is narrow enough.")
    limit: Positive = Field(600.0, description="Seconds that one run may take.")
    notes: Text = Field("", description="What a reader should know of its limits.")
    _home: FilePath = PrivateAttr(default_factory=FilePath)

    @field_validator("settings")
    @classmethod
    def _in_order(cls, settings: dict[str, Any]) -> dict[str, Any]:
        return dict(sorted(settings.items()))

    @field_validator("scenarios")
    @classmethod
    def _distinct(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _without_twins(names)

    @field_validator("strategies")
    @classmethod
    def _playable(cls, arms: tuple[NamedArm, ...], info: ValidationInfo) -> tuple[NamedArm, ...]:
        _without_twins(tuple(arm.name for arm in arms))
        towns = info.data.get("scenarios", ())
        for arm in arms:
            if arm.scenario is not None and len(towns) > 1:
                raise ValueError(
                    f"'{arm.name}' has a scenario of its own, and the experiment has {len(towns)}; "
                    "leave it one"
                )
        return arms

    @field_validator("vary")
    @classmethod
    def _free_to_vary(cls, vary: Vary | None, info: ValidationInfo) -> Vary | None:
        for arm in info.data.get("strategies", ()):
            for path in vary.over if vary else ():
                if path in arm.settings:
                    raise ValueError(f"'{path}' varies, and '{arm.name}' sets it; leave out one")
        return vary

    @field_validator("outcomes")
    @classmethod
    def _measurable(
        cls, outcomes: tuple[Outcome, ...], info: ValidationInfo
    ) -> tuple[Outcome, ...]:
        _without_twins(tuple(outcome.name for outcome in outcomes))
        by_week = [outcome.name for outcome in outcomes if outcome.take != "total"]
        if by_week and info.data.get("record") == "none":
            raise ValueError(f"'{by_week[0]}' is taken from the weeks; write record: weeks")
        return outcomes

    @field_validator("hypotheses")
    @classmethod
    def _known_names(
        cls, hypotheses: tuple[Hypothesis, ...], info: ValidationInfo
    ) -> tuple[Hypothesis, ...]:
        _without_twins(tuple(hypothesis.id for hypothesis in hypotheses))
        for hypothesis in hypotheses:
            problem = _unknown_in(hypothesis, info.data)
            if problem:
                raise ValueError(f"'{hypothesis.id}' {problem}")
        return hypotheses

    @field_validator("turn")
    @classmethod
    def _turnable(cls, turn: Turn | None, info: ValidationInfo) -> Turn | None:
        if turn is None or "hypotheses" not in info.data or "strategies" not in info.data:
            return turn
        stated = {hypothesis.id: hypothesis for hypothesis in info.data["hypotheses"]}
        if not stated:
            raise ValueError("needs a hypothesis that may turn")
        name = turn.hypothesis or next(iter(stated))
        if problem := _unknown(name, list(stated), "hypothesis"):
            raise ValueError(problem)
        arms = [arm for arm in info.data["strategies"] if arm.name in stated[name].arms]
        if not any(movable(arm, turn.along) for arm in arms):
            played = ", ".join(dict.fromkeys(arm.plays for arm in arms))
            raise ValueError(
                f"none of {played} takes '{turn.along.removeprefix(PLAYS)}'; "
                "see 'trustsim strategies' for who takes what"
            )
        return turn

    @field_validator("until")
    @classmethod
    def _known_until(cls, until: Until | None, info: ValidationInfo) -> Until | None:
        if until is None:
            return None
        if info.data.get("seeds", Seeds()).listed:
            raise ValueError("needs seeds that can go on; write a count instead of a list")
        if until.than is not None and until.strategy is None:
            raise ValueError("than needs strategy, the one it is compared with")
        problem = _unknown(until.outcome, _names(info.data, "outcomes"), "outcome")
        for name in (until.strategy, until.than):
            problem = problem or _unknown(name, _names(info.data, "strategies"), "strategy")
        if problem:
            raise ValueError(problem)
        return until

    @classmethod
    def load(cls, source: str | FilePath) -> Experiment:
        """Load an experiment: a shipped one by name, or a file.

        Raises:
            ScenarioFileError: with every problem of the file.
            UnknownName: if no shipped experiment has that name.
        """
        from trustsim.lab.reading import load_experiment

        return load_experiment(source)

    def run(
        self,
        out: str | FilePath | None = None,
        *,
        workers: int | None = None,
        cluster: str | None = None,
        home: str | FilePath | None = None,
        retry_failed: bool = False,
    ) -> Results:
        """Play every run that is missing, and return the results.

        Args:
            out: the folder to keep results in, and to go on from; nowhere if left out.
            workers: processes; all cores if left out, 0 plays in this one.
            cluster: the address of a dask scheduler instead.
            home: the folder that files of scenarios and strategies are named from; the
                experiment's own, if it was loaded from a file, else the current one.
            retry_failed: whether runs that failed before are played again.

        Raises:
            TrustSimError: if something named is not there, or the folder can't be used.
        """
        from trustsim.lab.play import play

        place = FilePath(home) if home is not None else self._home
        return play(self, out, workers, cluster, place, retry_failed)

    @property
    def arms(self) -> tuple[str, ...]:
        """The names of those who play."""
        return tuple(arm.name for arm in self.strategies)

    @property
    def world(self) -> tuple[str, ...]:
        """What is measured of the worlds by themselves."""
        found = (outcome.column for outcome in self.outcomes if outcome.is_of_world)
        return tuple(sorted(set(found)))

    @property
    def turning(self) -> Hypothesis:
        """The hypothesis that may turn; the experiment has a turn."""
        assert self.turn is not None
        named = (one for one in self.hypotheses if one.id == self.turn.hypothesis)
        return next(named, self.hypotheses[0])

    def arm(self, name: str) -> NamedArm:
        """Return the arm called ``name``; KeyError if there is none."""
        for arm in self.strategies:
            if arm.name == name:
                return arm
        raise KeyError(name)

    def _repr_html_(self) -> str:
        from trustsim.lab.notebook import experiment_html

        return experiment_html(self)

    def outcome(self, name: str) -> Outcome:
        """Return the outcome called ``name``; KeyError if there is none."""
        for outcome in self.outcomes:
            if outcome.name == name:
                return outcome
        raise KeyError(name)


def _without_twins(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return ``names``, or raise ValueError where one is there twice."""
    for index, name in enumerate(names):
        if name in names[:index]:
            raise ValueError(f"'{name}' is there twice")
    return names


def _unknown_in(hypothesis: Hypothesis, known: dict[str, Any]) -> str:
    """Return what a hypothesis names that the experiment has not."""
    outcomes, strategies = _names(known, "outcomes"), _names(known, "strategies")
    vary = known.get("vary")
    parameters = None if "vary" not in known else list(vary.over) if vary else []
    problems = [
        _unknown(hypothesis.outcome, outcomes, "outcome"),
        _unknown(hypothesis.strategy, strategies, "strategy"),
        *(_unknown(other, strategies, "strategy") for other in hypothesis.others),
        _unknown(hypothesis.scenario, _names(known, "scenarios"), "scenario"),
        _unknown(hypothesis.along, parameters, "parameter"),
        *(_unknown(path, parameters, "parameter") for path in hypothesis.where),
    ]
    return next((problem for problem in problems if problem), "")


def _names(known: dict[str, Any], field: str) -> list[str] | None:
    """Return the names that a field gives; None where something else is wrong with it."""
    if field not in known:
        return None
    return [getattr(item, "name", item) for item in known[field]]


def _unknown(name: str | None, known: list[str] | None, what: str) -> str:
    """Say that a name is none of the ``known``; nothing where they are not known themselves."""
    if name is None or known is None or name in known:
        return ""
    near = nearest(name, known)
    hint = f"did you mean '{near}'? " if near else ""
    choices = ", ".join(known) or "none"
    return f"names the {what} '{name}', which the experiment has not; {hint}it has {choices}"
