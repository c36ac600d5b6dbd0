"""The resolved form: a scenario with every default written out, and the fingerprint of it.

A record keeps the resolved form, so that no result ever depends on a default that later changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from pydantic import ValidationError

from trustsim.errors import BadFile
from trustsim.scenario.schema import Scenario


def resolve(scenario: Scenario) -> dict[str, Any]:
    """Return the fully explicit form of a scenario, of JSON's types and with sorted keys."""
    resolved: dict[str, Any] = json.loads(resolved_json(scenario))
    return resolved


def resolved_json(scenario: Scenario) -> str:
    """Return the resolved form as canonical text: sorted keys, no blanks, shortest floats."""
    return json.dumps(
        scenario.model_dump(mode="json"),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )


def fingerprint(scenario: Scenario) -> str:
    """Return the hash of the resolved form: equal for equal scenarios, however they are written."""
    return blake2b(resolved_json(scenario).encode(), digest_size=16).hexdigest()


def from_resolved(resolved: str | bytes | Mapping[str, Any]) -> Scenario:
    """Return the scenario of a resolved form.

    Args:
        resolved: what ``resolve`` or ``resolved_json`` gave.

    Raises:
        BadFile: if it is no resolved scenario.
    """
    text = json.dumps(resolved) if isinstance(resolved, Mapping) else resolved
    try:
        return Scenario.model_validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "its beginning"
        raise BadFile(f"this is no resolved scenario: at {where}, {first['msg']}") from error
