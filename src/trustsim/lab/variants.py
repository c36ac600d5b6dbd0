"""Variants: one scenario file with values set anew, many times over, read only once."""

from __future__ import annotations

from collections.abc import Mapping

from trustsim.errors import ScenarioFileError
from trustsim.scenario.family import origin_of, read_family
from trustsim.scenario.load import load_scenario
from trustsim.scenario.overrides import apply_overrides
from trustsim.scenario.references import reference_problems
from trustsim.scenario.resolved import resolve
from trustsim.scenario.schema import Scenario
from trustsim.scenario.tree import Node, Place, Problem, planted
from trustsim.scenario.validation import validated


class Variants:
    """Makes scenarios that differ from one file in some values."""

    def __init__(self, source: str | Scenario) -> None:
        """Read a scenario.

        Args:
            source: a shipped name, the path of a file, or a scenario that was loaded before.

        Raises:
            UnknownName: if no shipped scenario has that name.
        """
        self._source = source
        if isinstance(source, Scenario):
            self._tree: Node | None = planted(resolve(source), Place(source.name))
        else:
            self._tree = read_family(origin_of(source)).tree

    def with_values(self, values: Mapping[str, object]) -> Scenario:
        """Return the scenario with these values by path.

        Raises:
            ScenarioFileError: if something is wrong with them, or with the file.
        """
        if isinstance(self._source, Scenario) and not values:
            return self._source
        problems: list[Problem] = []
        if self._tree is not None:
            tree, problems = apply_overrides(self._tree, values)
            problems += reference_problems(tree)
            scenario, found = validated(tree, Scenario)
            problems += found
            is_plain = scenario is not None and scenario.population.network.file is None
            if scenario is not None and not problems and (is_plain or self._is_loaded):
                return scenario
        if isinstance(self._source, Scenario):
            raise ScenarioFileError([str(problem) for problem in problems])
        # Whatever is out of the ordinary, the loader knows how to say.
        return load_scenario(self._source, values)

    @property
    def _is_loaded(self) -> bool:
        return isinstance(self._source, Scenario)
