"""What each section of the document shows, computed before any template: sums, wording, order and filtering."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from designer.model.base import slugify
from designer.model.component import Component
from designer.model.decision import Decision, FailureMode
from designer.model.design import Design
from designer.model.estimate import Estimate, Parameter
from designer.model.figures import human
from designer.model.finding import Severity
from designer.model.flow import Flow
from designer.model.origin import Origin

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_MODES = {"sync": "call", "async": "message", "replication": "copy"}


class Said(NamedTuple):
    """A requirement or constraint: its id and the brief's own words."""

    id: str
    text: str


class ParameterRow(NamedTuple):
    """A figure the design rests on."""

    name: str
    title: str
    value: str
    basis: str
    source: str


class EstimateRow(NamedTuple):
    """A computed figure with its arithmetic."""

    name: str
    title: str
    subject: str
    value: str
    formula: str
    arithmetic: str
    why: str
    source: str
    is_stated: bool


class ComponentRow(NamedTuple):
    """A part of the system."""

    name: str
    what: str
    replicas: int
    description: str
    origin: str


class ConnectionRow(NamedTuple):
    """A link between two parts."""

    source: str
    target: str
    label: str
    protocol: str
    mode: str
    limits: str


class FlowSection(NamedTuple):
    """A flow as numbered steps, with its picture."""

    name: str
    picture: str
    is_failure: bool
    steps: tuple[str, ...]


class FindingGroup(NamedTuple):
    """The findings of one severity."""

    severity: str
    findings: tuple[tuple[str, str, str, str], ...]


def requirements(design: Design) -> tuple[Said, ...]:
    """Return the brief's requirements, numbered in the order of the text."""
    return tuple(Said(f"R{number}", text) for number, text in enumerate(design.brief.requirements, start=1))


def constraints(design: Design) -> tuple[Said, ...]:
    """Return the brief's constraints, numbered in the order of the text."""
    return tuple(Said(f"C{number}", text) for number, text in enumerate(design.brief.constraints, start=1))


def parameters(design: Design, *, stated: bool) -> tuple[ParameterRow, ...]:
    """Return the parameters that the brief states, or those that are assumed."""
    return tuple(_parameter(design, item) for item in design.capacity.parameters if item.stated == stated)


def _parameter(design: Design, item: Parameter) -> ParameterRow:
    words = design.brief.text[slice(*item.span)] if item.span else ""
    basis = f"“{words}”" if words else item.source
    return ParameterRow(item.name, item.title or item.name, human(item.value, item.unit), basis, item.source)


def estimates(design: Design) -> tuple[EstimateRow, ...]:
    """Return the computed figures, those about the whole system first, then by part."""
    names = {key: component.name for key, component in design.graph.by_id.items()}
    rows = [_estimate(item, names.get(item.subject or "", "")) for item in design.capacity.estimates]
    return tuple(sorted(rows, key=lambda row: (row.subject != "", row.subject, row.name)))


def _estimate(item: Estimate, subject: str) -> EstimateRow:
    values = {name: f"{given.value:,.6g}" for name, given in item.inputs.items()}
    arithmetic = _NAME.sub(lambda match: values.get(match.group(), match.group()), item.formula)
    return EstimateRow(
        name=item.name,
        title=item.title or item.name.replace("_", " "),
        subject=subject,
        value=human(item.value, item.unit),
        formula=item.formula,
        arithmetic=arithmetic,
        why=item.why,
        source=item.source,
        is_stated=bool(item.inputs) and all(given.stated for given in item.inputs.values()),
    )


def components(design: Design) -> tuple[tuple[str, tuple[ComponentRow, ...]], ...]:
    """Return the parts by the boundary they stand in; those outside every boundary come first."""
    titles = {boundary.id: boundary.name for boundary in design.graph.boundaries}
    groups: dict[str, list[ComponentRow]] = {}
    for component in sorted(design.graph.components, key=lambda item: item.name.casefold()):
        groups.setdefault(titles.get(component.boundary or "", ""), []).append(_component(design, component))
    return tuple((name, tuple(groups[name])) for name in sorted(groups))


def _component(design: Design, component: Component) -> ComponentRow:
    what = f"{component.kind.label}, {component.technology}" if component.technology else component.kind.label
    return ComponentRow(
        component.name, what, component.replicas, component.description, origin_in_words(design, component.origin)
    )


def origin_in_words(design: Design, origin: Origin) -> str:
    """Return who put an element there, with the brief's words quoted."""
    match origin.by:
        case "brief" if origin.span is not None:
            words = " ".join(design.brief.text[slice(*origin.span)].split())
            return f"brief: “{words[:80]}”"
        case "user":
            return "added by hand"
        case _:
            return f"{origin.by} {origin.ref}" if origin.ref else origin.by


def connections(design: Design) -> tuple[ConnectionRow, ...]:
    """Return the links, by the names of their ends."""
    names = {key: component.name for key, component in design.graph.by_id.items()}
    rows = [
        ConnectionRow(
            names[link.source], names[link.target], link.label, link.protocol, _MODES[link.mode.value],
            ", ".join(_limits(link.properties)),
        )
        for link in design.graph.connections
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (row.source.casefold(), row.target.casefold(), row.label)))


def _limits(properties: dict[str, bool | int | float | str]) -> Iterator[str]:
    if "timeout_s" in properties:
        yield f"gives up after {human(float(properties['timeout_s']), 's')}"
    if properties.get("retries"):
        spread = ", spread" if properties.get("jitter") else ""
        yield f"{properties['retries']} retries{spread}"
    for name, words in (
        ("circuit_breaker", "breaker"),
        ("idempotency_key", "idempotency key"),
        ("encrypted", "encrypted"),
        ("signed", "signed"),
    ):
        if properties.get(name):
            yield words
    if "delivery" in properties:
        yield str(properties["delivery"])


def flows(design: Design) -> tuple[FlowSection, ...]:
    """Return the flows: critical ones first, failures last."""
    ordered = sorted(design.flows, key=lambda flow: (flow.kind == "failure", not flow.critical, flow.id))
    return tuple(_flow(design, flow) for flow in ordered)


def _flow(design: Design, flow: Flow) -> FlowSection:
    names = {key: component.name for key, component in design.graph.by_id.items()}
    steps = tuple(
        f"{names[step.source]} → {names[step.target]}: {step.message}" if step.message
        else f"{names[step.source]} → {names[step.target]}"
        for step in flow.steps
    )  # fmt: skip
    return FlowSection(flow.name, f"diagrams/sequence-{flow.id}.svg", flow.kind == "failure", steps)


def failures(design: Design) -> tuple[tuple[FailureMode, str], ...]:
    """Return the failure modes with the name of the part that fails."""
    known = design.graph.by_id
    return tuple((mode, known[mode.component].name if mode.component in known else "") for mode in design.failure_modes)


def findings(design: Design) -> tuple[FindingGroup, ...]:
    """Return the findings by severity, the worst first: rule, message, why, fix."""
    groups = []
    for severity in Severity:
        rows = tuple(
            (finding.rule, finding.message, finding.why, finding.fix)
            for finding in design.findings
            if finding.severity == severity
        )
        if rows:
            groups.append(FindingGroup(severity.value, rows))
    return tuple(groups)


def entities(design: Design) -> tuple[tuple[str, str, tuple[str, ...], str], ...]:
    """Return each entity: its name, its owner, its attributes in words, and how it is kept."""
    names = {key: component.name for key, component in design.graph.by_id.items()}
    rows = []
    for entity in design.entities:
        fields = tuple(
            _field_words(field.name, field.type, field.key, field.optional, field.references) for field in entity.fields
        )
        kept = "; ".join(part for part in (entity.retention, entity.consistency) if part)
        rows.append((entity.name, names.get(entity.store or "", ""), fields, kept))
    return tuple(rows)


def _field_words(name: str, kind: str, key: bool, optional: bool, references: str | None) -> str:
    notes = [
        kind,
        *(["key"] if key else []),
        *(["optional"] if optional else []),
        *([f"→ {references}"] if references else []),
    ]
    return f"{name} ({', '.join(notes)})"


def interfaces(design: Design) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Return each interface: the part that offers it, its protocol, and its operations with their summaries."""
    names = {key: component.name for key, component in design.graph.by_id.items()}
    return tuple(
        (names[item.component], item.protocol, tuple((one.name, one.summary) for one in item.operations))
        for item in design.interfaces
    )


def headline(design: Design) -> tuple[str, ...]:
    """Return the facts that a reader wants first: size of the system, findings, open questions."""
    counts = {severity: sum(1 for item in design.findings if item.severity == severity) for severity in Severity}
    found = [_count(counts[severity], severity.value) for severity in Severity if counts[severity]]
    parts = len(design.graph.components)
    lines = [f"{_count(parts, 'component')}, {_count(len(design.graph.connections), 'connection')}"]
    lines += [f"{match.id}, followed to {match.conformance} of 100" for match in design.blueprints] or [
        "no blueprint fits; composed"
    ]
    lines.append(", ".join(found) if found else "no findings")
    if design.questions:
        lines.append(_count(len(design.questions), "open question"))
    return tuple(lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 or noun == "info" else f"{number} {noun}s"


def decision_records(decisions: Iterable[Decision]) -> tuple[tuple[str, Decision], ...]:
    """Return each decision with the path of its record, numbered in order."""
    return tuple(
        (f"adr/{number:04}-{slugify(decision.title, fallback='decision')}.md", decision)
        for number, decision in enumerate(decisions, start=1)
    )
