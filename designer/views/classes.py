"""How sensitive data is: the most sensitive class that parts, entities and connections are stated to hold."""

from __future__ import annotations

from collections.abc import Iterable

from designer.model.connection import Connection
from designer.model.design import Design
from designer.model.entity import Entity
from designer.model.properties import DATA_CLASSES
from designer.model.view import Tone

SENSITIVE = ("personal", "secret", "payment", "health")
"""Classes whose loss harms somebody."""

_ORDER = (*DATA_CLASSES[:2], *(one for one in DATA_CLASSES if one not in ("public", "internal")))


def class_tone(data_class: str) -> Tone:
    """Return the tone of a class: strong for secrets, payment and health, less for personal data, none below."""
    if data_class == "personal":
        return "warn"
    return "bad" if data_class in SENSITIVE else ""


def worst(classes: Iterable[object]) -> str:
    """Return the most sensitive of some classes; empty when none is known.

    >>> worst(["internal", "personal", None])
    'personal'
    """
    known = [one for one in classes if isinstance(one, str) and one in _ORDER]
    return max(known, key=_ORDER.index, default="")


def entities_by_store(design: Design) -> dict[str, list[Entity]]:
    """Return the entities that each component keeps, in the order of the design."""
    found: dict[str, list[Entity]] = {}
    for entity in design.entities:
        if entity.store is not None:
            found.setdefault(entity.store, []).append(entity)
    return found


def entity_class(entity: Entity) -> str:
    """Return the most sensitive class of an entity's fields."""
    return worst(field.data_class for field in entity.fields)


def kept_class(design: Design, component: str) -> str:
    """Return the most sensitive class that a component keeps: as stated, or as its entities say."""
    stated = design.graph.by_id[component].prop("data_class")
    return worst([stated, *(entity_class(item) for item in entities_by_store(design).get(component, ()))])


def carried_class(design: Design, link: Connection) -> str:
    """Return the most sensitive class that a connection is stated to carry."""
    stated = link.prop("data_class")
    return stated if isinstance(stated, str) else ""
