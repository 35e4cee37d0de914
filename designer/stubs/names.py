"""Names in generated code: made from ids and texts by rules, never taken over, so that no text becomes code."""

from __future__ import annotations

from pydantic import BaseModel

from designer.interfaces.names import KEYWORDS, identifier, identifiers, plural
from designer.model.base import slugify

__all__ = ["FIELD_RESERVED", "MODULE_RESERVED", "class_name", "identifier", "identifiers", "plural"]

_WINDOWS = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)
MODULE_RESERVED = KEYWORDS | _WINDOWS
"""What no module is called: keywords, and names that Windows keeps for devices."""

_TYPES = frozenset("base64 bool date decimal float geo int jsonvalue line list literal none str text uuid".split())
FIELD_RESERVED = KEYWORDS | _TYPES | frozenset(dir(BaseModel)) | {"named"}
"""What no field of a model is called: it would hide a type, or something that every model has."""


def class_name(text: str) -> str:
    """Return a class name for a text, ending in `Model`, so that it hides nothing.

    >>> class_name("ledger-entry"), class_name("3d shape"), class_name("none")
    ('LedgerEntryModel', 'E3dShapeModel', 'NoneModel')
    """
    words = slugify(text, fallback="item").split("-")
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return f"{'E' if name[0].isdigit() else ''}{name}Model"
