"""A design with the look-ups that the sections of the document share: names, order, and the ids of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from designer.model.base import slugify
from designer.model.decision import Decision
from designer.model.design import Design
from designer.model.estimate import Estimate, Parameter


@dataclass(frozen=True)
class Facts:
    """A design, and what its parts are called.

    Rows carry an id that other sections refer to: R requirement, C constraint, A assumption, E estimate,
    F flow, D decision, Q question.
    """

    design: Design
    names: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Look up the names of everything that an id can point at."""
        graph = self.design.graph
        names = {flow.id: flow.name for flow in self.design.flows}
        names |= {entity.id: entity.name for entity in self.design.entities}
        for link in graph.connections:
            names[link.id] = f"{graph.by_id[link.source].name} → {graph.by_id[link.target].name}"
        names |= {component.id: component.name for component in graph.components}
        object.__setattr__(self, "names", names)

    def name(self, key: str | None) -> str:
        """Return the name behind an id; an unknown id is its own name, and none is empty."""
        return self.names.get(key, key) if key else ""

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
    def records(self) -> tuple[tuple[str, str, Decision], ...]:
        """The decisions, each with its id and the path of its record."""
        return tuple(
            (f"D{number}", f"adr/{number:04}-{slugify(item.title, fallback='decision')}.md", item)
            for number, item in enumerate(self.design.decisions, start=1)
        )
