"""A design with the look-ups that the sections of the document share: names, order, and the ids of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from designer.catalog.catalog import Catalog
from designer.model.base import slugify
from designer.model.blueprint import Blueprint, RoleSpec
from designer.model.component import Component
from designer.model.decision import Decision
from designer.model.design import Design
from designer.model.estimate import Estimate, Parameter
from designer.model.flow import Flow
from designer.rules.facts import Facts as GraphFacts


def decision_key(item: Decision) -> str:
    """Return what a decision is known by in every version of a design: its id, or else its title."""
    return slugify(item.id or item.title, fallback="decision")


@dataclass(frozen=True, eq=False)
class Facts:
    """A design, and what its parts are called.

    Rows carry an id that other sections refer to: R requirement, C constraint, A assumption, E estimate,
    F flow, D decision, Q question, S scenario, T test.

    Args:
        design: the checked design.
        catalog: where the blueprints stand that it rests on; without it, what only they say is left out.
        pictures: ids of the views that the reader has as pictures; None for those that every bundle has.
        numbers: the number of each decision by `decision_key`, where an earlier version gave it one.
    """

    design: Design
    catalog: Catalog | None = None
    pictures: frozenset[str] | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Look up the names of everything that an id can point at."""
        graph = self.design.graph
        names = {boundary.id: boundary.name for boundary in graph.boundaries}
        names |= {flow.id: flow.name for flow in self.design.flows}
        names |= {entity.id: entity.name for entity in self.design.entities}
        for link in graph.connections:
            names[link.id] = f"{graph.by_id[link.source].name} → {graph.by_id[link.target].name}"
        names |= {component.id: component.name for component in graph.components}
        object.__setattr__(self, "names", names)

    def name(self, key: str | None) -> str:
        """Return the name behind an id; an unknown id is its own name, and none is empty."""
        return self.names.get(key, key) if key else ""

    @cached_property
    def graph(self) -> GraphFacts:
        """What the rules know of the design: entrances, clients, who waits for whom."""
        return GraphFacts(self.design)

    @cached_property
    def blueprints(self) -> tuple[Blueprint, ...]:
        """The blueprints that the design rests on, as far as the catalog has them."""
        known = self.catalog.by_id if self.catalog else {}
        return tuple(known[match.id] for match in self.design.blueprints if match.id in known)

    def role(self, component: Component) -> RoleSpec | None:
        """Return the blueprint's role that a component plays, or None."""
        blueprint, _, role = (component.role or "").partition("/")
        return next((item.roles[role] for item in self.blueprints if item.id == blueprint and role in item.roles), None)

    def picture(self, view: str) -> str:
        """Return the path of a view's picture, or nothing when the reader does not have it."""
        shown = self.pictures if self.pictures is not None else self._usual_pictures
        return f"diagrams/{view}.svg" if view in shown else ""

    @cached_property
    def _usual_pictures(self) -> frozenset[str]:
        told = {f"sequence-{flow.id}" for flow in self.design.flows if flow.steps}
        return frozenset({*told, "container"} if self.design.graph.components else told)

    @cached_property
    def estimates(self) -> tuple[Estimate, ...]:
        """The estimates, each after those it is computed from; otherwise in the design's order."""
        waiting = list(self.design.capacity.estimates)
        ordered: list[Estimate] = []
        while waiting:
            names = {item.name for item in waiting}
            ready = [item for item in waiting if not (names - {item.name}) & item.inputs.keys()]
            # A circle has no first one; then the design's own order is as good as any.
            ordered += ready or waiting
            waiting = [item for item in waiting if ready and item not in ready]
        return tuple(ordered)

    @cached_property
    def estimate_ids(self) -> Mapping[tuple[str, str], str]:
        """The ids of the estimates by name and subject."""
        return {(item.name, item.subject or ""): f"E{number}" for number, item in enumerate(self.estimates, start=1)}

    @cached_property
    def assumptions(self) -> tuple[tuple[str, Parameter], ...]:
        """The parameters that nobody stated, each with its id; a zero stands for "derived from others"."""
        assumed = (item for item in self.design.capacity.parameters if not item.stated and item.value)
        return tuple((f"A{number}", item) for number, item in enumerate(assumed, start=1))

    @cached_property
    def moved_by(self) -> Mapping[str, tuple[str, ...]]:
        """By the name of a parameter or estimate: the ids of the estimates that follow from it, in order."""
        rests_on: dict[str, set[str]] = {}
        moved: dict[str, list[str]] = {}
        for number, item in enumerate(self.estimates, start=1):
            sources = set(item.inputs).union(*(rests_on.get(name, ()) for name in item.inputs))
            rests_on.setdefault(item.name, set()).update(sources)
            for name in sorted(sources):
                moved.setdefault(name, []).append(f"E{number}")
        return {name: tuple(ids) for name, ids in moved.items()}

    @cached_property
    def flows(self) -> tuple[tuple[str, Flow], ...]:
        """The flows that have steps, each with its id: critical ones first, failures last."""
        told = (flow for flow in self.design.flows if flow.steps)
        ordered = sorted(told, key=lambda flow: (flow.kind == "failure", not flow.critical))
        return tuple((f"F{number}", flow) for number, flow in enumerate(ordered, start=1))

    @cached_property
    def records(self) -> tuple[tuple[str, str, Decision], ...]:
        """The decisions, each with its id and the path of its record; a number once given stays."""
        free = max(self.numbers.values(), default=0)
        given: set[int] = set()
        rows = []
        for item in self.design.decisions:
            number = self.numbers.get(decision_key(item), 0)
            if not number or number in given:
                free += 1
                number = free
            given.add(number)
            rows.append((f"D{number}", f"adr/{number:04}-{slugify(item.title, fallback='decision')}.md", item))
        return tuple(rows)

    def decided_on(self, component: str) -> tuple[tuple[str, Decision], ...]:
        """Return the decisions that are about a component, with their ids."""
        return tuple((key, item) for key, _, item in self.records if component in item.subjects)
