"""Front door 2: experiments. Designs, runners, a store that loses nothing, answers, reports.

An experiment in a notebook::

    from trustsim.lab import Experiment

    results = Experiment(
        name="mine",
        title="Who grows?",
        scenarios=["garage-band"],
        strategies=["pitch-only", "give-then-ask"],
        outcomes=["followers"],
        seeds=20,
    ).run()
    results.summary()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trustsim.lab.experiment import Experiment
    from trustsim.lab.paired import Arm, Comparison, compare
    from trustsim.lab.results import Results

# Imported when they are asked for: a command needs only its own part of the lab.
_HOMES = {
    "Experiment": "experiment",
    "Results": "results",
    "compare": "paired",
    "Arm": "paired",
    "Comparison": "paired",
}

__all__ = ["Experiment", "Results", "compare", "Arm", "Comparison"]


def __getattr__(name: str) -> Any:
    """Import a public name from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'trustsim.lab' has no attribute '{name}'")
    return getattr(import_module(f"trustsim.lab.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the public names, as completion shows them."""
    return sorted(__all__)
