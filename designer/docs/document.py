"""The design document: one template a section, nothing empty, nothing that the design does not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from designer.docs import context
from designer.docs.templates import environment_of
from designer.model.design import Design

_Section = tuple[str, str, Callable[[Design], dict[str, Any]]]


def write_document(design: Design, *, templates: Mapping[str, str], version: str) -> str:
    """Return the design document as Markdown.

    Args:
        design: the checked design; every name and number of the document comes from it.
        templates: template texts by name; see `load_templates`.
        version: the version of the program, for the last line.
    """
    environment = environment_of(templates)
    written = []
    for name, title, build in SECTIONS:
        values = build(design)
        if any(values.values()):
            text = environment.get_template(f"{name}.md.j2").render(**values).strip()
            written.append((title, f"## {title}\n\n{text}\n"))
    front = environment.get_template("front.md.j2").render(
        title=design.title,
        summary=design.summary,
        facts=context.headline(design),
        sections=[(title, _anchor(title)) for title, _ in written],
        has_picture=bool(design.graph.components),
    )
    back = environment.get_template("back.md.j2").render(
        version=version, model=design.model, references=design.references
    )
    return "\n".join([front.rstrip() + "\n", *(text for _, text in written), back.strip() + "\n"])


def _anchor(title: str) -> str:
    """Return the anchor that Markdown renderers give a heading."""
    return title.casefold().replace(",", "").replace(" ", "-")


def _problem(design: Design) -> dict[str, Any]:
    return {"notes": design.notes, "brief": design.brief.text}


def _requirements(design: Design) -> dict[str, Any]:
    return {"requirements": context.requirements(design), "constraints": context.constraints(design)}


def _figures(design: Design) -> dict[str, Any]:
    return {
        "stated": context.parameters(design, stated=True),
        "assumed": context.parameters(design, stated=False),
        "estimates": context.estimates(design),
    }


def _architecture(design: Design) -> dict[str, Any]:
    return {"groups": context.components(design), "connections": context.connections(design)}


def _data(design: Design) -> dict[str, Any]:
    return {"entities": context.entities(design)}


def _interfaces(design: Design) -> dict[str, Any]:
    return {"interfaces": context.interfaces(design)}


def _flows(design: Design) -> dict[str, Any]:
    return {"flows": context.flows(design)}


def _failures(design: Design) -> dict[str, Any]:
    return {"failures": context.failures(design)}


def _findings(design: Design) -> dict[str, Any]:
    return {"groups": context.findings(design)}


def _decisions(design: Design) -> dict[str, Any]:
    return {"decisions": context.decision_records(design.decisions)}


def _proof(design: Design) -> dict[str, Any]:
    return {"claims": design.claims}


def _questions(design: Design) -> dict[str, Any]:
    return {"questions": design.questions}


SECTIONS: tuple[_Section, ...] = (
    ("problem", "Context and problem", _problem),
    ("requirements", "Requirements and constraints", _requirements),
    ("figures", "Numbers", _figures),
    ("architecture", "Architecture", _architecture),
    ("flows", "Key flows", _flows),
    ("data", "Data model", _data),
    ("interfaces", "Interfaces", _interfaces),
    ("failures", "Failure modes", _failures),
    ("findings", "Findings and risks", _findings),
    ("decisions", "Decisions", _decisions),
    ("proof", "What a prototype must prove", _proof),
    ("questions", "Open questions", _questions),
)
"""Template, heading and what it shows, in the order of the document."""
