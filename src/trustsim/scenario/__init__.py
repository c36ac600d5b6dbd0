"""The blueprint: what a run is. Pydantic parts, files, positions of errors, JSON Schema."""
