"""How long a store keeps what the brief says is kept: stated retention on the stores that hold it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designer.brief.figures.nouns import singular
from designer.brief.lexer import tokens_of
from designer.brief.vocabulary import WHOLES
from designer.estimate.loads import head
from designer.model.component import Component
from designer.model.design import Draft
from designer.model.graph import Graph
from designer.model.quantity import Quantity

_SAY_NOTHING = frozenset(
    "data datum state service system customer user session event record log entry message token version account".split()
)
"""Words in names of stores that tell none of them apart, and those whose data is more than one thing."""
_PROPERTY = "retention_s"


def with_retention(draft: Draft) -> Draft:
    """Return a draft whose stores and logs state the time that the brief says their data is kept.

    A store is meant by the entity that it keeps, by its name or by its product. Of several times for one store the
    longest holds. A store that forgets by itself (`ttl_s`), a cache say, is left alone, and so is one of two stores
    of the same thing that has a time of its own: the other one, the archive, takes what the brief says.
    """
    times = [item for item in draft.brief.quantities if item.role == "retention" and item.subject and item.value > 0]
    found: dict[str, float] = {}
    for item in times:
        meant = [part for part in draft.graph.components if _keeps(part) and _is_meant(part, item, draft)]
        free = [part for part in meant if part.prop(_PROPERTY) is None]
        for part in free or meant:
            found[part.id] = max(found.get(part.id, 0.0), item.value)
    if not found:
        return draft
    return draft.model_copy(update={"graph": _stating(draft.graph, found)})


def _stating(graph: Graph, times: dict[str, float]) -> Graph:
    parts = tuple(
        part.model_copy(update={"properties": {**part.properties, _PROPERTY: times[part.id]}})
        if part.id in times
        else part
        for part in graph.components
    )
    return graph.model_copy(update={"components": parts})


def _keeps(part: Component) -> bool:
    return (part.is_datastore or part.is_broker) and part.prop("ttl_s") is None and not part.existing


def _is_meant(part: Component, kept: Quantity, draft: Draft) -> bool:
    thing = singular(head(kept.subject.casefold()))
    if thing in _words((part.technology,)):
        return True
    entities = (entity.name for entity in draft.entities if entity.store == part.id)
    is_named = thing in _heads(entities) or thing in _words((part.name,))
    return is_named and part.is_datastore and singular(thing) not in WHOLES | _SAY_NOTHING


def _heads(names: Iterable[str]) -> set[str]:
    return {singular(head(name.casefold())) for name in names}


def _words(texts: Sequence[str]) -> set[str]:
    return {singular(token.lower) for text in texts for token in tokens_of(text) if token.is_word}
