"""Where an element, a number or a finding comes from, in named lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.model.design import Design
from designer.model.estimate import Estimate, Input, Parameter
from designer.model.figures import human
from designer.model.finding import Finding
from designer.model.origin import Origin

Rows = tuple[tuple[str, str], ...]


class Explanation(NamedTuple):
    """What an id stands for, and where it comes from, as named lines."""

    kind: str
    title: str
    rows: Rows


def explanations(design: Design, findings: tuple[Finding, ...], wanted: str) -> Iterator[Explanation]:
    """Yield an explanation of everything in a design that has an id, a number's name or a rule's code."""
    yield from _elements(design, wanted)
    for estimate in design.capacity.estimates:
        if wanted in (estimate.name, f"{estimate.name}:{estimate.subject}"):
            yield _of_estimate(estimate)
    for parameter in design.capacity.parameters:
        if wanted in (parameter.name, parameter.ref):
            yield _of_parameter(parameter, design.brief.text)
    for finding in findings:
        if wanted.casefold() == finding.rule.casefold():
            yield _of_finding(finding)
    for decision in design.decisions:
        if wanted == decision.id:
            rows = (
                ("context", decision.context),
                ("choice", decision.choice),
                ("from", _origin(decision.origin, design, decision.id)),
            )
            yield Explanation("decision", decision.title, (*rows, ("source", decision.source)))
    for question in design.questions:
        if wanted == question.id:
            rows = (
                ("taken", question.default),
                ("options", "; ".join(question.options)),
                ("changes", question.changes),
            )
            yield Explanation("open question", question.text, rows)


def _elements(design: Design, wanted: str) -> Iterator[Explanation]:
    for component in design.graph.components:
        if component.id == wanted:
            product = f", {component.technology}" if component.technology else ""
            numbers = [item for item in design.capacity.estimates if item.subject == wanted]
            yield Explanation(
                "component",
                component.name,
                (
                    ("is", f"{component.kind.label}{product}"),
                    ("does", component.description),
                    ("copies", str(component.replicas)),
                    ("from", _origin(component.origin, design, component.id)),
                    ("numbers", "; ".join(f"{item.name} {human(item.value, item.unit)}" for item in numbers)),
                ),
            )
    for connection in design.graph.connections:
        if connection.id == wanted:
            said = f"{connection.label} ({connection.protocol}, {connection.mode})"
            rows = (("does", said), ("from", _origin(connection.origin, design, connection.id)))
            yield Explanation("connection", f"{connection.source} to {connection.target}", rows)
    for kind, items in (("boundary", design.graph.boundaries), ("flow", design.flows), ("entity", design.entities)):
        for item in items:
            if item.id == wanted:
                yield Explanation(kind, item.name, (("from", _origin(item.origin, design, item.id)),))


def _of_estimate(estimate: Estimate) -> Explanation:
    inputs = (f"{name} = {_input(value)}" for name, value in estimate.inputs.items())
    return Explanation(
        "number",
        f"{estimate.title or estimate.name}: {human(estimate.value, estimate.unit)}",
        (
            ("sizes", estimate.subject or "the system"),
            ("formula", estimate.formula),
            ("inputs", "; ".join(inputs)),
            ("why", estimate.why),
            ("source", estimate.source),
        ),
    )


def _input(value: Input) -> str:
    who = "stated" if value.stated else value.source or "assumed"
    return f"{human(value.value, value.unit)} ({who})"


def _of_parameter(parameter: Parameter, text: str) -> Explanation:
    said = f"the brief: {text[slice(*parameter.span)]!r}" if parameter.span else ""
    return Explanation(
        "figure",
        f"{parameter.title or parameter.name}: {human(parameter.value, parameter.unit)}",
        (
            ("from", said or ("the brief" if parameter.stated else parameter.source or "a default")),
            ("of", parameter.ref),
        ),
    )


def _of_finding(finding: Finding) -> Explanation:
    return Explanation(
        f"{finding.severity}, {finding.rule}",
        finding.message,
        (
            ("decided", f"{finding.state}: {finding.reason}" if not finding.is_open else ""),
            ("at", ", ".join(finding.subjects)),
            ("why", finding.why),
            ("fix", finding.fix),
            ("source", finding.source),
        ),
    )


def _origin(origin: Origin, design: Design, key: str) -> str:
    if origin.by == "user" and (asked := design.asked_by(key)):
        return f"the user: {asked!r}"
    words = f"the brief: {design.brief.text[slice(*origin.span)]!r}" if origin.span else ""
    by = {"blueprint": "the blueprint", "rule": "the rule", "model": "the language model", "default": "a default,"}
    behind = f"{by.get(origin.by, 'as')} {origin.ref}" if origin.ref else ""
    return ", ".join(part for part in (words, behind) if part) or "the user"


def nearby(design: Design, wanted: str) -> str:
    """Return what to write instead of an id that a design does not have."""
    from difflib import get_close_matches

    graph = design.graph
    known = [item.id for item in graph.components] + [item.id for item in graph.connections]
    known += [item.id for item in design.flows] + [item.name for item in design.capacity.estimates]
    close = get_close_matches(wanted, known, n=5, cutoff=0.4) or known[:5]
    return f"use one of {', '.join(close)}; `designer check` lists the findings"
