"""Optuna, which comes with an extra: imported where it is asked for, and quiet."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from trustsim.errors import UsageError


def optuna_for(what: str) -> Any:
    """Import Optuna.

    Args:
        what: what needs it, for the sentence where it is missing.

    Raises:
        UsageError: if the extra is not installed.
    """
    try:
        optuna = import_module("optuna")
    except ImportError as error:
        raise UsageError(
            f"{what} needs Optuna; install the extra: pip install 'trustsim[calibrate]'"
        ) from error
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna
