"""A design prepared for scoring: which components match a synonym, and how far two of them are apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from designer.evaluation.words import Words
from designer.model.component import Component
from designer.model.design import Design
from designer.model.graph import Graph

MOST_HOPS = 2


class Subject:
    """A design under evaluation, and the text of its document."""

    def __init__(self, design: Design, document: str) -> None:
        self.design = design
        self.graph: Graph = design.graph
        self._document = document
        self._words = {item.id: Words(_texts(item)) for item in self.graph.components}
        self._technologies = {item.id: Words((item.technology,)) for item in self.graph.components}

    def matches(self, synonyms: Iterable[str]) -> tuple[bool, frozenset[str]]:
        """Return whether any synonym is matched, and the components that match one.

        A synonym is words in a component's id, name, technology, role or description; `kind:x` its kind; `tech:X`
        words in its technology; `any:words` words in any of these, or in the name of an entity, flow, interface or
        boundary, which then stands for its components.
        """
        is_matched = False
        found: set[str] = set()
        for synonym in synonyms:
            prefix, sign, rest = synonym.partition(":")
            if sign and prefix == "any":
                for owners in self._named(rest):
                    is_matched = True
                    found |= owners
            found |= self._components(synonym, prefix if sign else "", rest)
        return is_matched or bool(found), frozenset(found)

    def says(self, phrase: str) -> bool:
        """Tell whether the design document holds a phrase."""
        return self._document_words.holds(phrase)

    def are_near(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Tell whether a path of at most `MOST_HOPS` connections, walked either way, joins a component of each."""
        reached = set(one)
        for _ in range(MOST_HOPS):
            reached |= {near for item in reached for near in self._neighbours[item]}
        return not reached.isdisjoint(other)

    def _components(self, synonym: str, prefix: str, rest: str) -> set[str]:
        if prefix == "kind":
            return {item.id for item in self.graph.components if str(item.kind) == rest}
        if prefix == "tech":
            return {key for key, words in self._technologies.items() if words.holds(rest)}
        phrase = rest if prefix == "any" else synonym
        return {key for key, words in self._words.items() if words.holds(phrase)}

    def _named(self, phrase: str) -> Iterator[set[str]]:
        return (owners for words, owners in self._others if words.holds(phrase))

    @cached_property
    def _others(self) -> tuple[tuple[Words, set[str]], ...]:
        design = self.design
        inside = [(item.name, _inside(design.graph, item.id)) for item in design.graph.boundaries]
        stored = [(item.name, {item.store} if item.store else set()) for item in design.entities]
        offered = [(item.name, {item.component}) for item in design.interfaces]
        passed = [
            (item.name, {end for step in item.steps for end in (step.source, step.target)}) for item in design.flows
        ]
        return tuple((Words((name,)), owners) for name, owners in (*inside, *stored, *offered, *passed))

    @cached_property
    def _neighbours(self) -> dict[str, set[str]]:
        near: dict[str, set[str]] = {item.id: set() for item in self.graph.components}
        for link in self.graph.connections:
            near[link.source].add(link.target)
            near[link.target].add(link.source)
        return near

    @cached_property
    def _document_words(self) -> Words:
        return Words((self._document,))


def _texts(item: Component) -> tuple[str, ...]:
    # A role is `blueprint/role`: the blueprint's name says nothing about the one component.
    roles = (role.rpartition("/")[2] for role in item.roles)
    return (item.id, item.name, item.technology, item.description, *roles)


def _inside(graph: Graph, boundary: str) -> set[str]:
    return {item.id for item in graph.components if item.boundary == boundary}
