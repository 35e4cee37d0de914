"""The component graph: parts, links and lines around them, with every reference checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import model_validator

from designer.errors import DesignError, Problem
from designer.model.base import Frozen
from designer.model.boundary import Boundary
from designer.model.component import Component
from designer.model.connection import Connection


class Graph(Frozen):
    """Components, connections and boundaries, each sorted by id.

    Raises:
        DesignError: an id is used twice, a connection ends nowhere, a boundary is unknown or its own ancestor.
            All problems are reported at once.
    """

    components: tuple[Component, ...] = ()
    connections: tuple[Connection, ...] = ()
    boundaries: tuple[Boundary, ...] = ()

    @model_validator(mode="after")
    def _check_references(self) -> Self:
        for field in ("components", "connections", "boundaries"):
            items = getattr(self, field)
            object.__setattr__(self, field, tuple(sorted(items, key=lambda item: item.id)))
        problems = list(_problems(self))
        if problems:
            raise DesignError(problems=problems)
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with changes, checked anew: look-ups and references must not stay those of the original."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**fields, **(update or {})})

    @cached_property
    def by_id(self) -> dict[str, Component]:
        """Components by id."""
        return {component.id: component for component in self.components}

    @cached_property
    def outgoing(self) -> dict[str, tuple[Connection, ...]]:
        """Connections by the id of their source; every component has an entry."""
        return _group(self.components, self.connections, "source")

    @cached_property
    def incoming(self) -> dict[str, tuple[Connection, ...]]:
        """Connections by the id of their target; every component has an entry."""
        return _group(self.components, self.connections, "target")


def _group(
    components: Iterable[Component], connections: Iterable[Connection], end: str
) -> dict[str, tuple[Connection, ...]]:
    found: dict[str, list[Connection]] = {component.id: [] for component in components}
    for connection in connections:
        found[getattr(connection, end)].append(connection)
    return {key: tuple(value) for key, value in found.items()}


def _problems(graph: Graph) -> Iterator[Problem]:
    for field in ("components", "connections", "boundaries"):
        ids = [item.id for item in getattr(graph, field)]
        for twice in sorted({one for one in ids if ids.count(one) > 1}) if len(set(ids)) < len(ids) else ():
            yield Problem(f"id {twice!r} is used more than once", f"/graph/{field}", "give each its own id")
    components = {component.id for component in graph.components}
    boundaries = {boundary.id: boundary for boundary in graph.boundaries}
    for component in graph.components:
        if component.boundary is not None and component.boundary not in boundaries:
            yield Problem(
                f"boundary {component.boundary!r} does not exist",
                f"/graph/components/{component.id}/boundary",
                _one_of(boundaries, "a boundary"),
            )
    for connection in graph.connections:
        for end in ("source", "target"):
            if (name := getattr(connection, end)) not in components:
                yield Problem(
                    f"connection ends at {name!r}, which is not a component",
                    f"/graph/connections/{connection.id}/{end}",
                    _one_of(components, "a component"),
                )
    for boundary in graph.boundaries:
        if boundary.parent is not None and boundary.parent not in boundaries:
            yield Problem(
                f"parent {boundary.parent!r} is not a boundary",
                f"/graph/boundaries/{boundary.id}/parent",
                _one_of(boundaries, "a boundary"),
            )
        elif _is_own_ancestor(boundary, boundaries):
            yield Problem(
                f"boundary {boundary.id!r} contains itself",
                f"/graph/boundaries/{boundary.id}/parent",
                "point parent at a boundary further out, or null",
            )


def _is_own_ancestor(boundary: Boundary, boundaries: dict[str, Boundary]) -> bool:
    seen: set[str] = set()
    parent = boundary.parent
    while parent is not None and parent in boundaries and parent not in seen:
        if parent == boundary.id:
            return True
        seen.add(parent)
        parent = boundaries[parent].parent
    return False


def _one_of(names: Iterable[str], what: str) -> str:
    known = sorted(names)
    if not known:
        return f"add {what} with this id first"
    shown = ", ".join(known[:8])
    return f"use one of {shown}" + (f" and {len(known) - 8} more" if len(known) > 8 else "")
