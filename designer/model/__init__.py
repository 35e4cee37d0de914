"""Frozen types of the pipeline, one concept a file; depends on nothing but pydantic and the errors."""

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
