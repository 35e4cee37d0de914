"""A short form of a design for tests of rules: ids and kinds, arrows, and properties beside them.

components:
  - web: web-client
  - api: service
    replicas: 2
  - {db: relational-db, technology: PostgreSQL, tags: [owned]}
connections:
  - api > db             # waits for an answer; `>>` is asynchronous, `=>` replicates
  - {web > api: calls, encrypted: true}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from designer.errors import DesignerError, InputError
from designer.model.base import unique_slug
from designer.model.boundary import Boundary
from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import SizedDraft
from designer.model.graph import Graph

_ARROWS = ((" >> ", Mode.ASYNC), (" => ", Mode.REPLICATION), (" > ", Mode.SYNC))


def short_design(data: Mapping[str, Any], *, where: str) -> SizedDraft:
    """Return the design that the short form describes.

    Raises:
        InputError: it is not of this form, or describes no valid design.
    """
    unknown = sorted(set(data) - {"components", "connections"})
    if unknown:
        raise InputError(f"unknown key {unknown[0]!r}", where=where, fix="use components and connections")
    try:
        parts = tuple(_component(entry) for entry in data.get("components") or ())
        taken: set[str] = set()
        links = tuple(_connection(entry, taken) for entry in data.get("connections") or ())
        places = sorted({part.boundary for part in parts if part.boundary})
        graph = Graph(
            components=parts, connections=links, boundaries=tuple(Boundary(id=key, name=key) for key in places)
        )
        return SizedDraft(title="Test", brief=Brief(text="A test."), graph=graph)
    except (DesignerError, ValidationError, ValueError, TypeError) as error:
        what = str(error).splitlines()[0] if not isinstance(error, DesignerError) else str(error)
        raise InputError(f"the design is broken: {what}", where=where, fix="see the short form in the docs") from error


def _component(entry: Any) -> Component:
    if not isinstance(entry, Mapping) or not entry:
        raise ValueError(f"{entry!r} is no part; write `- api: service`")
    rest = dict(entry)
    key = next(iter(rest))
    kind = rest.pop(key)
    fields = {name: value for name, value in rest.items() if name in Component.model_fields}
    properties = {name: value for name, value in rest.items() if name not in fields}
    fields.setdefault("name", str(key).replace("-", " ").capitalize())
    return Component.model_validate({"id": key, "kind": kind, "properties": properties, **fields})


def _connection(entry: Any, taken: set[str]) -> Connection:
    rest: dict[str, Any] = {entry: ""} if isinstance(entry, str) else dict(entry)
    ends = str(next(iter(rest)))
    label = rest.pop(ends)
    split = [(mode, *ends.split(arrow, 1)) for arrow, mode in _ARROWS if arrow in ends]
    if not split:
        raise ValueError(f"{ends!r} is no connection; write `- api > db`")
    mode, source, target = split[0]
    key = unique_slug(f"{source.strip()}-{target.strip()}", taken)
    taken.add(key)
    fields = {name: value for name, value in rest.items() if name in Connection.model_fields}
    properties = {name: value for name, value in rest.items() if name not in fields}
    return Connection.model_validate(
        {
            "id": key,
            "source": source.strip(),
            "target": target.strip(),
            "label": label or "",
            "mode": mode,
            "properties": properties,
            **fields,
        }
    )
