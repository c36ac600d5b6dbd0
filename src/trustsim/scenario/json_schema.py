"""The scenario format as JSON Schema (draft 7), for editors that check and complete while typing.

It is written to ``scenarios/scenario.schema.json`` by ``python -m trustsim.scenario.reference``.
"""

from __future__ import annotations

import json
from typing import Any

from trustsim.scenario.schema import Scenario
from trustsim.scenario.tree import SHORT_FORMS

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = "#/definitions/"
_OURS = ("label", "source", "unit", "preset")
"""What constants say of themselves; no words of JSON Schema's."""


def json_schema() -> Schema:
    """Return the JSON Schema of scenario files."""
    schema = full_schema()
    definitions = schema.pop("definitions")
    wanted = _wanted(schema, definitions)
    for part in (schema, *definitions.values()):
        _tidy(part)
    for key, short in SHORT_FORMS.items():
        _allow_short_form(schema["properties"][key], definitions, short)
    return {
        "$schema": DRAFT,
        **_refs_alone(schema),
        # What a file leaves out may be in the scenario it extends.
        "if": {"not": {"required": ["extends"]}},
        "then": wanted,
        "definitions": _refs_alone(definitions),
    }


def json_schema_text() -> str:
    """Return the JSON Schema as the text of its file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def full_schema() -> Schema:
    """Return pydantic's schema of a scenario, with all that constants say of themselves."""
    schema = Scenario.model_json_schema(ref_template=f"{_DEFINITIONS}{{model}}")
    schema["definitions"] = schema.pop("$defs")
    for part in (schema, *schema["definitions"].values()):
        _drop_what_presets_fill_in(part)
        _describe_references(part, schema["definitions"])
    return schema


def definition_of(schema: Schema) -> str:
    """Return the name of the definition that a schema refers to, or nothing."""
    return str(schema.get("$ref", "")).removeprefix(_DEFINITIONS)


def _drop_what_presets_fill_in(part: Schema) -> None:
    """Take the keys that a preset fills in out of those that must be written."""
    if "required" in part:
        properties = part["properties"]
        needed = [key for key in part["required"] if "preset" not in properties[key]]
        part["required"] = needed
        if not needed:
            del part["required"]


def _describe_references(part: Schema, definitions: Schema) -> None:
    """Give a key of a part's type the part's description where it has none of its own."""
    for value in part["properties"].values():
        if name := definition_of(value):
            value.setdefault("description", definitions[name]["description"])


def _wanted(schema: Schema, definitions: Schema) -> Schema:
    """Move the required keys out of the mappings that one scenario may share with its base.

    Items of a list are not merged, so theirs stay where they are.
    """
    wanted: Schema = {}
    if "required" in schema:
        wanted["required"] = schema.pop("required")
    inner = {}
    for key, value in schema["properties"].items():
        name = definition_of(value)
        if name and (found := _wanted(definitions[name], definitions)):
            inner[key] = found
    return {**wanted, "properties": inner} if inner else wanted


def _allow_short_form(schema: Schema, definitions: Schema, short: str) -> None:
    """Let a mapping be written as the value of its key ``short`` as well."""
    name = definition_of(schema)
    mapping = definitions.pop(name)
    definitions[name] = {
        "title": name,
        "anyOf": [{"type": "string", "enum": mapping["properties"][short]["enum"]}, mapping],
    }


def _tidy(part: Schema) -> None:
    """Close mappings of named keys; remove generated titles, whole parts and what only we read."""
    for value in part.get("properties", {}).values():
        if "$ref" in value:
            value.pop("default", None)
        if "patternProperties" in value:
            value["additionalProperties"] = False
        for word in ("title", *_OURS):
            value.pop(word, None)


def _refs_alone(schema: Any) -> Any:
    """Wrap each reference that has neighbours: draft 7 ignores what stands beside one."""
    if isinstance(schema, list):
        return [_refs_alone(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _refs_alone(value) for key, value in schema.items()}
    if isinstance(inner.get("$ref"), str) and len(inner) > 1:
        inner = {"allOf": [{"$ref": inner.pop("$ref")}], **inner}
    return inner
