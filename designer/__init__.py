"""From a plain-English description of a system to a checked, drawn and documented architecture.

    import designer

    made = designer.design("A URL shortener for 100 million new links a month")
    made.save("out/")

Names are loaded when they are first used, so that the import itself costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from designer import errors
    from designer.api import Design, check, design, fix, load, redo, refine, sync, undo
    from designer.batch import BatchResult, design_many

__version__ = "0.1.0"

__all__ = [
    "BatchResult",
    "Design",
    "__version__",
    "check",
    "design",
    "design_many",
    "errors",
    "fix",
    "load",
    "redo",
    "refine",
    "sync",
    "undo",
]

_HOMES = {
    "BatchResult": "designer.batch",
    "Design": "designer.api",
    "check": "designer.api",
    "design": "designer.api",
    "design_many": "designer.batch",
    "fix": "designer.api",
    "load": "designer.api",
    "redo": "designer.api",
    "refine": "designer.api",
    "sync": "designer.api",
    "undo": "designer.api",
}


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("designer.errors")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
