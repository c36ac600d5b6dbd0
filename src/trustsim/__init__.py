"""TrustSim: a simulation and a game about trust on social media.

A run in three lines::

    from trustsim import load_scenario, run

    result = run(load_scenario("the-party"), "give-then-ask", seed=1)
    print(result.totals["followers"], result.digest)

With the decisions in your own hands: `Campaign.play_week` takes a `Plan` and returns a
`Report`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trustsim.campaign.campaign import Campaign
    from trustsim.campaign.plan import Plan, PostPlan, Reply, Work
    from trustsim.campaign.players import player
    from trustsim.campaign.report import Report
    from trustsim.campaign.run import RunResult, run
    from trustsim.campaign.save import load_save, replay, resume, write_save
    from trustsim.errors import TrustSimError
    from trustsim.scenario.load import load_scenario
    from trustsim.scenario.schema import Scenario
    from trustsim.strategies.protocol import Strategy

__version__ = "0.1.0"

# Each name is imported when it is first asked for: `trustsim --help` and `trustsim check` need
# neither numba nor Mesa, which take seconds.
_HOMES = {
    "load_scenario": "scenario.load",
    "Scenario": "scenario.schema",
    "Campaign": "campaign.campaign",
    "Plan": "campaign.plan",
    "PostPlan": "campaign.plan",
    "Reply": "campaign.plan",
    "Work": "campaign.plan",
    "Report": "campaign.report",
    "Strategy": "strategies.protocol",
    "player": "campaign.players",
    "run": "campaign.run",
    "RunResult": "campaign.run",
    "write_save": "campaign.save",
    "load_save": "campaign.save",
    "resume": "campaign.save",
    "replay": "campaign.save",
    "TrustSimError": "errors",
}

__all__ = [
    "load_scenario",
    "Scenario",
    "Campaign",
    "Plan",
    "PostPlan",
    "Reply",
    "Work",
    "Report",
    "Strategy",
    "player",
    "run",
    "RunResult",
    "write_save",
    "load_save",
    "resume",
    "replay",
    "TrustSimError",
    "__version__",
]


def __getattr__(name: str) -> Any:
    """Import a public name from the room it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'trustsim' has no attribute '{name}'")
    return getattr(import_module("trustsim." + _HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names, as completion shows them."""
    return sorted(__all__)
