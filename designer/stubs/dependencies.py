"""What generated projects depend on: pinned, vetted, from this list only; never a name from a brief or a model."""

from __future__ import annotations

from typing import NamedTuple


class Pin(NamedTuple):
    """One package at one version, what it is for, and its licence."""

    name: str
    version: str
    used_for: str
    licence: str


RUNTIME: tuple[Pin, ...] = (
    Pin("fastapi", "0.165.0", "HTTP faces of services", "MIT"),
    Pin("httpx", "0.28.1", "calls between components", "BSD-3-Clause"),
    Pin("pydantic", "2.14.3", "records and their validation", "MIT"),
    Pin("uvicorn", "0.54.0", "the server", "BSD-3-Clause"),
)
"""What a project runs with."""

TESTING: tuple[Pin, ...] = (
    Pin("pytest", "9.2.0", "tests", "MIT"),
    Pin("ruff", "0.17.5", "linting", "MIT"),
)
"""What a project is tested with."""
