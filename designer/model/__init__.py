"""Frozen types of the pipeline, one concept a file; depends on nothing but pydantic and the errors.

A file is loaded when one of its names is first used: what is drawn or printed needs a part of them only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from designer.model.artifact import Artifact, Bundle
    from designer.model.base import Frozen, Scalar, Slug, canonical_json, slugify, tidy_number, unique_slug
    from designer.model.blueprint import Blueprint
    from designer.model.boundary import Boundary
    from designer.model.brief import Brief, Mention
    from designer.model.component import Component
    from designer.model.connection import Connection, Mode
    from designer.model.decision import Alternative, Claim, Decision, FailureMode, Reference
    from designer.model.design import SCHEMA_VERSION, BlueprintMatch, Design, Draft, SizedDraft
    from designer.model.entity import Entity, EntityField
    from designer.model.estimate import Capacity, Estimate, Input, Parameter
    from designer.model.finding import Finding, Severity
    from designer.model.flow import Flow, Step
    from designer.model.graph import Graph
    from designer.model.interface import Interface, Operation
    from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
    from designer.model.origin import Origin
    from designer.model.quantity import Quantity
    from designer.model.question import Question
    from designer.model.technology import NodeCapacity, Technology
    from designer.model.view import (
        AnyView,
        Badge,
        Key,
        Message,
        Note,
        SequenceView,
        Tone,
        View,
        ViewEdge,
        ViewGroup,
        ViewKind,
        ViewNode,
        ViewRow,
    )

__all__ = [
    "BROKER_KINDS",
    "DATASTORE_KINDS",
    "SCHEMA_VERSION",
    "Alternative",
    "AnyView",
    "Artifact",
    "Badge",
    "Blueprint",
    "BlueprintMatch",
    "Boundary",
    "Brief",
    "Bundle",
    "Capacity",
    "Claim",
    "Component",
    "Connection",
    "Decision",
    "Design",
    "Draft",
    "Entity",
    "EntityField",
    "Estimate",
    "FailureMode",
    "Family",
    "Finding",
    "Flow",
    "Frozen",
    "Graph",
    "Input",
    "Interface",
    "Key",
    "Kind",
    "Mention",
    "Message",
    "Mode",
    "NodeCapacity",
    "Note",
    "Operation",
    "Origin",
    "Parameter",
    "Quantity",
    "Question",
    "Reference",
    "Scalar",
    "SequenceView",
    "Severity",
    "SizedDraft",
    "Slug",
    "Step",
    "Technology",
    "Tone",
    "View",
    "ViewEdge",
    "ViewGroup",
    "ViewKind",
    "ViewNode",
    "ViewRow",
    "canonical_json",
    "slugify",
    "tidy_number",
    "unique_slug",
]

_NAMES = {
    "artifact": ("Artifact", "Bundle"),
    "base": ("Frozen", "Scalar", "Slug", "canonical_json", "slugify", "tidy_number", "unique_slug"),
    "blueprint": ("Blueprint",),
    "boundary": ("Boundary",),
    "brief": ("Brief", "Mention"),
    "component": ("Component",),
    "connection": ("Connection", "Mode"),
    "decision": ("Alternative", "Claim", "Decision", "FailureMode", "Reference"),
    "design": ("SCHEMA_VERSION", "BlueprintMatch", "Design", "Draft", "SizedDraft"),
    "entity": ("Entity", "EntityField"),
    "estimate": ("Capacity", "Estimate", "Input", "Parameter"),
    "finding": ("Finding", "Severity"),
    "flow": ("Flow", "Step"),
    "graph": ("Graph",),
    "interface": ("Interface", "Operation"),
    "kinds": ("BROKER_KINDS", "DATASTORE_KINDS", "Family", "Kind"),
    "origin": ("Origin",),
    "quantity": ("Quantity",),
    "question": ("Question",),
    "technology": ("NodeCapacity", "Technology"),
    "view": (
        "AnyView",
        "Badge",
        "Key",
        "Message",
        "Note",
        "SequenceView",
        "Tone",
        "View",
        "ViewEdge",
        "ViewGroup",
        "ViewKind",
        "ViewNode",
        "ViewRow",
    ),
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
