"""What the system remembers: entities with their fields, grouped by the part that keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designer.catalog.catalog import Catalog
from designer.model.connection import Mode
from designer.model.design import Design
from designer.model.entity import Entity, EntityField
from designer.model.kinds import Kind
from designer.model.view import Key, View, ViewEdge, ViewGroup, ViewKind, ViewNode, ViewRow
from designer.views.classes import SENSITIVE, class_tone
from designer.views.parts import MOST_CARDS
from designer.views.subtitle import count

MISSING = "it has no entities"

_MOST_ROWS = 14


def build_entities_view(design: Design, catalog: Catalog) -> View | None:
    """Return the entity-relationship picture, or None without entities.

    A line runs from each entity to what its fields refer to: many of the one belong to one of the other. Of more
    entities than a picture shows, those with the most references stay.
    """
    if not design.entities:
        return None
    shown = _most_connected(design.entities)
    names = {entity.id for entity in shown}
    stores = {entity.store for entity in shown if entity.store is not None}
    relations = tuple(edge for entity in shown for edge in _relations(entity, names))
    left = len(design.entities) - len(shown)
    words = ["Entities", count(len(shown), "entity", "entities"), count(len(relations), "reference")]
    tones = {row.tone for entity in shown for row in _rows(entity)}
    return View(
        id="entities",
        kind=ViewKind.ENTITIES,
        title=design.title,
        subtitle=" · ".join([*words, *([f"{left} left out"] if left else [])]),
        nodes=tuple(_card(entity, design) for entity in shown),
        edges=relations,
        groups=tuple(ViewGroup(id=part.id, name=part.name) for part in design.graph.components if part.id in stores),
        keys=tuple(key for key in _KEYS if key.tone in tones),
    )


_KEYS = (
    Key(text=f"{', '.join(one for one in SENSITIVE if one != 'personal')} data".capitalize(), tone="bad"),
    Key(text="Personal data", tone="warn"),
)


def _most_connected(entities: Sequence[Entity]) -> list[Entity]:
    degree = {entity.id: 0 for entity in entities}
    for entity in entities:
        for other in _targets(entity):
            degree[entity.id] += 1
            if other in degree:
                degree[other] += 1
    kept = set(sorted(degree, key=lambda one: (-degree[one], one))[:MOST_CARDS])
    return [entity for entity in entities if entity.id in kept]


def _targets(entity: Entity) -> Iterable[str]:
    return (field.references for field in entity.fields if field.references is not None)


def _relations(entity: Entity, names: set[str]) -> Iterable[ViewEdge]:
    """Yield one line for each entity that is referred to; several fields that refer to it share the line."""
    fields: dict[str, list[EntityField]] = {}
    for field in entity.fields:
        if field.references in names:
            fields.setdefault(field.references, []).append(field)
    for target, found in fields.items():
        ends = "0..1" if all(field.optional for field in found) else "1"
        many = "0..1" if any(field.unique for field in found) or _is_whole_key(entity, found) else "n"
        yield ViewEdge(
            id=f"{entity.id}>{target}",
            source=entity.id,
            target=target,
            label=", ".join(field.name for field in found),
            protocol=f"{many} : {ends}",
            mode=Mode.SYNC,
        )


def _is_whole_key(entity: Entity, found: Sequence[EntityField]) -> bool:
    """Return whether the fields are all of the key, so that at most one entity refers to each other one."""
    return {field.name for field in entity.fields if field.key} == {field.name for field in found}


def _card(entity: Entity, design: Design) -> ViewNode:
    store = design.graph.by_id.get(entity.store or "")
    kept = f"Retention: {entity.retention}" if entity.retention else ""
    return ViewNode(
        id=entity.id,
        name=entity.name,
        kind=store.kind if store is not None else Kind.RELATIONAL_DB,
        technology=kept or (f"Consistency: {entity.consistency}" if entity.consistency else ""),
        group=entity.store,
        description=entity.description,
        rows=_rows(entity),
    )


def _rows(entity: Entity) -> tuple[ViewRow, ...]:
    fields = entity.fields
    rows = [_row(field) for field in fields[:_MOST_ROWS]]
    if len(fields) > _MOST_ROWS:
        rows[-1] = ViewRow(name=f"{len(fields) - _MOST_ROWS + 1} more fields", type="")
    # An entity without stated fields is a card with one empty row, so that it still looks like an entity.
    return tuple(rows) or (ViewRow(name="no fields stated", type=""),)


def _row(field: EntityField) -> ViewRow:
    marks = ["PK"] if field.key else []
    if field.references is not None:
        marks.append("FK")
    tone = class_tone(field.data_class)
    return ViewRow(
        name=field.name,
        type=f"{field.type}?" if field.optional else field.type,
        mark=" ".join(marks),
        tag=field.data_class if tone else "",
        tone=tone,
    )
