"""Parts of two designs that are the same under another id: found by kind, product, name and neighbours. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from designer.model.component import Component
from designer.model.design import Design
from designer.model.graph import Graph
from designer.model.ids import connection_id

_LEAST = 0.6
_NEIGHBOURS, _PRODUCT, _NAME = 0.5, 0.2, 0.3


def renamed_parts(before: Design, after: Design) -> dict[str, str]:
    """Return for each part of `after` that is a part of `before` under another id that earlier id.

    Only parts that the other design does not have by id are compared; each is taken once, the surest pair first. A part
    that is known makes its neighbours known, so that a chain of renamed parts is found link by link.
    """
    known: dict[str, str] = {}
    while True:
        pairs = sorted(_pairs(before.graph, after.graph, known), key=lambda pair: (-pair[0], pair[1], pair[2]))
        if not pairs or pairs[0][0] < _LEAST:
            return known
        _, new, old = pairs[0]
        known[new] = old


def _pairs(before: Graph, after: Graph, known: Mapping[str, str]) -> Iterator[tuple[float, str, str]]:
    gone = [part for part in before.components if part.id not in after.by_id and part.id not in known.values()]
    new = [part for part in after.components if part.id not in before.by_id and part.id not in known]
    for later in new:
        for earlier in gone:
            if later.kind is earlier.kind:
                yield _likeness(earlier, later, before, after, known), later.id, earlier.id


def _likeness(earlier: Component, later: Component, before: Graph, after: Graph, known: Mapping[str, str]) -> float:
    """Return how alike two parts of one kind are, 0 to 1."""
    mine = _around(before, earlier.id)
    theirs = {(way, known.get(other, other)) for way, other in _around(after, later.id)}
    either = mine | theirs
    links = len(mine & theirs) / len(either) if either else 0.0
    product = 1.0 if earlier.technology.casefold() == later.technology.casefold() else 0.0
    name = fuzz.token_sort_ratio(earlier.name.casefold(), later.name.casefold()) / 100
    likeness = _NEIGHBOURS * links + _PRODUCT * product + _NAME * name
    # The same name, kind and product are enough, even where all neighbours have other ids as well.
    return max(likeness, _LEAST) if name == product == 1.0 else likeness


def _around(graph: Graph, key: str) -> set[tuple[str, str]]:
    out = {("to", link.target) for link in graph.outgoing[key]}
    return out | {("from", link.source) for link in graph.incoming[key]}


def with_ids(design: Design, ids: Mapping[str, str]) -> Design:
    """Return a design whose parts have other ids; connections between them are named anew."""
    if not ids:
        return design
    data = design.model_dump(mode="json")

    def at(key: str) -> str:
        return ids.get(key, key)

    links = {link["id"]: _link_id(link, ids) for link in data["graph"]["connections"]}
    for part in data["graph"]["components"]:
        part["id"] = at(part["id"])
    for link in data["graph"]["connections"]:
        link.update(id=links[link["id"]], source=at(link["source"]), target=at(link["target"]))
    for flow in data["flows"]:
        flow["steps"] = [{**step, "source": at(step["source"]), "target": at(step["target"])} for step in flow["steps"]]
    for entity in data["entities"]:
        entity["store"] = at(entity["store"]) if entity["store"] else None
    for face in data["interfaces"]:
        face["component"] = at(face["component"])
    for estimate in data["capacity"]["estimates"]:
        estimate["subject"] = at(estimate["subject"]) if estimate["subject"] else None
    for finding in data["findings"]:
        finding["subjects"] = sorted(links.get(key, at(key)) for key in finding["subjects"])
    return Design.model_validate(data)


def _link_id(link: Mapping[str, str], ids: Mapping[str, str]) -> str:
    """Return the id that a connection has once its ends have other ids, when its id follows from them."""
    usual = connection_id(link["source"], link["target"])
    if link["id"] != usual or not {link["source"], link["target"]} & ids.keys():
        return link["id"]
    return connection_id(ids.get(link["source"], link["source"]), ids.get(link["target"], link["target"]))
