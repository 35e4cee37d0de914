"""The design document: one template a section, nothing empty, nothing that the design does not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.markdown import anchor
from designer.docs.sections.registry import SECTIONS
from designer.docs.templates import fill
from designer.model.design import Design
from designer.model.finding import Severity
from designer.views.subtitle import count

DOCUMENT_TEMPLATE = "document.md.j2"


class Written(NamedTuple):
    """A section that has something to say."""

    title: str
    anchor: str
    text: str


class Page(NamedTuple):
    """Everything that the document's own template places."""

    title: str
    summary: str
    facts: tuple[str, ...]
    has_picture: bool
    sections: tuple[Written, ...]
    version: str
    planner: str


def write_document(design: Design, *, templates: Mapping[str, str], version: str) -> str:
    """Return the design document as Markdown; the same design gives the same bytes.

    Args:
        design: the checked design; every name and number of the document comes from it.
        templates: template texts by name; see `load_templates`.
        version: the version of the program, for the last line.

    Raises:
        SettingsError: a template is missing or broken.
    """
    facts = Facts(design)
    written = []
    for section in SECTIONS:
        if (content := section.build(facts)) is not None:
            text = fill(templates, f"{section.template}.md.j2", section=content)
            written.append(Written(section.title, anchor(section.title), text.strip()))
    page = Page(
        title=design.title,
        summary=design.summary,
        facts=tuple(_headline(design)),
        has_picture=bool(design.graph.components),
        sections=tuple(written),
        version=version,
        planner="offline" if design.model == "offline" else f"with {design.model}",
    )
    return fill(templates, DOCUMENT_TEMPLATE, page=page)


def _headline(design: Design) -> list[str]:
    """Return what a reader wants to know first: how large the design is, how sound, how settled."""
    sizes = (
        (len(design.graph.components), "component"),
        (len(design.graph.connections), "connection"),
        (len(design.flows), "flow"),
        (len(design.decisions), "decision"),
        *((sum(item.severity == severity and item.is_open for item in design.findings), severity.value)
          for severity in (Severity.ERROR, Severity.WARNING)),
        (len(design.questions), "open question"),
    )  # fmt: skip
    counted = [count(number, noun) for number, noun in sizes if number]
    return counted if design.findings or not counted else [*counted, "no findings"]
