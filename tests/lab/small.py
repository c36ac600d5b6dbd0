"""An experiment of runs so small that hundreds of them take seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trustsim.lab.experiment import Experiment

HERE = Path(__file__).parent


def small(**changes: Any) -> Experiment:
    """Return 2 strategies on 60 people for 2 weeks, with what is to be different."""
    fields: dict[str, Any] = {
        "name": "small",
        "title": "Small",
        "scenarios": ("garage-band",),
        "strategies": ("pitch-only", "contribute-only"),
        "seeds": 4,
        "weeks": 2,
        "settings": {"population.users": 60, "brand.followers": 10},
        "outcomes": ("followers", "reach"),
    }
    return Experiment.model_validate({**fields, **changes})
