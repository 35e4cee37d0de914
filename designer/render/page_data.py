"""What the interactive page says of a design's parts and lines: plain values, with every text on one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.design import Design
from designer.model.estimate import Estimate
from designer.model.figures import human
from designer.model.finding import Finding
from designer.model.origin import Origin
from designer.model.view import AnyView, SequenceView, ViewNode
from designer.render.escape import one_line
from designer.render.outline import row_line

NAME, TEXT = 300, 2_000
_BY = {
    "blueprint": "blueprint",
    "rule": "rule",
    "model": "language model",
    "default": "default",
    "user": "the user",
    "brief": "the brief",
}


def page_data(design: Design, views: Iterable[AnyView]) -> dict[str, Any]:
    """Return what the page's script reads; the keys are short words of our own, the values texts and numbers."""
    components = design.graph.by_id
    boundaries = {item.id: item.name for item in design.graph.boundaries}
    return {
        "title": one_line(design.title, NAME),
        "summary": one_line(design.summary, TEXT),
        "counts": {
            "components": len(components),
            "connections": len(design.graph.connections),
            "flows": len(design.flows),
        },
        "parts": {
            item.id: _part(item, design) | {"boundary": one_line(boundaries.get(item.boundary or "", ""), NAME)}
            for item in design.graph.components
        },
        "lines": [_line(item, design) for item in design.graph.connections],
        "findings": [_finding(item) for item in design.findings],
        "figures": [_estimate(item) for item in design.capacity.estimates if item.subject is None],
        "views": [_view(view, components) for view in views],
    }


def _part(item: Component, design: Design) -> dict[str, Any]:
    return {
        "name": one_line(item.name, NAME),
        "kind": item.kind.label,
        "family": item.family.value,
        "technology": one_line(item.technology, NAME),
        "description": one_line(item.description, TEXT),
        "replicas": item.replicas,
        "origin": _origin(item.origin, design),
        "existing": item.existing,
        "figures": [_estimate(one) for one in design.capacity.estimates if one.subject == item.id],
    }


def _line(item: Connection, design: Design) -> dict[str, Any]:
    return {
        "id": item.id,
        "from": item.source,
        "to": item.target,
        "label": one_line(item.label, NAME),
        "protocol": one_line(item.protocol, NAME),
        "mode": item.mode.value,
        "origin": _origin(item.origin, design),
        "figures": [_estimate(one) for one in design.capacity.estimates if one.subject == item.id],
    }


def _finding(item: Finding) -> dict[str, Any]:
    return {
        "rule": one_line(item.rule, 80),
        "severity": item.severity.value,
        "message": one_line(item.message, TEXT),
        "fix": one_line(item.fix, TEXT),
        "subjects": list(item.subjects),
        "state": item.state,
    }


def _estimate(item: Estimate) -> dict[str, str]:
    return {
        "name": item.name.replace("_", " "),
        "value": human(item.value, item.unit),
        "formula": one_line(item.formula, NAME),
    }


def _origin(origin: Origin, design: Design) -> str:
    words = one_line(design.brief.text[slice(*origin.span)], NAME) if origin.span else ""
    told = f"{_BY[origin.by]}: “{words}”" if words else _BY[origin.by]
    return f"{told} ({one_line(origin.ref, NAME)})" if origin.ref else told


def _view(view: AnyView, components: Iterable[str]) -> dict[str, Any]:
    """Return a view's own words: of cards that are no components, and what it says of those that are."""
    nodes = view.participants if isinstance(view, SequenceView) else view.nodes
    notes = () if isinstance(view, SequenceView) else view.notes
    known = set(components)
    return {
        "id": view.id,
        "kind": view.kind.value,
        "title": one_line(view.title, NAME),
        "subtitle": one_line(view.subtitle, TEXT),
        "notes": [
            {"mark": note.mark, "title": one_line(note.title, NAME), "text": one_line(note.text, TEXT)}
            for note in notes
        ],
        "cards": {node.id: _card(node) for node in nodes if node.rows or node.stage or node.id not in known},
        "says": {node.id: said for node in nodes if (said := _said(node))},
    }


def _card(node: ViewNode) -> dict[str, Any]:
    kind = "State" if node.stage else "Entity" if node.rows else "Part" if node.link else node.kind.label
    return {
        "name": one_line(node.name, NAME) or ("Start" if node.stage == "start" else ""),
        "kind": kind,
        "family": node.family.value,
        "technology": "" if node.technology == kind else one_line(node.technology, NAME),
        "description": one_line(node.description, TEXT),
        "rows": [one_line(row_line(row), NAME) for row in node.rows],
    }


def _said(node: ViewNode) -> list[str]:
    return [one_line(text, NAME) for text in (node.figure, *(badge.text for badge in node.badges)) if text]
