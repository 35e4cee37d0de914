"""Names in generated code: made from ids and texts by rules, never taken over, so that no text becomes code."""

from __future__ import annotations

import keyword
from collections.abc import Iterable

from pydantic import BaseModel

from designer.model.base import slugify

_WINDOWS = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)
_KEYWORDS = frozenset({word.lower() for word in (*keyword.kwlist, *keyword.softkwlist)})
MODULE_RESERVED = _KEYWORDS | _WINDOWS
"""What no module is called: keywords, and names that Windows keeps for devices."""

_TYPES = frozenset("base64 bool date decimal float geo int jsonvalue line list literal none str text uuid".split())
FIELD_RESERVED = _KEYWORDS | _TYPES | frozenset(dir(BaseModel)) | {"named"}
"""What no field of a model is called: it would hide a type, or something that every model has."""


def identifier(text: str, *, prefix: str, reserved: Iterable[str] = ()) -> str:
    """Return a Python name for a text: lower case, ASCII, no keyword, not in `reserved`.

    >>> identifier("Shorten service", prefix="c_"), identifier("3d-engine", prefix="c_"), identifier("日本", prefix="c_")
    ('shorten_service', 'c_3d_engine', 'c_item')
    >>> identifier("class", prefix="c_", reserved=MODULE_RESERVED)
    'class_'
    """
    slug = slugify(text, fallback="")
    name = slug.replace("-", "_") if slug else f"{prefix}item"
    if name[0].isdigit():
        name = prefix + name
    # Names that begin with an underscore or `model_` mean something to pydantic; a slug never begins with one.
    if name in reserved or name in _KEYWORDS or name.startswith("model_"):
        name += "_"
    return name


def identifiers(texts: Iterable[str], *, prefix: str, reserved: Iterable[str] = ()) -> dict[str, str]:
    """Return a name for each text, all different; the same texts in the same order give the same names.

    >>> identifiers(["class", "class-", "a"], prefix="c_")
    {'class': 'class_', 'class-': 'class_2', 'a': 'a'}
    """
    held = frozenset(reserved)
    taken: set[str] = set()
    found: dict[str, str] = {}
    for text in texts:
        if text in found:
            continue
        name = base = identifier(text, prefix=prefix, reserved=held)
        number = 2
        while name in taken or name in held:
            name = f"{base.rstrip('_')}_{number}"
            number += 1
        taken.add(name)
        found[text] = name
    return found


def class_name(text: str) -> str:
    """Return a class name for a text, ending in `Model`, so that it hides nothing.

    >>> class_name("ledger-entry"), class_name("3d shape"), class_name("none")
    ('LedgerEntryModel', 'E3dShapeModel', 'NoneModel')
    """
    words = slugify(text, fallback="item").split("-")
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return f"{'E' if name[0].isdigit() else ''}{name}Model"


def plural(slug: str) -> str:
    """Return the plural of an id, for the path of a collection.

    >>> plural("ledger-entry"), plural("address"), plural("link")
    ('ledger-entries', 'addresses', 'links')
    """
    if slug.endswith("y") and slug[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return f"{slug[:-1]}ies"
    return f"{slug}es" if slug.endswith(("s", "x", "z", "ch", "sh")) else f"{slug}s"
