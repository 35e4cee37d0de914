"""Inside one boundary; and, for a large design, the overview whose cards lead to its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from designer.catalog.catalog import Catalog
from designer.model.connection import Connection
from designer.model.design import Design
from designer.model.kinds import Kind
from designer.model.view import Key, View, ViewEdge, ViewGroup, ViewKind, ViewNode
from designer.views.edges import edges_of
from designer.views.groups import groups_of
from designer.views.nodes import critical_pairs, node_of, reading_order
from designer.views.parts import Division, Part, divided, is_large, on_page
from designer.views.subtitle import count

MISSING = "it has no boundary that holds two components"


class Reach(NamedTuple):
    """How much pictures of parts show around them, and what the ids of these pictures begin with.

    `is_framed` puts a frame even around what is no boundary, or only one component.
    """

    neighbours: int
    edges: int
    overview_edges: int
    prefix: str = "component"
    is_framed: bool = True

    def view_id(self, part: str) -> str:
        """Return the id of the view of a part."""
        return f"{self.prefix}-{part}"


_ON_SCREEN = Reach(neighbours=8, edges=36, overview_edges=36)


def build_component_views(design: Design, catalog: Catalog) -> tuple[View, ...]:
    """Return a view for each boundary that holds components, the largest first; for a large design one for each part."""
    division = divided(design) if is_large(design) else _boundaries(design)
    maker = _Maker(design, catalog, division, is_divided=is_large(design))
    parts = sorted(_all_parts(division.parts), key=lambda part: (-len(part.members), part.id))
    return tuple(maker.view(part) for part in parts)


def build_overview(design: Design, catalog: Catalog) -> View:
    """Return a large design as one card for each of its parts, with the number of components; cards lead to the parts."""
    division = divided(design)
    maker = _Maker(design, catalog, division, is_divided=True)
    return maker.overview("container")


def build_page_views(design: Design, catalog: Catalog, *, cards: int) -> tuple[View, ...]:
    """Return a design in pictures of about so many cards at most: the overview of its parts, then each part.

    Every component is in one of them.
    """
    division = divided(design, on_page(cards))
    reach = Reach(neighbours=max(cards // 2, 2), edges=36, overview_edges=cards + 2, prefix="page", is_framed=False)
    maker = _Maker(design, catalog, division, is_divided=True, reach=reach)
    parts = sorted(_all_parts(division.parts), key=lambda part: (-len(part.members), part.id))
    return (maker.overview(reach.view_id("overview")), *(maker.view(part) for part in parts))


def _boundaries(design: Design) -> Division:
    """Return each boundary of a design that fits one picture, the inner ones on their own as well."""
    inside: dict[str, list[str]] = {}
    parents = {item.id: item.parent for item in design.graph.boundaries}
    for component in design.graph.components:
        place = component.boundary
        while place is not None and component.id not in inside.setdefault(place, []):
            inside[place].append(component.id)
            place = parents.get(place)
    names = {item.id: item.name for item in design.graph.boundaries}
    found = (Part(key, names[key], tuple(inside[key]), boundary=key) for key in sorted(inside))
    return Division(tuple(part for part in found if len(part.members) > 1), ())


def _all_parts(parts: Iterable[Part]) -> Iterator[Part]:
    stack = list(parts)
    while stack:
        part = stack.pop()
        yield part
        stack += [child for child in part.children if child.boundary is not None or len(child.members) > 1]


class _Maker:
    """Draws parts of one design."""

    def __init__(
        self,
        design: Design,
        catalog: Catalog,
        division: Division,
        *,
        is_divided: bool,
        reach: Reach = _ON_SCREEN,
    ) -> None:
        self.design = design
        self.division = division
        self.reach = reach
        self.catalog = catalog
        self.critical = critical_pairs(design)
        self.order = {component.id: number for number, component in enumerate(reading_order(design))}
        self.top = {member: part for part in division.parts for member in part.members}
        self.is_divided = is_divided

    def overview(self, view_id: str) -> View:
        """Return one card for each part, and what stands beside the parts."""
        nodes = [self.card(part) for part in self.division.parts]
        nodes += [self.component(one) for one in self.division.loose]
        lifted = {member: _card_id(part) for part in self.division.parts for member in part.members}
        edges, left = self.edges([node.id for node in nodes], lifted, most=self.reach.overview_edges)
        total = count(len(self.design.graph.components), "component")
        parts = count(len(self.division.parts), "part")
        words = ["Container view, divided", total, parts, *_left_out(left, "weaker link")]
        return View(
            id=view_id,
            kind=ViewKind.CONTAINER,
            title=self.design.title,
            subtitle=" · ".join(words),
            nodes=tuple(nodes),
            edges=edges,
        )

    def card(self, part: Part, *, is_muted: bool = False) -> ViewNode:
        """Return the card of a part: how many components it has, and where they are shown."""
        if _card_id(part) in self.order:
            return self.component(part.members[0], is_muted=is_muted)
        inner = f" in {count(len(part.children), 'part')}" if part.children else ""
        return ViewNode(
            id=_card_id(part),
            name=part.name,
            kind=Kind.SERVICE,
            technology=("component" if len(part.members) == 1 else "components") + inner,
            figure=f"{len(part.members):,}",
            is_muted=is_muted,
            link=self.reach.view_id(part.id),
        )

    def component(self, component: str, *, group: str | None = None, is_muted: bool = False) -> ViewNode:
        """Return the card of a component."""
        found = self.design.graph.by_id[component]
        touched = any(component in pair for pair in self.critical)
        card = node_of(found, self.catalog, is_critical=touched and not is_muted, group=group)
        return card.model_copy(update={"is_muted": is_muted})

    def view(self, part: Part) -> View:
        """Return what is inside a part, between its neighbours."""
        inside = set(part.members)
        if part.children:
            cards = {member: _card_id(child) for child in part.children for member in child.members}
            nodes = [self._child(child, part) for child in part.children]
        else:
            cards = {member: member for member in inside}
            nodes = [self.component(one, group=self._group(one, part)) for one in self._sorted(inside)]
        neighbours, dropped = self._neighbours(inside)
        lifted = {**cards, **{one: node.id for node, ones in neighbours for one in ones}}
        nodes += [node for node, _ in neighbours]
        most = self.reach.overview_edges if part.children else self.reach.edges
        edges, left = self.edges([node.id for node in nodes], lifted, most=most, inside=set(cards.values()))
        words = [
            "Component view",
            count(len(inside), "component"),
            count(len(neighbours), "neighbour"),
            *_left_out(dropped, "neighbour"),
            *_left_out(left, "weaker link"),
        ]
        return View(
            id=self.reach.view_id(part.id),
            kind=ViewKind.COMPONENT,
            title=f"{self.design.title}: {part.name}",
            subtitle=" · ".join(words),
            nodes=tuple(nodes),
            edges=edges,
            groups=self._groups(part),
            keys=(Key(text="Outside, for context", tone=""),) if neighbours else (),
        )

    def _child(self, child: Part, part: Part) -> ViewNode:
        return self.card(child).model_copy(update={"group": part.id if self._is_framed(part) else None})

    def _is_framed(self, part: Part) -> bool:
        return self.reach.is_framed or (part.boundary is not None and len(part.members) > 1)

    def _group(self, component: str, part: Part) -> str | None:
        if not self._is_framed(part):
            return None
        if part.boundary is None:
            return part.id
        return self.design.graph.by_id[component].boundary or part.id

    def _groups(self, part: Part) -> tuple[ViewGroup, ...]:
        if not self._is_framed(part):
            return ()
        if part.boundary is None or part.children:
            return (ViewGroup(id=part.id, name=part.name),)
        found = groups_of(self.design, part.members)
        parents = {group.id: group.parent for group in found}
        outer: set[str] = set()
        place = parents.get(part.boundary)
        while place is not None:
            outer.add(place)
            place = parents.get(place)
        kept = [group for group in found if group.id not in outer]
        return tuple(group.model_copy(update={"parent": None}) if group.parent in outer else group for group in kept)

    def _neighbours(self, inside: set[str]) -> tuple[list[tuple[ViewNode, tuple[str, ...]]], int]:
        """Return the muted cards outside with the components that each stands for, and how many are left out."""
        outside: Counter[str] = Counter()
        for link in self.design.graph.connections:
            for here, there in ((link.source, link.target), (link.target, link.source)):
                if here in inside and there not in inside:
                    outside[there] += 1
        if len(outside) <= self.reach.neighbours or not self.is_divided:
            ones = self._sorted(outside)
            return [(self.component(one, is_muted=True), (one,)) for one in ones], 0
        behind: dict[str, list[str]] = {}
        cards: dict[str, ViewNode] = {}
        for one in self._sorted(outside):
            part = self.top.get(one)
            # Monitoring stands for itself, so that who reports to it bears a mark instead of a line.
            watches = self.design.graph.by_id[one].kind is Kind.OBSERVABILITY
            if watches or part is None or not inside.isdisjoint(part.members):
                card = self.component(one, is_muted=True)
            else:
                card = self.card(part, is_muted=True)
            cards[card.id] = card
            behind.setdefault(card.id, []).append(one)
        weight = {key: sum(outside[one] for one in ones) for key, ones in behind.items()}
        kept = sorted(sorted(behind, key=lambda key: (-weight[key], key))[: self.reach.neighbours])
        return [(cards[key], tuple(behind[key])) for key in kept], len(behind) - len(kept)

    def edges(
        self, cards: Sequence[str], lifted: Mapping[str, str], *, most: int, inside: Collection[str] = ()
    ) -> tuple[tuple[ViewEdge, ...], int]:
        """Return the lines between cards that stand for components, and how many of the weakest are left out.

        Args:
            cards: the ids of the cards, in drawing order.
            lifted: the card that each component is on; a component on its own card may be missing.
            most: how many lines there may be.
            inside: cards of which a line must touch one; any line is drawn when empty.
        """
        rank = {card: number for number, card in enumerate(cards)}
        links = [self._lifted(link, lifted) for link in self.design.graph.connections]
        kept = [
            link
            for link in links
            if link.source in rank
            and link.target in rank
            and (link.source != link.target or link.source in self.order)
            and (not inside or link.source in inside or link.target in inside)
        ]
        kept.sort(key=lambda link: (rank[link.source], rank[link.target], link.id))
        found = self._merged([self._edge(edge) for edge in edges_of(kept, self.critical)])
        if len(found) <= most:
            return tuple(found), 0
        strongest = sorted(found, key=lambda edge: (not edge.is_critical, -edge.count, edge.id))[:most]
        names = {edge.id for edge in strongest}
        return tuple(edge for edge in found if edge.id in names), len(found) - most

    def _merged(self, edges: Sequence[ViewEdge]) -> list[ViewEdge]:
        """Return lines with the two directions between parts as one, in that of the more connections."""
        pairs = {(edge.source, edge.target): edge for edge in edges}
        found: list[ViewEdge] = []
        for edge in edges:
            back = pairs.get((edge.target, edge.source))
            is_single = edge.source in self.order and edge.target in self.order
            if back is None or is_single or edge.source == edge.target:
                found.append(edge)
            elif (edge.count, edge.id) > (back.count, back.id):
                both = {"count": edge.count + back.count, "label": "both ways", "protocol": ""}
                found.append(edge.model_copy(update={**both, "is_critical": edge.is_critical or back.is_critical}))
        return found

    def _edge(self, edge: ViewEdge) -> ViewEdge:
        """Return a line; between parts, the words of one of many connections would tell nothing."""
        is_single = edge.source in self.order and edge.target in self.order
        if is_single:
            return edge
        words = edge.label if edge.count == 1 else ""
        return edge.model_copy(update={"label": words, "protocol": edge.protocol if edge.count == 1 else ""})

    def _lifted(self, link: Connection, lifted: Mapping[str, str]) -> Connection:
        source, target = lifted.get(link.source, link.source), lifted.get(link.target, link.target)
        if (source, target) == (link.source, link.target):
            return link
        return link.model_copy(update={"source": source, "target": target})

    def _sorted(self, components: Iterable[str]) -> list[str]:
        return sorted(components, key=lambda one: self.order[one])


def _card_id(part: Part) -> str:
    """Return the id of a part's card: that of its component when there is only one."""
    return part.members[0] if len(part.members) == 1 and part.boundary is None else f"part:{part.id}"


def _left_out(number: int, noun: str) -> list[str]:
    return [f"{count(number, noun)} left out"] if number else []
