"""FINOS CALM architectures as JSON: nodes become parts, relationships connections and boundaries.

Source: FINOS, "Common Architecture Language Model", https://calm.finos.org/core-concepts/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.assembly import Assembly, Nature, nature_of
from designer.importing.facts import PREFIX, boundary_fields, by_id, flow_of, link_fields, part_fields, unpacked
from designer.importing.imported import Imported
from designer.importing.source import Source
from designer.model.flow import Step
from designer.model.kinds import Kind

_KINDS: Mapping[str, Kind] = {
    "actor": Kind.PERSON,
    "database": Kind.RELATIONAL_DB,
    "datastore": Kind.RELATIONAL_DB,
    "webclient": Kind.WEB_CLIENT,
    "ldap": Kind.IDENTITY_PROVIDER,
    "data-asset": Kind.OBJECT_STORE,
}
_AROUND = frozenset({"system", "network", "ecosystem"})


def is_calm(source: Source) -> bool:
    """Tell whether a file is a CALM architecture."""
    head = source.text[:200_000]
    return source.text.lstrip().startswith("{") and '"unique-id"' in head and '"nodes"' in head


def read_calm(source: Source, catalog: Catalog) -> Imported:
    """Return what an architecture describes.

    Raises:
        DesignError: it is no JSON, or has no nodes.
    """
    try:
        data = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise DesignError(
            f"not valid JSON: {error}", where=f"{source.main}:{line}:{column}", fix="correct it"
        ) from error
    nodes = [item for item in data.get("nodes") or [] if isinstance(item, Mapping)]
    if not nodes:
        raise DesignError("the architecture has no nodes", where=source.main, fix="add `nodes`")
    return _Reader(source, data, nodes, catalog).read()


class _Reader:
    def __init__(self, source: Source, data: Any, nodes: list[Mapping[str, Any]], catalog: Catalog) -> None:
        self.source, self.data, self.catalog = source, data, catalog
        self.nodes = {str(item.get("unique-id")): item for item in nodes}
        self.links: dict[str, tuple[str, str]] = {}
        self.facts = _facts(data)
        title = unpacked(self.facts.get("title", "")) or data.get("title") or data.get("name") or ""
        self.assembly = Assembly("CALM", catalog, title=str(title), text=str(data.get("description") or ""))

    def read(self) -> Imported:
        contained = dict(self._contained())
        around = {key for key in contained.values() if key in self.nodes} | {
            key
            for key, item in self.nodes.items()
            if (item.get("node-type") in _AROUND and key in contained.values())
            or _facts(item).get("boundary") == "true"
        }
        for key in self.nodes:
            if key in around:
                self._bound(key, contained, 0)
        for key, item in self.nodes.items():
            if key not in around:
                self._add(key, item, contained.get(key))
        for number, item in enumerate(self.data.get("relationships") or []):
            self._relate(number, item)
        for item in self.data.get("flows") or []:
            if isinstance(item, Mapping):
                self._flow(item, _facts(item))
        for key, facts in by_id(self.facts, "flow").items():
            self._flow({"unique-id": key}, facts)
        return self.assembly.done()

    def _where(self, key: str) -> str:
        return f"{self.source.main}#{key}"

    def _bound(self, key: str, contained: Mapping[str, str], depth: int) -> None:
        if self.assembly.has_boundary(key) or depth > 50:
            return
        parent = contained.get(key)
        if parent in self.nodes and parent is not None:
            self._bound(parent, contained, depth + 1)
        name = str(self.nodes[key].get("name") or key)
        facts = _facts(self.nodes[key])
        own, fields = facts.get("id", ""), boundary_fields(facts)
        self.assembly.bound(key, name, where=self._where(key), parent=parent, id=own, fields=fields)

    def _add(self, key: str, item: Mapping[str, Any], boundary: str | None) -> None:
        name = str(item.get("name") or key)
        usual = _KINDS.get(str(item.get("node-type")), Kind.SERVICE)
        found = nature_of([name, str(item.get("description") or "")[:200]], self.catalog, default=usual)
        nature = Nature(usual, found.technology) if usual is not Kind.SERVICE and found.kind is Kind.SERVICE else found
        if usual is Kind.PERSON:
            nature = Nature(Kind.PERSON, "")
        facts = _facts(item)
        fields = part_fields(facts)
        if "kind" in fields:
            fields.setdefault("technology", "")
        self.assembly.add(
            key,
            name,
            nature,
            where=self._where(key),
            id=facts.get("id") or key,
            description=str(item.get("description") or ""),
            boundary=boundary,
            fields=fields,
        )

    def _contained(self) -> Iterator[tuple[str, str]]:
        for item in self.data.get("relationships") or []:
            for kind in ("deployed-in", "composed-of"):
                found = _dig(item, "relationship-type", kind)
                if isinstance(found, Mapping):
                    for node in found.get("nodes") or []:
                        yield str(node), str(found.get("container"))

    def _relate(self, number: int, item: Any) -> None:
        key = str(_dig(item, "unique-id") or number)
        kind = _dig(item, "relationship-type")
        if not isinstance(kind, Mapping):
            self.assembly.leave(self.source.main, 0, f"relationship {key} has no type")
            return
        label, protocol = str(_dig(item, "description") or ""), str(_dig(item, "protocol") or "")
        if isinstance(found := kind.get("connects"), Mapping):
            ends = (str(_dig(found, "source", "node")), [str(_dig(found, "destination", "node"))])
        elif isinstance(found := kind.get("interacts"), Mapping):
            ends = (str(found.get("actor")), [str(node) for node in found.get("nodes") or []])
        else:
            if not kind.keys() & {"deployed-in", "composed-of"}:
                self.assembly.leave(
                    self.source.main, 0, f"relationship {key} of type {', '.join(kind)} is not understood"
                )
            return
        facts = _facts(item)
        fields, own = link_fields(facts), facts.get("id", "")
        if "mode" in fields:
            fields.setdefault("protocol", protocol)
        for target in ends[1]:
            if ends[0] in self.assembly and target in self.assembly:
                where = self._where(key)
                self.assembly.connect(
                    ends[0], target, where=where, label=label, protocol=protocol, id=own, fields=fields
                )
                self.links.setdefault(key, (ends[0], target))
            else:
                self.assembly.leave(self.source.main, 0, f"relationship {key} names a node that is no part")

    def _flow(self, item: Mapping[str, Any], facts: Mapping[str, str]) -> None:
        """Read a flow; a transition over anything but a connection is left out."""
        key, steps = str(item.get("unique-id") or item.get("name") or "flow"), []
        for transition in sorted(
            (one for one in item.get("transitions") or [] if isinstance(one, Mapping)), key=_number
        ):
            ends = self.links.get(str(transition.get("relationship-unique-id")))
            if ends is None:
                self.assembly.leave(self.source.main, 0, f"flow {key}: a transition follows no connection")
                continue
            source, target = (self.assembly.part(end).id for end in ends)
            if transition.get("direction") == "destination-to-source":
                source, target = target, source
            steps.append(Step(source=source, target=target, message=str(transition.get("description") or "")))
        name = str(item.get("name") or key)
        flow = flow_of(facts, key=key, name=name, steps=steps, parts=self.assembly.ids, where=self._where(key))
        if flow is not None:
            self.assembly.add_flow(flow)


def _number(transition: Mapping[str, Any]) -> float:
    number = transition.get("sequence-number")
    return number if isinstance(number, int | float) else float("inf")


def _facts(item: Any) -> dict[str, str]:
    """Return the metadata of a thing that is ours."""
    found = _dig(item, "metadata", PREFIX)
    return (
        {str(name): text for name, text in found.items() if isinstance(text, str)} if isinstance(found, Mapping) else {}
    )


def _dig(data: Any, *path: str) -> Any:
    for key in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(key)
    return data
