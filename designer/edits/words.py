"""Edits in words, for people who decide whether to take them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.edits.edits import (
    AddBoundary,
    AddComponent,
    AddEntity,
    AddFlow,
    ChangeComponent,
    ChangeConnection,
    Connect,
    Decide,
    Disconnect,
    Edit,
    RemoveComponent,
)
from designer.model.base import Scalar
from designer.model.design import Draft


def in_words(edit: Edit, draft: Draft) -> str:
    """Return an edit as one line, with the names that its parts have in `draft`."""
    name = _Names(draft)
    match edit:
        case AddComponent():
            return f"add {edit.kind.label} {edit.name}{_stated(edit.properties)}"
        case ChangeComponent():
            return f"change {name.of(edit.id)}: {', '.join(_changes(edit)) or 'nothing'}"
        case RemoveComponent():
            return f"remove {name.of(edit.id)}"
        case Connect():
            label = f" ({edit.label})" if edit.label else ""
            return f"connect {name.of(edit.source)} to {name.of(edit.target)}{label}{_stated(edit.properties)}"
        case ChangeConnection():
            return f"change the connection {name.of_connection(edit.id)}: {', '.join(_changes(edit)) or 'nothing'}"
        case Disconnect():
            return f"remove the connection {name.of_connection(edit.id)}"
        case AddBoundary():
            return f"add boundary {edit.name}"
        case AddFlow() | AddEntity():
            return f"write {edit.op.removeprefix('add_')} {edit.name}"
        case Decide():
            return f"record the decision {edit.title!r}"
        case _:
            return edit.op.replace("_", " ")


class _Names:
    """Names by id; an id that the draft does not have (yet) stands for itself."""

    def __init__(self, draft: Draft) -> None:
        self._parts = {part.id: part.name for part in draft.graph.components}
        self._links = {link.id: (link.source, link.target) for link in draft.graph.connections}

    def of(self, key: str) -> str:
        return self._parts.get(key, key)

    def of_connection(self, key: str) -> str:
        ends = self._links.get(key)
        return f"{self.of(ends[0])} to {self.of(ends[1])}" if ends else key


def _changes(edit: ChangeComponent | ChangeConnection) -> Iterator[str]:
    for field in ("name", "kind", "technology", "description", "boundary", "replicas", "label", "protocol", "mode"):
        value = getattr(edit, field, None)
        if value is not None:
            yield f"{field} {value}"
    yield from (_property(key, value) for key, value in edit.properties.items())


def _stated(properties: Mapping[str, Scalar | None]) -> str:
    return f", {', '.join(_property(key, value) for key, value in properties.items())}" if properties else ""


def _property(key: str, value: Scalar | None) -> str:
    shown = "unknown" if value is None else ("yes" if value else "no") if isinstance(value, bool) else value
    return f"{key} {shown}"
