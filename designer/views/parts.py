"""A large design in parts that each fit one picture: its boundaries, or what is most connected where there are none."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from designer.model.component import Component
from designer.model.design import Design
from designer.model.kinds import Family, Kind

MOST_CARDS = 25
"""The number of cards up to which a picture is read at a glance."""

Weights = Mapping[tuple[str, str], int]


class Sizes(NamedTuple):
    """How large parts may be: `cards` in a picture, `parts` in an overview, `full` and `small` what is put together.

    `loose` components beside the parts stay alone.
    """

    cards: int
    parts: int
    full: int
    small: int
    loose: int


ON_SCREEN = Sizes(cards=MOST_CARDS, parts=24, full=16, small=5, loose=8)


def on_page(cards: int) -> Sizes:
    """Return the sizes of parts for pictures of at most so many cards."""
    return Sizes(cards=cards, parts=cards, full=max(cards * 2 // 3, 3), small=2, loose=max(cards // 3, 1))


class Part(NamedTuple):
    """A part of a design: the ids of the components in it, and smaller parts where these are too many for a picture.

    `boundary` is its boundary's id, or None where the parts were formed by their connections.
    """

    id: str
    name: str
    members: tuple[str, ...]
    children: tuple[Part, ...] = ()
    boundary: str | None = None


class Division(NamedTuple):
    """A design divided: its parts, and the components that stand beside them."""

    parts: tuple[Part, ...]
    loose: tuple[str, ...]


def _first(part: Part) -> Part:
    """Return the largest of what a bundle of parts holds; a part that has a name of its own is itself."""
    while part.boundary is None and part.children:
        part = max(part.children, key=lambda child: (len(child.members), child.id))
    return part


def _leaves(part: Part) -> int:
    if part.boundary is not None or not part.children:
        return 1
    return sum(map(_leaves, part.children))


def is_large(design: Design) -> bool:
    """Return whether a design has more components than one picture shows."""
    return len(design.graph.components) > MOST_CARDS


def divided(design: Design, sizes: Sizes = ON_SCREEN) -> Division:
    """Return a large design in at most a picture's number of parts, each divided again where it is large itself.

    Boundaries come first. What is in none goes together by its connections; a few such components stay alone.
    """
    maker = _Maker(design, sizes)
    parts, loose = maker.inside(None)
    return Division(maker.bundled(parts), loose)


class _Maker:
    def __init__(self, design: Design, sizes: Sizes) -> None:
        self.sizes = sizes
        graph = design.graph
        self.by_id = graph.by_id
        self.boundaries = {item.id: item for item in graph.boundaries}
        self.inside_of: dict[str | None, list[str]] = {}
        for item in graph.boundaries:
            self.inside_of.setdefault(item.parent, []).append(item.id)
        self.direct: dict[str | None, list[str]] = {}
        for component in graph.components:
            self.direct.setdefault(component.boundary, []).append(component.id)
        self.weights: Counter[tuple[str, str]] = Counter()
        for link in graph.connections:
            # Everything reports to monitoring: that holds nothing together.
            if link.source != link.target and self.by_id[link.target].kind is not Kind.OBSERVABILITY:
                self.weights[min(link.source, link.target), max(link.source, link.target)] += 1
        self.taken: set[str] = set(self.boundaries)

    def inside(self, boundary: str | None) -> tuple[tuple[Part, ...], tuple[str, ...]]:
        """Return the parts directly inside a boundary (None: the whole design), and what stands beside them."""
        parts = [self._of_boundary(child) for child in self.inside_of.get(boundary, ())]
        parts = [part for part in parts if part.members]
        loose = tuple(self.direct.get(boundary, ()))
        if len(loose) <= (self.sizes.loose if parts else 0):
            return tuple(parts), loose
        return (*parts, *self._by_connection(loose)), ()

    def _of_boundary(self, boundary: str) -> Part:
        name = self.boundaries[boundary].name
        parts, loose = self.inside(boundary) if len(self._all(boundary)) > self.sizes.cards else ((), ())
        kept = self.bundled(parts)
        alone = tuple(self._single(one) for one in loose)
        return Part(boundary, name, self._all(boundary), (*kept, *alone) if kept else (), boundary)

    def _single(self, component: str) -> Part:
        return Part(self._free_id(component), self.by_id[component].name, (component,))

    def _all(self, boundary: str) -> tuple[str, ...]:
        found: list[str] = []
        stack, seen = [boundary], {boundary}
        while stack:
            one = stack.pop()
            found += self.direct.get(one, ())
            fresh = [child for child in self.inside_of.get(one, ()) if child not in seen]
            seen.update(fresh)
            stack += fresh
        return tuple(sorted(found))

    def _by_connection(self, components: Sequence[str]) -> list[Part]:
        if len(components) <= self.sizes.cards:
            return [self._named(components)]
        groups = clusters(components, self.weights, most=self.sizes.full)
        return [self._named(group) for group in self._packed(groups)]

    def _packed(self, groups: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Return groups with the smallest put together by family, so that no picture shows two cards."""
        kept = [group for group in groups if len(group) >= self.sizes.small]
        rest: dict[Family, list[str]] = {}
        for group in groups:
            if len(group) < self.sizes.small:
                rest.setdefault(self._hub(group).family, []).extend(group)
        small = [one for family in sorted(rest) for one in sorted(rest[family])]
        pieces = -(-len(small) // self.sizes.full)
        for number in range(pieces):
            kept.append(tuple(small[number * len(small) // pieces : (number + 1) * len(small) // pieces]))
        return kept

    def bundled(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """Return at most as many parts as an overview shows: those most connected go together."""
        if len(parts) <= self.sizes.parts:
            return tuple(parts)
        part_of = {member: part.id for part in parts for member in part.members}
        between: Counter[tuple[str, str]] = Counter()
        for (one, other), count in self.weights.items():
            a, b = part_of.get(one), part_of.get(other)
            if a is not None and b is not None and a != b:
                between[min(a, b), max(a, b)] += count
        by_id = {part.id: part for part in parts}
        most = max(-(-len(parts) // (self.sizes.parts // 2)), 2)
        groups = clusters([part.id for part in parts], between, most=most)
        pairs = [group for group in groups if len(group) > 1]
        alone = [one for group in groups if len(group) == 1 for one in group]
        pairs += [tuple(alone[at : at + most]) for at in range(0, len(alone), most)]
        return self.bundled([self._bundle([by_id[one] for one in sorted(group)]) for group in pairs])

    def _bundle(self, parts: Sequence[Part]) -> Part:
        if len(parts) == 1:
            return parts[0]
        members = tuple(sorted(member for part in parts for member in part.members))
        largest = max(parts, key=lambda part: (len(part.members), part.id))
        name = f"{_first(largest).name} and {sum(map(_leaves, parts)) - 1} more"
        return Part(self._free_id(f"around-{largest.id}"), name, members, tuple(parts))

    def _named(self, components: Sequence[str]) -> Part:
        hub = self._hub(components)
        name = hub.name if len(components) == 1 else f"Around {hub.name}"
        return Part(self._free_id(hub.id), name, tuple(sorted(components)))

    def _hub(self, components: Collection[str]) -> Component:
        """Return the component with the most connections inside its group, the first by id of equals."""
        inside = set(components)
        degree: Counter[str] = Counter()
        for one in inside:
            degree[one] += 0
        for (one, other), count in self._touching(inside):
            if one in inside and other in inside:
                degree[one] += count
                degree[other] += count
        return self.by_id[min(degree, key=lambda one: (-degree[one], one))]

    def _touching(self, inside: Collection[str]) -> Iterable[tuple[tuple[str, str], int]]:
        return ((pair, count) for pair, count in self.weights.items() if pair[0] in inside or pair[1] in inside)

    def _free_id(self, wanted: str) -> str:
        name, number = wanted[:48], 2
        while name in self.taken:
            name, number = f"{wanted[:48]}-{number}", number + 1
        self.taken.add(name)
        return name


def clusters(items: Sequence[str], weights: Weights, *, most: int) -> list[tuple[str, ...]]:
    """Return items in groups of at most `most`: again and again the two groups that are most connected for their size.

    In the order of the first item of each; the same items and weights give the same groups.

    >>> clusters(["a", "b", "c", "d"], {("a", "b"): 1, ("c", "d"): 2}, most=2)
    [('a', 'b'), ('c', 'd')]
    """
    known = set(items)
    group_of = {one: number for number, one in enumerate(sorted(known))}
    members = {number: [one] for one, number in group_of.items()}
    links: dict[int, Counter[int]] = {number: Counter() for number in members}
    for (first, second), count in weights.items():
        if first in known and second in known and first != second:
            links[group_of[first]][group_of[second]] += count
            links[group_of[second]][group_of[first]] += count
    heap = [_entry(a, b, links, members) for a in links for b in links[a] if a < b]
    heapq.heapify(heap)
    while heap:
        entry = heapq.heappop(heap)
        a, b = entry[1], entry[2]
        if a not in members or b not in members or len(members[a]) + len(members[b]) > most:
            continue
        if entry != _entry(a, b, links, members):
            continue
        members[a] += members.pop(b)
        for other, count in links.pop(b).items():
            del links[other][b]
            if other != a:
                links[a][other] += count
                links[other][a] += count
        for other in links[a]:
            heapq.heappush(heap, _entry(min(a, other), max(a, other), links, members))
    return sorted(tuple(sorted(group)) for group in members.values())


def _entry(
    a: int, b: int, links: Mapping[int, Counter[int]], members: Mapping[int, Sequence[str]]
) -> tuple[float, int, int]:
    return -links[a][b] / (len(members[a]) * len(members[b])) ** 0.5, a, b
