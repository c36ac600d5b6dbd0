"""The book of claims: the experiment files in which each is stated, and how they are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trustsim.errors import UnknownName, UsageError
from trustsim.lab.experiment import Experiment
from trustsim.lab.reading import experiment_file, load_experiment, shipped_claims


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: its id, such as ``A4``, and the experiment that tests it.

    A claim holds if every hypothesis of its experiment does.
    """

    id: str
    experiment: Experiment

    @property
    def says(self) -> str:
        """The claim as people say it."""
        return self.experiment.title


def picked(names: Sequence[str], *, where: bool = False) -> tuple[Claim, ...]:
    """Return the claims that are called so; all that ship with TrustSim if none is named.

    Args:
        names: ids such as ``A4``, or paths of experiment files that state a hypothesis.
        where: only those that say where they turn.

    Raises:
        UnknownName: there is no such claim.
        UsageError: one of them states nothing, or does not say where it turns.
        ScenarioFileError: a file has mistakes.
    """
    if not names:
        book = [Claim(name, load_experiment(file)) for name, file in shipped_claims().items()]
        return tuple(claim for claim in book if claim.experiment.turn or not where)
    return tuple(_claim(name, where) for name in dict.fromkeys(names))


def _claim(name: str, where: bool) -> Claim:
    shipped = shipped_claims()
    is_file = name.lower().endswith((".yaml", ".yml", ".json"))
    if not is_file and name.upper() not in shipped:
        raise UnknownName("claim", name, shipped)
    file = experiment_file(name) if is_file else shipped[name.upper()]
    found = Claim(_id_of(file, shipped), load_experiment(file))
    if not found.experiment.hypotheses:
        raise UsageError(f"{name} states no hypothesis; write what is expected under hypotheses")
    if where and found.experiment.turn is None:
        turning = [claim.id for claim in picked((), where=True)]
        raise UsageError(f"where {name} turns is not looked for; try {', '.join(turning)}")
    return found


def _id_of(file: Path, shipped: dict[str, Path]) -> str:
    """Return the id of a claim: its file's name."""
    known = {path.resolve(): name for name, path in shipped.items()}
    return known.get(file.resolve(), file.stem)
