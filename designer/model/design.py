"""The design: everything known about one system. Each stage of the pipeline adds a layer."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from designer.errors import DesignError, Problem
from designer.model.base import Frozen, Slug, canonical_json
from designer.model.brief import Brief
from designer.model.decision import Claim, Decision, FailureMode, Reference
from designer.model.entity import Entity
from designer.model.estimate import Capacity
from designer.model.finding import Finding
from designer.model.flow import Flow
from designer.model.graph import Graph
from designer.model.interface import Interface
from designer.model.question import Question
from designer.model.refinement import Refinement
from designer.model.triage import Acceptance

SCHEMA_VERSION = "1"
DESIGN_FILE = "design.json"
"""The file of a bundle that holds the design."""


class BlueprintMatch(Frozen):
    """A blueprint the design rests on: how well the brief fits it, and how well the graph conforms (0 to 100)."""

    id: Slug
    score: float = 0.0
    conformance: int = Field(default=0, ge=0, le=100)
    options: dict[str, str] = {}


class Position(Frozen):
    """Where a card's upper left corner stands, in units of four pixels from the upper left of the drawing."""

    x: int = Field(ge=0, le=10_000)
    y: int = Field(ge=0, le=10_000)


class Layout(Frozen):
    """What a user decided about the pictures: the places of components, by their id."""

    positions: dict[Slug, Position] = Field(default={}, max_length=1_000)


class Draft(Frozen):
    """What a planner, a person or a model wrote: not yet sized, not yet checked.

    Lists without a meaningful order are sorted by id. Flows, entities and interfaces refer to components.

    Raises:
        DesignError: a flow, entity or interface refers to a component that does not exist; all at once.
    """

    title: str = Field(min_length=1)
    summary: str = ""
    brief: Brief
    blueprints: tuple[BlueprintMatch, ...] = ()
    graph: Graph = Graph()
    flows: tuple[Flow, ...] = ()
    entities: tuple[Entity, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    decisions: tuple[Decision, ...] = ()
    questions: tuple[Question, ...] = ()
    failure_modes: tuple[FailureMode, ...] = ()
    claims: tuple[Claim, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    model: str = "offline"
    layout: Layout | None = None
    refinements: tuple[Refinement, ...] = ()

    @property
    def positions(self) -> dict[str, Position]:
        """The places that a user gave to components, by their id."""
        return dict(self.layout.positions) if self.layout is not None else {}

    def asked_by(self, name: str) -> str:
        """Return the user's last instruction that added or changed what has this id; empty when none did."""
        return next((item.text for item in reversed(self.refinements) if name in item.subjects), "")

    @model_validator(mode="after")
    def _check_references(self) -> Self:
        known = self.graph.by_id
        problems: list[Problem] = []
        for flow in self.flows:
            for number, step in enumerate(flow.steps):
                for end in ("source", "target"):
                    if (name := getattr(step, end)) not in known:
                        problems.append(_unknown(f"/flows/{flow.id}/steps/{number}/{end}", name))
        for entity in self.entities:
            if entity.store is not None and entity.store not in known:
                problems.append(_unknown(f"/entities/{entity.id}/store", entity.store))
        for interface in self.interfaces:
            if interface.component not in known:
                problems.append(_unknown(f"/interfaces/{interface.id}/component", interface.component))
        for field in ("flows", "entities", "interfaces", "questions"):
            ids = [item.id for item in getattr(self, field)]
            for twice in sorted({one for one in ids if ids.count(one) > 1}):
                problems.append(Problem(f"id {twice!r} is used more than once", f"/{field}", "rename one"))
        if problems:
            raise DesignError(problems=problems)
        return self


class SizedDraft(Draft):
    """A draft with its computed figures."""

    capacity: Capacity = Capacity()


class Design(SizedDraft):
    """A sized draft with its findings: the value that is saved, drawn and documented."""

    schema_version: str = SCHEMA_VERSION
    findings: tuple[Finding, ...] = ()

    def to_json(self) -> str:
        """Return canonical JSON: the same design gives the same bytes; what only users add is there only when they did."""
        unused = {name for name in ("layout", "refinements") if not getattr(self, name)}
        return canonical_json(self.model_dump(mode="json", exclude=unused))


def _unknown(where: str, name: str) -> Problem:
    return Problem(f"{name!r} is not a component", where, "use the id of a component, or add it first")
