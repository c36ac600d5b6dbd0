"""Variants: one scenario file with values set anew, many times over, read only once."""

from __future__ import annotations

from collections.abc import Mapping

from trustsim.scenario.family import origin_of, read_family
from trustsim.scenario.load import load_scenario
from trustsim.scenario.overrides import apply_overrides
from trustsim.scenario.references import reference_problems
from trustsim.scenario.schema import Scenario
from trustsim.scenario.validation import validated


class Variants:
    """Makes scenarios that differ from one file in some values."""

    def __init__(self, source: str) -> None:
        """Read a scenario.

        Args:
            source: a shipped name, or the path of a file.

        Raises:
            UnknownName: if no shipped scenario has that name.
        """
        self._source = source
        self._tree = read_family(origin_of(source)).tree

    def with_values(self, values: Mapping[str, object]) -> Scenario:
        """Return the scenario with these values by path.

        Raises:
            ScenarioFileError: if something is wrong with them, or with the file.
        """
        if self._tree is not None:
            tree, refused = apply_overrides(self._tree, values)
            if not refused and not reference_problems(tree):
                scenario, problems = validated(tree, Scenario)
                if scenario and not problems and scenario.population.network.file is None:
                    return scenario
        # Whatever is out of the ordinary, the loader knows how to say.
        return load_scenario(self._source, values)
